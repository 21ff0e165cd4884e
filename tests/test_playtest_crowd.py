"""Simulated trainees: what they know, how they talk, and what their talks say about a scenario."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.playtest import measures
from simulator.playtest.crowd import Played, depth, play_all, tasks
from simulator.playtest.known import Known
from simulator.playtest.play import Turn
from simulator.playtest.table import lines
from simulator.playtest.trainees import NEVER, PROFILES, Trainee, bank
from simulator.report.words import Words
from simulator.scenario.load import load

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted((ROOT / "scenarios").glob("*/*.yaml"))
TOASK = [sys.executable, "-m", "simulator.cli.main", "scenario", "playtest"]


@pytest.fixture(scope="module")
def scenario():
    return load(ROOT / "scenarios" / "nl" / "stoer-theater.yaml")


@lru_cache
def load_once():
    return load(ROOT / "scenarios" / "nl" / "stoer-theater.yaml")


def plain(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def test_no_line_comes_from_a_scenario():
    """But for a few questions that anyone asks in just these words."""
    lines_ = {plain(line) for language in ("nl", "en") for held in bank(language).values() for line in held}
    for path in FILES:
        one = load(path)
        topics = {plain(topic) for item in one.items for topic in item.topics}
        assert len(lines_ & topics) <= 6, (path, sorted(lines_ & topics))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_banks_hold_what_the_profiles_draw(language):
    held = bank(language)
    assert {"pitch", "guess", "flatter", "silent", "off_topic", "box", "open", "follow", "own", "aside"} <= set(held)
    for group, rows in held.items():
        assert len(set(rows)) == len(rows), group
        assert ("{words}" in "".join(rows)) == (group in ("follow", "reflect"))


@pytest.mark.parametrize("profile", list(PROFILES))
def test_a_trainee_says_the_same_again_and_knows_only_what_was_said(scenario, profile):
    locked = {line for item in scenario.items for line in (item.content, *item.say)}
    talks = []
    for _ in range(2):
        trainee, school, mine, heard = Trainee(profile, scenario, 3), [scenario.speakers[0].opening], [], []
        for _turn in range(8):
            mine.append(trainee.next(school, mine, heard, "Jesse Brouwer"))
            school.append("Ze lachen er altijd om, en dan is het stil.")
            heard.append("tell")
        talks.append(mine)
    assert talks[0] == talks[1]
    assert not any(line in said for said in talks[0] for line in locked)
    assert talks[0] != [Trainee(profile, scenario, 4).next(school, [], [], "Jesse") for _ in range(8)]


def turn(act: str, target: str = "", rapport: int = 1, text: str = "Vertel") -> Turn:
    return Turn(text, ("DEEP",), "ask", act, target, "", "Nou.", "jesse-brouwer", rapport, "exploring")


def test_depth_contrast_and_what_falls_short(scenario):
    deep = ("waarom-stoer", "kopgroep", "koffiekamer")
    told = tuple(turn("tell", f"item:{name}") for name in deep)
    asker = Played("stoer-theater", "nl", "asker", 0, (*told, turn("own_question")), deep, ("achterin",))
    teller = Played(
        "stoer-theater", "nl", "teller", 0, (turn("deflect", rapport=0), turn("deflect", rapport=0)), (), ()
    )
    assert depth(scenario, asker) == 1.0
    assert depth(scenario, replace(asker, turns=told)) == pytest.approx(2 / 3)
    assert measures.depths(scenario, asker) == pytest.approx([0, 1 / 3, 2 / 3, 1])
    found = measures.measure(scenario, [asker, teller])
    assert found.row["contrast"] == 1.0
    assert found.row["turns_to_need"] == {"asker": 4.0, "teller": None}
    assert found.row["coverage"]["kopgroep"] == 1
    assert "piraten" in found.row["never_opened"]
    assert found.row["retreat"]["falls"] == 1
    assert any("no talk opened" in line for line in found.wrong)
    bad = measures.measure(scenario, [replace(asker, profile="guesser"), teller])
    assert any("the guesser reached the need" in line for line in bad.wrong)
    table = list(lines([found], Words("en")))
    assert any("stoer-theater" in line for line in table)
    assert any("the asker" in line and "100%" in line for line in table)


def test_readings_are_kept_by_what_was_read(tmp_path):
    import numpy as np

    from simulator.coding.coder import ReadText
    from simulator.coding.question_coder.reader import Reading

    known, beside = Known(tmp_path, "v1", "nl"), Known(tmp_path, "v1", "nl")
    one = Reading(("Ja.", "Hoe dan?"), np.eye(2, 14, dtype=np.float32), np.zeros((2, 7), np.float32), np.ones(4), 3)
    text = ReadText(np.full(5, 1 / 3, np.float32), np.eye(3, 4, dtype=np.float32), np.full(3, 1 / 3, np.float32))
    known.put("Ja. Hoe dan?", one)
    known.put_text("Hoe dan?", text)
    known.keep()
    beside.put("Mm-hm.", replace(one, units=("Mm-hm.",), codes=one.codes[:1], flags=one.flags[:1]))
    beside.keep()  # another process, which had not seen the first one's lines
    again = Known(tmp_path, "v1", "nl")
    assert again["Ja. Hoe dan?"].units == one.units
    assert np.array_equal(again["Ja. Hoe dan?"].codes, one.codes)
    assert again["Mm-hm."].units == ("Mm-hm.",)
    found = again.text("Hoe dan?")
    assert all(np.array_equal(getattr(found, name), getattr(text, name)) for name in ("vector", "pieces", "weights"))
    assert again.text("Wat dan?") is None
    for other in (Known(tmp_path, "v2", "nl"), Known(tmp_path, "v1", "en")):
        assert "Ja. Hoe dan?" not in other
    newer = Known(tmp_path, "v2", "nl")
    newer.put_text("Hoe dan?", text)
    newer.keep()
    assert [path.name for path in tmp_path.iterdir()] == ["playtest-v2-nl.npz"], "what is never read again is gone"
    next(tmp_path.glob("playtest-*.npz")).write_bytes(b"no")
    assert Known(tmp_path, "v2", "nl").text("Hoe dan?") is None


@given(
    st.lists(st.sampled_from(list(PROFILES)), min_size=1, unique=True),
    st.integers(1, 60), st.integers(1, 9), st.booleans(), st.booleans(),
)  # fmt: skip
def test_every_talk_and_item_is_done_once_in_however_many_parts(profiles, seeds, parts, exact, topics):
    scenario = load_once()
    work = tasks([scenario], profiles, range(seeds), parts, exact, topics=topics)
    talks = [talk for task in work for talk in task.talks]
    assert len(work) == min(parts, seeds)
    assert sorted(talks) == sorted((name, seed) for name in profiles for seed in range(seeds))
    assert sorted(one for task in work for one in task.items) == sorted(i.id for i in scenario.items if topics)


@pytest.mark.weights
def test_parts_and_order_change_hardly_anything(scenario):
    profiles = ("asker", "parrot")
    one = [x for done in play_all(tasks([scenario], profiles, range(2), 1), 1) for x in done.played]
    two = [x for done in play_all(tasks([scenario], profiles, range(2), 2), 1) for x in done.played]
    key = lambda played: (played.profile, played.seed)  # noqa: E731
    pairs = list(zip(sorted(one, key=key), sorted(two, key=key), strict=True))
    assert [key(a) for a, _ in pairs] == [key(b) for _, b in pairs]
    # Read in other company, numbers differ in their last bits: once in some hundred turns that tips a reading.
    other = [(a, b) for a, b in pairs if a != b]
    assert len(other) <= 1
    for a, b in other:
        first = next(n for n, (x, y) in enumerate(zip(a.turns, b.turns, strict=False)) if x != y)
        assert first > 3
        assert a.turns[first].text == b.turns[first].text
    assert not any(played.reached for played in one if played.profile == "parrot")


@pytest.mark.weights
def test_a_talk_is_the_same_beside_long_attacks_as_alone(scenario):
    """In bf16 a text is rounded otherwise where it is filled up to the length of its neighbours."""
    alone = play_all(tasks([scenario], ("asker",), range(1), 1), 1)
    beside = play_all(tasks([scenario], ("attacker", "asker"), range(1), 1), 1)
    mine, all_ = [done.played for done in (*alone, *beside)]
    assert mine == [one for one in all_ if one.profile == "asker" and one.seed == 0]


@pytest.mark.weights
@pytest.mark.slow
def test_the_library_opens_for_asking_and_stays_shut_for_telling():
    start = time.perf_counter()
    words = [word for name in ("asker", "teller", *NEVER[1:]) for word in ("--profile", name)]
    names = sorted({path.name for path in FILES})[::6]  # each in one of its languages; `make bench` plays all
    paths = [str(ROOT / "scenarios" / ("nl", "en")[number % 2] / name) for number, name in enumerate(names)]
    done = subprocess.run(
        [*TOASK, *paths, "--seeds", "2", "--jobs", "1", "--json", *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    found = json.loads(done.stdout)
    assert len(found["scenarios"]) == len(names) == 3
    for row in found["scenarios"]:
        assert not any(row["core_rate"][name] for name in NEVER), row["id"]
        assert row["contrast"] is None or row["contrast"] >= 0.5, (row["id"], row["language"])
    assert found["library"]["contrast_mean"] >= 0.85
    assert found["library"]["core_rate"]["asker"] >= 0.75
    assert time.perf_counter() - start < 600


def test_wrong_use_is_one_sentence(tmp_path):
    for words in (["--profile", "seller", "x.yaml"], ["--seeds", "0", "stoer-theater"], [str(tmp_path)]):
        done = subprocess.run([*TOASK, *words], capture_output=True, text=True, check=False)
        assert done.returncode in (1, 2), words
        assert len(done.stderr.strip().splitlines()) == 1
        assert "Traceback" not in done.stderr
