"""Words from people and models, made safe to show; and small phrases that several screens use."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

from simulator.i18n import language, mark, tr, trn
from simulator.practice.api import LONGEST_TURN
from simulator.report.words import percent
from simulator.when import local

TURN_LIMIT = LONGEST_TURN

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b\n]{0,4096}(?:\x07|\x1b\\)|[@-Z\\-_])")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control codes, all but the newline
    "\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"  # separators, direction, tags
)
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return `text` in NFC without escapes, control codes and direction overrides; newlines stay, tabs are spaces."""
    text = _ESCAPES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _SURROGATES.sub("\ufffd", _UNSEEN.sub("", text.replace("\t", "    ")))
    return unicodedata.normalize("NFC", text)


def one_line(text: str, width: int = 60) -> str:
    """Return cleaned `text` on one line of at most `width` characters."""
    flat = " ".join(clean(text).split())
    return flat if len(flat) <= width else flat[: max(1, width - 1)].rstrip() + "…"


def language_name(code: str) -> str:
    """Return the name of a scenario's language in the interface's language."""
    return {"nl": tr("Dutch"), "en": tr("English")}.get(code, code)


def level_name(level: int) -> str:
    """Return how hard a scenario is, as marks and a word."""
    words = {1: tr("gentle"), 2: tr("average"), 3: tr("hard")}
    level = min(3, max(1, level))
    return "●" * level + "○" * (3 - level) + " " + words[level]


def turns_text(number: int) -> str:
    """Return `3 turns`, in the interface's language."""
    return trn("{n} turn", "{n} turns", number).format(n=number)


def before_text(number: int) -> str:
    """Return `2 before you`, in the interface's language; empty where nobody is."""
    return trn("{n} before you", "{n} before you", number).format(n=number) if number > 0 else ""


def day_text(when: str, now: datetime | None = None) -> str:
    """Return when something was, in a few words, from UTC ISO 8601; empty when `when` is no time."""
    moment = local(when)
    if moment is None:
        return ""
    days = ((now or datetime.now(UTC)).astimezone().date() - moment.date()).days
    if days == 0:
        return tr("today {time}").format(time=f"{moment:%H:%M}")
    if days == 1:
        return tr("yesterday {time}").format(time=f"{moment:%H:%M}")
    return f"{moment.day}-{moment.month}-{moment.year}" if language() == "nl" else f"{moment:%Y-%m-%d}"


def result_text(ask_share: float | None, reached: bool | None) -> str:
    """Return how a conversation went, in a few words."""
    parts = [tr("{share} asking").format(share=percent(ask_share))] if ask_share is not None else []
    if reached is not None:
        parts.append(tr("own question: ✓ found") if reached else tr("own question: not yet"))
    return " · ".join(parts)


_KEYS = {
    "enter": "Enter",
    "escape": "Esc",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "space": mark("Space"),
    "slash": "/",
    "delete": "Del",
}


def key_name(key: str) -> str:
    """Return a key as it stands on the keyboard: `ctrl+e` becomes `Ctrl+E`."""
    *held, last = key.split("+")
    if last in _KEYS:
        word = tr(_KEYS[last])
    elif len(last) == 1:
        word = last.upper() if held else last
    else:
        word = last.capitalize()
    return "+".join([part.capitalize() for part in held] + [word])
