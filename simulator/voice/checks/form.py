"""Length, control characters, markup, web addresses, stage directions, speaker labels, stammering, loose ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from simulator.voice.bags import bag
from simulator.voice.checks.scene import Scene, words

MOST_WORDS, MOST_CHARS = 60, 420
_MARKUP = re.compile(
    r"\*\*|__|`|</?[a-zA-Z|][^>]*>|\[/?[\w #=@]+\]|^\s*(?:#|[-•]\s|\d+[.)]\s)|\{\w*\}|<\||\|>|\\n", re.MULTILINE
)
_WEB = re.compile(r"https?:|www\.|\b[\w.]+@[\w.]+\.\w|\b\w+\.(?:nl|com|org|eu)\b", re.IGNORECASE)
_STAGE = re.compile(r"\*[^*]{2,}\*|\([^)]{2,60}\)|\[[^\]]{2,60}\]|^\s*_[^_]+_", re.MULTILINE)
_DIRECTION = re.compile(
    r"\b(?:zucht|lacht|glimlacht|knikt|denkt na|haalt (?:haar|zijn|de) schouders op|kijkt (?:weg|op)|is even stil|"
    r"sighs|smiles|laughs|nods|shrugs|pauses|looks away|looks up)\b[^.!?]{0,30}(?:[.:]|$)"
)
_LABEL = re.compile(r"^\s*[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,2}\s*(?:\([^)]*\))?:\s", re.MULTILINE)
_LABELS = re.compile(
    r"\b(?:adviseur|adviser|user|assistant|system|school|trainee|antwoord|answer|reply|reactie)\s*:", re.IGNORECASE
)
_END = re.compile(r"[.!?…][\"”’')\]]*\s*$")
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
    if _MARKUP.search(text):
        yield "markup"
    if _WEB.search(text):
        yield "web"
    if scene.written:
        return
    if _STAGE.search(text) or _directed(text, scene):
        yield "stage"
    if _LABEL.search(text) or _LABELS.search(text):
        yield "label"
    if _stammers(words(text)):
        yield "stammer"
    if not _END.search(text):
        yield "unfinished"


def _directed(text: str, scene: Scene) -> bool:
    """Whether the text opens by telling what the speaker does: "Karin zucht." or "Lacht."."""
    names = "|".join(map(re.escape, scene.ask.persona.name.split())) or "\\w+"
    who = f"(?:{names}|Ze|Zij|Hij|She|He)"
    opening = re.compile(rf"(?:^|[.!?…]\s+)(?:{who}\s+)?(?={_DIRECTION.pattern})", re.IGNORECASE)
    return any(_tells(text[m.start() :]) for m in opening.finditer(text))


def _tells(rest: str) -> bool:
    """Whether it really is a direction and not a story about somebody: nothing but the gesture in the sentence."""
    return len(words(re.split(r"[.!?…:]", rest.lstrip(".!?… "))[0])) <= 6


def _stammers(row: list[str]) -> bool:
    if any(a == b and a not in _TWICE_OK for a, b in pairwise(row)):
        return True
    threes = list(zip(row, row[1:], row[2:], strict=False))
    return len(threes) - len(set(threes)) >= 2 or (len(row) >= 8 and len(set(row)) < 0.45 * len(row))
