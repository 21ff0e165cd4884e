"""What the trainee thought was going on, at the start, in the middle and at the end, against what was so."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.coding.stems import WORD, content_set, stem
from simulator.debrief.model import Guess, When
from simulator.debrief.talk import Talk
from simulator.practice.records import NoteRow, TurnRow

LONGEST = 4000


def guesses(talk: Talk, rows: Sequence[TurnRow], notes: Sequence[NoteRow]) -> list[Guess]:
    """Return every hypothesis of this branch, oldest first, each with what the school had told by then.

    Args:
        talk: the conversation.
        rows: its branch, oldest first.
        notes: kept beside it.
    """
    place = {row.id: number for number, row in enumerate(rows)}
    starts = [place[one.row] for one in talk.moves]
    need = talk.scenario.need
    matter = content_set(" ".join([need.statement, *need.formulations])) if need else frozenset()
    contents = {item.id: item.content for item in talk.scenario.items}
    found: list[Guess] = []
    for note in notes:
        if note.kind != "hypothesis" or (note.turn is not None and note.turn not in place):
            continue
        at = place.get(note.turn, -1) if note.turn is not None else -1
        turn = sum(start <= at for start in starts)
        said = talk.said_by(turn)
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
