"""Whether what is said in a scenario is in the language that it names.

Rule: language. How a language is told comes from outside (`Tell`): this room knows no such model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from simulator.scenario.check_words import spoken
from simulator.scenario.problems import Finding
from simulator.scenario.raw import Data

MOST = 200
"""So many lines, spread over the file, are enough."""
TOGETHER = 20
"""So many of them are told as one: a line alone is too short to be sure."""
PLAIN = 0.08
"""Where so many of the words are such as no talk in a language goes without, it is that language; others need a model.

Of the shipped cases it is 0.13 to 0.16 of the words, and 0.004 of those of the other language.
"""
_EVERYDAY = {"nl": {"dat", "een", "het", "ik", "niet", "van"}, "en": {"and", "it", "of", "that", "the", "to"}}
_WORD = re.compile(r"\w+")
Tell = Callable[[Sequence[str]], tuple[str, str]]
"""Returns code and name of the language that most of some texts are in; empty where there is too little."""


def check_language(data: Data, tell: Tell) -> Iterator[Finding]:
    """Yield a finding where most of what is said is in another language than `language` says."""
    stated = data.get("language")
    if stated not in ("nl", "en"):
        return  # said already
    lines = [line for _, line, _ in spoken(data)]
    lines = lines[:: max(1, len(lines) // MOST)]
    if _plainly(lines, stated):
        return
    code, name = tell([" ".join(lines[at : at + TOGETHER]) for at in range(0, len(lines), TOGETHER)])
    if code in ("nl", "en") and code != stated:
        message = f"What is said in this file is {name}; write 'language: {code}' here, or write the lines anew."
        yield Finding(("language",), message, "language")
    elif code and code != stated:
        message = f"What is said in this file looks like {name}; a case is in Dutch (nl) or English (en)."
        yield Finding(("language",), message, "language", "warning")


def _plainly(lines: Sequence[str], language: str) -> bool:
    words = [word for line in lines for word in _WORD.findall(line.casefold())]
    return sum(word in _EVERYDAY[language] for word in words) > PLAIN * len(words)
