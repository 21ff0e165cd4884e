"""The map from tell to ask, where the talk turned, and every turn with its codes."""

from __future__ import annotations

from dataclasses import replace

from simulator.coding.codebook import RULES
from simulator.coding.reasons import told
from simulator.debrief.model import Coded, Line
from simulator.debrief.paper import sentences
from simulator.debrief.paper.blocks import Block, Card, Cell, Drawing, Fold, Section, Table, Text
from simulator.debrief.paper.chart import chart
from simulator.debrief.paper.reading import Reading, anchor
from simulator.practice.api import TRAINEE
from simulator.report.labels import CODE_NAMES, SIDES, flags_of, side_of
from simulator.report.plain import one_line, plain
from simulator.report.words import value_text

SHORT = 160


def the_map(reading: Reading) -> Section:
    """Return the map with its table, and where the talk turned."""
    tr, debrief = reading.tr, reading.debrief
    if not debrief.lines:
        return Section("map", tr("From tell to ask"), (_empty(reading),))
    return Section("map", tr("From tell to ask"), (_drawing(reading), *_turning(reading), _table(reading)))


def _empty(reading: Reading) -> Text:
    return Text(reading.tr("There is no answered turn of yours yet."), tone="notice")


def _drawing(reading: Reading) -> Drawing:
    tr, lines = reading.tr, reading.debrief.lines
    tips = [(f"{_side(reading, one)} · {one.effect}", one_line(one.text, SHORT)) for one in lines]
    legend = (
        ("ask", tr(SIDES["ask"])), ("tell", tr(SIDES["tell"])), ("neutral", tr(SIDES["neutral"])),
        ("depth", tr("opened something: 1 on the surface, 2 visible in the school, 3 underneath")),
        ("own", tr("the school's own question")),
        ("closed", tr("the school closed")), ("passed", tr("walked past what the school let be heard")),
    )  # fmt: skip
    says = tr("Line from telling, below, to asking, above, over {n} turns. The table below it says the same.")
    note = tr(
        "Each mark is one of your turns: the higher, the more it asks. Point at one, or step through them with Tab, "
        "to read it; it leads to the turn below."
    )
    sides = tr(SIDES["ask"]), tr(SIDES["tell"])
    return Drawing(chart(reading.debrief, tips), says.format(n=len(lines)), note, *sides, legend)


def _side(reading: Reading, line: Line) -> str:
    side = sentences.side_text(line, reading.words)
    return f"{side} {value_text(line.weight)}" if reading.numbers else side


def _turning(reading: Reading) -> list[Block]:
    tr = reading.tr
    cards: list[Block] = []
    for place, one in enumerate(reading.debrief.turning):
        title = tr("Turning point: turn {n}", n=one.turn) if not place else tr("Also: turn {n}", n=one.turn)
        cards.append(Card(title, (reading.mine(one.text), Text(one.why)), link=anchor(one.turn)))
    return cards or [Text(sentences.no_turn(reading.debrief, reading.words))]


def _table(reading: Reading) -> Fold:
    """Return the same as the drawing in words."""
    tr = reading.tr
    head = (tr("Turn"), tr("What you did"), tr("What it opened"), tr("What it closed or passed by"))
    passed = {door.passed for door in reading.debrief.doors if door.back is None}
    rows = tuple(
        (
            Cell(str(line.number), link=anchor(line.number)),
            Cell(_side(reading, line)),
            Cell(_opened(reading, line)),
            Cell(_closed(reading, line, line.number in passed)),
        )
        for line in reading.debrief.lines
    )
    return Fold(tr("The map as a table"), (Table(tr("The map, turn by turn"), head, rows),))


def _opened(reading: Reading, line: Line) -> str:
    own = any(one.kind == "own_question" and one.turn == line.number for one in reading.debrief.turning)
    if own:
        return reading.tr("the school's own question")
    if line.opened:
        return reading.tr("something {layer}", layer=sentences.layer_name(line.layer, reading.words))
    return reading.tr("it let something be heard") if line.doors else ""


def _closed(reading: Reading, line: Line, passed: bool) -> str:
    found = [reading.tr("the school closed")] if line.rapport[1] < line.rapport[0] else []
    found += [reading.tr("walked past what the school let be heard")] if passed else []
    return "; ".join(found)


def turn_by_turn(reading: Reading) -> Section:
    """Return every turn: what was said before it, its words, what it did, and why it has its codes."""
    lines = reading.debrief.lines
    cards: list[Block] = []
    heard = ""
    for line in lines:
        cards.append(_turn(reading, line, line.before if line.before != heard else ""))
        heard = line.reply
    return Section("turns", reading.tr("Turn by turn"), tuple(cards) or (_empty(reading),))


def _turn(reading: Reading, line: Line, before: str) -> Card:
    tr = reading.tr
    blocks: list[Block] = [reading.theirs(before)] if before else []
    blocks += [reading.mine(line.text), reading.theirs(line.reply, line.who), Text(line.effect)]
    if line.opened:
        blocks.append(reading.quotes(tr("It opened:"), (line.opened,)))
    if line.units:
        codes = ", ".join(dict.fromkeys(one.unit.code for one in line.units))
        blocks.append(Fold(tr("The codes and why: {codes}", codes=codes), _codes(reading, line)))
    title = f"{reading.turn(line.number)}: {sentences.side_text(line, reading.words)}"
    return Card(title, tuple(blocks), side_of(line.weight), anchor(line.number), tone="turn")


def _codes(reading: Reading, line: Line) -> tuple[Block, ...]:
    """Return each unit with code, reason and rule; words of a unit only where the turn has several."""
    found: list[Block] = []
    for one in line.units:
        if len(line.units) > 1:
            found.append(reading.mine(one.unit.text))
        found.append(Text(_code(reading, one)))
        found += [Text(text, tone="note") for text in _doubts(reading, one)]
    return tuple(found)


def _code(reading: Reading, one: Coded) -> str:
    unit = one.unit
    code = f"{unit.code} {value_text(unit.value)}" if reading.numbers else unit.code
    if one.was or not one.why:
        name = reading.tr(CODE_NAMES[unit.code]) if unit.code in CODE_NAMES else ""
        says = f"{name} ({RULES.get(unit.code, '')})"
    else:
        says = one_line(one.why)
    # The reason already says one flag in a sentence of its own.
    rest = unit if one.was else replace(unit, flags=tuple(flag for flag in unit.flags if flag != told(unit.flags)))
    flags = flags_of(rest, reading.words)
    return f"{code}: {'; '.join([says, *flags])}"


def _doubts(reading: Reading, one: Coded) -> list[str]:
    """Return that the coder doubts a code, or who changed it and why."""
    if one.was:
        by_me = reading.tr("The program said {was}; you made it {code}: {why}")
        by_other = reading.tr("The program said {was}; {who} made it {code}: {why}")
        text = by_me if one.who in ("", TRAINEE) else by_other
        return [
            text.format(was=one.was, code=one.unit.code, who=one_line(one.who, 80), why=plain(one.why).strip() or "–")
        ]
    return [reading.tr("Unsure: the program doubts this code.")] if one.unsure else []
