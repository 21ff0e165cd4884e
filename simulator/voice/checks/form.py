"""Length, control characters, markup, web addresses, stage directions, speaker labels, stammering, loose ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from simulator.voice.bags import bag
from simulator.voice.checks import stage
from simulator.voice.checks.scene import Scene, words

LOOPED = 0.2
"""Share of runs of three words that came before: two of them in a short reply, three in any."""
MOST_WORDS, MOST_CHARS = 60, 420
_MARKUP = re.compile(
    r"\*\*|__|`|</?[a-zA-Z|][^>]*>|\[/?[\w #=@]+\]|^\s*(?:#|>|[-•–]\s|\d+[.)]\s)|\{\w*\}|<\||\|>|\\n", re.MULTILINE
)
_WEB = re.compile(r"https?:|www\.|\b[\w.]+@[\w.]+\.\w|\b\w+\.(?:nl|com|org|eu)\b", re.IGNORECASE)
_STAGE = re.compile(r"\*[^*]{2,}\*|\([^)]{2,60}\)|\[[^\]]{2,60}\]|^\s*_[^_]+_", re.MULTILINE)
_LABEL = re.compile(r"^\s*[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,2}\s*(?:\([^)]*\))?:\s", re.MULTILINE)
_LABELS = re.compile(
    r"\b(?:adviseur|adviser|user|assistant|system|school|trainee|antwoord|answer|reply|reactie)\s*:", re.IGNORECASE
)
_END = re.compile(r"[.!?…][\"”’')\]]*\s*$")
_AGAIN = re.compile(r"\b([^\W\d_]+)\s+\1\b", re.IGNORECASE)
_ALL_QUOTED = re.compile(r"\s*[\"“”„][^\"“”„]*[\"“”]\s*")
_TWICE_OK = bag("mm ja nee heel zo nou well very no yes ho kom ach that had")


def faults(text: str, scene: Scene) -> Iterator[str]:
    """Yield `blank`, `control`, `long`, `markup`, `web`, `stage`, `label`, `stammer` or `unfinished`."""
    if not words(text):
        yield "blank"
        return
    if any(unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs", "Cn") for char in text):
        yield "control"
    most = 2 if scene.written else 1
    if len(text) > most * MOST_CHARS or len(words(text)) > most * MOST_WORDS:
        yield "long"
    if _MARKUP.search(text) or _drawn(text) or (not scene.written and _ALL_QUOTED.fullmatch(text)):
        yield "markup"
    if _WEB.search(text):
        yield "web"
    if scene.written:
        return
    if _STAGE.search(text) or stage.directed(text, scene):
        yield "stage"
    if _LABEL.search(text) or _LABELS.search(text):
        yield "label"
    if _loops(text):
        yield "stammer"
    if not _END.search(text):
        yield "unfinished"


def _loops(text: str) -> bool:
    """Whether words come back at once or soon, as in a stuck model; "Fine, fine." is speech."""
    row = words(text)
    if any(one.casefold() not in _TWICE_OK for one in _AGAIN.findall(text)):
        return True
    threes = list(zip(row, row[1:], row[2:], strict=False))
    return len(threes) - len(set(threes)) >= max(2, min(3, LOOPED * len(threes))) or (
        len(row) >= 8 and len(set(row)) < 0.45 * len(row)
    )


def _drawn(text: str) -> bool:
    """Whether a picture stands in the text: emoji and the like."""
    return any(unicodedata.category(char) == "So" or "\U0001f000" <= char <= "\U0001faff" for char in text)
