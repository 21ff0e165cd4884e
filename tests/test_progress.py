"""Progress: what is kept of a conversation, trends, goals, a next school, plots, the page and the command."""

from __future__ import annotations

import json
import time
from dataclasses import asdict

import pytest
from helpers_practice import TO_THE_NEED, say, session
from helpers_scenario import build, minimal_scenario
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from rich.cells import cell_len
from test_suggest import SCHOOLS, one

from simulator.cli.main import main
from simulator.files import CannotWrite
from simulator.growth import goals, plots, progress_page
from simulator.growth.progress import DEPTHS, past, past_of, progress, trend
from simulator.growth.progress_text import sections
from simulator.growth.progress_words import figure, goal_says, says
from simulator.growth.suggest import suggest
from simulator.practice.api import PracticeError
from simulator.practice.lookup import Head
from simulator.practice.store import Store
from simulator.report.words import Words
from tests.pace import slowness

SCENARIO = build(minimal_scenario())
EN = Words("en")


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "practice.db")
    yield opened
    opened.close()


def keep(store, result, *, scenario="rustig", language="nl", mode="practice", status="ended"):
    made = store.new_conversation(
        scenario_id=scenario, version=1, language=language, title="T", source="x" * 1000, seed=0, voice="v", mode=mode
    )
    store.set_status(made, status)
    if result is not None:
        store.set_meta(made, result=result)
    return made


def test_what_is_kept_of_an_ended_conversation(store):
    asking = session(store, SCENARIO)
    acts = [say(asking, text.replace("~last]", "~last +uptake]")).act for text in TO_THE_NEED]
    asking.end()
    kept = store.conversation(asking.id).meta["result"]
    assert (kept["reached"], kept["deepest"], kept["ruptures"], kept["language"]) == (True, "need", 0, "nl")
    assert kept["turns_to_need"] == acts.index("own_question") + 1
    assert kept["uptake"] == pytest.approx(6 / 8)
    telling = session(store, SCENARIO)
    say(telling, "[OFFER] Ons programma past precies.")
    telling.end()
    kept = store.conversation(telling.id).meta["result"]
    assert (kept["ruptures"], kept["uptake"], kept["turns_to_need"], kept["deepest"]) == (1, None, None, "")
    assert [round(row.turns) for row in past(store)] == [8, 1]


def test_what_counts_and_what_lacks_figures(store):
    keep(store, {"ask_share": 0.4, "reached": True, "turns": 9, "when": "2025-12-01"})
    away = keep(store, {"ask_share": 1.0, "reached": True, "turns": 9})
    store.archive(away)
    keep(store, {"ask_share": 1.0, "turns": 5}, mode="warmup")
    keep(store, None, status="active")
    keep(store, "stuk")
    old, odd = past(store)
    assert (old.ask_share, old.turns, old.deepest, old.uptake, old.turns_to_need) == (0.4, 9, "need", None, None)
    assert (odd.ask_share, odd.turns, odd.deepest, odd.reached) == (None, 0, None, None)


KEYS = st.sampled_from(["ask_share", "uptake", "deepest", "reached", "turns"])
PLAIN = st.none() | st.booleans() | st.floats() | st.text() | st.integers()


@given(st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)))
def test_any_kept_json_is_read(data):
    found = past_of(Head("c", "s", "nl", "T", result=data))
    assert found.ask_share is None or 0 <= found.ask_share <= 1
    assert found.deepest is None or found.deepest in DEPTHS
    seen = progress([found])
    assert sections(seen, (), None, EN, 40)
    assert suggest([found], SCHOOLS) is not None


def test_a_trend_holds_the_last_against_those_before():
    up = trend("ask_share", [0.2, None, 0.3, 0.2, 0.3, 0.2, 0.6, 0.7, 0.6, 0.7, 0.6])
    assert (up.way, round(up.now, 2), round(up.before, 2)) == ("better", 0.64, 0.24)
    assert trend("turns_to_need", [20.0, 20.0, 10.0, 10.0]).way == "better"
    assert trend("ask_share", [0.5, 0.52, 0.5, 0.52]).way == "same"
    # One talk against one, or against two, is chance.
    two = trend("ask_share", [0.92, None, 0.67])
    assert (two.way, says(two, EN)) == ("", "Last time 92%, now 67%.")
    assert trend("ask_share", [0.2, 0.2, 0.9]).way == ""
    assert trend("ask_share", [0.5]).way == ""
    assert trend("deepest", []).now is None
    assert says(up, EN) == "Last: 64%; before that: 24%. You ask more than before."


@given(st.lists(st.none() | st.floats(0, 1), max_size=40), st.sampled_from(["ask_share", "uptake", "deepest"]))
def test_words_without_figures_hold_no_digit(values, measure):
    told = says(trend(measure, values), EN, numbers=False)
    assert told
    assert not any(char.isdigit() or char == "%" for char in told)


@given(st.lists(st.none() | st.floats(0, 1), min_size=1, max_size=300), st.integers(30, 90))
def test_columns_fit_and_show_more_as_higher(values, width):
    shown, size = plots.binned(values, plots.room(width, ("100%", "0%")))
    rows = plots.columns(shown, ("100%", "0%"), width)
    assert all(cell_len(row) <= width for row in rows)
    assert size == 1 or len(values) > width - 6
    ground, top = rows[-1][6:], rows[0][6:]
    assert "█" not in top or "█" in ground


def test_a_plot_reads_without_colour():
    assert plots.columns([0.0, 0.5, 1.0, None], ("100%", "0%"), 20, 2) == ["100% ┤      █", "  0% ┤▁  █  █  ·"]
    assert plots.steps([0.0, 2.0, None, 1.2], ("laag", "midden", "hoog"), 30) == [
        "  hoog ┤   ●", "midden ┤         ●", "  laag ┤●",
    ]  # fmt: skip


def test_the_text_fits_forty_columns():
    done = [one(n=n, ask_share=n / 60, reached=n % 2 == 0, turns_to_need=12 if n % 2 == 0 else None) for n in range(60)]
    for language in ("nl", "en"):
        for section in sections(progress(done), (), None, Words(language), 36):
            assert all(cell_len(row) <= 36 for row in section.plot)
    hidden = sections(progress(done), (), None, EN, 36, numbers=False)
    assert not any(section.plot for section in hidden)
    assert "%" not in str(hidden)


# -- goals


def test_goals_are_held_against_the_last_conversations(store):
    made = goals.add(store, "  vaker   doorvragen ", "nl", "ask_share", goals.target_of("ask_share", "60%"))
    goals.add(store, "rustiger zijn", "nl")
    done = [one(ask_share=share) for share in (0.9, 0.9, 0.596, 0.4, None, 0.7, 0.2, 0.61)]
    words, share = sorted(goals.goals(store, done), key=lambda goal: goal.measure or "")
    assert (share.text, share.met, share.of) == ("vaker doorvragen", 3, 5)
    assert "60%" in goal_says(share, EN)
    assert goal_says(share, EN, numbers=False) == "reached in most of your last conversations"
    assert goal_says(words, EN) == ""
    goals.mark_done(store, made)
    assert [(goal.id == made, goal.done) for goal in goals.goals(store, done)][-1] == (True, True)
    goals.mark_done(store, made, False)
    goals.remove(store, words.id)
    assert [(goal.id, goal.done, goal.target) for goal in goals.goals(store, [])] == [(made, False, 0.6)]
    with pytest.raises(PracticeError, match="not there"):
        goals.mark_done(store, words.id)


@pytest.mark.parametrize("typed", ["", "abc", "0", "101", "-5", "6.5", "１２", "9" * 5000])
def test_a_target_that_is_none_is_refused(typed):
    with pytest.raises(PracticeError, match="1 to 100"):
        goals.target_of("uptake", typed)
    with pytest.raises(PracticeError, match="layer"):
        goals.target_of("deepest", typed)


def test_a_goal_needs_words_and_a_damaged_one_keeps_its_words(store):
    with pytest.raises(PracticeError, match="few words"):
        goals.add(store, "  ", "nl")
    from simulator.practice import documents

    documents.keep(store, "goal", "titel", {"text": 3, "measure": "x", "target": [], "done": "ja"}, language="nl")
    documents.keep(store, "goal", "diep", {"text": "diep", "measure": "deepest", "target": 99}, language="nl")
    deep, odd = goals.goals(store, [one()])
    assert (odd.text, odd.measure, odd.done) == ("titel", None, False)
    assert figure("deepest", deep.target, EN) == "own question"
    assert deep.met == 0


# -- the page and the command


def test_the_page_escapes_and_draws(tmp_path):
    done = [one("<script>", n, ask_share=n / 9, reached=True, deepest="need", turns_to_need=9) for n in range(9)]
    goal = goals.Goal("g", "<b>vragen</b>", "nl", "", measure="ask_share", target=0.6)
    seen = progress(done, {("<script>", "nl"): "<i>School</i>"})
    found = suggest(done, SCHOOLS, "nl")
    page = tmp_path / "uit" / "voortgang.html"
    progress_page.write(page, seen, [goal], found, Words("nl"), True)
    tree = html.fromstring(page.read_bytes())
    assert [len(svg.xpath(".//circle")) for svg in tree.xpath("//svg[@role='img']")] == [9, 9, 9, 9]
    assert "<i>School</i>" in tree.text_content()
    assert not tree.xpath("//script | //i | //b[text()='vragen']")
    bare = progress_page.render(seen, [goal], found, EN, False)
    assert "<svg" not in bare
    assert "%" not in html.fromstring(bare).xpath("string(//main)").replace("60%", "")


def test_a_page_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="another place"):
        progress_page.write(tmp_path / "file" / "a.html", progress([]), [], None, EN, True)


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOASK_CONFIG", str(tmp_path / "config"))
    return tmp_path


def test_the_command_in_text_json_and_html(home, capsys):
    assert main(["progress", "--lang", "en"]) == 0
    assert "no finished conversation" in capsys.readouterr().out
    with_talks = Store()
    for share in (0.2, 0.2, 0.8, 0.8):
        keep(
            with_talks,
            {"ask_share": share, "reached": False, "turns": 8, "deepest": "visible"},
            scenario="vakdocent-dans",
        )
    with_talks.close()
    assert main(["progress", "--json", "--lang", "nl"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["ask_share"] for row in found["conversations"]] == [0.2, 0.2, 0.8, 0.8]
    assert set(found["next"]) == {"id", "language", "title", "level", "rule", "why"}
    assert found["trends"][0]["way"] == "better"
    assert main(["progress", "--html", str(home / "p.html")]) == 0
    assert "<svg" in (home / "p.html").read_text("utf-8")
    assert main(["progress", "--html", str(home / "data" / "practice.db" / "x.html")]) == 1
    assert "another place" in capsys.readouterr().err


def test_hidden_numbers_hide_them_in_the_command_too(home, capsys):
    talks = Store()
    keep(talks, {"ask_share": 0.2, "reached": False, "turns": 8})
    talks.close()
    (home / "config").mkdir()
    (home / "config" / "settings.json").write_text(json.dumps({"numbers": False}))
    assert main(["progress", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "mostly told" in out
    assert "%" not in out
    assert "█" not in out


def test_two_thousand_conversations_are_read_at_once(store):
    result = json.dumps({"result": asdict(one()) | {"turns": 12}})
    store.write(
        *(
            (
                "INSERT INTO conversations (id, scenario_id, scenario_version, language, title, source, seed, voice,"
                " mode, status, created, updated, meta) VALUES (?, 'rustig', 1, 'nl', 'T', ?, 0, 'v', 'practice',"
                " 'ended', ?, ?, ?)",
                (f"c{n}", "x" * 60_000, f"2026-01-01T{n:05}", "2026-01-01", result),
            )
            for n in range(2000)
        )
    )
    start = time.perf_counter()
    seen = progress(past(store))
    suggest(seen.past, SCHOOLS)
    sections(seen, goals.goals(store, seen.past), None, EN, 76)
    assert time.perf_counter() - start < 0.8 * slowness()
    assert len(seen.past) == 2000
