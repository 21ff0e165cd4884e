"""A debrief made into a paper."""

from __future__ import annotations

from simulator import __version__
from simulator.debrief.model import Debrief
from simulator.debrief.paper import course, lessons, sentences, turns
from simulator.debrief.paper.blocks import Paper
from simulator.debrief.paper.reading import Reading
from simulator.debrief.shown import kept
from simulator.report.labels import MADE_BY_A_PROGRAM
from simulator.report.plain import one_line
from simulator.report.words import Words


def paper(debrief: Debrief, *, hidden: bool = False, numbers: bool = True) -> Paper:
    """Return the paper of a debrief in its reader's language.

    Args:
        debrief: all of it.
        hidden: with what the school did not say, also where its own question was not reached.
        numbers: with figures; words stay either way.
    """
    words = Words(debrief.reader)
    reading = Reading(kept(debrief, hidden=hidden, numbers=numbers), words, numbers)
    made = (
        lessons.in_short(reading), lessons.tip(reading), lessons.own_view(reading), turns.the_map(reading),
        lessons.best(reading) if debrief.lines else None, lessons.doors(reading) if debrief.lines else None,
        course.phases(reading), course.arc(reading) if debrief.lines else None, course.guesses(reading),
        course.opened(reading), course.notes(reading), turns.turn_by_turn(reading) if debrief.lines else None,
    )  # fmt: skip
    return Paper(
        language=words.language,
        title=words.tr("Debrief"),
        about=one_line(debrief.title, 200) or words.tr("A conversation"),
        lang=reading.lang,
        facts=sentences.facts(debrief, words, numbers),
        sections=tuple(one for one in made if one is not None),
        foot=_foot(debrief, words),
    )


def _foot(debrief: Debrief, words: Words) -> tuple[str, ...]:
    coder = one_line(debrief.coder, 120) or words.tr("not named")
    return (
        words.tr(MADE_BY_A_PROGRAM),
        f"{words.tr('Codebook')}: {words.tr('version')} {debrief.codebook} · {words.tr('coder')}: {coder} · "
        f"toask {__version__}",
    )
