"""What a coder may offer beside `Coder`: many turns in one call, AnnoMI's label of its own, its own threshold.

All of it is optional and found by its name, so that any coder scores transcripts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar, runtime_checkable

from simulator.coding.codebook import CodedTurn, Said
from simulator.coding.coder import Coder
from simulator.scoring.errors import ScoringError
from simulator.scoring.model import annomi_of

Thing = TypeVar("Thing")
Asked = tuple[str, Sequence[Said], str]
LABELS = frozenset({"question", "reflection", "therapist_input", "other"})
UNSURE_BELOW = 0.5


@runtime_checkable
class BatchCoder(Protocol):
    """A coder that codes many turns of different conversations at once.

    The turns it returns may carry `annomi`, one of AnnoMI's four labels (empty: none); the coder may carry
    `unsure_below`, the calibrated confidence (0 to 1) under which a unit is marked unsure.
    """

    name: str

    def code(self, text: str, history: Sequence[Said], language: str) -> CodedTurn:
        """Return the units of one turn, as `Coder` does."""
        ...

    def code_many(self, asked: Sequence[Asked], /) -> Sequence[CodedTurn]:
        """Return one coded turn for each (text, history, language of the reasons), in their order."""
        ...


@runtime_checkable
class ReadingCoder(Protocol):
    """A coder whose slow part needs no codes of earlier turns, so that whole conversations are read at once."""

    name: str

    def read(self, asked: Sequence[Asked], /) -> Sequence[Any]:
        """Return what the coder makes of each turn; the histories hold no units."""
        ...

    def finish(self, text: str, reading: Any, history: Sequence[Said], language: str, /) -> CodedTurn:  # noqa: ANN401
        """Return the coded turn; `history` now holds the units of the earlier turns."""
        ...


def code_all(coder: Coder | BatchCoder, asked: Sequence[Asked]) -> list[CodedTurn]:
    """Return one coded turn for each that is asked, in one call where the coder can.

    Raises:
        ScoringError: the coder gave another number of turns than it was asked for.
    """
    if not isinstance(coder, BatchCoder):
        return [coder.code(text, history, language) for text, history, language in asked]
    return checked(coder.name, list(coder.code_many(asked)), len(asked))


def checked(name: str, found: list[Thing], wanted: int) -> list[Thing]:
    """Return what a coder gave, as many as it was asked for.

    Raises:
        ScoringError: it is another number.
    """
    if len(found) != wanted:
        raise ScoringError(f"{name} coded {len(found)} of {wanted} turns; report it with `toask --version`.")
    return found


def label_of(coded: CodedTurn) -> str:
    """Return AnnoMI's label: the coder's own where it gives one, else what the codes stand for."""
    own = getattr(coded, "annomi", None)
    return own if own in LABELS else annomi_of([unit.code for unit in coded.units])


def threshold_of(coder: Coder | BatchCoder) -> float:
    """Return the confidence under which this coder's units are marked unsure: its own, else 0.5."""
    own = getattr(coder, "unsure_below", UNSURE_BELOW)
    return float(own) if isinstance(own, (int, float)) else UNSURE_BELOW
