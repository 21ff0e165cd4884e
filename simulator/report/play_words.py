"""What simulated trainees, layers and the school's acts are called for who has not learnt their short names."""

from __future__ import annotations

from collections.abc import Callable

from simulator.i18n import mark

Tr = Callable[[str], str]
PROFILE_NAMES: dict[str, str] = {
    "teller": mark("the teller"),
    "box_ticker": mark("the box ticker"),
    "guesser": mark("the guesser"),
    "asker": mark("the asker"),
    "repairer": mark("the repairer"),
    "drifter": mark("the drifter"),
    "flatterer": mark("the flatterer"),
    "silent": mark("the silent one"),
    "off_topic": mark("off the topic"),
    "parrot": mark("the parrot"),
    "attacker": mark("the attacker"),
    "wanderer": mark("the wanderer"),
}
LAYER_NAMES: dict[str, str] = {
    "surface": mark("surface"),
    "visible": mark("visible"),
    "underlying": mark("underlying"),
    "need": mark("need"),
}
ACT_NAMES: dict[str, str] = {
    "tell": mark("tells"),
    "cue": mark("lets something show"),
    "fact": mark("a plain fact"),
    "unknown": mark("does not know that"),
    "hesitate": mark("hesitates"),
    "deflect": mark("politely puts it off"),
    "hold_request": mark("comes back to the request"),
    "ask_back": mark("asks something back"),
    "confirm": mark("says it is so"),
    "correct": mark("puts it right"),
    "not_known": mark("cannot say"),
    "own_question": mark("says its own question"),
    "build_on": mark("builds on the idea"),
    "choose": mark("chooses"),
    "commit": mark("takes a first step"),
    "go_along": mark("goes along politely"),
    "repair": mark("takes the apology"),
    "close": mark("ends the talk"),
}


def named(name: str, names: dict[str, str], tr: Tr) -> str:
    """Return what a short name stands for; one that nobody named stands as it is."""
    return tr(names[name]) if name in names else name


def act(name: str, tr: Tr) -> str:
    """Return an act as an author needs it, its short name first: `tell (vertelt)`."""
    return f"{name} ({tr(ACT_NAMES[name])})" if name in ACT_NAMES else name
