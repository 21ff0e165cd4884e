"""`toask data delete`: says what goes and what stays, asks, and deletes for good."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from simulator.app import settings
from simulator.cli.wrong import CommandError
from simulator.i18n import tr, trn
from simulator.practice.database import default_path
from simulator.practice.documents import Document
from simulator.practice.lookup import beginning
from simulator.practice.records import ConversationRow
from simulator.practice.store import Store
from simulator.privacy import erase, places
from simulator.review import places as review_places
from simulator.scoring.show import safe
from simulator.when import day

_LISTED = 20
_SHORTEST = 4


def run(wanted: argparse.Namespace) -> int:
    """Delete what was named; 0, or 1 when the answer was not the word that was asked."""
    if wanted.documents and not wanted.conversation:
        raise CommandError(tr("--documents goes with --conversation; name a conversation, or use --all."), 2)
    if wanted.all:
        return _all(wanted.yes)
    if wanted.traces:
        return _traces(wanted.yes)
    with closing(Store()) as store:
        if not wanted.conversation:
            raise CommandError(_choice(store.conversations(archived=None, limit=_LISTED)), 2)
        row = _named(store, wanted.conversation)
        about = erase.quoted_in(store, row.id)
    return _one(row, about, wanted.documents, wanted.yes)


def _reviews(conversation: str) -> None:
    """Say what people coded of a conversation: what goes, and where it stays."""
    known = [str(path) for path in review_places.listed([Path()])]
    going, staying = erase.reviewed_in(default_path(), conversation, [*settings.load().reviews, *known])
    if going:
        _tell(tr("What people coded of it goes as well:"))
        for one in going:
            _tell(f"  {safe(one.says(), 120)}")
    if staying:
        _tell(tr("These reviews still hold it; delete them yourself if you want:"))
        for one in staying:
            _tell(f"  {safe(str(one.path))}")


def _one(row: ConversationRow, about: Sequence[Document], documents: bool, yes: bool) -> int:
    turns = trn("{n} turn", "{n} turns", row.turns).format(n=row.turns)
    _tell(tr("This goes for good, with all branches, notes and corrections:"))
    _tell(f"  {safe(row.title, 80)} · {day(row.created)} · {turns}")
    _reviews(row.id)
    if about:
        _tell(tr("These are about it or quote it:"))
        for one in about:
            _tell(f"  {safe(one.title, 80)} · {day(one.created)}")
        if not documents and _terminal() and not yes:
            documents = _typed(tr('Type "too" to delete them as well, or Enter to keep them: ')) == tr("too")
        _tell(tr("They go as well.") if documents else tr("They stay; add --documents to delete them as well."))
    copies = places.aside(default_path())
    if copies:
        _tell(tr("Damaged copies of the database may still hold it; `toask data delete --traces` deletes those."))
    if not _sure(yes):
        return 1
    clean = erase.erase(default_path(), row.id, [one.document for one in about] if documents else [])
    return _done(clean)


def _all(yes: bool) -> int:
    found = places.places(settings.default_path())
    going = [one for one in found if one.there and one.kind in ("database", *places.GONE)]
    if not going:
        _tell(tr("Nothing of you is kept here."))
        return 0
    _tell(tr("All of this goes for good:"))
    _listed(going)
    kept = [one for one in found if one.there and one not in going]
    if kept:
        _tell(tr("This stays; delete it yourself if you want:"))
        _listed(kept)
    if not _sure(yes):
        return 1
    # A database that cannot be opened is put aside on the way, and goes with what is aside.
    clean = erase.erase_all(default_path()) if default_path().exists() else True
    places.clear(places.places(settings.default_path()))
    return _done(clean)


def _traces(yes: bool) -> int:
    copies = [one for one in places.places(settings.default_path()) if one.kind == "aside" and one.there]
    if copies:
        _tell(tr("All of this goes for good:"))
        _listed(copies)
        if not _sure(yes):
            return 1
    clean = erase.scrub(default_path())
    places.clear(copies)
    return _done(clean)


def _listed(found: Sequence[places.Place]) -> None:
    from simulator.cli.data import kinds

    names = kinds()
    for one in found:
        _tell(f"  {names[one.kind]}\n    {safe(str(one.path))}")


def _named(store: Store, wanted: str) -> ConversationRow:
    """Return the conversation with that id, or the only one whose id begins so."""
    found = beginning(store, wanted.lower(), 2) if len(wanted) >= _SHORTEST else []
    if len(found) == 1:
        return store.conversation(found[0])
    if found:
        why = tr("More than one conversation begins with {name}.")
    elif len(wanted) < _SHORTEST:
        why = tr("{name} is too short; give {n} characters of the id or more.")
    else:
        why = tr("There is no conversation {name}.")
    told = why.format(name=safe(wanted, 40), n=_SHORTEST)
    raise CommandError(f"{told} {_choice(store.conversations(archived=None, limit=_LISTED))}", 2)


def _choice(rows: Sequence[ConversationRow]) -> str:
    if not rows:
        return tr("There is no conversation to delete.")
    listed = "\n".join(f"  {row.id[:8]}  {day(row.created)}  {safe(row.title, 60)}" for row in rows)
    return tr("Name one with --conversation ID, or use --all. The latest are:") + "\n" + listed


def _sure(yes: bool) -> bool:
    """Return whether the user typed the word for it.

    Raises:
        CommandError: nobody can be asked.
    """
    if yes:
        return True
    if not _terminal():
        raise CommandError(tr("Nothing was deleted: add --yes, or run this in a terminal to be asked."), 2)
    word = tr("delete")
    if _typed(tr('Type "{word}" to go on: ').format(word=word)) == word:
        return True
    _tell(tr("Nothing was deleted."))
    return False


def _terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _typed(question: str) -> str:
    print(question, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        print(file=sys.stderr)
    return line.strip().lower()


def _done(clean: bool) -> int:
    print(tr("Deleted for good."))
    if not clean:
        _tell(tr("Another toask window is open: the last traces go when you close it."))
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr)
