"""Families of faults that rules find, in lines that no data file holds, beside good lines that come near them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers_voice import EN, NL

from simulator.voice.guard import Guard

FORMAL = replace(EN, persona=replace(EN.persona, manner="formal, precise"))
POLITE = replace(NL, persona=replace(NL.persona, address="u"))
BAD = [
    (NL, "stage", "Karin schuift haar koffie opzij. Ze gaan nakijken, dat weet je toch."),
    (NL, "stage", "Ze wrijft over haar kin. In de koffiekamer, denk ik."),
    (NL, "stage", "Na een stilte zegt ze: ze zitten in de koffiekamer."),
    (EN, "stage", "Karen tucks a pencil behind one ear and waits. They do their marking."),
    (EN, "stage", "She folds her arms. In the staff room, mostly."),
    (NL, "trainee", "Goed doorgevraagd! Probeer nu ook te vragen hoe ze daar zelf over denken."),
    (NL, "trainee", "Een tip: stel de volgende keer een open vraag over de koffiekamer."),
    (NL, "machine", "Dat hoort niet bij dit scenario, dus over de koffiekamer kan ik niks zeggen."),
    (EN, "trainee", "Have you considered talking to the teachers first? That's a great question, by the way."),
    (EN, "machine", "I'd be happy to help with that. They do their marking."),
    (NL, "language", "Well, de meesten gaan hun marking doen in the staff room, you know."),
    (NL, "language", "Die meeste gaan sit dan nie hier nie, hulle kyk boeke na."),
    (EN, "language", "They are in the koffiekamer, met een stapel schriften, you see."),
    (EN, "language", "Die meisten sind dann nicht mehr dabei, das ist immer so."),
    (NL, "parrot", "Wat de collega's tijdens de lessen eigenlijk doen?"),
    (NL, "parrot", "Wat onze collega's doen tijdens die lessen, ja."),
    (EN, "parrot", "What are our teachers doing while the lessons are on?"),
    (NL, "again", "En dan is die docent weg, en dan zakt het in, elk jaar doen we het wel."),
    (EN, "again", "That teacher leaves and it fizzles out, every year we do this with something."),
    (NL, "markup", "Ze gaan nakijken 🙂 in de koffiekamer."),
    (NL, "markup", "\"Ze gaan nakijken, in de koffiekamer.\""),
    (NL, "markup", "> Ze gaan nakijken."),
    (FORMAL, "address", "Oh darling, they're off doing their marking."),
    (POLITE, "address", "Dat moet jij maar eens komen bekijken, in de koffiekamer."),
]  # fmt: skip
GOOD = [
    (NL, "Ai. Dat weet ik eigenlijk niet precies."),
    (NL, "Ja, ja, nakijken dus. Zo gaat dat."),
    (NL, "Wat ze doen? Nakijken, in de koffiekamer."),
    (NL, "Dat kan ik niet één-twee-drie zeggen, ze lopen gewoon weg."),
    (NL, "Zo'n uurtje is heel fijn voor ze, no hard feelings hoor."),
    (POLITE, "Wim zegt dan: je moet ze maar even laten. En dan gaan ze nakijken."),
    (POLITE, "Doe jij maar, zei een collega laatst, en toen was ze weg naar de koffiekamer."),
    (EN, "Marking, marking and more marking, that's what they do."),
    (EN, "You'd find them in the staff room with a book or two."),
    (EN, "They stay a minute, and then it's off to the staff room."),
    (EN, "Good question. Marking, as far as I can see."),
    (FORMAL, "They would rather like that hour, I believe, for their marking."),
]


@pytest.mark.parametrize(("ask", "fault", "text"), BAD, ids=[text[:30] for _, _, text in BAD])
def test_a_fault_of_each_family_is_found(ask, fault, text):
    assert fault in Guard().check(text, ask)


@pytest.mark.parametrize(("ask", "text"), GOOD, ids=[text[:30] for _, text in GOOD])
def test_what_only_comes_near_a_fault_is_kept(ask, text):
    assert Guard().check(text, ask) == ()


def test_written_lines_may_tell_of_gestures_and_quote_a_question():
    assert Guard().check("Karin zet de koffie neer en dan beginnen we.", NL, written=True) == ()
    assert Guard().check("Ze kijkt dan weg.", NL, written=True) == ()


def test_a_gesture_in_a_story_is_no_stage_direction():
    told = replace(NL, wordings=("Een meisje kijkt dan weg, naar het raam.",))
    assert "stage" not in Guard().check("Ze kijkt weg, naar het raam toe.", told)
