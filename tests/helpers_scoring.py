"""Conversations and a coder that needs no weights, for tests of scoring."""

from __future__ import annotations

import json
from pathlib import Path

from simulator.coding.codebook import CodedTurn, Unit, value_of
from simulator.scoring.model import Scored, ScoredTurn, annomi_of
from simulator.scoring.read import coded_turn
from simulator.transcripts.model import Conversation, Line

CORPUS = Path(__file__).parents[1] / "models" / "question-coder" / "data"


def unit(code, *flags, text="woorden genoeg", confidence=1.0):
    return Unit(text, code, value_of(code, flags), flags, confidence)


def trainee(*codes, text="woorden genoeg"):
    """Return a trainee's turn; a code may carry flags, as in `REFL-S parrot`."""
    return coded_turn("Anna", text, [unit(*code.split()) for code in codes])


def school(text="Ja, dat is zo."):
    return ScoredTurn("School", "school", text)


def talk(*turns):
    """Return turns with the school's answer after each."""
    return [one for turn in turns for one in (turn, school())]


def conversation(name, *texts, language="nl", source="gesprek.jsonl"):
    """Return a conversation in which trainee and school take turns, the trainee first."""
    lines = [
        Line("Anna" if place % 2 == 0 else "School", text, role="trainee" if place % 2 == 0 else "school")
        for place, text in enumerate(texts)
    ]
    return Conversation(name, tuple(lines), language, source)


class KeyCoder:
    """Codes `CODE: words; CODE: words` by what is written, so that a test says what it wants."""

    name = "key-coder"

    def __init__(self):
        self.seen = []

    def code(self, text, history, language):
        self.seen.append((text, tuple(history), language))
        units = []
        for part in text.split(";"):
            label, _sign, words = part.strip().partition(":")
            code, *flags = label.split() or ["NEUTRAL"]
            units.append(unit(code, *flags, text=words.strip()))
        return CodedTurn(text, tuple(units), self.name)


def key_coder():
    return KeyCoder()


def corpus(language="nl", most=40):
    """Yield conversations of the shipped corpus as a person coded them."""
    for path in sorted((CORPUS / language).glob("*.jsonl"))[:2]:
        for line in path.read_text("utf-8").splitlines()[:most]:
            yield json.loads(line)


def scored(name, *turns, language="nl"):
    return Scored(name, language, tuple(turns))


def label(codes):
    return annomi_of(list(codes))
