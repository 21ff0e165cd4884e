"""What a school tells to those who ask on about something it told: who, when, what exactly, what it was like.

A detail belongs to an item, the need, a choice, a first step or the request, and opens with it: it asks no rapport of
its own, and gives nothing else away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Literal

from simulator.scenario.model import Detail, Scenario
from simulator.school import words
from simulator.school.acts import Act, Decision, Hit, State, Target
from simulator.school.gates import eligible, knows
from simulator.school.kinds import asked_for, mostly
from simulator.school.moment import AFTER, QUESTIONS, Moment

EARLY = 0.2
"""What the school would choose or begin gives way, before it is ready to, to what fits worse by no more than this."""
FAIR, SURE = 0.8, 0.9
LIKELY = 0.5
"""An item leant to as much as this is as likely meant as not."""
LEANT = 0.35
"""As much a question that names something of its own must lean to a detail."""
RUN = 2
"""So many details of one thing are told in a row before who only leans to another hears of something else."""
VARIANT = "details"
_ACTS: dict[str, Act] = {
    "item": "tell", "need": "confirm", "choice": "choose", "step": "commit", "request": "hold_request",
}  # fmt: skip
# A reason to give the lead to something else than the detail: the way on, or words that any question may hold.
_BESIDE = ("more", "request", "detail")
LATE = ("choice", "step", "want", "begin")


def holders(scenario: Scenario) -> Iterator[tuple[Target, Sequence[Detail]]]:
    """Yield everything that may have details, with them."""
    yield Target("request"), scenario.request.details
    for item in scenario.items:
        yield Target("item", item.id), item.details
    if scenario.need is not None:
        yield Target("need"), scenario.need.details
    kinds: tuple[Literal["choice", "step"], ...] = ("choice", "step")
    for kind, steps in zip(kinds, (scenario.choices, scenario.first_steps), strict=True):
        for index, one in enumerate(steps):
            yield Target(kind, words.step_id(kind, one, index)), one.details


def target(holder: Target, index: int) -> Target:
    """Return the target of detail `index` (0-based) of a holder."""
    return Target("detail", f"{holder.kind}:{holder.id}/{index + 1}")


def holder_of(detail: Target) -> Target:
    """Return whose detail it is."""
    kind, _, rest = detail.id.partition(":")
    return Target(kind, rest.rpartition("/")[0])  # type: ignore[arg-type]


def was_said(holder: Target, state: State) -> bool:
    """Return whether the holder has been told in this talk."""
    if holder.kind == "item":
        return holder.id in state.said
    if holder.kind == "need":
        return state.stage in AFTER
    return holder.kind == "request" or holder.id in state.told


def detail(m: Moment) -> Decision | None:
    """Answer what asks on about something told, where a detail of it fits at least as well as anything else."""
    if not (m.reading.moves & (QUESTIONS | {"SEEK"}) or "LEAD" in m.reading.codes or "?" in m.turn.text):
        return None
    if "OFFER-P" in m.reading.codes and not m.reading.moves & {"DEEP", "OPEN"}:
        return None  # A suggestion is laid before them; its words ask for nothing they could tell.
    rival = max((_as_rival(m, hit) for hit in m.turn.hits), default=0.0)
    again, once_more = False, None
    for hit in m.turn.hits:
        if hit.target.kind != "detail":
            continue
        again = again or hit.target.id in m.state.told
        if once_more is None and hit.score >= max(SURE, rival) and _some_turns_ago(m, hit.target.id):
            once_more = hit.target
        if hit.target.id in m.state.told or (again and hit.score < FAIR) or (m.turn.novel and hit.score < SURE):
            continue  # What fits best was told, or something unheard of is named: another must fit well.
        holder = holder_of(hit.target)
        if hit.score < rival or not was_said(holder, m.state):
            continue
        found = _told(m, holder, hit.target)
        if found is not None:
            return found
    # Asked for just that again: another story would be no answer.
    found = _told(m, holder_of(once_more), once_more) if once_more is not None else None
    return replace(found, because="5 asked on: a detail once more") if found is not None else None


def _some_turns_ago(m: Moment, name: str) -> bool:
    """Whether a detail was told once, and not just now."""
    return m.state.told.count(name) == 1 and m.state.told[-1] != name


def leant(m: Moment, holder: Target | None = None, least: float = 0.0) -> Decision | None:
    """Return the untold detail that a question leans to: better than another story, even where it answers half.

    An item that may be told by now and is leant to as much goes before it; after `RUN` details of one thing the talk
    goes on, unless it leans to another of them plainly.

    Args:
        m: the moment.
        holder: whose details; None: of whatever was told.
        least: how much it must be leant to.
    """
    if not m.reading.moves & QUESTIONS:
        return None
    for hit in m.turn.leans:
        if hit.target.kind == "item" and hit.score >= LIKELY and holder is None:
            item = m.scenario.item(hit.target.id)
            if eligible(item, m.state, m.speaker, m.reading.moves) and m.mine(item):
                return None
        if hit.target.kind != "detail" or hit.target.id in m.state.told or hit.score < least:
            continue
        whose = holder_of(hit.target)
        if (
            holder not in (None, whose)
            or not was_said(whose, m.state)
            or (_run(m, whose) >= RUN and hit.score <= LIKELY)
        ):
            continue
        found = _told(m, whose, hit.target)
        if found is not None:
            return found
    return None


def kindred(m: Moment) -> Decision | None:
    """Return an untold detail, of what the question follows up on, that answers the same kind of question.

    "Hoe was dat voor je?" gets what it was like for them, however little the words of the two share. Yes or no may be
    about anything.
    """
    kind = asked_for(m.question, m.scenario.language) if m.reading.moves & QUESTIONS else None
    holder = next((one for one in (m.base, m.state.last) if one is not None and one.kind in ("item", "need")), None)
    if kind in (None, "ever") or holder is None or not was_said(holder, m.state) or _run(m, holder) > RUN:
        return None
    leans = {hit.target: hit.score for hit in m.turn.leans}
    rows = dict(holders(m.scenario))[holder]
    names = [target(holder, n) for n, row in enumerate(rows) if mostly(tuple(row.topics), m.scenario.language) == kind]
    fresh = [name for name in names if name.id not in m.state.told]
    found = max(fresh, key=lambda name: leans.get(name, 0.0), default=None)
    return _told(m, holder, found) if found is not None else None


def _run(m: Moment, holder: Target) -> int:
    """Return how many details of a thing were the last that was told."""
    begin = f"{holder.kind}:{holder.id}/"
    return next((n for n, one in enumerate(reversed(m.state.told)) if not one.startswith(begin)), len(m.state.told))


def _as_rival(m: Moment, hit: Hit) -> float:
    """Return how well another match fits that could be answered now; what is closed lets itself be heard once."""
    kind, found = hit.target.kind, hit.target.id
    if kind == "item":
        item = m.scenario.item(found)
        if eligible(item, m.state, m.speaker, m.reading.moves):
            return hit.score
        return hit.score if item.cue and found not in (*m.state.said, *m.state.cued) else 0.0
    if kind in LATE and not m.after:
        return hit.score - EARLY
    return 0.0 if kind in _BESIDE else hit.score


def _told(m: Moment, holder: Target, wanted: Target) -> Decision | None:
    """Return the detail, spoken by whoever may; None where it is another's or is not in the scenario."""
    rows = chain.from_iterable(
        [(target(one, n), one, row) for n, row in enumerate(rows)] for one, rows in holders(m.scenario)
    )
    row = next((row for name, one, row in rows if name == wanted and one == holder), None)
    if row is None or not _knows(m, holder):
        return None
    number = wanted.id.rpartition("/")[2]
    return Decision(
        _ACTS[holder.kind], m.speaker, tuple(row.say), holder, f"{VARIANT}.{number}", because="5 asked on: a detail"
    )


def _knows(m: Moment, holder: Target) -> bool:
    if holder.kind == "item":
        return m.mine(m.scenario.item(holder.id))
    if holder.kind == "need":
        return m.scenario.need is not None and m.scenario.need.speaker in (None, m.speaker)
    steps = m.scenario.choices if holder.kind == "choice" else m.scenario.first_steps
    owner = next((s.speaker for n, s in enumerate(steps) if words.step_id(holder.kind, s, n) == holder.id), None)
    return holder.kind == "request" or knows(m.scenario, m.speaker, holder.id, owner)


def told_as(decision: Decision) -> str:
    """Return the id under which an act is remembered as told: a detail's own, else that of its target."""
    if decision.target is None:
        return ""
    kind, _, number = decision.variant.partition(".")
    if kind != VARIANT:
        return decision.target.id
    return target(decision.target, int(number) - 1).id
