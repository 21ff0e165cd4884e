"""What a command that prints only results says while it loads: the rare steps that take a minute."""

from __future__ import annotations

import sys

from simulator.app.errors import step_name
from simulator.voice.convert import RARE


def rare(step: str) -> None:
    """Say a step of the loading on stderr when it is one that nobody expects."""
    if step in RARE:
        print(f"toask: {step_name(step)} …", file=sys.stderr, flush=True)
