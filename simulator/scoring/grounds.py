"""What a conversation's figures rest on: for each why it is what it is, the everyday rule, and the turns.

The sentences are those of the pages, so that JSON and HTML say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.coding import reasons
from simulator.coding.codebook import ANNOMI, RULES
from simulator.coding.measures import counts, once, share
from simulator.report.words import NONE, Words
from simulator.scoring.model import ScoredTurn
from simulator.scoring.tally import has_words, said, takes_up

Held = Mapping[str, Any]
Turns = Sequence[ScoredTurn]
RULE_OF: dict[str, str] = {
    "ask_share": "ANNA", "tell_share": "OMA", "thirds": "ANNA", "slope": "ANNA", "uptake": "LSD", "talk_share": "LSD",
    "longest_tell_run": "OMA", "reflections_to_questions": "LSD", "complex_reflections": "LSD",
}  # fmt: skip
"""The everyday rule that a figure stands for; the mean value stands for none, since it mixes them all."""
FIGURES = ("ask_share", "tell_share", "mean_value", "uptake", "talk_share", "thirds", "slope", "longest_tell_run")
_BACK = ("reflections_to_questions", "complex_reflections")


@dataclass(frozen=True, slots=True)
class Ground:
    """What one figure rests on: a sentence, the rule (empty: none), and numbers of turns, all turns counted from 1."""

    why: str
    rule: str = ""
    turns: tuple[int, ...] = ()

    def row(self) -> dict[str, Any]:
        """Return it as it stands in JSON."""
        return {"why": self.why, "rule": self.rule or None, "turns": list(self.turns)}


def grounds(turns: Turns, held: Held, language: str, until: int | None = None) -> dict[str, Any]:
    """Return what the measures rest on, by their names; `codes` and `background` by the names in them.

    Args:
        turns: all turns, the school's too.
        held: what `simulator.scoring.measures.measure` gave for them.
        language: nl or en, of the sentences.
        until: how many trainee turns the thirds cover; None: all.
    """
    words = Words(language)
    if held.get("intervals") is None:
        few = Ground(too_few(held, words), "", where(turns, lambda turn: True))
        return {name: few.row() for name in FIGURES} | {"codes": {}, "background": {name: few.row() for name in _BACK}}
    parts = thirds(turns, until)
    tell, mean = (held["intervals"].get(name) for name in ("tell_share", "mean_value"))
    found = {
        "ask_share": _ground("ask_share", ask_says(turns, held, words), where(turns, _counts)),
        "tell_share": _ground("tell_share", tell_says(words) if tell else nothing(words), where(turns, _tells)),
        "mean_value": _ground("mean_value", mean_says(words) if mean else nothing(words), where(turns, _does)),
        "uptake": _ground("uptake", uptake_says(turns, words), where(turns, lambda turn: takes_up(turn.units))),
        "talk_share": _ground("talk_share", talk_says(words), where(turns, lambda turn: has_words(turn.text))),
        "thirds": _ground("thirds", _thirds_say(held, words), sum(parts, ())),
        "slope": _ground("slope", slope_says(held, words), parts[0] + parts[-1]),
        "longest_tell_run": _ground("longest_tell_run", run_says(turns, held, words), run_of(turns, held)),
    }  # fmt: skip
    rows = {name: ground.row() for name, ground in found.items()}
    rows["thirds"]["parts"] = [list(part) for part in parts]
    return rows | {"codes": _codes(turns, held, language), "background": _background(turns, held, words)}


def where(turns: Turns, holds: Callable[[ScoredTurn], bool]) -> tuple[int, ...]:
    """Return the numbers of the trainee's turns for which something holds."""
    return tuple(number for number, turn in enumerate(turns, 1) if turn.role == "trainee" and holds(turn))


def thirds(turns: Turns, until: int | None = None) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of the trainee's turns in each third."""
    own = where(turns, lambda turn: True)[:until]
    return tuple(tuple(int(number) for number in part) for part in np.array_split(own, 3))


def too_few(held: Held, words: Words) -> str:
    """Return why there is no figure."""
    number = int(held.get("trainee_turns") or 0)
    return words.trn(
        "The trainee has {n} turn here. Under five turns that say something there is no figure: it would be chance.",
        "The trainee has {n} turns here. Under five turns that say something there is no figure: it would be chance.",
        number,
    )  # fmt: skip


def nothing(words: Words) -> str:
    """Return why a figure is missing that nothing counts for."""
    return words.tr("Nothing here counts for this figure.")


def ask_says(turns: Turns, held: Held, words: Words) -> str:
    """Return what the ask share says, in one sentence."""
    figure = held["intervals"].get("ask_share")
    if figure is None:
        return words.tr("Nothing in this conversation counts as asking or as telling.")
    held_by = [said(turn.units) for turn in turns if turn.role == "trainee"]
    ask, tell = counts(held_by)
    line = words.tr("Of {all} moves that ask or tell, {ask} ask: {verdict}.")
    alike = ask + tell > 1 and len({share([units]) for units in held_by} - {None}) == 1
    return line.format(all=ask + tell, ask=ask, verdict=_verdict(figure, alike, words))


def uptake_says(turns: Turns, words: Words) -> str:
    """Return in how many turns the school's words are taken up."""
    taken = where(turns, lambda turn: takes_up(turn.units))
    line = words.tr("In {n} of {all} turns the trainee takes up the school's own words.")
    return line.format(n=len(taken), all=len(where(turns, lambda turn: True)))


def talk_says(words: Words) -> str:
    """Return what the share of the words is."""
    return words.tr("So much of all that was said was said by the trainee; the rest is the school's.")


def tell_says(words: Words) -> str:
    """Return what the tell share is."""
    return words.tr("So much of all the trainee did, small talk included, was telling.")


def mean_says(words: Words) -> str:
    """Return what the mean value is."""
    return words.tr("The mean of all the trainee did, from −3 (tells) to +3 (asks).")


def slope_says(held: Held, words: Words) -> str:
    """Return what changed from the first third to the last, or why that is not known, one sentence."""
    figure = held["intervals"].get("slope")
    if figure is None:
        return _slope_missing(held, words)
    low, high = figure.get("low"), figure.get("high")
    change = words.number(abs(figure["value"]) * 100, 0)
    if low is None:
        line = words.tr(
            "From the first third to the last the ask share moves by {change} points; these turns do not say how sure "
            "that is."
        )
        return line.format(change=words.signed(figure["value"] * 100, 0))
    ends = f" ({words.signed(low * 100, 0)} … {words.signed(high * 100, 0)})"
    if low > 0:
        text = words.tr("From the first third to the last the asking rises by {change} points{interval}.")
    elif high < 0:
        text = words.tr("From the first third to the last the asking falls by {change} points{interval}.")
    else:
        text = words.tr(
            "From the first third to the last the ask share moves by {change} points{interval}: "
            "in so few turns that can be chance."
        )
        change = words.signed(figure["value"] * 100, 0)
    return text.format(change=change, interval=ends)


def run_of(turns: Turns, held: Held) -> tuple[int, ...]:
    """Return the numbers of the turns of the longest run of telling, the first such run."""
    longest = int(held.get("longest_tell_run") or 0)
    run: list[int] = []
    for number, turn in enumerate(turns, 1):
        if turn.role != "trainee":
            continue
        run = [*run, number] if turn.main == "tell" else []
        if longest and len(run) == longest:
            return tuple(run)
    return tuple(run) if longest else ()


def run_says(turns: Turns, held: Held, words: Words) -> str:
    """Return how long the longest run of telling is, and where it stands."""
    longest = int(held.get("longest_tell_run") or 0)
    if not longest:
        return words.tr("No turn tells more than it asks.")
    run = run_of(turns, held)
    place = str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" if run else NONE
    return words.trn(
        "{n} telling turn in a row at most: turn {where}.", "{n} telling turns in a row at most: turns {where}.",
        longest, where=place,
    )  # fmt: skip


def _ground(name: str, why: str, turns: tuple[int, ...]) -> Ground:
    return Ground(why, RULE_OF.get(name, ""), turns)


def _thirds_say(held: Held, words: Words) -> str:
    if not held.get("thirds"):
        return _short(words)
    return words.tr(
        "Ask share of each third of the trainee's turns. In a practised conversation the thirds end where the "
        "school says its own question."
    )


def _slope_missing(held: Held, words: Words) -> str:
    parts = held.get("thirds")
    if not parts:
        return _short(words)
    if parts[0] is None and parts[-1] is None:
        return words.tr("Nothing in the first and the last third asks or tells, so there is no change to tell.")
    if parts[0] is None:
        return words.tr("Nothing in the first third asks or tells, so there is no change to tell.")
    return words.tr("Nothing in the last third asks or tells, so there is no change to tell.")


def _short(words: Words) -> str:
    return words.tr("Under five turns come before the school says its own question: too few for thirds.")


def _values(turn: ScoredTurn) -> list[int]:
    return list(once(said(turn.units)).values())


def _counts(turn: ScoredTurn) -> bool:
    return any(_values(turn))


def _tells(turn: ScoredTurn) -> bool:
    return any(value < 0 for value in _values(turn))


def _does(turn: ScoredTurn) -> bool:
    return bool(said(turn.units))


def _having(turns: Turns, codes: set[str]) -> tuple[int, ...]:
    return where(turns, lambda turn: any(unit.code in codes for unit in said(turn.units)))


def _codes(turns: Turns, held: Held, language: str) -> dict[str, Any]:
    """Return for each code that comes what it is and where."""
    return {
        code: Ground(reasons.reason(code, (), language), RULES[code], _having(turns, {code})).row()
        for code, count in held["codes"].items() if count
    }  # fmt: skip


def _background(turns: Turns, held: Held, words: Words) -> dict[str, Any]:
    counted = held["codes"]
    kinds = {kind: {code for code, one in ANNOMI.items() if one == kind} for kind in ("question", "reflection")}
    asks, gives = (sum(counted[code] for code in kinds[kind]) for kind in ("question", "reflection"))
    doubt = words.tr("People who code the same conversation do not agree on these; draw no conclusion from them.")
    to_questions = words.tr("Reflections: {reflections}, questions: {questions}, each code once a turn.")
    adding = words.tr("Reflections that add meaning or feeling: {n} of {all}, each code once a turn.")
    says = (
        to_questions.format(reflections=gives, questions=asks),
        adding.format(all=gives, n=counted["REFL-C"]),
    )
    places = (_having(turns, kinds["question"] | kinds["reflection"]), _having(turns, kinds["reflection"]))
    return {
        name: _ground(name, f"{line} {doubt}", place).row()
        for name, line, place in zip(_BACK, says, places, strict=True)
    }  # fmt: skip


def _verdict(figure: Held, alike: bool, words: Words) -> str:
    low, high = figure.get("low"), figure.get("high")
    if alike:
        return words.tr("the turns are all alike in this, so nothing says how sure that is")
    if low is None or high is None:
        return words.tr("too little counts to say how sure that is")
    if low > 0.5:
        return words.tr("the trainee asks more than tells, over the whole interval")
    if high < 0.5:
        return words.tr("the trainee tells more than asks, over the whole interval")
    return words.tr("the interval holds 50%, so with these few turns it cannot be said whether asking or telling leads")
