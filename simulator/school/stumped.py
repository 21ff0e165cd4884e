"""What a speaker says to a question that nobody wrote an answer to: by what it asks for, so that it was heard.

What somebody feels, wants or makes of a thing has no answer that another would know: they have no words for it now.
Asked for a particular (who that was, what was on it) they do not have it at hand; asked whom they mean they name
nobody, and what lies behind something they cannot put a finger on.
"""

from __future__ import annotations

from simulator.school import words
from simulator.school.acts import Decision
from simulator.school.kinds import asked_for, instance, now, particular
from simulator.school.moment import Moment

VARIANT = "no_answer"


def stumped(m: Moment, because: str, ahead: bool = False) -> Decision:
    """Return hesitation that fits what was asked for, where the scenario has words for it.

    Args:
        m: the moment.
        because: the rule.
        ahead: asked for a choice or a first step, which is no particular that one could have at hand.
    """
    lines = m.scenario.wording(m.speaker).no_answer
    language = m.scenario.language
    kind = asked_for(m.question, language)
    if kind == "ever" and instance(m.question):
        kind = None  # "Could you name a moment …?" asks for no yes or no.
    if kind is None and not ahead:
        found = now(m.question, language)
        named = particular(m.question, language) or instance(m.question)
        kind = found if found in lines else "concrete" if named else None
    if kind not in lines:
        return words.hesitate(m.scenario, m.speaker, because)
    return Decision("hesitate", m.speaker, tuple(lines[kind]), variant=f"{VARIANT}.{kind}", because=because)
