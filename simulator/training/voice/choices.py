"""Choosing as training data: a talk, its last turn, and candidate lines of which one or more are right.

From two sources: `models/question-coder/topics` (small schools: which of the things a school can say answers this
question) and `models/voice/pairs` (conversations: the line and the reaction that join on to this turn, against hard
wrong ones of the same school).
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.playtest.choosing import held_out, persona_of
from simulator.training.errors import CorpusError
from simulator.voice.neutral import NOBODY
from simulator.voice.prompt import context
from simulator.voice.render import render
from simulator.voice.types import Ask, Line, Persona

MANY = 8
"""Candidates of a question: the right one among others of the same school."""
_SHARED, _NEAR = 4, 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice.

    Attributes:
        id: of the conversation or school it comes from; by it parts are kept out.
        language: `nl` or `en`.
        prompt: as the model reads it in use, up to where the school's words begin.
        right: candidates that fit. `wrong`: those that do not.
        kind: `answer`, `line` or `reaction`.
    """

    id: str
    language: str
    prompt: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    kind: str


def prompt_of(language: str, persona: Persona, history: Sequence[Line], trainee: str) -> str:
    """Return the talk as the model reads it in use."""
    return render(context(Ask(language, persona, "", "", (), trainee, tuple(history))), "plain")


def answers(folder: Path, unknown: dict[str, tuple[str, ...]], seed: int = 0) -> Iterator[Choice]:
    """Yield the questions of the small schools with what answers them, or, where nothing does, with not knowing.

    Args:
        folder: `models/question-coder/topics`.
        unknown: by language, lines of a school that does not know.
        seed: of the draw of lines and of wrong ones.

    Raises:
        CorpusError: a line is no school.
    """
    for school in _rows(folder):
        dice = random.Random(f"{seed} {school['id']}")
        language = school["language"]
        lines = {one["id"]: one["say"] for one in school["targets"] if one.get("say")}
        for asked in school["questions"]:
            fits = [one for one in asked["fits"] if one in lines]
            if asked["fits"] and not fits:
                continue
            before = asked.get("before", "")
            history = (Line("school", before),) if before else ()
            rest = [one for one in lines if one not in asked["fits"]]
            near = sorted(rest, key=lambda one: -_alike(asked["text"], lines[one], dice))[:_SHARED]
            far = [one for one in rest if one not in near]
            wrong = near + dice.sample(far, min(len(far), MANY - 2 - len(near)))
            none = dice.choice(unknown[language])
            right = tuple(dice.choice(lines[one]) for one in fits) or (none,)
            others = tuple(dice.choice(lines[one]) for one in wrong) + ((none,) if fits else ())
            asks = prompt_of(language, NOBODY[language], history, asked["text"])
            yield Choice(school["id"], language, asks, right, tuple(one for one in others if one != before), "answer")


def spoken(folder: Path, seed: int = 0) -> Iterator[Choice]:
    """Yield the lines and reactions of the written conversations, each against its wrong ones.

    A line also against others of its talk: those written as wrong are shorter, and length must not give it away.

    Args:
        folder: `models/voice/pairs`.
        seed: of the draw.

    Raises:
        CorpusError: a line is no conversation.
    """
    for talk in _rows(folder):
        dice = random.Random(f"{seed} {talk['id']}")
        persona = persona_of(talk)
        history = [Line("school", talk["opening"])]
        for turn in talk["turns"]:
            asks = prompt_of(talk["language"], persona, history, turn["trainee"])
            rest = [one["line"] for one in talk["turns"] if one is not turn and one["line"] != turn["line"]]
            wrong = (*turn["wrong"], *dice.sample(rest, min(_NEAR, len(rest))))
            yield Choice(talk["id"], talk["language"], asks, (turn["line"],), wrong, "line")
            if turn["reaction"]:
                wrong = tuple(turn["wrong_reactions"])
                yield Choice(talk["id"], talk["language"], asks, (turn["reaction"],), wrong, "reaction")
            history += [Line("trainee", turn["trainee"]), Line("school", turn["reply"])]


def learnt(choices: Iterable[Choice]) -> list[Choice]:
    """Return those that may be learnt from."""
    return [one for one in choices if not held_out(one.id) and one.wrong]


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise CorpusError(f"{path}:{number}: {error!r}; mend this line.") from error


def _alike(question: str, lines: Sequence[str], dice: random.Random) -> float:
    words = {word[:5] for word in question.casefold().split() if len(word) > 3}
    return sum(word[:5] in words for line in lines for word in line.casefold().split()) + 0.1 * dice.random()
