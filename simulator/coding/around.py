"""Reads what surrounds a turn out of the history."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.coding.codebook import Said
from simulator.coding.features import Around

LONGEST = 1500
_NO_QUESTION = frozenset({"own_question", "commit", "choose"})


def around(history: Sequence[Said]) -> Around:
    """Return the school's last words (all its turns since the trainee spoke), what was said before, and by whom."""
    last: list[str] = []
    place = len(history)
    while place and history[place - 1].role == "school":
        place -= 1
        last.insert(0, history[place].text[:LONGEST])
    earlier = [said.text[:LONGEST] for said in history[:place] if said.role == "school"]
    own = [said.text[:LONGEST] for said in history[:place] if said.role == "trainee"]
    school = " ".join(last)
    return Around(school, " ".join(earlier), " ".join(own), not own, asks(school, history[-1].act if last else ""))


def asks(text: str, act: str = "") -> bool:
    """Return whether the school asked the trainee something in these words."""
    if act == "ask_back":
        return True
    return act not in _NO_QUESTION and "?" in text
