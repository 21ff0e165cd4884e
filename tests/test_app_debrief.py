"""What follows on a conversation: one's own view before any figure, the debrief, another code, another try."""

from __future__ import annotations

import json
from dataclasses import replace
from threading import Event

import debrief_fixture
import pytest
from app_helpers import coach, notices, running, talking, until, words, write
from debrief_fixture import AUTHOR, CLOSED, NEED, OWN
from fake_practice import CARD, FakePractice, FakeServices
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text
from textual.widgets import OptionList

from simulator.app.screens.compare import ChooseBranch, CompareScreen, common, compared
from simulator.app.screens.conversation import ConversationScreen
from simulator.app.screens.debrief import DebriefScreen
from simulator.app.screens.debrief_map import WIDTH, bar
from simulator.app.screens.debrief_text import SECTIONS, Look
from simulator.app.screens.disagree import DisagreeScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.selfview import SelfViewScreen
from simulator.app.screens.summary import SummaryScreen
from simulator.app.settings import Settings
from simulator.app.talk import Talk
from simulator.app.widgets.sections import Sections
from simulator.practice.api import Branch, PracticeError

SIZES = [(80, 24), (40, 15)]


def services(**changes):
    return FakeServices(**{"remembered": Settings(language="en", warmed_up=True), **changes})


def practised(**changes):
    """An ended conversation of fourteen turns; its ids are those of the fixture's rows."""
    practice = FakePractice(patience=99, **changes)
    for line in debrief_fixture.lines():
        practice.turn(line.text, Event(), lambda clause: None)
    practice.over, practice.mode = True, changes.get("mode", "practice")
    return practice


def shown(pilot):
    """Every cell that is on the screen."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def afterwards(pilot, practice=None):
    """Open what follows on a conversation from its screen, as reading it from the history does."""
    talk = Talk(practice or practised(), CARD.ref)
    pilot.app.read(talk)
    await until(pilot, lambda: pilot.app.screen.now.view.ended)
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(pilot.app.screen, ConversationScreen))
    return talk


async def debriefed(pilot, practice=None):
    """The debrief, own view skipped."""
    practice = practice or practised()
    practice.look_back()
    talk = await afterwards(pilot, practice)
    await until(pilot, lambda: pilot.app.screen.found)
    return talk, pilot.app.screen


# -- one's own view ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_own_view_comes_before_any_figure_and_is_kept(size):
    held = services()
    practice = practised()
    async with running(held, size) as pilot:
        await afterwards(pilot, practice)
        screen = pilot.app.screen
        assert isinstance(screen, SelfViewScreen)
        assert "%" not in shown(pilot)
        assert not [call for call in held.calls if call.startswith("debrief")]
        await pilot.press("right", "right", "enter", *["right"] * 3, "enter", *"goed [b]", "enter", *"anders", "enter")
        await pilot.press(*"durven", "enter")
        assert screen.focused.id == "keep"
        assert screen.focused.region.bottom <= size[1]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen) and pilot.app.screen.found)
        kinds = dict(practice.kept)
        assert json.loads(kinds["self"]) == {
            "share": 60,
            "layer": "underlying",
            "well": "goed [b]",
            "other": "anders",
        }
        assert kinds["hypothesis"] == "durven"
        assert held.calls[-1] == "debrief:c1:None"


async def test_the_own_view_can_be_skipped_and_is_not_asked_again():
    practice = practised()
    async with running(services()) as pilot:
        await afterwards(pilot, practice)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen))
        assert practice.kept == []
        pilot.app.go_home()
        await afterwards(pilot, practice)
        assert isinstance(pilot.app.screen, DebriefScreen)


async def test_what_was_written_stays_when_it_cannot_be_kept():
    practice = practised()
    async with running(services()) as pilot:
        await afterwards(pilot, practice)
        screen, keep = pilot.app.screen, practice.note

        def full(kind, text):
            raise PracticeError("The disk is full; make room and try again.")

        practice.note = full
        await pilot.press("enter", "enter", *"goed")
        await pilot.press("f5")
        await until(pilot, lambda: any("disk is full" in notice for notice in notices(pilot)))
        assert pilot.app.screen is screen
        assert screen.view().well == "goed"
        practice.note = keep
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen))


async def test_a_guess_is_asked_for_once_halfway_and_nothing_is_in_the_way():
    practice = FakePractice(patience=5)
    async with talking(practice, services=services()) as (pilot, screen):
        lines = []
        for number in range(4):
            await write(pilot, screen, "Wat?")
            await until(pilot, lambda n=number: len(practice.mine) == n + 1 and screen.busy is None)
            lines.append("Half of the time" in coach(screen))
            assert screen.composer.has_focus
        assert lines == [False, False, True, False]


# -- the debrief ---------------------------------------------------------------------------------------------------


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


# -- I disagree ----------------------------------------------------------------------------------------------------


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


# -- try again from here -------------------------------------------------------------------------------------------


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


# -- assessment ----------------------------------------------------------------------------------------------------


async def test_the_brief_offers_an_assessment_and_it_shows_no_help():
    held = services(rows=[])
    async with running(held, start=CARD.ref) as pilot:
        await until(pilot, lambda: pilot.app.screen.query("#mode"))
        label = pilot.app.screen.query_one("#mode").label
        assert "practise" in str(label)
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


# -- compare -------------------------------------------------------------------------------------------------------


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


def test_sections_give_text_for_every_look():
    for found in (debrief_fixture.debrief(), debrief_fixture.reached(), debrief_fixture.debrief(reached=None)):
        for _, _, build in SECTIONS:
            for look in (Look(True, True), Look(True, False), Look(False, True), Look(False, False)):
                assert build is None or isinstance(build(found, look), Text)


async def test_the_summary_from_the_warm_up_stays_a_summary():
    practice = FakePractice(over=True)
    async with talking(practice, services=services(), warmup=True) as (pilot, _):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SummaryScreen))
