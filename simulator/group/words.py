"""What stands on the page of a class, in the reader's language."""

from __future__ import annotations

from simulator.group.model import Door
from simulator.growth.progress_words import depth_name
from simulator.i18n import mark
from simulator.report.labels import CODE_NAMES, DEPTHS, MADE_BY_A_PROGRAM
from simulator.report.plain import one_line
from simulator.report.words import Words

ACTS: dict[str, str] = {
    "cue": mark("let something be heard"),
    "hesitate": mark("held something back"),
}
THEN: dict[str, str] = {
    "ask": mark("the next turn asked on"),
    "tell": mark("the next turn told"),
    "neutral": mark("the next turn did neither"),
}
OF: dict[str, str] = {
    "code": mark("code"),
    "ask_share": mark("ask share of the conversation"),
    "depth": mark("depth of the conversation"),
}


def door_says(door: Door, words: Words) -> str:
    """Return where it stalled as a line: what the school did, how deep it lies, what the trainee did next."""
    said = words.tr(ACTS.get(door.act, door.act))
    layer = depth_name(door.layer, words) if door.layer in DEPTHS[1:] else ""
    parts = [f"{said} ({layer})" if layer else said]
    if door.then in THEN:
        parts.append(words.tr(THEN[door.then]))
    return "; ".join(parts)


def code_name(code: str, words: Words) -> str:
    """Return a code with what it means."""
    return f"{code} ({words.tr(CODE_NAMES[code])})" if code in CODE_NAMES else one_line(code, 20)


def who_says(who: str, words: Words) -> str:
    """Return who judged; a trainee of its own words is no name."""
    return words.tr("trainee") if who == "trainee" else who


def of_says(of: str, words: Words) -> str:
    """Return what was judged."""
    return words.tr(OF.get(of, of))


def texts(words: Words) -> dict[str, str]:
    """Return the fixed texts of the page by the names that the template calls them."""
    tr = words.tr
    return {
        "glance": tr("At a glance"), "trainee": tr("trainee"), "classroom": tr("class"),
        "talks": tr("conversations"), "last": tr("last time"), "shape": tr("ask share over time"),
        "shape_note": tr(
            "Each bar is one conversation, oldest first: up where more was asked than told, down where more was told."
        ),
        "undated_note": tr(
            "Where the dates of conversations are not known, their ask shares stand beside each other in no order."
        ),
        "undated": tr("ask shares, dates not known"),
        "from": tr("ask share, first"), "now": tr("ask share, last"),
        "stuck": tr("gets no further"), "school": tr("school"),
        "deepest": tr("deepest"), "people": tr("trainees"),
        "stalls": tr("Where conversations stall"),
        "stalls_note": tr(
            "How many conversations at each school came how deep, and what the school last let be heard or held back "
            "that then stayed closed. Of that only the layer is named."
        ),
        "doors": tr("where it stopped"),
        "no_schools": tr("No conversation with a school that hides something."),
        "each": tr("Each trainee"), "transcripts": tr("transcripts of real conversations"),
        "differs": tr("Where people and the program differ"),
        "differs_note": tr(
            "People are the trainees themselves, trainers and assessors. Agreement is known only where somebody coded "
            "whole conversations in a review project."
        ),
        "model": tr("program"), "differences": tr("other judgements"), "same": tr("agreement"),
        "pairs": tr("most often"),
        "no_differences": tr("Nobody judged anything otherwise."),
        "quotes": tr("The moments"), "turn": tr("turn"), "program_says": tr("program"), "person_says": tr("person"),
        "before": tr("school"), "reason": tr("why"), "left": tr("Left out"),
        "units": tr("of {n} units"), "foot": tr(MADE_BY_A_PROGRAM),
    }  # fmt: skip
