"""The keys of the review screen; each can be given another one."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from simulator.app.tips import CODES
from simulator.coding.codebook import VALUES
from simulator.i18n import mark
from simulator.observing.keys import KEYS
from simulator.report.labels import FLAG_NAMES
from simulator.report.words import value_text

FLAG_KEYS: dict[str, str] = {
    "asked": "1", "no_pause": "2", "guess": "3", "parrot": "4", "interrogation": "5", "off_topic": "6", "own_idea": "7",
    "stacked": "8", "uptake": "9", "repair": "0", "why": "w", "form_open": "o", "form_closed": "c",
}  # fmt: skip
"""Keys of the flags in their list; the digits also work outside it."""


def code_keys() -> list[BindingType]:
    """Return a key for each code: the same as on the observer's sheet."""
    return [
        Binding(
            key, f"code('{code}')", CODES[code], id=f"review.code.{code.lower()}", show=False,
            tooltip=f"({code}, {value_text(VALUES[code])})",
        )
        for code, key in KEYS.items()
    ]  # fmt: skip


def flag_keys() -> list[BindingType]:
    """Return a key for each flag that has a digit."""
    return [
        Binding(
            key, f"flag('{flag}')", FLAG_NAMES[flag], id=f"review.flag.{flag}", show=False,
            tooltip=mark("Set this flag, or take it off"),
        )
        for flag, key in FLAG_KEYS.items() if key.isdigit()
    ]  # fmt: skip


def moves() -> list[BindingType]:
    """Return the keys that go through the transcript."""
    return [
        Binding("up", "step(-1)", mark("Up"), id="review.up", show=False, tooltip=mark("The part before this one")),
        Binding("down", "step(1)", mark("Down"), id="review.down", show=False, tooltip=mark("The next part")),
        Binding("left", "word(-1)", mark("Word back"), id="review.left", show=False,
                tooltip=mark("The cursor one word back")),
        Binding("right", "word(1)", mark("Word on"), id="review.right", show=False,
                tooltip=mark("The cursor one word on: there you can cut")),
        Binding("pageup", "scroll(-1)", mark("Page up"), id="review.pageup", show=False,
                tooltip=mark("Look back; the mark stays")),
        Binding("pagedown", "scroll(1)", mark("Page down"), id="review.pagedown", show=False,
                tooltip=mark("Look on; the mark stays")),
        Binding("home", "edge(-1)", mark("First"), id="review.home", show=False, tooltip=mark("The first turn")),
        Binding("end", "edge(1)", mark("Last"), id="review.end", show=False, tooltip=mark("The last turn")),
        Binding("n", "open", mark("Next to do"), id="review.todo", show=False,
                tooltip=mark("The next turn that is not done or wants a reason")),
        Binding("v", "differing", mark("Next difference"), id="review.differing", show=False,
                tooltip=mark("The next turn in which you differ from the codes beside yours")),
        Binding("t", "unsure", mark("Next in doubt"), id="review.unsure", show=False,
                tooltip=mark("The next part of which the machine is unsure")),
        Binding("m", "against", mark("Beside"), id="review.against", show=False,
                tooltip=mark("Whose codes stand beside yours: the machine's or a colleague's")),
    ]  # fmt: skip


def edits() -> list[BindingType]:
    """Return the keys that decide something."""
    return [
        Binding("space,enter", "right", mark("Right, next"), id="review.right-next",
                tooltip=mark("Right as it stands; on to the next turn, or to the next part without a code")),
        Binding("x", "split", mark("Cut"), id="review.split", tooltip=mark("Cut in two before the word of the cursor")),
        Binding("c", "join", mark("Join"), id="review.join", tooltip=mark("Join with the next part of the turn")),
        Binding("p", "sentences", mark("By sentence"), id="review.sentences", show=False,
                tooltip=mark("Cut where sentences end")),
        Binding("r", "reason", mark("Reason"), id="review.reason",
                tooltip=mark("Say why; Shift+R says the same again")),
        Binding("R", "again", mark("Same reason"), id="review.again", show=False,
                tooltip=mark("The same reason as last time")),
        Binding("f", "flags", mark("Flags"), id="review.flags", tooltip=mark("Set flags, or take them off")),
        Binding("z,backspace", "undo", mark("Take back"), id="review.undo",
                tooltip=mark("Take back the last decision")),
        Binding("f4", "legend", mark("Keys on, off"), id="review.legend", show=False,
                tooltip=mark("Show or hide the keys of the codes")),
        Binding("f6", "work", mark("Differences"), id="review.work",
                tooltip=mark("The list of turns in which you differ")),
        Binding("f8", "finish", mark("Finish"), id="review.finish",
                tooltip=mark("All is coded; or go on with what was finished")),
        Binding("escape", "leave", mark("Back"), id="review.back",
                tooltip=mark("To the transcripts; everything is kept")),
    ]  # fmt: skip
