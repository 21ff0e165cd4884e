"""The people of `toask serve`: who let their trainer read along, and where their practice logs lie."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from simulator.group.errors import GroupError
from simulator.group.model import GIVEN, Trainee
from simulator.i18n import tr
from simulator.report.plain import one_line

NAME = "server.db"
_PEOPLE = (
    "SELECT a.id, a.name, a.consent, coalesce(c.name, '') AS class FROM accounts a LEFT JOIN classes c"
    " ON c.id = a.class WHERE a.role = 'trainee' ORDER BY class, a.name, a.id"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account: who, where the practice log lies, and whether the trainer may read along."""

    trainee: Trainee
    log: Path
    consent: bool


def is_server(folder: Path) -> bool:
    """Return whether a folder is the data folder of `toask serve`."""
    return (folder / NAME).is_file()


def people(folder: Path, classroom: str = "") -> list[Person]:
    """Return the trainees of a server, by class and name.

    Args:
        folder: the data folder of `toask serve`.
        classroom: only this class; capitals make no other name.

    Raises:
        GroupError: it cannot be read, or it has no such class.
    """
    path = folder / NAME
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5.0)) as database:
            rows = database.execute(_PEOPLE).fetchall()
    except sqlite3.Error as error:
        line = tr("{path} cannot be read ({why}); give the data folder of `toask serve`.")
        raise GroupError(line.format(path=path, why=error)) from error
    found = list(_of_class(rows, classroom))
    if classroom and not found:
        names = ", ".join(dict.fromkeys(one_line(row[3], 60) for row in rows if row[3])) or "–"
        line = tr("There is nobody in a class “{name}”; classes here: {names}.")
        raise GroupError(line.format(name=one_line(classroom, 60), names=names))
    return [
        Person(Trainee(one_line(name, 120), GIVEN, one_line(room, 80)), _log(folder, account), bool(consent))
        for account, name, consent, room in found
    ]


def _of_class(rows: list[tuple[str, str, int, str]], classroom: str) -> Iterator[tuple[str, str, int, str]]:
    for row in rows:
        if not classroom or row[3].casefold() == classroom.strip().casefold():
            yield row


def _log(folder: Path, account: str) -> Path:
    return folder / "accounts" / account / "data" / "practice.db"


def of_an_account(path: Path) -> Path | None:
    """Return the data folder of the server in whose accounts a file lies; None: in no one's.

    Whoever names such a file itself would get round what its owner agreed to.
    """
    return next((one for one in path.resolve().parents if is_server(one)), None)
