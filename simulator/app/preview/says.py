"""What acts, targets, rules and stages are called: the short name of file and figures, and plain words."""

from __future__ import annotations

from simulator.debrief.phases import STAGES
from simulator.i18n import mark, tr
from simulator.report.labels import CODE_NAMES, FLAG_NAMES
from simulator.report.play_words import LAYER_NAMES, named
from simulator.report.play_words import act as act_of

__all__ = ["act", "kind", "layer", "stage", "summary", "unit", "why"]

KIND_NAMES: dict[str, str] = {
    "item": mark("an item"),
    "fact": mark("a plain fact"),
    "request": mark("the request"),
    "need": mark("the need"),
    "choice": mark("what the school would choose"),
    "step": mark("a first step"),
    "detail": mark("a detail"),
    "own": mark("what its own question is"),
    "more": mark("tell me more"),
    "want": mark("what they would want"),
    "begin": mark("how to begin"),
    "off": mark("off the conversation"),
    "bye": mark("a goodbye"),
}
_AND_A_FACT = mark(", and a free fact")
RULES: frozenset[str] = frozenset({
    mark("a bare check"), mark("nothing that was said"),
    mark("a proposal to go on together"), mark("ripe"), mark("it sinks in"),
    mark("said already: in other words"), mark("asked too early"), mark("an idea that was asked for"),
    mark("reflected"), mark("the request, said back"), mark("a remark on what was said"), mark("not what was said"),
    mark("carried by what was said"), mark("a guess"), mark("right, and too early"),
    mark("a detail of what was told that nobody wrote"), mark("asked on"), mark("all said"),
    mark("asked for something that nothing answers"), mark("nothing open yet"), mark("asked on about a cue"),
    mark("asked on about a cue: in its own image"),
    mark("asked on about what was said"), mark("led to the request by a tag"), mark("nobody else could know"),
    mark("nobody wrote that"), mark("not theirs to allow offhand"), mark("asked permission"),
    mark("the lead is theirs"), mark("asked on: a detail"), mark("asked on: a detail once more"),
    mark("took up its cue"),
    mark("took up its cue, too early: once more"), mark("another's matter"), mark("closed: its cue"),
    mark("closed: its cue once more"), mark("reflected what sounded through"), mark("closed: it hesitates"),
    mark("another knows"), mark("free fact"), mark("two free facts"), mark("said already: the nearest cue"),
    mark("followed up and open"), mark("followed up: the nearest cue"), mark("asked before"), mark("asked and open"),
    mark("more of the request"), mark("the request itself"), mark("asked what they want"), mark("asked how to begin"),
    mark("offered what it came for"), mark("asked what they make of an idea"),
    mark("too early to choose"), mark("too early to choose or begin"), mark("hopes, before a choice: the aim"),
    mark("over"), mark("off the conversation"), mark("nothing to do with the school"),
    mark("their own matter was named"), mark("the clock"), mark("stayed cold"), mark("took it back"),
    mark("an idea laid before them"), mark("led by a tag"), mark("led, in the middle of what it tells"),
    mark("led, not asked"), mark("a greeting"), mark("a greeting that asks what they are here for"),
    mark("asked, whatever the coder makes of it"),
    mark("a strength named"), mark("costs nothing"), mark("asks back"), mark("the trainee takes leave"),
    mark("the trainee takes leave, and says when"),
    mark("filled in, and asked"),
})  # fmt: skip
"""All reasons that the school's mind gives, without the number of the rule; a test holds them against its code."""


def act(name: str) -> str:
    """Return an act: `tell (vertelt)`."""
    return act_of(name, tr)


def summary(text: str) -> str:
    """Return an act and what it is about, as `simulator.practice.xray.summary` gives them, with plain words."""
    name, _, rest = text.partition(" ")
    return f"{act(name)} {rest}".rstrip()


def kind(name: str) -> str:
    """Return a kind of target: `fact (een los feit)`."""
    return f"{name} ({tr(KIND_NAMES[name])})" if name in KIND_NAMES else name


def layer(name: str) -> str:
    """Return an item's layer: `visible (zichtbaar)`; once where both are one word."""
    plain = named(name, LAYER_NAMES, tr)
    return name if plain == name else f"{name} ({plain})"


def stage(name: str) -> str:
    """Return a stage of the talk: `exploring (verkennen)`; once where both are one word."""
    plain = tr(STAGES.get(name, mark("Over")))
    plain = plain[:1].lower() + plain[1:]
    return name if plain == name else f"{name} ({plain})"


def why(because: str) -> str:
    """Return the rule that chose an act: its number, and what it says."""
    number, _, said = because.partition(" ")
    more = tr(_AND_A_FACT) if said.endswith(_AND_A_FACT) else ""
    said = said.removesuffix(_AND_A_FACT)
    plain = f"{said} ({tr(CODE_NAMES[said])})" if said in CODE_NAMES else tr(said)
    return tr("rule {n}: {why}").format(n=number, why=plain + more)


def unit(code: str, value: int, flags: tuple[str, ...]) -> str:
    """Return a code with its value, what it is, and its flags in plain words."""
    parts = [named(code, CODE_NAMES, tr), *(named(flag, FLAG_NAMES, tr) for flag in flags)]
    return f"{code} {value:+d}  {' · '.join(parts)}"
