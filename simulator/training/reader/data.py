"""What the reader learns from: questions to the shipped schools with the answers that are meant, lines of the voice.

Data: `models/question-coder/topics/library` and `topics/talks` with the scenarios; `models/voice/pairs` without the
conversations by which choosing is measured. Every twentieth question, by a hash, is kept apart.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from simulator.playtest.choosing import held_out
from simulator.training.errors import CorpusError
from simulator.training.scorer.library import targets, written

APART = 20
SHARE = 1 / 3
"""Of the things whose details are not meant so many are told, by chance, and their details count."""


@dataclass(frozen=True, slots=True)
class School:
    """A shipped school's targets.

    Attributes:
        names: `kind:id`. `matters`: what each belongs to. `asks`, `tells`: owner and words of each phrase.
    """

    name: str
    names: tuple[str, ...]
    matters: tuple[str, ...]
    asks: tuple[tuple[int, str], ...]
    tells: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the targets that answer it, by their place in its school; none: nothing written does.

    Attributes:
        half: targets that come near: they count neither as right nor as wrong. `apart`: it is not learnt from.
    """

    school: str
    before: str
    text: str
    fits: tuple[int, ...]
    apart: bool
    half: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A turn of a conversation with the written line that answers it, and lines that do not."""

    language: str
    before: str
    text: str
    line: str
    wrong: tuple[str, ...]


def schools(models: Path, without: Collection[str] = ()) -> Iterator[tuple[School, list[Asked]]]:
    """Yield the shipped schools that questions were written to, with these.

    Args:
        models: the folder `models`; the scenarios lie beside it.
        without: scenarios that are left out, by their id.

    Raises:
        CorpusError: there are none, or one names a target that its school has not.
    """
    from simulator.scenario.load import load

    paths = sorted((models / "question-coder/topics/library").glob("*.jsonl"))
    if not paths:
        raise CorpusError(f"No questions in {models}/question-coder/topics/library: train in a copy of the repository.")
    for path in paths:
        language, _, name = path.stem.partition("-")
        if name not in without:
            rows = list(targets(load(models.parent / "scenarios" / language / f"{name}.yaml")))
            names, matters, asks, tells = zip(*rows, strict=True)
            held = School(
                path.stem, names, tuple(matter or name for name, matter in zip(names, matters, strict=True)),
                tuple((n, text) for n, some in enumerate(asks) for text in some),
                tuple((n, text) for n, some in enumerate(tells) for text in some),
            )  # fmt: skip
            yield held, [*_asked(path, held), *_turns(path.parents[1] / "talks" / path.name, held)]


def _asked(path: Path, school: School) -> Iterator[Asked]:
    place = {name: n for n, name in enumerate(school.names)}
    for number, (row, fits) in enumerate(written(path, place)):
        yield Asked(school.name, row["before"], row["text"], fits, apart(f"{school.name}/{number}"))


def _turns(path: Path, school: School) -> Iterator[Asked]:
    """Yield turns of talks, which say something back, ask broadly, and may have several answers and near ones.

    Where nothing written answers, what comes near is meant: it is more than nothing to who asked.
    """
    if path.is_file():
        place = {name: n for n, name in enumerate(school.names)}
        both = zip(written(path, place), written(path, place, "half"), strict=True)
        for number, ((row, fits), (_, half)) in enumerate(both):
            held = apart(f"{school.name}/talks/{number}")
            yield Asked(school.name, row["before"], row["text"], fits or half, held, half if fits else ())


def apart(name: str) -> bool:
    """Return whether a text, by its name, is one that is not learnt from."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % APART == 0


def lines(models: Path) -> Iterator[Told]:
    """Yield the turns of the voice's conversations that a written line answers."""
    for path in sorted((models / "voice/pairs").glob("*.jsonl")):
        for talk in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            before = talk["opening"]
            for turn in talk["turns"]:
                if turn["line"] and not held_out(talk["id"]):
                    yield Told(talk["language"], before, turn["trainee"], turn["line"], tuple(turn["wrong"]))
                before = turn["reply"]


def shuffled(rows: list[Asked], at_once: int, dice: random.Random) -> list[list[Asked]]:
    """Return batches of a school's questions, alike in length."""
    some = sorted((one for one in rows if not one.apart), key=lambda one: (len(one.text) // 24, dice.random()))
    return [some[at : at + at_once] for at in range(0, len(some), at_once)]
