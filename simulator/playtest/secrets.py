"""Whether a reply gives away what was locked when it was said, for many replies at once."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.playtest.leaks import PROOF
from simulator.practice.ask import known_lines
from simulator.scenario.model import Scenario
from simulator.school import mind
from simulator.school.acts import State
from simulator.voice.checks.locked import LockedTexts

NEED = "need"
LEAST, LEAST_OF_A_LINE = 2, 3
"""Telling words of what an item holds, or of one of its lines, that are no chance any more."""


class Secrets:
    """The telling words of all that a scenario hides.

    Args:
        scenario: the school.
    """

    def __init__(self, scenario: Scenario) -> None:
        public = " ".join(known_lines(scenario, mind.start(scenario)))
        self._reader = LockedTexts((), public, scenario.language)
        telling = self._reader.telling
        self._items = {
            item.id: [(telling(item.content), LEAST), *((telling(text), LEAST_OF_A_LINE) for text in item.say)]
            for item in scenario.items
        }
        need = scenario.need
        lines = (need.statement, *need.formulations, *need.own_question) if need else ()
        self._need = [(telling(text), LEAST) for text in lines]
        self._free = {line for fact in scenario.school.facts for line in fact.say}
        self._details = {line: item.id for item in scenario.items for detail in item.details for line in detail.say}
        self._heard: dict[str, set[str]] = {}
        self._said = {item.id: self._reader.telling(" ".join((item.content, *item.say))) for item in scenario.items}

    def _telling(self, reply: str) -> set[str]:
        """Return a reply's telling words; the lines of a scenario come back in every talk."""
        if reply not in self._heard:
            self._heard[reply] = self._reader.telling(reply)
        return self._heard[reply]

    def given_away(self, reply: str, state: State) -> tuple[str, ...]:
        """Return the ids of what the reply gives away and is not said in `state`: items, or `need`.

        As in `simulator.playtest.leaks`: half of a text's telling words, at least two of what an item holds and three
        of one of its lines. Words of what was said are no secret any more; a cue may sound like its own item; what the
        author lets be told now, a free fact or a detail of what was told, gives nothing away but what `check` warns of.
        """
        if reply in self._free or self._details.get(reply) in state.said:
            return ()
        words = self._telling(reply)
        for name in state.said:
            words = words - self._said.get(name, set())
        if len(words) < 2:
            return ()
        sounding = state.cued[-1] if state.cued else ""
        found = [
            name
            for name, texts in self._items.items()
            if name not in state.said and name != sounding and _holds(words, texts)
        ]
        if state.stage in ("contact", "exploring") and _holds(words, self._need):
            found.append(NEED)
        return tuple(found)


def _holds(words: set[str], texts: Sequence[tuple[set[str], int]]) -> bool:
    return any(len(one & words) >= max(least, PROOF * len(one)) for one, least in texts)
