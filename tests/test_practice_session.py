"""The loop: what is saved when, branches, cancelling, and what the voice gets to see."""

from __future__ import annotations

from threading import Event

import pytest
from helpers_practice import TO_THE_NEED, FirstWording, MarkedCoder, MarkedTopics, minds, say, session
from helpers_scenario import build, minimal_scenario, two_speakers_scenario

from simulator.practice.api import PracticeError
from simulator.practice.ask import known_lines, locked_lines
from simulator.practice.session import Minds, Session
from simulator.practice.store import Store
from simulator.voice.types import Cancelled, Spoken, VoiceError

SCENARIO = build(minimal_scenario())


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "practice.db")
    yield opened
    opened.close()


def test_good_questions_reach_the_need_and_pitching_does_not(store):
    asking = session(store, SCENARIO)
    acts = [say(asking, text).act for text in TO_THE_NEED]
    assert "own_question" in acts
    assert asking.summary().reached is True
    selling = session(store, SCENARIO)
    for _ in range(3):
        result = say(selling, "[OFFER] Ons programma past precies.")
        assert result.act in ("deflect", "hold_request")
        assert result.unlocked == ()
    assert selling.summary().reached is False
    assert selling.meter().share == 0


def test_every_step_is_in_the_store_before_the_next_begins(store):
    seen = []

    class Watching(FirstWording):
        def speak(self, ask, cancel, on_clause, locked=()):
            seen.append(store.path_to(one.id)[-1])
            return super().speak(ask, cancel, on_clause, locked)

    class WatchingCoder(MarkedCoder):
        def code(self, text, history, language):
            seen.append(store.path_to(one.id)[-1])
            return super().code(text, history, language)

    one = Session(store, session(store, SCENARIO).id, SCENARIO, Minds(WatchingCoder(), MarkedTopics(), Watching()))
    say(one, "[OPEN] Hoe ging het?")
    assert (seen[0].step, seen[0].text) == ("sent", "[OPEN] Hoe ging het?")
    assert seen[1].step == "decided"
    assert seen[1].data["coded"]["units"][0]["code"] == "OPEN"


def test_cancel_undoes_the_turn_and_keeps_the_words(store):
    one = session(store, SCENARIO)
    cancel = Event()

    def stop(clause):
        cancel.set()

    with pytest.raises(Cancelled):
        one.turn("[OPEN] Hoe ging het?", cancel, stop)
    assert one.view().trainee_turns == 0
    assert [t.text for t in store.tree(one.id) if t.role == "trainee"] == ["[OPEN] Hoe ging het?"]
    say(one, "[OPEN] Iets anders?")
    assert one.view().trainee_turns == 1


def test_a_voice_that_fails_leaves_the_turn_pending_and_it_can_be_sent_again(store):
    class Broken(FirstWording):
        def speak(self, ask, cancel, on_clause, locked=()):
            raise VoiceError("The server does not answer; check the address and try again.")

    made = session(store, SCENARIO)
    broken = Session(store, made.id, SCENARIO, Minds(MarkedCoder(), MarkedTopics(), Broken()))
    with pytest.raises(PracticeError, match="does not answer"):
        say(broken, "[OPEN] Hoe ging het?")
    assert broken.view().pending == "[OPEN] Hoe ging het?"
    result = say(made, broken.view().pending)
    assert result.reply
    assert [row.text for row in made.rows() if row.role == "trainee"] == ["[OPEN] Hoe ging het?"]


def test_edit_makes_a_branch_and_overwrites_nothing(store):
    one = session(store, SCENARIO)
    say(one, "[OFFER] Neem ons programma.")
    before = one.state()
    assert before.rapport["marieke"] == 0
    one.edit("[OPEN @item:losse-middagen] Hoe ging het vorig jaar?", Event(), lambda c: None)
    assert one.state().said == ("losse-middagen",)
    assert len([row for row in store.tree(one.id) if row.role == "trainee"]) == 2
    assert one.recall() == ["[OPEN @item:losse-middagen] Hoe ging het vorig jaar?"]


def test_a_cancelled_edit_puts_the_old_branch_back(store):
    one = session(store, SCENARIO)
    say(one, "[OPEN] Eerst.")
    head = one.rows()[-1].id
    cancel = Event()
    with pytest.raises(Cancelled):
        one.edit("[OPEN] Anders.", cancel, lambda clause: cancel.set())
    assert one.rows()[-1].id == head


def test_regenerate_says_the_same_act_in_other_words(store):
    one = session(store, SCENARIO)
    first = say(one, "[OPEN @item:losse-middagen] Hoe ging het?")
    second = one.regenerate(Event(), lambda clause: None)
    third = one.regenerate(Event(), lambda clause: None)
    assert {first.act, second.act, third.act} == {"tell"}
    assert len({first.reply, second.reply, third.reply}) == 3
    assert one.state().said == ("losse-middagen",)
    assert one.view().trainee_turns == 1


def test_without_other_words_regenerate_says_so_and_keeps_nothing(store):
    one = session(store, SCENARIO)
    say(one, "[OPEN @item:losse-middagen] Hoe ging het?")
    heard: list[str] = []

    def till_there_are_none():
        for _ in range(20):
            heard.clear()
            one.regenerate(Event(), heard.append)

    with pytest.raises(PracticeError, match="no other words"):
        till_there_are_none()
    assert heard == []
    replies = [row for row in store.tree(one.id) if row.role == "school" and row.parent is not None]
    assert len({row.text for row in replies}) == len(replies) > 1
    assert one.rows()[-1].id == replies[-1].id
    assert say(one, "[DEEP ~last] En daarna?").reply


def test_regenerate_asks_again_when_the_voice_says_the_same(store):
    class Parrot(FirstWording):
        calls = 0

        def speak(self, ask, cancel, on_clause, locked=()):
            self.calls += 1
            text = "Iets anders dan." if self.calls == 3 else "Altijd dit."
            on_clause(text)
            return Spoken(text, (text,), "model", self.name)

    one = Session(store, session(store, SCENARIO).id, SCENARIO, Minds(MarkedCoder(), MarkedTopics(), Parrot()))
    say(one, "[OPEN @item:losse-middagen] Hoe ging het?")
    heard: list[str] = []
    assert one.regenerate(Event(), heard.append).reply == "Iets anders dan."
    assert heard == ["Iets anders dan."]


def test_resume_goes_on_where_it_was(store):
    one = session(store, SCENARIO)
    for text in TO_THE_NEED[:4]:
        say(one, text)
    again = Session(store, one.id, SCENARIO, minds())
    assert again.state() == one.state()
    assert again.view().turns == one.view().turns


def test_no_wording_is_used_twice_within_twelve_turns(store):
    one = session(store, build(minimal_scenario(difficulty={"rapport": 2, "patience": 40, "rupture": 1})))
    replies = [say(one, f"[OPEN @fact:fact-1] Hoeveel {n}?").reply for n in range(4)]
    assert len(set(replies)) == 4


def test_the_voice_never_sees_locked_text(store):
    asked = []

    class Watching(FirstWording):
        def speak(self, ask, cancel, on_clause, locked=()):
            asked.append((ask, locked))
            return super().speak(ask, cancel, on_clause, locked)

    one = Session(store, session(store, SCENARIO).id, SCENARIO, Minds(MarkedCoder(), MarkedTopics(), Watching()))
    for text in TO_THE_NEED:
        say(one, text)
        ask, locked = asked[-1]
        visible = " ".join((*ask.wordings, *ask.known, *(line.text for line in ask.history)))
        for line in locked:
            assert line not in visible


def test_locked_and_known_never_meet():
    state = session_state = __import__("simulator.school.mind", fromlist=["start"]).start(SCENARIO)
    assert not set(locked_lines(SCENARIO, state)) & set(known_lines(SCENARIO, session_state))


def test_empty_and_huge_turns_get_a_sentence_and_lose_nothing(store):
    one = session(store, SCENARIO)
    with pytest.raises(PracticeError, match="nothing to send"):
        say(one, "   ")
    with pytest.raises(PracticeError, match="100000 characters"):
        say(one, "x" * 100_000)
    assert one.view().trainee_turns == 0


def test_hints_point_at_the_schools_words_and_are_counted(store):
    one = session(store, SCENARIO)
    say(one, "[OPEN @item:losse-middagen] Hoe ging het vorig jaar?")
    found = one.hint()
    last = one.rows()[-1].text
    assert found.words
    assert all(word in last for word in found.words)
    assert one.view().hints == 1
    assert one.hint() == found
    assert one.view().hints == 1  # the same help
    say(one, "[OFFER] Neem ons programma.")
    assert one.hint().rule == "OMA"
    assert one.view().hints == 2


def test_after_the_end_turns_are_refused(store):
    one = session(store, SCENARIO)
    say(one, "[OPEN] Hoe?")
    one.end()
    with pytest.raises(PracticeError, match="is over"):
        say(one, "[OPEN] Nog iets?")
    assert store.results()[(SCENARIO.id, "nl")]["reached"] is False


def test_two_speakers_open_and_the_log_keeps_who_spoke(store):
    one = session(store, build(two_speakers_scenario()))
    assert [t.speaker for t in one.view().turns] == ["marieke", "henk"]
    say(one, "[OPEN ~last] Hoe zit dat?")
    assert one.view().turns[-1].speaker in ("marieke", "henk")
    again = Session(store, one.id, one.scenario, minds())
    assert again.state() == one.state()
