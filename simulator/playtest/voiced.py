"""Lets a model phrase what a played school does: slower, and what is said is then what a trainee would read."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

from simulator.playtest.play import Talk
from simulator.practice.ask import ask, locked_lines
from simulator.practice.records import unsaved
from simulator.practice.session import Speaking
from simulator.scenario.model import Scenario
from simulator.school.acts import Decision, State
from simulator.school.topics import Topics


class Voiced:
    """Phrases decisions with a voice (`simulator.playtest.play.Says`).

    Args:
        scenario: the school. `topics`: of it.
        voice: loaded.
    """

    def __init__(self, scenario: Scenario, topics: Topics, voice: Speaking) -> None:
        self._scenario, self._topics, self._voice = scenario, topics, voice

    def __call__(self, talk: Talk, text: str, codes: tuple[str, ...], decision: Decision, state: State) -> str:
        """Return the guarded reply."""
        rows = [unsaved(0, "school", talk.spoken[0][1], self._scenario.speakers[0].id)]
        for turn in talk.turns:
            rows.append(unsaved(len(rows), "trainee", turn.text))
            said = {"wording": turn.reply, "reaction": ""}
            rows.append(unsaved(len(rows), "school", turn.reply, turn.speaker, said))
        rows.append(unsaved(len(rows), "trainee", text))
        asked = ask(self._scenario, decision, state, rows, codes)
        asked = replace(asked, fit=self._topics.fit(text, asked.wordings))
        return self._voice.speak(asked, Event(), lambda clause: None, locked_lines(self._scenario, state)).text
