"""The embedded language model asked to code: what somebody would try who has no trained coder.

The prompt says in a line what each code means, shows one coded example of each, and ends with the unit; the code whose
name raises its likelihood most against a unit without words wins (Zhao et al. 2021: calibration by a content-free
input). Base models follow examples better than orders, so both are given.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from threading import Event

from simulator.coding.codebook import CODES
from simulator.training.scorer import figures
from simulator.training.scorer.examples import Example
from simulator.voice.defaults import default_voice_backend
from simulator.voice.types import Message

ENOUGH = 300
MEANING = {
    "DEEP": "a question that follows up on what the school just said", "OPEN": "an open question on new ground",
    "SEEK": "asks permission or hands over the lead", "REFL-C": "a reflection that adds meaning or feeling",
    "REFL-S": "repeats or summarises", "AFFIRM": "appreciates", "CLOSED": "asks for yes, no or a fact",
    "NEUTRAL": "greeting, thanks, small talk", "INFO": "neutral information",
    "OFFER-P": "a suggestion with permission or a real choice", "LEAD": "a leading question",
    "FILL": "fills in for the other", "OFFER": "unasked advice or a pitch", "JUDGE": "judges, corrects, warns",
}  # fmt: skip
Shown = tuple[str, str, str]


def units_of(part: Sequence[Example]) -> list[Shown]:
    """Return (the school's last words, the unit, its code) for every unit."""
    return [
        (one.history[-1].text[-200:] if one.history else "", unit.text[:300], unit.code)
        for one in part
        for unit in one.units
    ]


def prompt(shown: Sequence[Shown], school: str, unit: str) -> list[Message]:
    """Return the prompt for one unit."""
    codes = "; ".join(f"{code}: {MEANING[code]}" for code in CODES)
    held = "\n".join(f"School: {a}\nTrainee: {b}\nCode: {c}\n" for a, b, c in shown)
    return [
        Message("system", f"Each line of the trainee gets one code. {codes}.\n\n{held}", "Code"),
        Message("user", school or "…", "School"),
        Message("user", unit, "Trainee"),
    ]


def macro_f1(learnt: Sequence[Example], tested: Sequence[Example], model: str) -> dict[str, float]:
    """Return macro-F1 over the fourteen codes on `ENOUGH` units a language, drawn by chance."""
    backend = default_voice_backend(model)
    backend.load()
    out = {}
    for language in ("nl", "en"):
        dice = random.Random(4)
        known = units_of([one for one in learnt if one.language == language])
        shown = [dice.choice([row for row in known if row[2] == code and len(row[1]) < 120]) for code in CODES]
        dice.shuffle(shown)
        nothing = backend.score(prompt(shown, "…", "…"), CODES, Event())
        units = units_of([one for one in tested if one.language == language])
        pairs = []
        for school, unit, code in dice.sample(units, min(ENOUGH, len(units))):
            found = backend.score(prompt(shown, school, unit), CODES, Event())
            raised = [a - b for a, b in zip(found, nothing, strict=True)]
            pairs.append((code, CODES[raised.index(max(raised))]))
        out[language] = round(figures.macro(pairs, CODES), 3)
    return out
