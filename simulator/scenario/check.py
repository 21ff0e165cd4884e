"""Rules on what a scenario means: references, gates, the way to the need, and (in `check_words`) its wordings.

They run on the plain data, not on the model, so that they speak also while other things are wrong.

Rules: duplicate-id, dangling, circular, any-count, never-surface, speaker, unreachable-need, deep-need, need-gate,
open-item, locked-cue, asked-on, guard, patience, no-need, same-name; and of the wordings: see `check_words`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import reduce
from operator import or_

from simulator.scenario.check_gates import check_gates
from simulator.scenario.check_lines import check_lines
from simulator.scenario.check_truths import check_truths
from simulator.scenario.check_words import check_words, spoken
from simulator.scenario.problems import Finding, Place, clip
from simulator.scenario.raw import Data, fact_ids, get, listed, mappings, number, step_ids, text, texts, wanted
from simulator.scenario.sentences import nearest

LEAST_CUES = 4
DEEPEST = 4  # items beyond the surface on the way to the need
LONGEST = 7  # items in all: eight good turns must reach the need
_HINTS = 20  # looking for the nearest name costs time
_Graph = dict[str, tuple[int, tuple[str, ...]]]  # item: how many of which others it waits for


def check(data: Data, stem: str | None = None) -> Iterator[Finding]:
    """Yield every finding on the content of scenario `data`; `stem`: the file's name without its ending."""
    yield from _ids(data)
    yield from _references(data)
    yield from _gates(data)
    yield from _speakers(data)
    yield from _items(data)
    yield from _need(data)
    yield from check_words(data, stem)
    yield from check_gates(data, {name: way.bit_count() for name, way in _ways(_needs_of(data), set()).items()})
    lines = list(spoken(data))
    yield from check_lines(data, lines)
    yield from check_truths(data, lines)


def _ids(data: Data) -> Iterator[Finding]:
    """Items, facts, choices and steps share one room of ids, because `knows` may name any of them."""
    things = [((*place, "id"), text(one, "id")) for place, one in mappings(data, "items")]
    things += [((*place, "id"), name) for place, name in (*fact_ids(data), *step_ids(data))]
    speakers = [((*place, "id"), text(one, "id")) for place, one in mappings(data, "speakers")]
    for group in (things, speakers):
        seen: set[str] = set()
        for place, name in group:
            if name and name in seen:
                yield Finding(place, f"The id '{clip(name)}' is taken already; give each its own.", "duplicate-id")
            seen.add(name)


def _references(data: Data) -> Iterator[Finding]:
    items = [text(one, "id") for _, one in mappings(data, "items") if text(one, "id")]
    things = [*items, *(name for _, name in (*fact_ids(data), *step_ids(data)))]
    speakers = [text(one, "id") for _, one in mappings(data, "speakers") if text(one, "id")]
    named: list[tuple[Place, str, list[str], str]] = []
    for place, one in _holders(data):
        named += [((*place, "needs", *inner), name, items, "item") for inner, name in listed(one.get("needs"))]
    for place, one in _owned(data):
        if name := text(one, "speaker"):
            named.append(((*place, "speaker"), name, speakers, "speaker"))
    for place, one in mappings(data, "speakers"):
        kinds = "item, fact, choice or step"
        named += [(place + inner, name, things, kinds) for inner, name in texts(one, "knows")]
    points = get(data, "debrief", "turning_points")
    for name in points if isinstance(points, dict) else ():
        named.append((("debrief", "turning_points", name), name, items, "item"))
    twice = len(set(items)) < len(items)  # then one of them may be what is named here: told is what to mend first
    yield from _dangling(row for row in named if not (twice and row[3] == "item"))


def _holders(data: Data) -> list[tuple[Place, Data]]:
    """Return place and value of all that has needs: the items and the need."""
    need = get(data, "need")
    return [*mappings(data, "items"), *([(("need",), need)] if isinstance(need, dict) else [])]


def _owned(data: Data) -> list[tuple[Place, Data]]:
    """Return place and value of all that may have a speaker of its own."""
    steps = [*mappings(data, "choices"), *mappings(data, "first_steps")]
    return [*_holders(data), *mappings(data, "school", "facts"), *steps]


def _dangling(named: Iterable[tuple[Place, str, list[str], str]]) -> Iterator[Finding]:
    hints = _HINTS
    for place, name, known, kind in named:
        if name in known:
            continue
        near = nearest(name, known) if hints > 0 else None
        hints -= 1
        there = f"there is {', '.join(map(clip, known[:6]))}." if known else "there is none."
        hint = f"did you mean '{near}'?" if near else there
        message = f"There is no {kind} '{clip(name)}'; {hint}"
        yield Finding(place, message, "dangling", at_key=place[-1] == name)


def _needs_of(data: Data) -> _Graph:
    """Return for each item how many of which others it waits for; what does not exist (reported) is left out."""
    raw: _Graph = {}
    for _, one in mappings(data, "items"):
        if name := text(one, "id"):
            raw.setdefault(name, wanted(one.get("needs")))  # a second one of that id (reported) says nothing
    out: _Graph = {}
    for name, (count, ids) in raw.items():
        held = tuple(dict.fromkeys(one for one in ids if one in raw))
        out[name] = (max(0, min(count - (len(ids) - len(held)), len(held))), held)
    return out


def _ways(needs: _Graph, barred: set[str]) -> dict[str, int]:
    """Return for each item that can be told a small set of items (itself included) that must be said for it.

    A set is an int with a bit for each item, in the order of `needs`. Items in `barred` are never told. With `any` of
    several the sets are those of the cheapest ones, which may be a little more than the least possible together.
    """
    bits = {name: 1 << index for index, name in enumerate(needs)}
    best: dict[str, int] = {}
    for _ in range(len(needs) + 1):
        changed = False
        for name, (count, ids) in needs.items():
            ready = [best[one] for one in ids if one in best]
            if name in barred or len(ready) < count:
                continue
            if count < len(ready):
                ready = sorted(ready, key=int.bit_count)[:count]
            total = reduce(or_, ready, bits[name])
            if name not in best or total.bit_count() < best[name].bit_count():
                best[name], changed = total, True
        if not changed:
            break
    return best


def _gates(data: Data) -> Iterator[Finding]:
    needs = _needs_of(data)
    never = {text(one, "id") for _, one in mappings(data, "items") if one.get("never_surface") is True}
    open_ones = _ways(needs, set())
    tellable = _ways(needs, never)
    for place, one in _holders(data):
        count, ids = wanted(one.get("needs"))
        if isinstance(one.get("needs"), dict) and count > len(set(ids)):
            message = f"'any' asks for {count}, but 'of' names {len(set(ids))}; nobody could ever open this."
            yield Finding((*place, "needs", "any"), message, "any-count")
        name = text(one, "id")
        if place == ("need",) or name not in needs:
            continue
        if name not in open_ones:
            message = f"'{name}' waits for itself ({_circle(name, needs, open_ones)}); nobody could ever open it."
            yield Finding((*place, "needs"), message, "circular")
        elif name not in tellable and name not in never:
            held = ", ".join(f"'{one}'" for one in needs[name][1] if one not in tellable)
            message = f"'{name}' waits for {held}, which is never said (never_surface)."
            yield Finding((*place, "needs"), message, "never-surface")


def _circle(name: str, needs: _Graph, open_ones: Container[str]) -> str:
    """Return one circle of needs that holds the item back, as 'a → b → a'."""
    trail = [name]
    while True:
        following = next((one for one in needs[trail[-1]][1] if one not in open_ones), None)
        if following is None:
            return " → ".join(trail)
        if following in trail:
            return " → ".join([*trail[trail.index(following) :], following][-6:])
        trail.append(following)


def _speakers(data: Data) -> Iterator[Finding]:
    names: dict[str, Place] = {}
    owners = {text(one, "id"): text(one, "speaker") for _, one in mappings(data, "items")}
    for place, one in mappings(data, "speakers"):
        first = (text(one, "name").split() or [""])[0].casefold()
        if first and first in names:
            message = "Both speakers have the same first name; a trainee could not address either."
            yield Finding((*place, "name"), message, "same-name", "warning")
        names[first] = place
        knows = {name for _, name in texts(one, "knows")}
        for name, owner in owners.items() if knows else ():
            if owner and owner == text(one, "id") and name not in knows:
                message = f"'{clip(name)}' is told by '{clip(owner)}', whose 'knows' leaves it out; add it there."
                yield Finding((*place, "knows"), message, "unknown-to-speaker", "warning", at_key=True)
        for inner, name in texts(one, "knows"):
            if owners.get(name) not in (None, "", text(one, "id")):
                message = f"'{clip(name)}' is told by '{clip(owners[name])}' (its 'speaker'); leave it out here."
                yield Finding(place + inner, message, "speaker", "warning")


def _items(data: Data) -> Iterator[Finding]:
    guards = get(data, "acts", "guards")
    known = set(guards) if isinstance(guards, dict) else set()
    for _, one in mappings(data, "speakers"):
        own = get(one, "acts", "guards")
        known |= set(own) if isinstance(own, dict) else set()
    for place, one in mappings(data, "items"):
        locked = number(one, "opens_on", "rapport", default=0) > 0 or bool(one.get("needs")) or one.get("never_surface")
        cues = len({line.casefold() for _, line in texts(one, "cue")})
        name = clip(text(one, "id"))
        if locked and cues < LEAST_CUES:
            message = f"'{name}' can be closed, so it needs at least {LEAST_CUES} different cues; it has {cues}."
            yield Finding((*place, "cue"), message, "locked-cue", at_key=True)
        many, answers = len(list(texts(one, "cue"))), len(list(texts(one, "asked_on")))
        if answers and answers != many:
            message = f"'{name}' has {many} cues and {answers} lines under asked_on; write one for each, in order."
            yield Finding((*place, "asked_on"), message, "asked-on", at_key=True)
        if one.get("layer") == "underlying" and not locked:
            message = f"'{name}' is underlying but open from the start; give it 'needs' or a rapport."
            yield Finding((*place, "layer"), message, "open-item", "warning")
        guard = text(one, "guard")
        if guard and guard not in known:
            message = f"Nothing is written for '{clip(guard)}' under acts: guards; the plain 'hesitate' will be said."
            yield Finding((*place, "guard"), message, "guard", "warning")


def _need(data: Data) -> Iterator[Finding]:
    need = get(data, "need")
    layers = {text(one, "id"): text(one, "layer") for _, one in mappings(data, "items")}
    if not isinstance(need, dict):
        if "need" not in data and "underlying" in layers.values():
            message = (
                "There are underlying items but no need; write one, or 'need: null' where the school hides nothing."
            )
            yield Finding(("items",), message, "no-need", "warning", at_key=True)
        return
    never = {text(one, "id") for _, one in mappings(data, "items") if one.get("never_surface") is True}
    graph = _needs_of(data)
    count, ids = wanted(need.get("needs"))
    known = tuple(dict.fromkeys(one for one in ids if one in graph))
    graph["\0need"] = (max(0, min(count - (len(ids) - len(known)), len(known))), known)
    way = _ways(graph, never).get("\0need")
    place: Place = ("need", "needs")
    if way is None:
        yield Finding(place, "The need can never be said: what it waits for cannot all be said.", "unreachable-need")
        return
    below = [name for index, name in enumerate(graph) if way >> index & 1 and name != "\0need"]
    if not ids:
        yield Finding(place, "The need waits for no item; rapport alone would open it.", "need-gate", "warning")
    deep = sorted(one for one in below if layers.get(one) not in ("surface", ""))
    if len(deep) > DEEPEST or len(below) > LONGEST:
        message = (
            f"The way to the need holds {len(below)} items, {len(deep)} of them under the surface; eight good turns may"
            f" not reach it: {LONGEST} and {DEEPEST} at most."
        )
        yield Finding(place, message, "deep-need", "warning")
    yield from _difficulty(data, need, len(below))


def _difficulty(data: Data, need: Data, way: int) -> Iterator[Finding]:
    start = number(data, "difficulty", "rapport", default=1)
    asked = number(need, "rapport", default=3)
    patience = number(data, "difficulty", "patience", default=22)
    if start >= asked:
        message = f"Rapport starts at {start} and the need asks {asked}: there is no trust to be won."
        yield Finding(("difficulty", "rapport"), message, "need-gate", "warning")
    least = max(2 * (asked - start), way) + 3  # the need itself, a choice and a first step come after
    if patience < least + 4:
        message = (
            f"With {patience} turns there is hardly time: the shortest way to the need and a first step takes"
            f" {least}; give at least {least + 4}."
        )
        yield Finding(("difficulty", "patience"), message, "patience", "warning")
