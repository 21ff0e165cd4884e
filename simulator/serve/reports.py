"""Debriefs of one's own conversations, and what the app exported. A trainer sees debriefs by consent only."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, HTMLResponse, Response

from simulator.errors import ToaskError
from simulator.serve import accounts
from simulator.serve.accounts import Account
from simulator.serve.doors import NOT_HERE, Door
from simulator.serve.errors import ServeError
from simulator.serve.folders import plain_file
from simulator.serve.render import page
from simulator.serve.visit import Visit
from simulator.when import day

if TYPE_CHECKING:
    from simulator.debrief.model import Debrief
    from simulator.practice.records import ConversationRow
    from simulator.practice.store import Store

FORMS: Mapping[str, str] = {"page": "text/html", "pdf": "application/pdf", "json": "application/json"}
PAGE_POLICY = (
    "sandbox allow-scripts allow-downloads; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
    " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""A report stands on its own, without this site's cookies; its own policy, inside it, names its one script."""
_MOST = 500
_TURNS = BoundedSemaphore(2)


@contextmanager
def log_of(seen: Visit, account: Account) -> Iterator[Store | None]:
    """Yield an account's practice log; None where there is none yet."""
    from simulator.practice.store import Store

    path = seen.hall.folder(account.id).database
    if not plain_file(path, path.parent):
        yield None
        return
    store = Store(path)
    try:
        yield store
    finally:
        store.close()


def ended(store: Store | None) -> list[ConversationRow]:
    """Return the conversations that ended, the latest first; of another the debrief would tell too much."""
    rows = store.conversations(archived=None, limit=_MOST) if store is not None else []
    return [row for row in rows if row.finished and (row.turns or row.earlier) and row.mode != "warmup"]


def mine(seen: Visit) -> Response:
    """List one's own reports and files."""
    with log_of(seen, seen.me) as store:
        rows = ended(store)
    exports = seen.hall.folder(seen.me.id).exports
    files = sorted(one.name for one in exports.glob("*") if plain_file(one, exports)) if exports.is_dir() else []
    return page(
        seen, "reports", seen.tr("Your reports"), rows=rows, files=files, base="/reports", whose=None, back="/home"
    )


def report(seen: Visit) -> Response:
    """Give one of one's own reports."""
    return _report(seen, seen.me)


def export(seen: Visit) -> Response:
    """Give a file that the app exported; never shown as a page of this site, whatever it is."""
    exports, name = seen.hall.folder(seen.me.id).exports, seen.path("name")
    if name.startswith(".") or not plain_file(exports / name, exports):
        raise ServeError(NOT_HERE, 404)
    return FileResponse(exports / name, media_type="application/octet-stream", filename=name)


def theirs(seen: Visit) -> Response:
    """List the reports of a trainee who lets the trainer read along."""
    account = consenting(seen)
    with log_of(seen, account) as store:
        rows = ended(store)
    base = f"/classes/{account.classroom}/{account.id}/reports"
    title = seen.tr("Reports of {name}").format(name=account.name)
    return page(
        seen, "reports", title, rows=rows, files=[], base=base, whose=account, back=f"/classes/{account.classroom}"
    )


def their_report(seen: Visit) -> Response:
    """Give a report of a trainee who lets the trainer read along."""
    return _report(seen, consenting(seen))


def consenting(seen: Visit) -> Account:
    """Return the trainee that is asked for, if it is this trainer's and consents now.

    Raises:
        ServeError: it is not, or does not; that there is such a trainee is not told.
    """
    classroom = accounts.class_of(seen.hall.book, seen.path("classroom"), seen.me.id)
    account = accounts.find(seen.hall.book, seen.path("account"))
    if classroom is None or account is None or account.classroom != classroom.id or not account.consent:
        raise ServeError(NOT_HERE, 404)
    return account


def _report(seen: Visit, account: Account) -> Response:
    form = seen.path("form")
    if form not in FORMS:
        raise ServeError(NOT_HERE, 404)
    with log_of(seen, account) as store:
        row = next((one for one in ended(store) if one.id == seen.path("conversation")), None)
        if store is None or row is None:
            raise ServeError(NOT_HERE, 404)
        with _TURNS:
            made = _made(store, row, form, seen.words.language)
    seen.hall.figures.reports.labels(form).inc()
    if form == "page":
        return HTMLResponse(made, headers={"content-security-policy": PAGE_POLICY})
    name = f"{seen.tr('debrief')}-{day(row.created)}-{row.id[:8]}.{form}"
    return Response(made, media_type=FORMS[form], headers={"content-disposition": f'attachment; filename="{name}"'})


def _made(store: Store, row: ConversationRow, form: str, reader: str) -> bytes:
    """Return a report's bytes."""
    from simulator.debrief.build import debrief

    try:
        return _written(debrief(store, row.id, reader, row.earlier), form)
    except ServeError:
        raise
    except ToaskError as error:
        raise ServeError(str(error), 500) from error


def _written(found: Debrief, form: str) -> bytes:
    if form == "page":
        from simulator.debrief.page import page as html

        return html(found).encode("utf-8", "replace")
    if form == "json":
        from simulator.debrief.as_json import to_json
        from simulator.scoring.jsontext import dumps

        return dumps(to_json(found)).encode("utf-8", "replace")
    from simulator.debrief.pdf import write_pdf

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "debrief.pdf"
        write_pdf(found, path)
        return path.read_bytes()


DOORS = (
    Door("GET", "/reports", "signed in", mine),
    Door("GET", "/reports/{conversation}/{form}", "signed in", report),
    Door("GET", "/files/{name}", "signed in", export),
    Door("GET", "/classes/{classroom}/{account}/reports", "trainer", theirs),
    Door("GET", "/classes/{classroom}/{account}/reports/{conversation}/{form}", "trainer", their_report),
)
