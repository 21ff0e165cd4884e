"""A sheet beside the scorer's codes: what is said, and that no figure claims more than is known."""

from __future__ import annotations

import json
import re
import time

import pytest
from helpers_observe import MIXED, coded, ticked
from helpers_practice import say, session
from helpers_scenario import build, minimal_scenario

from simulator.cli.main import main
from simulator.coding.codebook import Unit
from simulator.observing.observed import compare
from simulator.observing.scored import Coded
from simulator.observing.sheets import Desk
from simulator.practice.store import Store
from tests.pace import slowness


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOASK_LANG", "en")
    return Desk()


def test_the_same_codes_agree_and_chance_stands_beside_it():
    found = compare(ticked(*MIXED), coded(*MIXED))
    agreed = found["agreement"]
    assert (agreed["pairs"], agreed["same"], found["differences"]) == (10, 10, [])
    assert agreed["kappa"]["value"] == 1.0
    assert agreed["kappa"]["low"] is None, "no interval of no width"
    assert agreed["kappa"]["by_chance"] < 0.7
    assert agreed["upper_bound"]
    assert found["observer"]["ask_share"] == found["scorer"]["ask_share"] == 0.7


def test_a_difference_names_turn_words_and_both_codes():
    other = list(MIXED)
    other[2] = "INFO"
    found = compare(ticked(*other), coded(*MIXED))
    [one] = found["differences"]
    assert (one["turn"], one["unit"], one["scorer"], one["observer"], one["at"]) == (5, "turn 2", "OFFER", "INFO", 24.0)


def test_few_ticks_or_turns_give_no_figure_at_all():
    for seen, talk in ((ticked(*MIXED[:4]), coded(*MIXED)), (ticked(*MIXED), coded(*MIXED[:4]))):
        found = compare(seen, talk)
        assert found["agreement"] is None
        assert None in (found["observer"]["ask_share"], found["scorer"]["ask_share"])
    assert compare(ticked(), coded())["aligned"] == []


def test_one_code_only_has_no_kappa_and_is_not_called_perfect():
    agreed = compare(ticked(*["OPEN"] * 8), coded(*["OPEN"] * 8))["agreement"]
    assert agreed["kappa"]["value"] is None


def test_flags_count_for_the_scorer_and_are_left_out_beside_the_observer():
    asked = Unit("x", "INFO", 0, ("asked",))
    turns = tuple((n, "x", (asked,)) for n in range(3)) + tuple((n, "x", (Unit("x", "OPEN", 2),)) for n in range(3, 6))
    found = compare(ticked(*["INFO"] * 3, *["OPEN"] * 3), Coded("t", turns))
    assert found["scorer"]["ask_share"] == 1.0
    assert found["scorer"]["ask_share_codes"] == found["observer"]["ask_share"] == 0.5


def test_a_code_twice_in_a_turn_counts_once():
    turns = tuple((n, "x", (Unit("a", "OPEN", 2), Unit("b", "OPEN", 2))) for n in range(6))
    assert compare(ticked(*["OPEN"] * 6), Coded("t", turns))["codes"]["OPEN"] == {"observer": 6, "scorer": 6}


def test_a_long_talk_is_compared_quickly():
    start = time.perf_counter()
    compare(ticked(*MIXED * 12), coded(*MIXED * 12))
    assert time.perf_counter() - start < 5 * slowness()


def kept(desk, *codes):
    sheet = desk.new("nl", observer="Els <b>")
    for code in codes:
        sheet.tick(code, "<script>alert(1)</script>" if code == "JUDGE" else "")
    return desk.finish(sheet)


def run(capsys, *words):
    status = main([*words])
    out = capsys.readouterr()
    return status, out.out, out.err


def test_compared_with_the_log_by_the_beginning_of_an_id(desk, capsys):
    store = Store(desk.database)
    talk = session(store, build(minimal_scenario()))
    for code in MIXED[:6]:
        say(talk, f"[{code}] Hoe gaat dat bij jullie?")
    store.close()
    seen = kept(desk, *MIXED[:5], "JUDGE")
    store = Store(desk.database)
    [row] = store.conversations()
    store.close()
    for name in (row.id[:8], "last", f"resume:{row.id}"):
        status, out, _ = run(capsys, "observe", "compare", seen.id[:8], name, "--json")
        found = json.loads(out)
        assert status == 0
        assert found["scorer"]["turns"] == 6
        assert found["agreement"]["same"] == 5
    status, out, _ = run(capsys, "observe", "list", "--json")
    listed = json.loads(out)
    assert [one["id"] for one in listed["conversations"]] == [row.id]
    assert listed["sheets"][0]["ticks"] == 6


def scored(tmp_path, *codes, talks=1):
    turns = []
    for code in codes:
        units = [{"text": "<i>Hoe?</i>", "code": code}]
        turns += [{"speaker": "A", "role": "trainee", "text": "Hoe?", "units": units},
                  {"speaker": "S", "role": "school", "text": "Zo."}]  # fmt: skip
    path = tmp_path / "scored.json"
    path.write_text(json.dumps({"conversations": [{"id": f"t{n}", "turns": turns} for n in range(talks)]}), "utf-8")
    return str(path)


def test_compared_with_a_scored_file_as_table_and_page(desk, tmp_path, capsys):
    kept(desk, *MIXED, "JUDGE")
    page = tmp_path / "page.html"
    status, out, _ = run(capsys, "observe", "compare", "last", scored(tmp_path, *MIXED), "--lang", "en")
    assert status == 0
    assert "upper bound" in out
    assert "– / JUDGE" in out
    status, out, _ = run(capsys, "observe", "compare", "last", scored(tmp_path, *MIXED), "--html", str(page))
    text = page.read_text("utf-8")
    assert (status, out) == (0, "")
    assert "<script>" not in text
    assert "<i>Hoe?" not in text
    assert "Els &lt;b&gt;" in text
    assert not re.search(r"(?:src|href)=|https?://", text)


def test_a_page_of_too_few_ticks_holds_no_share_and_no_kappa(desk, tmp_path, capsys):
    kept(desk, "OPEN", "DEEP")
    page = tmp_path / "page.html"
    assert run(capsys, "observe", "compare", "last", scored(tmp_path, *MIXED[:3]), "--html", str(page))[0] == 0
    body = page.read_text("utf-8").split("</style>")[1]
    assert not re.search(r"\d+%|κ", body)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("compare", "last", "bestaat-niet"), "There is no conversation"),
        (("compare", "zzz", "last"), "There is no sheet"),
        (("compare", "last", "weg.json"), "There is no file"),
        (("export", "zzz", "--json", "-"), "There is no sheet"),
        (("export", "last"), "--json OUT or --csv OUT"),
        (("--plain", "--resume", "zzz"), "There is no sheet"),
    ],
)
def test_what_is_not_there_is_said_in_one_sentence(desk, capsys, words, says):
    kept(desk, "OPEN")
    status, out, err = run(capsys, "observe", *words)
    assert status != 0
    assert out == ""
    assert says in err
    assert len(err.splitlines()) == 1


def test_which_conversation_of_several_is_asked(desk, tmp_path, capsys):
    kept(desk, *MIXED)
    path = scored(tmp_path, *MIXED, talks=2)
    assert "--conversation" in run(capsys, "observe", "compare", "last", path)[2]
    assert run(capsys, "observe", "compare", "last", path, "--conversation", "t1", "--json")[0] == 0
    assert "it has t0, t1" in run(capsys, "observe", "compare", "last", path, "--conversation", "x")[2]
