"""Choosing as training data: a talk, and candidates for what the school says next of which one or more are right.

From two sources: `models/question-coder/topics` (small schools: which of the things a school can say answers this
question) and `models/voice/pairs` (conversations: the line, the reaction and the whole reply that join on to this
turn, against hard wrong ones of the same school).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from simulator.playtest.choosing import held_out, persona_of
from simulator.training.errors import CorpusError
from simulator.voice.neutral import NOBODY
from simulator.voice.prompt import context
from simulator.voice.render import render
from simulator.voice.score import ELSE, asked_for
from simulator.voice.types import Ask, Line, Persona

NEAREST, OTHERS = 8, 2
"""Wrong targets of a question: those likest to it by the vectors of the question coder, and any others."""
_OWN = 6
ROUGH = 0.15
"""So many questions of the small schools are read without capitals and marks, as people type."""
Kind = Literal["answer", "line", "reaction", "whole"]
Ranks = Callable[[Sequence[str], Sequence[Sequence[str]]], list[list[int]]]
"""Questions and each target's phrases to the targets' numbers, likest first, for every question."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Candidates of one kind: `right` fit, `wrong` do not."""

    kind: Kind
    right: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A talk up to where the school speaks.

    Attributes:
        id: of the conversation or school it comes from; by it parts are kept out.
        language: `nl` or `en`.
        prompt: as the model reads it in use, up to where the school's words begin.
        choices: what is chosen there.
        spoken: the written line and how it was said in this talk; empty where nothing was said.
    """

    id: str
    language: str
    prompt: str
    choices: tuple[Choice, ...]
    spoken: tuple[str, str] | tuple[()] = ()


def prompt_of(language: str, persona: Persona, history: Sequence[Line], trainee: str) -> str:
    """Return the talk as the model reads it in use."""
    return render(context(Ask(language, persona, "", "", (), trainee, tuple(history))), "plain")


def answers(folder: Path, unknown: dict[str, tuple[str, ...]], ranks: Ranks, seed: int = 0) -> Iterator[Turn]:
    """Yield the questions of the small schools with what answers them, or, where nothing does, with not knowing.

    A candidate is now what a school would say, now what one would ask for it: of what is still locked the voice may
    only weigh the latter.

    Args:
        folder: `models/question-coder/topics`.
        unknown: by language, lines of a school that does not know.
        ranks: finds the likest targets.
        seed: of the draws.

    Raises:
        CorpusError: a line is no school.
    """
    for school in _rows(folder):
        dice = random.Random(f"{seed} {school['id']}")
        targets = [one for one in school["targets"] if one.get("say")]
        near = ranks([one["text"] for one in school["questions"]], [[*one["asks"], *one["say"]] for one in targets])
        for asked, order in zip(school["questions"], near, strict=True):
            fits = [n for n, one in enumerate(targets) if one["id"] in asked["fits"]]
            if bool(asked["fits"]) == bool(fits):
                yield _answer(school, asked, targets, fits, order, unknown, dice)


def _answer(
    school: dict[str, Any], asked: dict[str, Any], targets: list[dict[str, Any]], fits: list[int], order: list[int],
    unknown: dict[str, tuple[str, ...]], dice: random.Random,
) -> Turn:  # fmt: skip
    language, before = school["language"], asked.get("before", "")
    rest = [n for n in order if n not in fits]
    far = dice.sample(rest[NEAREST:], min(OTHERS, len(rest[NEAREST:])))
    wrong = [_shown(targets[n], dice, dice.random() < 0.5) for n in (*rest[:NEAREST], *far)]
    right = [_shown(targets[n], dice, asks) for n in fits for asks in (False, True)]
    none = [dice.choice(unknown[language]), ELSE[language]]
    text = _rough(asked["text"]) if dice.random() < ROUGH else asked["text"]
    prompt = prompt_of(language, NOBODY[language], (Line("school", before),) if before else (), text)
    yes, no = (right, [*wrong, *none]) if fits else (none, wrong)
    return Turn(school["id"], language, prompt, (Choice("answer", tuple(yes), tuple(o for o in no if o != before)),))


def _shown(target: dict[str, Any], dice: random.Random, asks: bool) -> str:
    if not asks:
        return str(dice.choice(target["say"]))
    return asked_for(dice.sample(target["asks"], min(2, len(target["asks"]))))


def _rough(text: str) -> str:
    return text.casefold().translate(str.maketrans("", "", ".,;:!?…\"'"))


def spoken(folder: Path, seed: int = 0) -> Iterator[Turn]:
    """Yield the turns of the written conversations: line, reaction and both together, each against wrong ones.

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
            prompt = prompt_of(talk["language"], persona, history, turn["trainee"])
            lines = [one["line"] for one in talk["turns"] if one is not turn]
            openers = [one["reaction"] for one in talk["turns"] if one is not turn]
            choices = tuple(_spoken(turn, lines, openers, dice))
            yield Turn(talk["id"], talk["language"], prompt, choices, (turn["line"], turn["reply"]))
            history += [Line("trainee", turn["trainee"]), Line("school", turn["reply"])]


def _spoken(turn: dict[str, Any], lines: list[str], openers: list[str], dice: random.Random) -> Iterator[Choice]:
    line, opener = turn["line"], turn["reaction"]
    wrong = _some(turn["wrong"], lines, {line}, dice)
    yield Choice("line", (line,), wrong)
    false = _some(turn["wrong_reactions"], openers, {opener, ""}, dice)
    if opener and false:
        yield Choice("reaction", (opener,), false)
    right = f"{opener} {line}".strip()
    mixed = [f"{one} {line}" for one in false[:4]] + [f"{opener} {one}".strip() for one in wrong[:4]]
    yield Choice("whole", (right,), tuple(dict.fromkeys(one for one in mixed if one != right)))


def _some(written: Sequence[str], others: Sequence[str], barred: set[str], dice: random.Random) -> tuple[str, ...]:
    rest = [one for one in dict.fromkeys(others) if one not in barred and one not in written]
    return tuple(one for one in (*written, *dice.sample(rest, min(_OWN, len(rest)))) if one not in barred)


def learnt(turns: Iterable[Turn]) -> list[Turn]:
    """Return those that may be learnt from: neither measured with nor used to calibrate topic matching."""
    from simulator.training.scorer.kept_out import kept_out

    return [one for one in turns if not held_out(one.id) and not kept_out(one.id)]


def save(turns: Iterable[Turn], path: Path) -> None:
    """Write turns, one a line, so that another machine can learn from them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in turns)
    path.write_text(text, encoding="utf-8")


def load(path: Path) -> list[Turn]:
    """Return what `save` wrote."""
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        choices = tuple(Choice(one["kind"], tuple(one["right"]), tuple(one["wrong"])) for one in row["choices"])
        out.append(Turn(row["id"], row["language"], row["prompt"], choices, tuple(row["spoken"])))
    return out


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise CorpusError(f"{path}:{number}: {error!r}; mend this line.") from error
