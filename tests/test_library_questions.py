"""Questions to the shipped schools: each names answers that are there, and scenes of a school are drawn whole."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from simulator.scenario.load import load
from simulator.scenario.raw import flat
from simulator.training.errors import CorpusError
from simulator.training.scorer.library import (
    ASKED,
    MATTERS,
    NONE,
    OUTSIDE,
    TARGETS,
    Library,
    library,
    read,
    targets,
    written,
)

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS, SCENARIOS = ROOT / "models" / "question-coder" / "topics" / "library", ROOT / "scenarios"
SCHOOLS = sorted(path.stem for path in QUESTIONS.glob("*.jsonl"))
TURNS = QUESTIONS.parent / "talks"
LEAST, LEAST_TURNS = 600, 100


def source(school: str) -> Path:
    language, _, name = school.partition("-")
    return SCENARIOS / language / f"{name}.yaml"


@pytest.fixture(scope="module")
def school() -> Library:
    return read(QUESTIONS / "nl-wereldmuziek.jsonl", source("nl-wereldmuziek"))


def test_every_shipped_school_has_questions() -> None:
    assert sorted(f"{path.parent.name}-{path.stem}" for path in SCENARIOS.glob("*/*.yaml")) == SCHOOLS


@pytest.mark.parametrize("name", SCHOOLS)
def test_questions_differ_and_some_have_no_answer(name: str) -> None:
    rows = [json.loads(line) for line in (QUESTIONS / f"{name}.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) >= LEAST
    assert all(set(row) == {"before", "text", "fits"} for row in rows)
    assert max(Counter(flat(row["text"]) for row in rows).values()) == 1
    assert sum(not row["fits"] for row in rows) >= 20


@pytest.mark.parametrize("name", SCHOOLS)
def test_every_answer_that_is_named_is_in_the_school(name: str) -> None:
    held = read(QUESTIONS / f"{name}.jsonl", source(name))
    asked = {fit for one in held.questions for fit in one.fits}
    place = {target: n for n, (target, *_) in enumerate(targets(load(source(name))))}
    asked |= {fit for _, found in written(TURNS / f"{name}.jsonl", place, "fits") for fit in found}
    assert len(asked) > 0.9 * len(held.asks) * 13 / 14  # a fourteenth is left out for calibration


@pytest.mark.parametrize("name", SCHOOLS)
def test_turns_of_talks_differ_from_all_questions_and_name_answers_that_are_there(name: str) -> None:
    place = {target: n for n, (target, *_) in enumerate(targets(load(source(name))))}
    path = TURNS / f"{name}.jsonl"
    best, half = (list(written(path, place, answers)) for answers in ("fits", "half"))
    assert len(best) >= LEAST_TURNS
    assert not any(set(one) & set(other) for (_, one), (_, other) in zip(best, half, strict=True))
    asked = [json.loads(line)["text"] for line in (QUESTIONS / f"{name}.jsonl").read_text("utf-8").splitlines()]
    assert max(Counter(flat(text) for text in [*asked, *(row["text"] for row, _ in best)]).values()) == 1
    assert sum(len(row["text"].split()) > 10 for row, _ in best) > len(best) / 2


def test_turns_that_measure_are_not_learnt_and_name_answers_that_are_there() -> None:
    held = sorted((ROOT / "tests/data/talk_turns").glob("*.jsonl"))
    assert len([path for path in held if path.stem.startswith("nl")]) == len(held) // 2 >= 8
    for path in held:
        place = {target: n for n, (target, *_) in enumerate(targets(load(source(path.stem))))}
        rows = [row for answers in ("fits", "half") for row, _ in written(path, place, answers)]
        learnt = {json.loads(line)["text"] for line in (TURNS / path.name).read_text("utf-8").splitlines()}
        assert not learnt & {row["text"] for row in rows}


def test_a_scene_holds_all_of_some_matters_and_questions_about_them(school: Library) -> None:
    for seed in range(20):
        scene = school.draw(random.Random(seed))
        assert len(scene.asks) == len(scene.tells) >= min(TARGETS, len(school.asks))
        assert 0 < len(scene.questions) <= ASKED + NONE + OUTSIDE
        assert all(0 <= fit < len(scene.asks) for one in scene.questions for fit in one.fits)
        assert any(one.fits for one in scene.questions)
        assert any(not one.fits for one in scene.questions)
        drawn = Counter(school.matters[school.asks.index(asks)] for asks in scene.asks)
        assert sum(drawn[one] == school.matters.count(one) for one in drawn if one) >= MATTERS


def test_a_scene_names_the_answer_that_the_question_has_in_the_school(school: Library) -> None:
    scene = school.draw(random.Random(3))
    for one in scene.questions:
        whole = next(other for other in school.questions if other.text == one.text)
        assert {school.asks[fit] for fit in whole.fits} >= {scene.asks[fit] for fit in one.fits}


def test_scenes_come_from_the_dice_alone(school: Library) -> None:
    assert school.draw(random.Random(5)) == school.draw(random.Random(5))
    assert school.draw(random.Random(5)) != school.draw(random.Random(6))


def test_an_answer_that_is_not_there_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "nl-wereldmuziek.jsonl"
    path.write_text('{"text": "En toen?", "before": "", "fits": ["item:bestaat-niet"]}\n', encoding="utf-8")
    with pytest.raises(CorpusError, match=r"wereldmuziek\.jsonl:1: .*mend this line"):
        read(path, source("nl-wereldmuziek"))


def test_without_the_folder_there_are_none(tmp_path: Path) -> None:
    assert library(tmp_path / "nothing", SCENARIOS) == []
