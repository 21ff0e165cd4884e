"""What falls short in played scenarios, a sentence each, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simulator.playtest.trainees import ENDS_WELL, NEVER
from simulator.report.play_words import PROFILE_NAMES, named
from simulator.report.words import Words
from simulator.scenario.model import Scenario

LEAST_CONTRAST, LEAST_REACHED, LEAST_REPAIRED, LEAST_COVERED = 0.70, 0.90, 0.60, 0.95
TWINS = 0.10
"""Contrasts of the two languages may differ by so much."""
Row = Mapping[str, Any]


def wrong(scenario: Scenario, row: Row, words: Words) -> list[str]:
    """Return what falls short in a scenario; `row`: its measures (see `simulator.playtest.measures`)."""
    return [*_depth(scenario, row, words), *_items(scenario, row, words), *_patience(scenario, row, words)]


def _depth(scenario: Scenario, row: Row, words: Words) -> Iterator[str]:
    rate, contrast, tr = row["core_rate"], row["contrast"], words.tr
    if contrast is not None and contrast < LEAST_CONTRAST:
        yield tr("contrast is {now}; asking must open {least} more than telling").format(
            now=words.number(contrast, 2), least=words.number(LEAST_CONTRAST, 2)
        )
    for name in NEVER:
        if rate.get(name):
            yield tr("{who} reached the need in {share} of the talks; nobody may who does not ask").format(
                who=named(name, PROFILE_NAMES, tr), share=words.percent(rate[name])
            )
    for name, least in zip(ENDS_WELL, (LEAST_REACHED, LEAST_REPAIRED), strict=True):
        if scenario.need is not None and name in rate and rate[name] < least:
            yield tr("{who} reached the need in {share} of the talks; it should be {least}").format(
                who=named(name, PROFILE_NAMES, tr), share=words.percent(rate[name]), least=words.percent(least)
            )
    if scenario.need is None and any(rate.values()):
        yield tr("a school without a need said an own question")


def _items(scenario: Scenario, row: Row, words: Words) -> Iterator[str]:
    tellable = sum(not item.never_surface for item in scenario.items)
    if tellable and 1 - len(row["never_opened"]) / tellable < LEAST_COVERED and ENDS_WELL[0] in row["core_rate"]:
        yield words.tr("no talk opened {ids}").format(ids=", ".join(row["never_opened"]))
    if row["leaks"]:
        yield words.trn("{n} reply gave away what was locked", "{n} replies gave away what was locked", row["leaks"])


def _patience(scenario: Scenario, row: Row, words: Words) -> Iterator[str]:
    if not row["difficulty"]["patience_enough"]:
        now, needed = scenario.difficulty.patience, row["difficulty"]["patience_needed"]
        if needed:
            yield words.tr("patience is {now}; nine of ten good askers need {n}").format(now=now, n=needed)
        else:
            yield words.tr("patience is {now}; good askers need more").format(now=now)


def twins(rows: Sequence[Row], words: Words) -> list[str]:
    """Return a sentence for each scenario whose languages differ by more than `TWINS` in contrast."""
    held: dict[str, dict[str, float]] = {}
    for row in rows:
        if row["contrast"] is not None:
            held.setdefault(row["id"], {})[row["language"]] = row["contrast"]
    return [
        words.tr("{id}: contrast is {nl} in Dutch and {en} in English").format(
            id=name, nl=words.number(both["nl"], 2), en=words.number(both["en"], 2)
        )
        for name, both in held.items()
        if len(both) > 1 and abs(both["nl"] - both["en"]) > TWINS
    ]
