"""Texts without anything around them, whose vectors are learnt: what schools say and what scenarios hold."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from simulator.training.scorer.examples import Example

_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_SHORTEST = 8


def phrases(scenarios: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield (language, text) of everything a scenario's topics, items, facts and acts hold."""
    from simulator.scenario.load import load

    for path in scenarios:
        scenario = load(path)
        texts = [text for fact in scenario.school.facts for text in (*fact.topics, *fact.say)]
        texts += [text for item in scenario.items for text in (*item.topics, *item.say, *item.cue)]
        texts += [text for step in (*scenario.choices, *scenario.first_steps) for text in (*step.topics, *step.say)]
        yield from ((scenario.language, text) for text in texts)


def alone(examples: Sequence[Example], scenarios: Sequence[Path], most: int, seed: int = 0) -> list[Example]:
    """Return at most `most` texts, drawn by `seed`: sentences of schools, units of trainees, scenarios' phrases."""
    found: dict[str, str] = {}
    for example in examples:
        for unit in example.units:
            found.setdefault(unit.text, example.language)
        for said in example.history[-1:]:
            for sentence in _SENTENCE.split(said.text):
                found.setdefault(sentence, example.language)
    for language, text in phrases(scenarios):
        found.setdefault(text, language)
    rows = [(text, language) for text, language in found.items() if len(text) >= _SHORTEST]
    random.Random(seed).shuffle(rows)
    return [Example(f"alone-{n}", lang, text, (), source="alone") for n, (text, lang) in enumerate(rows[:most])]
