"""What lines beside a reply are, and what the net says of a reply."""

from __future__ import annotations

LOCKED, WORDING, KNOWN, SAID, TRAINEE = range(5)
KINDS = 5
FAULTS = ("broken", "leaks", "unsaid", "other")
"""Broken language; something that is locked; something that nobody gave; any other fault."""
