"""Written lines that a model chose and what it wrote itself stand in one ranking."""

from __future__ import annotations

import time
from dataclasses import replace
from threading import Event

import pytest
from helpers_voice import EN, NL, FakeBackend

from simulator.voice import compete, compose
from simulator.voice.bank import written
from simulator.voice.select import field
from simulator.voice.speak import LATE, Voice
from simulator.voice.types import Cancelled, VoiceError

MINE = "Daar kijk je scherp naar."
REWORDED = "Tja, in de koffiekamer, met een stapel schriften. Ze kijken dan na."


class Likes(FakeBackend):
    """Finds texts with a word likelier after a turn than otherwise."""

    def __init__(self, ways, lines, word, by=90.0):
        super().__init__(ways, lines)
        self.word, self.by = word, by

    def score(self, prompt, replies, cancel):
        super().score(prompt, replies, cancel)
        after = prompt[-1].content != "Hm."
        return [self.by * (after and self.word in reply) - 3.0 for reply in replies]


class Weighs(Likes):
    """The same, taught to weigh."""

    weighs = True

    def fits(self, prompt, texts, cancel):
        return self.score(prompt, texts, cancel)


def speak(backend, ask, cancel=None, locked=()):
    shown = []
    spoken = Voice(backend).speak(ask, cancel or Event(), shown.append, locked)
    assert "".join(shown) == spoken.text
    return spoken


def wanting(ask, wanted=True):
    """Return the act with a seed by which a reaction is in place, or is not."""
    seeded = (replace(ask, seed=n) for n in range(30))
    return next(one for one in seeded if field(one, written(), one.wordings).wanted is wanted)


@pytest.mark.parametrize("kind", [Likes, Weighs])
@pytest.mark.parametrize("ways", [("select", "compose"), ("compose", "select")])
def test_the_better_of_written_and_chosen_is_said_whichever_way_the_card_names_first(kind, ways):
    ask = wanting(NL)
    assert (speak(kind(ways, [MINE] * 9, "scherp"), ask).voiced_by) == "both"
    worse = speak(kind(ways, [MINE] * 9, "scherp", -90.0), ask)
    assert (worse.voiced_by, worse.own) == ("chosen", True)


@pytest.mark.parametrize("kind", [Likes, Weighs])
def test_a_reworded_line_competes_too(kind):
    assert speak(kind(("select", "adapt"), [REWORDED] * 9, "Tja, in"), NL).text.startswith(REWORDED)
    assert speak(kind(("select", "adapt"), [REWORDED] * 9, "Tja, in", -90.0), NL).voiced_by == "chosen"


@pytest.mark.parametrize("kind", [Likes, Weighs])
def test_what_the_guard_stops_does_not_come_into_the_ranking(kind):
    lines = ["As an AI, scherp gezien.", "*zucht* Dat is scherp.", "Dat ziet meneer Kok scherp."] * 3
    backend = kind(("select", "compose", "adapt"), lines, "scherp")
    spoken = speak(backend, wanting(NL), locked=("het geheim van de koffie",))
    assert (spoken.voiced_by, spoken.own) == ("chosen", False)
    assert not any("AI" in text or "zucht" in text for batch in backend.scored for text in batch)


def test_a_turn_that_wants_no_reaction_gets_none():
    spoken = speak(Weighs(("select", "compose"), [MINE] * 9, "scherp"), wanting(NL, False))
    assert (spoken.reaction, spoken.voiced_by, spoken.own) == ("", "chosen", None)


def test_what_was_said_lately_loses():
    ask = wanting(replace(NL, used=(MINE, "Iets anders.")))
    spoken = speak(Weighs(("select", "compose"), [MINE] * 9, "scherp"), ask)
    assert MINE not in spoken.text


def test_a_formal_speaker_does_not_talk_loosely():
    formal = replace(NL, persona=replace(NL.persona, manner="zakelijk, afgemeten"))
    assert compete.strange("Poeh, dat weet ik niet.", formal) > compete.strange("Dat weet ik niet.", formal) == 0
    assert compete.strange("Poeh, dat weet ik niet.", NL) == 0
    assert compete.strange("Zo gaat dat. " * 12, NL) > 0
    english = replace(EN, persona=replace(EN.persona, manner="formal, measured"))
    assert compete.strange("Yeah, they mark.", english) > 0


def test_the_own_question_is_never_reworded_by_a_model_that_may_choose():
    ask = replace(NL, act="own_question", wordings=("Hoe gaan wij het zelf doen, met onze eigen klas?",))
    backend = Weighs(("select", "adapt"), ["Hoe gaan wij dat doen met de klas?"] * 9, "dat doen")
    assert speak(backend, ask).text.endswith(ask.wordings[0])


def test_few_texts_are_written():
    backend = Weighs(("select", "adapt", "compose"), ["Nee."] * 20, "x")
    speak(backend, wanting(NL))
    assert len(backend.lines) == 20 - compose.DRAFTS


class Slow(Weighs):
    """Takes its time over each word."""

    def write(self, prompt, cancel, limit=60, seed=0):
        for piece in super().write(prompt, cancel, limit, seed):
            yield piece
            time.sleep(0.02)


def test_a_slow_machine_stops_writing_in_time_and_then_altogether(monkeypatch):
    monkeypatch.setattr(compose, "SECONDS", 0.1)
    backend = Slow(("select", "adapt"), ["heel " * 900] * 9, "x")
    voice, ask = Voice(backend), wanting(NL)
    for _ in range(LATE + 2):
        spoken = voice.speak(ask, Event(), lambda clause: None)
        assert spoken.voiced_by == "chosen"
        assert spoken.total < 1.0
    assert len(backend.lines) == 9 - LATE


def test_cancel_stops_the_writing_within_a_token():
    cancel, shown = Event(), []

    class Pressed(Weighs):
        pieces = 0

        def write(self, prompt, cancel_, limit=60, seed=0):
            for piece in super().write(prompt, cancel_, limit, seed):
                self.pieces += 1
                cancel.set()
                yield piece

    backend = Pressed(("select", "adapt"), [REWORDED] * 9, "x")
    with pytest.raises(Cancelled):
        Voice(backend).speak(NL, cancel, shown.append)
    assert (backend.pieces, shown) == (1, [])


def test_a_model_that_cannot_write_after_all_still_chooses():
    class Mute(Weighs):
        def write(self, prompt, cancel, limit=60, seed=0):
            raise VoiceError("This voice chooses and does not write.")
            yield

    assert speak(Mute(("select", "adapt"), [], "koffiekamer"), NL).voiced_by == "chosen"


def test_a_card_that_only_chooses_writes_nothing():
    backend = Weighs(("select",), [MINE] * 9, "scherp")
    spoken = speak(backend, wanting(NL))
    assert (spoken.voiced_by, spoken.own, len(backend.lines)) == ("chosen", None, 9)
