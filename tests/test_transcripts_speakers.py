"""Roles are said, not guessed; languages other than the two are told."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from simulator import i18n
from simulator.transcripts import (
    Conversation,
    Line,
    SpeakersUnknown,
    TranscriptError,
    language_of,
    mapping_of,
    roles,
    speakers,
    told,
)
from simulator.transcripts.errors import at
from simulator.transcripts.formats import format_of


def talk(*turns, source="x.vtt"):
    return Conversation("x", tuple(Line(*turn) for turn in turns), source=source)


PAIR = talk(("Anna", "Wat speelt er?"), ("Bart", "Veel, en dat al lang."), ("Anna", "Zoals?"))


def got(conversation, *options):
    return [line.role for line in roles(conversation, mapping_of(options)).lines]


def test_names_that_are_roles_need_no_option():
    assert got(talk(("Trainee", "a"), ("SCHOOL", "b"))) == ["trainee", "school"]
    assert got(talk(("therapist", "a"), ("client", "b"), ("cursist", "c"))) == ["trainee", "school", "trainee"]


def test_roles_in_the_file_hold_and_options_overrule_them():
    one = talk(("Marieke", "a", "", "school"), ("trainee", "b", "", "trainee"))
    assert got(one) == ["school", "trainee"]
    assert got(one, "marieke=trainee", "trainee=school") == ["trainee", "school"]


def test_unknown_speakers_are_listed_with_the_option_to_give():
    with pytest.raises(SpeakersUnknown) as caught:
        roles(PAIR)
    said = str(caught.value)
    assert '--speaker "Anna=trainee"' in said
    assert "Anna (2 turns), Bart (1 turns)" in said or "Bart" in said
    assert [one.name for one in caught.value.speakers] == ["Anna", "Bart"]
    three = talk(("Anna", "a"), ("Bart", "b"), ("", "c"))
    with pytest.raises(SpeakersUnknown, match="no name"):
        roles(three, mapping_of(["Anna=trainee", "Bart=school"]))
    assert got(three, "Anna=trainee", "Bart=school", "=school")[2] == "school"


def test_with_two_speakers_naming_one_names_both_but_only_if_the_user_did():
    assert got(PAIR, "anna=trainee") == ["trainee", "school", "trainee"]
    assert got(PAIR, "Bart=trainee") == ["school", "trainee", "school"]
    with pytest.raises(SpeakersUnknown):
        roles(talk(("cursist", "a"), ("Interviewer", "b")))


def test_the_second_of_two_is_asked_for_where_somebody_else_was_named_for_that_role():
    one = talk(("Noor", "a"), ("Piet", "b"))
    with pytest.raises(SpeakersUnknown, match="Piet"):
        roles(one, mapping_of(["Anna=trainee", "Noor=school"]))
    assert got(one, "Bo=school", "Noor=school") == ["school", "trainee"]


def test_a_name_that_is_a_role_is_asked_for_where_both_roles_were_given():
    one = talk(("Anna", "Wat zie je?"), ("School", "dat woord zegt al genoeg."), ("Noor", "Ja."))
    with pytest.raises(SpeakersUnknown, match="School") as caught:
        roles(one, mapping_of(["Anna=trainee", "Noor=school"]))
    assert [(speaker.name, speaker.role) for speaker in caught.value.speakers] == [
        ("Anna", "trainee"), ("School", None), ("Noor", "school"),
    ]  # fmt: skip
    assert got(one, "Anna=trainee", "Noor=school", "School=trainee") == ["trainee", "trainee", "school"]
    assert got(talk(("Trainee", "a"), ("School", "b")), "Anna=trainee", "Noor=school") == ["trainee", "school"]


def test_errors_are_in_the_language_of_the_interface(monkeypatch):
    class Marked(gettext.NullTranslations):
        def gettext(self, message):
            return f"¤{message}"

        def ngettext(self, one, many, number):
            return f"¤{one if number == 1 else many}"

    monkeypatch.setattr(i18n, "texts", lambda language: Marked())
    i18n.use("nl")
    assert str(at("x.csv", 3, "{found} columns where {named} are named.", found=2, named=3)).startswith(
        "¤x.csv, line 3: ¤2 columns where 3"
    )
    with pytest.raises(SpeakersUnknown, match=r"x\.vtt: the roles are not known of Anna, Bart.*Anna \(¤2 turns\)"):
        roles(PAIR)
    assert told(language_of(talk(("a", DE), ("b", DE))), "x") == "¤x is in ¤German; only Dutch and English are scored."
    with pytest.raises(TranscriptError, match=r"^¤There is no format \"x\{y\}\""):
        format_of(Path("x"), "x{y}")


@pytest.mark.parametrize(
    ("conversation", "options", "says"),
    [
        (talk(("Anna", "a"), ("Anna", "b")), [], "one speaker only .Anna."),
        (talk(), [], "no turns"),
        (PAIR, ["Anna=school", "Bart=school"], "nobody as trainee"),
        (PAIR, ["Anna=trainee", "Bart=trainee"], "nobody as school"),
        (PAIR, ["Anna"], "gives no role"),
        (PAIR, ["Anna=coach"], "gives no role"),
        (PAIR, ["Anna=school", "ANNA=trainee"], "both"),
    ],
)
def test_what_cannot_be_mapped_says_so(conversation, options, says):
    with pytest.raises(TranscriptError, match=says):
        roles(conversation, mapping_of(options))


def test_what_a_front_end_needs_to_ask():
    one, other = speakers(PAIR)
    assert (one.name, one.turns, one.words, one.begins, one.role) == ("Anna", 2, 4, "Wat speelt er?", None)
    assert other.words == 5


NL = "Wat zou je willen dat de kinderen hiervan meenemen, ook als het project al lang voorbij is?"
EN = "What would you like the children to take away from this, even when the project is long over?"
DE = "Was sollen die Kinder davon mitnehmen, auch wenn das Projekt schon lange vorbei ist?"
FR = "Qu'est-ce que les enfants devraient en retenir, même quand le projet sera terminé depuis longtemps?"


@pytest.mark.parametrize(
    ("turns", "code", "says"),
    [
        ([("a", NL), ("b", "Dat ze durven, en dat wij het durven.")], "nl", ""),
        ([("a", EN), ("b", "That they dare to, and that we do.")], "en", ""),
        ([("a", NL), ("b", "We doen een workshop breakdance en een rap battle, heel cool.")], "nl", ""),
        ([("a", DE), ("b", "Dass sie sich trauen, und wir auch.")], "other", "German"),
        ([("a", FR), ("b", "Qu'ils osent, et que nous osions aussi.")], "other", "French"),
        ([("a", NL), ("b", EN)], "mixed", "mixes languages"),
        ([("a", NL), ("a", NL), ("b", DE)], "mixed", "German"),
        ([("a", "Ja."), ("b", "Ok.")], "", "too few words"),
        ([("a", "12 34 !?"), ("b", "")], "", "too few words"),
    ],
)
def test_language(turns, code, says):
    found = language_of(talk(*turns))
    assert found.code == code
    assert found.scored == (code in ("nl", "en"))
    assert says in told(found, "x.vtt")
    assert bool(told(found, "x.vtt")) != found.scored


def test_short_spoken_turns_are_told_together():
    said = [
        "ja",
        "nou eh",
        "dat weet ik niet",
        "misschien wel",
        "hm",
        "hoezo dan",
        "omdat ze afhaken",
        "o",
        "na de pauze",
    ]
    assert language_of(talk(*((f"{n % 2}", words) for n, words in enumerate(said)))).code == "nl"
