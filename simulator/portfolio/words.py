"""What criteria, modes and reasons are called, for a reader in either language."""

from __future__ import annotations

from simulator.i18n import mark
from simulator.portfolio.criteria import Criteria
from simulator.portfolio.status import Point
from simulator.report.labels import DEPTH_NAMES
from simulator.report.words import Words

POINTS: dict[str, str] = {
    "attendance": mark("Meetings attended"),
    "conversations": mark("Conversations held"),
    "scenarios": mark("Different schools"),
    "assessment": mark("Conversations in assessment mode"),
    "depth": mark("Conversations that went deep enough"),
    "ask_share": mark("Conversations with enough asking"),
    "reflections": mark("Reflection reports"),
    "assessor": mark("The assessor's judgement"),
}
MODES: dict[str, str] = {
    "practice": mark("practice"),
    "assessment": mark("assessment"),
    "warmup": mark("warm-up"),
}
LEFT_OUT: dict[str, str] = {
    "warmup": mark("the warm-up does not count"),
    "unfinished": mark("not finished"),
    "few_turns": mark("too few turns"),
    "scenario": mark("its scenario cannot be read any more"),
}
ATTENDED: dict[str, str] = {
    "": mark("The trainer's signature under the attendance holds."),
    "none": mark("No attendance was handed in."),
    "changed": mark("The attendance is not signed, or was changed after it was signed, so it does not count."),
    "other_key": mark("The attendance was signed with another key than the trainer's, so it does not count."),
    "other_training": mark("The attendance is of another training, so it does not count."),
    "other_name": mark("The attendance is of somebody with another name, so it does not count."),
}
VERDICTS: dict[str, str] = {
    "accept": mark("accepted"),
    "adjust": mark("adjusted"),
    "reject": mark("rejected"),
}
OVERALL: dict[str, str] = {"pass": mark("passed"), "not_yet": mark("not yet")}


def named(table: dict[str, str], key: str, words: Words) -> str:
    """Return what a key is called; one that nobody named stands as it is."""
    return words.tr(table[key]) if key in table else key


def wanted(point: Point, criteria: Criteria, words: Words) -> str:
    """Return what a criterion asks, as a sentence."""
    tr, count = words.tr, point.wanted
    if point.key == "attendance":
        return words.trn("at least {n} meeting", "at least {n} meetings", count)
    if point.key == "conversations":
        shape = words.trn("at least {n} conversation", "at least {n} conversations", count)
        return tr("{what}, each of {turns} turns of your own or more").format(what=shape, turns=criteria.turns)
    if point.key == "scenarios":
        return words.trn("with at least {n} school", "with at least {n} different schools", count)
    if point.key == "assessment":
        return tr("at least {n}, without help and without another try").format(n=count)
    if point.key == "depth" and criteria.depth == "need":
        return tr("the school says its own question, in at least {n}").format(n=count)
    if point.key == "depth":
        depth = named(DEPTH_NAMES, criteria.depth, words)
        return tr("“{depth}” or deeper, in at least {n}").format(depth=depth, n=count)
    if point.key == "ask_share":
        return tr("ask share of {share}% or more, in at least {n}").format(share=criteria.share, n=count)
    if point.key == "reflections":
        return words.trn("at least {n} report", "at least {n} reports", count)
    return tr("a person reads it and decides")


def found(point: Point, words: Words) -> str:
    """Return what was found for a criterion, short."""
    if point.key == "assessor":
        return words.tr("passed") if point.met else words.tr("not passed yet")
    if not point.where:
        return str(point.found)
    numbers = ", ".join(map(str, point.where))
    return words.trn("{n} (conversation {numbers})", "{n} (conversations {numbers})", point.found, numbers=numbers)


def attended(why: str, known: bool, fingerprint: str, words: Words) -> str:
    """Return what is to be said of the attendance."""
    said = named(ATTENDED, why, words)
    if why in ("", "other_key", "other_training", "other_name") and fingerprint:
        said = f"{said} " + words.tr("Key: {fingerprint}.").format(fingerprint=fingerprint)
    if not why and not known:
        said = f"{said} " + words.tr("Whether that key is the trainer's was not checked.")
    return said
