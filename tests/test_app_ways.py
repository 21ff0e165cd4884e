"""Trying again from a turn, two ways beside each other, and an assessment in which nothing is tried again."""

from __future__ import annotations

from dataclasses import replace

import debrief_fixture
import pytest
from app_helpers import notices, running, until, words, write
from debrief_fixture import NEED
from fake_practice import FakePractice
from fake_services import CARD
from helpers_afterwards import debriefed, practised, services, shown
from textual.widgets import OptionList

from simulator.app.screens.compare import ChooseBranch, CompareScreen, common, compared
from simulator.app.screens.conversation import ConversationScreen
from simulator.app.screens.debrief import DebriefScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.selfview import SelfViewScreen
from simulator.app.talk import Talk
from simulator.practice.api import Branch, PracticeError


async def test_trying_again_opens_the_conversation_before_that_turn_with_the_old_words():
    practice = practised()
    async with running(services()) as pilot:
        await debriefed(pilot, practice)
        await pilot.press("2", "down", "down", "t")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen) and pilot.app.screen._coach)
        screen = pilot.app.screen
        third = debrief_fixture.lines()[2]
        assert practice.calls[-1] == f"fork:{third.row}"
        assert screen.composer.text == third.text
        assert len(words(screen)) == 5
        assert not screen.now.view.ended
        screen.composer.put("Wat maakt dat je belde?")
        await pilot.press("enter")
        await until(pilot, lambda: screen.busy is None and len(practice.mine) == 3)
        assert len(practice.ways) == 1  # the old way is kept
        assert screen.talk.forked is None
        await pilot.press("f8", "tab", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SelfViewScreen))  # of a way not looked back on yet


async def test_escape_leaves_the_new_branch_while_nothing_was_sent():
    practice = practised()
    async with running(services()) as pilot:
        await debriefed(pilot, practice)
        await pilot.press("2", "t")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen) and pilot.app.screen._coach)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen))
        assert practice.calls[-1] == "show_again:29"
        assert practice.over
        assert len(practice.mine) == 14


async def test_a_failing_fork_stays_in_the_debrief():
    practice = practised()

    def full(turn):
        raise PracticeError("The disk is full; make room and try again.")

    practice.fork = full
    async with running(services()) as pilot:
        _, screen = await debriefed(pilot, practice)
        await pilot.press("2", "t")
        await until(pilot, lambda: any("disk is full" in notice for notice in notices(pilot)))
        assert pilot.app.screen is screen
        assert not screen._leaving


async def test_the_brief_offers_an_assessment_and_it_shows_no_help():
    held = services(rows=[])
    async with running(held, start=CARD.ref) as pilot:
        await until(pilot, lambda: pilot.app.screen.query("#mode"))
        label = pilot.app.screen.query_one("#mode").label
        assert "Practice conversation" in str(label)
        await pilot.press("f6", "f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, ConversationScreen) and pilot.app.screen.now.view.mode)
        screen = pilot.app.screen
        await until(pilot, lambda: screen.now.view.mode == "assessment")
        await write(pilot, screen, "Wat?")
        await until(pilot, lambda: len(held.practice.mine) == 1 and screen.busy is None)
        for action in ("hint", "edit", "regenerate", "meter"):
            assert screen.check_action(action, ()) is False
        await pilot.press("f2", "f4", "ctrl+e", "ctrl+r")
        assert not screen.query_one("#meter").display
        assert (held.practice.calls, screen.editing) == (["turn:Wat?"], False)
        bar_words = shown(pilot).splitlines()[-1]
        assert "stuck" not in bar_words
        assert "Edit" not in bar_words


async def test_an_assessment_is_not_tried_again_from_a_turn():
    practice = practised(mode="assessment")
    async with running(services()) as pilot:
        _, screen = await debriefed(pilot, practice)
        await pilot.press("2", "t")
        await pilot.pause(0.1)
        assert pilot.app.screen is screen
        assert not [call for call in practice.calls if call.startswith("fork")]
        assert "Again from here" not in shown(pilot)


async def test_started_for_an_assessment_the_brief_has_it_chosen_once():
    held = services(rows=[])
    async with running(held) as pilot:
        pilot.app._assessment = True
        pilot.app.again(Talk(FakePractice(), CARD.ref))
        await until(pilot, lambda: pilot.app.screen.query("#mode"))
        assert pilot.app.screen.assessment
        assert not pilot.app._assessment


def other_way():
    """The same talk until the fourth turn, then another one."""
    lines = debrief_fixture.lines()
    parted = [replace(line, row=line.row + 100, text=f"Anders {line.number}?") for line in lines[3:8]]
    return debrief_fixture.reached(lines=(*lines[:3], *parted))


WAYS = [
    Branch(29, 14, 0, "", "2026-01-06T09:30:00Z", shown=True),
    Branch(140, 8, 4, "Anders 4?", "2026-01-06T09:50:00Z"),
]


@pytest.mark.parametrize(("size", "wide"), [((80, 24), True), ((79, 24), False), ((40, 15), False)])
async def test_two_ways_lie_beside_each_other_or_under_each_other(size, wide):
    held = services(ways=list(WAYS), debriefs={140: other_way()})
    async with running(held, size) as pilot:
        _, screen = await debriefed(pilot)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen) and pilot.app.screen.other)
        await pilot.pause()
        lines = shown(pilot).splitlines()
        assert any("The same up to and with turn 3" in line for line in lines)
        assert any("This way" in line and "The other way" in line for line in lines) == wide
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)


def test_what_two_ways_share_stands_once():
    now, other = debrief_fixture.debrief(), other_way()
    assert common(now, other) == 3
    assert common(now, now) == 14
    text = "\n".join(str(part) for part in compared(now, other, wide=False, numbers=True).renderables)
    assert text.count(now.lines[2].text) == 1
    assert "Anders 4?" in text
    assert now.lines[3].text in text
    assert NEED not in text


async def test_of_several_other_ways_one_is_chosen_and_without_any_there_is_no_key():
    third = Branch(150, 5, 2, "En toen?", "2026-01-06T10:00:00Z")
    held = services(ways=[*WAYS, third], debriefs={140: other_way()})
    async with running(held) as pilot:
        await debriefed(pilot)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChooseBranch))
        options = [str(option.prompt) for option in pilot.app.screen.query_one("#branches", OptionList).options]
        assert "En toen?" in options[0]
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
        assert pilot.app.screen.branch.head == 140
    async with running(services()) as pilot:
        _, screen = await debriefed(pilot)
        assert not screen.check_action("compare", ())
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
