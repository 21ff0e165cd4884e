"""`toask report`: debriefs of stored conversations, and a list of what is stored."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator import i18n
from simulator.app import settings
from simulator.app.errors import said
from simulator.cli.language import chosen
from simulator.cli.say import say
from simulator.cli.wrong import CommandError
from simulator.files import slug
from simulator.practice.api import PracticeError
from simulator.practice.lookup import SHORT, find
from simulator.practice.records import ConversationRow
from simulator.practice.store import Store
from simulator.scoring.jsontext import dumps
from simulator.scoring.show import safe
from simulator.when import day

if TYPE_CHECKING:
    from simulator.debrief.model import Debrief

ALL = 1_000_000


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
    language = chosen(wanted)
    # A program that reads JSON asks for figures itself; for people the app's setting holds.
    numbers = not wanted.hide_numbers and (settings.load().numbers or wanted.json)
    with closing(Store()) as store:
        if not wanted.conversations:
            return _list(store, wanted, language)
        rows = list({row.id: row for row in (find(store, one) for one in wanted.conversations)}.values())
        return _reports(store, rows, wanted, _Reader(language, wanted.show_hidden, numbers))


def _list(store: Store, wanted: argparse.Namespace, language: str) -> int:
    if wanted.html or wanted.pdf:
        line = i18n.tr("Name the conversation to write, such as `toask report last --html debrief.html`.")
        raise CommandError(line, 2)
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
    from simulator.debrief.paper import sentences
    from simulator.report.words import Words

    return sentences.day(created, Words(language))


def _reports(store: Store, rows: list[ConversationRow], wanted: argparse.Namespace, reader: _Reader) -> int:
    """Write all that was asked for of each conversation."""
    several = len(rows) > 1
    html = _place(wanted.html, several, ".html") if wanted.html else None
    pdf = _place(wanted.pdf, several, ".pdf") if wanted.pdf else None
    if pdf is not None:
        from simulator.report.pdf import typst

        typst()  # said before anything is written
    documents, failed = [], 0
    for row in rows:
        try:
            found = _debrief(store, row, reader)
        except PracticeError as error:
            if not several:
                raise
            say(said(str(error)))
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
        say(i18n.tr("{path} written.").format(path=html(row)))
    if pdf is not None:
        from simulator.debrief.pdf import write_pdf

        write_pdf(found, pdf(row), **reader.shows)
        say(i18n.tr("{path} written.").format(path=pdf(row)))


def _place(out: str, several: bool, ending: str) -> Place:
    """Return where each conversation goes: the file `out`, or one of its own where `out` is a folder."""
    path = Path(out)
    if several and path.exists() and not path.is_dir():
        line = i18n.tr("{path} is a file and there are several conversations; give the name of a folder.")
        raise CommandError(line.format(path=path), 2)
    if several or path.is_dir():
        return lambda row: path / f"{file_name(row)}{ending}"
    return lambda row: path


def file_name(row: ConversationRow) -> str:
    """Return a name for a conversation's file that any system takes: date, title, id."""
    return "-".join(part for part in (day(row.created), slug(row.title), row.id[:SHORT]) if part)
