"""Fits and measures how details are found: what a school tells to those who ask on about something it told.

    python -m simulator.training.details_fit          # measure the weights in the module
    python -m simulator.training.details_fit --fit    # fit anew, each holder measured by a fit without it

Data: of what the small schools told and of what the scenarios tell, the holders from which no net has learnt
(`kept_out`). The small ones have questions by somebody who knew only what was told, with labels; of a scenario's each
phrase is asked once while it is taken out, right after its holder was told (it should be found) and right after another
was told (nothing should be found).
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from simulator.coding.coder import Encoder
from simulator.coding.vector_cache import CachedEncoder
from simulator.scenario.model import Detail, Scenario
from simulator.school.acts import Target
from simulator.school.asked import cuts
from simulator.school.details import holder_of, holders, target
from simulator.school.match_weights import DETAIL_WEIGHTS
from simulator.school.matching import Entry, Matcher
from simulator.school.topics import THRESHOLD, Topics
from simulator.training.scorer.kept_out import kept_out
from simulator.training.topics_fit import SCHOOLS, Floats, Table, fit_content, scenarios

ROUNDS = 6
RIDGE = 3.0


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


def unlearnt(scenario: Scenario) -> dict[Target, Sequence[Detail]]:
    """Return the holders of a scenario from which no net has learnt."""
    name = f"{scenario.language}-{scenario.id}"
    return {one: rows for one, rows in holders(scenario) if rows and kept_out(f"{name}-{one.kind}-{one.id}")}


def asked(scenario: Scenario, number: int) -> Iterator[tuple[Target, str, str, Target | None]]:
    """Yield (what was told last, its words, a question, the detail it asks for) for phrase `number`."""
    dice = Random(f"{scenario.language} {scenario.id} {number}")
    mine = unlearnt(scenario)
    for holder, rows in mine.items():
        for index, row in enumerate(rows):
            if len(row.topics) > max(3, number):
                yield holder, dice.choice(lines(scenario, holder)), row.topics[number], target(holder, index)
    for one in scenario.items:
        holder = dice.choice(list(mine))
        if holder != Target("item", one.id):
            yield holder, dice.choice(lines(scenario, holder)), one.topics[number % len(one.topics)], None


def of_scenario(scenario: Scenario, encoder: Encoder) -> dict[str, Table]:
    """Return a table for each unlearnt holder: every question asked right after it was told, with its details."""
    found: dict[Target, list[tuple[Floats, list[bool]]]] = defaultdict(list)
    for number in range(ROUNDS):
        matcher = Topics(without(scenario, number), encoder).details
        assert matcher is not None
        for holder, before, question, wanted in asked(scenario, number):
            rows = [n for n, entry in enumerate(matcher.entries) if holder_of(entry.target) == holder]
            features = matcher.features(cuts(question), False, before)[rows].astype(np.float64)
            found[holder].append((features, [matcher.entries[n].target == wanted for n in rows]))
    name = f"{scenario.language}-{scenario.id}"
    return {f"{name}-{one.kind}-{one.id}": _table(rows) for one, rows in found.items()}


def of_small(folder: Path, encoder: Encoder) -> dict[str, Table]:
    """Return a table for each small thing told from which no net has learnt."""
    out = {}
    for path in sorted(folder.glob("*-told.jsonl")):
        schools = [one for one in map(json.loads, path.read_text("utf-8").splitlines()) if kept_out(one["id"])]
        entries = [
            Entry(Target("detail", f"{school['id']}/{one['id']}"), tuple(one["asks"]), tuple(one["say"]), heard=1)
            for school in schools
            for one in school["targets"]
        ]
        matcher = Matcher(entries, encoder, schools[0]["language"])
        for school in schools:
            mine = [n for n, entry in enumerate(entries) if entry.target.id.startswith(f"{school['id']}/")]
            names = [entries[n].target.id.partition("/")[2] for n in mine]
            rows = [
                (
                    matcher.features(cuts(row["text"]), False, row["before"])[mine].astype(np.float64),
                    [name in row["fits"] for name in names],
                )
                for row in school["questions"]
            ]
            out[school["id"]] = _table(rows)
    return out


def _table(rows: Sequence[tuple[Floats, list[bool]]]) -> Table:
    fits = np.array([one for _, one in rows])
    return Table(np.stack([one for one, _ in rows]), fits, np.ones_like(fits), np.zeros(fits.shape[1], bool))


def counted(table: Table, weights: Floats, shift: float) -> Floats:
    """Return counts: right detail, another one, asked for; none where none was asked for, asked for none."""
    chance = 1.0 / (1.0 + np.exp(-np.clip(table.features @ weights + shift, -30, 30)))
    best, sure = chance.argmax(axis=1), chance.max(axis=1) >= THRESHOLD
    wanted = table.fits.any(axis=1)
    good = table.fits[np.arange(len(best)), best]
    counts = [good & sure, wanted & sure & ~good, wanted, ~wanted & ~sure, ~wanted]
    return np.array([one.sum() for one in counts], np.float64)


def line(name: str, counts: Floats) -> str:
    """Return one printed line."""
    right, other, asked_for, silent, nothing = counts
    found = f"{name:16} right {right / asked_for:.3f}, another {other / asked_for:.3f} of {asked_for:.0f}"
    return f"{found}; none {silent / max(1.0, nothing):.3f} of {nothing:.0f}"


def main() -> None:
    """Fit, measure, print."""
    from simulator.practice.build import shared_encoder

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit anew; else measure the weights in the module")
    parser.add_argument("--shift", type=float, default=0.0, help="added to every detail's log-odds")
    args = parser.parse_args()
    encoder = shared_encoder()
    cases = of_small(SCHOOLS, encoder)
    for one in scenarios():
        if unlearnt(one):
            cases |= of_scenario(one, encoder)
    sums: dict[str, Floats] = defaultdict(lambda: np.zeros(5))
    for name, table in cases.items():
        weights = np.array(DETAIL_WEIGHTS, np.float64)
        if args.fit:
            weights = fit_content([one for other, one in cases.items() if other != name], RIDGE)
        sums[f"{'small' if 'told' in name else 'scenario'} {name[:2]}"] += counted(table, weights, args.shift)
    for name, counts in sorted(sums.items()):
        print(line(name, counts))
    if args.fit:
        print(", ".join(f"{one:.3f}" for one in fit_content(list(cases.values()), RIDGE)))
    if isinstance(encoder, CachedEncoder):
        encoder.keep()


if __name__ == "__main__":
    main()
