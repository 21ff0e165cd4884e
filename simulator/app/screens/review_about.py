"""What is said below a transcript under review: of the unit at hand, and of how far two codings agree."""

from __future__ import annotations

from rich.text import Text

from simulator.app.screens.review_text import figure
from simulator.app.text import clean, one_line
from simulator.i18n import language, tr, trn
from simulator.observing.card import CARD, short_name
from simulator.report.words import percent, value_text
from simulator.review.agree import MACHINE, Live
from simulator.review.cuts import Cut, Cuts
from simulator.review.session import Session


def beside_name(name: str) -> str:
    """Return what a coding beside one's own is called."""
    return tr("machine") if name == MACHINE else clean(name)


def about(session: Session, turn: int, unit: int, width: int) -> Text:
    """Return what a unit is, what others make of it where that may be seen, and the reason; a line each."""
    cuts = session.cuts(turn)
    cut = cuts[min(unit, len(cuts) - 1)]
    lines = [one_line(_what(cut), width)]
    lines += [one_line(line, width) for line in _others(session, turn, cut)]
    if cut.reason:
        lines.append(one_line(tr("Reason: {reason}").format(reason=cut.reason), width))
    elif session.wanting(turn):
        lines.append(one_line(tr("You differ here: say why (r)."), width))
    return Text("\n".join(lines), no_wrap=True, overflow="ellipsis")


def _what(cut: Cut) -> str:
    if not cut.code:
        return tr("No code yet: press the key of one. ← → and x cut, c joins.")
    name = f"{short_name(cut.code, language())} ({cut.code}, {value_text(cut.value)})"
    return f"{name}: {CARD[cut.code].what.of(language())}"


def _others(session: Session, turn: int, cut: Cut) -> list[str]:
    """Return a line for everybody whose codes may be seen; none for who codes blind."""
    sight, out = session.sight, []
    machine = sight.machine
    if machine is not None and turn in machine.turns:
        out.append(
            tr("Machine: {codes}").format(codes="; ".join(_machine(one) for one in over(machine.turns[turn], cut)))
        )
    people = [*([sight.own] if session.layer == "agreed" else []), *sight.others]
    for one in people:
        made = one.turns.get(turn)
        if made is not None:
            given = "; ".join(_given(part) for part in over(made.cuts, cut))
            out.append(f"{clean(one.name)}: {given}")
    return out


def over(cuts: Cuts, cut: Cut) -> Cuts:
    """Return the units that share words with one."""
    return tuple(one for one in cuts if one.start < cut.end and cut.start < one.end)


def _machine(one: Cut) -> str:
    sure = tr("{share} sure").format(share=percent(one.sure))
    return f"{short_name(one.code, language())}, {sure}" + (f" – {one.reason}" if one.reason else "")


def _given(one: Cut) -> str:
    name = short_name(one.code, language()) if one.code else "–"
    return f"{name} (“{one.reason}”)" if one.reason else name


def agreement(name: str, found: Live, wide: bool = True) -> str:
    """Return how far a coding agrees with the one beside it, in a few words."""
    if not found.units:
        return beside_name(name)
    many = trn("{n} part", "{n} parts", found.units).format(n=found.units)
    figures = f"{beside_name(name)}: κ {figure(found.kappa)} · α {figure(found.alpha)}"
    return f"{figures} ({many})" if wide else figures
