"""Whole conversations without models, for debriefs: turns that say themselves what they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from helpers_practice import say, session
from helpers_scenario import TEXT, build, minimal_scenario

from simulator.practice.session import Session
from simulator.practice.store import Store

SCENARIO = build(minimal_scenario())
GOOD = [
    "[OPEN @item:losse-middagen] Hoe ging het vorig jaar?",
    "[DEEP +uptake ~last] En daarna?",
    "[DEEP +uptake ~last] Hoe komt dat?",
    "[DEEP +uptake ~last] Vertel eens.",
    "[REFL-C +uptake ~last] Jullie kiezen dus los.",
    "[DEEP +uptake ~last] Wat zit daar achter?",
    "[DEEP +uptake ~last] En voor jou?",
    "[OPEN @own] Wat is dan jullie vraag?",
]
PITCH = [
    "[OFFER] Wij hebben een heel mooi programma.",
    "[OFFER] Dat moeten jullie gewoon nemen.",
    "[FILL] Jullie hebben vast geld.",
]


def talked(folder: Path, turns: Sequence[str]) -> tuple[Store, Session]:
    """Return a store in `folder` and a conversation with these turns."""
    store = Store(folder / "practice.db")
    one = session(store, SCENARIO, source=TEXT)
    for text in turns:
        say(one, text)
    return store, one
