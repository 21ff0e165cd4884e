"""A conversation in a portfolio as a reader sees it: words, codes, corrections, and every other way that was tried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.i18n import LANGUAGES
from simulator.portfolio import words as say
from simulator.practice.api import TRAINEE
from simulator.report.labels import CODE_NAMES, DEPTH_NAMES, FLAG_NAMES
from simulator.report.plain import one_line, plain
from simulator.report.words import Words, value_text


def talk_view(one: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """Return the parts of a conversation that stand below its row."""
    return {
        "lang": one["scenario"]["language"] if one["scenario"]["language"] in LANGUAGES else "",
        "facts": _facts(one, words),
        "words": [_turn(turn, one["speakers"], words) for turn in one["turns"] if turn["shown"]],
        "aside": [_turn(turn, one["speakers"], words) for turn in one["turns"] if not turn["shown"]],
        "corrections": [_correction(row, one, words) for row in one["corrections"]],
        "own": _own(one, words),
    }


def _facts(one: Mapping[str, Any], words: Words) -> list[str]:
    """Return what is to be known of how it was held: nothing of it is left unsaid."""
    tr, figures = words.tr, one["figures"]
    said = [
        tr("Mode: {mode}.").format(mode=say.named(say.MODES, one["mode"], words)),
        words.trn("{n} turn was tried another way.", "{n} turns were tried another way.", one["retries"]),
        words.trn(
            "The school's words were asked for anew {n} time.", "The school's words were asked for anew {n} times.",
            one["regenerated"],
        ),
        words.trn(
            "{n} turn was taken back before it was answered.", "{n} turns were taken back before they were answered.",
            one["taken_back"],
        ),
        words.trn("Help was asked {n} time.", "Help was asked {n} times.", len(one["hints"])),
        tr("Voice: {voice}. Coder: {coder}, codebook {version}.").format(
            voice=one_line(one["voice"]), coder=one_line(", ".join(one["coder"])) or tr("not named"),
            version=one["codebook"],
        ),
    ]  # fmt: skip
    if figures["ask_share_corrected"] != figures["ask_share"]:
        line = tr("With the trainee's own corrections the ask share would be {share}; that does not count.")
        said.append(line.format(share=words.percent(figures["ask_share_corrected"])))
    return said


def _turn(turn: Mapping[str, Any], names: Mapping[str, str], words: Words) -> dict[str, Any]:
    own = turn["role"] == "trainee"
    return {
        "own": own,
        "who": words.tr("trainee")
        if own
        else one_line(names.get(turn["speaker"], turn["speaker"])) or words.tr("school"),
        "text": plain(turn["text"]),
        "back": turn["step"] == "cancelled",
        "codes": [_unit(unit, words) for unit in turn["units"]],
    }


def _unit(unit: Mapping[str, Any], words: Words) -> str:
    """Return one unit's code as a line: code, value, what it is, flags, how sure."""
    code = one_line(unit["code"])
    flags = [words.tr(FLAG_NAMES[flag]) if flag in FLAG_NAMES else one_line(flag) for flag in unit["flags"]]
    name = ", ".join([say.named(CODE_NAMES, code, words), *flags])
    sure = words.tr("{share} sure").format(share=words.percent(unit["confidence"]))
    return f"{code} {value_text(unit['value'])} · {name} · {sure}"


def _correction(row: Mapping[str, Any], one: Mapping[str, Any], words: Words) -> str:
    text = next((turn["text"] for turn in one["turns"] if turn["id"] == row["turn"]), "")
    line = words.tr("{who} on {date}: “{text}”, {was} → {code}. {reason}")
    who = words.tr("trainee") if row["who"] == TRAINEE else one_line(row["who"])
    return line.format(
        who=who,
        date=row["created"][:10],
        text=one_line(text, 80),
        was=row["was"],
        code=row["code"],
        reason=one_line(row["reason"]),
    )


def _own(one: Mapping[str, Any], words: Words) -> list[str]:
    """Return what the trainee thought of it: guesses at the need, and the own view before any figure was seen."""
    tr = words.tr
    guess, view = tr("Guess: {text}"), tr("Own view: {text}")
    found = [guess.format(text=one_line(str(note["said"]))) for note in one["hypotheses"]]
    for note in one["self"]:
        said = note["said"]
        if not isinstance(said, Mapping):
            found.append(view.format(text=one_line(str(said))))
            continue
        share = said.get("share")
        parts = [tr("Asking, by my own estimate: {share}%.").format(share=share)] if isinstance(share, int) else []
        layer = said.get("layer")
        if isinstance(layer, str) and layer:
            parts.append(tr("I came to: {layer}.").format(layer=say.named(DEPTH_NAMES, layer, words)))
        parts += [one_line(said[key]) for key in ("well", "other") if isinstance(said.get(key), str) and said[key]]
        found.append(view.format(text=" · ".join(parts)))
    return found
