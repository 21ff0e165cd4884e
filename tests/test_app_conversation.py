"""The conversation screen over a fake practice: messages and state."""

from __future__ import annotations

from threading import Event

from app_helpers import coach, long_talk, notices, talking, until, words, write
from fake_practice import OPENING, FakePractice
from fake_services import FakeServices

from simulator.app.screens.selfview import SelfViewScreen
from simulator.app.screens.summary import SummaryScreen
from simulator.app.widgets.meter import AskMeter
from simulator.app.widgets.notes import NotesPane
from simulator.practice.api import PracticeError


async def test_sending_shows_the_turn_and_the_reply_clause_by_clause():
    practice = FakePractice(gate=Event())
    async with talking(practice) as (pilot, screen):
        assert words(screen) == [OPENING]
        await write(pilot, screen, "Wat zie je dan gebeuren?")
        assert screen.busy == "turn"
        assert screen.composer.text == ""
        assert words(screen)[1] == "Wat zie je dan gebeuren?"
        practice.gate.set()
        await until(pilot, lambda: screen.busy is None)
        assert words(screen)[2] == "Nou ja, de meesten gaan dan nakijken. In de koffiekamer."
        assert [block.turn_id for block in screen.transcript.blocks] == [1, 2, 3]
        assert (screen.now.view.trainee_turns, screen.now.view.left) == (1, 21)


async def test_nothing_is_sent_when_nothing_is_written():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        await write(pilot, screen, "   ")
        assert practice.calls == []
        assert "F2" in coach(screen)


async def test_escape_stops_at_once_and_puts_the_words_back():
    practice = FakePractice(gate=Event())
    async with talking(practice) as (pilot, screen):
        await write(pilot, screen, "Wat zie je dan?")
        await pilot.press("escape")
        await until(pilot, lambda: screen.busy is None)  # the gate is still shut: nothing else could end the turn
        assert screen.composer.text == "Wat zie je dan?"
        assert words(screen) == [OPENING]
        assert practice.mine == []


async def test_words_written_while_the_school_answers_are_kept_behind_those_put_back():
    practice = FakePractice(gate=Event())
    async with talking(practice) as (pilot, screen):
        await write(pilot, screen, "Eerste?")
        await write(pilot, screen, "Tweede?")
        assert practice.calls == ["turn:Eerste?"]
        assert screen.composer.text == "Tweede?"
        await pilot.press("escape")
        await until(pilot, lambda: screen.busy is None)
        assert screen.composer.text == "Eerste?\nTweede?"


async def test_a_failing_practice_leaves_the_app_up_and_the_words_in_place():
    practice = FakePractice(fail=PracticeError("The disk is full; make room and send it again."))
    async with talking(practice) as (pilot, screen):
        await write(pilot, screen, "Wat zie je dan?")
        await until(pilot, lambda: screen.busy is None)
        assert screen.composer.text == "Wat zie je dan?"
        assert any("disk is full" in notice for notice in notices(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: screen.now.view.trainee_turns == 1)


async def test_a_fault_in_the_program_is_said_too():
    practice = FakePractice(fail=ZeroDivisionError("oeps"))
    async with talking(practice) as (pilot, screen):
        await write(pilot, screen, "Wat zie je dan?")
        await until(pilot, lambda: screen.busy is None and notices(pilot))
        assert any("ZeroDivisionError" in notice for notice in notices(pilot))


async def test_edit_replaces_the_last_turn_and_escape_leaves_it():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        await write(pilot, screen, "Neem ons aanbod.")
        await until(pilot, lambda: screen.busy is None and practice.mine)
        screen.composer.put("half geschreven")
        await pilot.press("ctrl+e")
        assert screen.composer.text == "Neem ons aanbod."
        await pilot.press("escape")
        assert screen.composer.text == "half geschreven"
        await pilot.press("ctrl+e")
        await write(pilot, screen, "Wat wil je zelf?")
        await until(pilot, lambda: screen.busy is None)
        assert practice.calls[-1] == "edit:Wat wil je zelf?"
        assert [block.role for block in screen.transcript.blocks] == ["school", "trainee", "school"]
        assert words(screen)[1] == "Wat wil je zelf?"


async def test_stopping_an_edit_stays_in_the_edit():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        await write(pilot, screen, "Een?")
        await until(pilot, lambda: screen.busy is None and practice.mine)
        practice.gate = Event()
        await pilot.press("ctrl+e")
        await write(pilot, screen, "Twee?")
        await pilot.press("escape")
        await until(pilot, lambda: screen.busy is None)
        assert screen.editing
        assert screen.composer.text == "Twee?"
        assert words(screen)[1] == "Een?"
        assert not screen.query(".replaced")


async def test_regenerate_says_it_in_other_words():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        await pilot.press("ctrl+r")
        assert practice.calls == []
        await write(pilot, screen, "Wat?")
        await until(pilot, lambda: screen.busy is None and practice.mine)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: practice.calls[-1] == "regenerate" and screen.busy is None)
        assert words(screen) == [OPENING, "Wat?", "Hm. Daar vraag je me wat."]


async def test_the_hint_is_counted_and_holds_the_schools_words():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        await pilot.press("f2")
        await until(pilot, lambda: "LSD" in coach(screen))
        await pilot.press("f2")
        await until(pilot, lambda: practice.hints == 2)
        assert "let niet op de rommel" in coach(screen)
        assert "2" in coach(screen)


async def test_the_meter_counts_in_words_and_can_be_hidden():
    practice, services = FakePractice(), FakeServices()
    async with talking(practice, services=services) as (pilot, screen):
        meter = screen.query_one(AskMeter)
        assert "●" not in meter.drawn().plain
        await write(pilot, screen, "Wat zie je?")
        await until(pilot, lambda: screen.busy is None and practice.mine)
        assert meter.drawn().plain == "vertellen 0 ──────────● 1 vragen"
        await pilot.press("f4")
        assert not meter.display
        assert services.remembered.meter is False
        await pilot.press("f4")
        assert meter.display


async def test_notes_are_kept_and_the_pane_closes_with_escape():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        await pilot.press("f3")
        pane = screen.query_one(NotesPane)
        assert pane.display
        await pilot.press(*"durf", "enter")
        await until(pilot, lambda: practice.kept == [("hypothesis", "durf")])
        await pilot.click("#kind")
        await pilot.press(*"les", "enter")
        await until(pilot, lambda: practice.kept[-1] == ("note", "les"))
        await pilot.press("escape")
        assert not pane.display
        assert screen.composer.has_focus


async def test_ending_asks_first():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        await write(pilot, screen, "Wat?")
        await until(pilot, lambda: screen.busy is None and practice.mine)
        await pilot.press("f8", "enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        await pilot.press("f8", "tab", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SelfViewScreen))
        assert practice.calls[-1] == "end"


async def test_an_ended_conversation_offers_the_summary_and_takes_no_turns():
    practice = FakePractice(patience=1)
    async with talking(practice) as (pilot, screen):
        await write(pilot, screen, "Wat?")
        await until(pilot, lambda: screen.now.view.ended)
        assert not screen.composer.display
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SelfViewScreen))
        assert "end" not in practice.calls


async def test_enter_sends_ctrl_j_breaks_and_the_composer_grows_to_six_rows():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        await pilot.press(*"een", "ctrl+j", *"twee")
        assert screen.composer.text == "een\ntwee"
        assert screen.composer.size.height == 2
        for _ in range(9):
            await pilot.press("ctrl+j")
        await pilot.pause()
        assert screen.composer.size.height == 6


async def test_up_recalls_earlier_turns_and_down_comes_back_to_the_draft():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        for text in ("Een?", "Twee?"):
            await write(pilot, screen, text)
            await until(pilot, lambda: screen.busy is None and not screen.composer.text)
        screen.composer.put("concept")
        await pilot.press("up")
        assert screen.composer.text == "Twee?"
        await pilot.press("up")
        assert screen.composer.text == "Een?"
        await pilot.press("up", "down", "down")
        assert screen.composer.text == "concept"


async def test_the_last_twenty_turns_are_mounted_and_earlier_ones_on_demand():
    async with talking(long_talk(51)) as (pilot, screen):
        assert words(screen)[0] == "beurt 32"
        assert len(words(screen)) == 20
        assert screen.query_one("#earlier").display
        await pilot.press("ctrl+home")
        await pilot.pause()
        assert len(words(screen)) == 40
        await pilot.press("ctrl+home")
        await pilot.pause()
        assert words(screen)[0] == "beurt 1"
        assert not screen.query_one("#earlier").display


async def test_it_follows_near_the_end_only_and_jumps_on_request():
    practice = long_talk(31)
    async with talking(practice) as (pilot, screen):
        await until(pilot, lambda: screen.transcript.near_end)
        practice.gate = Event()
        await write(pilot, screen, "Wat?")
        screen.transcript.scroll.scroll_to(y=0, animate=False)
        await pilot.pause()
        practice.gate.set()
        await until(pilot, lambda: screen.busy is None)
        assert screen.query_one("#newest").display
        assert screen.transcript.scroll.scroll_y < 5
        await pilot.press("ctrl+end")
        await until(pilot, lambda: screen.transcript.near_end)
        assert not screen.query_one("#newest").display


async def test_copying_a_turn():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        await pilot.press("ctrl+y")
        assert pilot.app.clipboard == OPENING
        await write(pilot, screen, "Wat?")
        await until(pilot, lambda: screen.busy is None and practice.mine)
        screen.transcript.blocks[1].focus()
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.clipboard == "Wat?")


async def test_a_turn_without_answer_is_offered_again():
    practice = FakePractice(pending="Was dit verstuurd?")
    async with talking(practice) as (_, screen):
        assert screen.composer.text == "Was dit verstuurd?"
        assert coach(screen)


async def test_an_unsent_draft_survives_going_home():
    practice = FakePractice()
    async with talking(practice) as (pilot, screen):
        screen.composer.put("nog niet af")
        await pilot.press("ctrl+o")
        assert pilot.app.drafts == {"c1": "nog niet af"}


async def test_the_warmup_gives_a_tip_at_each_turn():
    practice = FakePractice(patience=5)
    async with talking(practice, warmup=True) as (pilot, screen):
        for number in range(1, 6):
            assert f"Tip {number} " in coach(screen)
            await write(pilot, screen, "Vertel eens?")
            await until(pilot, lambda: screen.busy is None and not screen.composer.text)
        assert screen.now.view.ended
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, SummaryScreen))
        assert not pilot.app.screen.held
        assert pilot.app.settings.warmed_up
