"""The machine's codes of a transcript: from the scorer, from the file that it came from, or from the practice log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulator.coding.codebook import Unit
from simulator.practice.store import now
from simulator.review.cuts import Cuts, placed
from simulator.review.project import Machine
from simulator.transcripts.model import Conversation

if TYPE_CHECKING:
    from simulator.coding.coder import Coder
    from simulator.scoring.scorer import Scorer

IN_FILE = "file"
"""Name of a machine whose codes stood in the file and that the file does not name."""


class Machines:
    """Codes transcripts; loaded at the first one and kept. Safe to use from one thread at a time.

    Args:
        make: makes the coder (default: the shipped one).
    """

    def __init__(self, make: Callable[[], Coder] | None = None) -> None:
        self._make = make
        self._scorers: dict[str, Scorer] = {}

    def code(self, talk: Conversation, language: str) -> Machine:
        """Return the codes of a transcript, with reasons in `language`.

        Raises:
            ToaskError: the coder is not here or cannot be read.
        """
        scorer = self._scorer(language)
        scored = scorer([talk])[0]
        name = scorer.coder.name
        turns = {n: (turn.units, turn.unsure) for n, turn in enumerate(scored.turns, 1) if turn.role == "trainee"}
        return Machine(name, now(), _placed(talk, turns))

    def _scorer(self, language: str) -> Scorer:
        from simulator.scoring.scorer import Scorer, Settings, default_coder

        if language not in self._scorers:
            other = next(iter(self._scorers.values()), None)
            make = (lambda: other.coder) if other is not None else self._make or default_coder
            self._scorers[language] = Scorer(Settings(language), make)
        return self._scorers[language]


def in_file(talk: Conversation, rows: Sequence[Mapping[str, Any]], coder: str = "") -> Machine | None:
    """Return the codes that a file gives with its turns (as `toask score --json` does); None where it gives none."""
    from simulator.scoring.errors import ScoringError
    from simulator.scoring.read import unit_from

    found: dict[int, tuple[tuple[Unit, ...], Sequence[bool]]] = {}
    for number, (line, row) in enumerate(zip(talk.lines, rows, strict=False), 1):
        units = row.get("units")
        if line.role != "trainee" or not isinstance(units, list) or not units:
            continue
        try:
            held = tuple(unit_from(unit, f"{talk.id}, {number}") for unit in units)
        except ScoringError:
            continue
        found[number] = held, [bool(unit.get("unsure")) for unit in units]
    turns = _placed(talk, found)
    return Machine(coder or IN_FILE, now(), turns) if turns else None


def _placed(talk: Conversation, found: Mapping[int, tuple[tuple[Unit, ...], Sequence[bool]]]) -> dict[int, Cuts]:
    """Return the units with their places; turns whose units hold other words are left out."""
    out = {}
    for number, (units, unsure) in found.items():
        cuts = placed(talk.lines[number - 1].text, units, unsure)
        if cuts:
            out[number] = cuts
    return out
