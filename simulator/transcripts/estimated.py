"""The note by which WebVTT says that nobody noted its times; who reads it back takes none from it."""

from __future__ import annotations

from simulator.i18n import LANGUAGES, mark, texts

_NOTE = mark("The transcript has no times; these are estimated from the number of words.")


def note(language: str) -> str:
    """Return it in the language of the conversation."""
    return f"NOTE {texts(language).gettext(_NOTE)}"


def noted(text: str) -> bool:
    """Return whether a file says so, in any language."""
    wanted = {note(language) for language in LANGUAGES}
    return any(line.strip() in wanted for line in text.split("\n"))
