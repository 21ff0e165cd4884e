"""Choosing by itself: the right line, or reaction, among twenty, in conversations that were not learnt from."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

from simulator.coding.coder import Encoder
from simulator.school.nearness import Nearness
from simulator.voice.neutral import Neutral
from simulator.voice.prompt import context
from simulator.voice.types import Ask, Backend, Line, Persona, Weigher
from simulator.voice.weigh import NEAR

AMONG = 20
HELD = 14
"""Every fourteenth conversation, by a hash of its id, is never learnt from."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One turn with its candidates, the right one first; `part`: `line` or `reaction`."""

    ask: Ask
    candidates: tuple[str, ...]
    part: str


def held_out(identifier: str) -> bool:
    """Whether a conversation is kept for measuring."""
    import hashlib

    return int(hashlib.sha256(identifier.encode()).hexdigest(), 16) % HELD == 0


def persona_of(talk: dict[str, Any]) -> Persona:
    """Return who speaks in a written conversation."""
    held = talk["persona"]
    return Persona("", held["name"], held["role"], held["manner"], held["address"], talk["school"])


def trials(folder: Path, seed: int = 0) -> Iterator[Trial]:
    """Yield the trials of the conversations that were held out.

    Wrong ones: those written for the turn, then others of the same act, from the same talk before other talks.

    Args:
        folder: `models/voice/pairs`.
        seed: of the draw.
    """
    dice = Random(seed)
    talks = [
        json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    for talk in talks:
        if held_out(talk["id"]):
            others = [one for one in talks if one["language"] == talk["language"] and one is not talk]
            yield from _of(talk, others, dice)


def _of(talk: dict[str, Any], others: Sequence[dict[str, Any]], dice: Random) -> Iterator[Trial]:
    who, history = persona_of(talk), [Line("school", talk["opening"])]
    for turn in talk["turns"]:
        ask = Ask(talk["language"], who, turn["act"], "say", (), turn["trainee"], tuple(history))
        for part, wrong in (("line", "wrong"), ("reaction", "wrong_reactions")):
            if turn[part]:
                near = [
                    one[part] for one in talk["turns"] if one is not turn and one[part] and one["act"] == turn["act"]
                ]
                far = [
                    one[part] for other in others for one in other["turns"] if one["act"] == turn["act"] and one[part]
                ]
                pool = [*turn[wrong], *near, *dice.sample(far, min(AMONG, len(far)))]
                some = tuple(dict.fromkeys(text for text in pool if text != turn[part]))[: AMONG - 1]
                yield Trial(ask, (turn[part], *some), part)
        history += [Line("trainee", turn["trainee"]), Line("school", turn["reply"])]


def first(backend: Backend, held: Sequence[Trial], encoder: Encoder | None = None) -> dict[str, float]:
    """Return by language and part (`nl line`) the share of trials in which the right one comes first.

    Args:
        backend: the model, loaded.
        held: the trials.
        encoder: whose nearness of turn and line counts too, as it does in the voice (`simulator.voice.weigh`); for
            reactions it does not.

    Raises:
        VoiceError: the model cannot be used.
    """
    found = dict[str, list[bool]]()
    gains = _weighed(backend, encoder) if isinstance(backend, Weigher) and backend.weighs else _gained(backend, held)
    for trial in held:
        scores = gains(trial)
        found.setdefault(f"{trial.ask.language} {trial.part}", []).append(
            scores[0] > max(scores[1:], default=-math.inf)
        )
    return {name: round(sum(rows) / len(rows), 3) for name, rows in sorted(found.items())}


def _weighed(model: Weigher, encoder: Encoder | None) -> Callable[[Trial], list[float]]:
    """Return what weighs as the voice does: lines by the model and by nearness, reactions by the model alone."""
    beside = {language: Nearness(encoder, language) for language in ("nl", "en")} if encoder else {}

    def scores(trial: Trial) -> list[float]:
        fits = model.fits(context(trial.ask), trial.candidates, Event())
        if not beside or trial.part == "reaction":
            return fits
        near = beside[trial.ask.language].fit(trial.ask.trainee, trial.candidates)
        return [fit + NEAR * one for fit, one in zip(fits, near, strict=True)]

    return scores


def _gained(backend: Backend, held: Sequence[Trial]) -> Callable[[Trial], list[float]]:
    neutral, prime = Neutral(backend), getattr(backend, "prime", None)
    if prime is not None:
        prime(text for trial in held for text in trial.candidates)

    def scores(trial: Trial) -> list[float]:
        here, anyway, size = neutral.weigh(trial.ask, trial.candidates, Event())
        return [(here[text] - anyway[text]) / math.sqrt(max(1, size[text])) for text in trial.candidates]

    return scores
