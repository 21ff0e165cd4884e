"""Saying again what was said: by the school before, or by the trainee just now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from simulator.school.lexicon import shared, stems
from simulator.voice.bags import bag
from simulator.voice.checks.scene import MOST, Scene, words

SAME, RUN = 0.75, 6
LEAST, RETOLD = 3, 0.8
"""So many content words, and so large a share of them from one earlier line, say that line again."""
_PERSONS = bag(
    """
    ik mij me mijn mezelf je jij jou jouw jezelf u uw uzelf we wij ons onze jullie i my mine myself you your yours
    yourself our us
    """
)
_SMALL = bag("ja nee nou dus of en maar ik yes no so well and but ask asked say said zeg zegt vraagt vraag")
_ASKS = re.compile(
    r"(?:^|[.!?…,]\s*)(?:(?:ja|nou|tja|dus|en|well|so|and|yes|but),? )?(?:of|wat|wie|hoe|waar\w*|wanneer|waarom|welke?|"
    r"voor|in|op|met|if|whether|what|who|how|where|when|why|which|on|my)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?…]+")


def faults(text: str, scene: Scene) -> Iterator[str]:
    """Yield `again` (said before) or `parrot` (the trainee's own sentence handed back)."""
    said = [line.text for line in scene.ask.history if line.role == "school"]
    row = words(text)
    parts = [] if scene.written else [words(part) for old in said for part in _SENTENCE.findall(old)]
    again = any(_same(row, words(old)) for old in [*said, *scene.ask.used]) or any(_holds(row, part) for part in parts)
    if again or (not scene.written and _retold(text, said, scene)):
        yield "again"
    if scene.written:
        return
    if _handed_back(text, scene):
        yield "parrot"
    else:
        theirs = words(scene.ask.trainee[:MOST])
        run = longest_run(row, theirs)
        if (run >= RUN and run >= 0.6 * len(row)) or (len(row) >= 4 and row == theirs):
            yield "parrot"


def _retold(text: str, said: Sequence[str], scene: Scene) -> bool:
    """Whether what a reply says was said before, in whatever order, and is not what is told now."""
    mine = set(stems(text, scene.ask.language))
    if len(mine) < LEAST:
        return False
    told = set().union(*(stems(line, scene.ask.language) for line in scene.ask.wordings))
    if len(shared(mine, told)) >= 0.5 * len(mine):
        return False
    return any(len(shared(mine, stems(old, scene.ask.language))) >= RETOLD * len(mine) for old in said)


def _handed_back(text: str, scene: Scene) -> bool:
    """Whether a reply is the trainee's question or sentence, said from the other side, and nothing else."""
    row, theirs = _turned(words(text)), set(_turned(words(scene.ask.trainee[:MOST])))
    held = [word for word in row if word not in _SMALL]
    if len(row) < 4 or not held or not stems(text, scene.ask.language):
        return False
    mine = set(stems(text, scene.ask.language))
    asked = shared(mine, stems(scene.ask.trainee[:MOST], scene.ask.language))
    told = set().union(*(stems(line, scene.ask.language) for line in scene.ask.wordings))
    if len(asked) < len(mine) or (mine and len(shared(mine, told)) >= len(mine)):
        return False
    same = sum(word in theirs or any(word[:4] == other[:4] for other in theirs if len(word) > 3) for word in held)
    last = _SENTENCE.findall(text)[-1].strip()
    opens = bool(_ASKS.search(last)) or text.rstrip().endswith("?")
    return same >= (0.7 if opens else 0.9) * len(held) and (opens or len(row) > RUN)


def _turned(row: Sequence[str]) -> list[str]:
    """Return words in which you and I are one: who hands a question back turns them round."""
    return ["ik" if word in _PERSONS else word for word in row]


def _same(one: Sequence[str], two: Sequence[str]) -> bool:
    if len(one) < 4 or len(two) < 4:
        return False
    a, b = set(one), set(two)
    return len(a & b) >= SAME * len(a | b)


def _holds(row: Sequence[str], part: Sequence[str]) -> bool:
    return len(part) >= RUN + 1 and longest_run(row, part) >= 0.9 * len(part)


def longest_run(one: Sequence[str], two: Sequence[str]) -> int:
    """Return the length of the longest run of words that both hold."""
    best, before = 0, [0] * (len(two) + 1)
    for word in one:
        now = [0] * (len(two) + 1)
        for at, other in enumerate(two, 1):
            if word == other:
                now[at] = before[at - 1] + 1
                best = max(best, now[at])
        before = now
    return best
