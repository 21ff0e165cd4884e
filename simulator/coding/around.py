"""Reads what surrounds a turn out of the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.coding.codebook import Said

LONGEST = 1500
_NO_QUESTION = frozenset({"own_question", "commit", "choose"})


@dataclass(frozen=True, slots=True)
class Around:
    """The school's last words (all its turns since the trainee spoke), all it said before that, whether it asked."""

    school: str = ""
    earlier: str = ""
    asks: bool = False


def around(history: Sequence[Said]) -> Around:
    """Return what surrounds the turn that comes after `history`."""
    last: list[str] = []
    place = len(history)
    while place and history[place - 1].role == "school":
        place -= 1
        last.insert(0, history[place].text[:LONGEST])
    earlier = [said.text[:LONGEST] for said in history[:place] if said.role == "school"]
    school = " ".join(last)
    return Around(school, " ".join(earlier), asks(school, history[-1].act if last else ""))


def asks(text: str, act: str = "") -> bool:
    """Return whether the school asked the trainee something in these words."""
    if act == "ask_back":
        return True
    return act not in _NO_QUESTION and "?" in text
