"""What a model writes before a written line: the two are one reply, and it is told who spoke."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest
from helpers_voice import NL, FakeBackend

from simulator.playtest import judge
from simulator.playtest.walk import Stop
from simulator.voice.compose import unsaid
from simulator.voice.guard import Guard
from simulator.voice.speak import Voice
from simulator.voice.types import VoiceError

MACHINE = "As an AI I cannot say more."
LINE = "Ze blijven er niet bij. Dan zie je ze met een stapel schriften de gang op gaan."


def speak(backend, ask=NL):
    shown = []
    spoken = Voice(backend).speak(ask, Event(), shown.append)
    assert "".join(shown).strip() == spoken.text
    return spoken


@pytest.mark.parametrize(
    "said",
    [
        f"Ze blijven er niet bij. {MACHINE}",
        "Ze blijven er niet bij.",
        f"Dan zie je ze de gang op gaan. {MACHINE}",
        f"Met een stapel schriften, ja. {MACHINE}",
        f"Ze vinden het heel fijn. {MACHINE}",
        f"Tja, lastig hoor. {MACHINE}",
    ],
)
@pytest.mark.parametrize("seed", range(4))
def test_what_follows_what_was_shown_makes_one_reply_that_the_guard_passes(said, seed):
    ask = replace(NL, seed=seed)
    spoken = speak(FakeBackend(("adapt",), [said] * 9), ask)
    assert Guard().check(spoken.text, ask) == ()
    assert spoken.text.count("Ze blijven er niet bij.") <= 1
    assert spoken.text.count("stapel schriften") <= 1
    assert "AI" not in spoken.text


def test_a_model_that_begins_with_the_line_itself_does_not_say_it_twice():
    ask = replace(NL, wordings=(LINE,))
    spoken = speak(FakeBackend(("adapt",), [f"Ze blijven er niet bij. {MACHINE}"]), ask)
    assert spoken.text == LINE
    assert spoken.clauses[0] == "Ze blijven er niet bij. "


def test_what_was_said_is_left_out_and_nothing_else():
    assert unsaid(LINE, "Ze blijven er niet bij.", "nl") == "Dan zie je ze met een stapel schriften de gang op gaan."
    assert unsaid(NL.wordings[0], "Nou, de meesten gaan nakijken.", "nl") == NL.wordings[0].partition(". ")[2]
    assert unsaid(LINE, "Tja, lastig.", "nl") == LINE
    assert unsaid(LINE, LINE, "nl") == ""


HARD = replace(NL, wordings=("Dan kijken ze na, in de koffiekamer bij Wim, met hun schriften.",))


def test_a_clause_with_which_the_reply_cannot_end_waits_for_the_next():
    spoken = speak(FakeBackend(("adapt",), ["Ze kijken na. In de koffiekamer, met hun schriften."]), HARD)
    assert (spoken.text, spoken.voiced_by) == ("Ze kijken na. In de koffiekamer, met hun schriften.", "model")


def test_it_is_not_shown_when_no_next_one_comes():
    spoken = speak(FakeBackend(("adapt",), [f"Ze kijken na. {MACHINE}"] * 9), HARD)
    assert (spoken.text, spoken.voiced_by, spoken.own) == (HARD.wordings[0], "author", False)
    assert "join" in spoken.rejected


def test_a_reaction_said_lately_is_not_said_again():
    ask = replace(NL, used=("Goeie vraag.", "Iets anders."))
    spoken = speak(FakeBackend(("compose",), ["Goeie vraag."] * 3), ask)
    assert (spoken.text, spoken.voiced_by) == (spoken.wording, "author")
    assert "again" in spoken.rejected


class Breaks(FakeBackend):
    """Gives up in the middle."""

    def write(self, prompt, cancel, limit=60, seed=0):
        yield from super().write(prompt, cancel, limit, seed)
        raise VoiceError("The server cannot be reached: start it.")


def test_what_a_server_leaves_off_is_said_all_the_same():
    spoken = speak(Breaks(("adapt",), ["Ze blijven er niet bij. Dan zie"]), replace(NL, wordings=(LINE,)))
    assert (spoken.text, spoken.voiced_by) == (LINE, "both")
    assert "gone" in spoken.rejected


def test_a_server_that_gives_nothing_is_an_error():
    with pytest.raises(VoiceError, match="start it"):
        speak(Breaks(("adapt",), ["Ze"]))


class Words:
    """A word list that knows all words."""

    def strange(self, text):
        return []

    def foreign(self, text):
        return False


@pytest.mark.parametrize(
    ("ways", "line", "by", "accepted"),
    [
        (("adapt", "compose"), MACHINE, "author", 0.0),
        (("free",), MACHINE, "author", 0.0),
        (("adapt",), "Tja, in de koffiekamer, met een stapel schriften. Ze kijken dan na.", "model", 1.0),
        (("compose",), "Daar vraag je me wat.", "both", 1.0),
        (("select",), "", "chosen", 1.0),
        (("select", "adapt"), MACHINE, "chosen", 0.0),
        ((), "", "author", 0.0),
    ],
)
def test_who_spoke_and_what_of_the_models_own_was_accepted(ways, line, by, accepted):
    tally = judge.Tally()
    for seed in range(1, 4):
        voice, ask = Voice(FakeBackend(ways, [line] * 9)), replace(NL, seed=seed)
        judge._count(tally, Stop(ask, (), None, ""), voice.speak(ask, Event(), lambda clause: None), voice, Words())
    found = judge.summary(tally)
    assert found["voiced_by"] == {by: 1.0}
    assert found["accepted_after_all"] == accepted
