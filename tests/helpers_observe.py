"""Sheets and scored talks for the tests of observing."""

from __future__ import annotations

from simulator.coding.codebook import Unit, value_of
from simulator.observing.scored import Coded
from simulator.observing.sheet import Mark, Observation

MIXED = ("OPEN", "DEEP", "OFFER", "CLOSED", "REFL-S", "LEAD", "DEEP", "OPEN", "INFO", "REFL-C")
"""Codes of ten turns, some asking and some telling."""


def ticked(*codes, every=12.0):
    return Observation("s", "nl", "2026-01-01", marks=tuple(Mark(code, n * every) for n, code in enumerate(codes)))


def coded(*codes):
    turns = ((2 * n + 1, f"turn {n}", (Unit(f"turn {n}", code, value_of(code)),)) for n, code in enumerate(codes))
    return Coded("talk", tuple(turns))
