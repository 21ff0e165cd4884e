"""`toask agree`: two codings of the same transcripts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator.i18n import mark, tr, trn
from simulator.scoring.codings import load
from simulator.scoring.compare import compare, weighing
from simulator.scoring.jsontext import dumps
from simulator.scoring.show import safe, spread

_LISTED = 40
_FIGURES = (
    ("kappa", mark("Cohen's κ, codes")), ("kappa_main", mark("Cohen's κ, ask/tell/neutral")),
    ("kappa_annomi", mark("Cohen's κ, AnnoMI's classes")), ("alpha", mark("Krippendorff's α, codes")),
    ("alpha_value", mark("Krippendorff's α, values")),
)  # fmt: skip
_RATED = (
    ("icc_ask_share", mark("ask share")),
    ("icc_turn_value", mark("turn value")),
    ("icc_unit_value", mark("unit value")),
)


def run(wanted: argparse.Namespace) -> int:
    """Compare and print; 0 also when people disagree, 1 when there is nothing to compare."""
    found = compare(load(Path(wanted.first)), load(Path(wanted.second)))
    if wanted.json:
        print(dumps(found))
    else:
        show(found)
    for sentence in _left_out(found):
        print(f"toask: {sentence}", file=sys.stderr)
    return 0


def show(found: Mapping[str, Any]) -> None:
    """Print what `compare` gave."""
    units, talks = found["units"], found["conversations"]
    print(f"A {safe(found['a'])}\nB {safe(found['b'])}\n")
    over = tr("turns") if found["intervals_over"] == "turns" else tr("conversations")
    many = trn("{n} conversation", "{n} conversations", talks).format(n=talks)
    line = tr("{many}, {turns} turns, {paired} units in both (A {a}, B {b}); {percent} intervals over {over}")
    counts = {key: units[key] for key in ("paired", "a", "b")}
    print(line.format(many=many, turns=found["turns"], over=over, percent="95 %", **counts) + "\n")
    _figures(found)
    _confusion(found["confusion"])
    _disagreements(found["disagreements"])


def _figures(found: Mapping[str, Any]) -> None:
    none = f"{spread(None)}   ({_undefined(found['units']['paired'])})"
    rows = [(tr(name), spread(found[key]) if found[key] else none) for key, name in _FIGURES]
    for key, name in _RATED:
        value = spread(found[key]) if found[key]["value"] is not None else "–"
        rows.append((f"ICC(2,1), {tr(name)}", f"{value}   n = {found[key]['n']}"))
    rows.append((tr("borders of units, F1"), spread(found["borders"]["f1"])))
    wide = max(34, *(len(name) for name, _ in rows))
    print("\n".join(f"{name:{wide}} {value}" for name, value in rows) + "\n")


def _undefined(paired: int) -> str:
    """Return why a coefficient that corrects for chance is missing."""
    if not paired:
        return tr("no unit stands in both")
    return tr("both gave one and the same everywhere, so chance cannot be told apart")


def _confusion(counted: Mapping[str, Mapping[str, int]]) -> None:
    codes = [code for code in _order() if code in counted or any(code in row for row in counted.values())]
    print(tr("rows: A, columns: B"))
    print(" " * 8 + "".join(f"{code:>8}" for code in codes))
    for code in codes:
        cells = (counted.get(code, {}).get(other, 0) for other in codes)
        print(f"{code:8}" + "".join(f"{cell or '·':>8}" for cell in cells))
    print()


def _order() -> tuple[str, ...]:
    from simulator.coding.codebook import CODES

    return CODES


def _disagreements(held: list[dict[str, Any]]) -> None:
    many = trn("{n} disagreement", "{n} disagreements", len(held)).format(n=len(held))
    first = tr(", the first {n}").format(n=_LISTED) if len(held) > _LISTED else ""
    print(many + first + (":" if held else ""))
    for one in held[:_LISTED]:
        sides = " / ".join(_side(side) for side in (one["a"], one["b"]))
        text = (one["a"] or one["b"])["text"]
        print(f"  {safe(one['conversation'], 24)} {one['turn']:>4}  {sides:26}  {safe(text, 70)}")


def _side(side: Mapping[str, Any] | None) -> str:
    """Return the code, value and flags of one side, such as `INFO 0 [asked]`."""
    if side is None:
        return tr("no unit")
    value = f"{side['value']:+d}" if side["value"] else "0"
    flags = weighing(side["code"], side["flags"])
    return f"{side['code']} {value}" + (f" [{' '.join(flags)}]" if flags else "")


def _left_out(found: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each kind of thing that was not compared."""
    left, out = found["left_out"], []
    for key, name in (("conversations_only_a", "a"), ("conversations_only_b", "b")):
        if left[key]:
            many = len(left[key])
            names = ", ".join(safe(one, 40) for one in left[key][:5]) + (" …" if many > 5 else "")
            line = trn(
                "{n} conversation only in {file} left out: {names}.",
                "{n} conversations only in {file} left out: {names}.",
                many,
            )
            out.append(line.format(n=many, file=safe(found[name]), names=names))
    for key in ("only_a", "only_b", "other_words"):
        many = sum(len(one[key]) for one in left["turns"])
        if many:
            where = next(one for one in left["turns"] if one[key])
            first = tr("(first: turn {n} of “{name}”)").format(n=where[key][0], name=safe(where["conversation"], 40))
            out.append(f"{_turns(key, many, found)} {first}.")
    return out


def _turns(key: str, many: int, found: Mapping[str, Any]) -> str:
    if key == "other_words":
        line = trn(
            "{n} turn has other words in the two codings; number turns alike, from 1 with the school's too",
            "{n} turns have other words in the two codings; number turns alike, from 1 with the school's too",
            many,
        )
        return line.format(n=many)
    line = trn("{n} turn is coded only in {file}", "{n} turns are coded only in {file}", many)
    return line.format(n=many, file=safe(found["a" if key == "only_a" else "b"]))
