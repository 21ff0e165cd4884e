"""Accounts and classes: who may sign in, as what, and whose trainee somebody is."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
import uuid
from dataclasses import dataclass
from typing import Literal, cast

from simulator.i18n import mark
from simulator.report.plain import one_line
from simulator.serve.database import Book
from simulator.serve.errors import ServeError

Role = Literal["trainee", "trainer", "admin"]
ROLES: tuple[Role, ...] = ("admin", "trainer", "trainee")
LONGEST = 80
"""Characters of a name."""
MOST_IN_CLASS = 200
_COLUMNS = "id, login, name, role, class, password <> '' AS has_password, language, consent"


@dataclass(frozen=True, slots=True)
class Account:
    """One account.

    Attributes:
        id: of the account and its folder. `login`: what one signs in with, beside a password.
        classroom: id of the class of a trainee, or empty.
        language: of the pages, or empty: not chosen yet.
        consent: the trainer may read this trainee's debriefs.
    """

    id: str
    login: str
    name: str
    role: Role
    classroom: str
    has_password: bool
    language: str
    consent: bool


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """One class of one trainer."""

    id: str
    name: str
    trainer: str
    people: int = 0


def add(book: Book, name: str, role: Role, now: float, classroom: str = "") -> Account:
    """Make an account and return it; its login is made of its name.

    Raises:
        ServeError: the name is empty or too long, or the class is full.
    """
    kept = name_of(name)
    account = uuid.uuid4().hex
    with book.together() as run:
        if classroom:
            many = run("SELECT count(*) FROM accounts WHERE class = ?", (classroom,)).fetchone()[0]
            if many >= MOST_IN_CLASS:
                raise ServeError(mark("A class has at most {n} people; start another one."), n=MOST_IN_CLASS)
        taken = {row["login"] for row in run("SELECT login FROM accounts WHERE login LIKE ?", (_slug(kept) + "%",))}
        login = next(one for one in _logins(_slug(kept)) if one not in taken)
        run(
            "INSERT INTO accounts (id, login, name, role, class, created) VALUES (?, ?, ?, ?, ?, ?)",
            (account, login, kept, role, classroom or None, now),
        )
        run("INSERT INTO events (at, account, what) VALUES (?, ?, 'made')", (now, account))
    return by_id(book, account)


def name_of(text: str) -> str:
    """Return a name as it is kept.

    Raises:
        ServeError: it is empty or too long.
    """
    kept = one_line(text).strip()
    if not 0 < len(kept) <= LONGEST:
        raise ServeError(mark("A name has 1 to {n} characters; type it again."), n=LONGEST)
    return kept


def same(one: str, other: str) -> bool:
    """Return whether two names are one to whoever reads them: capitals and ways to write an accent aside."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def _slug(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:40] or "iemand"


def _logins(slug: str) -> list[str]:
    return [slug, *(f"{slug}-{number}" for number in range(2, 10_000))]


def find(book: Book, account: str) -> Account | None:
    """Return the account with that id, if there is one."""
    row = book.one(f"SELECT {_COLUMNS} FROM accounts WHERE id = ?", account)
    return _account(row) if row else None


def by_id(book: Book, account: str) -> Account:
    """Return the account with that id.

    Raises:
        ServeError: there is none.
    """
    found = find(book, account)
    if found is None:
        raise ServeError(mark("There is no such account; look at the list again."), 404)
    return found


def by_login(book: Book, login: str) -> Account | None:
    """Return the account that signs in as that, if there is one."""
    row = book.one(f"SELECT {_COLUMNS} FROM accounts WHERE login = ?", one_line(login).strip().lower()[:LONGEST])
    return _account(row) if row else None


def with_role(book: Book, role: Role) -> list[Account]:
    """Return all accounts of a role, by name."""
    return _all(book.read(f"SELECT {_COLUMNS} FROM accounts WHERE role = ? ORDER BY name, login", role))


def in_class(book: Book, classroom: str) -> list[Account]:
    """Return the people of a class, by name."""
    return _all(book.read(f"SELECT {_COLUMNS} FROM accounts WHERE class = ? ORDER BY name, login", classroom))


def _all(rows: list[sqlite3.Row]) -> list[Account]:
    return [_account(row) for row in rows]


def _account(row: sqlite3.Row) -> Account:
    return Account(
        row["id"], row["login"], row["name"], cast("Role", row["role"]), row["class"] or "", bool(row["has_password"]),
        row["language"], bool(row["consent"]),
    )  # fmt: skip


def set_language(book: Book, account: str, language: str) -> None:
    """Remember in which language somebody reads."""
    book.write("UPDATE accounts SET language = ? WHERE id = ?", language, account)


def set_consent(book: Book, account: str, consent: bool, now: float) -> None:
    """Let the trainer read this trainee's debriefs, or no longer; when that was is kept."""
    with book.together() as run:
        run("UPDATE accounts SET consent = ? WHERE id = ?", (int(consent), account))
        what = "consent given" if consent else "consent withdrawn"
        run("INSERT INTO events (at, account, what, who) VALUES (?, ?, ?, ?)", (now, account, what, account))


def lately(book: Book, account: str, most: int = 6) -> list[tuple[float, str]]:
    """Return when and what happened with an account lately, the latest first: `signed in`, `link`."""
    rows = book.read(
        "SELECT at, what FROM events WHERE account = ? AND what IN ('signed in', 'link') ORDER BY at DESC, rowid DESC"
        " LIMIT ?",
        account,
        most,
    )
    return [(row["at"], row["what"]) for row in rows]


def remove(book: Book, account: str) -> None:
    """Remove an account, with its links and sign-ins, and of a trainer the classes; their trainees stay."""
    with book.together() as run:
        run("DELETE FROM events WHERE account = ? OR who = ?", (account, account))
        run("DELETE FROM accounts WHERE id = ?", (account,))


def start_class(book: Book, name: str, trainer: str, now: float) -> SchoolClass:
    """Start a class.

    Raises:
        ServeError: its name is empty, too long, or that of another class of this trainer.
    """
    made = SchoolClass(uuid.uuid4().hex, name_of(name), trainer)
    if any(same(one.name, made.name) for one in classes(book, trainer)):
        line = mark("You have a class {name} already; go on with that one, or give this one another name.")
        raise ServeError(line, 409, name=made.name)
    book.write("INSERT INTO classes (id, name, trainer, created) VALUES (?, ?, ?, ?)", made.id, made.name, trainer, now)
    return made


def classes(book: Book, trainer: str) -> list[SchoolClass]:
    """Return the classes of a trainer, the latest first."""
    rows = book.read(
        "SELECT c.id, c.name, c.trainer, (SELECT count(*) FROM accounts a WHERE a.class = c.id) AS people"
        " FROM classes c WHERE c.trainer = ? ORDER BY c.created DESC, c.rowid DESC",
        trainer,
    )
    return [SchoolClass(*row) for row in rows]


def class_of(book: Book, classroom: str, trainer: str) -> SchoolClass | None:
    """Return a class, if it is this trainer's."""
    return next((one for one in classes(book, trainer) if one.id == classroom), None)
