"""What a sheet says once it is finished, in sentences; nl or en."""

from __future__ import annotations

from simulator.coding.codebook import VALUES
from simulator.observing.card import short_name
from simulator.observing.observed_says import clock
from simulator.observing.sheet import ENOUGH_TICKS, OWN, Mark, Observation, share_of, sides
from simulator.report.words import Words, percent, value_text


def says(seen: Observation, language: str) -> list[str]:
    """Return who did what and how much was asked and told."""
    words = Words(language)
    tr = words.tr
    out = [who for who in (names(seen, language),) if who]
    ask, tell = sides(seen.ticks)
    ticks = words.trn("{n} tick in {time}", "{n} ticks in {time}", len(seen.ticks), time=clock(seen.seconds))
    line = tr("asking {ask}, neither {neither}, telling {tell}")
    counted = line.format(ask=ask, neither=len(seen.ticks) - ask - tell, tell=tell)
    out.append(f"{ticks}: {counted}.")
    share = share_of(seen)
    if len(seen.ticks) < ENOUGH_TICKS:
        out.append(tr("Under five ticks there is no figure."))
    elif share is None:
        out.append(tr("Nothing that was ticked asks or tells, so there is no ask share."))
    else:
        out.append(tr("Ask share: {share}.").format(share=percent(share)))
    if seen.own_question is not None:
        out.append(_own(seen, seen.own_question, language))
    return out


def names(seen: Observation, language: str) -> str:
    """Return who did what, as far as it is known."""
    tr = Words(language).tr
    parts = (
        (tr("asks: {name}"), seen.asks),
        (tr("school: {name}"), seen.school),
        (tr("observes: {name}"), seen.observer),
    )
    return " · ".join(line.format(name=name) for line, name in parts if name)


def code_lines(seen: Observation, language: str) -> list[str]:
    """Return every code that was ticked with how often, from asking to telling."""
    return [
        f"{value_text(VALUES[code]):>2} {short_name(code, language)} ({code}): {number}×"
        for code, number in seen.counted.items()
        if number
    ]


def note_lines(seen: Observation, language: str) -> list[str]:
    """Return all notes with their time, in order."""
    held = [(mark.at, f"{label(mark, language)}: {mark.note}") for mark in seen.marks if mark.note]
    return [f"{clock(at)} {text}" for at, text in sorted([*held, *seen.remarks], key=lambda one: one[0])]


def label(mark: Mark, language: str) -> str:
    """Return what a mark is called."""
    tr = Words(language).tr
    return tr("the school's own question") if mark.code == OWN else short_name(mark.code, language)


def _own(seen: Observation, at: float, language: str) -> str:
    tr = Words(language).tr
    place = next(number for number, mark in enumerate(seen.marks) if mark.code == OWN)
    before, later = (
        sides(mark for mark in part if mark.code != OWN) for part in (seen.marks[:place], seen.marks[place:])
    )
    line = tr(
        "The school said its own question at {time}. Before: asking {ask}, telling {tell}; after: asking {ask_after}, "
        "telling {tell_after}."
    )
    return line.format(time=clock(at), ask=before[0], tell=before[1], ask_after=later[0], tell_after=later[1])
