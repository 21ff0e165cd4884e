"""What a comparison of observer and scorer says, in sentences that claim no more than is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.coding.measures import ENOUGH_TURNS
from simulator.observing.sheet import ENOUGH_TICKS
from simulator.report.words import Words, percent

_FEW_PAIRED = 0.6


def clock(seconds: float | None) -> str:
    """Return seconds as `3:07`; empty for None."""
    return "" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def figures(found: Mapping[str, Any], words: Words) -> list[tuple[str, str, str]]:
    """Return rows of (what, the observer's, the scorer's)."""
    tr, seen, coded = words.tr, found["observer"], found["scorer"]
    return [
        (tr("Ask share"), percent(seen["ask_share"]), percent(coded["ask_share"])),
        (tr("Ask share by codes alone, without flags"), percent(seen["ask_share"]), percent(coded["ask_share_codes"])),
        (tr("Asking"), str(seen["ask"]), str(coded["ask"])),
        (tr("Telling"), str(seen["tell"]), str(coded["tell"])),
        (tr("All that was seen"), str(seen["ticks"]), str(coded["units"])),
    ]


def sentences(found: Mapping[str, Any], words: Words) -> list[str]:
    """Return what the figures mean, and what they do not."""
    seen, coded = found["observer"], found["scorer"]
    out = []
    if seen["ticks"] < ENOUGH_TICKS:
        few = words.trn(
            "The sheet has {n} tick; under five there is no figure.",
            "The sheet has {n} ticks; under five there is no figure.",
            seen["ticks"],
        )
        out.append(few)
    if coded["turns"] < ENOUGH_TURNS:
        few = words.trn(
            "The conversation has {n} coded turn; under five there is no figure.",
            "The conversation has {n} coded turns; under five there is no figure.",
            coded["turns"],
        )
        out.append(few)
    agreed = found["agreement"]
    if agreed is None:
        if not out:
            out.append(words.tr("Fewer than five ticks met a code of the scorer, so there is no figure of agreement."))
        return out
    return [*out, *_agreement(agreed, seen, coded, words)]


def _agreement(agreed: Mapping[str, Any], seen: Mapping[str, Any], coded: Mapping[str, Any], words: Words) -> list[str]:
    tr, pairs = words.tr, agreed["pairs"]
    out = [
        tr("{same} of {pairs} pairs have the same code; {observer} of {ticks} ticks and {scorer} of {units} codes of "
           "the scorer stand alone.").format(
            same=agreed["same"], pairs=pairs, observer=agreed["only_observer"], ticks=seen["ticks"],
            scorer=agreed["only_scorer"], units=coded["units"],
        ),
        _kappa(tr("Cohen's κ over the codes: {figure}."), agreed["kappa"], words),
        _kappa(tr("Cohen's κ over asking, neither, telling: {figure}."), agreed["kappa_sides"], words),
        tr("This is an upper bound: ticks and codes were laid side by side by their order alone, so that as many as "
           "possible fit. What counts is how far κ lies above what the same ticks reach in a shuffled order."),
    ]  # fmt: skip
    if pairs < _FEW_PAIRED * max(seen["ticks"], coded["units"]):
        out.append(tr("Much stands alone. Look whether sheet and conversation belong together."))
    return out


def _kappa(line: str, figure: Mapping[str, float | None], words: Words) -> str:
    tr = words.tr
    value, low, high, chance = (figure[name] for name in ("value", "low", "high", "by_chance"))
    if value is None:
        return line.format(figure=tr("none, because only one kind was given"))
    text = words.number(value, 2)
    if low is not None:
        text += tr(" (95% interval {low} to {high})").format(low=words.number(low, 2), high=words.number(high, 2))
    if chance is not None:
        text += tr("; shuffled ticks reach {chance}").format(chance=words.number(chance, 2))
    return line.format(figure=text)
