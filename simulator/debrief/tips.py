"""One tip, the most useful one: the habit that cost most in this talk, with a line of mine as a question.

Costs are counted in points of value (CODEBOOK) and of trust; a door walked past costs as much as an unasked offer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from simulator.coding.codebook import RULES, Unit
from simulator.coding.measures import ENOUGH_TURNS
from simulator.debrief.doors import Passed
from simulator.debrief.follow_ups import follow_ups
from simulator.debrief.model import Tip
from simulator.debrief.rewrite import rewrite
from simulator.debrief.talk import Move, Talk
from simulator.i18n import mark
from simulator.report.labels import RULE_NAMES
from simulator.report.words import Words
from simulator.school.moment import REFLECTIONS

DOOR, CLOSED_RUN, STACK = 2.0, 1.5, 0.75
TRUST = 1.5
"""What a lost point of trust weighs beside a point of value."""
FEW_UPTAKE, ENOUGH = 0.3, 6
WORTH = 2.0
"""A habit that cost less than this is no habit."""
_WHY: dict[str, str] = {
    "JUDGE": mark("A judgement makes a school careful. Ask how they look at it themselves."),
    "OFFER": mark(
        "You offered before you knew what it is about for the school. Keep the idea in your pocket and ask on first."
    ),
    "OFFER-P": mark("Ideas come better once the school has said what it wants. Ask on first."),
    "FILL": mark("You filled in what you do not know yet. Make a question of what you assume."),
    "LEAD": mark("The answer was in your question. Ask it so that every answer is a good one."),
    "INFO": mark("You explained something nobody asked for. Ask first what they would like to know."),
    "door": mark("The school held a door open and you walked past. Pick up the word that stands out, and ask on."),
    "closed": mark("Several closed questions in a row feel like a form to fill in. Follow one answer instead."),
    "stacked": mark("You asked more than one question at once; the school answers only one. Ask one, and wait."),
    "uptake": mark("You seldom used the school's own words. Take one of them along into your next question."),
    "reflect": mark("You asked well and gave nothing back. Say now and then what you heard, and check it."),
    "more": mark("You asked and the school told. Try a school that is harder to open."),
    "on": mark("There was more to hear at this school. Stay a few turns longer with what it lets be heard."),
    "short": mark("There are too few turns yet to see a habit. Talk on, and stay with the school's last words."),
}
_RULE_OF = {
    "door": "LSD", "closed": "OEN", "stacked": "OEN", "uptake": "LSD", "reflect": "LSD", "more": "OEN",
    "on": "LSD", "short": "LSD",
}  # fmt: skip
_SAYS = frozenset({"tell", "cue", "fact", "correct", "own_question", "choose", "commit"})
"""Acts whose words a question can go back to; what puts off, repeats or agrees says nothing to ask about."""
_JUST = {"nl": re.compile(r"\bnet\b"), "en": re.compile(r"\bjust\b")}
_TRIES = 20


@dataclass(frozen=True, slots=True)
class Habit:
    """Something done in this talk: name (a code or a key of `_WHY`), what it cost, and the plainest example."""

    name: str
    cost: float
    move: Move | None = None
    unit: Unit | None = None


def tip(talk: Talk, doors: Sequence[Passed], words: Words) -> Tip | None:
    """Return the one tip; None: there is no turn to learn from."""
    if not talk.moves:
        return None
    habit = max([*_told(talk), *_asked(talk), *_walked(doors)], key=lambda one: one.cost, default=Habit("more", 0.0))
    if habit.cost < WORTH:
        habit = Habit(_none(talk), 0.0)
    rule = _RULE_OF.get(habit.name) or RULES[habit.name]
    made = Tip(rule, words.tr(RULE_NAMES[rule]), words.tr(_WHY[habit.name]))
    if habit.name in ("on", "short"):
        last = talk.moves[-1]
        return replace(made, rewritten=_ask_on(talk, last, last.number))
    if habit.move is None or habit.unit is None:
        return made
    return Tip(
        made.rule, made.rule_says, made.why, habit.move.number, habit.unit.text, _instead(talk, habit.move, habit.unit)
    )


def _none(talk: Talk) -> str:
    """Return what to say where nothing cost much."""
    if len(talk.moves) < ENOUGH_TURNS:
        return "short"
    mirrored = any(unit.code in REFLECTIONS for one in talk.moves for unit in one.units)
    if not mirrored and len(talk.moves) >= ENOUGH:
        return "reflect"
    return "on" if talk.scenario.need is not None and talk.own_question is None else "more"


def _instead(talk: Talk, move: Move, unit: Unit) -> str:
    """Return the line as a question: of what was told, or of the school's words that it walked past."""
    if unit.value >= 0 and "stacked" not in unit.flags and unit.code != "CLOSED":
        return _ask_on(talk, move, move.number - 1)
    before, just = heard(talk, move.number - 1)
    language, address = talk.scenario.language, address_of(talk, move)
    made = (rewrite(unit, before, language, address, move.number + n) for n in range(_TRIES))
    return _timely(made, language, just)


def _ask_on(talk: Talk, move: Move, number: int) -> str:
    """Return a question about what the school had said by turn `number`."""
    before, just = heard(talk, number)
    language, address = talk.scenario.language, address_of(talk, move)
    made = (next(iter(follow_ups(before, language, address, move.number + n)), "") for n in range(_TRIES))
    return _timely(made, language, just)


def _timely(made: Iterable[str], language: str, just: bool) -> str:
    """Return the first question; where the school's words are not its last, one that does not say so."""
    found = list(islice(made, 1)) if just else list(made)
    return next((one for one in found if just or not _JUST[language].search(one)), found[0])


def heard(talk: Talk, number: int) -> tuple[str, bool]:
    """Return the last words by turn `number` with which the school said something, and whether they were its last.

    Its welcome is none of them ("mijn telefoon staat op stil"): what to ask then is why they are here.
    """
    for move in reversed(talk.moves[:number]):
        if move.decision.act in _SAYS and move.decision.variant != "greet":
            return move.wording, move.number == number
    return "", True


def address_of(talk: Talk, move: Move) -> str:
    """Return how the school is addressed: je, u or you, as its speaker does it."""
    return talk.scenario.speaker(move.earlier.speaker).address


def _told(talk: Talk) -> list[Habit]:
    """Return what each telling code cost, with the unit that cost most."""
    found: dict[str, list[tuple[float, Move, Unit]]] = {}
    for move in talk.moves:
        lost = max(0, move.rapport[0] - move.rapport[1]) * TRUST
        worst = min((unit.value for unit in move.units), default=0)
        for unit in move.units:
            if unit.value < 0:
                cost = -unit.value + (lost if unit.value == worst else 0.0)
                found.setdefault(unit.code, []).append((cost, move, unit))
    habits = []
    for code, each in found.items():
        _, move, unit = max(each, key=lambda one: (one[0], len(one[2].text)))
        habits.append(Habit(code, sum(cost for cost, _, _ in each), move, unit))
    return habits


def _asked(talk: Talk) -> list[Habit]:
    """Return what ways of asking cost."""
    units = [(move, unit) for move in talk.moves for unit in move.units]
    runs = [pair for pair in units if "interrogation" in pair[1].flags]
    stacks = [pair for pair in units if "stacked" in pair[1].flags]
    habits = [Habit("closed", CLOSED_RUN * len(runs), *runs[0])] if runs else []
    if stacks:
        habits.append(Habit("stacked", STACK * len({move.number for move, _ in stacks}), *stacks[0]))
    asking = [move for move in talk.moves if move.main == "ask"]
    took = sum(any("uptake" in unit.flags for unit in move.units) for move in asking)
    if len(asking) >= ENOUGH and took < FEW_UPTAKE * len(asking):
        late = next(move for move in reversed(asking) if not any("uptake" in unit.flags for unit in move.units))
        habits.append(Habit("uptake", 2.5, late, max(late.units, key=lambda unit: unit.value)))
    return habits


def _walked(doors: Sequence[Passed]) -> list[Habit]:
    """Return what doors walked past cost; one that was found again costs nothing."""
    missed = [one for one in doors if one.back is None]
    if not missed:
        return []
    after = missed[0].passed
    unit = min(after.units, key=lambda unit: unit.value) if after.units else None
    return [Habit("door", DOOR * len(missed), after, unit)]
