"""What the trainee thought was going on, at the start, in the middle and at the end, against what was so."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from simulator.coding.stems import WORD, content_set, stem
from simulator.debrief.model import Guess, When
from simulator.debrief.talk import Talk, talk_of
from simulator.practice.records import NoteRow, TurnRow

LONGEST = 4000
Way = Callable[[int], Sequence[TurnRow]]
"""Gives the turns up to and with one, oldest first."""


def guesses(talk: Talk, rows: Sequence[TurnRow], notes: Sequence[NoteRow], way: Way, seed: int) -> list[Guess]:
    """Return every hypothesis of this branch, oldest first, each with what the school had told by then.

    One that was written beside a turn that was changed later, and so left this branch, stands where the two part; one
    that was written on another branch after they parted is not of this one.

    Args:
        talk: the conversation.
        rows: its branch, oldest first.
        notes: kept beside it.
        way: to a turn of any branch.
        seed: of the conversation.
    """
    place = {row.id: number for number, row in enumerate(rows)}
    starts = [place[one.row] for one in talk.moves]
    need = talk.scenario.need
    matter = content_set(" ".join([need.statement, *need.formulations])) if need else frozenset()
    contents = {item.id: item.content for item in talk.scenario.items}
    found: list[Guess] = []
    for note in notes:
        if note.kind != "hypothesis":
            continue
        at, left = -1, ()  # type: tuple[int, Sequence[TurnRow]]
        if note.turn in place:
            at = place[note.turn]
        elif note.turn is not None:
            left = way(note.turn)
            at = max((place.get(row.id, -1) for row in left), default=-1)
        if left and at + 1 < len(rows) and rows[at + 1].created < note.created:
            continue
        turn = sum(start <= at for start in starts)
        said = talk_of(talk.scenario, left, seed).said if left else talk.said_by(turn)
        when: When = "start" if turn == 0 else "end" if turn >= len(talk.moves) and talk.ended else "middle"
        text = note.text[:LONGEST]
        told = tuple(contents[one] for one in said if one in contents)
        untold = tuple(words for one, words in contents.items() if one not in said)
        found.append(Guess(when, turn, text, _shared(text, matter), told, untold))
    return found


def _shared(text: str, matter: frozenset[str]) -> tuple[str, ...]:
    """Return the words of `text`, as written, whose stems the need holds."""
    words = [word for word in WORD.findall(text) if stem(word.lower()) in matter & content_set(text)]
    return tuple(dict.fromkeys(word.lower() for word in words))
