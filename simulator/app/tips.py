"""Words of the app's own about asking: the tips of the warm-up, short names of codes."""

from __future__ import annotations

from simulator.i18n import mark, tr
from simulator.report.labels import RULE_NAMES

WARMUP: tuple[str, ...] = (
    mark("Tip 1 of 5. Ask something open: “Tell me, what made you call?” Enter sends, Ctrl+J starts a new line."),
    mark("Tip 2 of 5. Pick up a word that you just heard and ask on: “You say …, what happens then?”"),
    mark("Tip 3 of 5. Say back in their words what you heard, and check it: “So … Is that right?”"),
    mark("Tip 4 of 5. Now try the opposite: offer something nobody asked for. See what the school does with it."),
    mark("Tip 5 of 5. Make up for it: hand back the lead. “What would you like yourself?”"),
)

CODES: dict[str, str] = {
    "DEEP": mark("following up"),
    "OPEN": mark("open question"),
    "SEEK": mark("asking permission, handing over"),
    "REFL-C": mark("reflection with meaning"),
    "REFL-S": mark("summary or check"),
    "CLOSED": mark("closed question"),
    "AFFIRM": mark("naming a strength"),
    "NEUTRAL": mark("neutral"),
    "INFO": mark("information"),
    "OFFER-P": mark("suggestion with room"),
    "LEAD": mark("leading question"),
    "FILL": mark("filling in for the other"),
    "OFFER": mark("unasked advice or offer"),
    "JUDGE": mark("judging"),
}


def rule_text(rule: str) -> str:
    """Return an everyday rule with what it stands for."""
    return tr(RULE_NAMES[rule]) if rule in RULE_NAMES else rule


def warmup_tip(turns: int) -> str:
    """Return the tip after `turns` turns of the warm-up; empty when there are no more."""
    return tr(WARMUP[turns]) if 0 <= turns < len(WARMUP) else ""


def code_name(code: str) -> str:
    """Return a code's name in the interface's language."""
    return tr(CODES.get(code, code))
