"""Conversations without the names of the people who had them; the characters of a scenario keep theirs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from simulator.practice.lookup import sources
from simulator.practice.records import ConversationRow, NoteRow, TurnRow
from simulator.practice.store import Store
from simulator.privacy.pseudonyms import Pseudonyms
from simulator.scenario.load import load_text
from simulator.scenario.problems import ScenarioErrors

Whole = tuple[ConversationRow, list[TurnRow], list[NoteRow]]
"""A conversation, the turns of one of its branches, and its notes."""


def characters(store: Store) -> set[str]:
    """Return the names of the speakers of all scenarios that were talked with: they are nobody's."""
    found: set[str] = set()
    for source in sources(store):
        with suppress(ScenarioErrors):
            found |= {one.name for one in load_text(source, "scenario", checks=False).speakers}
    return found


def known(store: Store, conversation: str, language: str) -> Pseudonyms:
    """Return what replaces the names that were typed in one conversation, in all of its branches and notes."""
    names = Pseudonyms(language, characters(store))
    names.learn(store.conversation(conversation).title)
    for turn in store.tree(conversation):
        if turn.role == "trainee":
            names.learn(turn.text)
    for note in store.notes(conversation):
        names.learn(note.text)
    return names


def disguised(row: ConversationRow, turns: Sequence[TurnRow], notes: Sequence[NoteRow], names: Pseudonyms) -> Whole:
    """Return a conversation without names: in its title, its turns with their units, and its notes."""
    return (
        replace(row, title=names.text(row.title)),
        [replace(turn, text=names.text(turn.text), data=names.value(turn.data)) for turn in turns],
        [replace(note, text=names.text(note.text)) for note in notes],
    )
