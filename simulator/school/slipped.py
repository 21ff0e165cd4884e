"""Rule 5: what who asks on about a cue hears while its story stays closed: an answer in the image of that very cue."""

from __future__ import annotations

from simulator.school.acts import Decision, Target
from simulator.school.asking import asks_for
from simulator.school.gates import eligible
from simulator.school.lexicon import shared, stems, telling
from simulator.school.manner import MEANT, points_back
from simulator.school.moment import QUESTIONS, Moment

VARIANT = "asked_on"
PLAINLY = 0.9
"""From here on something else is asked for, whatever of the cue comes back in the question."""


def slipped(m: Moment, about: Target, reaction: str = "") -> Decision | None:
    """Return what was written for who asks on about the cue that was said just now.

    None where nobody wrote it, or where the question is `about` something else.
    """
    last = m.state.last
    if m.turn.cue < 0 or last != about or last.kind != "item" or last.id in m.state.said:
        return None
    lines = m.scenario.item(last.id).asked_on
    if m.turn.cue >= len(lines) or not m.mine(m.scenario.item(last.id)):
        return None
    wordings = (lines[m.turn.cue],)
    return Decision("cue", m.speaker, wordings, last, VARIANT, reaction, "5 asked on about a cue: in its own image")


def asked_what_slipped(m: Moment) -> Decision | None:
    """Answer a question that asks for nothing but the cue just said ("De helft van wat?"), before all that lies near.

    Not where its story opens now, nor where the question plainly asks for something else.
    """
    last = m.state.last
    if m.turn.cue < 0 or last is None or last.kind != "item" or not m.reading.moves & QUESTIONS:
        return None
    item = m.scenario.item(last.id)
    if eligible(item, m.state, m.speaker, m.reading.moves):
        return None
    if any(hit.target != last and hit.target.kind != "more" and hit.score >= PLAINLY for hit in m.turn.hits):
        return None
    return slipped(m, last, m.confirming) if _only_that(m, item.cue[m.turn.cue]) else None


def _only_that(m: Moment, cue: str) -> bool:
    """Whether a question holds words of the cue and no other telling ones, or none and points back."""
    language = m.scenario.language
    mine = set(telling(m.question, language))
    theirs = shared(mine, set(stems(cue, language)), language)
    if mine:
        return not mine - theirs
    back = points_back(m.question, language) or MEANT.search(m.question) or m.turn.echoes[:1] == (m.state.last,)
    return bool(back) and asks_for(m.question, language) != "yes"
