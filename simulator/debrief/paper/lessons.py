"""What to take home: what happened, the one tip, the best moments, the missed doors, and what I thought myself."""

from __future__ import annotations

from simulator.debrief.model import Door, SelfView
from simulator.debrief.paper import sentences
from simulator.debrief.paper.blocks import Block, Bullets, Card, Cell, Said, Section, Table, Text
from simulator.debrief.paper.reading import Reading
from simulator.report.labels import DEPTH_NAMES
from simulator.report.plain import plain


def in_short(reading: Reading) -> Section:
    """Return what happened in three sentences, and the school's own question where it came."""
    says = sentences.happened(reading.debrief, reading.words, reading.numbers)
    blocks: list[Block] = [Text(" ".join(says))]
    if reading.debrief.own_question:
        blocks.append(reading.theirs(reading.debrief.own_question))
    return Section("short", reading.tr("What happened"), tuple(blocks))


def tip(reading: Reading) -> Section | None:
    """Return the one tip; None: there is none."""
    tr, found = reading.tr, reading.debrief.tip
    if found is None:
        return None
    blocks: list[Block] = [Text(found.why)]
    if found.line:
        blocks.append(reading.mine(found.line))
    if found.rewritten:
        blocks.append(reading.example(tr("As a question (an example)"), found.rewritten))
    blocks.append(Text(found.rule_says or found.rule, tone="note"))
    where = tr("One thing to try") if found.turn is None else tr("One thing to try, from turn {n}", n=found.turn)
    return Section("tip", where, (Card("", tuple(blocks), tone="good"),))


def own_view(reading: Reading) -> Section | None:
    """Return what the trainee thought before any figure was shown, and the difference; None: nothing was filled in."""
    tr, mine = reading.tr, reading.debrief.mine
    if mine is None:
        return None
    blocks: list[Block] = [Text(tr("You filled this in before you saw any figure."), tone="note")]
    found = reading.debrief.differences
    if found:
        head = (tr("What"), tr("You thought"), tr("It was"), tr("The difference"))
        rows = tuple((Cell(one.name), Cell(one.mine), Cell(one.found), Cell(one.says)) for one in found)
        blocks.append(Table(tr("What you thought beside what was found"), head, rows))
    else:
        blocks += _estimates(reading, mine)
    for name, text in ((tr("What went well"), mine.well), (tr("What you would do otherwise"), mine.other)):
        if text.strip():
            blocks.append(Said(name, plain(text).strip(), tone="own"))
    return Section("own", tr("What you thought of it yourself"), tuple(blocks))


def _estimates(reading: Reading, mine: SelfView) -> list[Block]:
    found = [reading.tr("Asking: {share}", share=f"{mine.share}%")] if mine.share is not None else []
    if mine.layer in DEPTH_NAMES and mine.layer:
        found.append(reading.tr("How deep you thought you came: {layer}", layer=reading.tr(DEPTH_NAMES[mine.layer])))
    return [Bullets(tuple(Text(one) for one in found))] if found else []


def best(reading: Reading) -> Section:
    """Return the best moments as quotes."""
    cards = tuple(
        reading.card(one.turn, reading.theirs(one.before), reading.mine(one.text), Text(one.why), tone="good")
        for one in reading.debrief.best
    )
    nothing = Text(reading.tr("No turn stands out yet: none opened something or took up the school's words."))
    return Section("best", reading.tr("Best moments"), cards or (nothing,))


def doors(reading: Reading) -> Section:
    """Return the doors walked past, those that nobody came back to first, with questions as examples."""
    tr, found = reading.tr, reading.debrief.doors
    missed = [one for one in found if one.back is None]
    later = [one for one in found if one.back is not None]
    title = tr("Missed doors")
    if not found:
        return Section("doors", title, (Text(tr("You walked past nothing that the school let be heard.")),))
    note = Text(
        tr(
            "Here the school let something be heard, and the next turn went elsewhere. "
            "The questions are examples; "
            "in your own words they are better."
        ),
        tone="note",
    )
    blocks: list[Block] = [note, *(_door(reading, one) for one in missed)]
    if not missed:
        blocks.append(Text(tr("All of them came up after all:")))
    return Section("doors", title, (*blocks, *(_door(reading, one) for one in later)))


def _door(reading: Reading, door: Door) -> Card:
    tr = reading.tr
    blocks: list[Text | Said | Bullets] = [reading.theirs(door.cue, door.who), reading.mine(door.instead)]
    if door.words:
        blocks.append(Text(tr("Words to pick up: {words}", words=", ".join(map(_quoted, door.words)))))
    if door.back is not None:
        blocks.append(Text(tr("It came up after all in turn {n}.", n=door.back)))
    if door.examples:
        blocks.append(reading.quotes(tr("For example:"), door.examples))
    return reading.card(door.passed, *blocks, tone="missed" if door.back is None else "")


def _quoted(word: str) -> str:
    return f"‘{plain(word).strip()}’"
