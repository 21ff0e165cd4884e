"""Whether the terminal is still there, and whether it is one at all.

A closed terminal sends SIGHUP, which ends the app; but a shell may have it ignored (`nohup`, some multiplexers), and
then Textual's input thread would spin on the end of the file for ever. All is saved at every step, so there is
nothing to keep the app alive for.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from simulator.i18n import tr

SECONDS = 2.0
"""How often one looks."""


def served() -> bool:
    """Whether a server shows the app in a browser tab; it then offers no file but those of its own account."""
    return "TEXTUAL_DRIVER" in os.environ


def where(path: Path | str) -> str:
    """Return where a file was written, as this reader can use it: a server's path leads nowhere in a browser."""
    return tr("{name}, to download under Your reports").format(name=Path(path).name) if served() else str(path)


def here() -> bool:
    """Whether standard input is a terminal that answers; a hung-up one is none any more."""
    try:
        return os.isatty(sys.__stdin__.fileno()) if sys.__stdin__ else False
    except (OSError, ValueError):
        return False


def leave(close: Callable[[], None]) -> None:
    """End the process at once, after `close`: what would be drawn now has nowhere to go, and waiting for it blocks."""
    try:
        close()
    finally:
        os._exit(1)
