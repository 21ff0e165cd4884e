"""The corpora that the first coder learns from: hand-coded conversations, and public ones where they lie at hand."""

from __future__ import annotations

import csv
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from simulator.coding.around import around
from simulator.coding.codebook import CODES, FLAGS, Said, Unit, value_of
from simulator.coding.features import Around


class CorpusError(Exception):
    """A corpus file cannot be used; the message names the line and what to mend."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A coded trainee turn: conversation, language, number, its units, what came before it.

    `allowed` holds for each unit the codes that its label allows (one for hand-coded units, more for public data).
    """

    conversation: str
    language: str
    number: int
    units: tuple[Unit, ...]
    history: tuple[Said, ...]
    context: Around
    allowed: tuple[tuple[str, ...], ...]
    weight: float = 1.0

    @property
    def text(self) -> str:
        """The turn's words."""
        return " ".join(unit.text for unit in self.units)


def load(folder: Path) -> list[Turn]:
    """Return all turns of `folder/{nl,en}/*.jsonl`, in the order of the files' names.

    Raises:
        CorpusError: a line is no conversation, or holds an unknown code or flag.
    """
    turns: list[Turn] = []
    for path in sorted(folder.glob("*/*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    turns.extend(_turns(json.loads(line)))
                except (KeyError, TypeError, ValueError) as error:
                    raise CorpusError(f"{path}:{number}: {error!r}; mend this line of the corpus.") from error
    return turns


def _turns(data: dict[str, object]) -> Iterator[Turn]:
    history: list[Said] = []
    name, language, turns = data["id"], data["language"], data["turns"]
    if not (isinstance(name, str) and isinstance(language, str) and isinstance(turns, list)):
        raise ValueError("id, language or turns is missing")
    for number, turn in enumerate(turns):
        if turn["speaker"] == "school":
            history.append(Said("school", turn["text"]))
            continue
        units = tuple(_unit(unit) for unit in turn["units"])
        allowed = tuple((unit.code,) for unit in units)
        yield Turn(name, language, number, units, tuple(history), around(history), allowed)
        history.append(Said("trainee", turn["text"], units))


def _unit(data: dict[str, object]) -> Unit:
    text, code, flags = str(data["text"]), str(data["code"]), data.get("flags", [])
    if code not in CODES or not isinstance(flags, list) or set(flags) - FLAGS:
        raise ValueError(f"unknown code or flag: {code} {flags}")
    return Unit(text, code, value_of(code, flags), tuple(flags))


def varied(turn: Turn, kind: str) -> Turn:
    """Return the turn as another person would type it: `speech` (no marks, low), `quick` (few marks, low), `typos`."""
    chance = random.Random(f"{turn.conversation} {turn.number} {kind}")
    change = {"speech": _speech, "quick": _quick, "typos": _typos}[kind]
    units = [replace(unit, text=change(unit.text, chance)) for unit in turn.units]
    held = [(unit, allowed) for unit, allowed in zip(units, turn.allowed, strict=True) if unit.text]
    if not held:
        return turn
    return replace(turn, units=tuple(unit for unit, _ in held), allowed=tuple(allowed for _, allowed in held))


def _speech(text: str, _: random.Random) -> str:
    return re.sub(r"\s+", " ", re.sub(r"[.,;:?!…\"“”„()«»–—-]+", " ", text)).strip().lower()


def _quick(text: str, chance: random.Random) -> str:
    text = text.lower() if chance.random() < 0.7 else text
    text = re.sub(r"\?+$", chance.choice(["", "", ".", "?"]), text)
    return re.sub(r"[.!]+$", chance.choice(["", ".", ".", ","]), text) if chance.random() < 0.6 else text


def _typos(text: str, chance: random.Random) -> str:
    return " ".join(_slip(word, chance) if chance.random() < 0.08 else word for word in _quick(text, chance).split())


def _slip(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    place = chance.randrange(1, len(word) - 1)
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return chance.choice([word[:place] + word[place + 1 :], swapped, word[:place] + word[place] + word[place:]])


_SETS: dict[str, tuple[str, ...]] = {
    "open": ("OPEN", "DEEP", "SEEK"), "closed": ("CLOSED", "DEEP", "SEEK", "LEAD"),
    "simple": ("REFL-S", "REFL-C"), "complex": ("REFL-C", "REFL-S"),
    "information": ("INFO",), "advice": ("OFFER", "OFFER-P", "JUDGE"), "options": ("OFFER-P", "OFFER", "INFO"),
    "negotiation": ("OFFER-P", "OFFER", "INFO"), "other": ("NEUTRAL", "AFFIRM"),
}  # fmt: skip
ANNOMI_WEIGHT = 0.3
_ANNOMI_LONGEST = 220


def annomi(path: Path) -> list[Turn]:
    """Return AnnoMI's short therapist turns of one kind, with sets of allowed codes (most annotators)."""
    votes: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    texts: dict[tuple[str, int], tuple[str, str]] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            key = (row["transcript_id"], int(row["utterance_id"]))
            texts[key] = (row["interlocutor"], row["utterance_text"])
            kinds = [row[f"{part}_subtype"] for part in ("therapist_input", "reflection", "question")]
            given = [kind for kind in kinds if kind in _SETS]
            votes[key]["+".join(given) or row["main_therapist_behaviour"]] += 1
    turns: list[Turn] = []
    history: dict[str, list[Said]] = defaultdict(list)
    for key in sorted(texts, key=lambda item: (int(item[0]), item[1])):
        role, text = texts[key]
        past = history[key[0]]
        label = votes[key].most_common(1)[0][0]
        if role == "therapist" and label in _SETS and 0 < len(text) <= _ANNOMI_LONGEST:
            turns.append(_weak(f"annomi-{key[0]}", key[1], text, past, _SETS[label]))
        past.append(Said("trainee" if role == "therapist" else "school", text))
    return turns


def _weak(name: str, number: int, text: str, past: Sequence[Said], allowed: tuple[str, ...]) -> Turn:
    unit = Unit(text, allowed[0], value_of(allowed[0]))
    return Turn(name, "en", number, (unit,), tuple(past), around(past), (allowed,), ANNOMI_WEIGHT)
