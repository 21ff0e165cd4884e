"""The page of progress: charts as inline SVG, goals, the schools talked to; legible in black and white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulator.extras import needed
from simulator.files import write_text
from simulator.growth.goals import Goal
from simulator.growth.plots import Value, binned
from simulator.growth.progress import Measure, Progress, SchoolPast, Trend
from simulator.growth.progress_words import (
    EXPLAINED,
    NAMES,
    depth_name,
    figure,
    goal_says,
    lead,
    says,
    target_says,
)
from simulator.growth.suggest import Suggestion
from simulator.report.labels import DEPTHS, MADE_BY_A_PROGRAM
from simulator.report.plain import one_line
from simulator.report.words import Words
from simulator.when import day

WIDTH, HEIGHT, TOP, LEFT, RIGHT, BOTTOM = 320, 140, 10, 118, 10, 118
MOST = 40
"""Marks in a chart; more conversations are taken together."""


@dataclass(frozen=True, slots=True)
class Chart:
    """One measure, in a box of WIDTH by HEIGHT.

    Attributes:
        says: what it shows, in a sentence; it stands for the drawing where that cannot be seen.
        ticks: (y, label). `path`: the line through the marks. `dots`: (x, y). `each`: conversations a mark.
    """

    name: str
    explained: str
    says: str
    ticks: tuple[tuple[float, str], ...] = ()
    path: str = ""
    dots: tuple[tuple[float, float], ...] = ()
    each: str = ""


def write(
    path: Path, progress: Progress, goals: Sequence[Goal], suggestion: Suggestion | None, words: Words, numbers: bool
) -> None:
    """Write the page; it is whole or not there at all.

    Args:
        path: of the page.
        progress: what it shows, with `goals` and what to do next (`suggestion`).
        goals: of the trainee's own.
        suggestion: the next school; None: there is none.
        words: of the reader.
        numbers: with charts and figures; else words only.

    Raises:
        MissingExtra: jinja2 is not installed.
        CannotWrite: it cannot be written.
    """
    write_text(path, render(progress, goals, suggestion, words, numbers))


def render(
    progress: Progress, goals: Sequence[Goal], suggestion: Suggestion | None, words: Words, numbers: bool
) -> str:
    """Return the page as text.

    Raises:
        MissingExtra: jinja2 is not installed.
    """
    with needed("A page"):
        from simulator.report.render import shell, template
    from simulator import __version__

    return template("progress.html").render(
        shell(words) | {
            "title": words.tr("Progress"), "lead": lead(progress, words), "say": _say(words), "numbers": numbers,
            "charts": [chart(one, words, numbers) for one in progress.trends] if progress.past else [],
            "goals": [(one, goal_says(one, words, numbers) or target_says(one, words)) for one in goals],
            "next": (one_line(suggestion.school.title, 200), suggestion.why(words)) if suggestion else None,
            "schools": [_row(one, words) for one in progress.schools], "box": (WIDTH, HEIGHT, LEFT, BOTTOM),
            "version": __version__,
        }
    )  # fmt: skip


def chart(trend: Trend, words: Words, numbers: bool = True) -> Chart:
    """Return the chart of a measure; without figures only what it says."""
    texts = (words.tr(NAMES[trend.measure]), words.tr(EXPLAINED[trend.measure]), says(trend, words, numbers))
    if not numbers or trend.now is None:
        return Chart(*texts)
    values, size = binned(trend.values, MOST)
    most = max(value for value in values if value is not None)
    top = 1.0 if trend.measure in ("ask_share", "uptake") else len(DEPTHS) - 1 if trend.measure == "deepest" else most
    dots = _dots(values, top)
    path = " ".join(f"{'L' if place else 'M'}{x:g} {y:g}" for place, (x, y) in enumerate(dots))
    each = words.tr("Each mark is the mean of {n} conversations.").format(n=size) if size > 1 else ""
    return Chart(*texts, _ticks(trend.measure, top, words), path, dots, each)


def _dots(values: Sequence[Value], top: float) -> tuple[tuple[float, float], ...]:
    """Return a place for each value; a place stays free where there is none."""
    step = (WIDTH - LEFT - RIGHT - 12) / max(1, len(values) - 1)
    return tuple(
        (round(LEFT + 6 + place * step, 1), round(BOTTOM - value / top * (BOTTOM - TOP), 1))
        for place, value in enumerate(values)
        if value is not None
    )


def _ticks(measure: Measure, top: float, words: Words) -> tuple[tuple[float, str], ...]:
    """Return the lines across with what they stand for, lowest first."""
    if measure == "deepest":
        marks = [(float(place), depth_name(depth, words)) for place, depth in enumerate(DEPTHS)]
    elif measure == "turns_to_need":
        marks = [(0.0, "0"), (top, figure(measure, top, words))]
    else:
        marks = [(share, words.percent(share)) for share in (0.0, 0.5, 1.0)]
    return tuple((round(BOTTOM - at / top * (BOTTOM - TOP), 1), label) for at, label in marks)


def _row(one: SchoolPast, words: Words) -> dict[str, str]:
    return {
        "title": one_line(one.title, 120), "tries": str(one.tries), "share": words.percent(one.ask_share),
        "depth": depth_name(one.deepest, words) if one.deepest is not None else words.percent(None),
        "turns": words.percent(None) if one.turns_to_need is None else str(one.turns_to_need),
        "last": day(one.last),
    }  # fmt: skip


def _say(words: Words) -> dict[str, str]:
    tr = words.tr
    return {
        "next": tr("Next conversation"), "goals": tr("My goals"), "no_goals": tr("No goals yet."), "done": tr("done"),
        "schools": tr("The schools"), "school": tr("school"), "tries": tr("conversations"),
        "share": tr("highest ask share"), "depth": tr("deepest"), "turns": tr("fewest turns to its own question"),
        "last": tr("last time"), "axis": tr("from first to last"),
        "foot": tr(MADE_BY_A_PROGRAM),
    }  # fmt: skip
