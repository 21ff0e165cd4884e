"""Reports: what a page says, that it is safe, in both languages, and that a group of thousands streams."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
import tracemalloc
from dataclasses import replace

import pytest
from helpers_scoring import school, scored, talk, trainee, unit
from lxml import html

from simulator.report import Row, row_of, write_all, write_group, write_report
from simulator.report.moments import best, missed
from simulator.report.out import page_name
from simulator.report.page import Maker
from simulator.report.plain import one_line, plain
from simulator.report.quotes import LONGEST, quote, shared
from simulator.report.spark import MOST_BARS, spark
from simulator.report.spread import Spread
from simulator.report.timeline import MARKS, strips
from simulator.report.transcript import turns_of
from simulator.report.weight import HEAVY, weight
from simulator.report.words import Words
from simulator.scoring.errors import ScoringError
from simulator.scoring.measures import measure
from simulator.scoring.model import ScoredTurn
from simulator.scoring.read import coded_turn

HOSTILE = "<script>alert('x')</script> {{ 7*7 }} <img src=http://kwaad.example/x> \x1b[31m\x00\u202e\" onload='y' &amp;"


def said(code, text, *flags, unsure=False, confidence=1.0):
    """Return a trainee's turn of one unit."""
    return coded_turn("Anna", text, [unit(code, *flags, text=text, confidence=confidence)], unsure=[unsure])


def sample(language="nl"):
    """Return a conversation with a best and a missed moment, an unsure unit and more than five turns."""
    turns = (
        school("Onze leerkrachten durven geen dans te geven."),
        said("OFFER", "Dan moeten jullie ons programma nemen."),
        school("Ze haken af zodra de muziek begint."),
        said("DEEP", "Je zegt dat ze afhaken, wat zie je dan?", "uptake"),
        school("Ze kijken naar de grond."),
        said("REFL-C", "Ze schamen zich voor hun lijf.", unsure=True, confidence=0.3),
        school("Ja."),
        trainee("CLOSED", "CLOSED stacked"),
        school("Twaalf groepen."),
        said("INFO", "De subsidie loopt tot juni.", "asked"),
        school("Dank je."),
        said("OPEN", "Wat wil je dat blijft?"),
    )
    return replace(scored("Intake De Regenboog", *turns, language=language), measures=measure(turns))


def page_of(tmp_path, conversation, language="nl", **more):
    path = tmp_path / "page.html"
    write_report(conversation, path, language, **more)
    return path.read_text("utf-8"), html.fromstring(path.read_bytes())


def flat(tree):
    return " ".join(tree.text_content().split())


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


def addresses(tree):
    """Return what a page points at."""
    return [
        value for one in tree.iter() for name, value in one.attrib.items() if name in ("href", "src", "data", "action")
    ]


def test_a_page_loads_nothing_and_its_policy_fits_it(tmp_path):
    write_all([sample(), sample()], tmp_path / "out", "nl")
    for path in (tmp_path / "out").rglob("*.html"):
        text, tree = path.read_text("utf-8"), html.fromstring(path.read_bytes())
        assert not [one for one in addresses(tree) if "//" in one or one.startswith("data:")]
        assert "url(" not in text
        assert "@import" not in text
        policy = tree.xpath('string(//meta[@http-equiv="Content-Security-Policy"]/@content)')
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        for inline in re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", text, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy


def test_a_group_has_a_row_and_a_page_for_each(tmp_path):
    few = scored("kort", *talk(trainee("DEEP")))
    assert write_all([sample(), few, replace(sample(), id="../../etc/passwd")], tmp_path / "rapport", "nl") == 3
    tree = html.fromstring((tmp_path / "rapport" / "index.html").read_bytes())
    rows = tree.xpath("//tbody/tr")
    assert len(rows) == 3
    assert "te weinig beurten" in flat(rows[1])
    links = tree.xpath("//tbody//a/@href")
    assert links == ["pages/0001-intake-de-regenboog.html", "pages/0002-kort.html", "pages/0003-etc-passwd.html"]
    for link in links:
        page = html.fromstring((tmp_path / "rapport" / link).read_bytes())
        assert page.xpath("//header//a/@href") == ["../index.html"]
    assert tree.xpath("//td[@data-sort]/@data-sort")[1] == str(sample().measures["ask_share"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rapport"]


def test_one_conversation_is_one_page_and_none_is_nothing(tmp_path):
    assert write_all([sample()], tmp_path / "een.html", "en") == 1
    assert (tmp_path / "een.html").is_file()
    assert write_all([], tmp_path / "niets", "en") == 0
    assert not (tmp_path / "niets").exists()
    (tmp_path / "map").mkdir()
    write_all([sample()], tmp_path / "map", "en")
    assert (tmp_path / "map" / "index.html").is_file()


def test_several_beside_a_named_page_or_a_file_in_the_way(tmp_path):
    write_all([sample(), sample()], tmp_path / "mijn groep.html", "en")
    tree = html.fromstring((tmp_path / "mijn groep.html").read_bytes())
    assert tree.xpath("//tbody//a/@href")[0] == "mijn%20groep-pages/0001-intake-de-regenboog.html"
    page = html.fromstring((tmp_path / "mijn groep-pages" / "0001-intake-de-regenboog.html").read_bytes())
    assert page.xpath("//header//a/@href") == ["../mijn%20groep.html"]
    (tmp_path / "bestand").write_text("van iemand")
    with pytest.raises(ScoringError, match="folder"):
        write_all([sample(), sample()], tmp_path / "bestand", "en")
    assert (tmp_path / "bestand").read_text() == "van iemand"


def test_who_was_left_out_since_is_gone_and_other_files_stay(tmp_path):
    out = tmp_path / "out"
    write_all([sample(), sample(), replace(sample(), id="wil niet meer")], out, "nl")
    (out / "pages" / "0009-eigen.html").write_text("<p>van mij</p>")
    write_all([sample(), sample()], out, "nl")
    names = sorted(path.name for path in (out / "pages").iterdir())
    assert names == ["0001-intake-de-regenboog.html", "0002-intake-de-regenboog.html", "0009-eigen.html"]


def test_a_group_of_thousands_streams(tmp_path):
    row = row_of(sample(), "pages/x.html")
    write_group([row] * 10, tmp_path / "warm.html", "nl")
    peaks = []
    for number in (1_000, 4_000):
        tracemalloc.start()
        write_group((replace(row, id=f"g{place}") for place in range(number)), tmp_path / "group.html", "nl")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5 + 8_000_000
    assert (tmp_path / "group.html").read_text("utf-8").count("<tr ") == 4_001


def test_the_spread():
    spread = Spread()
    for share in (None, 0.0, 0.2, 0.5, 0.5, 1.0):
        spread.add(share)
    assert [one.count for one in spread.bins()] == [1, 0, 1, 0, 0, 2, 0, 0, 0, 1]
    assert (spread.seen, spread.number, spread.quantile(0.5)) == (6, 5, 50)
    assert "50%" in spread.says(Words("en"))
    assert "too short" in spread.says(Words("en"))
    assert "no figure" in Spread().says(Words("en"))


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


def test_a_page_that_cannot_be_written_leaves_nothing(tmp_path):
    (tmp_path / "bestand").write_text("")
    with pytest.raises(ScoringError, match="choose another place"):
        write_report(sample(), tmp_path / "bestand" / "x.html", "nl")

    def breaking():
        yield row_of(sample())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_group(breaking(), tmp_path / "group.html", "nl")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bestand"]


def test_a_row_without_figures():
    row = row_of(scored("kort", *talk(trainee("DEEP"))))
    assert isinstance(row, Row)
    assert (row.turns, row.ask_share, row.thirds) == (1, None, ())


def test_reports_bring_nothing_heavy():
    code = "import sys, simulator.report; print([m for m in ('torch', 'textual', 'transformers') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
