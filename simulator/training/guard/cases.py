"""Cases that the guard's net learns from: lines that a school may say or not, and replies with what is wrong in them.

Nobody writes them: a conversation holds every thing that is told twice, once as a line and once as somebody would say
it. So a later turn's line can be locked, and its other wording is then a leak; the turn's own other wording is a good
reply; one whose line is nowhere is something nobody gave. A scenario's items have several wordings each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from simulator.school.lexicon import telling
from simulator.training.guard.bend import Ways
from simulator.training.guard.lines import ROOT, conversations, rows
from simulator.voice.learnt.kinds import FAULTS, KNOWN, LOCKED, SAID, TRAINEE, WORDING

GOOD = (0.0, 0.0, 0.0, 0.0)
BROKEN, LEAK, UNSAID, OTHER = (tuple(float(n == k) for n in range(len(FAULTS))) for k in range(len(FAULTS)))
NOT_KNOWN = -1.0
"""A label that is not to be learnt."""
_TELLS = frozenset({"tell", "cue", "fact", "own_question", "choose", "commit", "request"})
_FIRST = re.compile(r"^.*?[.!?…,](?=\s)")
_LABELS = {"grammar": BROKEN, "language": (NOT_KNOWN, 0.0, 0.0, 1.0), "leak": (0.0, 1.0, NOT_KNOWN, 0.0),
           "invented": (0.0, 0.0, 1.0, 0.0)}  # fmt: skip


@dataclass(slots=True)
class Case:
    """Lines with what they are (`net.LOCKED` …), and replies beside them, each with its labels."""

    lines: list[tuple[int, str]]
    replies: list[tuple[str, Sequence[float]]] = field(default_factory=list)


def from_talk(talk: dict[str, Any], ways: Ways, dice: Random) -> Iterator[Case]:
    """Yield a case for each turn of a conversation."""
    turns, language = talk["turns"], talk["language"]
    for at, turn in enumerate(turns):
        later = [n for n in range(at + 1, len(turns)) if turns[n]["act"] in _TELLS and turns[n]["say"]]
        dice.shuffle(later)
        locked = later[: dice.randint(2, 5)]
        outside = later[len(locked) :]
        facts = [wrong for n, other in enumerate(turns) if n not in outside for wrong in other["wrong"][-2:]]
        dice.shuffle(facts)
        case = Case([(WORDING, turn["line"]), (TRAINEE, turn["trainee"]), (KNOWN, talk["opening"])])
        case.lines += [(LOCKED, turns[n]["say" if dice.random() < 0.5 else "line"]) for n in locked]
        case.lines += [(LOCKED, facts.pop()) for _ in range(dice.randint(0, 2)) if facts]
        case.lines += [(SAID, one["line"]) for one in turns[max(0, at - 2) : at]]
        case.lines += [(KNOWN, one["say"]) for one in turns[max(0, at - 5) : max(0, at - 2)] if one["say"]]
        known = [(KNOWN, one) for one in facts[: dice.randint(2, 5)]]
        case.lines += known
        case.replies = list(_replies(turn, [turns[n] for n in locked], [turns[n] for n in outside], dice))
        if known and dice.random() < 0.3:
            case.replies.append((f"{_begin(turn, dice)} {dice.choice(known)[1]}", GOOD))
        opened = f"{turn['reaction']} {turn['line']}".strip()
        whole = [turn["reply"], turn["line"], opened, *(text for _, text in known[:2])]
        for text in dict.fromkeys(whole):  # each of them whole too: that a reply is near a line tells nothing
            bent = ways.broken(text, dice)
            case.replies += [(text, GOOD), *([(bent, BROKEN)] if bent else [])]
        yield _fair(case, language, dice)


def _replies(
    turn: dict[str, Any], locked: list[dict[str, Any]], outside: list[dict[str, Any]], dice: Random
) -> Iterator[tuple[str, Sequence[float]]]:
    for other in locked[:2]:
        text = other["reply"] if dice.random() < 0.5 else f"{_begin(turn, dice)} {other['reply']}"
        yield text, (0.0, 1.0, NOT_KNOWN, 0.0)
    for other in outside[:1]:
        text = other["reply"] if dice.random() < 0.5 else f"{_begin(turn, dice)} {other['reply']}"
        yield text, UNSAID
    if dice.random() < 0.5:
        yield turn["trainee"], OTHER


def _begin(turn: dict[str, Any], dice: Random) -> str:
    """Return how a reply to the turn may begin, before it goes astray."""
    found = _FIRST.match(turn["reply"])
    begins: list[str] = [turn["reaction"], found.group() if found else turn["line"], turn["line"]]
    return dice.choice([one for one in begins if one])


def _fair(case: Case, language: str, dice: Random) -> Case:
    """Leave out most leaks that share words with what is locked: the rules find those."""
    held = set().union(*(telling(text, language) for kind, text in case.lines if kind == LOCKED), set())
    case.replies = [
        (text, label)
        for text, label in case.replies
        if label[1] != 1.0 or len(telling(text, language) & held) < 2 or dice.random() < 0.5
    ]
    return case


def from_scenario(held: dict[str, Any], dice: Random) -> Iterator[Case]:
    """Yield cases of a scenario: an item is told while others are locked."""
    items = [one for one in held.get("items", ()) if len(one.get("say") or ()) >= 3]
    facts = [line for fact in held["school"]["facts"] for line in fact.get("say") or ()]
    for item in items:
        others = [one for one in items if one is not item]
        dice.shuffle(others)
        said, locked, outside = others[:2], others[2:5], others[5:6]
        say = dice.sample(item["say"], len(item["say"]))
        case = Case([(WORDING, line) for line in say[1:3]])
        case.lines += [(KNOWN, line) for line in dice.sample(facts, min(4, len(facts)))]
        case.lines += [(SAID, one["say"][0]) for one in said]
        case.lines += [(LOCKED, line) for one in locked for line in (one["content"], one["say"][0])]
        case.replies = [(say[0], GOOD), (dice.choice(facts), (0.0, 0.0, NOT_KNOWN, 0.0))]
        for one in locked:
            text = dice.choice(one["say"][1:])
            case.replies.append((text if dice.random() < 0.5 else f"{say[1]} {text}", (0.0, 1.0, NOT_KNOWN, 0.0)))
        case.replies += [(dice.choice(one["say"]), UNSAID) for one in outside]
        yield case


def from_labelled(held: dict[str, Any]) -> Case:
    """Return the case of a context of models/voice/guard/train."""
    case = Case([(LOCKED, one) for one in held["locked"]] + [(WORDING, one) for one in held["wordings"]])
    case.lines += [(KNOWN, one) for one in held["known"]]
    case.lines += [(SAID if row["who"] == "school" else TRAINEE, row["text"]) for row in held["history"]]
    case.lines.append((TRAINEE, held["trainee"]))
    case.replies = [(text, GOOD) for text in held["good"]]
    case.replies += [(row["text"], _LABELS.get(row["fault"], OTHER)) for row in held["bad"]]
    return case


def talks(language: str, dice: Random) -> list[dict[str, Any]]:
    """Return the conversations of a language, shuffled."""
    found = list(conversations(language))
    dice.shuffle(found)
    return found


def scenarios(language: str) -> Iterator[dict[str, Any]]:
    """Yield the shipped scenarios."""
    import yaml

    for path in sorted((ROOT / "scenarios" / language).glob("*.yaml")):
        yield yaml.safe_load(path.read_text("utf-8"))


def labelled(language: str) -> list[dict[str, Any]]:
    """Return the contexts that were written to learn from."""
    return list(rows(ROOT / "models/voice/guard/train", f"{language}-*.jsonl"))
