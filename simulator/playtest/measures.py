"""What played talks say about a scenario: contrast, core rate, turns, coverage, retreat, leaks, and its difficulty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import fmean, median, pstdev
from typing import Any

from simulator.playtest.crowd import LAYERS, NEED, Played, depth
from simulator.playtest.topics import Shut
from simulator.playtest.verdict import wrong
from simulator.report.words import Words
from simulator.scenario.model import Scenario

ASKER, TELLER = "asker", "teller"
AFTER_NEED = 3
"""Turns that a choice, a first step and a goodbye take once the school has said its own question."""
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """The measures of one scenario, and what is wrong with them in an English sentence each."""

    scenario: Scenario
    row: Row
    wrong: tuple[str, ...] = ()
    played: tuple[Played, ...] = field(default=(), repr=False)


def measure(scenario: Scenario, played: Sequence[Played], shut: Sequence[Shut] = ()) -> Found:
    """Return the measures of a scenario from its played talks; `shut`: its topics that open nothing.

    Keys of the row: `id`, `language`, `contrast` (asker's mean depth less teller's, −1 to 1; None without a need),
    `depth` and `spread` (mean and standard deviation over seeds, each profile), `core_rate`, `turns_to_need` (median,
    None where never), `turns_to_layer`, `coverage` (item: talks that told it), `never_opened`, `cues_never_given`,
    `topics_that_cannot_open` (see `topics.Shut`), `retreat`, `leaks`, `difficulty`, `talks`.
    """
    profiles = list(dict.fromkeys(one.profile for one in played))
    by = {name: [one for one in played if one.profile == name] for name in profiles}
    deep = {name: [depth(scenario, one) for one in mine] for name, mine in by.items()}
    told = Counter(name for one in played for name in one.said)
    tellable = [item.id for item in scenario.items if not item.never_surface]
    cued = {name for one in played for name in one.cued}
    row: Row = {
        "id": scenario.id,
        "language": scenario.language,
        "contrast": _contrast(scenario, deep),
        "core_rate": {name: round(fmean(one.reached for one in mine), 4) for name, mine in by.items()},
        "turns_to_need": {name: _median([one.turn_of_need for one in mine]) for name, mine in by.items()},
        "turns_to_layer": {name: _layers(scenario, mine) for name, mine in by.items()},
        "depth": {name: round(fmean(held), 3) for name, held in deep.items()},
        "spread": {name: round(pstdev(held), 3) for name, held in deep.items()},
        "coverage": {item.id: told[item.id] for item in scenario.items},
        "never_opened": [name for name in tellable if not told[name]],
        "cues_never_given": [item.id for item in scenario.items if item.cue and item.id not in cued],
        "topics_that_cannot_open": [one.row for one in shut],
        "retreat": _retreat(scenario, played),
        "leaks": sum(bool(turn.leaks) for one in played for turn in one.turns),
        "difficulty": _difficulty(scenario, by.get(ASKER, [])),
        "talks": len(played),
    }
    return Found(scenario, row, tuple(wrong(scenario, row, Words("en"))), tuple(played))


def depths(scenario: Scenario, played: Played) -> list[float]:
    """Return how deep a talk was after each of its turns, 0 to 1."""
    layers = {f"item:{item.id}": LAYERS[item.layer] for item in scenario.items}
    out, deep = [], 0.0
    for turn in played.turns:
        deep = max(
            deep, NEED if turn.act == "own_question" else layers.get(turn.target, 0.0) if turn.act == "tell" else 0.0
        )
        out.append(deep)
    return out


def _contrast(scenario: Scenario, deep: dict[str, list[float]]) -> float | None:
    if scenario.need is None or ASKER not in deep or TELLER not in deep:
        return None
    return round(fmean(deep[ASKER]) - fmean(deep[TELLER]), 3)


def _median(turns: Sequence[int | None]) -> float | None:
    held = [turn for turn in turns if turn is not None]
    return float(median(held)) if held else None


def _layers(scenario: Scenario, mine: Sequence[Played]) -> dict[str, float | None]:
    """Return the median turn in which each layer was first said."""
    layers = {f"item:{item.id}": item.layer for item in scenario.items}
    out: dict[str, float | None] = {}
    for layer in LAYERS:
        first = [
            next((n for n, t in enumerate(one.turns, 1) if t.act == "tell" and layers.get(t.target) == layer), None)
            for one in mine
        ]
        out[layer] = _median(first)
    return out


def _retreat(scenario: Scenario, played: Sequence[Played]) -> Row:
    """Return how often rapport fell, by how much, and after how many turns it was where it had been."""
    falls: list[int] = []
    back: list[int] = []
    for one in played:
        before = scenario.difficulty.rapport
        for n, turn in enumerate(one.turns):
            if turn.rapport < before and (n == 0 or turn.speaker == one.turns[n - 1].speaker):
                falls.append(before - turn.rapport)
                later = [k for k, t in enumerate(one.turns[n:]) if t.rapport >= before and t.speaker == turn.speaker]
                back += later[:1]
            before = turn.rapport
    return {"falls": len(falls), "mean_fall": round(fmean(falls), 2) if falls else None, "turns_back": _median(back)}


def _difficulty(scenario: Scenario, askers: Sequence[Played]) -> Row:
    """Return the numbers that the file gives beside those that play gives."""
    written = scenario.difficulty
    needed = sorted(one.turn_of_need for one in askers if one.turn_of_need is not None)
    slow = needed[min(len(needed) - 1, int(0.9 * len(needed)))] + AFTER_NEED if needed else None
    enough = scenario.need is None or not askers or (slow is not None and slow <= written.patience)
    return {
        "rapport": written.rapport, "rupture": written.rupture, "patience": written.patience,
        "patience_needed": slow, "patience_enough": enough,
    }  # fmt: skip


def library(found: Sequence[Found]) -> Row:
    """Return the figures over all scenarios: contrast mean and least, core rate of each profile, items opened."""
    contrasts = [one.row["contrast"] for one in found if one.row["contrast"] is not None]
    rates: dict[str, list[float]] = {}
    for one in found:
        for name, rate in one.row["core_rate"].items() if one.scenario.need is not None else ():
            rates.setdefault(name, []).append(rate)
    items = [not_never for one in found for not_never in one.scenario.items if not not_never.never_surface]
    shut = sum(len(one.row["never_opened"]) for one in found)
    return {
        "contrast_mean": round(fmean(contrasts), 3) if contrasts else None,
        "contrast_least": min(contrasts, default=None),
        "core_rate": {name: round(fmean(held), 4) for name, held in rates.items()},
        "opened": round(1 - shut / len(items), 4) if items else None,
        "leaks": sum(one.row["leaks"] for one in found),
    }
