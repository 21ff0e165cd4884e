"""What a coder may offer beside `Coder`: many turns in one call, AnnoMI's label of its own, its own threshold.

All of it is optional and found by its name, so that any coder scores transcripts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from simulator.coding.codebook import CodedTurn, Said
from simulator.coding.coder import Coder
from simulator.scoring.errors import ScoringError
from simulator.scoring.model import annomi_of

Asked = tuple[str, Sequence[Said], str]
LABELS = frozenset({"question", "reflection", "therapist_input", "other"})
UNSURE_BELOW = 0.5


@runtime_checkable
class BatchCoder(Protocol):
    """A coder that codes many turns of different conversations at once.

    The turns it returns may carry `annomi`, one of AnnoMI's four labels; the coder may carry `unsure_below`, the
    calibrated confidence (0 to 1) under which a unit is marked unsure.
    """

    name: str

    def code(self, text: str, history: Sequence[Said], language: str) -> CodedTurn:
        """Return the units of one turn, as `Coder` does."""
        ...

    def code_many(self, asked: Sequence[Asked]) -> Sequence[CodedTurn]:
        """Return one coded turn for each (text, history, language of the reasons), in their order."""
        ...


def code_all(coder: Coder | BatchCoder, asked: Sequence[Asked]) -> list[CodedTurn]:
    """Return one coded turn for each that is asked, in one call where the coder can.

    Raises:
        ScoringError: the coder gave another number of turns than it was asked for.
    """
    if not isinstance(coder, BatchCoder):
        return [coder.code(text, history, language) for text, history, language in asked]
    coded = list(coder.code_many(asked))
    if len(coded) != len(asked):
        raise ScoringError(f"{coder.name} coded {len(coded)} of {len(asked)} turns; report it with `toask --version`.")
    return coded


def label_of(coded: CodedTurn) -> str:
    """Return AnnoMI's label: the coder's own where it gives one, else what the codes stand for."""
    own = getattr(coded, "annomi", None)
    return own if own in LABELS else annomi_of([unit.code for unit in coded.units])


def threshold_of(coder: Coder | BatchCoder) -> float:
    """Return the confidence under which this coder's units are marked unsure: its own, else 0.5."""
    own = getattr(coder, "unsure_below", UNSURE_BELOW)
    return float(own) if isinstance(own, (int, float)) else UNSURE_BELOW
