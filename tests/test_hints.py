"""Help when stuck offers what a trainer would pick up: twenty replies of the shipped schools, and a rule for all."""

from __future__ import annotations

import re

import pytest

from simulator.practice.hint_words import STRONG
from simulator.practice.hints import LONGEST, MOST, worth_picking_up
from simulator.scenario import catalog
from simulator.school.common_words import STOP

# A reply, and all that may be offered of it; written down by somebody who would ask on about it.
REPLIES = [
    ("nl", "We doen dit elk jaar wel met iets. En dan is die docent weg en zakt het in.", ["elk jaar", "zakt het in"]),
    ("nl", "Alles ligt er nog, de dramakist, de percussiespullen. De sleutel hangt bij Wim en niemand vraagt erom.",
     ["dramakist", "percussiespullen", "sleutel", "niemand vraagt erom"]),
    ("nl", "Er staat een kast op de gang, daar liggen de trommels in. Keurig opgestapeld, en nooit meer uit geweest.",
     ["kast op de gang", "trommels", "nooit meer uit geweest"]),
    ("nl", "Ik durf het zelf ook niet meer, sinds die keer dat groep 8 me uitlachte.",
     ["durf het zelf ook niet meer", "uitlachte"]),
    ("nl", "Nou ja… als er een vakdocent is gaan de meesten nakijken. In de koffiekamer.",
     ["vakdocent", "meesten nakijken", "koffiekamer"]),
    ("nl", "Die zit nu gewoon weer in zijn hoekje, Sem. Soms hoor ik zijn vingers op de tafel.",
     ["weer in zijn hoekje", "vingers op de tafel"]),
    ("nl", "De een heeft een oudergesprek, de ander is al weg. Hoe dat heet zoals het gaat, weet ik niet.",
     ["oudergesprek"]),
    ("nl", "Ze zijn trots op hun kinderen en een beetje bang voor de school.", ["trots", "bang"]),
    ("nl", "Gewoon mij mailen. Adres en nummer staan op de website van de school.", []),
    ("nl", "Met gym ging het net zo. Vier jaar een vakleerkracht, en als Bram ziek is gaat het niet door. "
     "Niemand neemt het over.", ["vakleerkracht", "Bram ziek", "Niemand neemt het over"]),
    ("en", "It went the same way with PE. Nobody takes it over.", ["Nobody takes it over"]),
    ("en", "There's a cupboard in the corridor with all the drums in it. Beautifully stacked, never been out since.",
     ["cupboard in the corridor", "drums", "Beautifully stacked", "never been out since"]),
    ("en", "I came out with the pupils' council as well. I just didn't dare.", ["pupils' council", "didn't dare"]),
    ("en", "When I ask who'd like to try something, they all study their shoes.", ["study their shoes"]),
    ("en", "It lands on Wim's desk and comes back with a squiggle on it.", ["lands on Wim's desk", "squiggle"]),
    ("en", "Proud of their children and a little scared of the school.", ["Proud", "scared"]),
    ("en", "There are rules up in the staffroom from seven years ago. Still in force.",
     ["rules up in the staffroom", "Still in force"]),
    ("en", "The class trots off to the playroom and the corridor goes quiet.",
     ["class trots off to the playroom", "corridor goes quiet"]),
    ("en", "I'm here Monday to Thursday, and after three I've a bit of time.", []),
    ("en", "What I miss is a quarter of an hour. Reading aloud.", ["miss", "Reading aloud"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "reply", "wanted"), REPLIES)
def test_what_is_offered_is_what_a_trainer_picks_up(language, reply, wanted):
    found = worth_picking_up(reply, language)
    assert set(found) <= set(wanted), found
    assert len(found) >= min(len(wanted), 2)


def replies(language):
    for entry in catalog.entries(language):
        for item in entry.usable.items:
            yield from (*item.say, *(item.cue or ()))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_function_word_alone_and_nothing_that_was_not_said(language):
    told = list(replies(language))
    offered = 0
    for reply in told:
        found = worth_picking_up(reply, language)
        offered += bool(found)
        assert len(found) <= MOST
        for phrase in found:
            assert phrase in reply
            words = re.findall(r"[\w'’-]+", phrase.lower())
            assert len(words) <= LONGEST
            assert not set(words) <= STOP[language] - STRONG[language]
            assert len(words) > 1 or words[0] not in {"zoals", "heet", "meteen", "ruim", "after", "among", "show"}
    assert offered > 0.75 * len(told)


def test_what_is_new_weighs_more_and_odd_text_offers_nothing():
    text = "De trommels, de kostuums, de maskers en de schminkdozen."
    assert "trommels" in worth_picking_up(text, "nl")
    assert "trommels" not in worth_picking_up(text, "nl", {"trommels"})
    for odd in ("", "…", "'", "123 456", "???", "\n\n", "de het een " * 500):
        assert worth_picking_up(odd, "nl") == ()
