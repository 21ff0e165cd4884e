"""Written lines for an act: which list of the scenario carries it, in whose voice."""

from __future__ import annotations

import re
from dataclasses import replace

from simulator.scenario.model import Item, Scenario, Step
from simulator.school.acts import Act, Decision, Target
from simulator.school.manner import PROPOSAL

FEW = 4
"""Fewer lines than this would come back too soon."""
_GRANTS = re.compile(
    r"^\W*((ja|tja|well|oh|hm+)\W+)?(dat )?(zou (best )?kunnen|kan (zijn|wel|best)|misschien|wie weet|perhaps|could be"
    r"|it could|maybe|who knows|might be|possibly)\b",
    re.IGNORECASE,
)
# Variants are finer than acts, so that a greeting and a request held can both be `hold_request` to the outside.
ACT_OF: dict[str, Act] = {
    "greet": "hold_request",
    "permission": "confirm",
    "thanks": "confirm",
    "carry_on": "confirm",
    "appointment": "confirm",
    "again": "confirm",
    "leave": "close",
    "elsewhere": "hold_request",
}


def plain(scenario: Scenario, speaker: str, variant: str, because: str, reaction: str = "") -> Decision:
    """Return an act without content of its own, from the speaker's list `variant`."""
    wording = scenario.wording(speaker)
    if variant == "leave" and wording.leave is None:
        variant = "close"
    if variant == "appointment" and wording.appointment is None:
        variant = "permission"
    if variant == "elsewhere" and wording.elsewhere is None:
        variant = "not_known"
    lines: list[str] = getattr(wording, variant)
    act: Act = ACT_OF.get(variant, variant)  # type: ignore[arg-type]
    return Decision(act, speaker, tuple(lines), variant=variant, because=because, reaction=reaction)


def not_known(scenario: Scenario, speaker: str, because: str) -> Decision:
    """Return "I don't know" to a question or a command; what grants that a guess may be right answers neither."""
    found = plain(scenario, speaker, "not_known", because)
    lines = tuple(line for line in found.wordings if not _GRANTS.search(line))
    return replace(found, wordings=lines) if len(lines) >= FEW else found


def leave(scenario: Scenario, speaker: str, text: str) -> Decision:
    """Return the answer to a goodbye; where that proposes when to go on, the yes to it comes first."""
    found = plain(scenario, speaker, "leave", "10 the trainee takes leave")
    agreed = scenario.wording(speaker).appointment
    if not agreed or not PROPOSAL.search(text):
        return found
    lines = [f"{agreed[n % len(agreed)]} {line}" for n, line in enumerate(found.wordings)]
    return replace(found, wordings=tuple(lines), because="10 the trainee takes leave, and says when")


def unknown(scenario: Scenario, speaker: str, because: str) -> Decision:
    """Return the answer to what nobody wrote."""
    return Decision("unknown", speaker, tuple(scenario.unknown(speaker)), variant="unknown", because=because)


def request(scenario: Scenario, speaker: str, because: str) -> Decision:
    """Return the request, said again."""
    return Decision("hold_request", speaker, tuple(scenario.request.say), Target("request"), because=because)


def tell(item: Item, speaker: str, because: str, reaction: str = "") -> Decision:
    """Return the item, said aloud."""
    return Decision("tell", speaker, tuple(item.say), Target("item", item.id), because=because, reaction=reaction)


def cue(item: Item, speaker: str, because: str, reaction: str = "") -> Decision:
    """Return how the item sounds while it is closed."""
    return Decision("cue", speaker, tuple(item.cue), Target("item", item.id), "cue", reaction, because)


def hesitate(scenario: Scenario, speaker: str, because: str, item: Item | None = None) -> Decision:
    """Return hesitation, in the way this item is guarded where the scenario has words for it."""
    wording = scenario.wording(speaker)
    if item is not None and item.guard is not None and item.guard in wording.guards:
        lines, variant = wording.guards[item.guard], f"guards.{item.guard}"
        return Decision("hesitate", speaker, tuple(lines), Target("item", item.id), variant, because=because)
    target = Target("item", item.id) if item else None
    return Decision("hesitate", speaker, tuple(wording.hesitate), target, "hesitate", because=because)


def quiet(scenario: Scenario, speaker: str, because: str) -> Decision:
    """Return the hesitation of somebody who feels understood before they can say so."""
    lines = scenario.wording(speaker).guards.get("goes_quiet")
    if lines is None:
        return hesitate(scenario, speaker, because)
    return Decision("hesitate", speaker, tuple(lines), variant="guards.goes_quiet", because=because)


def step(kind: str, one: Step, index: int, speaker: str, because: str) -> Decision:
    """Return a choice (`kind` choice) or first step (`kind` step) of the school's own."""
    act: Act = "choose" if kind == "choice" else "commit"
    target = Target("choice" if kind == "choice" else "step", step_id(kind, one, index))
    return Decision(act, speaker, tuple(one.say), target, because=because)


def step_id(kind: str, one: Step, index: int) -> str:
    """Return the id of choice or step `index` (0-based): its own, or `choice-N` / `step-N`."""
    return one.id or f"{kind}-{index + 1}"
