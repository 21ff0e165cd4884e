"""Whether a reflection only hands the school's last answer back.

A trainee who repeats has other persons in it ("ik" becomes "jij") and leaves out hesitations and greetings, so both
are levelled before words are counted. The numbers are fitted by `python -m simulator.training.parrot_fit` on the own
corpus; in parts that it has not seen it reaches F1 0.85 (0.77 on the corpus before its parts `k`, where counting the
matter that comes back reached 0.48).
"""

from __future__ import annotations

import math
from collections import Counter

from simulator.coding.stems import stem, words

SURE = 0.4
WEIGHTS = (6.24, 10.45, -0.78, -1.43, -11.62)
"""Of the four `signs`, and the bias."""
_PERSONS = (
    "ik u jij je jullie we wij ze zij i im you we they youre mijn mn uw jouw onze ons my your our their me mij jou us"
    " i'm you're we're"
)
_EMPTY = (
    "nou eh ehm uh uhm ja jaja nee hoor dus hè he hallo hoi dag hey goedemorgen goedemiddag even ff want denk geloof"
    " en maar gewoon eigenlijk namelijk trouwens um er erm well so yes yeah yep no oh ah okay ok oké oke hi hello hiya"
    " like but and think suppose mean just really"
)
_WISHES = (
    "hoop hopen hoopt verlang verlangt verlangen wens wenst wensen gunt gunnen vrees vreest vrezen bang bezorgd zorgen"
    " mis mist missen voel voelt voelen gevoel raakt geraakt trots boos verdrietig opgelucht eenzaam blij jammer"
    " spannend hope hopes hoping wish wishes wishing longing fear fears afraid scared worry worries worried miss misses"
    " missing feel feels feeling felt proud angry sad relieved lonely glad hurts"
)
_WISH = frozenset(_WISHES.split())
_LEVEL = frozenset(_PERSONS.split())
_LEFT_OUT = frozenset(_EMPTY.split())


def signs(text: str, school: str, asks: bool, more: bool) -> tuple[float, float, float, float]:
    """Return by what a copy is known: the share of its words that are the school's, and of the school's that come back.

    Args:
        text: the unit.
        school: the last answer.
        asks: whether the turn holds a question too.
        more: whether it holds other units.
    """
    mine, source = _level(text), _level(school)
    both = sum((mine & source).values())
    return both / max(1, mine.total()), both / max(1, source.total()), float(asks), float(more)


def chance(text: str, school: str, asks: bool, more: bool) -> float:
    """Return the chance that a reflection is a bare copy of the school's last answer; arguments as in `signs`."""
    *weights, odds = WEIGHTS
    odds += sum(weight * sign for weight, sign in zip(weights, signs(text, school, asks, more), strict=True))
    return 1 / (1 + math.exp(-odds))


def adds(text: str, school: str) -> bool:
    """Return whether a reflection names a wish or a feeling that the school did not name: then it is no bare copy."""
    named = {stem(word) for word in words(school)}
    return any(word in _WISH and stem(word) not in named for word in words(text))


def _level(text: str) -> Counter[str]:
    return Counter("#" if word in _LEVEL else stem(word) for word in words(text) if word not in _LEFT_OUT)
