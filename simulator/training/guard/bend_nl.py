"""Ways in which Dutch breaks: articles, agreement, relative words, the place of the verb, words too many or too few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from random import Random

from simulator.training.guard.bend import (
    Way,
    Ways,
    Words,
    away,
    clause,
    core,
    drop,
    ends,
    insert,
    moved,
    neighbours,
    swap,
    twice,
)
from simulator.voice.bags import bag

_PAIRS = """
is zijn | ben is zijn | bent is ben | was waren | heb heeft hebben | hebt heeft hebben | heeft hebben heb | hebben heeft
| had hadden | kan kunnen | kunt kunnen | kun kan | kunnen kan | konden kon | kon konden | wil willen | willen wil
| wilde wilden | moet moeten | moeten moet | moest moesten | mag mogen | mogen mag | mocht mochten | zal zullen
| zullen zal | zou zouden | zouden zou | gaat gaan | gaan gaat | ga gaat gaan | ging gingen | gingen ging | doet doen
| doen doet | deed deden | deden deed | staat staan | staan staat | stond stonden | zit zitten | zitten zit
| zat zaten | zaten zat | komt komen | komen komt | kwam kwamen | kwamen kwam | ziet zien | zien ziet | zag zagen
| wordt worden | worden wordt word | werd werden | werden werd | weet weten | weten weet | wist wisten | blijft blijven
| blijven blijft | bleef bleven | krijgt krijgen | krijgen krijgt | kreeg kregen | vindt vinden vind | vinden vindt
| vind vindt | vond vonden | zegt zeggen | zeggen zegt | zeg zegt | zei zeiden | zeiden zei | waren was | zijn is
"""
_ODD = """
de het | het de | die dat | dat die | deze dit | dit deze | ons onze | onze ons | welke welk | welk welke | elke elk
| elk elke | er het | hun hen zij | mij ik | hem hij | ons wij | als dan | dan als | waar die | wie die | wat die dat
| haar hij | hij haar | me ik | jullie hun | geen niet | niet geen
"""
_PREPOSITIONS = sorted(bag("in op aan bij met van voor naar uit over onder door tegen om tot"))
_SUBJECTS = bag("ik je jij u hij ze zij we wij jullie het er")
_OPENS = bag("dat omdat als die terwijl of wat hoe waar waarom zodat voordat nadat toen want")
_ADJECTIVES = bag(
    "mooi mooie groot grote klein kleine nieuw nieuwe oud oude goed goede lang lange kort korte leuk leuke"
)
_TAILS = ("mee", "voor", "van", "aan", "toe", "ermee", "te", "is", "op", "zijn", "uit")
_JOINS = bag("en maar want of dus")


def _table(text: str) -> dict[str, list[str]]:
    rows = [row.split() for row in text.split("|")]
    return {row[0]: row[1:] for row in rows if row}


def ways(lines: Iterable[str]) -> Ways:
    """Return the ways of breaking Dutch; verbs are those of the lines."""
    counts = Counter(core(word) for line in lines for word in line.split())
    verbs = _verbs(counts)
    finite = frozenset(verbs) - frozenset(word for word in verbs if word.endswith("en") and word not in _table(_PAIRS))
    wrong = {word: [f"{word[:-1]}" if word.endswith("e") else f"{word}e"] for word in _adjectives(counts)}
    return Ways((
        (3.0, swap(verbs)), (1.6, swap(_table(_ODD))), (1.6, swap({"de": ["het"], "het": ["de"]})),
        (0.6, swap({one: [p for p in _PREPOSITIONS if p != one] for one in _PREPOSITIONS})),
        (0.6, swap(wrong)), (1.0, drop(bag("de het een er te om is heeft we ik ze dat die van op"))),
        (1.3, insert(("het", "die", "dat", "er", "te", "de", "om", "niet", "van", "zijn", "is"))),
        (0.8, _tail), (1.6, _unturned(finite)), (1.2, _verb_last(finite)), (1.2, _verb_early(finite)),
        (0.8, swap(_participles(counts))),
        (0.8, neighbours), (0.5, away), (0.5, twice),
    ))  # fmt: skip


def _tail(words: Words, dice: Random) -> Words | None:
    """Put a loose little word at the end of a clause: "een stappenplan is altijd goed voor"."""
    at = dice.randrange(len(words))
    _, last = clause(words, at)
    word = words[last - 1]
    bare = word.rstrip(".,!?…;:")
    return [*words[: last - 1], bare, dice.choice(_TAILS) + word[len(bare) :], *words[last:]]


def _verbs(counts: Mapping[str, int]) -> dict[str, list[str]]:
    """Return forms of verbs with forms for another person or number: `praat` → `praten`, `zette` → `zetten`."""
    found = _table(_PAIRS)
    for plural, many in counts.items():
        if many < 2 or len(plural) < 5 or not plural.endswith("en") or plural in found:
            continue
        for single in _singles(plural):
            if counts.get(single, 0) >= 2 and single not in found:
                found.setdefault(plural, []).append(single)
                found[single] = [plural]
    return found


def _singles(plural: str) -> list[str]:
    """Return what the third person, present or past, may look like."""
    stem = plural[:-2]
    if plural.endswith(("den", "ten")) and len(stem) > 3 and stem[-2] in "dtklmnprsgfb":
        return [plural[:-1]]
    if len(stem) > 2 and stem[-1] == stem[-2]:
        stem = stem[:-1]
    elif len(stem) > 2 and stem[-2] in "aeou" and stem[-3] not in "aeiou":
        stem = stem[:-1] + stem[-2] + stem[-1]
        stem = stem[:-3] + stem[-3] * 2 + stem[-1] if stem[-3] == stem[-2] else stem
    stem = stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1])
    return [stem + "t"] if not stem.endswith("t") else [stem]


def _adjectives(counts: Mapping[str, int]) -> list[str]:
    ends_ = ("ig", "ige", "lijk", "lijke", "isch", "ische", "loos", "loze")
    short = sorted(_ADJECTIVES)
    return [*short, *(word for word, many in counts.items() if many > 2 and word.endswith(ends_) and len(word) > 5)]


def _participles(counts: Mapping[str, int]) -> dict[str, list[str]]:
    """Return participles with what is wrongly put for them: `gemaakt` → `maken`, `maakt`."""
    found: dict[str, list[str]] = {}
    for word, many in counts.items():
        if many > 1 and word.startswith("ge") and len(word) > 6:
            bare = word[2:]
            others = [one for one in (bare, bare[:-1] + "en", bare + "en", bare[:-1]) if counts.get(one, 0) > 1]
            if word.endswith(("t", "d", "en")) and others:
                found[word] = others
    return found


def _unturned(finite: frozenset[str]) -> Way:
    """Return the way that leaves the subject before the verb where something else opens: "Dan ik ga"."""

    def way(words: Words, dice: Random) -> Words | None:
        places = [
            n
            for n in range(1, len(words) - 1)
            if core(words[n]) in finite and core(words[n + 1]) in _SUBJECTS and not ends(words[n])
            and not ends(words[n - 1]) and core(words[n - 1]) not in _JOINS | _SUBJECTS
        ]  # fmt: skip
        return moved(words, (at := dice.choice(places)) + 1, at) if places else None

    return way


def _verb_last(finite: frozenset[str]) -> Way:
    """Return the way that puts the verb of a main clause last: "We naar het museum gaan"."""

    def way(words: Words, dice: Random) -> Words | None:
        places = []
        for n in range(1, len(words) - 2):
            first, last = clause(words, n)
            opens = any(core(word) in _OPENS for word in words[first:n])
            if core(words[n]) in finite and n - first <= 3 and last - n > 2 and not opens and n > first:
                places.append((n, last - 1))
        return moved(words, *dice.choice(places)) if places else None

    return way


def _verb_early(finite: frozenset[str]) -> Way:
    """Return the way that puts the verb of a subordinate clause behind its subject: "omdat ze is stil"."""

    def way(words: Words, dice: Random) -> Words | None:
        places = []
        for n, word in enumerate(words):
            if core(word) in _OPENS and n + 3 < len(words):
                _, last = clause(words, n + 1)
                verb = next((k for k in range(last - 1, n + 2, -1) if core(words[k]) in finite), None)
                if verb is not None:
                    places.append((verb, n + 2))
        return moved(words, *dice.choice(places)) if places else None

    return way
