"""The sections of a debrief as text. Nothing that the school did not say is in it while `held` holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from rich.text import Text

from simulator.app.text import clean
from simulator.app.tips import code_name, rule_text
from simulator.debrief.model import BY_NAMES, Debrief, Guess
from simulator.debrief.shown import counts
from simulator.i18n import mark, tr, trn
from simulator.practice.api import ASSESSMENT
from simulator.report.labels import DEPTH_NAMES, LAYER_NAMES, UNKNOWN
from simulator.report.words import percent

WHEN: dict[str, str] = {
    "start": mark("At the start"),
    "middle": mark("After turn {n}"),
    "end": mark("At the end"),
}
MORE, LESS = 0.6, 0.4
"""Ask shares between which neither side outweighs the other, where figures are hidden."""
CELLS = 20
TAKEN_OVER = mark("the share of asking in the parts of your turns that ask or tell; a kind counts once in a turn")


@dataclass(frozen=True, slots=True)
class Look:
    """How a debrief is looked at: `held` leaves out what the school did not say, `numbers` shows figures."""

    held: bool
    numbers: bool = True


def heading(text: Text, words: str) -> None:
    """Append a heading, with a line free before it."""
    text.append(("\n" if text else "") + words + "\n", style="bold underline")


def quote(words: str) -> str:
    """Return words between quotation marks on one line, safe to show: what was pasted may hold blank lines."""
    return "“" + " ".join(clean(words).split()) + "”"


def asking(share: float, numbers: bool) -> str:
    """Return an ask share (0 to 1) as a figure with a bar, or in words."""
    if not numbers:
        words = {1: tr("more asking than telling"), -1: tr("more telling than asking"), 0: tr("as much of both")}
        return words[(share > MORE) - (share < LESS)]
    cells = round(min(1.0, max(0.0, share)) * CELLS)
    return f"{percent(share)}  " + "█" * cells + "░" * (CELLS - cells)


def short(found: Debrief, look: Look) -> Text:
    """Return how it went, in short; what stayed closed only once it is not held."""
    text = Text()
    _need(text, found, look.held)
    if found.mode == ASSESSMENT:
        text.append(tr("This was an assessment: no going back, no help.") + "\n")
    _figures(text, found, look.numbers)
    if found.turning:
        heading(text, tr("Where it turned"))
        for one in found.turning:
            text.append(tr("Turn {n}").format(n=one.turn) + ": " + clean(one.why) + "\n  " + quote(one.text) + "\n")
    if found.opened:
        heading(text, tr("What opened"))
        for content, layer, mine in found.opened:
            _item(text, content, layer)
            text.append("    " + tr("opened by: {words}").format(words=quote(mine)) + "\n", style="italic")
    if not look.held:
        _hidden(text, found)
    if found.notes:
        heading(text, tr("Your notes"))
        for note in found.notes:
            text.append("· " + clean(note) + "\n")
    if look.held:
        line = tr("There is more to find at this school. Try again first, or look at what stayed closed.")
        text.append("\n" + line + "\n", style="bold")
        if found.lines and found.mode != ASSESSMENT:
            text.append(tr("From a turn on the map (2) you can go another way (t).") + "\n", style="bold")
    return text


def _need(text: Text, found: Debrief, held: bool) -> None:
    if held and not found.opened:
        text.append(tr(UNKNOWN) + "\n", style="bold")
    elif found.reached is None:
        text.append(tr("Nothing was hidden at this school: it really wanted what it asked for.") + "\n", style="bold")
    elif found.reached:
        text.append(tr("✓ The school said its own question aloud:") + "\n", style="bold")
        text.append("  " + quote(found.own_question or found.hidden.need) + "\n")
    elif held:
        text.append(tr("The question behind the question was not said this time.") + "\n", style="bold")
    else:
        text.append(tr("The question behind the question was not said this time. This was it:") + "\n", style="bold")
        text.append("  " + clean(found.hidden.need) + "\n")


def _figures(text: Text, found: Debrief, numbers: bool) -> None:
    text.append("\n" + tr("Your turns: {n}").format(n=found.turns) + "\n")
    if found.ask_share is None:
        text.append(tr("Fewer than five turns: too little for a figure.") + "\n")
    else:
        text.append(tr("Asking: {share}").format(share=asking(found.ask_share, numbers)) + "\n")
        if numbers:
            text.append("  " + tr(TAKEN_OVER) + "\n", style="italic")
    counts = Counter(one.unit.code for line in found.lines for one in line.units).most_common()
    if counts:
        names = [code_name(code) + (f" {n}×" if numbers else "") for code, n in counts]
        did = tr("What you did, in parts of your turns") if numbers else tr("What you did")
        text.append(f"{did}: {', '.join(names)}\n")
    if numbers and found.uptake:
        line = trn("In {n} turn you took up words that the school had just said.",
                   "In {n} turns you took up words that the school had just said.", found.uptake)  # fmt: skip
        text.append(line.format(n=found.uptake) + "\n")
    if found.deepest:
        text.append(tr("How deep you came: {layer}").format(layer=tr(DEPTH_NAMES[found.deepest])) + "\n")
    if found.hints:
        times = trn("You asked for help {n} time.", "You asked for help {n} times.", found.hints)
        text.append(times.format(n=found.hints) + "\n")


def _item(text: Text, content: str, layer: str) -> None:
    text.append("· " + clean(content))
    if layer in LAYER_NAMES:
        text.append(f" ({tr(LAYER_NAMES[layer])})", style="italic")
    text.append("\n")


def _hidden(text: Text, found: Debrief) -> None:
    if found.hidden.items:
        heading(text, tr("What stayed closed"))
        for content, layer in found.hidden.items:
            _item(text, content, layer)
    if found.hidden.notes.strip():
        heading(text, tr("About this conversation"))
        text.append(clean(found.hidden.notes) + "\n")


def doors(found: Debrief, look: Look) -> Text:
    """Return what I walked past, and my best moments."""
    text = Text()
    heading(text, tr("Doors you walked past"))
    if not found.doors:
        text.append(tr("None: you walked past no opening of the school.") + "\n")
    for number, door in enumerate(found.doors, 1):
        after = tr("After turn {n}").format(n=door.turn)
        name = clean(door.who) or tr("The school")
        text.append(("\n" if number > 1 else "") + f"{number}. {after}, {name}: ", style="bold")
        text.append(quote(door.cue) + "\n", style="not bold")
        if door.words:
            text.append("   " + tr("Worth picking up: {words}").format(words=", ".join(map(quote, door.words))) + "\n")
        said = tr("In turn {n} you said: {words}").format(n=door.passed, words=quote(door.instead))
        text.append("   " + said + "\n")
        if door.back is not None:
            text.append("   " + tr("It came up after all in turn {n}.").format(n=door.back) + "\n")
        if door.examples:
            text.append("   " + tr("Examples; your own question may be better:") + "\n", style="italic")
            for example in door.examples:
                text.append("   – " + clean(example) + "\n", style="italic")
    if found.best:
        heading(text, tr("Your best moments"))
        for best in found.best:
            text.append(tr("Turn {n}").format(n=best.turn) + ": ", style="bold")
            text.append(quote(best.text) + "\n", style="not bold")
            text.append("   " + tr("after: {words}").format(words=quote(best.before)) + "\n")
            text.append("   " + clean(best.why) + "\n")
    return text


def phases(found: Debrief, look: Look) -> Text:
    """Return asking in each phase of the intake, and who took the steps after it."""
    from simulator.debrief.shown import kept

    text = Text()
    heading(text, tr("Asking in each phase"))
    for one in found.phases:
        turns = trn("{n} turn", "{n} turns", one.turns).format(n=one.turns)
        text.append(clean(one.name), style="bold").append(f" · {turns}\n  ", style="not bold")
        if one.share is not None:
            text.append(asking(one.share, look.numbers))
        elif not look.numbers:
            text.append(asking(one.ask / (one.ask + one.tell), False) if one.ask + one.tell else "–")
        if look.numbers:
            counts = tr("turns that ask: {ask}, that tell: {tell}").format(ask=one.ask, tell=one.tell)
            text.append(("\n  " if one.share is not None else "") + counts)
        text.append("\n")
    if found.arc:
        steps = kept(found).arc if look.held else found.arc
        heading(text, tr("Who took the steps"))
        text.append(" → ".join(clean(one.name) for one in steps) + "\n", style="italic")
        for step in steps:
            text.append(f"{clean(step.name)}: {tr(BY_NAMES[step.by])}", style="bold").append("\n", style="not bold")
            text.append("  " + clean(step.says) + "\n")
            if step.words:
                at = tr("Turn {n}").format(n=step.turn) + ": " if step.turn is not None else ""
                text.append("  " + at + quote(step.words) + "\n", style="italic")
    if found.proposed:
        text.append("\n" + clean(found.proposed) + "\n")
    return text


def guesses(found: Debrief, look: Look) -> Text:
    """Return what I thought was going on, each time with what the school had told by then."""
    text = Text()
    if not look.held and found.reached is not None:
        heading(text, tr("What was going on"))
        text.append(clean(found.hidden.need) + "\n")
    heading(text, tr("What you thought was going on"))
    if not found.guesses:
        text.append(tr("You wrote nothing down. In the conversation F3 opens a field for it.") + "\n")
    for guess in found.guesses:
        _guess(text, guess, look.held)
    if look.held:
        line = tr("What was really going on stands here once you have looked at what stayed closed (s).")
        text.append("\n" + line + "\n", style="bold")
    elif found.reached is None:
        text.append("\n" + tr("This school hid nothing.") + "\n", style="bold")
    return text


def _guess(text: Text, guess: Guess, held: bool) -> None:
    text.append(tr(WHEN[guess.when]).format(n=guess.turn) + ": ", style="bold")
    text.append(quote(guess.text) + "\n", style="not bold")
    if not held and guess.shared:
        text.append("   " + tr("Right in it: {words}").format(words=", ".join(map(clean, guess.shared))) + "\n")
    if guess.said:
        text.append("   " + tr("The school had told:") + "\n")
        for one in guess.said:
            text.append("   ✓ " + clean(one) + "\n")
    else:
        text.append("   " + tr("The school had told nothing of it yet.") + "\n")
    if not held and guess.said and guess.unsaid:
        text.append("   " + tr("It had not told yet:") + "\n")
        for one in guess.unsaid:
            text.append("   ○ " + clean(one) + "\n")


def own(found: Debrief, look: Look) -> Text:
    """Return my own view beside what was found."""
    text = Text()
    heading(text, tr("Your own view beside what was found"))
    if found.mine is None:
        text.append(tr("You left your own view empty this time.") + "\n")
        return text
    for one in found.differences:
        text.append(clean(one.name) + "\n", style="bold")
        if look.numbers or not counts(one):
            line = tr("you: {mine} · found: {found}").format(mine=clean(one.mine), found=clean(one.found))
            text.append("  " + line + "\n  " + clean(one.says) + "\n", style="not bold")
        else:
            text.append("  " + tr("Figures are hidden (n shows them).") + "\n", style="italic")
    for question, words in ((tr("What went well?"), found.mine.well), (tr("What would you do differently?"),
                             found.mine.other)):  # fmt: skip
        if words:
            heading(text, question)
            text.append(clean(words) + "\n")
    return text


def tip(found: Debrief, look: Look) -> Text:
    """Return the one thing to try next."""
    text = Text()
    heading(text, tr("One thing to try next time"))
    if found.tip is None:
        text.append(tr("No tip this time: there was too little to go by, or nothing to better.") + "\n")
        return text
    one = found.tip
    text.append(clean(one.rule_says) or rule_text(one.rule), style="bold").append("\n" + clean(one.why) + "\n")
    if one.line:
        at = tr("In turn {n} you said: {words}") if one.turn is not None else tr("You said: {words}")
        text.append("\n" + at.format(n=one.turn, words=quote(one.line)) + "\n", style="not bold")
    if one.rewritten:
        text.append(tr("As a question, for example: {words}").format(words=quote(one.rewritten)) + "\n", style="bold")
    return text


Section = Callable[[Debrief, Look], Text]
SECTIONS: tuple[tuple[str, str, Section | None], ...] = (
    ("short", mark("In short"), short),
    ("map", mark("Map"), None),
    ("doors", mark("Doors"), doors),
    ("phases", mark("Phases"), phases),
    ("guesses", mark("Guesses"), guesses),
    ("own", mark("Your view"), own),
    ("tip", mark("Tip"), tip),
)
"""Name, heading and text of each section; the map has rows instead."""
