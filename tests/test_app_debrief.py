"""The debrief on screen: its sections, the map, what is held back, figures hidden."""

from __future__ import annotations

import re
from dataclasses import replace

import debrief_fixture
import pytest
from app_helpers import notices, running, until
from debrief_fixture import AUTHOR, CLOSED, NEED, OWN
from helpers_afterwards import SIZES, afterwards, debriefed, practised, services, shown
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import OptionList

from simulator.app.screens.debrief_map import WIDTH, bar
from simulator.app.screens.debrief_text import SECTIONS, Look, short
from simulator.app.screens.summary import SummaryScreen
from simulator.app.widgets.sections import Sections
from simulator.practice.api import PracticeError


@pytest.mark.parametrize("size", SIZES)
async def test_every_section_is_one_key_away_and_fits(size):
    async with running(services(), size) as pilot:
        _, screen = await debriefed(pilot)
        for number, (_, name, _) in enumerate(SECTIONS, 1):
            await pilot.press(str(number))
            await pilot.pause()
            assert screen.section == number - 1
            line = screen.query_one(Sections).drawn().plain
            assert f"[{number} {name}]" in line or line == f"‹ {number}/{len(SECTIONS)} {name} ›"
            paper = screen.query_one("#paper").region
            assert paper.height >= 5
            assert paper.bottom <= size[1] - 1
        await pilot.press("right")
        assert screen.section == 0
        await pilot.press("left")
        assert screen.section == len(SECTIONS) - 1


@pytest.mark.parametrize("size", SIZES)
async def test_the_map_has_a_row_a_turn_and_shows_the_one_that_is_chosen(size):
    async with running(services(), size) as pilot:
        _, screen = await debriefed(pilot)
        await pilot.press("2")
        rows = screen.query_one("#map", OptionList)
        assert rows.option_count == 14
        prompts = [str(option.prompt) for option in rows.options]
        assert prompts[0].startswith(" 1   ◄█│     1→0 ")
        assert prompts[4].startswith(" 5     │█►   0→1 ✓ ↻ ")
        assert "◇" in prompts[2]
        assert all(len(line) <= size[0] for line in prompts)
        await pilot.press(*["down"] * 4)
        await until(pilot, lambda: screen.line.number == 5)
        text = screen.text().plain
        for part in (
            "Als jij dat zegt.",
            "Wat maakte dat je belde?",
            "elk jaar komt er een reeks",
            "OEN",
            "open question",
        ):
            assert part in text
        assert rows.region.height >= 4


def everything(screen):
    """The text of all sections."""
    parts = []
    for number in range(len(SECTIONS)):
        screen.section = number
        parts.append(screen.text().plain)
    return "\n".join(parts)


async def test_what_the_school_did_not_say_is_shown_only_after_another_try_was_offered():
    hidden = (NEED, CLOSED, AUTHOR, "Right in it")
    async with running(services()) as pilot:
        _, screen = await debriefed(pilot)
        assert screen.focused.id == "again"
        text = everything(screen)
        assert not [words for words in hidden if words in text]
        screen.section = 0
        await pilot.press("s")
        text = everything(screen)
        assert not [words for words in hidden if words not in text]
        assert not screen.check_action("reveal", ())


async def test_a_need_that_was_reached_is_quoted_and_nothing_is_held():
    async with running(services(debriefs={None: debrief_fixture.reached()})) as pilot:
        _, screen = await debriefed(pilot)
        assert OWN in screen.text().plain
        assert not screen.look.held
        assert not screen.query_one("#debrief-buttons").display


async def test_figures_can_be_hidden_and_that_is_remembered():
    held = services()
    async with running(held) as pilot:
        _, screen = await debriefed(pilot)
        assert "64%" in everything(screen)
        screen.section = 0
        await pilot.press("n")
        assert held.remembered.numbers is False
        text = everything(screen)
        assert "%" not in text
        assert "3×" not in text
        assert "more asking than telling" in text
        await pilot.press("2")
        assert " ↗ " in str(screen.query_one("#map", OptionList).options[4].prompt)
        await pilot.press("n")
        assert held.remembered.numbers is True


async def test_a_debrief_without_turns_and_one_that_cannot_be_made():
    empty = debrief_fixture.debrief(
        turns=0, lines=(), turning=(), doors=(), best=(), phases=(), arc=(), guesses=(), tip=None, mine=None,
        differences=(), opened=(), ask_share=None, deepest="", uptake=0,
    )  # fmt: skip
    async with running(services(debriefs={None: empty})) as pilot:
        _, screen = await debriefed(pilot)
        for number in range(1, 8):
            await pilot.press(str(number))
            assert screen.text().plain.strip()
        for key in "tdc":
            await pilot.press(key)
        assert pilot.app.screen is screen
    async with running(services(broken=PracticeError("Its scenario cannot be read; export it."))) as pilot:
        practice = practised()
        practice.look_back()
        await afterwards(pilot, practice)
        await until(pilot, lambda: isinstance(pilot.app.screen, SummaryScreen))
        assert any("cannot be read" in notice for notice in notices(pilot))


async def test_words_of_people_are_never_markup_and_carry_no_codes():
    line = replace(debrief_fixture.lines()[0], text="[/x] \x1b[31mrood", reply="[b]dik[/b]", effect="[link]")
    nasty = debrief_fixture.debrief(lines=(line,), title="[/] titel", notes=("[@click=app.quit]weg[/]",))
    async with running(services(debriefs={None: nasty})) as pilot:
        _, screen = await debriefed(pilot)
        assert "[/] titel" in shown(pilot)
        await pilot.press("2")
        await pilot.pause()
        assert "[b]dik[/b]" in screen.text().plain
        assert "\x1b" not in screen.text().plain
        assert "[/x] rood" in shown(pilot)


@given(st.integers(-12, 12), st.integers(-12, 12))
def test_the_bar_is_nine_cells_on_one_side_and_never_shorter_for_more(one, other):
    line = bar(one)
    assert len(line) == 2 * WIDTH + 1
    assert line[WIDTH] == "│"
    assert (line[:WIDTH].strip() != "") == (one < 0)
    assert (line[WIDTH + 1 :].strip() != "") == (one > 0)
    if abs(one) <= abs(other):
        assert len(line.replace(" ", "")) <= len(bar(other).replace(" ", ""))


def test_what_was_done_adds_up_to_all_parts_of_the_turns():
    found = debrief_fixture.debrief()
    said = next(line for line in short(found, Look(True)).plain.splitlines() if line.startswith("What you did"))
    assert sum(map(int, re.findall(r"(\d+)×", said))) == sum(len(line.units) for line in found.lines)


def test_sections_give_text_for_every_look():
    for found in (debrief_fixture.debrief(), debrief_fixture.reached(), debrief_fixture.debrief(reached=None)):
        for _, _, build in SECTIONS:
            for look in (Look(True, True), Look(True, False), Look(False, True), Look(False, False)):
                assert build is None or build(found, look).plain.strip()
