"""Where observer sheets lie: those not finished as files beside the database, the finished ones as documents in it.

Nothing of the database is opened before a sheet is finished, so that ticking can begin at once.
"""

from __future__ import annotations

import json
import math
import uuid
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.coding.codebook import VALUES
from simulator.i18n import tr
from simulator.observing.sheet import OWN, Mark, Observation, named, read_lines, tidy
from simulator.observing.ticking import FORM, Sheet
from simulator.practice.api import PracticeError
from simulator.when import moment

if TYPE_CHECKING:
    from simulator.practice.store import Store

KIND = "observation"
LAST = "last"
"""Stands for the sheet that was kept last, where the id of one is asked."""


def _default() -> Path:
    from simulator.practice.database import default_path

    return default_path()


@dataclass(frozen=True, slots=True)
class Desk:
    """All sheets of one database. `database`: where it lies; the sheets are in the folder `observations` beside it."""

    database: Path = field(default_factory=_default)

    @property
    def folder(self) -> Path:
        """Where sheets lie that are not finished."""
        return self.database.parent / "observations"

    def new(self, language: str, asks: str = "", school: str = "", observer: str = "") -> Sheet:
        """Begin a sheet.

        Raises:
            PracticeError: it cannot be kept.
        """
        from simulator.practice.store import now

        found = uuid.uuid4().hex
        names = {"created": now(), "asks": asks, "school": school, "observer": observer}
        return Sheet(self._path(found), named(names, found, language))

    def unfinished(self) -> list[Observation]:
        """Return the sheets that were never finished, the latest first; what cannot be read is left out."""
        found = []
        for path in self.folder.glob("*.jsonl") if self.folder.is_dir() else ():
            try:
                seen, _ = read_lines(path.read_bytes())
            except OSError:
                continue
            if seen is not None and path.stem == seen.id:
                found.append(seen)
        return sorted(found, key=lambda seen: seen.created, reverse=True)

    def open(self, sheet: str) -> Sheet:
        """Open a sheet that was not finished, by its id, the beginning of it, or `last`.

        Raises:
            PracticeError: there is none of that id, or it is open elsewhere.
        """
        return Sheet(self._path(_one(sheet, self.unfinished()).id))

    def discard(self, sheet: str) -> None:
        """Throw an unfinished sheet away.

        Raises:
            PracticeError: it cannot be removed.
        """
        try:
            self._path(sheet).unlink(missing_ok=True)
        except OSError as error:
            raise PracticeError(
                tr("{path} cannot be removed ({why}); remove it by hand.").format(
                    path=self._path(sheet), why=error.strerror or error
                )
            ) from error

    def finish(self, sheet: Sheet) -> Observation:
        """Keep a sheet as a document, then take its file away, and return it.

        Raises:
            PracticeError: it cannot be kept; its file stays, and it can be finished later.
        """
        from simulator.practice.documents import keep

        sheet.close()
        seen = sheet.seen
        with self._store() as store:
            keep(store, KIND, title(seen), body_of(seen), language=seen.language, document=seen.id)
        self.discard(seen.id)
        return seen

    def kept(self) -> list[Observation]:
        """Return the finished sheets, the latest first.

        Raises:
            PracticeError: the database cannot be used.
        """
        from simulator.practice.documents import documents

        with self._store() as store:
            return [from_body(one.document, one.language, one.body) for one in documents(store, KIND)]

    def find(self, name: str) -> Observation:
        """Return a finished sheet by its id, the beginning of it, `last`, or the file that it was exported to.

        Raises:
            PracticeError: there is none, or several begin so.
        """
        path = Path(name)
        if path.suffix.lower() == ".json" or path.is_file():
            return from_file(path)
        return _one(name, self.kept())

    def _path(self, sheet: str) -> Path:
        return self.folder / f"{sheet}.jsonl"

    def _store(self) -> closing[Store]:
        from simulator.practice.store import Store

        return closing(Store(self.database))


def title(seen: Observation) -> str:
    """Return what a sheet is called: who asked and when."""
    return " · ".join(part for part in (seen.asks, moment(seen.created)) if part)


def body_of(seen: Observation) -> dict[str, Any]:
    """Return a sheet as plain JSON."""
    return {
        "form": FORM, "created": seen.created, "asks": seen.asks, "school": seen.school, "observer": seen.observer,
        "seconds": seen.seconds,
        "marks": [_mark(mark) for mark in seen.marks],
        "remarks": [list(one) for one in seen.remarks],
    }  # fmt: skip


def _mark(mark: Mark) -> dict[str, Any]:
    return {"code": mark.code, "at": mark.at} | ({"note": mark.note} if mark.note else {})


def from_body(sheet: str, language: str, body: Mapping[str, Any]) -> Observation:
    """Return the sheet that `body_of` gave.

    Raises:
        PracticeError: it is none.
    """
    try:
        marks = tuple(Mark(str(one["code"]), _seconds(one["at"]), str(one.get("note", ""))) for one in body["marks"])
        remarks = tuple((_seconds(at), str(text)) for at, text in body.get("remarks", ()))
        seconds = _seconds(body.get("seconds", 0))
        seen = replace(named(body, sheet, language), marks=marks, remarks=remarks, seconds=seconds)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PracticeError(tr("That is no observer sheet; give one that `toask observe export` wrote.")) from error
    strange = next((mark.code for mark in marks if mark.code not in VALUES and mark.code != OWN), None)
    if strange is not None:
        line = tr("The sheet holds “{code}”, which is no code; export it again.")
        raise PracticeError(line.format(code=tidy(str(strange), 20)))
    return seen


def _seconds(value: Any) -> float:  # noqa: ANN401 - whatever the file holds
    if not math.isfinite(seconds := float(value)):
        raise ValueError(value)
    return seconds


def from_file(path: Path) -> Observation:
    """Return the sheet in a file that `toask observe export --json` wrote.

    Raises:
        PracticeError: there is no such file, or it holds no sheet.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError as error:
        line = tr("{path} cannot be read ({why}); give the id of a sheet (`toask observe list`) or its file.")
        raise PracticeError(line.format(path=path, why=error.strerror or error)) from error
    except (ValueError, RecursionError) as error:
        raise PracticeError(tr("That is no observer sheet; give one that `toask observe export` wrote.")) from error
    if not isinstance(data, dict):
        raise PracticeError(tr("That is no observer sheet; give one that `toask observe export` wrote."))
    return from_body("", "", data)


def _one(name: str, held: list[Observation]) -> Observation:
    """Return the sheet whose id begins with `name`, or the latest."""
    if name == LAST and held:
        return held[0]
    found = [seen for seen in held if name and seen.id.startswith(name.lower())]
    if len(found) == 1:
        return found[0]
    if found:
        line = tr("{n} sheets begin with “{name}”; give more of the id.")
        raise PracticeError(line.format(n=len(found), name=tidy(name, 40)))
    raise PracticeError(tr("There is no sheet “{name}”; `toask observe list` shows them.").format(name=tidy(name, 40)))
