"""Which model chooses best: the right reply against hard wrong ones, replies to the same act at other schools.

    python -m simulator.voice.compare PAIRS.jsonl… [--models NAME…] [--out TABLE.md]

A pair is a JSON line with `persona`, `history`, `trainee`, `act` and `reply`; the file's name ends in its language.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

from simulator.voice.defaults import default_voice_backend
from simulator.voice.neutral import Neutral
from simulator.voice.types import Ask, Backend, Line, Persona

MODELS = ("gemma3-270m", "qwen2.5-coder-0.5b", "smollm2-135m")
TURNS, AGAINST, SEED = 60, 19, 11
_SCHOOL = {"nl": "basisschool", "en": "primary school"}


@dataclass(frozen=True, slots=True)
class Row:
    """One model in one language: shares of turns with the right reply first and among three; seconds (medians)."""

    model: str
    language: str
    first: float
    among_three: float
    turn_s: float
    load_s: float
    turns: int


def compare(
    models: Sequence[str],
    pairs: dict[str, list[dict[str, Any]]],
    backend: Callable[[str], Backend] = default_voice_backend,
    turns: int = TURNS,
) -> list[Row]:
    """Return a row for each model and language.

    Args:
        models: names of voices that can score.
        pairs: the pairs of each language.
        backend: makes the backend of a name; for tests.
        turns: how many pairs are tried in each language.

    Raises:
        CardError, WeightsError, VoiceError: a model is missing or damaged.
    """
    rows = []
    for name in models:
        model = backend(name)
        start = time.perf_counter()
        model.load()
        loaded = time.perf_counter() - start
        rows += [_row(model, name, language, held, loaded, turns) for language, held in pairs.items()]
        model.close()
    return rows


def place(gains: Sequence[float]) -> int:
    """Return the rank (0: first) of the first of some gains; equal ones count against it."""
    return sum(gain >= gains[0] for gain in gains[1:])


def table(rows: Sequence[Row]) -> str:
    """Return the rows as a Markdown table."""
    head = f"| model | language | turns | right first of {AGAINST + 1} | among three | seconds a turn | load s |\n"
    lines = (
        f"| {r.model} | {r.language} | {r.turns} | {r.first:.0%} | {r.among_three:.0%} | {r.turn_s:.2f} "
        f"| {r.load_s:.1f} |\n"
        for r in rows
    )
    return head + "|---|---|--:|--:|--:|--:|--:|\n" + "".join(lines)


def _row(model: Backend, name: str, language: str, held: list[dict[str, Any]], loaded: float, turns: int) -> Row:
    dice, neutral, ranks, seconds = Random(SEED), Neutral(model), [], []
    prime = getattr(model, "prime", None)
    if prime is not None:
        prime(pair["reply"] for pair in held)
    for pair in dice.sample(held, min(turns, len(held))):
        wrong = [p["reply"] for p in held if p["act"] == pair["act"] and p["persona"] != pair["persona"]]
        replies = [pair["reply"], *dice.sample(wrong, min(AGAINST, len(wrong)))]
        neutral.prepare(language, replies, Event())
        start = time.perf_counter()
        here, anyway, size = neutral.weigh(_ask(pair, language), replies, Event())
        seconds.append(time.perf_counter() - start)
        ranks.append(place([(here[text] - anyway[text]) / math.sqrt(max(1, size[text])) for text in replies]))
    count = len(ranks)
    first, three = sum(r == 0 for r in ranks) / count, sum(r < 3 for r in ranks) / count
    return Row(name, language, first, three, statistics.median(seconds), loaded, count)


def _ask(pair: dict[str, Any], language: str) -> Ask:
    name, _, rest = pair["persona"].partition(",")
    role, _, manner = rest.strip().partition(",")
    who = Persona("", name, role.strip(), manner.strip(), "je" if language == "nl" else "you", _SCHOOL[language])
    history = tuple(Line("school" if row["who"] == "school" else "trainee", row["text"]) for row in pair["history"])
    return Ask(language, who, pair["act"], "say", (), pair["trainee"], history)


def main() -> int:
    """Compare models on the given files and print the table."""
    reader = argparse.ArgumentParser(prog="python -m simulator.voice.compare", description=__doc__)
    reader.add_argument("files", nargs="+", type=Path)
    reader.add_argument("--models", nargs="+", default=list(MODELS))
    reader.add_argument("--out", type=Path)
    reader.add_argument("--turns", type=int, default=TURNS)
    wanted = reader.parse_args()
    pairs = {
        path.stem[-2:]: [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        for path in wanted.files
    }
    found = table(compare(wanted.models, pairs, turns=wanted.turns))
    print(found)
    if wanted.out:
        wanted.out.write_text(found, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
