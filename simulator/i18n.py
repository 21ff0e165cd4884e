"""The language of the interface (Dutch or English), apart from a scenario's language.

English is the source; `locale/nl/LC_MESSAGES/toask.po` holds the Dutch. After changing either:
`pybabel compile -D toask -d simulator/locale`.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Mapping
from pathlib import Path

LANGUAGES: dict[str, str] = {"nl": "Nederlands", "en": "English"}
_LOCALES = Path(__file__).with_name("locale")
_now: list[tuple[str, _gettext.NullTranslations]] = [("en", _gettext.NullTranslations())]


def detect(environ: Mapping[str, str] | None = None) -> str:
    """Return `nl` or `en` from TOASK_LANG, LC_ALL, LC_MESSAGES and LANG, the first that is set."""
    environ = os.environ if environ is None else environ
    for name in ("TOASK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "").strip().lower()
        if value:
            return "nl" if value[:2] == "nl" else "en"
    return "en"


def use(language: str = "") -> str:
    """Switch the interface to `language` (empty: by the locale) and return what is used now."""
    chosen = language if language in LANGUAGES else detect()
    _now[0] = (chosen, texts(chosen))
    return chosen


def texts(language: str) -> _gettext.NullTranslations:
    """Return the texts of `language`, whatever language is in use: for pages that are written for somebody else."""
    if language == "en" or language not in LANGUAGES:
        return _gettext.NullTranslations()
    return _gettext.translation("toask", _LOCALES, languages=[language], fallback=True)


def language() -> str:
    """Return the language in use."""
    return _now[0][0]


def tr(message: str) -> str:
    """Return `message` in the language in use."""
    return _now[0][1].gettext(message) if message else ""


def trn(one: str, many: str, number: int) -> str:
    """Return the form of a message that fits `number`; the number itself is not filled in."""
    return _now[0][1].ngettext(one, many, number)


def mark(message: str) -> str:
    """Mark a message for extraction that is translated later, by `tr`."""
    return message
