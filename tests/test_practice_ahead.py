"""A conversation that reads ahead: from when to when, what, and nothing that is locked."""

from __future__ import annotations

import time
from threading import Event, Thread

import pytest
from helpers_practice import MarkedCoder, MarkedTopics, say, session
from helpers_scenario import build, minimal_scenario, two_speakers_scenario
from helpers_voice import FakeBackend

from simulator.practice.ahead import Reading, known, lines
from simulator.practice.reading import asleep
from simulator.practice.session import Minds, Session
from simulator.practice.store import Store
from simulator.voice.render import render
from simulator.voice.speak import Voice
from simulator.voice.types import Cancelled

SCENARIO = build(minimal_scenario())


class Noting(FakeBackend):
    """Keeps what it was asked to read; `hold`: waits there until it is cancelled."""

    def __init__(self, hold=False):
        super().__init__()
        self.hold, self.read, self.stopped = hold, [], 0
        self.began = Event()
        self.weighs = True

    def read_ahead(self, prompt, cancel):
        self.read.append(render(prompt, "plain"))
        self.began.set()
        if self.hold and cancel.wait(5):
            self.stopped += 1

    def fits(self, prompt, texts, cancel):
        self.prompts.append(render(prompt, "plain"))
        return [0.0] * len(texts)


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "practice.db")
    yield opened
    opened.close()


def practised(store, backend, scenario=SCENARIO):
    reading = Reading(Voice(backend))
    made = session(store, scenario).id
    return Session(store, made, scenario, Minds(MarkedCoder(), MarkedTopics(), Voice(backend), reading)), reading


def settled(reading):
    thread, _ = reading._now
    thread.join(5)
    assert not thread.is_alive()


def test_what_was_read_is_the_beginning_of_the_next_prompt(store):
    backend = Noting()
    one, reading = practised(store, backend)
    for text in ("[OPEN @item:losse-middagen] Hoe ging het vorig jaar?", "[DEEP ~last] En toen?", "[OPEN] En nu?"):
        settled(reading)
        beginning = backend.read[-1].rpartition("\n")[0].rstrip()
        say(one, text)
        assert all(prompt.startswith(beginning) for prompt in backend.prompts)
        backend.prompts.clear()
    settled(reading)
    one.regenerate(Event(), lambda clause: None)
    settled(reading)
    one.fork(one.rows()[-2].id)
    settled(reading)
    assert "En nu?" not in backend.read[-1]
    assert "En nu?" in backend.read[-2]
    held = len(backend.read)
    one.end()
    assert len(backend.read) == held
    reading.close()


def test_enter_and_closing_end_it_at_once(store):
    backend = Noting(hold=True)
    one, reading = practised(store, backend)
    assert backend.began.wait(5), "it begins when a conversation is opened"
    start = time.perf_counter()
    say(one, "[OPEN] Hoe ging het?")
    assert time.perf_counter() - start < 2
    assert backend.stopped == 1
    thread, _ = reading._now
    reading.close()
    assert not thread.is_alive()
    reading.begin(known(SCENARIO, one.rows()))
    assert reading._now is None
    say(one, "[OPEN] En nu?")


def test_words_that_go_back_are_waited_for_as_before(store):
    backend = Noting()
    one, reading = practised(store, backend)
    settled(reading)
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        one.turn("[OPEN] Hoe ging het?", cancel, lambda clause: None)
    settled(reading)
    assert backend.read[-1] == backend.read[0]
    reading.close()


def test_a_model_that_fails_meanwhile_leaves_the_turn_to_say_so(store):
    backend = Noting()
    one, reading = practised(store, backend)
    settled(reading)
    backend.read_ahead = None  # calling it raises
    reading.begin(known(SCENARIO, one.rows()))
    settled(reading)
    assert say(one, "[OPEN] Hoe ging het?").reply
    reading.close()


def test_both_who_may_speak_are_read_and_who_spoke_last_first():
    scenario = build(two_speakers_scenario())
    one, two = (speaker.id for speaker in scenario.speakers)

    class Row:
        def __init__(self, role, text, speaker=""):
            self.role, self.text, self.speaker = role, text, speaker

    opened = [Row("school", "Dag.", one), Row("school", "Welkom.", two)]
    begun = known(scenario, opened)
    assert [ask.persona.id for ask in begun.talks] == [one, two]
    later = known(scenario, [*opened, Row("trainee", "Hoe gaat het?"), Row("school", "Goed.", two)])
    assert [ask.persona.id for ask in later.talks] == [two, one]
    pending = known(scenario, [*opened, Row("trainee", "Hoe gaat het?")])
    assert len(pending.talks[0].history) == 2


def test_no_prompt_that_is_read_ahead_holds_a_line_that_was_not_said(store):
    backend = Noting()
    one, reading = practised(store, backend)
    say(one, "[OPEN] Hoe ging het?")
    settled(reading)
    said = {row.text for row in one.rows()}
    locked = [line for item in SCENARIO.items for line in item.say]
    held = [line for line in (*lines(SCENARIO), *locked) if not any(line in text for text in said)]
    assert len(held) > 50
    assert not set(locked) & set(lines(SCENARIO))
    assert not [line for line in held for prompt in backend.read if line in prompt]
    reading.close()


def test_an_ended_conversation_reads_ahead_once_it_is_taken_up_again(store):
    backend = Noting()
    made = session(store, SCENARIO)
    say(made, "[OPEN] Hoe ging het?")
    made.end()
    reading = Reading(Voice(backend))
    awake = Minds(MarkedCoder(), MarkedTopics(), Voice(backend), reading)
    again = Session(store, made.id, SCENARIO, asleep("x", lambda: awake))
    assert backend.read == []
    again.edit("[OPEN] En nu?", Event(), lambda clause: None)
    settled(reading)
    assert "En nu?" in backend.read[-1]
    reading.close()


def test_begin_from_many_threads_leaves_one_reading(store):
    backend = Noting(hold=True)
    _, reading = practised(store, backend)
    what = known(SCENARIO, [])
    threads = [Thread(target=reading.begin, args=(what,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    reading.close()
    assert backend.stopped <= len(backend.read)
