"""The written reactions: enough of them, well tagged, and joined only where they read well."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers_voice import EN, NL

from simulator.voice.bank import came_down_to, joins, size, written
from simulator.voice.guard import Guard
from simulator.voice.select import opens
from simulator.voice.slots import phrases
from simulator.voice.types import Ask

ACTS = {
    "tell", "cue", "fact", "unknown", "hesitate", "deflect", "request", "ask_back", "own_question", "build_on",
    "choose", "commit", "go_along", "details",
}  # fmt: skip
AFTER = {"question", "closed", "reflection", "offer", "judge", "affirm", "seek", "neutral", "any"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_enough_and_short(language):
    rows = written().reactions[language]
    assert size(rows) >= 120
    for one in rows:
        assert 1 <= len(one.text.split()) <= (12 if one.when == "aside" else 9)
        assert one.text[-1] in ".?!…"
        assert one.before <= ACTS
        assert one.after <= AFTER
        assert one.when in ("", "confirm", "repair", "aside")
        assert one.address in ("je", "u", "any")


@pytest.mark.parametrize(("language", "address"), [("nl", "je"), ("nl", "u"), ("en", "you")])
def test_every_reaction_passes_the_guard_for_its_speaker(language, address):
    ask = NL if language == "nl" else EN
    ask = replace(ask, persona=replace(ask.persona, address=address))
    for one in written().reactions[language]:
        if one.address in ("any", address) and not one.slot:
            assert Guard().check(one.text, ask) == (), one.text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_yes_is_only_said_where_the_school_confirms(language):
    yes = ("ja, precies", "klopt", "inderdaad", "precies", "dat klopt", "exactly", "that's right", "yes, exactly")
    for one in written().reactions[language]:
        if one.text.casefold().startswith(yes):
            assert one.when == "confirm", one.text
            assert "correct" not in one.before


@pytest.mark.parametrize("act", ["correct", "confirm", "not_known", "close", "greet", "permission", "thanks", "again"])
def test_acts_that_are_reactions_themselves_get_none(act):
    for base in (NL, EN):
        assert written().fitting(replace(base, act=act, variant=act)) == []


def test_formal_speakers_say_nothing_casual():
    formal = replace(NL, persona=replace(NL.persona, manner="formeel en afgemeten"))
    texts = {text for text, _ in written().fitting(formal)}
    assert "Pff." not in texts
    assert "Pff." in {text for text, _ in written().fitting(NL)}


def test_used_reactions_are_not_offered_again():
    assert "Hm." in {text for text, _ in written().fitting(NL)}
    assert "Hm." not in {text for text, _ in written().fitting(replace(NL, used=("Hm.",)))}


@pytest.mark.parametrize(
    ("reaction", "wording", "fits"),
    [
        ("Tja.", "De meesten gaan nakijken.", True),
        ("Tja.", "Nou ja… de meesten gaan nakijken.", False),
        ("Eerlijk gezegd?", "Als ik eerlijk ben gezegd en gezwegen.", False),
        ("Eerlijk gezegd?", "Eerlijk? Ze zitten in de koffiekamer.", False),
        ("De ouders?", "De ouders zien alleen de voorstelling.", False),
        ("De ouders?", "Daar zie ik er weinig van.", True),
        ("Hm.", '"Niks voor mij", zeggen ze dan.', False),
        ("Wait.", "Well, how do we do that?", False),
    ],
)
def test_joins(reaction, wording, fits):
    assert joins(reaction, wording) is fits


def test_counting_aloud_only_before_a_number():
    assert joins("Even tellen.", "We zitten net boven de tweehonderd.", "number")
    assert joins("Even kijken.", "Dinsdag zou kunnen.", "number")
    assert not joins("Even tellen.", "Ik ben de contactpersoon.", "number")


def talk(language: str, trainee: str) -> Ask:
    base = NL if language == "nl" else EN
    known = ("De ouders, de leerkrachten, de kinderen, de lessen.", "The parents, the teachers, the lessons.")
    return replace(base, trainee=trainee, known=known)


@pytest.mark.parametrize(
    ("language", "trainee", "found"),
    [
        ("nl", "Hoe kijken de ouders hiernaar?", ["de ouders"]),
        ("nl", "Wat doen de leerkrachten tijdens de lessen?", ["de lessen", "de leerkrachten"]),
        ("nl", "Wat vinden de meeste ouders?", []),
        ("nl", "Vinden ze het leuk?", []),
        ("nl", "Wat vindt de burgemeester?", []),
        ("nl", "Wat is de eerste stap?", []),
        ("en", "How do the parents see this?", ["the parents"]),
        ("en", "What do the teachers do during the lessons?", ["the lessons", "the teachers"]),
        ("en", "What did the dance teacher say?", []),
        ("en", "What would the best thing be?", []),
    ],
)
def test_only_whole_noun_groups_of_this_talk_are_taken_up(language, trainee, found):
    assert phrases(talk(language, trainee)) == found


@pytest.mark.parametrize(
    ("trainee", "moves", "family"),
    [
        ("Wat zie je dan?", ("OPEN",), "question"),
        ("Moeten de ouders instemmen?", ("OPEN",), "closed"),
        ("Dus ze gaan weg. Blijft er iemand?", ("REFL-S", "DEEP"), "closed"),
        ("Vertel daar eens meer over.", ("OPEN",), "question"),
        ("Dus ze gaan weg.", ("REFL-S",), "reflection"),
        ("Boek ons!", ("OFFER",), "offer"),
        ("Mm-hm.", (), "neutral"),
    ],
)
def test_what_a_turn_came_down_to(trainee, moves, family):
    assert came_down_to(replace(NL, trainee=trainee, moves=moves)) == family


@pytest.mark.parametrize(
    ("wording", "fits"),
    [
        ("Laatst vroeg ik wie er een liedje wilde inzetten.", False),
        ("Ze gaan nakijken zodra hij er is, met z'n allen, in de koffiekamer.", True),
    ],
)
def test_the_trainees_words_come_back_only_before_a_line_that_has_them(wording, fits):
    slotted = next(one for one in written().reactions["nl"] if one.slot and not one.needs)
    assert opens("De koffie?", slotted, wording) is fits
