"""Reports of one conversation: what a page says, that it is safe, in both languages."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest
from helpers_report import flat, page_of, sample
from helpers_scoring import school, scored, talk, trainee, unit
from lxml import html

from simulator.report.group import row_of, write_group
from simulator.report.moments import best, missed
from simulator.report.out import page_name
from simulator.report.page import Maker
from simulator.report.plain import one_line, plain
from simulator.report.quotes import LONGEST, quote, shared
from simulator.report.spark import MOST_BARS, spark
from simulator.report.timeline import MARKS, strips
from simulator.report.transcript import turns_of
from simulator.report.weight import HEAVY, weight
from simulator.report.words import Words
from simulator.scoring.measures import measure
from simulator.scoring.model import ScoredTurn
from simulator.scoring.read import coded_turn

HOSTILE = "<script>alert('x')</script> {{ 7*7 }} <img src=http://kwaad.example/x> \x1b[31m\x00\u202e\" onload='y' &amp;"


@pytest.mark.parametrize(
    ("language", "says"),
    [
        (
            "nl",
            [
                "Vraagaandeel",
                "Beste momenten",
                "Gemiste momenten",
                "95%-interval",
                "Codeboek: versie 1",
                "onzeker: het",
            ],
        ),
        (
            "en",
            [
                "Ask share",
                "Best moments",
                "Missed moments",
                "95% interval",
                "Codebook: version 1",
                "unsure: the program",
            ],
        ),
    ],
)
def test_a_page_says_it_all_in_its_language(tmp_path, language, says):
    text, tree = page_of(tmp_path, sample(), language, maker=Maker("question-coder 2"))
    assert tree.get("lang") == language
    for sentence in (*says, "question-coder 2", "Intake De Regenboog", "LSD", "NIVEA"):
        assert sentence in flat(tree)
    assert "{" not in re.sub(r"<(style)>.*?</\1>", "", text, flags=re.DOTALL)
    rows = tree.xpath("//table//tbody/tr")
    assert len(rows) == 14


def test_every_word_stands_in_the_transcript_beside_its_code(tmp_path):
    _, tree = page_of(tmp_path, sample())
    units = tree.xpath('//li/div[contains(@class, "unit")]')
    assert len(units) == 7
    assert "Je zegt dat ze afhaken, wat zie je dan?" in flat(units[1])
    assert "DEEP +3" in flat(units[1])
    assert "pakt woorden van de school op" in flat(units[1])
    doubtful = tree.xpath('//div[contains(@class, "doubtful")]')
    assert ["onzeker" in flat(one) for one in doubtful] == [True]
    assert "Twaalf groepen." in flat(tree)


def test_the_timeline_has_a_mark_a_unit_that_a_keyboard_reaches(tmp_path):
    _, tree = page_of(tmp_path, sample())
    links = tree.xpath('//div[@class="strip"]//a')
    assert len(links) == 7
    assert all(tree.xpath(f'//*[@id="{link.get("href")[1:]}"]') for link in links)
    assert "beurt 4" in flat(links[1])
    assert "afhaken" in flat(links[1])
    assert (
        len(tree.xpath('//div[@class="strip"]//svg//*[starts-with(@class, "ask") or starts-with(@class, "tell")]')) == 6
    )


def test_best_and_missed_moments():
    (good,) = best(sample())
    assert good.turn == 4
    assert [piece.text for piece in good.school if piece.marked] == ["haken"]
    (bad,) = missed(sample())
    assert bad.turn == 2
    assert [piece.text for piece in bad.school if piece.marked] == ["durven"]


def test_a_reflection_that_only_repeats_is_a_best_moment_where_nothing_stronger_is():
    repeats, follows = trainee("REFL-S uptake"), trainee("DEEP uptake")
    turns = [school("Ze haken af."), repeats, school("Ja."), trainee("REFL-S uptake parrot"), school("Ja.")]
    assert [one.unit.code for one in best(scored("x", *turns))] == ["REFL-S"]
    assert [one.unit.code for one in best(scored("x", *turns, follows))] == ["DEEP"]


def test_an_answer_to_a_question_and_an_ask_are_no_missed_moments():
    heavy = "Het is lastig, de leerkrachten durven niet."
    turns = [school(f"{heavy} Wat raad je aan?"), trainee("OFFER"), school(heavy), trainee("OPEN"), school(heavy)]
    assert missed(scored("x", *turns)) == []
    assert len(missed(scored("x", *turns, trainee("JUDGE")))) == 1


@pytest.mark.parametrize(
    ("text", "language", "heavy"),
    [
        ("Eerlijk gezegd weten we niet hoe het verder moet.", "nl", True),
        ("We zoeken een vakdocent dans voor groep vijf.", "nl", False),
        ("Bang.", "nl", False),
        ("They switch off as soon as it starts, to be honest.", "en", True),
        ("We have twelve classes and a hall.", "en", False),
        ("De leerkrachten durven het niet aan.", "", True),
    ],
)
def test_what_weighs(text, language, heavy):
    assert (weight(text, language)[0] >= HEAVY) is heavy


@pytest.mark.parametrize("language", ["nl", "en"])
def test_under_five_turns_there_is_no_figure(tmp_path, language):
    turns = talk(trainee("DEEP"), trainee("OPEN"), trainee("OFFER"), trainee("REFL-C"))
    few = replace(scored("kort", *turns), measures=measure(turns))
    text, tree = page_of(tmp_path, few, language)
    assert Words(language).tr("Ask share") not in flat(tree)
    assert "4" in tree.xpath('string(//p[@class="notice"])')
    assert not re.search(r"\d+%", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))
    assert "DEEP +3" in flat(tree)


def test_a_conversation_without_turns_and_one_that_is_neither(tmp_path):
    _, tree = page_of(tmp_path, scored("leeg"))
    assert "Er staan geen beurten" in flat(tree)
    turns = talk(*[trainee("NEUTRAL")] * 6)
    _, tree = page_of(tmp_path, replace(scored("niets", *turns), measures=measure(turns)))
    assert "Niets in dit gesprek telt als vragen" in flat(tree)


def test_measures_that_did_not_come_along_are_worked_out(tmp_path):
    with_measures, without = sample(), replace(sample(), measures={})
    assert page_of(tmp_path, with_measures)[0] == page_of(tmp_path, without)[0]


def test_what_people_write_is_text_and_nothing_else(tmp_path):
    turns = [
        ScoredTurn(HOSTILE, "school", HOSTILE, timestamp=HOSTILE),
        coded_turn(HOSTILE, HOSTILE, [replace(unit("DEEP", "uptake", text=HOSTILE), reason=HOSTILE)]),
    ] * 6
    hostile = replace(scored(HOSTILE, *turns), source=HOSTILE, measures=measure(turns))
    text, tree = page_of(tmp_path, hostile, maker=Maker(HOSTILE))
    assert not tree.xpath("//script | //img | //link | //iframe | //object | //*[@style]")
    assert not [name for one in tree.iter() for name in one.attrib if name.startswith("on")]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert "49" not in tree.xpath("string(//h1)")
    assert "<script>alert('x')</script> {{ 7*7 }}" in tree.xpath("string(//h1)")
    write_group([row_of(hostile, "pages/x.html")], tmp_path / "group.html", "en", Maker(HOSTILE))
    group = html.fromstring((tmp_path / "group.html").read_bytes())
    assert len(group.xpath("//script")) == 1
    assert not group.xpath("//img")


def test_a_long_conversation_stays_readable():
    turns = [trainee(*["OPEN"] * 5, "OFFER", "INFO") for _ in range(200)]
    rows = strips(turns_of(scored("lang", *turns), Words("nl")))
    assert all(0 < len(row.marks) <= MARKS for row in rows)
    assert sum(len(row.marks) for row in rows) == 1_400
    assert spark([1, -2, 0] * 400).bars <= MOST_BARS
    assert strips(turns_of(scored("een", trainee(*["OPEN"] * 40)), Words("nl")))[-1].last == 1


def test_quotes_keep_the_marked_words_in_sight():
    text = "woord " * 200 + "durven ze niet"
    pieces = quote(text, shared(text, "Durven?"))
    assert [piece.text for piece in pieces if piece.marked] == ["durven"]
    assert sum(len(piece.text) for piece in pieces) <= LONGEST + 4
    assert quote("") == ()


def test_words_made_fit_for_a_page():
    assert plain("a\x00b\x1b[2J\u202ec\ud800\ufeff\td") == "abc\ufffd d"
    assert one_line("een\n twee  drie vier", 12) == "een twee …"
    assert page_name(7, "École / <b>") == "0007-ecole-b.html"
    assert page_name(12345, "學校") == "12345.html"


@pytest.mark.parametrize(("language", "shown"), [("nl", "−0,5"), ("en", "−0.5"), ("fr", "−0.5")])
def test_figures_are_written_as_the_language_does(language, shown):
    words = Words(language)
    assert words.signed(-0.5) == shown
    assert words.signed(0.0) == words.number(-0.01).replace("−", "")
    assert words.percent(None) == "–"


def test_reports_bring_nothing_heavy():
    code = "import sys, simulator.report; print([m for m in ('torch', 'textual', 'transformers') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
