"""The map from telling to asking: one row a turn, and all there is to know of the turn that is chosen."""

from __future__ import annotations

from math import ceil

from rich.text import Text

from simulator.app.text import clean, one_line
from simulator.app.tips import code_name
from simulator.coding.codebook import RULES
from simulator.debrief.model import Coded, Debrief, Line
from simulator.i18n import mark, tr
from simulator.practice.api import TRAINEE
from simulator.report.labels import LAYER_NAMES
from simulator.report.words import value_text

WIDTH = 4
MOST = 6
"""Summed value of a turn at which the bar is full."""
SIDES: dict[str, str] = {"ask": mark("asking"), "tell": mark("telling"), "neutral": mark("neither")}


def bar(weight: int) -> str:
    """Return where a turn stands, nine cells: to the left of the middle it tells, to the right it asks."""
    cells = min(WIDTH, ceil(abs(weight) * WIDTH / MOST))
    if weight < 0:
        return ("◄" + "█" * (cells - 1)).rjust(WIDTH) + "│" + " " * WIDTH
    return " " * WIDTH + "│" + (("█" * (cells - 1) + "►") if cells else "").ljust(WIDTH)


def trust(line: Line, numbers: bool) -> str:
    """Return rapport before and after as three cells, as figures or as a direction."""
    before, after = line.rapport
    if numbers:
        return f"{before}→{after}"
    return " ↗ " if after > before else " ↘ " if after < before else " → "


def marks(found: Debrief, line: Line) -> str:
    """Return four cells: opened, a cue was given, the talk turned here, a code was changed."""
    turned = any(one.turn == line.number for one in found.turning)
    changed = any(unit.was for unit in line.units)
    signs = (("✓", bool(line.opened)), ("◇", line.doors), ("↻", turned), ("*", changed))
    return "".join(sign if there else " " for sign, there in signs)


def row(found: Debrief, line: Line, *, numbers: bool, width: int) -> Text:
    """Return a turn as one row of at most `width` cells."""
    start = f"{line.number:>2} {bar(line.weight)} {trust(line, numbers)} {marks(found, line)} "
    return Text(start + one_line(line.text, max(4, width - len(start))), no_wrap=True)


def legend() -> str:
    """Return what the columns and signs of a row mean, on one line."""
    return f"◄ {tr('tell')} │ {tr('ask')} ►  " + tr("trust  ✓ opened  ◇ hint  ↻ turning point  * your code")


def detail(found: Debrief, line: Line, *, numbers: bool) -> Text:
    """Return what was said around a turn, what it was, and what it did."""
    stage = next((one.name for one in found.phases if one.stage == line.stage), "")
    parts = [tr("Turn {n}").format(n=line.number), tr(SIDES[line.main]), stage]
    text = Text(" · ".join(part for part in parts if part) + "\n", style="bold")
    _quote(text, tr("Before"), line.before)
    _quote(text, tr("You"), line.text, style="bold")
    _quote(text, line.who or tr("The school"), line.reply)
    text.append(clean(line.effect) + "\n", style="not bold")
    if line.opened:
        layer = f" ({tr(LAYER_NAMES[line.layer])})" if line.layer in LAYER_NAMES else ""
        text.append("✓ " + tr("It opened: {what}").format(what=clean(line.opened)) + layer + "\n", style="not bold")
    if line.doors:
        text.append("◇ " + tr("In the answer something could be heard that was not said yet.") + "\n", style="not bold")
    for turned in found.turning:
        if turned.turn == line.number:
            text.append("↻ " + clean(turned.why) + "\n", style="not bold")
    for unit in line.units:
        if len(line.units) > 1:
            text.append("· “" + one_line(unit.unit.text, 200) + "”\n", style="not bold")
        text.append_text(coded_text(unit, numbers=numbers))
    return text


def coded_text(one: Coded, *, numbers: bool) -> Text:
    """Return a unit: code, value, rule, reason, and what the machine had found where a person changed it."""
    unit, text = one.unit, Text()
    value = f" {value_text(unit.value)}" if numbers and unit.value else ""
    text.append(f"  → {code_name(unit.code)}{value}", style="bold")
    rule = RULES.get(unit.code, "")
    text.append((f" ({rule})" if rule else "") + (" · " + tr("not sure") if one.unsure else "") + "\n")
    if one.why:
        text.append("    " + clean(one.why) + "\n", style="not bold")
    if one.was:
        by_me = one.who in ("", TRAINEE)
        line = (
            tr("Changed by you; the program had found: {code}.")
            if by_me
            else (tr("Changed by {who}; the program had found: {code}."))
        )
        line = line.format(who=clean(one.who), code=code_name(one.was))
        text.append("    * " + line + "\n", style="not bold italic")
    return text


def _quote(text: Text, who: str, words: str, style: str = "not bold") -> None:
    if words:
        text.append(clean(who) + ": ", style="italic").append("“" + clean(words).strip() + "”\n", style=style)
