"""`toask report`: debriefs of stored conversations, and a list of what is stored."""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator import i18n
from simulator.app import settings
from simulator.cli.wrong import CommandError
from simulator.practice.api import PracticeError
from simulator.practice.records import ConversationRow
from simulator.practice.store import Store
from simulator.scoring.jsontext import dumps
from simulator.scoring.show import safe

if TYPE_CHECKING:
    from simulator.debrief.model import Debrief

SHORT = 8
"""Characters of an id that a list shows."""
ALL = 1_000_000
_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads: language, and what is shown."""

    language: str
    hidden: bool
    numbers: bool

    @property
    def shows(self) -> dict[str, bool]:
        """What is shown, as the makers of pages take it."""
        return {"hidden": self.hidden, "numbers": self.numbers}


def run(wanted: argparse.Namespace) -> int:
    """List, or write debriefs; 1 when one of several could not be made."""
    try:
        return _run(wanted)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("simulator"):
            raise
        raise CommandError(
            f"Reports need {error.name}, which is not installed; run `pip install 'toask[report]'`."
        ) from error


def _run(wanted: argparse.Namespace) -> int:
    held = settings.load()
    language = i18n.use(wanted.lang or held.language)
    # A program that reads JSON asks for figures itself; for people the app's setting holds.
    numbers = not wanted.hide_numbers and (held.numbers or wanted.json)
    store = Store()
    try:
        if not wanted.conversations:
            return _list(store, wanted, language)
        rows = list({row.id: row for row in (find(store, one) for one in wanted.conversations)}.values())
        return _reports(store, rows, wanted, _Reader(language, wanted.show_hidden, numbers))
    finally:
        store.close()


def find(store: Store, wanted: str) -> ConversationRow:
    """Return the one conversation that an id, the beginning of one, or `last` names.

    Raises:
        CommandError: there is none, or more than one.
    """
    if wanted == "last":
        latest = store.conversations(limit=1)
        if not latest:
            raise CommandError("There are no conversations yet; `toask practice` starts one.", 2)
        return latest[0]
    start = wanted.strip().lower()
    sql = "SELECT id FROM conversations WHERE substr(id, 1, ?) = ? LIMIT ?"
    found = [row["id"] for row in store.read(sql, (len(start), start, _NAMED + 1))] if start else []
    if not found:
        raise CommandError(f"There is no conversation '{safe(wanted, 40)}'; `toask report` lists them.", 2)
    if len(found) > 1:
        ids = ", ".join(one[: max(SHORT, len(start) + 2)] for one in found[:_NAMED])
        more = " and more" if len(found) > _NAMED else ""
        raise CommandError(f"'{safe(wanted, 40)}' begins several conversations ({ids}{more}); give more of the id.", 2)
    return store.conversation(found[0])


def _list(store: Store, wanted: argparse.Namespace, language: str) -> int:
    if wanted.html or wanted.pdf:
        raise CommandError("Name the conversation to write, such as `toask report last --html debrief.html`.", 2)
    rows = [as_row(row) for row in store.conversations(archived=None, limit=ALL)]
    if wanted.json:
        print(dumps({"conversations": rows}))
    elif rows:
        _table(rows, language)
    else:
        print(i18n.tr("There are no conversations yet; `toask practice` starts one."))
    return 0


def as_row(row: ConversationRow) -> dict[str, Any]:
    """Return what the list says of a conversation; `reached` is null where it is not known or nothing is hidden."""
    kept = row.meta.get("result")
    return {
        "id": row.id, "created": row.created, "title": row.title, "scenario": row.scenario_id,
        "language": row.language, "mode": row.mode, "turns": row.turns, "ended": row.status == "ended",
        "reached": kept.get("reached") if isinstance(kept, dict) else None, "archived": row.archived,
    }  # fmt: skip


def _table(rows: list[dict[str, Any]], language: str) -> None:
    tr, yes_no = i18n.tr, {True: i18n.tr("yes"), False: i18n.tr("no"), None: "–"}
    head = (tr("id"), tr("date"), tr("turns"), tr("ended"), tr("own question"), tr("conversation"))
    cells = [
        (one["id"][:SHORT], _day(one["created"], language), str(one["turns"]), yes_no[one["ended"]],
         yes_no[one["reached"]], safe(one["title"], 60))
        for one in rows
    ]  # fmt: skip
    wide = [max(len(row[place]) for row in (head, *cells)) for place in range(len(head) - 1)]
    for row in (head, *cells):
        print("  ".join([*(text.ljust(width) for text, width in zip(row, wide, strict=False)), row[-1]]))


def _day(created: str, language: str) -> str:
    from simulator.debrief.paper.sentences import day
    from simulator.report.words import Words

    return day(created, Words(language))


def _reports(store: Store, rows: list[ConversationRow], wanted: argparse.Namespace, reader: _Reader) -> int:
    """Write all that was asked for of each conversation."""
    several = len(rows) > 1
    html = _place(wanted.html, several, ".html") if wanted.html else None
    pdf = _place(wanted.pdf, several, ".pdf") if wanted.pdf else None
    if pdf is not None:
        from simulator.debrief.pdf import typst

        typst()  # said before anything is written
    documents, failed = [], 0
    for row in rows:
        try:
            found = _debrief(store, row, reader)
        except PracticeError as error:
            if not several:
                raise
            print(f"toask: {error}", file=sys.stderr)
            failed += 1
            continue
        documents += [_json(found, reader)] if wanted.json else []
        _write(found, row, reader, html, pdf)
        if not (wanted.json or html or pdf):
            print(("\n" if row is not rows[0] else "") + _text(found, reader), end="")
    if wanted.json:
        print(dumps({"conversations": documents} if several else documents[0]))
    return int(failed > 0)


def _debrief(store: Store, row: ConversationRow, reader: _Reader) -> Debrief:
    from simulator.debrief.build import debrief

    return debrief(store, row.id, reader.language)


def _json(found: Debrief, reader: _Reader) -> dict[str, Any]:
    from simulator.debrief.as_json import to_json

    return to_json(found, **reader.shows)


def _text(found: Debrief, reader: _Reader) -> str:
    from simulator.debrief.paper.as_text import as_text
    from simulator.debrief.paper.sections import paper

    return as_text(paper(found, **reader.shows))


Place = Callable[[ConversationRow], Path]


def _write(found: Debrief, row: ConversationRow, reader: _Reader, html: Place | None, pdf: Place | None) -> None:
    if html is not None:
        from simulator.debrief.page import write_page

        write_page(found, html(row), **reader.shows)
        print(f"toask: {html(row)} written.", file=sys.stderr)
    if pdf is not None:
        from simulator.debrief.pdf import write_pdf

        write_pdf(found, pdf(row), **reader.shows)
        print(f"toask: {pdf(row)} written.", file=sys.stderr)


def _place(out: str, several: bool, ending: str) -> Place:
    """Return where each conversation goes: the file `out`, or one of its own where `out` is a folder."""
    path = Path(out)
    if several and path.exists() and not path.is_dir():
        raise CommandError(f"{path} is a file and there are several conversations; give the name of a folder.", 2)
    if several or path.is_dir():
        return lambda row: path / f"{file_name(row)}{ending}"
    return lambda row: path


def file_name(row: ConversationRow) -> str:
    """Return a name for a conversation's file that any system takes: date, title, id."""
    bare = unicodedata.normalize("NFKD", row.title).encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "-", bare)[:40].strip("-")
    return "-".join(part for part in (row.created[:10], short, row.id[:SHORT]) if part)
