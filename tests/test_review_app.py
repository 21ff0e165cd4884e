"""The review screens: one key a decision, at once on the disk; nothing of hidden codes; at both sizes."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager

import pytest
from app_helpers import notices, until
from fake_services import FakeServices
from helpers_review import TALK, TURNS, OneCode, at_work, code_all, machines, project, with_machine
from textual.widgets import Input, OptionList

from simulator import i18n
from simulator.app.review import ReviewApp
from simulator.app.screens.confirm import AskLine, Confirm
from simulator.app.screens.review import ReviewProject
from simulator.app.screens.review_code import ReviewCode
from simulator.app.screens.review_flags import ReviewFlags
from simulator.app.screens.review_speakers import ReviewSpeakers
from simulator.app.screens.review_text import hang
from simulator.app.screens.review_work import ReviewWork
from simulator.app.settings import Settings
from simulator.app.widgets.codelegend import CodeLegend, legend
from simulator.app.widgets.unitlist import UnitList
from simulator.coding.codebook import CODES
from simulator.observing.card import short_name
from simulator.observing.keys import KEYS
from simulator.review.desk import Desk
from simulator.review.journal import load
from tests.pace import slowness

SIZES = [(80, 24), (40, 15)]
WIDE = (80, 24)


@pytest.fixture(autouse=True)
def english(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    i18n.use("en")


def transcript(tmp_path, roles=True):
    """Write the talk as a file; without roles nobody can know who asks."""
    names = {"trainee": "trainee", "school": "school"} if roles else {"trainee": "Anna", "school": "Bo"}
    path = tmp_path / "gesprek.txt"
    path.write_text("".join(f"{names[role]}: {text}\n" for _, role, text in TURNS), "utf-8")
    return path


def desk_for(tmp_path, coder="Els", blind=False, machine=None, roles=True):
    path = transcript(tmp_path, roles)
    held, made = machines(machine or OneCode())
    return Desk([str(path)], coder=coder, blind=blind, machines=held, language="nl"), made


@asynccontextmanager
async def reviewing(desk, size=WIDE):
    app = ReviewApp(FakeServices(Settings(language="en", warmed_up=True)), desk)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: (app.screen_stack and not isinstance(app.screen, ReviewProject)) or ready(app))
        yield pilot


def ready(app):
    return getattr(app.screen_stack[0], "ready", False) or getattr(app.screen_stack[0], "failed", False)


@asynccontextmanager
async def coding(desk, size=WIDE):
    async with reviewing(desk, size) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewCode))
        await until(pilot, lambda: not pilot.app.screen.reading and pilot.app.screen.query_one(UnitList).rows)
        yield pilot, pilot.app.screen


def lines(screen):
    return [line.plain for row in screen.query_one(UnitList).rows for line in row.lines]


def everything(screen):
    """All words on the screen, the transcript's included."""
    shown = [str(widget.render()) for widget in screen.query("Static")]
    return "\n".join([*lines(screen), *shown])


def kept(desk, name="Els"):
    return load(desk.path).talks["gesprek"].coding(name)


# -- coming in -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_speakers_are_mapped_on_screen_and_nothing_goes_on_before(tmp_path, size):
    desk, _ = desk_for(tmp_path, roles=False)
    async with reviewing(desk, size) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewSpeakers))
        screen = pilot.app.screen
        assert screen.given == {}
        await pilot.press("enter")
        assert "Bo" in notices(pilot)[-1]
        assert not desk.journal.project.talks
        await pilot.press("s", "s", "enter")
        assert "somebody" in notices(pilot)[-1]
        await pilot.press("t", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewCode))
        roles = {line.speaker: line.role for line in desk.journal.project.talks["gesprek"].talk.lines}
        assert roles == {"Bo": "school", "Anna": "trainee"}
    again = Desk(desk.names, coder="Els", machines=desk.machines, language="nl")
    async with coding(again):
        pass  # asked once, kept with the project


async def test_answers_are_offered_for_the_next_transcript_but_have_to_be_confirmed(tmp_path):
    desk, _ = desk_for(tmp_path, roles=False)
    other = tmp_path / "tweede.txt"
    other.write_text("Anna: Dag, hoe gaat het?\nBo: Goed hoor.\n", "utf-8")
    desk.names = [*desk.names, str(other)]
    async with reviewing(desk) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewSpeakers))
        await pilot.press("s", "t", "enter")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, ReviewSpeakers) and pilot.app.screen.talk.id == "tweede"
        )
        assert "is that right?" in str(pilot.app.screen.query_one(OptionList).get_option_at_index(0).prompt)
        assert "tweede" not in desk.journal.project.talks
        await pilot.press("escape")
        await until(pilot, lambda: ready(pilot.app))
        assert list(desk.journal.project.talks) == ["gesprek"]


async def test_who_codes_is_asked_when_it_was_not_said(tmp_path):
    desk, _ = desk_for(tmp_path, coder="")
    async with reviewing(desk) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        pilot.app.screen.query_one(Input).value = "machine"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        pilot.app.screen.query_one(Input).value = "Jo"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewCode))
    assert load(desk.path).names == ["Jo"]


# -- coding --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_every_code_has_its_key_and_is_on_the_disk_at_once(tmp_path, size):
    desk, _ = desk_for(tmp_path, blind=True)
    async with coding(desk, size) as (pilot, screen):
        for code in CODES:
            await pilot.press(KEYS[code])
            assert kept(desk).turns[2].cuts[0].code == code
            shown = short_name(code, "en") if size == WIDE else code
            assert any(line.startswith("▶") and shown in line for line in lines(screen))


@pytest.mark.parametrize("size", SIZES)
async def test_cutting_at_the_word_joining_reasons_flags_and_undo(tmp_path, size):
    desk, _ = desk_for(tmp_path, blind=True)
    async with coding(desk, size) as (pilot, screen):
        await pilot.press("x")
        assert "word" in notices(pilot)[-1]
        await pilot.press("right", "x", "w")
        assert [one.given for one in kept(desk).turns[2].cuts] == [(0, 4, ""), (5, 58, "OPEN")]
        await pilot.press("9", "f")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewFlags))
        await pilot.press("w")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        pilot.app.screen.query_one(Input).value = "kan [b]alle\x1b kanten"
        await pilot.press("enter")
        second = kept(desk).turns[2].cuts[1]
        assert (second.flags, second.reason) == (("uptake", "why"), "kan [b]alle kanten")
        await pilot.press("up", "c")
        assert [one.given for one in kept(desk).turns[2].cuts] == [(0, 58, "OPEN")]
        await pilot.press("z", "backspace")
        assert len(kept(desk).turns[2].cuts) == 2
        assert kept(desk).turns[2].cuts[1].reason == ""
        assert screen.turn == 2


async def test_space_goes_to_what_has_no_code_and_then_to_the_next_turn(tmp_path):
    desk, _ = desk_for(tmp_path, blind=True)
    async with coding(desk) as (pilot, screen):
        await pilot.press("p", "h", "space")
        assert (screen.turn, screen.unit) == (2, 1)
        await pilot.press("w", "space", "i", "space")
        assert (screen.turn, screen.unit) == (4, 0)
        await pilot.press("f8")
        assert "not done" in notices(pilot)[-1]
        assert screen.turn == 4


async def test_words_of_others_are_never_markup(tmp_path):
    desk, _ = desk_for(tmp_path)
    async with coding(desk) as (_, screen):
        assert any("[b]niet[/b]." in line for line in lines(screen))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_keys_of_all_codes_can_be_read(size, language):
    text = legend(size[0] - 2, KEYS, language).plain
    assert len(text.splitlines()) <= 4
    assert max(map(len, text.splitlines())) <= size[0] - 2
    assert all(f"{KEYS[code]} {short_name(code, language) if size == WIDE else code}" in text for code in CODES)


def test_lines_hang_under_the_first_word_and_never_grow_too_wide():
    from rich.text import Text

    found = hang(Text("  12 "), [(word, "") for word in ("x" * 50, "een", "twee")], 30)
    assert all(len(line.plain) <= 30 for line in found)
    assert all(line.plain.startswith("     ") for line in found[1:])
    assert "".join("".join(line.plain for line in found).split()) == "12" + "x" * 50 + "eentwee"


async def test_a_long_transcript_answers_keys_at_once(tmp_path):
    desk, _ = desk_for(tmp_path, blind=True)
    turns = TURNS[:4] * 200
    path = tmp_path / "gesprek.txt"
    path.write_text("".join(f"{role}: {text}\n" for _, role, text in turns), "utf-8")
    async with coding(desk) as (pilot, screen):
        await pilot.press("end")
        begun = time.perf_counter()
        for key in "wqwqwq":
            screen.action_code({"w": "OPEN", "q": "DEEP"}[key])
        assert time.perf_counter() - begun < 1.5 * slowness()
        assert screen.turn == 800


# -- correcting and blind ------------------------------------------------------------------------------------------


async def test_the_machine_is_corrected_with_a_reason_and_agreement_is_shown_live(tmp_path):
    desk, made = desk_for(tmp_path, machine=OneCode("LEAD"))
    async with coding(desk) as (pilot, screen):
        await until(pilot, lambda: screen.session.sight.machine)
        assert sum("steering" in line for line in lines(screen)) == 3
        assert "40% sure" in everything(screen)
        await pilot.press("space", "q")
        assert "κ" in everything(screen)
        assert any("≠!" in line for line in lines(screen))
        await pilot.press("space", "space", "f8")
        assert "say why" in notices(pilot)[-1]
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        pilot.app.screen.query_one(Input).value = "op haar woorden"
        await pilot.press("enter", "f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: kept(desk).finished)
    assert len(made) == 1
    assert kept(desk).turns[4].cuts[0].code == "DEEP"
    assert load(desk.path).talks["gesprek"].machine.coder == "one-code"


async def test_the_next_in_doubt_and_the_next_difference(tmp_path):
    desk, _ = desk_for(tmp_path, machine=OneCode("LEAD"))
    async with coding(desk) as (pilot, screen):
        await until(pilot, lambda: screen.session.sight.machine)
        await pilot.press("t")
        assert screen.turn == 4
        await pilot.press("q", "home", "v")
        assert screen.turn == 4
        await pilot.press("home", "n", "n")
        assert screen.turn == 6


@pytest.mark.parametrize("size", SIZES)
async def test_a_blind_coder_sees_and_loads_nothing_until_the_end(tmp_path, size):
    desk, made = desk_for(tmp_path, coder="Piet", blind=True, machine=OneCode("JUDGE"))
    first = Desk(desk.names, coder="Els", language="nl")
    talk = first.add(first.ready(first.read()[0]))
    with_machine(first.journal, talk, OneCode("JUDGE"))
    els = at_work(first.journal, talk, "Els")
    code_all(els, "AFFIRM", "AFFIRM", "AFFIRM")
    async with coding(desk, size) as (pilot, screen):
        for key in ("v", "t", "m", "f6", "n", "space"):
            await pilot.press(key)
            await pilot.pause()
            text = everything(screen)
            legend_text = str(screen.query_one(CodeLegend).render())
            for word in ("JUDGE", "AFFIRM", "κ", "Els", "≠", "omdat", "judging", "a strength"):
                assert word not in text.replace(legend_text, ""), (key, word)
            assert isinstance(pilot.app.screen, ReviewCode)
        assert made == []
        await pilot.press("home", "w", "space", "q", "space", "s", "f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: "Els" in everything(screen))
        assert "κ" in everything(screen)
        assert made == []  # its codes were in the project already


# -- settling ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_disagreements_are_a_work_list_to_settle(tmp_path, size):
    desk, _ = desk_for(tmp_path)
    talk = desk.add(desk.ready(desk.read()[0]))
    for name, codes in (("Els", ("OPEN", "DEEP", "REFL-S")), ("Piet", ("OPEN", "OPEN", "REFL-C"))):
        code_all(at_work(desk.journal, talk, name, blind=True), *codes)
    async with coding(desk, size) as (pilot, _):
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewWork))
        work = pilot.app.screen
        differences = work.query_one("#differences", OptionList)
        assert [option.id for option in differences.options] == ["4", "6"]
        await pilot.press("2")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        pilot.app.screen.query_one(Input).value = "kan bij elke school"
        await pilot.press("enter")
        await until(pilot, lambda: 4 in desk.journal.project.talks[talk].agreed.turns)
        assert "kan bij elke school" in str(differences.get_option_at_index(0).prompt)
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewCode) and pilot.app.screen.turn == 6)
        await pilot.press("g")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        pilot.app.screen.query_one(Input).value = "samen zo gezien"
        await pilot.press("enter", "escape")
        await until(pilot, lambda: pilot.app.screen is work)
        assert "2 settled" in everything_of(work) or size != WIDE
    held = load(desk.path).talks[talk]
    assert [held.agreed.turns[turn].cuts[0].code for turn in (4, 6)] == ["OPEN", "AFFIRM"]
    assert held.codings["Els"].turns[4].cuts[0].code == "DEEP"


def everything_of(screen):
    return "\n".join(str(widget.render()) for widget in screen.query("Static"))


async def test_against_the_machine_the_list_leads_to_ones_own_coding(tmp_path):
    desk, _ = desk_for(tmp_path, machine=OneCode("LEAD"))
    async with coding(desk) as (pilot, screen):
        await until(pilot, lambda: screen.session.sight.machine)
        await pilot.press("down", "q", "home", "f6")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewWork))
        await pilot.press("1", "enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert screen.turn == 4


# -- what goes wrong -----------------------------------------------------------------------------------------------


async def test_a_machine_that_is_not_there_does_not_stop_the_coding(tmp_path):
    desk, _ = desk_for(tmp_path)

    def broken():
        from simulator.coding.errors import CoderError

        raise CoderError("The coder's weights cannot be read; install toask again.")

    desk.machines._make = broken
    async with coding(desk) as (pilot, _):
        await until(pilot, lambda: any("install toask again" in one for one in notices(pilot)))
        await pilot.press("w")
    assert kept(desk).turns[2].cuts[0].code == "OPEN"


async def test_what_could_not_be_kept_is_said_and_not_shown(tmp_path, monkeypatch):
    desk, _ = desk_for(tmp_path, blind=True)
    async with coding(desk) as (pilot, screen):
        monkeypatch.setattr("simulator.review.journal.os.fsync", _full)
        await pilot.press("w")
        assert "No space left" in notices(pilot)[-1]
        assert not any("open question" in line for line in lines(screen))
        monkeypatch.undo()


def _full(_):
    raise OSError(28, "No space left on device")


async def test_a_file_that_is_none_is_told_and_the_screen_stays(tmp_path):
    path = tmp_path / "leeg.txt"
    path.write_text("")
    async with reviewing(Desk([str(path)], coder="Els")) as pilot:
        await until(pilot, lambda: notices(pilot))
        assert "leeg.txt" in notices(pilot)[0]
        assert "Nothing could be read" in everything_of(pilot.app.screen)
        assert isinstance(pilot.app.screen, ReviewProject)


async def test_a_project_with_several_transcripts_shows_who_is_how_far(tmp_path):
    journal, talk = project(tmp_path)
    second = type(TALK)("tweede", TALK.lines[:4], "nl", "t.txt")
    from simulator.review.session import add_talk

    add_talk(journal, second, "Els")
    code_all(at_work(journal, talk, "Piet", blind=True), "OPEN", "DEEP", "REFL-S")
    journal.close()
    desk = Desk([str(journal.path)], coder="Els", machines=machines(OneCode())[0])
    async with reviewing(desk) as pilot:
        await until(pilot, lambda: ready(pilot.app))
        talks = pilot.app.screen.query_one("#talks", OptionList)
        assert "Piet: finished (blind)" in str(talks.get_option_at_index(0).prompt)
        assert "DEEP" not in str(talks.get_option_at_index(0).prompt)
        await pilot.press("b", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewCode))
        assert pilot.app.screen.session.sight.own.blind
        await asyncio.sleep(0)
        await pilot.press("f1")
        await pilot.pause()
