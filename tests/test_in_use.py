"""The bench over talks in use: what an act tells is named as the labels name it, and a talk goes on as it was held."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers_scenario import build, minimal_scenario

from simulator.coding.codebook import CodedTurn, Unit
from simulator.coding.hash_encoder import HashEncoder
from simulator.playtest.in_use import Answered, Turn, answered, counted, name_of, talks
from simulator.practice.minds import Minds
from simulator.scenario import catalog
from simulator.school.acts import Decision, Target
from simulator.school.topics import Topics

DATA = Path(__file__).parent / "data" / "in_use"


class Open:
    """Codes every turn as one open question."""

    name = "open"

    def code(self, text, history, language):
        return CodedTurn(text, (Unit(text, "OPEN", 2),), self.name)


def held(text: str, *gave: str, best: tuple[str, ...] = ()) -> Turn:
    return Turn(text, "Tja.", gave, "question", frozenset(best), frozenset())


@pytest.mark.parametrize(
    ("decision", "name"),
    [
        (Decision("fact", "a", ("x",), Target("fact", "ruimte")), "fact:ruimte"),
        (Decision("cue", "a", ("x",), Target("item", "overleg"), "cue"), "item:overleg"),
        (Decision("tell", "a", ("x",), Target("item", "overleg"), "details.3"), "detail:item:overleg/3"),
        (Decision("hold_request", "a", ("x",), Target("request"), "details.2"), "detail:request:/2"),
        (Decision("own_question", "a", ("x",), Target("need")), "need"),
        (Decision("deflect", "a", ("x",), variant="deflect"), "deflect"),
    ],
)
def test_what_an_act_tells_is_named_as_in_the_labels(decision: Decision, name: str) -> None:
    assert name_of(decision) == name


def test_only_questions_with_a_written_answer_count() -> None:
    asked = Turn("Hoe?", "Tja.", (), "question", frozenset({"fact:a"}), frozenset({"fact:b"}))
    offer = Turn("Wij hebben iets.", "Tja.", (), "offer", frozenset({"fact:a"}), frozenset())
    nothing = Turn("Welke verf?", "Tja.", (), "question", frozenset(), frozenset())
    rows = [Answered(asked, "fact:a", ""), Answered(asked, "fact:b", ""), Answered(asked, "unknown", "")]
    found = counted([*rows, Answered(offer, "fact:a", ""), Answered(nothing, "fact:a", "")])
    assert found == {
        "questions": 3, "best": 0.333, "best or half": 0.667, "tells something": 0.667,
        "graded": 0, "answers": 0.0, "half or more": 0.0, "not graded": 0.0,
    }  # fmt: skip


def test_what_was_not_graded_counts_as_beside_the_question_and_is_said() -> None:
    asked = Turn("Hoe?", "Tja.", (), "question", frozenset(), frozenset(), {"fact:a": 2, "fact:b": 1, "fact:c": 0})
    nothing = Turn("Welke verf?", "Tja.", (), "question", frozenset(), frozenset(), {"fact:a": 1})
    rows = [Answered(asked, name, "") for name in ("fact:a", "fact:b", "fact:c", "fact:d", "deflect")]
    found = counted([*rows, Answered(nothing, "fact:a", "")])
    assert (found["graded"], found["answers"], found["half or more"], found["not graded"]) == (5, 0.2, 0.4, 0.2)


def test_a_talk_goes_on_as_it_was_held() -> None:
    scenario = build(minimal_scenario())
    minds = Minds(Open(), Topics(scenario, HashEncoder()), None)  # type: ignore[arg-type]
    text = "Wat deden jullie vorig jaar?"
    first, second = answered(scenario, minds, [held(text, "item:losse-middagen"), held(text, "fact:fact-1")])
    assert first.found == "item:losse-middagen"
    assert second.found != "item:losse-middagen"
    other, again = answered(scenario, minds, [held(text), held("En wat deden jullie dan vorig jaar?")])
    assert other.found == again.found == "item:losse-middagen"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_labelled_talks_are_with_shipped_schools(language: str) -> None:
    known = {entry.id for entry in catalog.entries() if entry.language == language}
    held_talks = list(talks(DATA / f"{language}.jsonl"))
    assert {name for name, _ in held_talks} <= known
    assert sum(len(turns) for _, turns in held_talks) == 350
    assert all(not turn.best & turn.ok for _, turns in held_talks for turn in turns)
    graded = [turn for _, turns in held_talks for turn in turns if turn.grades]
    assert len(graded) > 280
    assert all(set(turn.grades.values()) <= {0, 1, 2} for turn in graded)
    assert all(turn.best & turn.grades.keys() for turn in graded if turn.best)
