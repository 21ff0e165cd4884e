"""What a check knows besides the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from simulator.voice.types import Ask

MOST = 4000
"""Characters of a trainee's turn that are looked at: somebody may paste a book."""
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_QUOTED = re.compile(r"[\"“”„«»][^\"“”„«»]*[\"“”«»]|(?<!\w)[‘'][^‘’']{3,}[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Scene:
    """One act under way.

    Attributes:
        ask: the act.
        written: the text was written by people for this act: leaks and role words are not looked for.
        locked: says whether a text resembles anything that may not be said yet.
    """

    ask: Ask
    written: bool = False
    locked: Callable[[str], bool] | None = None

    def public(self) -> str:
        """Return all words the school may use: what is known, was said by it, or may be said now."""
        said = (line.text for line in self.ask.history if line.role == "school")
        return " \n ".join([*self.ask.known, *said, *self.ask.wordings, self.ask.persona.role, self.ask.persona.name])

    def talk(self) -> str:
        """Return the public words and those of the trainee."""
        theirs = (line.text[:MOST] for line in self.ask.history if line.role == "trainee")
        return " \n ".join([self.public(), self.ask.trainee[:MOST], *theirs])


def words(text: str) -> list[str]:
    """Return lower-case words, in order."""
    return [word.casefold() for word in WORD.findall(text)]


def unquoted(text: str) -> str:
    """Return the text without what stands between quotation marks: others may be quoted in their own way."""
    return _QUOTED.sub(" ", text)
