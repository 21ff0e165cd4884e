"""A careful pitch, a reproach that asks and praise of the own offer tell; what only sounds alike does not."""

from __future__ import annotations

import numpy as np
import pytest

from simulator.coding.around import Around
from simulator.coding.codebook import CODES
from simulator.coding.draft import Draft
from simulator.coding.question_coder.rules import apply, draft, joined
from simulator.coding.question_coder.weights import FLAGS, Settings

SCHOOL = "Ze schrijven nooit iets op. They line up in the kitchen."


def coded(text: str, code: str, school: str = SCHOOL, repair: float = 0.0) -> Draft:
    chances = np.full(len(CODES), 0.01, np.float32)
    chances[CODES.index(code)] = 0.87
    flags = np.zeros(len(FLAGS), np.float32)
    flags[FLAGS.index("repair")] = repair
    one = draft(text, chances, flags, Settings())
    apply([one], Around(school), [])
    return one


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("So how about I just come in and write in the corner?", "SEEK"),
        ("Stel dat ik een keer een tekenaar meebreng?", "SEEK"),
        ("Wat als we de les op het plein doen?", "OPEN"),
        ("Wat dacht je van een stripdagboek?", "DEEP"),
        ("What if we built a loom?", "REFL-C"),
    ],
)
def test_a_pitch_put_as_a_question_leads(text, code):
    found = coded(text, code)
    assert found.code == "LEAD"
    assert "own_idea" in found.flags


@pytest.mark.parametrize(
    ("text", "code", "school"),
    [
        ("Wat dacht je van een stripdagboek?", "DEEP", "Een stripdagboek, zei een ouder."),
        ("Stel dat ik een dag meeloop, wat zie ik dan?", "OPEN", SCHOOL),
        ("What if we changed nothing?", "OPEN", SCHOOL),
        ("How about you?", "OPEN", SCHOOL),
        ("How about we start with what you saw?", "SEEK", SCHOOL),
        ("I was thinking about what you said.", "NEUTRAL", SCHOOL),
    ],
)
def test_what_the_school_named_or_what_goes_on_asking_is_no_pitch(text, code, school):
    assert coded(text, code, school).code == code


def test_a_supposition_belongs_to_the_question_behind_it():
    first, second = coded("Stel dat ik een dag meeloop.", "OPEN"), coded("Wat zie ik dan?", "OPEN")
    first.code = "OPEN"
    apply([first, second], Around(SCHOOL), [])
    assert (first.code, second.code) == ("OPEN", "OPEN")


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Een optie is misschien een ontbijt met ouders erbij.", "REFL-C", "OFFER"),
        ("Ik zat te denken aan een stripdagboek.", "NEUTRAL", "OFFER"),
        ("That's money very well spent, trust me.", "NEUTRAL", "OFFER"),
        ("Dat is het meer dan waard, geloof me.", "AFFIRM", "OFFER"),
        ("You can trust me.", "NEUTRAL", "NEUTRAL"),
        ("I don't agree with that.", "NEUTRAL", "JUDGE"),
        ("Daar ben ik het niet mee eens.", "NEUTRAL", "JUDGE"),
        ("Daar ben ik het niet meer mee eens.", "NEUTRAL", "NEUTRAL"),
        ("Dat klinkt vreselijk als je het mij vraagt.", "NEUTRAL", "JUDGE"),
        ("Blimey, that sounds awful if you ask me.", "NEUTRAL", "JUDGE"),
        ("Not bad, if you ask me.", "NEUTRAL", "NEUTRAL"),
        ("How come nobody told them, for heaven's sake?", "OPEN", "JUDGE"),
        ("Waarom heeft niemand dat in hemelsnaam gezegd?", "DEEP", "JUDGE"),
        ("What on earth did the caretaker say?", "DEEP", "DEEP"),
        ("waarom hebben jullie dat nooit geregeld", "DEEP", "JUDGE"),
        ("Why did you never ask us?", "DEEP", "JUDGE"),
        ("Waarom hebben jullie dat nooit gezegd, denk je?", "DEEP", "DEEP"),
    ],
)
def test_offers_and_reproaches(text, code, expected):
    assert coded(text, code).code == expected


@pytest.mark.parametrize(
    "text",
    [
        "Gosh, I'm so sorry.", "I'm sorry to hear that.", "O, sorry om te horen.", "Sorry, ik versta je even niet.",
        "Sorry, I didn't catch that.", "I'm so sorry, that must have been hard.", "Sorry, wat zei u?",
        "Dank je dat je dat zegt.", "Thank you for telling me.",
    ],
)  # fmt: skip
def test_sympathy_and_who_did_not_hear_take_nothing_back(text):
    assert "repair" not in coded(text, "NEUTRAL", repair=0.97).flags


@pytest.mark.parametrize(
    ("text", "chance"),
    [
        ("Excuus.", 0.0), ("Apologies.", 0.0), ("Ik duw te veel, hè.", 0.0), ("I'm rushing you.", 0.0),
        ("I'm so sorry, I rather rushed at that.", 0.97), ("I'm sorry to hear that, and sorry for pushing.", 0.97),
        ("Thank you for correcting me.", 0.97), ("Dank je, ik zat bij het verkeerde.", 0.97),
    ],
)  # fmt: skip
def test_an_apology_is_a_repair_also_by_itself(text, chance):
    assert "repair" in coded(text, "NEUTRAL", repair=chance).flags


@pytest.mark.parametrize("text", ["Before half-term, you said.", "Voor de vakantie, zei je."])
def test_their_words_with_who_said_them_behind_are_repeated(text):
    assert coded(text, "NEUTRAL", repair=0.97).code == "REFL-S"
    said = Draft(text, "REFL-S", np.eye(len(CODES), dtype=np.float32)[CODES.index("REFL-S")])
    asked = Draft("Wat is er dan?", "OPEN", np.eye(len(CODES), dtype=np.float32)[CODES.index("OPEN")])
    (one,) = joined([said, asked])
    assert (one.code, one.text) == ("DEEP", f"{text} Wat is er dan?")


@pytest.mark.parametrize(
    ("text", "school", "expected"),
    [
        ("Goedemiddag!", "Goedemiddag, u komt voor de foto's.", False),
        ("Morning! I found it.", "Morning! So, beatboxing.", False),
        ("That one, or more?", "The only one we had.", False),
        ("Je bent er meer dan niemand.", "Er is niemand meer.", False),
        ("Goedemiddag, vertel eens over die foto's.", "Goedemiddag, u komt voor de foto's.", True),
        ("Hele dagen?", "We oefenen twee dagen.", True),
    ],
)
def test_greetings_and_small_words_are_not_taken_up(text, school, expected):
    assert ("uptake" in coded(text, "NEUTRAL", school).flags) is expected


def test_a_wish_that_the_school_did_not_name_is_no_bare_copy():
    found = coded("Dus je hoopt dat ze elkaar helpen.", "REFL-C", "Dat ze elkaar helpen.")
    assert (found.code, "parrot" in found.flags) == ("REFL-C", False)
    found = coded("Dus dat ze elkaar helpen.", "REFL-C", "Nou, dat ze elkaar helpen.")
    assert (found.code, "parrot" in found.flags) == ("REFL-S", True)
