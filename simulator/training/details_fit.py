"""Fits and measures how details are found: what a school tells to those who ask on about something it told.

    python -m simulator.training.details_fit          # measure the weights in the module
    python -m simulator.training.details_fit --fit    # fit on one school, measure on the other; then fit on both

Each phrase of a detail is asked once while it is taken out of the scenario, right after its holder was told (it should
be found) and right after another was told (nothing should be found); topics of items and facts ask for nothing that
was told either. Author and phrases are the same here as in use, so the figures are kinder than trainees will be.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import numpy as np

from simulator.coding.coder import Encoder
from simulator.coding.vector_cache import CachedEncoder
from simulator.scenario.model import Detail, Scenario
from simulator.school.acts import Target
from simulator.school.details import holder_of, holders, target
from simulator.school.match_weights import DETAIL_WEIGHTS
from simulator.school.topics import THRESHOLD, Topics, cuts
from simulator.training.topics_fit import Floats, Table, fit_content, scenarios

ROUNDS = 5
RIDGE = 1.0


def without(scenario: Scenario, number: int) -> Scenario:
    """Return the scenario with phrase `number` taken out of every detail that has more than three."""

    def cut(value: Any) -> Any:  # noqa: ANN401 - a scenario as plain data
        if isinstance(value, list):
            return [cut(one) for one in value]
        if not isinstance(value, dict):
            return value
        kept = {key: cut(one) for key, one in value.items()}
        for detail in kept.get("details", ()):
            if len(detail["topics"]) > 3:
                detail["topics"] = [one for at, one in enumerate(detail["topics"]) if at != number]
        return kept

    return Scenario.model_validate(cut(scenario.model_dump()))


def lines(scenario: Scenario, holder: Target) -> Sequence[str]:
    """Return what the school says when it tells the holder."""
    if holder.kind == "request":
        return scenario.request.say
    if holder.kind == "item":
        return scenario.item(holder.id).say
    if holder.kind == "need":
        return scenario.need.own_question if scenario.need else ()
    steps = scenario.choices if holder.kind == "choice" else scenario.first_steps
    return next(one.say for one in steps if one.id == holder.id)


def asked(scenario: Scenario, number: int) -> Iterator[tuple[Target, str, str, Target | None]]:
    """Yield (what was told last, its words, a question, the detail it asks for) for phrase `number`."""
    dice = Random(f"{scenario.language} {scenario.id} {number}")
    held: dict[Target, Sequence[Detail]] = {one: rows for one, rows in holders(scenario) if rows}
    for holder, rows in held.items():
        for index, row in enumerate(rows):
            if len(row.topics) <= max(3, number):
                continue
            yield holder, dice.choice(lines(scenario, holder)), row.topics[number], target(holder, index)
            other = dice.choice([one for one in held if one != holder])
            yield other, dice.choice(lines(scenario, other)), row.topics[number], None
    beside = [("", one.topics) for one in scenario.school.facts]
    beside += [(one.id, one.topics) for one in scenario.items]
    for name, topics in beside:
        other = dice.choice([held_by for held_by in held if held_by != Target("item", name)])
        yield other, dice.choice(lines(scenario, other)), topics[number % len(topics)], None


def tables(scenario: Scenario, encoder: Encoder, rounds: int = ROUNDS) -> list[Table]:
    """Return a table for each holder: every question asked right after it was told, with its details."""
    found: dict[Target, list[tuple[Floats, list[bool]]]] = defaultdict(list)
    for number in range(rounds):
        matcher = Topics(without(scenario, number), encoder).details
        assert matcher is not None
        mine: dict[Target, list[int]] = defaultdict(list)
        for index, entry in enumerate(matcher.entries):
            mine[holder_of(entry.target)].append(index)
        for holder, before, question, wanted in asked(scenario, number):
            features = matcher.features(cuts(question), False, before)[mine[holder]].astype(np.float64)
            found[holder].append((features, [matcher.entries[n].target == wanted for n in mine[holder]]))
    out = []
    for rows in found.values():
        features = np.stack([one for one, _ in rows])
        fits = np.array([one for _, one in rows])
        out.append(Table(features, fits, np.ones_like(fits), np.zeros(fits.shape[1], bool)))
    return out


def figures(tables_: Sequence[Table], weights: Floats) -> str:
    """Return how often the right detail is found, another, none; and how often none where none was asked for."""
    right = other = asked_for = silent = nothing = 0
    for one in tables_:
        chance = 1.0 / (1.0 + np.exp(-np.clip(one.features @ weights, -30, 30)))
        best, sure = chance.argmax(axis=1), chance.max(axis=1) >= THRESHOLD
        wanted = one.fits.any(axis=1)
        good = one.fits[np.arange(len(best)), best]
        right += int((good & sure).sum())
        other += int((wanted & sure & ~good).sum())
        asked_for += int(wanted.sum())
        silent += int((~wanted & ~sure).sum())
        nothing += int((~wanted).sum())
    found = f"right {right / asked_for:.3f}, another {other / asked_for:.3f} of {asked_for}"
    return f"{found}; none {silent / nothing:.3f} of {nothing}"


def main() -> None:
    """Fit, measure, print."""
    from simulator.practice.build import shared_encoder

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit anew; else measure the weights in the module")
    args = parser.parse_args()
    encoder = shared_encoder()
    cases = [(one, tables(one, encoder)) for one in scenarios() if any(rows for _, rows in holders(one))]
    weights = np.array(DETAIL_WEIGHTS, np.float64)
    for one, rows in cases:
        if args.fit:
            weights = fit_content([t for other, ts in cases if other.id != one.id for t in ts], RIDGE)
        print(f"{one.id} ({one.language}): {figures(rows, weights)}")
    if args.fit:
        print(", ".join(f"{one:.3f}" for one in fit_content([t for _, ts in cases for t in ts], RIDGE)))
    if isinstance(encoder, CachedEncoder):
        encoder.keep()


if __name__ == "__main__":
    main()
