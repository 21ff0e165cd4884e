"""Rules on wordings: je and u, nothing twice, lines that stay lines, and no word that gives the need away.

Rules: address-language, address, same-wording, line-break, own-question, leak.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from simulator.scenario.kept import kept
from simulator.scenario.problems import Finding, Place, clip
from simulator.scenario.raw import NESTED, Data, fact_ids, get, mappings, step_ids, text, texts, under
from simulator.scenario.stopwords import COMMON

_QUOTED = re.compile(
    r"“[^”]{0,120}”|„[^”“]{0,120}[”“]|«[^»]{0,120}»|\"[^\"]{0,120}\"|‘[^’]{0,120}’(?!\w)"
    r"|(?<!\w)'(?![stnm]\b)[^']{1,120}'(?!\w)"
)
_U = re.compile(r"(?<![\w-])(u|uw|uwe|uzelf)(?![\w-])", re.IGNORECASE)
_JE = re.compile(
    r"(?<![\w-])(jij|jou|jouw|jezelf|"
    r"(?:ben|bent|heb|hebt|kun|kan|kunt|wil|wilt|weet|zou|doe|ga|mag|zie|vind|bedoel|denk) je|"
    r"je (?:bent|hebt|kunt|wilt|zou|zei|zegt|vroeg|vraagt))(?![\w-])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{5,}")
_ENDING = re.compile(r"(?<=\w{4})(en|es|ed|ing|e|s|t|d|n)$")
_TELLING = 2  # words of one hidden thing: one alone may stand there by chance
_Owned = tuple[Place, str, tuple[str, ...]]  # place, line, ids of the speakers who may say it


def check_words(data: Data, stem: str | None) -> Iterator[Finding]:
    """Yield findings on the wordings of scenario `data`."""
    lines = list(spoken(data))
    yield from _addresses(data, lines)
    yield from _twice(lines)
    for place, line in texts(data, "need", "own_question"):
        if "?" not in line:
            yield Finding(place, "The school's own question has no question mark.", "own-question", "warning")
    yield from _leaks(data, stem)


def spoken(data: Data) -> Iterator[_Owned]:
    """Yield every line that a speaker may say, with who may say it."""
    everyone = tuple(text(one, "id") for _, one in mappings(data, "speakers"))
    claimed = {name: text(one, "id") for _, one in mappings(data, "speakers") for _, name in texts(one, "knows")}

    def owners(thing: Data, name: str) -> tuple[str, ...]:
        owner = text(thing, "speaker") or claimed.get(name)
        return (owner,) if owner else everyone

    groups: list[tuple[Place, Data, tuple[str, ...], tuple[str, ...]]] = []
    for place, one in mappings(data, "items"):
        groups.append((place, one, ("say", "cue", "asked_on"), owners(one, text(one, "id"))))
    for (place, one), (_, name) in zip(mappings(data, "school", "facts"), fact_ids(data), strict=True):
        groups.append((place, one, ("say",), owners(one, name)))
    steps = [*mappings(data, "choices"), *mappings(data, "first_steps")]
    for (place, one), (_, name) in zip(steps, step_ids(data), strict=True):
        groups.append((place, one, ("say",), owners(one, name)))
    for place, one in mappings(data, "speakers"):
        mine = (text(one, "id"),)
        groups.append((place, one, ("opening", "unknown"), mine))
        groups.append(((*place, "acts"), one.get("acts") or {}, (), mine))
    groups.append((("request",), get(data, "request"), ("say",), everyone))
    need = get(data, "need")
    groups.append((("need",), need, ("own_question",), owners(need, "") if isinstance(need, dict) else everyone))
    plain = tuple(text(one, "id") for _, one in mappings(data, "speakers") if not one.get("unknown"))
    groups.append((("school",), get(data, "school"), ("unknown",), plain))
    plain = tuple(text(one, "id") for _, one in mappings(data, "speakers") if not one.get("acts"))
    groups.append((("acts",), get(data, "acts"), (), plain))
    for place, one, keys, who in groups:
        for inner, line in _lines(one, keys):
            yield place + inner, line, who
        for inner, detail in mappings(one, "details"):
            yield from ((place + inner + at, line, who) for at, line in texts(detail, "say"))


def _lines(data: object, keys: tuple[str, ...]) -> Iterator[tuple[Place, str]]:
    """Yield the texts under the keys; no keys: those under every key of a set of acts, the nested ones too."""
    for key in keys or (tuple(data) if isinstance(data, dict) else ()):
        if not keys and key in NESTED:
            yield from under((key,), _lines(get(data, key), ()))
        else:
            yield from texts(data, key)


def _addresses(data: Data, lines: Iterable[_Owned]) -> Iterator[Finding]:
    dutch = data.get("language") == "nl"
    says: dict[str, tuple[str, str]] = {}
    for place, one in mappings(data, "speakers"):
        address, name = text(one, "address"), (text(one, "name").split() or ["this speaker"])[0]
        says[text(one, "id")] = (address, name)
        if dutch and address == "you":
            message = "A Dutch speaker says je or u; write one of them."
            yield Finding((*place, "address"), message, "address-language")
        if data.get("language") == "en" and address in ("je", "u"):
            yield Finding((*place, "address"), "An English speaker says you; write you.", "address-language")
    if not dutch:
        return
    for place, line, who in lines:
        forms = dict(says[one] for one in who if one in says)
        formal, familiar = _addressed(line)
        if "je" in forms and formal:
            message = f"{clip(forms['je'])} says je, but here stands '{formal}'; mixing je and u is a fault."
            yield Finding(place, message, "address")
        if "u" in forms and familiar:
            message = f"{clip(forms['u'])} says u, but here stands '{familiar}'."
            yield Finding(place, message, "address", "warning")


@kept()
def _addressed(line: str) -> tuple[str, str]:
    """Return the first u and the first je of a line as written; empty where there is none, or only in a quotation."""
    bare = _QUOTED.sub(" ", line[:600])
    formal, familiar = _U.search(bare), _JE.search(bare)
    return formal.group() if formal else "", familiar.group() if familiar else ""


def _twice(lines: Iterable[_Owned]) -> Iterator[Finding]:
    """No wording is used twice within twelve turns, so each should stand once."""
    seen: dict[str, Place] = {}
    for place, line, _ in lines:
        flat = " ".join(line.casefold().split())
        if flat in seen and len(flat) > 12:
            same = seen[flat][:-1] == place[:-1]
            where = "stands twice in the same list" if same else "is written elsewhere too"
            message = f"This line {where}. Write another wording."
            yield Finding(place, message, "same-wording", "error" if same else "warning")
        seen.setdefault(flat, place)
        if "\n" in line.strip():
            message = "This line is broken in two; use '>' instead of '|', or write it on one line."
            yield Finding(place, message, "line-break", "warning")


def _words(*lines: str) -> set[str]:
    """Return the rare content words in the lines, roughly without their endings."""
    found: set[str] = set()
    return found.union(*map(_rare, lines))


@kept()
def _rare(line: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(line[:4000].casefold()) if word not in COMMON)


def _stem(word: str) -> str:
    return _ENDING.sub("", word.casefold())


def _secret(data: Data) -> tuple[set[str], set[str]]:
    """Return the stems that belong to the need alone, and those of the items under the surface.

    A word that free facts, surface items or the persons bring up is no secret; nor is one of the request, for the
    title and its like (the request itself is looked at separately).
    """
    free: list[str] = []
    for _, one in mappings(data, "school", "facts"):
        free += [line for key in ("topics", "say") for _, line in texts(one, key)]
    hidden: list[str] = []
    for _, one in mappings(data, "items"):
        if text(one, "layer") == "surface":
            free += [text(one, "content"), *(line for _, line in texts(one, "say"))]
        else:
            hidden.append(text(one, "content"))
    for _, one in mappings(data, "speakers"):
        free += [text(one, "name"), text(one, "role"), text(one, "manner")]
    free += [text(data, "school", "kind"), text(data, "you", "role"), text(data, "you", "offer")]
    public = _words(*free)
    need = [text(data, "need", "statement"), *(line for _, line in texts(data, "need", "formulations"))]
    return _words(*need) - public, _words(*hidden) - public


def _leaks(data: Data, stem: str | None) -> Iterator[Finding]:
    """Warn where what a trainee sees first holds a word that only the need or the hidden items have."""
    need, hidden = _secret(data)
    asked = _words(text(data, "request", "content"), *(line for _, line in texts(data, "request", "say")))
    shown: list[tuple[Place, str]] = [((key,), text(data, key)) for key in ("id", "title", "brief")]
    shown += [((*place, "id"), text(one, "id")) for place, one in mappings(data, "items")]
    shown += texts(data, "goals")
    shown += [((*place, "opening"), text(one, "opening")) for place, one in mappings(data, "speakers")]
    for place, line in shown:
        secret = need if place[0] == "items" else need | hidden
        if given := _words(line.replace("-", " ")) & (secret - asked):
            yield _leak(place, line, given)
    yield from _told_free(data, need)
    if stem and stem != text(data, "id") and (given := _words(re.sub(r"[-_.]", " ", stem)) & (need | hidden)):
        message = f"The file's name holds '{clip(_whole(stem, given))}', a word of what lies hidden."
        yield Finding((), message, "leak", "warning")
    for place, line in [(("request", "content"), text(data, "request", "content")), *texts(data, "request", "say")]:
        if len(given := _words(line) & need) >= 2:
            yield _leak(place, line, given)


def _told_free(data: Data, need: set[str]) -> Iterator[Finding]:
    """Warn where a cue, or a fact that anyone gets, holds two words that only the need or one locked item has."""
    facts = [(place, list(texts(one, "say"))) for place, one in mappings(data, "school", "facts")]
    held = [_words(*(line for _, line in lines)) for _, lines in facts]
    often = Counter(word for words in held for word in words)
    surface = [one for _, one in mappings(data, "items") if text(one, "layer") == "surface"]
    known = _words(
        *(line for one in surface for line in (text(one, "content"), *(say for _, say in texts(one, "say"))))
    )
    known |= _words(text(data, "brief"), text(data, "title"), text(data, "request", "content"))
    hidden = [_words(text(one, "content")) for _, one in mappings(data, "items") if text(one, "layer") != "surface"]
    secrets = [words - known for words in (*hidden, need)]
    for place, one in mappings(data, "items"):
        for inner, line in (*texts(one, "cue"), *texts(one, "asked_on")):
            mine = _words(line) - often.keys()
            if given := next((both for words in secrets if len(both := mine & words) >= _TELLING), None):
                yield _leak(place + inner, line, given)
    for (place, lines), words in zip(facts, held, strict=True):
        alone = {word for word in words if often[word] == 1}
        for inner, line in lines:
            mine = _words(line) & alone
            if given := next((both for held_back in secrets if len(both := mine & held_back) >= _TELLING), None):
                yield _leak(place + inner, line, given)


def _leak(place: Place, line: str, given: set[str]) -> Finding:
    message = f"'{clip(_whole(line, given))}' is a word of what lies hidden; a trainee sees it before the talk."
    return Finding(place, message, "leak", "warning")


def _whole(line: str, stems: set[str]) -> str:
    """Return the first word of the line with one of the stems, as written."""
    return next((word for word in _WORD.findall(line) if _stem(word) in stems), "")
