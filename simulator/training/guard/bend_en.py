"""Ways in which English breaks: agreement, tenses, plurals, articles, order, words too many or too few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from random import Random

from simulator.training.guard.bend import (
    Way,
    Ways,
    Words,
    away,
    core,
    drop,
    ends,
    insert,
    moved,
    neighbours,
    put,
    swap,
    twice,
)
from simulator.voice.bags import bag

_PAIRS = """
is are am | are is am | am is are | was were | were was | has have | have has | do does | does do | don't doesn't
| doesn't don't | isn't aren't | aren't isn't | wasn't weren't | weren't wasn't | hasn't haven't | haven't hasn't
| it's its they's | they're they is | we're we is | i'm i is | there's there are | he's he are | that's that are
| we've we has | they've they has | i've i has
"""
_ODD = """
who which what | which who what | that what | what that which | them they | they them | him he | he him | her she
| she her | us we | we us | i me | me i | their they | my me | a an | an a | this these | these this | those that
| much many | many much | some any | any some | nobody anybody | nothing anything | no not | not no | than then as
| where who | how what | every all | for to | to for
"""
_PREPOSITIONS = sorted(bag("in on at by with of for to from about over into off"))
_MODALS = bag("will would can could should must may might to don't didn't doesn't won't can't couldn't")
_PLURAL = bag(
    "two three four five six seven eight nine ten twelve twenty thirty forty many several few some all these those"
)
_ODD_PLURALS = {
    one: f"{one}s" for one in sorted(bag("children people men women homework advice information mice feet staff"))
} | {"teachers": "teacher", "parents": "parent", "pupils": "pupil"}
_ASKS = bag("how what when where why who which")


def _table(text: str) -> dict[str, list[str]]:
    rows = [row.split() for row in text.split("|")]
    return {row[0]: [" ".join(row[1:])] if row[1:2] and row[1] in _TWO else row[1:] for row in rows if row}


_TWO = bag("they we i there he that")


def ways(lines: Iterable[str]) -> Ways:
    """Return the ways of breaking English; verbs and nouns are those of the lines."""
    counts = Counter(core(word) for line in lines for word in line.split())
    verbs = _verbs(counts)
    odd = _table(_ODD) | {"he": ["him"], "they": ["them"], "we": ["us"], "i": ["me"], "that": ["what", "who"]}
    return Ways((
        (1.6, swap(_table(_PAIRS))), (2.2, swap(verbs)), (1.0, _after_modal(verbs)), (1.2, swap(odd)),
        (0.9, swap({one: [p for p in _PREPOSITIONS if p != one] for one in _PREPOSITIONS})),
        (0.8, _number(counts)),
        (0.3, swap(_bare(counts))), (0.4, swap({one: [two] for one, two in _ODD_PLURALS.items()})),
        (1.2, drop(bag("the a an to is are of it be been in they i we that do"))),
        (1.0, insert(("the", "to", "it", "of", "a", "is", "that", "for", "be", "do", "not", "what"))),
        (0.7, _untoned), (0.8, _asked), (1.0, neighbours), (0.8, away), (0.4, twice),
    ))  # fmt: skip


def _bare(counts: Mapping[str, int]) -> dict[str, list[str]]:
    """Return adverbs with their adjectives: "I honest can't"."""
    return {word: [word[:-2]] for word in counts if word.endswith("ly") and counts.get(word[:-2], 0) > 1}


def _verbs(counts: Mapping[str, int]) -> dict[str, list[str]]:
    """Return forms of verbs with other forms of the same: base, -s, -ed, -ing."""
    found: dict[str, list[str]] = {}
    for base, many in counts.items():
        if many < 3 or len(base) < 3 or not base.isalpha() or base.endswith(("ing", "ed")):
            continue
        stem = base[:-1] if base.endswith("e") else base
        forms = [base, base + "s", stem + "ed", stem + "ing"]
        known = [form for form in forms if counts.get(form, 0) > 1]
        if len(known) >= 3 and stem + "ing" in known:
            for form in known:
                found[form] = [one for one in known if one != form]
    return found


def _after_modal(verbs: Mapping[str, list[str]]) -> Way:
    """Return the way that bends the verb behind to, will, can: "to fixing", "will writing"."""

    def way(words: Words, dice: Random) -> Words | None:
        places = [n for n in range(1, len(words)) if core(words[n - 1]) in _MODALS and core(words[n]) in verbs]
        if not places:
            return None
        at = dice.choice(places)
        return [*words[:at], put(words[at], dice.choice(verbs[core(words[at])])), *words[at + 1 :]]

    return way


def _number(counts: Mapping[str, int]) -> Way:
    """Return the way that puts one for many, or an s where none belongs."""

    def way(words: Words, dice: Random) -> Words | None:
        places = [n for n, word in enumerate(words) if counts.get(core(word) + "s", 0) > 1 and len(core(word)) > 3]
        places += [n for n in range(1, len(words)) if core(words[n - 1]) in _PLURAL and core(words[n]).endswith("s")]
        if not places:
            return None
        at = dice.choice(places)
        word = core(words[at])
        return [*words[:at], put(words[at], word[:-1] if word.endswith("s") else word + "s"), *words[at + 1 :]]

    return way


def _untoned(words: Words, dice: Random) -> Words | None:
    """Put a not or an adverb elsewhere: "the carrots not"."""
    some = ("not", "never", "always", "just", "really", "also", "still", "only")
    places = [n for n in range(1, len(words) - 1) if core(words[n]) in some and not ends(words[n])]
    if not places:
        return None
    at = dice.choice(places)
    return moved(words, at, at + dice.choice((-2, 2, 3)))


def _asked(words: Words, dice: Random) -> Words | None:
    """Leave a question unturned, or turn what is none: "how can we", "how we can"."""
    places = [
        n for n in range(len(words) - 2) if core(words[n]) in _ASKS and not ends(words[n]) and not ends(words[n + 1])
    ]
    return moved(words, (at := dice.choice(places)) + 2, at + 1) if places else None
