"""Turns out of the rows of a Word table: a column of speakers and one of words, with or without a head that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.transcripts.model import Line
from simulator.transcripts.rows import make_line

Rows = Sequence[Sequence[str]]
_SPEAKER_HEADS = frozenset(("speaker", "spreker", "naam", "name", "wie", "who", "deelnemer"))
_ROLE_HEADS = frozenset(("rol", "role"))
_TEXT_HEADS = frozenset(("text", "tekst", "uiting", "utterance", "zegt", "says", "transcript", "inhoud", "content"))
_TIME_HEADS = frozenset(("time", "tijd", "timestamp", "tijdstip", "start"))
_CLOCK_SIGNS = frozenset("0123456789:.,->[]() –")


def headed_turns(rows: Rows) -> Iterator[Line]:
    """Yield the turns of a table whose first row names a column of speakers and one of words; of another table none.

    A row without a speaker goes on with the one before; a row with merged cells is read as in a table without a head.
    A role counts where both speaker and role have a column.
    """
    heads = _heads(rows)
    who, words, time = _place(heads, _SPEAKER_HEADS), _place(heads, _TEXT_HEADS), _place(heads, _TIME_HEADS)
    role = _place(heads, _ROLE_HEADS)
    who, role = (role, None) if who is None else (who, role)
    if who is None or words is None:
        return
    speaker = ""
    for cells in rows[1:]:
        if len(cells) != len(heads):  # cells were merged: their places say nothing
            yield from bare_turns([cells])
            continue
        speaker = cells[who].rstrip(":").strip() or speaker
        if speaker and cells[words]:
            yield make_line(speaker, cells[words], _at(cells, time), _at(cells, role))


def has_head(rows: Rows) -> bool:
    """Return whether the first row names a column of speakers and one of words."""
    heads = {*_heads(rows)}
    return bool(heads & _TEXT_HEADS and heads & (_SPEAKER_HEADS | _ROLE_HEADS))


def _heads(rows: Rows) -> list[str]:
    return [cell.casefold().strip(": ") for cell in rows[0]] if rows else []


def _place(heads: Sequence[str], wanted: frozenset[str]) -> int | None:
    return next((place for place, head in enumerate(heads) if head in wanted), None)


def _at(cells: Sequence[str], place: int | None) -> str:
    return "" if place is None else cells[place]


def bare_turns(rows: Rows) -> Iterator[Line]:
    """Yield the turns of a table without a head: speakers before words, and perhaps times among the first columns."""
    speaker = ""
    for cells in rows:
        times = [cell for cell in cells[:-1] if cell and set(cell) <= _CLOCK_SIGNS]
        names = [cell for cell in cells[:-1] if cell not in times]
        if len(cells) not in (2, 3) or any(names[1:]):
            continue
        speaker = next((name.rstrip(":").strip() for name in names if name), speaker)
        if speaker and cells[-1]:
            yield make_line(speaker, cells[-1], times[0] if times else "")
