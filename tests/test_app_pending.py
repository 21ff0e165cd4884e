"""A turn that was sent and has no answer yet, after a failure or a crash."""

from __future__ import annotations

from threading import Event

import pytest
from app_helpers import coach, talking, until, words
from fake_practice import OPENING, FakePractice

from simulator.practice.api import PracticeError


class Unanswered(FakePractice):
    """Keeps the turn when the voice fails, as the real practice does; the same or another turn then replaces it."""

    def turn(self, text, cancel, on_clause):
        if self.pending:
            self.turns.pop()
        self.pending = text
        self._add("trainee", text)
        reply = self._speak(cancel, on_clause)
        self.pending = ""
        return self._result(self.mine[-1], self._add("school", reply))


async def send(pilot, screen, text):
    screen.composer.put(text)
    await pilot.press("enter")


async def test_words_that_got_no_answer_stand_in_the_composer_only():
    practice = Unanswered(fail=PracticeError("The server is down: start it and send again."), gate=Event())
    practice.gate.set()
    async with talking(practice) as (pilot, screen):
        await send(pilot, screen, "Hoe ging het?")
        await until(pilot, lambda: screen.busy is None and screen.now.view.pending)
        assert (words(screen), screen.composer.text) == ([OPENING], "Hoe ging het?")
        assert "server is down" in coach(screen)
        practice.gate.clear()
        await send(pilot, screen, "Hoe ging het, vorig jaar?")
        await until(pilot, lambda: screen.busy == "turn")
        assert words(screen)[:2] == [OPENING, "Hoe ging het, vorig jaar?"]
        practice.gate.set()
        await until(pilot, lambda: screen.busy is None)
        assert [block.role for block in screen.transcript.blocks] == ["school", "trainee", "school"]
        assert screen.composer.text == ""


@pytest.mark.parametrize("key", ["ctrl+e", "ctrl+r"])
async def test_changing_or_other_words_wait_until_there_is_an_answer(key):
    practice = Unanswered()
    async with talking(practice) as (pilot, screen):
        await send(pilot, screen, "Eerste?")
        await until(pilot, lambda: screen.now.view.trainee_turns == 1 and screen.busy is None)
        practice.fail = PracticeError("The server is down: start it and send again.")
        await send(pilot, screen, "Tweede?")
        await until(pilot, lambda: screen.busy is None and screen.now.view.pending)
        calls = list(practice.calls)
        await pilot.press(key)
        assert (practice.calls, screen.editing, screen.composer.text) == (calls, False, "Tweede?")
