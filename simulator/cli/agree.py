"""`toask agree`: two codings of the same transcripts."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator.scoring.codings import load
from simulator.scoring.compare import compare
from simulator.scoring.jsontext import dumps
from simulator.scoring.show import safe, spread

_LISTED = 40


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
    units = found["units"]
    print(f"A {safe(found['a'])}\nB {safe(found['b'])}\n")
    many = "s" if found["conversations"] > 1 else ""
    print(
        f"{found['conversations']} conversation{many}, {found['turns']} turns, {units['paired']} units in both ", end=""
    )
    print(f"(A {units['a']}, B {units['b']}); 95 % intervals over {found['intervals_over']}\n")
    for name, key in (
        ("Cohen's κ, codes", "kappa"), ("Cohen's κ, ask/tell/neutral", "kappa_main"),
        ("Cohen's κ, AnnoMI's classes", "kappa_annomi"), ("Krippendorff's α, codes", "alpha"),
        ("Krippendorff's α, values", "alpha_value"),
    ):  # fmt: skip
        print(f"{name:34} {spread(found[key])}")
    for key in ("icc_ask_share", "icc_turn_value", "icc_unit_value"):
        one = found[key]
        print(f"{'ICC(2,1), ' + one['of']:34} {spread(one) if one['value'] is not None else '–'}   n = {one['n']}")
    print(f"{'borders of units, F1':34} {spread(found['borders']['f1'])}\n")
    _confusion(found["confusion"])
    _disagreements(found["disagreements"])


def _confusion(counted: Mapping[str, Mapping[str, int]]) -> None:
    codes = [code for code in _order() if code in counted or any(code in row for row in counted.values())]
    print("rows: A, columns: B")
    print(" " * 8 + "".join(f"{code:>8}" for code in codes))
    for code in codes:
        cells = (counted.get(code, {}).get(other, 0) for other in codes)
        print(f"{code:8}" + "".join(f"{cell or '·':>8}" for cell in cells))
    print()


def _order() -> tuple[str, ...]:
    from simulator.coding.codebook import CODES

    return CODES


def _disagreements(held: list[dict[str, Any]]) -> None:
    print(f"{len(held)} disagreements" + (f", the first {_LISTED}:" if len(held) > _LISTED else ":" if held else ""))
    for one in held[:_LISTED]:
        codes = " / ".join(side["code"] if side else "no unit" for side in (one["a"], one["b"]))
        text = (one["a"] or one["b"])["text"]
        print(f"  {safe(one['conversation'], 24)} {one['turn']:>4}  {codes:18} {safe(text, 70)}")


def _left_out(found: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each kind of thing that was not compared."""
    left, out = found["left_out"], []
    for key, name in (("conversations_only_a", "a"), ("conversations_only_b", "b")):
        if left[key]:
            many = len(left[key])
            names = ", ".join(safe(one, 40) for one in left[key][:5]) + (" …" if many > 5 else "")
            out.append(f"{many} conversation{'s' * (many > 1)} only in {safe(found[name])} left out: {names}.")
    for key, what in (
        ("only_a", f"are coded only in {safe(found['a'])}"), ("only_b", f"are coded only in {safe(found['b'])}"),
        ("other_words", "have other words in the two codings; number turns alike, from 1 with the school's too"),
    ):  # fmt: skip
        many = sum(len(one[key]) for one in left["turns"])
        if many:
            where = next(one for one in left["turns"] if one[key])
            out.append(f'{many} turn(s) {what} (first: turn {where[key][0]} of "{safe(where["conversation"], 40)}").')
    return out
