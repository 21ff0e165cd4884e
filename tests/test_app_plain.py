"""The conversation line by line, as a pipe or a screen reader meets it."""

from __future__ import annotations

import io
import json

import pytest
from fake_practice import LOCKED, OPENING, FakePractice
from fake_services import BROKEN, CARD, FakeServices, unready

from simulator import i18n
from simulator.app import plain
from simulator.practice.api import PracticeError
from simulator.voice.types import Cancelled


@pytest.fixture(autouse=True)
def _dutch():
    i18n.use("nl")
    yield
    i18n.use("en")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def play(lines, practice=None, terminal=False):
    kind = Terminal if terminal else io.StringIO
    stdin, stdout, stderr = kind("".join(line + "\n" for line in lines)), io.StringIO(), kind()
    code = plain.talk(practice or FakePractice(), stdin, stdout, stderr)
    return code, stdout.getvalue().splitlines(), stderr.getvalue()


def test_a_line_is_a_turn_and_replies_are_all_there_is_on_stdout():
    code, out, err = play(["Wat zie je dan?", "", "En daarna?"])
    assert code == 0
    assert out == [
        "Karin: " + OPENING,
        "Karin: Nou ja, de meesten gaan dan nakijken. In de koffiekamer.",
        "Karin: Hm. Daar vraag je me wat.",
    ]
    assert err == "Bewaard. Later verder: toask practice resume:c1 --plain\n"


def test_nothing_said_nothing_to_go_on_with():
    assert play([])[2] == ""


def test_a_broken_file_is_refused_before_anything_is_loaded():
    services, err = FakeServices(), io.StringIO()
    assert plain.run(services, BROKEN.ref, io.StringIO(), io.StringIO(), err) == 1
    assert "did you mean 'title'?" in err.getvalue()
    assert "toask scenario check stuk.yaml" in err.getvalue()
    assert services.calls == ["close"]


def test_a_database_that_was_kept_aside_is_told_here_too():
    services, err = (
        FakeServices(said=["The database was damaged. It is kept as a in b; a new one was started."]),
        io.StringIO(),
    )
    assert plain.run(services, CARD.ref, io.StringIO(), io.StringIO(), err) == 0
    assert "Ze is bewaard" in err.getvalue() or "beschadigd" in err.getvalue()


def test_a_terminal_gets_prompts_on_stderr():
    _, out, err = play(["Wat?"], terminal=True)
    assert "> " in err
    assert not any(">" in line for line in out)


def test_commands():
    practice = FakePractice()
    lines = [
        "Neem ons aanbod.",
        "/edit Wat wil je?",
        "/again",
        "/hint",
        "/guess durf",
        "/note x",
        "/notes",
        "/meter",
        "/turns",
        "/help",
    ]
    code, _, err = play(lines, practice)
    assert code == 0
    assert practice.calls == ["turn:Neem ons aanbod.", "edit:Wat wil je?", "regenerate"]
    assert practice.hints == 1
    assert "LSD: luisteren" in err
    assert "Vermoeden: durf" in err
    assert "vragend 1" in err
    assert "beurt 1 · nog 21" in err
    assert "/again" in err


def test_commands_have_dutch_names_too():
    practice = FakePractice()
    lines = ["Neem ons aanbod.", "/verander Wat wil je?", "/vermoeden durf", "/notities", "/hulp", "/einde", "te laat"]
    code, _, err = play(lines, practice)
    assert (code, practice.over) == (0, True)
    assert practice.calls == ["turn:Neem ons aanbod.", "edit:Wat wil je?", "end"]
    assert "Vermoeden: durf" in err
    assert "/einde " in err
    assert "/verander TEKST" in err


def test_the_situation_is_told_before_the_first_words_and_again_when_asked():
    for kind in (io.StringIO, Terminal):
        out, err = io.StringIO(), kind()
        assert plain.run(FakeServices(), CARD.ref, kind("/situatie\n"), out, err) == 0
        told = err.getvalue()
        for words in (CARD.title, CARD.brief, CARD.role, CARD.offer, *CARD.goals):
            assert told.count(words) == 2
        assert "Jij bent" in told
        assert CARD.brief not in out.getvalue()


def test_end_gives_a_summary_that_holds_back_what_stayed_closed():
    practice = FakePractice()
    _, out, err = play(["Wat?", "/end", "dit telt niet meer"], practice)
    assert practice.over
    assert len(out) == 2
    assert "Jouw beurten: 1" in err
    assert LOCKED not in err
    _, _, shown = play(["Wat?", "/end", *[""] * 5, "toon"], terminal=True)
    assert LOCKED in shown


def test_ones_own_view_is_asked_before_any_figure_and_kept():
    practice = FakePractice()
    _, _, err = play(["Wat?", "/end", "70%", "2", "ik vroeg", "", "durf"], practice, terminal=True)
    view = json.loads(next(text for kind, text in practice.kept if kind == "self"))
    assert view == {"share": 70, "layer": "visible", "well": "ik vroeg", "other": ""}
    assert ("hypothesis", "durf") in practice.kept
    assert practice.looked_back()
    asked, shown = err.index("Hoeveel van wat je deed"), err.index("Jouw beurten: 1")
    assert "%" not in err[asked:shown].replace("(0–100)", "")


def test_an_answer_that_is_no_number_is_asked_for_once_more():
    practice = FakePractice()
    _, _, err = play(["Wat?", "/end", "veel", "70", "9", "de diepste", "ik vroeg"], practice, terminal=True)
    view = json.loads(next(text for kind, text in practice.kept if kind == "self"))
    assert view == {"share": 70, "layer": "", "well": "ik vroeg", "other": ""}
    assert "van 0 tot 100" in err
    assert "van 1 tot" in err
    assert err.count("blijft open") == 1


@pytest.mark.parametrize(
    "answers",
    [["", "", "", "", ""], ["veel", "zeg ik niet", "9", "", "", "", ""], ["101", "-1", "x", "0", "", "", ""], []],
)
def test_an_own_view_that_says_nothing_is_not_kept_and_not_asked_twice(answers):
    practice = FakePractice()
    play(["Wat?", "/end", *answers], practice, terminal=True)
    assert practice.kept == []
    assert practice.looked_back()
    assert "Hoeveel van wat je deed" not in play([], practice, terminal=True)[2]


def test_nobody_is_asked_where_nobody_types():
    practice = FakePractice()
    play(["Wat?", "/end", "70"], practice)
    assert not practice.looked_back()


def test_the_conversation_ends_by_itself():
    code, out, err = play(["Een?", "Twee?", "Drie?"], FakePractice(patience=2))
    assert code == 0
    assert len(out) == 3
    assert "Jouw beurten: 2" in err


def test_slashes():
    practice = FakePractice()
    code, _, err = play(["//etc hoort erbij?", "/onzin", "/edit"], practice)
    assert practice.calls == ["turn:/etc hoort erbij?"]
    assert "/onzin" in err
    assert code == 1


def test_errors_are_one_sentence_and_the_loop_goes_on():
    practice = FakePractice(fail=PracticeError("The disk is full; make room."))
    code, out, err = play(["Wat?", "Wat nu?"], practice)
    assert "The disk is full; make room." in err
    assert len(out) == 2
    assert code == 0


def test_a_stopped_turn_counts_for_nothing():
    code, out, err = play(["Wat?"], FakePractice(fail=Cancelled()))
    assert (code, len(out)) == (0, 1)
    assert "Gestopt" in err


def test_long_lines_and_control_codes():
    practice = FakePractice(replies=(("\x1b[31mrood", "twee\nregels"),))
    _, out, err = play(["x" * 5000, "a\x1b[2Jb?"], practice)
    assert "5000" in err
    assert practice.calls == ["turn:ab?"]
    assert out[1] == "Karin: rood twee regels"


def test_run_prepares_starts_and_closes():
    services, out = FakeServices(), io.StringIO()
    assert plain.run(services, CARD.ref, io.StringIO("Wat?\n"), out, io.StringIO()) == 0
    assert services.calls == ["prepare:retry", "start:vakdocent-dans", "close"]
    assert plain.run(FakeServices(), "resume:c1", io.StringIO(""), out, io.StringIO()) == 0


def test_run_speaks_the_language_of_the_settings():
    i18n.use("en")
    err = io.StringIO()
    plain.run(FakeServices(), CARD.ref, io.StringIO("/end\n"), io.StringIO(), err)
    assert "Jouw beurten" in err.getvalue()


def test_run_says_what_is_wrong_and_names_a_server():
    err = io.StringIO()
    assert (
        plain.run(FakeServices(problem=unready(), server="http://x:1"), CARD.ref, io.StringIO(), io.StringIO(), err)
        == 1
    )
    assert "sha256" in err.getvalue()
    assert "http://x:1" in err.getvalue()
