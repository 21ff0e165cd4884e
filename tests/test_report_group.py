"""Reports of a group: a row and a page for each, nothing loaded, memory flat, nothing left behind."""

from __future__ import annotations

import base64
import hashlib
import re
import tracemalloc
from dataclasses import replace

import pytest
from helpers_report import flat, sample
from helpers_scoring import scored, talk, trainee
from lxml import html

from simulator.files import CannotWrite
from simulator.report.group import Row, row_of, write_group
from simulator.report.out import write_all
from simulator.report.page import write_report
from simulator.report.spread import Spread
from simulator.report.words import Words
from simulator.scoring.errors import ScoringError
from simulator.scoring.model import to_json
from simulator.scoring.write import write_html


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


def test_a_page_that_cannot_be_written_leaves_nothing(tmp_path):
    (tmp_path / "bestand").write_text("")
    with pytest.raises(CannotWrite, match="choose another place"):
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


def test_what_toask_score_hands_over_becomes_a_report(tmp_path):
    rows = [to_json(sample()) | {"source": "gesprekken.csv"}, to_json(sample()) | {"source": "gesprekken.csv"}]
    write_html(iter(rows), tmp_path / "rapport", {"coder": "question-coder 2", "codebook": 1, "language": "en"})
    tree = html.fromstring((tmp_path / "rapport" / "pages" / "0002-intake-de-regenboog.html").read_bytes())
    assert "gesprekken.csv" in flat(tree)
    assert "coder: question-coder 2" in flat(tree)
    assert tree.get("lang") == "en"


def test_an_id_that_comes_twice_has_its_file_beside_it(tmp_path):
    held = [
        replace(sample(), id=name, source=file) for name, file in (("c1", "a.csv"), ("c2", "a.csv"), ("c1", "b.csv"))
    ]
    write_all([*held, replace(sample(), id="c1", source="<b>x</b>.csv")], tmp_path / "uit", "en")
    rows = html.fromstring((tmp_path / "uit" / "index.html").read_bytes()).xpath("//tbody/tr/th")
    assert [flat(one) for one in rows] == ["c1 a.csv", "c2", "c1 b.csv", "c1 <b>x</b>.csv"]
