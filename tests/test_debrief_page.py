"""The debrief as page, plain text, PDF and JSON: all of it, nothing hidden too early, safe, readable by everybody."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, fields, replace
from itertools import pairwise

import debrief_fixture as made
import pytest
from helpers_pages import DRIFTING, EXPERT, Store, rich, talked
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from pypdf import PdfReader

from simulator.debrief import pdf
from simulator.debrief.as_json import to_json
from simulator.debrief.build import debrief
from simulator.debrief.model import Debrief, Hidden
from simulator.debrief.page import page, write_page
from simulator.debrief.paper.as_text import WIDTH, as_text
from simulator.debrief.paper.chart import MARKS, SLOT, chart
from simulator.debrief.paper.sections import paper
from simulator.extras import MissingExtra
from simulator.files import CannotWrite

HOSTILE = "<script>alert('x')</script> {{ 7*7 }} <img src=http://kwaad.example/x> \x1b[31m\x00\u202e\" #panic() $x$ ["
CONTENT = (made.NEED, made.CLOSED, made.AUTHOR)


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "practice.db")
    yield opened
    opened.close()


def tree(found, **how):
    return html.fromstring(page(found, **how))


def flat(one):
    return " ".join(" ".join(one.xpath(".//text()[not(ancestor::style or ancestor::script)]")).split())


def text(found, **how):
    return " ".join(as_text(paper(found, **how)).split())


def everything(found, **how):
    """Return all that goes out of a debrief, as one text."""
    data = json.dumps(pdf.data_of(found, **how), ensure_ascii=False)
    return page(found, **how) + text(found, **how) + data + json.dumps(to_json(found, **how), ensure_ascii=False)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_has_all_of_a_debrief_in_its_language(language):
    found = made.debrief(reader=language)
    one = tree(found)
    assert one.get("lang") == language
    said = flat(one)
    for line in found.lines:
        for piece in (line.text, line.reply, line.effect, *(unit.why for unit in line.units)):
            assert " ".join(piece.split()) in said
    for piece in (
        found.tip.rewritten, found.tip.rule_says, *found.doors[1].examples, found.best[0].why, *found.notes,
        found.phases[1].name, *(step.says for step in found.arc), *(guess.text for guess in found.guesses),
        found.mine.well, *(one.says for one in found.differences), "64%", "marked",
    ):  # fmt: skip
        assert piece in said
    assert ("Vraagaandeel" if language == "nl" else "Ask share") in said


def test_what_the_school_did_not_say_stays_out_until_it_may_be_seen():
    shut, asked_for = everything(made.debrief()), everything(made.debrief(), hidden=True)
    for piece in CONTENT:
        assert piece not in shut
        assert piece in asked_for
    for open_one in (made.reached(), made.debrief(reached=None, held=False)):
        assert all(piece in everything(open_one) for piece in (made.NEED, made.AUTHOR))


def test_which_of_my_words_were_right_stays_out_as_well():
    lone = made.debrief(guesses=(replace(made.debrief().guesses[1], text="x", shared=("onthuld",)),))
    assert "onthuld" not in everything(lone)
    assert "onthuld" in everything(lone, hidden=True)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from([*DRIFTING, *EXPERT[:8]]), max_size=7))
def test_no_played_talk_lets_anything_locked_out(tmp_path_factory, turns):
    store = Store(tmp_path_factory.mktemp("talk") / "practice.db")
    found = debrief(store, talked(store, turns).id, "nl")
    store.close()
    if found.reached is False:
        out = everything(found)
        for piece in (found.hidden.need, found.hidden.notes, *(content for content, _ in found.hidden.items)):
            assert piece not in out


def test_numbers_can_be_hidden_and_words_stay():
    found = made.debrief(proposed="Na de eigen vraag had jij 3 ideeën.")
    for said in (flat(tree(found, numbers=False)), text(found, numbers=False)):
        assert "%" not in said
        assert not re.search(r"[+−]\d|\b3 ideeën|\bpunten", said)
        assert found.tip.why in said
        assert "Er bleef meer dicht dan je dacht." in said
        assert "Doorvragen lukte." in said
    data = to_json(found, numbers=False)
    assert data["mine"]["share"] is None
    assert not {"ask_share", "uptake", "hints", "corrected"} & set(data)
    assert not re.search(r'"(weight|rapport|value|confidence|share)": [\d\[]', json.dumps(data))


def test_json_has_the_fields_and_what_programs_ask_for():
    found = made.reached()
    data = json.loads(json.dumps(to_json(found)))
    assert set(data) == {one.name for one in fields(Debrief)} | {"turning_point", "missed_doors"}
    assert data["turning_point"] == asdict(found.turning[0])
    assert [door["passed"] for door in data["missed_doors"]] == [13]
    assert data["lines"][1]["units"][0]["unit"]["code"] == "FILL"
    assert data["hidden"]["need"] == made.NEED
    assert to_json(made.debrief())["hidden"] is None
    assert to_json(made.debrief(turning=()))["turning_point"] is None


def test_a_page_loads_and_runs_nothing_of_others():
    text = page(made.debrief())
    one = html.fromstring(text)
    policy = one.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')[0]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not one.xpath("//@src | //link | //iframe | //img | //*[@style] | //@onclick")
    assert all(link.startswith("#") for link in one.xpath("//@href"))
    assert len(one.xpath("//script")) == 1
    assert len(text) < 200_000


def test_words_of_people_are_never_markup(tmp_path):
    found = made.debrief()
    line = replace(found.lines[0], text=HOSTILE, reply=HOSTILE, who=HOSTILE)
    hostile = replace(
        found, title=HOSTILE, lines=(line, *found.lines[1:]), notes=(HOSTILE,), coder=HOSTILE, created=HOSTILE,
        guesses=(replace(found.guesses[0], text=HOSTILE, shared=(HOSTILE,)),), mode=HOSTILE,
    )  # fmt: skip
    one = tree(hostile)
    assert len(one.xpath("//script")) == 1
    assert not one.xpath("//img")
    said = page(hostile, hidden=True) + as_text(paper(hostile, hidden=True))
    assert "49" not in re.sub(r"<style>.*?</style>|<meta[^>]*>|<svg.*?</svg>", "", said, flags=re.DOTALL)
    for bad in ("\x1b", "\x00", "\u202e"):
        assert bad not in said
    pdf.write_pdf(hostile, tmp_path / "a.pdf")
    assert "#panic() $x$ [" in " ".join(PdfReader(tmp_path / "a.pdf").pages[0].extract_text().split())


def headings(one):
    return [int(found.tag[1]) for found in one.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]


@pytest.mark.parametrize("found", [made.debrief(), made.reached(), made.debrief(turns=0, lines=(), turning=())])
def test_a_page_is_in_order_for_who_hears_it(found):
    one = tree(found)
    levels = headings(one)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [len(one.xpath(f"//{name}")) for name in ("main", "header", "footer", "nav")] == [1, 1, 1, 1]
    ids = one.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in one.xpath("//@href")} <= set(ids)
    for table in one.xpath("//table"):
        assert table.xpath(".//caption")
        assert all(head.get("scope") in ("col", "row") for head in table.xpath(".//th"))
        assert {len(row.xpath("./th|./td")) for row in table.xpath(".//tr")} == {len(table.xpath(".//thead//th"))}
    assert all(svg.get("aria-hidden") for svg in one.xpath("//svg"))


def test_quotes_in_another_language_say_so():
    foreign, own = tree(made.debrief(reader="en")), tree(made.debrief(reader="nl"))
    quotes = foreign.xpath("//blockquote")
    mine = [one for one in quotes if "Doorvragen lukte." in flat(one) or "Minder aanbieden." in flat(one)]
    assert {one.get("lang") for one in quotes if one not in mine} == {"nl"}
    assert foreign.xpath("//h1/span/@lang") == ["nl"]
    assert own.xpath("//body//@lang") == []


def test_the_map_has_a_mark_a_turn_and_its_table_says_the_same():
    found = made.debrief()
    one = tree(found)
    links = one.xpath('//div[starts-with(@class, "leg")]//a')
    assert [link.get("href") for link in links] == [f"#t{line.number}" for line in found.lines]
    rows = one.xpath('//details[.//table]//tbody/tr[./th/a[starts-with(@href, "#t")]]')
    assert len(rows) == len(found.lines)
    assert "vertelt −2" in flat(rows[0])
    assert "iets" in flat(rows[4]) or "something" in flat(rows[4])
    closed = [row for row in rows if flat(row[3])]
    assert [flat(row[0]).split()[-1] for row in closed] == ["1", "10", "13"]


@given(st.lists(st.integers(-9, 12), max_size=45))
def test_marks_stay_on_the_map_and_the_line_goes_through_all(weights):
    lines = tuple(replace(made.debrief().lines[0], number=n, weight=value) for n, value in enumerate(weights, 1))
    drawn = chart(made.debrief(lines=lines), [("", "")] * len(lines))
    marks = [(strip, mark) for strip in drawn.strips for mark in strip.marks]
    assert [mark.number for _, mark in marks] == [line.number for line in lines]
    for strip, mark in marks:
        assert strip.left < mark.x < strip.wide <= strip.left + MARKS * SLOT
        assert (mark.x, mark.y) in strip.points
    heights = {line.weight: mark.y for line, (_, mark) in zip(lines, marks, strict=True)}
    ordered = [heights[weight] for weight in sorted(heights)]
    assert ordered == sorted(ordered, reverse=True)
    for before, after in pairwise(drawn.strips):
        assert before.points[-1][1] == after.marks[0].y
        assert after.points[0][1] == before.marks[-1].y


def test_a_correction_shows_both_codes_with_the_reason(store):
    found = debrief(store, rich(store).id, "en")
    one = tree(found)
    second, third = (flat(one.get_element_by_id(f"t{number}")) for number in (2, 3))
    assert "The program said OPEN; you made it CLOSED: Ik vroeg alleen naar een feit." in second
    assert "The program said DEEP; Sanne Assessor made it REFL-S: Dit vat alleen samen." in third
    assert "2 codes corrected" in flat(one)
    line = found.lines[4]
    doubt = replace(line, units=tuple(replace(unit, unsure=True) for unit in line.units))
    unsure = tree(replace(found, lines=(*found.lines[:4], doubt, *found.lines[5:])))
    assert flat(unsure).count("Unsure: the program doubts this code.") == len(line.units)


@pytest.mark.parametrize(("turns", "end"), [((), False), (DRIFTING[:1], False), (DRIFTING[4:6], True), (EXPERT, True)])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_short_unfinished_and_whole_talks_give_whole_pages(store, tmp_path, turns, end, language):
    found = debrief(store, talked(store, turns, end=end).id, language)
    one = tree(found)
    assert len(one.xpath('//div[contains(@class, "turn")]')) == len(found.lines) == found.turns
    assert headings(one)[0] == 1
    assert "None" not in flat(one)
    pdf.write_pdf(found, tmp_path / "a.pdf")
    assert PdfReader(tmp_path / "a.pdf").pages
    if not turns:
        assert "first words" in text(found) or "eerste woorden" in text(found)


def test_a_school_that_hides_nothing_says_so():
    said = text(made.debrief(reached=None, held=False, hidden=Hidden(), reader="en", arc=()))
    assert "This school hides no question behind its question." in said
    assert "left out here" not in said


def test_fifty_pages_are_folded_and_whole(tmp_path):
    long = "Ik dacht aan de leerkrachten. " * 6000
    found = made.debrief()
    big = replace(
        found, lines=(replace(found.lines[0], text=long), *found.lines[1:]),
        guesses=(replace(found.guesses[0], text=long + "\n\n" + "x" * 5000),), notes=(long,),
    )  # fmt: skip
    one = tree(big)
    turn = one.get_element_by_id("t1")
    folded = turn.xpath('.//details[@class="long"]')
    assert flat(turn).count("Ik dacht aan de leerkrachten.") == 6000
    assert len(flat(folded[0].xpath("./summary")[0])) < 1000
    pdf.write_pdf(big, tmp_path / "a.pdf")
    assert len(PdfReader(tmp_path / "a.pdf").pages) > 50


def test_plain_text_reads_line_by_line_without_signs():
    said = as_text(paper(made.reached()))
    assert max(map(len, said.splitlines())) <= WIDTH
    assert not re.search("[▲▼○◇✕■│─#*]", said)
    assert made.OWN in " ".join(said.split())
    numbers = [int(found[1]) for found in re.finditer(r"^(\d+)\. ", said, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_pdf_names_itself_and_is_a4(tmp_path):
    pdf.write_pdf(made.reached(), tmp_path / "a.pdf")
    read = PdfReader(tmp_path / "a.pdf")
    assert read.metadata.title.endswith("Een vakdocent dans voor alle groepen")
    assert [round(float(side)) for side in read.pages[0].mediabox[2:]] == [595, 842]
    assert read.trailer["/Root"]["/Lang"] == "nl"
    assert made.OWN.split()[0] in read.pages[0].extract_text()


def test_without_typst_one_sentence_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(MissingExtra, match="pip install 'toask\\[pdf\\]'"):
        pdf.write_pdf(made.debrief(), tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_page_is_whole_or_not_there(tmp_path):
    write_page(made.debrief(), tmp_path / "deep" / "a.html")
    (tmp_path / "file").write_text("x")
    with pytest.raises(CannotWrite, match="choose another place"):
        write_page(made.debrief(), tmp_path / "file" / "a.html")
    assert [one.name for one in (tmp_path / "deep").iterdir()] == ["a.html"]
