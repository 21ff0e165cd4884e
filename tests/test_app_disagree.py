"""I disagree: another code with a reason, kept beside the program's own."""

from __future__ import annotations

from dataclasses import replace

import debrief_fixture
import pytest
from app_helpers import running, until
from helpers_afterwards import SIZES, debriefed, services
from textual.widgets import OptionList

from simulator.app.screens.disagree import DisagreeScreen


@pytest.mark.parametrize("size", SIZES)
async def test_another_code_changes_the_row_and_the_programs_own_stays_in_sight(size):
    held = services()
    async with running(held, size) as pilot:
        _, screen = await debriefed(pilot)
        await pilot.press("2", "d")
        await until(pilot, lambda: isinstance(pilot.app.screen, DisagreeScreen))
        dialog = pilot.app.screen
        choices = dialog.query_one("#choices", OptionList)
        assert choices.option_count == 14
        assert choices.get_option("OFFER").disabled
        choices.highlighted = choices.get_option_index("INFO")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert held.corrected == []  # a reason is needed
        await pilot.press(*"zij vroeg erom", "enter")
        await until(pilot, lambda: pilot.app.screen is screen and screen.found.corrected == 1)
        assert (held.corrected[0].turn, held.corrected[0].unit) == (2, 0)
        assert (held.corrected[0].was, held.corrected[0].code, held.corrected[0].reason) == (
            "OFFER",
            "INFO",
            "zij vroeg erom",
        )
        await until(pilot, lambda: "   ◄│ " in str(screen.query_one("#map", OptionList).options[0].prompt))
        assert "*" in str(screen.query_one("#map", OptionList).options[0].prompt)
        assert "the program had found: unasked advice or offer" in screen.text().plain
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, DisagreeScreen) and pilot.app.screen.earlier)
        about = pilot.app.screen.about().plain
        assert "The program found: unasked advice or offer" in about
        assert "unasked advice or offer → information (“zij vroeg erom”)" in about


async def test_of_several_thoughts_one_is_chosen_and_escape_goes_one_step_back():
    units = (debrief_fixture.coded("Wat fijn.", "NEUTRAL"), debrief_fixture.coded("Wat zie je?", "OPEN"))
    line = replace(debrief_fixture.lines()[0], units=units)
    held = services(debriefs={None: debrief_fixture.debrief(lines=(line,))})
    async with running(held) as pilot:
        _, screen = await debriefed(pilot)
        await pilot.press("2", "d")
        await until(pilot, lambda: isinstance(pilot.app.screen, DisagreeScreen))
        dialog = pilot.app.screen
        assert dialog.query_one("#choices", OptionList).option_count == 2
        await pilot.press("down", "enter", "enter")
        assert (dialog.unit, dialog.code) == (1, "DEEP")
        await pilot.press("escape", "escape")
        assert (dialog.unit, dialog.code) == (None, "")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert held.corrected == []
