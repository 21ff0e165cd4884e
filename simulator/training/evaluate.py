"""Measures the first coder by cross-validation split by conversation, for each language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.coding.around import around
from simulator.coding.classify import CLASSES
from simulator.coding.codebook import CODES, Main, Unit, main_of
from simulator.coding.coder import Encoder
from simulator.coding.first_coder import FirstCoder
from simulator.coding.weights import Loaded
from simulator.training import fit
from simulator.training.coder import Data, Temperatures, fit_rows
from simulator.training.corpus import Turn
from simulator.training.prepare import BORDER_VARIANTS, FOLDS, class_of, fold_of, gaps, rows

FLAGGED = (
    "uptake", "asked", "guess", "repair", "no_pause", "stacked", "interrogation", "parrot", "why", "own_idea",
    "form_open", "form_closed", "off_topic",
)  # fmt: skip
MAINS: tuple[Main, ...] = ("ask", "tell", "neutral")
ASKS = ("DEEP", "OPEN", "SEEK", "REFL-C", "REFL-S", "CLOSED")
CLOSES = ("OFFER", "FILL", "JUDGE")
TELLS = (*CLOSES, "LEAD", "OFFER-P", "INFO")


@dataclass(slots=True)
class Tally:
    """Pairs (by hand, by the coder) of one language, and counts of borders."""

    units: list[tuple[Unit, Unit]] = field(default_factory=list)
    mains: list[tuple[Main, Main]] = field(default_factory=list)
    closing: list[tuple[bool, bool]] = field(default_factory=list)
    borders: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))


@dataclass(slots=True)
class Result:
    """What cross-validation found: a tally a language, scores for the temperatures, and mistakes to look at."""

    tallies: dict[str, Tally]
    temperatures: Temperatures
    mistakes: list[tuple[str, str, str, Unit]]


def cross_validate(data: Data, encoder: Encoder | None, folds: Sequence[int] = tuple(range(FOLDS))) -> Result:
    """Fit on all folds but one and code that one, for each fold."""
    every = rows([*data.turns, *data.weak], data.args.variants, encoder)
    borders = gaps(data.turns, BORDER_VARIANTS)
    tallies: dict[str, Tally] = defaultdict(Tally)
    scores: dict[str, list[NDArray[np.float32]]] = {"full": [], "light": []}
    targets: list[int] = []
    mistakes: list[tuple[str, str, str, Unit]] = []
    for held_out in folds:
        parts = fit_rows(every, data, borders, held_out, Temperatures())
        coder = FirstCoder(parts, encoder)
        for turn in data.turns:
            if fold_of(turn.conversation) != held_out:
                continue
            _turn(turn, coder, tallies[turn.language], mistakes)
            _scores(turn, parts, encoder, scores, targets)
        _borders(data.turns, parts, held_out, tallies)
    right = np.array(targets)
    hot = Temperatures(*(fit.temperature(np.array(scores[name]), right) for name in ("full", "light")))
    return Result(dict(tallies), hot, mistakes)


def _turn(turn: Turn, coder: FirstCoder, tally: Tally, mistakes: list[tuple[str, str, str, Unit]]) -> None:
    coded = coder.code_units([unit.text for unit in turn.units], turn.history, turn.language)
    for true, said in zip(turn.units, coded, strict=True):
        tally.units.append((true, said))
        if true.code != said.code:
            mistakes.append((turn.language, turn.context.school, true.code, said))
    whole = coder.code(turn.text, turn.history, turn.language)
    tally.mains.append((main_of(turn.units), whole.main))
    closes = [any(unit.code in CLOSES and unit.value < 0 for unit in units) for units in (turn.units, whole.units)]
    tally.closing.append((closes[0], closes[1]))


def _scores(
    turn: Turn, parts: Loaded, encoder: Encoder | None, scores: dict[str, list[NDArray[np.float32]]], targets: list[int]
) -> None:
    units = [unit.text for unit in turn.units]
    vectors = encoder.encode(units) if encoder else [None] * len(units)
    for index, unit in enumerate(turn.units):
        context = around(turn.history)
        scores["light"].append(parts.classifier.light.scores(units, index, context, None))
        scores["full"].append(parts.classifier.full.scores(units, index, context, vectors[index]))
        targets.append(CLASSES.index(class_of(unit)))


def _borders(turns: Sequence[Turn], parts: Loaded, held_out: int, tallies: dict[str, Tally]) -> None:
    chosen = [turn for turn in turns if fold_of(turn.conversation) == held_out]
    for kind in ("", *BORDER_VARIANTS):
        held = gaps(chosen) if not kind else gaps(chosen, (kind,))[len(gaps(chosen)) :]
        for one in held:
            said = parts.segmenter.borders(one.held)
            counts = tallies[one.language].borders[kind or "as written"]
            counts[0] += sum(a and b for a, b in zip(one.labels, said, strict=True))
            counts[1] += sum(one.labels)
            counts[2] += sum(said)


def f1(right: int, true: int, said: int) -> float:
    """Return F1 from counts of right, true and said."""
    return 2 * right / (true + said) if true + said else 0.0


def macro_f1(pairs: Sequence[tuple[str, str]], names: Sequence[str]) -> float:
    """Return the mean F1 over names that occur."""
    found = []
    for name in names:
        true, said = sum(a == name for a, _ in pairs), sum(b == name for _, b in pairs)
        if true:
            found.append(f1(sum(a == b == name for a, b in pairs), true, said))
    return float(np.mean(found)) if found else 0.0


def kappa(pairs: Sequence[tuple[str, str]], names: Sequence[str]) -> float:
    """Return Cohen's kappa."""
    total = len(pairs)
    agree = sum(a == b for a, b in pairs) / total
    chance = sum(sum(a == n for a, _ in pairs) * sum(b == n for _, b in pairs) for n in names) / total**2
    return (agree - chance) / (1 - chance) if chance < 1 else 1.0


def lines(result: Result) -> list[str]:
    """Return the figures as Markdown."""
    out = ["| | " + " | ".join(sorted(result.tallies)) + " |", "|---" * (len(result.tallies) + 1) + "|"]
    figures = [_figures(result.tallies[name]) for name in sorted(result.tallies)]
    out += [f"| {name} | " + " | ".join(one[name] for one in figures) + " |" for name in figures[0]]
    for language in sorted(result.tallies):
        out += ["", f"By code, {language} (F1; said as ask, tell, other):", ""]
        out += _codes(result.tallies[language])
    return out


def _figures(tally: Tally) -> dict[str, str]:
    codes = [(true.code, said.code) for true, said in tally.units]
    mains = list(tally.mains)
    closing = tally.closing
    found = {"units": str(len(codes)), "turns": str(len(mains))}
    for kind, counts in tally.borders.items():
        found[f"border F1, {kind}"] = f"{f1(*counts):.3f}"
    found["accuracy, 14 codes"] = f"{np.mean([a == b for a, b in codes]):.3f}"
    found["macro-F1, 14 codes"] = f"{macro_f1(codes, CODES):.3f}"
    found["accuracy, main (own borders)"] = f"{np.mean([a == b for a, b in mains]):.3f}"
    found["macro-F1, main (own borders)"] = f"{macro_f1(mains, MAINS):.3f}"
    found["kappa, main (own borders)"] = f"{kappa(mains, MAINS):.3f}"
    asks = [b for a, b in codes if a in ASKS]
    closes = [b for a, b in codes if a in CLOSES]
    found["ask units said to be OFFER, FILL or JUDGE"] = f"{np.mean([b in CLOSES for b in asks]):.3f}"
    found["OFFER, FILL, JUDGE units said to be ask codes"] = f"{np.mean([b in ASKS for b in closes]):.3f}"
    found["OFFER, FILL, JUDGE units said to be telling"] = f"{np.mean([b in TELLS for b in closes]):.3f}"
    held, said = sum(a for a, _ in closing), sum(b for _, b in closing)
    both = sum(a and b for a, b in closing)
    found["turns that close: precision"] = f"{both / max(said, 1):.3f}"
    found["turns that close: recall"] = f"{both / max(held, 1):.3f}"
    for flag in FLAGGED:
        true, given = (sum(flag in pair[side].flags for pair in tally.units) for side in (0, 1))
        right = sum(flag in a.flags and flag in b.flags for a, b in tally.units)
        found[f"flag {flag}: P / R (n)"] = f"{right / max(given, 1):.2f} / {right / max(true, 1):.2f} ({true})"
    return found


def _codes(tally: Tally) -> list[str]:
    pairs = [(true.code, said.code) for true, said in tally.units]
    out = ["| code | n | F1 | most often taken for |", "|---|--:|--:|---|"]
    for code in CODES:
        said = [b for a, b in pairs if a == code]
        if not said:
            continue
        score = f1(said.count(code), len(said), sum(b == code for _, b in pairs))
        wrong = sorted({b for b in said if b != code}, key=lambda b: (-said.count(b), b))[:3]
        out.append(f"| {code} | {len(said)} | {score:.2f} | {', '.join(f'{b} {said.count(b)}' for b in wrong)} |")
    return out
