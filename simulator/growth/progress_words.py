"""Progress in sentences, with figures or, for who wants none, in words only."""

from __future__ import annotations

from simulator.growth.goals import Goal
from simulator.growth.progress import Measure, Progress, Trend
from simulator.i18n import mark
from simulator.report.labels import DEPTHS
from simulator.report.words import Words

NAMES: dict[Measure, str] = {
    "ask_share": mark("Ask share"),
    "uptake": mark("Taking up the school's words"),
    "deepest": mark("How deep you came"),
    "turns_to_need": mark("Turns to the school's own question"),
}
EXPLAINED: dict[Measure, str] = {
    "ask_share": mark("How much of what you did was asking rather than telling; higher is more asking."),
    "uptake": mark("In how many of your turns you took up a word of what the school had just said."),
    "deepest": mark("The deepest thing that the school told, up to its own question."),
    "turns_to_need": mark("After how many of your turns the school said its own question."),
}
SHORT_NAMES: dict[str, str] = {
    "": mark("only the request"),
    "surface": mark("surface"),
    "visible": mark("visible"),
    "underlying": mark("underneath"),
    "need": mark("own question"),
}
"""Of each depth, where there is little room."""
_LEVELS: dict[Measure, tuple[tuple[float, str], ...]] = {
    "ask_share": (
        (0.75, mark("In your last conversations you mostly asked.")),
        (0.55, mark("In your last conversations you asked more than you told.")),
        (0.45, mark("In your last conversations you asked about as much as you told.")),
        (0.25, mark("In your last conversations you told more than you asked.")),
        (0.0, mark("In your last conversations you mostly told.")),
    ),
    "uptake": (
        (0.5, mark("You often took up the school's words.")),
        (0.2, mark("Now and then you took up the school's words.")),
        (0.0, mark("You seldom took up the school's words.")),
    ),
    "deepest": (
        (3.5, mark("The school mostly came to its own question.")),
        (2.5, mark("You mostly heard what lies underneath.")),
        (1.5, mark("You mostly heard what is visible in the school.")),
        (0.5, mark("The school mostly stayed on the surface.")),
        (0.0, mark("The school mostly held on to its request.")),
    ),
    "turns_to_need": ((0.0, mark("The school said its own question in some of your conversations.")),),
}
_WAYS: dict[Measure, dict[str, str]] = {
    "ask_share": {
        "better": mark("You ask more than before."),
        "same": mark("You ask about as much as before."),
        "worse": mark("You ask less than before."),
    },
    "uptake": {
        "better": mark("You take up more than before."),
        "same": mark("You take up about as much as before."),
        "worse": mark("You take up less than before."),
    },
    "deepest": {
        "better": mark("You come deeper than before."),
        "same": mark("You come about as deep as before."),
        "worse": mark("You come less deep than before."),
    },
    "turns_to_need": {
        "better": mark("It comes sooner than before."),
        "same": mark("It takes about as long as before."),
        "worse": mark("It takes longer than before."),
    },
}
_NOT_YET: dict[Measure, str] = {
    "turns_to_need": mark("No school has said its own question yet."),
}


def depth_name(depth: str, words: Words) -> str:
    """Return what a layer is called."""
    return words.tr(SHORT_NAMES[depth])


def figure(measure: Measure, value: float | None, words: Words) -> str:
    """Return a figure as it is written: a percentage, a layer, a number of turns; a dash where there is none."""
    if value is None or measure in ("ask_share", "uptake"):
        return words.percent(value)
    if measure == "deepest":
        return depth_name(DEPTHS[min(len(DEPTHS) - 1, max(0, round(value)))], words)
    return words.trn("{n} turn", "{n} turns", round(value))


def lead(progress: Progress, words: Words) -> str:
    """Return how much there is, in one sentence."""
    number = len(progress.past)
    if not number:
        return words.tr("There is no finished conversation yet. What you finish is compared here.")
    schools = words.trn("at {n} school", "at {n} schools", len({one.scenario for one in progress.past}))
    first = words.trn(
        "{n} finished conversation {schools}.", "{n} finished conversations {schools}.", number, schools=schools
    )
    return f"{first} {_reached(progress, words)}".strip()


def _reached(progress: Progress, words: Words) -> str:
    found = len({one.scenario for one in progress.past if one.reached})
    if not found:
        return ""
    return words.trn("{n} school said its own question to you.", "{n} schools said their own question to you.", found)


def says(trend: Trend, words: Words, numbers: bool = True) -> str:
    """Return a trend in a sentence or two.

    Args:
        trend: of one measure.
        words: of the reader.
        numbers: with figures.
    """
    if trend.now is None:
        return words.tr(_NOT_YET.get(trend.measure, "") or mark("There is no figure for this yet."))
    changed = words.tr(_WAYS[trend.measure].get(trend.way, ""))
    if numbers:
        return f"{_numbered(trend, words)} {changed}".strip()
    level = next(line for least, line in _LEVELS[trend.measure] if trend.now >= least)
    return f"{words.tr(level)} {changed}".strip()


def _numbered(trend: Trend, words: Words) -> str:
    now, before = (figure(trend.measure, value, words) for value in (trend.now, trend.before))
    if trend.before is None:
        return words.tr("Up to now: {now}.").format(now=now)
    if sum(value is not None for value in trend.values) == 2:
        return words.tr("Last time {before}, now {now}.").format(now=now, before=before)
    return words.tr("Last: {now}; before that: {before}.").format(now=now, before=before)


def goal_says(goal: Goal, words: Words, numbers: bool = True) -> str:
    """Return how the last conversations compare with a goal; empty where it is words only."""
    if goal.measure is None or goal.target is None:
        return ""
    wanted = target_says(goal, words)
    if not goal.of:
        return f"{wanted}: " + words.tr("there is no conversation to compare with yet")
    if not numbers:
        return words.tr(_met(goal))
    text = words.trn(
        "your last conversation: {met} of {n}",
        "reached in {met} of your last {n} conversations",
        goal.of,
        met=goal.met,
    )
    last = ", ".join(figure(goal.measure, value, words) for value in goal.last)
    return f"{wanted}: {text} ({last})"


def target_says(goal: Goal, words: Words) -> str:
    """Return the target of a goal, such as `ask share at least 60%`."""
    if goal.measure is None or goal.target is None:
        return ""
    at_least = {
        "ask_share": mark("ask share at least {target}"),
        "uptake": mark("school's words taken up in at least {target} of the turns"),
        "deepest": mark("at least as deep as: {target}"),
    }[goal.measure]
    return words.tr(at_least).format(target=figure(goal.measure, goal.target, words))


def _met(goal: Goal) -> str:
    if goal.met == goal.of:
        return mark("reached in each of your last conversations")
    if goal.met * 2 >= goal.of:
        return mark("reached in most of your last conversations")
    return mark("reached in some of your last conversations") if goal.met else mark("not reached yet")
