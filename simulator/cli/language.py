"""In which language a command answers: that of its own option, else the app's, else the system's."""

from __future__ import annotations

import argparse


def add(parser: argparse.ArgumentParser, *, default: str = "") -> None:
    """Add --lang; `default`: `argparse.SUPPRESS` where the command above has it already."""
    parser.add_argument("--lang", choices=("nl", "en"), default=default, help="language of the text; else the app's")


def begin() -> str:
    """Return the app's language, else the system's, having set it; a command with an option of its own changes it."""
    from simulator import i18n
    from simulator.app import settings

    return i18n.use(settings.load().language)


def chosen(wanted: argparse.Namespace) -> str:
    """Return the language, having set it for all that is said from here on."""
    from simulator import i18n
    from simulator.app import settings

    return i18n.use(getattr(wanted, "lang", "") or settings.load().language)
