"""What a school hopes for before it knows its need: the aim that it came with.

Asked early what should be different, or what it would like best, a school has no choice to make yet; what it says it
wants is what anybody may hear.
"""

from __future__ import annotations

import re
from dataclasses import replace

from simulator.school.acts import Decision
from simulator.school.follow import fact
from simulator.school.moment import QUESTIONS, Moment

_AIM = re.compile(
    r"\b(doel|ermee bereiken|opleveren|hoop|hopen|gunnen|geslaagd|overhouden|aim|goal|achieve|success|hop(e|ing)"
    r"|get out of it)\b",
    re.IGNORECASE,
)
_OFTEN = 2
"""So many of a fact's phrases must ask for an aim; by one of them it may be reached for another reason."""
_HOPES = re.compile(
    r"\bhoop\b|\bhoopt(e|en)?\b|\bhopen\b|\bgun(t|nen|de)?\b|\bliefst\b|\bdromen\b|\bdroomt?\b|\bwens(t|en)?\b|geslaagd"
    r"|\bzou (je|jij|u)( \w+){0,4} willen\b|\bwil (je|jij) (dat|voor)\b|\bbetekenen\b|\boverhouden\b|\bblijven hangen\b"
    r"|\banders (is|zijn|zou|wordt)\b|\bhop(e|ing)\b|\bwish\b|\bdream|\bwant (for|them|the|your|it to)\b"
    r"|\bwould you (like|want|love)\b|\bbe different\b|\bis different on\b|\bsuccess\b"
    r"|\b(to|will|would|should) remember of\b"
    r"|\bmean (for|to) (the|your|them)\b|\btake away\b",
    re.IGNORECASE,
)


def aim(m: Moment) -> Decision | None:
    """Return the aim that the school came with, to who asks what they hope for before a choice can be made."""
    if m.after or not m.reading.moves & QUESTIONS or not _HOPES.search(m.question):
        return None
    if m.turn.echoes and m.turn.echoes[0].kind not in ("request", "fact"):
        return None  # What they hope for in a story that was told is no aim of the request.
    rows = [
        (sum(map(bool, map(_AIM.search, one.topics))), m.scenario.fact_id(index))
        for index, one in enumerate(m.scenario.school.facts)
    ]
    many, name = max(rows, key=lambda row: row[0], default=(0, ""))
    found = fact(m, name) if many >= _OFTEN and name not in m.state.told else None
    if found is None or found.act != "fact":
        return None
    return replace(found, because="8 hopes, before a choice: the aim")
