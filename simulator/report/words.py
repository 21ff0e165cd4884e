"""The texts and the ways of writing figures of one page, whatever language the interface is in."""

from __future__ import annotations

from simulator.i18n import LANGUAGES, texts

MINUS = "−"
NONE = "–"


class Words:
    """Texts in `nl` or `en`; anything else is English.

    Args:
        language: of the page, not of the conversation.
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else "en"
        self._texts = texts(self.language)

    def tr(self, message: str) -> str:
        """Return `message` in this language."""
        return self._texts.gettext(message) if message else ""

    def trn(self, one: str, many: str, number: int, **more: object) -> str:
        """Return the form of a message that fits `number`, with `{n}` and what else it names filled in."""
        return self._texts.ngettext(one, many, number).format(n=number, **more)

    def percent(self, share: float | None) -> str:
        """Return a share (0 to 1) as a whole percentage; a dash where there is none."""
        return percent(share)

    def number(self, value: float | None, digits: int = 1) -> str:
        """Return a figure with the language's decimal sign; a dash where there is none."""
        if value is None:
            return NONE
        text = f"{abs(value):.{digits}f}"
        text = text.replace(".", ",") if self.language == "nl" else text
        return f"{MINUS}{text}" if value < 0 and text.strip("0,.") else text

    def signed(self, value: float | None, digits: int = 1) -> str:
        """Return a figure with a plus or minus before it; zero has none."""
        text = self.number(value, digits)
        return f"+{text}" if value is not None and value > 0 and text.strip("0,.") else text


def percent(share: float | None) -> str:
    """Return a share (0 to 1) as a whole percentage, in either language; a dash where there is none."""
    return NONE if share is None else f"{round(share * 100)}%"


def value_text(value: int) -> str:
    """Return a unit's value (−3 to +3) with its sign."""
    return f"+{value}" if value > 0 else f"{MINUS}{-value}" if value else "0"
