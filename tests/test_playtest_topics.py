"""Topics that cannot open their item: found by what the coder makes of them, shown with their line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from helpers_practice import minds

from simulator.coding.codebook import CodedTurn
from simulator.playtest.measures import measure
from simulator.playtest.table import lines
from simulator.playtest.topics import Shut, placed, shut, spoken
from simulator.report.words import Words
from simulator.scenario.load import load

FILE = Path(__file__).resolve().parents[1] / "scenarios" / "nl" / "stoer-theater.yaml"


@pytest.fixture(scope="module")
def scenario():
    return load(FILE)


@dataclass
class Coded:
    """A coder that reads every text as one code, and keeps what stood before it."""

    code_: str
    heard: dict[str, str] = field(default_factory=dict)

    def code_many(self, turns) -> list[CodedTurn]:
        self.heard |= {text: history[-1].text for text, history, _ in turns}
        coded = [minds().coder.code(f"[{self.code_}] {text}", history, language) for text, history, language in turns]
        return [replace(one, text=text) for one, (text, _, _) in zip(coded, turns, strict=True)]


def tellable(scenario):
    return [item for item in scenario.items if not item.never_surface]


def test_a_reproach_opens_nothing_and_an_open_question_all_but_what_does_not_ask_for_one(scenario):
    everything = [(item.id, n) for item in tellable(scenario) for n in range(len(item.topics))]
    found = list(shut(scenario, Coded("JUDGE")))
    assert [(one.item, one.number) for one in found] == everything
    assert all(one.codes == ("JUDGE",) and one.opens_on for one in found)
    assert not list(shut(scenario, Coded("OPEN")))
    closed = {one.item for one in shut(scenario, Coded("CLOSED"))}
    assert closed == {item.id for item in tellable(scenario) if "CLOSED" not in item.opens_on.moves}


def test_a_topic_is_asked_after_its_cue_and_as_a_question_too(scenario):
    coder = Coded("JUDGE")
    item = next(one for one in scenario.items if one.cue)
    bare = next((one for one in scenario.items if not one.cue), None)
    list(shut(scenario, coder, [item.id, *([bare.id] if bare else [])]))
    assert coder.heard[spoken(item.topics[0])[0]] == item.cue[0]
    if bare:
        assert coder.heard[spoken(bare.topics[0])[0]] == scenario.speakers[0].opening
    assert spoken("hoe ging dat") == ("Hoe ging dat?", "hoe ging dat")
    assert spoken("Hoe ging dat?") == ("Hoe ging dat?",)


def test_lines_are_those_of_the_file_also_in_a_list_over_several_lines(scenario):
    text = FILE.read_text(encoding="utf-8")
    item = scenario.items[1]
    head, _, tail = text.partition(f"  - id: {item.id}\n")
    before, _, rest = tail.partition("    topics: [")
    old, _, after = rest.partition("]")
    many = "".join(f"\n      - {one.strip()}" for one in old.split(", "))
    text = f"{head}  - id: {item.id}\n{before}    topics:{many}{after}"
    found = [Shut(item.id, n, item.topics[n], ("JUDGE",), ("OPEN",)) for n in (2, 0)]
    rows = placed(found, scenario, text)
    assert [one.number for one in rows] == [0, 2]
    for one in rows:
        assert one.text in text.splitlines()[one.line - 1]
    assert placed(found, scenario, "kapot: [") is not None


@pytest.mark.parametrize(("language", "says"), [("nl", "regel 7"), ("en", "line 7")])
def test_the_table_shows_the_dearest_first_and_says_how_many_more(scenario, language, says):
    plain = [Shut("kopgroep", n, f"vraag {n}", ("CLOSED",), ("OPEN",), n) for n in range(20, 40)]
    found = measure(scenario, [], [*plain, Shut("kopgroep", 0, "waarom niet", ("JUDGE",), ("OPEN",), 7)])
    assert len(found.row["topics_that_cannot_open"]) == 21
    assert found.row["topics_that_cannot_open"][-1] == {
        "item": "kopgroep", "line": 7, "text": "waarom niet", "codes": ["JUDGE"], "opens_on": ["OPEN"],
    }  # fmt: skip
    shown = [line for line in lines([found], Words(language)) if "vraag 2" in line or "waarom niet" in line]
    assert "waarom niet" in shown[0]
    assert "JUDGE" in shown[0]
    if language == "en":
        assert says in shown[0]
        assert any("13 more" in line for line in lines([found], Words(language)))
    assert len(shown) == 8


@pytest.mark.weights
def test_the_shipped_coder_finds_a_reproach(tmp_path):
    from simulator.coding.question_coder.coder import QuestionCoder

    text = FILE.read_text(encoding="utf-8").replace("topics: [", "topics: [waarom hebben jullie dat nooit gedaan, ")
    path = tmp_path / FILE.name
    path.write_text(text, encoding="utf-8")
    scenario = load(path)
    item = tellable(scenario)[0]
    found = placed(list(shut(scenario, QuestionCoder.load(), [item.id])), scenario, text)
    assert any(one.text.startswith("waarom hebben jullie") and "JUDGE" in one.codes for one in found)
    assert all(one.text in text.splitlines()[one.line - 1] for one in found)
