"""Rules on gates beyond the graph of needs: what the clock forbids, what opens twice alike, what is asked for nothing.

Rules: unreachable-item, same-opening, redundant-need, unused-guard.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from simulator.scenario.problems import Finding, Place, clip
from simulator.scenario.raw import Data, flat, get, listed, mappings, number, text, texts, wanted

TOP_RAPPORT = 4
_Ways = dict[str, int]


def check_gates(data: Data, ways: _Ways) -> Iterator[Finding]:
    """Yield findings; `ways`: for each item that can be told how many are said on the way there, itself included."""
    yield from _clock(data, ways)
    yield from _same(data)
    yield from _redundant(data)
    yield from _guards(data)


def _clock(data: Data, ways: _Ways) -> Iterator[Finding]:
    start = number(data, "difficulty", "rapport", default=1)
    patience = number(data, "difficulty", "patience", default=22)
    for place, one in mappings(data, "items"):
        name = text(one, "id")
        asked = number(one, "opens_on", "rapport", default=0)
        if name not in ways or not 0 <= asked <= TOP_RAPPORT:
            continue
        least = max(2 * (asked - start), ways[name])
        if least > patience:
            message = f"'{clip(name)}' takes {least} turns at the least, and the school leaves after {patience}."
            yield Finding(place, message, "unreachable-item")


def _same(data: Data) -> Iterator[Finding]:
    """Two items that the same question opens at the same moment: one of them is never chosen."""
    rows = []
    for place, one in mappings(data, "items"):
        moves = tuple(sorted(move for _, move in texts(get(one, "opens_on"), "moves")))
        gate = (moves, number(one, "opens_on", "rapport", default=0), wanted(one.get("needs")), text(one, "speaker"))
        topics = {flat(line) for _, line in texts(one, "topics")} - {""}
        rows.append((place, text(one, "id"), gate, topics))
    for (_, first, gate, topics), (place, name, other, others) in combinations(rows, 2):
        both = topics & others
        if gate == other and len(both) * 2 >= min(len(topics), len(others)) > 0:
            message = f"'{clip(name)}' opens on the same questions and under the same conditions as '{clip(first)}'."
            yield Finding((*place, "topics"), message, "same-opening", at_key=True)
    seen: dict[str, str] = {}
    for place, name, _, _ in rows:
        for at, line in texts(get(data, "items")[place[-1]], "topics"):
            plain = flat(line)
            if plain and seen.get(plain, name) != name:
                message = (
                    f"'{clip(line)}' is a topic of '{clip(seen[plain])}' too; a question can open only one of them."
                )
                yield Finding((*place, *at), message, "same-topic", "warning")
            seen.setdefault(plain, name)


def _redundant(data: Data) -> Iterator[Finding]:
    below = {text(one, "id"): set(wanted(one.get("needs"))[1]) for _, one in mappings(data, "items")}
    whole = {text(one, "id") for _, one in mappings(data, "items") if not isinstance(one.get("needs"), dict)}
    holders = [*mappings(data, "items")]
    if isinstance(get(data, "need"), dict):
        holders.append((("need",), get(data, "need")))
    for place, one in holders:
        count, ids = wanted(one.get("needs"))
        named = list(listed(one.get("needs")))
        for n, (inner, name) in enumerate(named):
            if name in ids[:n]:
                message = f"'{clip(name)}' stands twice here; once is enough."
                yield Finding((*place, "needs", *inner), message, "redundant-need", "warning")
            elif not isinstance(one.get("needs"), dict):
                holds = next(
                    (other for other in ids if other != name and other in whole and name in below.get(other, ())), None
                )
                if holds:
                    message = f"'{clip(name)}' is said before '{clip(holds)}' anyway; leave it out."
                    yield Finding((*place, "needs", *inner), message, "redundant-need", "warning")
        if isinstance(one.get("needs"), dict) and ids and count == len(set(ids)):
            message = "'any' asks for all of them; write a plain list instead."
            fix = f"needs: [{', '.join(dict.fromkeys(ids))}]"
            yield Finding((*place, "needs"), message, "redundant-need", "warning", fix=fix)


def _guards(data: Data) -> Iterator[Finding]:
    used = {text(one, "guard") for _, one in mappings(data, "items")}
    sets: list[tuple[Place, object]] = [(("acts", "guards"), get(data, "acts", "guards"))]
    sets += [((*place, "acts", "guards"), get(one, "acts", "guards")) for place, one in mappings(data, "speakers")]
    for place, guards in sets:
        for name in guards if isinstance(guards, dict) else ():
            if name not in used:
                message = f"No item has the guard '{clip(name)}'; these lines are never said."
                yield Finding((*place, name), message, "unused-guard", "warning", at_key=True)
