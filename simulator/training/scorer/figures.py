"""Figures of the model card from stored predictions, with intervals by resampling conversations (Efron 1979)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.coding.agreement import icc, kappa, table
from simulator.coding.codebook import CODES
from simulator.coding.question_coder.net import KINDS

Row = dict[str, Any]
Pairs = Sequence[tuple[Any, Any]]
MAINS = ("ask", "tell", "neutral")
SIDE = {"question": "ask", "reflection": "ask", "therapist_input": "tell", "other": "neutral"}
RESAMPLES = 200
ENOUGH_TURNS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % interval; `many`: how many things it rests on."""

    value: float
    low: float
    high: float
    many: int

    def __str__(self) -> str:
        """Return it as it stands in the card."""
        return f"{self.value:.3f} ({self.low:.3f}–{self.high:.3f}, n = {self.many})"


def f1(pairs: Pairs, label: Any) -> float:  # noqa: ANN401 (labels of any kind)
    """Return the F1 of one label over (people's, coder's) pairs; 1 where neither has it."""
    return _f1(Counter(pairs), label)


def macro(pairs: Pairs, labels: Sequence[Any]) -> float:
    """Return the mean F1 over the labels that people used."""
    counts = Counter(pairs)  # counted once: the card draws conversations hundreds of times
    used = {a for a, _ in counts}
    held = [_f1(counts, label) for label in labels if label in used]
    return float(np.mean(held)) if held else 0.0


def _f1(counts: Counter[tuple[Any, Any]], label: Any) -> float:  # noqa: ANN401 (labels of any kind)
    either = sum(many * ((a == label) + (b == label)) for (a, b), many in counts.items())
    return 2 * counts[label, label] / either if either else 1.0


def cohen(pairs: Pairs, labels: Sequence[Any]) -> float:
    """Return Cohen's κ."""
    index = {label: n for n, label in enumerate(labels)}
    counts = table([index[a] for a, _ in pairs], [index[b] for _, b in pairs], len(labels))
    return float(kappa(counts))


def spread(
    rows: Sequence[Row],
    measure: Callable[[Sequence[Row]], float],
    many: int,
    counts: Callable[[Row], bool] = lambda row: True,
) -> Figure:
    """Return a measure of rows with its interval: conversations are drawn with replacement.

    Args:
        rows: to be measured.
        measure: of rows.
        many: how many things it rests on.
        counts: whether a row can change the measure; the others only say which conversations there are.
    """
    held: dict[str, list[Row]] = {row["id"]: [] for row in rows}
    for row in filter(counts, rows):
        held[row["id"]].append(row)
    groups = list(held.values())
    dice = np.random.default_rng(11)
    drawn = [
        measure([row for n in dice.integers(0, len(groups), len(groups)) for row in groups[n]])
        for _ in range(RESAMPLES)
    ]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Figure(measure([row for group in groups for row in group]), float(low), float(high), many)


def kinds(rows: Sequence[Row]) -> Pairs:
    """Return (people's, coder's) AnnoMI labels."""
    return [(row["kind"], row["found_kind"]) for row in rows]


def sides(rows: Sequence[Row]) -> Pairs:
    """Return ask, tell or neutral as AnnoMI's labels say it."""
    return [(SIDE[a], SIDE[b]) for a, b in kinds(rows)]


def codes(rows: Sequence[Row]) -> Pairs:
    """Return (people's, coder's) codes of all units."""
    return [(a, b) for row in rows for a, b in row["codes"]]


def mains(rows: Sequence[Row]) -> Pairs:
    """Return (people's, coder's) main of each turn."""
    return [(row["main"], row["found_main"]) for row in rows]


def shares(rows: Sequence[Row]) -> tuple[NDArray[np.float64], list[str]]:
    """Return ask shares by people and by the coder, shape (conversations, 2), and each conversation's quality.

    Conversations with fewer than five trainee turns, or in which nothing counts, are left out.
    """
    held: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        held[row["id"]].append(row)
    out, quality = [], []
    for turns in held.values():
        both = sides(turns)
        pair = [_share([one[n] for one in both]) for n in (0, 1)]
        if len(turns) >= ENOUGH_TURNS and None not in pair:
            out.append(pair)
            quality.append(turns[0]["quality"])
    return np.array(out, np.float64), quality


def _share(labels: Sequence[str]) -> float | None:
    ask, tell = labels.count("ask"), labels.count("tell")
    return ask / (ask + tell) if ask + tell else None


def auc(scores: Sequence[float], good: Sequence[bool]) -> float:
    """Return how often a good conversation has the higher score (Mann–Whitney); ties count half."""
    high = [s for s, g in zip(scores, good, strict=True) if g]
    low = [s for s, g in zip(scores, good, strict=True) if not g]
    if not high or not low:
        return float("nan")
    return float(np.mean([(a > b) + 0.5 * (a == b) for a in high for b in low]))


def annomi(rows: Sequence[Row]) -> dict[str, Figure]:
    """Return the figures on AnnoMI."""
    n, talks = len(rows), len({row["id"] for row in rows})

    def agreement(some: Sequence[Row]) -> float:
        found, _ = shares(some)
        return float(icc(found, level=None).value) if len(found) > 2 else float("nan")

    def quality(some: Sequence[Row]) -> float:
        found, good = shares(some)
        return auc([row[1] for row in found], [one == "high" for one in good])

    out = {"four classes, macro-F1": spread(rows, lambda some: macro(kinds(some), KINDS), n)}
    for kind in KINDS:
        out[f"F1 {kind}"] = spread(rows, lambda some, kind=kind: f1(kinds(some), kind), n)  # type: ignore[misc]
    out["question yes/no, F1"] = spread(rows, lambda some: f1([tuple(row["asks"]) for row in some], True), n)
    out["ask/tell/neutral, κ"] = spread(rows, lambda some: cohen(sides(some), MAINS), n)
    out["ask share, ICC(2,1)"] = spread(rows, agreement, talks)
    out["high against low quality, AUC"] = spread(rows, quality, talks)
    return out


def own(rows: Sequence[Row]) -> dict[str, Figure]:
    """Return the figures on the own test part, of one language."""
    units = sum(len(row["codes"]) for row in rows)
    return {
        "main, macro-F1": spread(rows, lambda some: macro(mains(some), MAINS), len(rows)),
        "main, κ": spread(rows, lambda some: cohen(mains(some), MAINS), len(rows)),
        "fourteen codes, macro-F1": spread(rows, lambda some: macro(codes(some), CODES), units),
        "fourteen codes, κ": spread(rows, lambda some: cohen(codes(some), CODES), units),
        "unit borders, F1": spread(rows, borders, units),
        "calibration error of the confidence shown": spread(rows, calibration, sum(len(row["sure"]) for row in rows)),
    }


def calibration(rows: Sequence[Row]) -> float:
    """Return how far the confidence of the coder's units is from how often they are right, over ten bins (Guo 2017)."""
    sure = np.array([one for row in rows for one in row["sure"]])
    right = np.array([one for row in rows for one in row["right"]])
    bins = np.minimum((sure * 10).astype(int), 9)
    parts = [bins == n for n in range(10)]
    return float(sum(part.mean() * abs(sure[part].mean() - right[part].mean()) for part in parts if part.any()))


def flags(rows: Sequence[Row]) -> dict[str, Figure]:
    """Return the F1 of each flag over turns that hold it in any unit; `many`: turns that hold it by people."""
    names = sorted({flag for row in rows for flag in row["flags"][0]})
    return {
        name: spread(
            rows,
            lambda some, name=name: f1([_holds(row, name) for row in some], True),  # type: ignore[misc]
            _many(rows, name),
            lambda row, name=name: any(_holds(row, name)),  # type: ignore[misc]
        )
        for name in names
    }


def _holds(row: Row, flag: str) -> tuple[bool, bool]:
    people, found = row["flags"]
    return flag in people, flag in found


def _many(rows: Sequence[Row], flag: str) -> int:
    return sum(_holds(row, flag)[0] for row in rows)


def borders(rows: Sequence[Row]) -> float:
    """Return the F1 of borders inside turns (the first word of a turn is no find)."""
    both = found = people = 0
    for row in rows:
        mine, theirs = set(row["borders"][0]) - {0}, set(row["borders"][1]) - {0}
        both, people, found = both + len(mine & theirs), people + len(mine), found + len(theirs)
    return 2 * both / (people + found) if people + found else 1.0


def topics(rows: Sequence[Row]) -> dict[str, Figure]:
    """Return the figures of topic matching: a question's first target answers it; silence where nothing does."""
    some = {group: [row for row in rows if row["group"] == group] for group in ("answered", "nothing")}
    names = {"answered": "right target first", "nothing": "none where nothing answers"}
    return {
        names[group]: spread(held, lambda part: float(np.mean([row["good"] for row in part])), len(held))
        for group, held in some.items()
    }
