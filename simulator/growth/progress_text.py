"""Progress as sections of text with plots, for a terminal of any width from 40 columns; colour adds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.growth import plots
from simulator.growth.goals import Goal
from simulator.growth.progress import Progress, SchoolPast, Trend
from simulator.growth.progress_words import NAMES, depth_name, figure, goal_says, lead, says
from simulator.growth.suggest import Suggestion
from simulator.report.labels import DEPTHS
from simulator.report.plain import one_line
from simulator.report.words import Words

MOST_SCHOOLS = 20


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, a plot whose lines may not be broken, and sentences that may."""

    head: str
    plot: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


def sections(
    progress: Progress,
    goals: Sequence[Goal],
    suggestion: Suggestion | None,
    words: Words,
    width: int,
    numbers: bool = True,
) -> list[Section]:
    """Return all there is to read.

    Args:
        progress: what it shows.
        goals: of the trainee's own.
        suggestion: the next school; None: there is none.
        words: of the reader.
        width: of a plot in cells.
        numbers: with plots and figures; else in words only.
    """
    found = [Section("", (), (lead(progress, words),))]
    if suggestion:
        title = one_line(suggestion.school.title, 120)
        found.append(Section(words.tr("Next conversation"), (), (title, suggestion.why(words))))
    found.append(Section(words.tr("My goals"), (), _goals(goals, words, numbers)))
    if progress.past:
        found += [_measure(one, words, width, numbers) for one in progress.trends]
        found.append(Section(words.tr("The schools"), (), _schools(progress.schools, words, numbers)))
    return found


def plot(trend: Trend, words: Words, width: int) -> list[str]:
    """Return the plot of a measure in rows of at most `width` cells; empty where nothing was measured."""
    if trend.now is None:
        return []
    if trend.measure == "deepest":
        names = [depth_name(depth, words) for depth in DEPTHS]
        values, size = plots.binned(trend.values, plots.room(width, names))
        return [*plots.steps(values, names, width), *_each(size, words)]
    top = max(value for value in trend.values if value is not None) if trend.measure == "turns_to_need" else 1.0
    labels = (figure(trend.measure, top, words), "0%" if trend.measure != "turns_to_need" else "0")
    values, size = plots.binned(trend.values, plots.room(width, labels))
    parts = [None if value is None else value / top for value in values]
    return [*plots.columns(parts, labels, width), *_each(size, words)]


def _measure(trend: Trend, words: Words, width: int, numbers: bool) -> Section:
    drawn = tuple(plot(trend, words, width)) if numbers else ()
    return Section(words.tr(NAMES[trend.measure]), drawn, (says(trend, words, numbers),))


def _each(size: int, words: Words) -> list[str]:
    return [words.tr("one mark: {n} conversations").format(n=size)] if size > 1 else []


def _goals(goals: Sequence[Goal], words: Words, numbers: bool) -> tuple[str, ...]:
    lines = []
    for goal in goals:
        lines.append(f"{'✓' if goal.done else '○'} {one_line(goal.text)}")
        compared = "" if goal.done else goal_says(goal, words, numbers)
        if compared:
            lines.append(f"  {compared}")
    return tuple(lines) or (words.tr("No goals yet."),)


def _schools(schools: Sequence[SchoolPast], words: Words, numbers: bool) -> tuple[str, ...]:
    lines = []
    for one in schools[:MOST_SCHOOLS]:
        parts = [words.trn("{n} conversation", "{n} conversations", one.tries)]
        if one.deepest is not None:
            parts.append(words.tr("deepest: {layer}").format(layer=depth_name(one.deepest, words)))
        if numbers and one.ask_share is not None:
            parts.append(words.tr("{share} asking").format(share=words.percent(one.ask_share)))
        if numbers and one.turns_to_need is not None:
            parts.append(words.tr("own question after {n}").format(n=figure("turns_to_need", one.turns_to_need, words)))
        lines.append(f"· {one_line(one.title, 100)}: {', '.join(parts)}")
    left = len(schools) - MOST_SCHOOLS
    return (*lines, *([words.trn("and {n} more school", "and {n} more schools", left)] if left > 0 else []))
