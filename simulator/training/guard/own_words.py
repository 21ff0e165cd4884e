"""Which words only one of the two languages has, by the lines of the project: `checks/only.json` of the guard."""

from __future__ import annotations

import json
from collections import Counter

from simulator.training.guard.lines import ROOT, good_lines, trainee_turns
from simulator.voice.checks.scene import WORD

LEAST, RARER = 12, 60
"""A word is one language's own when it comes so often in its lines, and so many times less in the other's."""
FILE = ROOT / "simulator" / "voice" / "checks" / "only.json"


def own_words() -> dict[str, list[str]]:
    """Return the words of each language, sorted; names are left out."""
    counts: dict[str, Counter[str]] = {}
    small: Counter[str] = Counter()
    for language in ("nl", "en"):
        found = [word for line in (*good_lines(language), *trainee_turns(language)) for word in WORD.findall(line)]
        counts[language] = Counter(word.casefold() for word in found)
        small.update(word for word in found if word[0].islower())
    return {
        language: sorted(
            word
            for word, many in mine.items()
            if many >= LEAST and counts[other][word] * RARER < many and len(word) > 1 and small[word] * 2 > many
        )
        for (language, mine), other in zip(counts.items(), ("en", "nl"), strict=True)
    }


def run() -> None:
    """Write the file and say how many there are."""
    found = own_words()
    held = {language: " ".join(rows) for language, rows in found.items()}
    FILE.write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"only.json: {len(found['nl'])} Dutch and {len(found['en'])} English words")
