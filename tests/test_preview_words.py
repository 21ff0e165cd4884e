"""The preview and the playtest speak the reader's language: every label is a message, beside the short names."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path
from typing import get_args

import pytest
from helpers_practice import minds

from simulator import i18n
from simulator.app.preview import panes, says
from simulator.playtest.measures import measure
from simulator.playtest.table import lines
from simulator.playtest.trainees import PROFILES
from simulator.playtest.verdict import twins, wrong
from simulator.practice.xray import Xray
from simulator.report.paths import write_paths
from simulator.report.play_words import ACT_NAMES, LAYER_NAMES, PROFILE_NAMES
from simulator.report.words import Words
from simulator.scenario.load import load
from simulator.school.acts import Act, TargetKind

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "scenarios" / "nl" / "vakdocent-dans.yaml"
INNERMOST = re.compile("«[^«»]*»")


class Marked(gettext.NullTranslations):
    """Puts every message between marks, so that what is not one stands out."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"«{msgid1 if n == 1 else msgid2}»"


def bare(text: str) -> str:
    """Return what is left when all messages, with what is filled into them, are taken out."""
    while INNERMOST.search(text):
        text = INNERMOST.sub("", text)
    return text


@pytest.fixture
def marked(monkeypatch):
    monkeypatch.setattr(i18n, "_now", [("nl", Marked())])
    monkeypatch.setattr("simulator.report.words.texts", lambda language: Marked())


def test_every_reason_of_the_schools_mind_has_words():
    reasons = set()
    for path in (ROOT / "simulator" / "school").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.match(r"\d+ [a-z]", node.value):
                reasons.add(node.value.split(" ", 1)[1])
    assert len(reasons) > 50
    assert reasons == says.RULES


def test_every_act_kind_layer_and_profile_has_words():
    assert set(ACT_NAMES) == set(get_args(Act))
    assert set(says.KIND_NAMES) == set(get_args(TargetKind))
    assert set(PROFILE_NAMES) == set(PROFILES)
    assert set(LAYER_NAMES) == {"surface", "visible", "underlying", "need"}


def test_short_names_stand_beside_plain_words(marked):
    assert says.act("tell") == "tell («tells»)"
    assert says.summary("tell karin-zelf") == "tell («tells») karin-zelf"
    assert says.summary("close") == "close («ends the talk»)"
    assert says.kind("fact") == "fact («a plain fact»)"
    assert bare(says.why("5 asked and open")) == ""
    assert "«free fact»" in says.why("4 free fact")
    assert says.why("2 OFFER, and a free fact").count("«") == 3
    assert bare(says.stage("exploring")) == "exploring ()"


def test_no_label_of_the_preview_is_left_in_english(marked):
    scenario = load(FILE)
    xray = Xray(scenario, minds())
    for text in ("[OPEN @item:vorig-aanbod] Hoe ging het vorig jaar?", "[OFFER] Dan nemen jullie onze reeks."):
        xray.say(text)
    last = xray.exchanges[-1]
    gates = [panes.gate_line(one, 7) for one in xray.gates()]
    shown = [panes.state(xray), panes.turn(last), panes.turn(None), panes.problems(()), *gates]
    left = " ".join(bare(one.plain) for one in shown)
    for item in scenario.items:
        left = left.replace(item.id, "")
    for word in ("units", "hits", "takes", "act", "why", "rule", "needs", "rapport", "never", "open", "shut", "told",
                 "stage", "turns", "said:", "cues", "matched"):  # fmt: skip
        assert not re.search(rf"\b{word}\b", left), (word, left)
    talk = bare(panes.talk(xray).plain)
    assert "tell ()" in talk
    assert "asked and open" not in talk


def found_of(scenario):
    one = measure(scenario, [])
    row = one.row | {
        "contrast": 0.4, "core_rate": {"teller": 0.05, "asker": 0.5}, "leaks": 2,
        "depth": {"teller": 0.3, "asker": 0.7}, "spread": {"teller": 0.1, "asker": 0.1},
        "turns_to_need": {"teller": None, "asker": 9.0},
        "turns_to_layer": {"teller": {"surface": 2.0, "visible": None}, "asker": {"surface": 2.0, "visible": 4.0}},
        "difficulty": one.row["difficulty"] | {"patience_enough": False, "patience_needed": 40},
        "topics_that_cannot_open": [
            {"item": "x", "line": 3, "text": "waarom niet", "codes": ["JUDGE"], "opens_on": ["OPEN"]}
        ],
    }  # fmt: skip
    return type(one)(one.scenario, row, one.wrong, one.played)


def test_the_table_and_what_falls_short_are_in_the_readers_language(marked):
    scenario = load(FILE)
    found = found_of(scenario)
    for line in wrong(scenario, found.row, Words("nl")):
        assert bare(line) == ""
    assert len(wrong(scenario, found.row, Words("nl"))) >= 5
    left = " ".join(bare(line) for line in lines([found, found], Words("nl")))
    assert not re.search("[A-Za-z]{3,}", left.replace("vakdocent-dans", "")), left
    both = [found.row, found.row | {"language": "en", "contrast": 0.9}]
    assert [bare(line) for line in twins(both, Words("nl"))] == [""]


def test_json_keeps_its_english_keys_and_sentences():
    found = found_of(load(FILE))
    assert "teller" in found.row["core_rate"]
    assert any(
        "the teller reached the need in 5% of the talks" in x for x in wrong(found.scenario, found.row, Words("en"))
    )


def test_the_page_names_profiles_acts_and_shut_topics(tmp_path, marked):
    found = found_of(load(FILE))
    turn = {
        "text": "Hoe <b>gaat</b> het?", "reply": "Goed.", "act": "tell", "target": "item:x", "codes": ["OPEN"],
        "rapport": 2,
    }  # fmt: skip
    talks = [{"profile": "asker", "seed": 0, "depths": [0.3], "turns": [turn]}]
    rows = [found.row | {"title": "Dans", "wrong": []}]
    write_paths(rows, [talks], tmp_path / "uit.html", Words("nl"))
    page = (tmp_path / "uit.html").read_text(encoding="utf-8")
    assert "«the asker»" in page
    assert "«the teller»" in page
    assert "tell («tells»)" in page
    assert "waarom niet" in page
    assert "«judges, corrects or warns»" in page
    assert "<b>gaat</b>" not in page
    charts = re.findall(r"(<svg[^>]*>)(.*?)</svg>", page, re.DOTALL)
    assert any("<text" in inside for _, inside in charts)
    assert not [head for head, inside in charts if "<text" in inside and "viewBox" in head], "words keep their size"
    assert all(re.search(r'<div class="scroll[^>]*tabindex="0"[^>]*>$', part) for part in page.split("<table>")[:-1])
    assert not re.search(r">\s*(asker|teller|surface \d)", re.sub(r'<span class="faint">[^<]*</span>', "", page))
