"""The fourteen codes, their values and what the flags do to them.

Source: the project's codebook, version 1, after MITI 4.2 and MISC 2.1 (motivational interviewing), ICF core
competencies 2020, humble inquiry and the Dutch everyday rules LSD, OEN, ANNA, NIVEA and OMA.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

VERSION = 1
VALUES: dict[str, int] = {
    "DEEP": 3, "OPEN": 2, "SEEK": 2, "REFL-C": 2, "REFL-S": 1, "CLOSED": 1, "AFFIRM": 0, "NEUTRAL": 0,
    "INFO": -1, "OFFER-P": -1, "LEAD": -1, "FILL": -2, "OFFER": -2, "JUDGE": -3,
}  # fmt: skip
CODES: tuple[str, ...] = tuple(VALUES)
ZEROING = frozenset({"asked", "no_pause", "parrot", "interrogation", "off_topic"})
FLAGS = ZEROING | {"guess", "repair", "stacked", "why", "uptake", "own_idea", "form_open", "form_closed"}
RULES: dict[str, str] = {
    "DEEP": "LSD", "OPEN": "OEN", "SEEK": "ANNA", "REFL-C": "LSD", "REFL-S": "LSD", "CLOSED": "ANNA", "AFFIRM": "OEN",
    "NEUTRAL": "LSD", "INFO": "OMA", "OFFER-P": "OMA", "LEAD": "NIVEA", "FILL": "NIVEA", "OFFER": "OMA", "JUDGE": "OMA",
}  # fmt: skip
ANNOMI: dict[str, str] = {
    **dict.fromkeys(("OPEN", "CLOSED", "DEEP", "LEAD", "SEEK"), "question"),
    **dict.fromkeys(("REFL-S", "REFL-C"), "reflection"),
    **dict.fromkeys(("INFO", "OFFER", "OFFER-P", "JUDGE", "FILL"), "therapist_input"),
    **dict.fromkeys(("NEUTRAL", "AFFIRM"), "other"),
}
Main = Literal["ask", "tell", "neutral"]


def value_of(code: str, flags: Iterable[str] = ()) -> int:
    """Return the value (−3 to +3) of a unit with this code and these flags.

    Raises:
        KeyError: the code is not in the codebook.
    """
    held = set(flags)
    if held & ZEROING:
        return 0
    if code == "REFL-C" and "guess" in held:
        return 1
    return VALUES[code]


@dataclass(frozen=True, slots=True)
class Unit:
    """One thought of the trainee: words, code, value (−3 to +3), flags, calibrated confidence (0 to 1) and a reason."""

    text: str
    code: str
    value: int
    flags: tuple[str, ...] = ()
    confidence: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CodedTurn:
    """A trainee's turn as units, with the id of the coder that made them and the codebook's version.

    `annomi`: the coder's own label among AnnoMI's four; empty where it gives none.
    """

    text: str
    units: tuple[Unit, ...]
    coder: str = ""
    codebook: int = VERSION
    annomi: str = ""

    @property
    def main(self) -> Main:
        """The sign of the summed values of the turn's different codes."""
        return main_of(self.units)


def main_of(units: Iterable[Unit]) -> Main:
    """Return `ask`, `tell` or `neutral`: each code counts once, with its largest value in size."""
    best: dict[str, int] = {}
    for unit in units:
        if abs(unit.value) >= abs(best.get(unit.code, 0)):
            best[unit.code] = unit.value
    total = sum(best.values())
    return "ask" if total > 0 else "tell" if total < 0 else "neutral"


@dataclass(frozen=True, slots=True)
class Said:
    """One earlier turn as a coder sees it: who (`trainee` or `school`), what, and for the trainee its units."""

    role: Literal["trainee", "school"]
    text: str
    units: tuple[Unit, ...] = ()
    act: str = ""
