"""The course of the talk: asking per phase, who took which step, what I thought was going on, what opened."""

from __future__ import annotations

from simulator.debrief.model import BY_NAMES, Arc, Guess
from simulator.debrief.paper import sentences
from simulator.debrief.paper.blocks import Block, Bullets, Card, Cell, Figure, Fold, Section, Table, Text
from simulator.debrief.paper.reading import Reading, anchor
from simulator.debrief.shown import holds_back
from simulator.report.plain import plain

FEW = 5
"""Contents in a list that a page shows at once."""


def phases(reading: Reading) -> Section | None:
    """Return how much was asked over all and in each phase of the intake; None: there were none."""
    tr, words, debrief = reading.tr, reading.words, reading.debrief
    if not debrief.phases:
        return None
    blocks: list[Block] = [_share(reading)] if reading.numbers else []
    few = tr("too few turns for a figure")
    rows = []
    for one in debrief.phases:
        row = [Cell(one.name), Cell(str(one.turns)), Cell(sentences.phase_says(one, words, reading.numbers))]
        row += [Cell(few if one.share is None else words.percent(one.share), at=one.share)] if reading.numbers else []
        rows.append(tuple(row))
    head = (tr("Phase"), tr("Your turns"), tr("What your turns do"), tr("Ask share"))
    blocks.append(Table(tr("Asking in each phase of the intake"), head if reading.numbers else head[:-1], tuple(rows)))
    if reading.numbers and debrief.uptake:
        blocks.append(
            Text(words.trn(
                "In {n} turn you took up words that the school had just said.",
                "In {n} turns you took up words that the school had just said.", debrief.uptake,
            ))
        )  # fmt: skip
    return Section("phases", tr("Asking, phase by phase"), tuple(blocks))


def _share(reading: Reading) -> Block:
    share = reading.debrief.ask_share
    if share is None:
        return Text(reading.tr("Under five turns that say something there is no ask share: it would be chance."))
    says = reading.tr("So much of the parts of your turns that ask or tell asks; a kind counts once in a turn.")
    return Figure(reading.tr("Ask share"), reading.words.percent(share), share, says)


def arc(reading: Reading) -> Section | None:
    """Return the steps of the coaching arc and who took them; None: there are none."""
    tr, debrief = reading.tr, reading.debrief
    if not debrief.arc:
        return None
    note = Text(
        tr(
            "Coaching goes from awareness to responsibility, choice and action. "
            "A step that the school takes itself, lasts."
        ),
        tone="note",
    )
    blocks: list[Block] = [note, *(_step(reading, one) for one in debrief.arc)]
    if debrief.proposed:
        blocks.append(Text(debrief.proposed))
    return Section("arc", tr("Who took which step"), tuple(blocks))


def _step(reading: Reading, one: Arc) -> Card:
    by = reading.tr(BY_NAMES[one.by])
    title = f"{one.name}: {by}" if one.turn is None else f"{one.name}: {by}, {reading.turn(one.turn).lower()}"
    blocks: tuple[Block, ...] = (Text(one.says),)
    if one.words:
        said = reading.mine(one.words) if one.by == "trainee" else reading.theirs(one.words)
        blocks = (*blocks, said)
    return Card(title, blocks, link=anchor(one.turn) if one.turn is not None else "")


def guesses(reading: Reading) -> Section | None:
    """Return what the trainee thought was going on, against the need where it may be shown; None: nothing written."""
    tr, debrief = reading.tr, reading.debrief
    if not debrief.guesses:
        return None
    blocks: list[Block] = []
    if debrief.hidden.need:
        blocks.append(reading.quotes(tr("What it was about:"), (debrief.hidden.need,)))
    elif debrief.reached is None and not holds_back(debrief):
        blocks.append(Text(tr("This school hides nothing: what it asks for is what it needs.")))
    blocks += [_guess(reading, one) for one in debrief.guesses]
    return Section("guesses", tr("What you thought was going on"), tuple(blocks))


def _guess(reading: Reading, one: Guess) -> Card:
    tr = reading.tr
    text = plain(one.text).strip()
    blocks: list[Block] = [Text(text)]
    if one.shared:
        words = ", ".join(f"‘{plain(word)}’" for word in one.shared)
        blocks.append(Text(tr("Words of yours that what it was about holds too: {words}", words=words)))
    if one.said:
        blocks.append(_list(reading, tr("What the school had told by then"), one.said))
    else:
        blocks.append(Text(tr("The school had told nothing of it by then."), tone="note"))
    if one.unsaid:
        blocks.append(_list(reading, tr("What it had not told by then"), one.unsaid))
    return Card(sentences.guess_when(one, reading.words), tuple(blocks))


def _list(reading: Reading, head: str, texts: tuple[str, ...]) -> Block:
    if len(texts) <= FEW:
        return reading.quotes(f"{head}:", texts)
    return Fold(f"{head} ({len(texts)})", (reading.quotes("", texts),))


def opened(reading: Reading) -> Section:
    """Return what opened by which words, and what stayed closed where that may be shown."""
    tr, debrief = reading.tr, reading.debrief
    blocks: list[Block] = [
        Card(
            tr("Opened, {layer}", layer=sentences.layer_name(layer, reading.words)),
            (Text(plain(content).strip(), reading.lang), reading.mine(by)),
        )
        for content, layer, by in debrief.opened
    ] or [Text(tr("Nothing opened this time."))]
    if debrief.opened:
        says = reading.tr("In short, as the author of the scenario put it; the school said it in words of its own.")
        blocks.insert(0, Text(says, tone="note"))
    return Section("opened", tr("What opened and what stayed closed"), (*blocks, *_closed(reading)))


def _closed(reading: Reading) -> list[Block]:
    tr, hidden = reading.tr, reading.debrief.hidden
    if holds_back(reading.debrief):
        return [
            Text(
                tr(
                    "There is more to find at this school, and it is left out here. "
                    "Try again first, from any turn; "
                    "then have this debrief made with what stayed closed."
                ),
                tone="notice",
            )
        ]
    blocks: list[Block] = []
    if hidden.need and not reading.debrief.reached:
        blocks.append(Card(tr("The question behind the question"), (Text(plain(hidden.need).strip(), reading.lang),)))
    for layer in dict.fromkeys(layer for _, layer in hidden.items):
        texts = tuple(content for content, other in hidden.items if other == layer)
        title = tr("Stayed closed, {layer}", layer=sentences.layer_name(layer, reading.words))
        blocks.append(Card(title, (reading.quotes("", texts),)))
    if not hidden.items:
        blocks.append(Text(tr("Nothing stayed closed.")))
    return blocks


def notes(reading: Reading) -> Section | None:
    """Return the trainee's notes, and the author's on this scenario where they may be shown; None: there are none."""
    tr, debrief = reading.tr, reading.debrief
    blocks: list[Block] = []
    if debrief.notes:
        blocks.append(Bullets(tuple(Text(plain(one).strip()) for one in debrief.notes), tr("Your notes")))
    if debrief.hidden.notes.strip():
        text = Text(plain(debrief.hidden.notes).strip(), reading.lang)
        blocks.append(Card(tr("About this conversation"), (text,)))
    return Section("notes", tr("Notes"), tuple(blocks)) if blocks else None
