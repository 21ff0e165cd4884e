"""Whether the debrief's own examples ask: follow-up questions over sampled cues, and trainees' lines rewritten.

Run: python -m tests.bench.rewrites [--say]. Prints one JSON object with the share that the shipped coder codes as
asking, by language and code. `--say` prints every question first, to be read: the coder hears no clumsy sentence.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from pathlib import Path

import yaml

from simulator.coding.codebook import Said, Unit
from simulator.debrief.follow_ups import follow_ups
from simulator.debrief.rewrite import rewrite
from simulator.practice.build import scoring_coder
from simulator.scenario import catalog

LINES = Path(__file__).parents[1] / "data" / "rewrites.yaml"
CUES = 150


def sampled(language: str, many: int = CUES) -> list[tuple[str, str]]:
    """Return (cue, address) of cues of the shipped schools, the same ones each time."""
    cues = [
        (cue, scenario.speakers[0].address)
        for entry in catalog.entries(language)
        if (scenario := entry.scenario) is not None
        for item in scenario.items
        for cue in item.cue
    ]
    return random.Random(5).sample(sorted(cues), many)


def rewritten(language: str) -> list[tuple[str, str, str, str]]:
    """Return (code, line, the school's words before, the line as a question); every third line to a school of `u`."""
    address = {"nl": ("u", "je", "je"), "en": ("you",) * 3}[language]
    rows = yaml.safe_load(LINES.read_text(encoding="utf-8"))[language]
    return [
        (code, text, before, rewrite(Unit(text, code, 0), before, language, address[number % 3], number))
        for number, (code, text, before) in enumerate(rows)
    ]


def measure(say: bool, cues: int = CUES, every: int = 1) -> dict[str, dict[str, float]]:
    """Return the share coded as asking, by language, of follow-ups and of each code's rewritten lines (`every` nth)."""
    coder, out = scoring_coder(), {}
    for language in ("nl", "en"):
        turns = [
            ("follow_ups", cue, question)
            for number, (cue, address) in enumerate(sampled(language, cues))
            for question in follow_ups(cue, language, address, number)
        ]
        turns += [(code, before, question) for code, _, before, question in rewritten(language)[::every]]
        coded = [coder.code(question, [Said("school", before)], language) for _, before, question in turns]
        asks = defaultdict(list)
        for (code, before, question), turn in zip(turns, coded, strict=True):
            asks[code].append(turn.main == "ask")
            if code != "follow_ups":
                asks["rewrites"].append(turn.main == "ask")
            if say or turn.main != "ask":
                codes = " ".join(unit.code for unit in turn.units)
                print(f"{turn.main:8}{code:11}{before}  >  {question}  [{codes}]")
        out[language] = {code: round(sum(held) / len(held), 3) for code, held in asks.items()}
    return out


if __name__ == "__main__":
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--say", action="store_true", help="print every question")
    print(json.dumps(measure(reading.parse_args().say), indent=1))
