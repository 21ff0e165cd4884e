"""A finished conversation of three turns, and what going back in it needs."""

from __future__ import annotations

from helpers_practice import minds, say

from simulator.practice.begin import begin
from simulator.scenario import catalog

FIRST, SECOND, THIRD = "[OPEN] Hoe ging het?", "[OFFER] Neem ons programma.", "[OPEN] Wat merkte je?"


def never(clause):
    """Nobody listens."""


def begun(services, mode="practice"):
    entry = catalog.resolve("nl/vakdocent-dans")
    return begin(services.store(), entry.usable, entry.text, minds(), seed=7, mode=mode)


def ended(services):
    one = begun(services)
    for text in (FIRST, SECOND, THIRD):
        say(one, text)
    one.end()
    return one


def mine(one):
    return [row.id for row in one.rows() if row.role == "trainee"]
