"""What a comparison of observer and scorer says, in sentences that claim no more than is known; nl or en."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.coding.measures import ENOUGH_TURNS
from simulator.i18n import texts
from simulator.observing.sheet import ENOUGH_TICKS

NONE = "–"
_FEW_PAIRED = 0.6


def clock(seconds: float | None) -> str:
    """Return seconds as `3:07`; empty for None."""
    return "" if seconds is None else f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def signed(value: int) -> str:
    """Return a code's value with its sign; zero has none."""
    return f"+{value}" if value > 0 else f"−{-value}" if value else "0"


def figures(found: Mapping[str, Any], language: str) -> list[tuple[str, str, str]]:
    """Return rows of (what, the observer's, the scorer's)."""
    tr = texts(language).gettext
    seen, coded = found["observer"], found["scorer"]
    return [
        (tr("Ask share"), percent(seen["ask_share"]), percent(coded["ask_share"])),
        (tr("Ask share by codes alone, without flags"), percent(seen["ask_share"]), percent(coded["ask_share_codes"])),
        (tr("Asking"), str(seen["ask"]), str(coded["ask"])),
        (tr("Telling"), str(seen["tell"]), str(coded["tell"])),
        (tr("All that was seen"), str(seen["ticks"]), str(coded["units"])),
    ]


def sentences(found: Mapping[str, Any], language: str) -> list[str]:
    """Return what the figures mean, and what they do not."""
    tr, trn = texts(language).gettext, texts(language).ngettext
    seen, coded = found["observer"], found["scorer"]
    out = []
    if seen["ticks"] < ENOUGH_TICKS:
        few = trn(
            "The sheet has {n} tick; under five there is no figure.",
            "The sheet has {n} ticks; under five there is no figure.",
            seen["ticks"],
        )
        out.append(few.format(n=seen["ticks"]))
    if coded["turns"] < ENOUGH_TURNS:
        few = trn(
            "The conversation has {n} coded turn; under five there is no figure.",
            "The conversation has {n} coded turns; under five there is no figure.",
            coded["turns"],
        )
        out.append(few.format(n=coded["turns"]))
    agreed = found["agreement"]
    if agreed is None:
        if not out:
            out.append(tr("Fewer than five ticks met a code of the scorer, so there is no figure of agreement."))
        return out
    return [*out, *_agreement(agreed, seen, coded, language)]


def _agreement(
    agreed: Mapping[str, Any], seen: Mapping[str, Any], coded: Mapping[str, Any], language: str
) -> list[str]:
    tr = texts(language).gettext
    pairs = agreed["pairs"]
    out = [
        tr("{same} of {pairs} pairs have the same code; {observer} of {ticks} ticks and {scorer} of {units} codes of "
           "the scorer stand alone.").format(
            same=agreed["same"], pairs=pairs, observer=agreed["only_observer"], ticks=seen["ticks"],
            scorer=agreed["only_scorer"], units=coded["units"],
        ),
        _kappa(tr("Cohen's κ over the codes: {figure}."), agreed["kappa"], language),
        _kappa(tr("Cohen's κ over asking, neither, telling: {figure}."), agreed["kappa_sides"], language),
        tr("This is an upper bound: ticks and codes were laid side by side by their order alone, so that as many as "
           "possible fit. What counts is how far κ lies above what the same ticks reach in a shuffled order."),
    ]  # fmt: skip
    if pairs < _FEW_PAIRED * max(seen["ticks"], coded["units"]):
        out.append(tr("Much stands alone. Look whether sheet and conversation belong together."))
    return out


def _kappa(line: str, figure: Mapping[str, float | None], language: str) -> str:
    tr = texts(language).gettext
    value, low, high, chance = (figure[name] for name in ("value", "low", "high", "by_chance"))
    if value is None:
        return line.format(figure=tr("none, because only one kind was given"))
    text = _number(value, language)
    if low is not None:
        text += tr(" (95% interval {low} to {high})").format(low=_number(low, language), high=_number(high, language))
    if chance is not None:
        text += tr("; shuffled ticks reach {chance}").format(chance=_number(chance, language))
    return line.format(figure=text)


def percent(share: float | None) -> str:
    """Return a share (0 to 1) as a whole percentage; a dash for None."""
    return NONE if share is None else f"{round(share * 100)}%"


def _number(value: float | None, language: str) -> str:
    text = NONE if value is None else f"{value:.2f}".replace("-", "−")
    return text.replace(".", ",") if language == "nl" else text
