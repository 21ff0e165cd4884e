"""Captions cut speech into pieces of a few seconds; joined they are turns again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from simulator.transcripts.model import Line


def joined(captions: Iterable[Line]) -> tuple[Line, ...]:
    """Return turns: consecutive captions of one speaker with a space between them, at the first one's time."""
    turns: list[Line] = []
    held: list[str] = []
    for caption in captions:
        words = " ".join(caption.text.split())
        if turns and turns[-1].speaker == caption.speaker:
            held.append(words)
        else:
            _close(turns, held)
            turns.append(caption)
            held = [words]
    _close(turns, held)
    return tuple(turns)


def _close(turns: list[Line], held: list[str]) -> None:
    if turns:
        turns[-1] = replace(turns[-1], text=" ".join(words for words in held if words))
