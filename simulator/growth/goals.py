"""Goals of one's own: a sentence, and if wanted a figure that the conversations are held against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from simulator.growth.progress import LAST, Measure, Past
from simulator.practice import documents
from simulator.practice.api import PracticeError
from simulator.practice.store import Store
from simulator.report.labels import DEPTHS

KIND = "goal"
MEASURED: tuple[Measure, ...] = ("ask_share", "uptake", "deepest")
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Goal:
    """What a trainee wants to reach.

    Attributes:
        id: of its document. `text`: in the trainee's words. `done`: ticked off by the trainee.
        measure, target: at least so much; shares 0 to 1, depth a place in `DEPTHS`. None: words only.
        met, of: how many of the last conversations with a figure reached it, and how many there are.
        last: their figures, oldest first.
    """

    id: str
    text: str
    language: str
    created: str
    done: bool = False
    measure: Measure | None = None
    target: float | None = None
    met: int = 0
    of: int = 0
    last: tuple[float, ...] = ()


def target_of(measure: Measure, typed: str) -> float:
    """Return what was typed as a target: a percentage for a share, the name of a layer for the depth.

    Raises:
        PracticeError: it is neither.
    """
    bare = typed.strip().removesuffix("%").strip()
    if measure == "deepest":
        if bare not in DEPTHS[1:]:
            raise PracticeError(f"'{bare}' is not a layer; choose one of {', '.join(DEPTHS[1:])}.")
        return float(DEPTHS.index(bare))
    if not (bare.isascii() and bare.isdigit() and 1 <= int(bare[:4]) <= 100):
        raise PracticeError("A target is a whole percentage from 1 to 100; type for instance 60.")
    return int(bare) / 100


def add(store: Store, text: str, language: str, measure: Measure | None = None, target: float | None = None) -> str:
    """Keep a new goal and return its id.

    Raises:
        PracticeError: there are no words in it, or it cannot be kept.
    """
    kept = " ".join(text.split())[:LONGEST]
    if not kept:
        raise PracticeError("A goal needs a few words; say what you want to do in your next conversations.")
    body = {"text": kept, "measure": measure, "target": target, "done": False}
    return documents.keep(store, KIND, kept, body, language=language)


def mark_done(store: Store, goal: str, done: bool = True) -> None:
    """Tick a goal off, or take that back.

    Raises:
        PracticeError: it is not there any more.
    """
    held = documents.versions(store, goal)
    if not held:
        raise PracticeError("That goal is not there any more; open the list again.")
    last = held[-1]
    documents.keep(store, KIND, last.title, {**last.body, "done": done}, language=last.language, document=goal)


def remove(store: Store, goal: str) -> None:
    """Remove a goal."""
    documents.remove(store, goal)


def goals(store: Store, done: Sequence[Past]) -> tuple[Goal, ...]:
    """Return all goals against the last conversations: those still open first, then those done, latest first.

    Args:
        store: the practice log.
        done: finished conversations, oldest first.
    """
    found = [_compared(_goal(one), done) for one in documents.documents(store, KIND)]
    return tuple(sorted(found, key=lambda goal: goal.done))


def _goal(one: documents.Document) -> Goal:
    """Return a goal; a measure or target that nobody can read is left out, its words stay."""
    measure = next((name for name in MEASURED if name == one.body.get("measure")), None)
    target = one.body.get("target")
    fine = measure is not None and isinstance(target, int | float) and not isinstance(target, bool)
    text = one.body.get("text")
    return Goal(
        one.document, text if isinstance(text, str) else one.title, one.language, one.created,
        one.body.get("done") is True, measure if fine else None, float(target) if fine and target is not None else None,
    )  # fmt: skip


def _compared(goal: Goal, done: Sequence[Past]) -> Goal:
    if goal.measure is None or goal.target is None:
        return goal
    values = [value for one in done if (value := one.value(goal.measure)) is not None][-LAST:]
    # A target is typed as a whole percentage, and so are figures shown: 59.6% is 60%.
    met = sum(round(value, 2) >= round(goal.target, 2) for value in values)
    return replace(goal, met=met, of=len(values), last=tuple(values))
