"""Turns to learn from: the own corpus with units, codes and flags, and AnnoMI with its own labels."""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from simulator.coding.codebook import ANNOMI, CODES, Said, Unit, main_of, value_of
from simulator.coding.question_coder.net import FINE, KINDS
from simulator.coding.question_coder.weights import FLAGS
from simulator.training.errors import CorpusError

_SUBTYPES = {
    ("question", "open"): "open", ("question", "closed"): "closed", ("reflection", "simple"): "simple",
    ("reflection", "complex"): "complex", ("therapist_input", "information"): "information",
    ("therapist_input", "advice"): "advice", ("therapist_input", "options"): "options",
    ("therapist_input", "negotiation"): "negotiation",
}  # fmt: skip
_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """One trainee turn.

    Attributes:
        conversation: its id, by which data are split. `language`: nl or en.
        text, history: the turn and what came before it.
        units: coded units of the own corpus; empty for AnnoMI.
        kind: AnnoMI's main label, -1: none. `fine`: 1, 0 or -1 (not known) for each of `FINE`.
        source: `own` or `annomi`. `weight`: of the turn's loss.
        rater: AnnoMI's annotator, -1: none.
    """

    conversation: str
    language: str
    text: str
    history: tuple[Said, ...]
    units: tuple[Unit, ...] = ()
    kind: int = -1
    fine: tuple[int, ...] = ()
    source: str = "own"
    weight: float = 1.0
    number: int = 0
    quality: str = ""
    rater: int = -1
    about: dict[str, str] = field(default_factory=dict, compare=False)


def own(folder: Path) -> list[Example]:
    """Return the trainee turns of `folder/{nl,en}/*.jsonl`; a turn without units is only what came before others.

    Raises:
        CorpusError: a line is no conversation; the message names it.
    """
    out: list[Example] = []
    for path in sorted(folder.glob("*/*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    out.extend(_own(json.loads(line)))
                except (KeyError, TypeError, ValueError) as error:
                    raise CorpusError(f"{path}:{number}: {error!r}; mend this line of the corpus.") from error
    return out


def _own(data: dict[str, object]) -> Iterator[Example]:
    history: list[Said] = []
    turns = data["turns"]
    assert isinstance(turns, list)
    name, language = str(data["id"]), str(data["language"])
    for number, turn in enumerate(turns):
        if turn["speaker"] == "school":
            history.append(Said("school", turn["text"]))
            continue
        if "units" not in turn:  # people who coded it twice did not agree (`toask review export`)
            history.append(Said("trainee", turn["text"]))
            continue
        units = tuple(_unit(row) for row in turn["units"])
        yield Example(
            name, language, turn["text"], tuple(history), units, KINDS.index(kind_of(units)), fine_of(units),
            number=number,
        )  # fmt: skip
        history.append(Said("trainee", turn["text"], units))


def _unit(row: dict[str, object]) -> Unit:
    code, flags = str(row["code"]), row.get("flags", [])
    if code not in CODES or not isinstance(flags, list):
        raise ValueError(f"unknown code {code}")
    return Unit(str(row["text"]), code, value_of(code, flags), tuple(flags))


def kind_of(units: tuple[Unit, ...]) -> str:
    """Return AnnoMI's main label of a turn that was coded with the codebook.

    What the turn mainly does decides: an asking turn is a question or a reflection, a telling one is input.
    """
    kinds = [ANNOMI[unit.code] for unit in units]
    main = main_of(units)
    if main == "tell" and "therapist_input" in kinds:
        return "therapist_input"
    for kind in ("question", "reflection", "therapist_input"):
        if kind in kinds:
            return kind
    return "other"


def fine_of(units: tuple[Unit, ...]) -> tuple[int, ...]:
    """Return which of `FINE` the codes show; -1 where codes and AnnoMI's parts do not map."""
    codes = {unit.code for unit in units}
    kinds = {ANNOMI[code] for code in codes}
    known = {
        **{kind: int(kind in kinds) for kind in KINDS[:3]},
        "closed": int("CLOSED" in codes), "simple": int("REFL-S" in codes), "complex": int("REFL-C" in codes),
    }  # fmt: skip
    return tuple(known.get(name, -1) for name in FINE)


def annomi(path: Path) -> list[Example]:
    """Return AnnoMI's therapist turns (Wu et al. 2022); labels are those of the one annotator of each conversation."""
    out: list[Example] = []
    history: dict[str, list[Said]] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            past = history.setdefault(row["transcript_id"], [])
            if row["interlocutor"] == "therapist" and row["main_therapist_behaviour"] in KINDS:
                out.append(_annomi(row, past))
            past.append(Said("trainee" if row["interlocutor"] == "therapist" else "school", row["utterance_text"]))
    return out


def _annomi(row: dict[str, str], past: list[Said]) -> Example:
    found = {kind: int(row[f"{kind}_exists"] == "True") for kind in KINDS[:3]}
    for kind in KINDS[:3]:
        name = _SUBTYPES.get((kind, row[f"{kind}_subtype"]))
        if name:
            found[name] = 1
    return Example(
        f"annomi-{row['transcript_id']}", "en", row["utterance_text"], tuple(past),
        kind=KINDS.index(row["main_therapist_behaviour"]), fine=tuple(found.get(name, 0) for name in FINE),
        source="annomi", number=int(row["utterance_id"]), quality=row["mi_quality"],
        rater=int(row["annotator_id"]),
    )  # fmt: skip


def fold_of(conversation: str, folds: int = _FOLDS) -> int:
    """Return the fold of a conversation: the same on every machine and in every run."""
    return random.Random(f"fold {conversation}").randrange(folds)


def changed(example: Example, kind: str, dice: random.Random) -> Example:
    """Return the turn as another person would type it; `kind`: speech, quick, typos or address."""
    change = {"speech": speech, "quick": quick, "typos": typos, "address": address}[kind]
    if not example.units:
        return _with(example, change(example.text, dice), ())
    units = [Unit(change(u.text, dice), u.code, u.value, u.flags) for u in example.units]
    kept = tuple(unit for unit in units if unit.text)
    return _with(example, " ".join(unit.text for unit in kept), kept) if len(kept) == len(units) else example


def _with(example: Example, text: str, units: tuple[Unit, ...]) -> Example:
    from dataclasses import replace

    return replace(example, text=text, units=units) if text.strip() else example


def speech(text: str, _: random.Random) -> str:
    """Return the text as speech is written down: no marks, no capitals."""
    return re.sub(r"\s+", " ", re.sub(r"[.,;:?!…\"“”„()«»–—-]+", " ", text)).strip().lower()


def quick(text: str, dice: random.Random) -> str:
    """Return the text typed in haste: fewer marks and capitals."""
    text = text.lower() if dice.random() < 0.7 else text
    text = re.sub(r"\?+$", dice.choice(["", "", ".", "?"]), text)
    return re.sub(r"[.!]+$", dice.choice(["", ".", ".", ","]), text) if dice.random() < 0.6 else text


def typos(text: str, dice: random.Random) -> str:
    """Return the text with a slip in about every tenth word."""
    return " ".join(slip(word, dice) if dice.random() < 0.1 else word for word in text.split())


def slip(word: str, dice: random.Random) -> str:
    """Return a word with one letter left out, doubled or swapped with its neighbour."""
    if len(word) < 4:
        return word
    at = dice.randrange(1, len(word) - 1)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return dice.choice([word[:at] + word[at + 1 :], swapped, word[:at] + word[at] + word[at:]])


_TO_U = {"je": "u", "jij": "u", "jou": "u", "jouw": "uw", "jullie": "u", "heb je": "hebt u", "ben je": "bent u"}
_TO_JE = {"u": "je", "uw": "je", "hebt": "heb", "bent": "ben"}


def address(text: str, _: random.Random) -> str:
    """Return a Dutch text with `je` for `u` or the other way round."""
    table = _TO_JE if re.search(r"\b(u|uw)\b", text, re.IGNORECASE) else _TO_U
    swap: Callable[[re.Match[str]], str] = lambda m: _cased(table.get(m[0].lower(), m[0]), m[0])  # noqa: E731
    return re.sub(r"\b\w+\b", swap, text)


def _cased(new: str, old: str) -> str:
    return new.capitalize() if old[:1].isupper() else new


def flags_of(unit: Unit) -> list[int]:
    """Return 1 or 0 for each flag that the model finds itself."""
    return [int(flag in unit.flags) for flag in FLAGS]
