"""Two codings of the same transcripts against each other: coefficients with intervals, confusion, disagreements.

Turns go together by conversation and number, units by the words they share. Intervals of κ, α and the borders come from
drawing whole conversations again (turns, where there is only one); those of ICC from F (McGraw & Wong 1996).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from simulator.coding.agreement import alpha, icc, kappa, nominal, squared, table
from simulator.coding.align import Aligned, align
from simulator.coding.codebook import CODES, ZEROING, Unit
from simulator.coding.measures import ENOUGH_TURNS, ask_share, once
from simulator.i18n import tr
from simulator.scoring.bootstrap import Floats, figure, sums
from simulator.scoring.codings import Coding
from simulator.scoring.errors import ScoringError
from simulator.scoring.model import ScoredTurn

MAINS = ("ask", "neutral", "tell")
LABELS = ("question", "reflection", "therapist_input", "other")
VALUES = tuple(range(-3, 4))
_FEWEST = 3


@dataclass(slots=True)
class Pair:
    """One conversation in both codings: turns that go together, their units laid side by side, and what is missing."""

    id: str
    turns: list[tuple[int, ScoredTurn, ScoredTurn, Aligned]] = field(default_factory=list)
    only_a: list[int] = field(default_factory=list)
    only_b: list[int] = field(default_factory=list)
    other_words: list[int] = field(default_factory=list)


def pair(a: Coding, b: Coding) -> list[Pair]:
    """Return the conversations that both codings have, in the order of the first.

    Raises:
        ScoringError: they have no conversation, or no turn with the same words, in common.
    """
    shared = [one for one in a.talks if one in b.talks]
    if not shared:
        line = tr("{a} and {b} have no conversation in common ({in_a} against {in_b}); give two codings of the same "
                  "transcripts.")  # fmt: skip
        raise ScoringError(line.format(a=a.name, b=b.name, in_a=_few(a.talks), in_b=_few(b.talks)))
    pairs = [_pair(one, a.talks[one], b.talks[one]) for one in shared]
    if not any(one.turns for one in pairs):
        line = tr("{a} and {b} have no turn with the same words; number turns alike, from 1 with the school's too.")
        raise ScoringError(line.format(a=a.name, b=b.name))
    return pairs


def _pair(name: str, a: dict[int, ScoredTurn], b: dict[int, ScoredTurn]) -> Pair:
    out = Pair(name, only_a=sorted(a.keys() - b.keys()), only_b=sorted(b.keys() - a.keys()))
    for number in sorted(a.keys() & b.keys()):
        laid = align([unit.text for unit in a[number].units], [unit.text for unit in b[number].units])
        if laid.same_turn:
            out.turns.append((number, a[number], b[number], laid))
        else:
            out.other_words.append(number)
    return out


def compare(a: Coding, b: Coding) -> dict[str, Any]:
    """Return how far two codings agree, as `toask agree --json` prints it.

    Raises:
        ScoringError: as `pair`.
    """
    pairs = pair(a, b)
    alone = len([one for one in pairs if one.turns]) < 2
    groups = [[turn] for one in pairs for turn in one.turns] if alone else [one.turns for one in pairs if one.turns]
    return {
        "a": a.name, "b": b.name,
        "conversations": len(pairs), "turns": sum(len(one.turns) for one in pairs), "units": _units(pairs),
        **_coefficients(groups), **_iccs(pairs), "borders": _borders(groups),
        "intervals_over": "turns" if alone else "conversations",
        "confusion": _confusion(pairs), "disagreements": disagreements(pairs), "left_out": _left_out(a, b, pairs),
    }  # fmt: skip


Turns = Sequence[tuple[int, ScoredTurn, ScoredTurn, Aligned]]


def _both(turns: Turns) -> list[tuple[Unit, Unit]]:
    return [(x.units[i], y.units[j]) for _, x, y, laid in turns for i, j in laid.pairs]


def _coefficients(groups: Sequence[Turns]) -> dict[str, Any]:
    """Return κ of codes, ask/tell/neutral and AnnoMI's labels, and α of codes and values, each with its interval."""
    codes = np.stack([_counted([(x.code, y.code) for x, y in _both(turns)], CODES) for turns in groups])
    values = np.stack([_counted([(x.value, y.value) for x, y in _both(turns)], VALUES) for turns in groups])
    mains = np.stack([_counted([(x.main, y.main) for _, x, y, _ in turns], MAINS) for turns in groups])
    labels = np.stack([_counted([(x.annomi, y.annomi) for _, x, y, _ in turns], LABELS) for turns in groups])
    seen = codes.sum(axis=0)
    return {
        "agreement": float(np.trace(seen) / seen.sum()) if seen.sum() else None,
        "kappa": _kappa(codes), "kappa_main": _kappa(mains), "kappa_annomi": _kappa(labels),
        "alpha": _alpha(codes, nominal(len(CODES))), "alpha_value": _alpha(values, squared(VALUES)),
    }  # fmt: skip


def _counted(pairs: Sequence[tuple[Any, Any]], names: Sequence[Any]) -> Floats:
    place = {name: index for index, name in enumerate(names)}
    held = [(place[x], place[y]) for x, y in pairs if x in place and y in place]
    return table([x for x, _ in held], [y for _, y in held], len(names))


def _again(tables: Floats) -> Floats:
    """Return the tables of each resample of the groups, shape (resamples, k, k)."""
    size = tables.shape[-1]
    return sums(tables.reshape(len(tables), -1)).reshape(-1, size, size)


def _kappa(tables: Floats) -> dict[str, float | None] | None:
    return figure(float(kappa(tables.sum(axis=0))), kappa(_again(tables)))


def _alpha(tables: Floats, distances: Floats) -> dict[str, float | None] | None:
    # For two coders the coincidence matrix is the table and its transpose.
    both = tables + tables.swapaxes(-1, -2)
    return figure(float(alpha(both.sum(axis=0), distances)), alpha(_again(both), distances))


def _iccs(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return ICC(2,1): `icc` of conversations' ask shares where there are enough of them, else of the turns' values."""
    shares = []
    for one in pairs:
        first, second = (
            ask_share([x.units for _, x, _, _ in one.turns]),
            ask_share([y.units for _, _, y, _ in one.turns]),
        )
        if first is not None and second is not None:
            shares.append((first, second))
    turns = [(_value(x), _value(y)) for one in pairs for _, x, y, _ in one.turns]
    units = [(x.value, y.value) for one in pairs for x, y in _both(one.turns)]
    by_share, by_turn, by_unit = _icc(shares, "ask share"), _icc(turns, "turn value"), _icc(units, "unit value")
    head = by_share if len(shares) >= _FEWEST and by_share["value"] is not None else by_turn
    return {"icc": head, "icc_ask_share": by_share, "icc_turn_value": by_turn, "icc_unit_value": by_unit}


def _value(turn: ScoredTurn) -> int:
    return sum(once(turn.units).values())


def _icc(rated: Sequence[tuple[float, float]], of: str) -> dict[str, Any]:
    found = icc(rated) if len(rated) > 1 else (np.nan,) * 3
    value, low, high = (round(float(one), 4) if np.isfinite(one) else None for one in found)
    if low == high:  # ratings that are all alike are no certainty
        low = high = None
    return {"value": value, "low": low, "high": high, "of": of, "n": len(rated)}


def _borders(groups: Sequence[Turns]) -> dict[str, Any]:
    """Return F1 of the borders between units inside turns: twice those in both over those in either."""
    counted = np.array([np.sum([laid.borders for *_, laid in turns], axis=0) for turns in groups], np.float64)
    both, first, second = (int(number) for number in counted.sum(axis=0))
    drawn = sums(counted)
    with np.errstate(invalid="ignore", divide="ignore"):
        again = 2 * drawn[:, 0] / (drawn[:, 1] + drawn[:, 2])
    f1 = figure(2 * both / (first + second) if first + second else None, again)
    return {"both": both, "a": first, "b": second, "f1": f1}


def _units(pairs: Sequence[Pair]) -> dict[str, int]:
    turns = [turn for one in pairs for turn in one.turns]
    return {
        "a": sum(len(x.units) for _, x, _, _ in turns), "b": sum(len(y.units) for _, _, y, _ in turns),
        "paired": len(_both(turns)),
    }  # fmt: skip


def _confusion(pairs: Sequence[Pair]) -> dict[str, dict[str, int]]:
    """Return code of the first → code of the second → units, without zeros."""
    counted = _counted([(x.code, y.code) for one in pairs for x, y in _both(one.turns)], CODES)
    return {
        code: {other: int(counted[i, j]) for j, other in enumerate(CODES) if counted[i, j]}
        for i, code in enumerate(CODES) if counted[i].any()
    }  # fmt: skip


def disagreements(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Return all units that the two judge otherwise, and those that only one coding has (the other side is null).

    `differs` says in what: `unit` (one side only), `code`, `value`, `flags` (of those that change a value).
    """
    out = []
    for one in pairs:
        for number, x, y, laid in one.turns:
            sides: list[tuple[Unit | None, Unit | None]] = [(x.units[i], y.units[j]) for i, j in laid.pairs]
            sides += [(x.units[i], None) for i in laid.only_first] + [(None, y.units[j]) for j in laid.only_second]
            out += [
                {"conversation": one.id, "turn": number, "differs": named, "a": _side(first), "b": _side(second)}
                for first, second in sides
                if (named := _differs(first, second))
            ]
    return out


def _differs(first: Unit | None, second: Unit | None) -> list[str]:
    """Return in what two units differ; empty where they are judged alike."""
    if first is None or second is None:
        return ["unit"]
    held = {
        "code": first.code != second.code, "value": first.value != second.value,
        "flags": set(weighing(first.code, first.flags)) != set(weighing(second.code, second.flags)),
    }  # fmt: skip
    return [name for name, other in held.items() if other]


def weighing(code: str, flags: Iterable[str]) -> list[str]:
    """Return the flags of a unit that change its value."""
    return [flag for flag in flags if flag in ZEROING or (flag == "guess" and code == "REFL-C")]


def _side(unit: Unit | None) -> dict[str, Any] | None:
    if unit is None:
        return None
    return {"text": unit.text, "code": unit.code, "value": unit.value, "flags": list(unit.flags)}


def _left_out(a: Coding, b: Coding, pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return what could not be compared: conversations and turns in one coding only, and turns with other words."""
    return {
        "conversations_only_a": [one for one in a.talks if one not in b.talks],
        "conversations_only_b": [one for one in b.talks if one not in a.talks],
        "turns": [
            {"conversation": one.id, "only_a": one.only_a, "only_b": one.only_b, "other_words": one.other_words}
            for one in pairs if one.only_a or one.only_b or one.other_words
        ],
        "too_short_for_ask_share": [one.id for one in pairs if len(one.turns) < ENOUGH_TURNS],
    }  # fmt: skip


def _few(names: Sequence[str] | dict[str, Any]) -> str:
    held = ["".join(char for char in name if char.isprintable())[:40] for name in list(names)[:3]]
    return ", ".join(held) + (" …" if len(names) > len(held) else "")
