"""Example questions with the school's own words, for a door that the trainee walked past.

A question is a frame (`frames_nl`, `frames_en`) around a stretch of the cue (`holds`), so it can hold nothing that the
school did not say: what is still closed cannot come in. The same cue, address and seed give the same questions.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Sequence

from simulator.coding.stems import content_set
from simulator.debrief import frames_en, frames_nl
from simulator.debrief import hold_words as lists
from simulator.debrief.holds import CLAUSE, MARKS, Hold, bare_of, holds, is_tag, said_whole, words
from simulator.debrief.openers import OPENERS
from simulator.debrief.things import WORD
from simulator.practice.hint_words import FILLER, LOGISTICS
from simulator.school.common_words import COMMON, GENERAL, STOP

FRAMES = {"nl": frames_nl.FRAMES, "en": frames_en.FRAMES}
MARK = re.compile(r"\{[qQSwi]\}")
CHOICE = re.compile(r"\[([^\[\]]*)\]")
BEGINS = re.compile(r"(?:^|[.!?])\W*$")
"""What stands before the first word of a sentence."""
SHORT, LONGEST_WORD = 4, 40
VERBLIKE = {"nl": ("t", "en", "e", "ig"), "en": ("ed", "ly", "ing")}
FEWEST, THIRD = 2, 1.7
"""How many questions there always are, and what a hold must weigh for one more."""


def follow_ups(cue: str, language: str, address: str = "je", seed: int = 0, most: int = 3) -> tuple[str, ...]:
    """Return two or three questions that ask on about what the school said, the best first.

    Args:
        cue: the school's words.
        language: `nl` or `en`, of the cue and the questions.
        address: `je`, `u` or `you`.
        seed: another seed, other frames.
        most: how many at most.

    Returns:
        Questions with at least one content word of the cue each; empty where the cue holds no word.
    """
    dice = random.Random(zlib.crc32(f"{seed}|{cue}".encode()))
    used: set[str] = set()
    frames = FRAMES[language]
    asked = [
        _ask(hold, frames[hold.kind], language, address, dice, used) for hold in _chosen(cue, language, address, most)
    ]
    return tuple(dict.fromkeys(asked))


def ask_on(cue: str, frames: Sequence[str], language: str, address: str, seed: int) -> str:
    """Return one question with a frame of the caller's own, about the best thought of the cue; empty without one."""
    thoughts = [hold for hold in holds(cue, language, address) if hold.shape == "clause"]
    dice = random.Random(zlib.crc32(f"{seed}|{cue}".encode()))
    return _ask(thoughts[0], frames, language, address, dice, set()) if thoughts else ""


def addressed(frame: str, address: str, ours: bool = False) -> str:
    """Return a frame with one of each choice: je, u, or jullie for a school that speaks of itself as we."""

    def one(match: re.Match[str]) -> str:
        choices = match.group(1).split("|")
        if address == "u":
            return choices[1]
        return choices[2] if ours and len(choices) > 2 else choices[0]

    return CHOICE.sub(one, frame)


def neutral(language: str) -> frozenset[str]:
    """Return the content stems of the frames themselves: all that a question may hold beside the cue's words."""
    texts = [text for group in (FRAMES[language], OPENERS[language]) for part in group.values() for text in part]
    return frozenset().union(*(content_set(re.sub(r"[\[\]|{}<>]", " ", text)) for text in texts))


def _chosen(cue: str, language: str, address: str, most: int) -> list[Hold]:
    """Return what to take hold of, one a question. Two are found for every cue, if need be the same one twice."""
    alone = _words_alone(cue, language)
    found = holds(cue, language, address)
    if not found and (whole := said_whole(cue, language, address)):
        return [whole] * min(FEWEST, most)  # a word out of it alone would be asked about for nothing
    found = found or alone[:1] or _last_words(cue)
    chosen: list[Hold] = []
    for hold in found:
        enough = len(chosen) < FEWEST or hold.weight >= THIRD
        if len(chosen) < most and enough and not any(_alike(hold, other) for other in chosen):
            chosen.append(hold)
    if len(chosen) == 1 and most > 1:
        rare = [hold for hold in alone if hold.weight >= 1.0 and not _alike(hold, chosen[0])]
        chosen.append((rare or chosen)[0])
    return chosen


def _alike(one: Hold, other: Hold) -> bool:
    mine, theirs = content_set(one.text), content_set(other.text)
    same = one.shape == other.shape or one.kind == other.kind
    return mine == theirs or (same and (mine <= theirs or theirs <= mine))


def _words_alone(cue: str, language: str) -> list[Hold]:
    """Return the content words of a cue that can be taken up alone, the rarest first, and then the later one."""
    barred = lists.PRESENT[language] | lists.PAST[language] | lists.YOU[language] | lists.LEANS[language]
    barred |= lists.NUMBERS[language] | lists.PARTS[language]
    bare = " ".join(part for part in CLAUSE.findall(cue) if not is_tag(part, language))
    found = [
        (match.group(), bool(BEGINS.search(bare[: match.start()])))
        for match in WORD.finditer(bare)
        if match.group().lower() not in barred and match.group().isalpha() and len(match.group()) <= LONGEST_WORD
    ]
    found = [(word, begins) for word, begins in found if content_set(word)]
    held = [word for word, _ in found]
    common = (STOP[language], FILLER[language], LOGISTICS[language], GENERAL[language], COMMON[language])

    def rank(number: int) -> tuple[int, bool, bool, int]:
        word = held[number]
        verb = word.endswith(VERBLIKE[language])
        rare = sum(word.lower() not in each for each in common)
        return rare, not verb, len(word) > SHORT and not word[0].isupper(), number

    best = sorted(range(len(held)), key=rank, reverse=True)
    # A name keeps its capital; where a sentence begins, a word that nobody has on a list may be one.
    known = frozenset().union(*common)
    names = ["" if word[0].islower() or (begins and word.lower() in known) else word for word, begins in found]
    return [Hold(held[n], "word", "word", 1.0 if rank(n)[0] == len(common) else 0.5, named=names[n]) for n in best]


def _last_words(cue: str) -> list[Hold]:
    """Return the last words of a cue that has no content word."""
    last = " ".join(cue.strip(MARKS).split()[-6:])
    return [Hold(last, "other", "clause", 0.5)] if words(last) else []


def _ask(hold: Hold, frames: Sequence[str], language: str, address: str, dice: random.Random, used: set[str]) -> str:
    """Return one question; what was used goes into `used`."""
    fit = [one for one in frames if _fits(one, hold) and one not in used]
    frame = dice.choice([one for one in fit if _start(one) not in used] or fit)
    used |= {frame, _start(frame)}
    if "{" in frame:
        return _filled(frame.lstrip("<>"), hold, address)
    openers = [one for one in OPENERS[language][hold.shape] if one not in used]
    opener = dice.choice([one for one in openers if _start(one) not in used] or openers)
    used |= {opener, _start(opener)}
    return _filled(f"{opener} {frame.lstrip('<>')}", hold, address)


def _start(frame: str) -> str:
    """Return the first words of a frame: two questions that begin alike sound alike."""
    return " ".join(frame.lstrip("<>").split()[:3])


def _fits(frame: str, hold: Hold) -> bool:
    if (frame[0] == "<" and hold.past is not True) or (frame[0] == ">" and hold.past is not False):
        return False
    return "{w}" not in frame or bool(hold.woven)


def _filled(frame: str, hold: Hold, address: str) -> str:
    """Return a frame with the school's words in it."""
    said = bare_of(hold.text)
    low = said if _keeps_capital(said, hold) else said[0].lower() + said[1:]
    high = "E" + said[1:] if said.startswith(("é", "É")) else said[0].upper() + said[1:]
    values = {
        "{q}": f"‘{low}’",
        "{Q}": f"‘{high}’",
        "{S}": f"‘{high}{'?' if hold.kind == 'asked' else '.'}’",
        "{w}": addressed(hold.woven, address),
        "{i}": addressed(hold.named, address),
    }
    # What the school said is filled in last, whatever marks it holds.
    text = MARK.sub(lambda match: values[match.group()], addressed(frame, address, hold.ours))
    return text[0].upper() + text[1:]


def _keeps_capital(said: str, hold: Hold) -> bool:
    """Return whether the first word has its capital wherever it stands: a name, `I`, a code."""
    first = said.split()[0]
    plain = first[1:].islower() or len(first) == 1
    return hold.kind == "person" or hold.named == said or re.split("['’]", first)[0] == "I" or not plain
