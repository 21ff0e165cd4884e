"""Turns, units, messages and vectors as JSON, and back; what is not as it should be is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from simulator.coding.codebook import CodedTurn, Said, Unit
from simulator.coding.coder import ReadText
from simulator.serve.scoring.errors import FrameError
from simulator.serve.scoring.frames import Floats
from simulator.voice.types import Message

Asked = tuple[str, Sequence[Said], str]
MOST_TURNS = 64
MOST_TEXTS = 64
"""Turns and texts of one request at most; a client that has more asks several times, and others come in between."""
MOST_WEIGHED, MOST_LETTERS = 400, 60_000
"""Lines that are weighed in one pass at most, and characters of all of them."""


def asked_json(turns: Sequence[Asked]) -> list[Any]:
    """Return turns with their histories as JSON."""
    return [[text, [_said_json(one) for one in history], language] for text, history, language in turns]


def asked(rows: object) -> list[Asked]:
    """Return the turns of `asked_json`. Raises FrameError."""
    return [
        (_text(text), [_said(one) for one in _list(history)], _text(language))
        for text, history, language in _rows(rows, 3, MOST_TURNS)
    ]


def coded_json(turn: CodedTurn) -> list[Any]:
    """Return a coded turn as JSON."""
    return [turn.text, [_unit_json(unit) for unit in turn.units], turn.coder, turn.codebook, turn.annomi]


def coded(rows: object) -> list[CodedTurn]:
    """Return coded turns. Raises FrameError."""
    return [
        CodedTurn(
            _text(text), tuple(_unit(unit) for unit in _list(units)), _text(coder), int(_number(book)), _text(annomi)
        )
        for text, units, coder, book, annomi in _rows(rows, 5, MOST_TURNS)
    ]


def prompt_json(prompt: Sequence[Message]) -> list[Any]:
    """Return chat messages as JSON."""
    return [[one.role, one.content, one.name] for one in prompt]


def prompt(rows: object) -> list[Message]:
    """Return the messages of `prompt_json`. Raises FrameError."""
    out = []
    for role, content, name in _rows(rows, 3, 1000):
        if role not in ("system", "user", "assistant"):
            raise FrameError("a message of nobody")
        out.append(Message(role, _text(content), _text(name)))
    return out


def texts(rows: object, most: int = MOST_TEXTS) -> list[str]:
    """Return a list of at most so many texts. Raises FrameError."""
    held = _list(rows)
    if len(held) > most:
        raise FrameError(f"{len(held)} texts in a request; {most} are read at most")
    return [_text(one) for one in held]


def read_arrays(rows: Sequence[ReadText]) -> tuple[list[int], list[Floats]]:
    """Return how many pieces each text has, and vectors (n, d), pieces (sum, k) and weights (sum,) of all."""
    counts = [len(one.weights) for one in rows]
    if not rows:
        return counts, [np.zeros((0, 1), np.float32), np.zeros((0, 1), np.float32), np.zeros(0, np.float32)]
    return counts, [
        np.stack([one.vector for one in rows]),
        np.concatenate([one.pieces for one in rows]),
        np.concatenate([one.weights for one in rows]),
    ]


def read_texts(counts: object, arrays: Sequence[Floats]) -> list[ReadText]:
    """Return the texts of `read_arrays`. Raises FrameError."""
    many = [int(_number(one)) for one in _list(counts)]
    if len(arrays) != 3 or any(n < 0 for n in many):
        raise FrameError("vectors without their parts")
    vectors, pieces, weights = arrays
    if len(vectors) != len(many) or len(pieces) != sum(many) or weights.shape != (sum(many),):
        raise FrameError("vectors that do not fit their parts")
    ends = np.cumsum(many)[:-1]
    return [
        ReadText(*one)
        for one in zip(vectors, np.split(pieces, ends), np.split(weights, ends), strict=True)
    ] if many else []  # fmt: skip


def _said_json(one: Said) -> list[Any]:
    return [one.role, one.text, [_unit_json(unit) for unit in one.units], one.act]


def _said(row: object) -> Said:
    (role, text, units, act), = _rows([row], 4, 1)  # fmt: skip
    if role not in ("trainee", "school"):
        raise FrameError("a turn of nobody")
    return Said(role, _text(text), tuple(_unit(unit) for unit in _list(units)), _text(act))


def _unit_json(unit: Unit) -> list[Any]:
    return [unit.text, unit.code, unit.value, list(unit.flags), unit.confidence, unit.reason]


def _unit(row: object) -> Unit:
    (text, code, value, flags, confidence, reason), = _rows([row], 6, 1)  # fmt: skip
    marks = tuple(_text(flag) for flag in _list(flags))
    return Unit(_text(text), _text(code), int(_number(value)), marks, float(_number(confidence)), _text(reason))


def _rows(rows: object, width: int, most: int) -> list[list[Any]]:
    held = _list(rows)
    if len(held) > most or not all(isinstance(row, list) and len(row) == width for row in held):
        raise FrameError("a request that is not as agreed")
    return cast("list[list[Any]]", held)


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise FrameError("no list where one belongs")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise FrameError("no text where one belongs")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FrameError("no number where one belongs")
    return value
