"""The page of a playtest: figures of each scenario, and the paths that the talks took through its layers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.files import write_text
from simulator.report.labels import CODE_NAMES
from simulator.report.plain import one_line
from simulator.report.play_words import LAYER_NAMES, PROFILE_NAMES, act, named
from simulator.report.render import shell, template
from simulator.report.words import Words

WIDE, TALL, EDGE = 560, 96, 16
SHOWN = 3
"""So many talks of a profile are written out; all are drawn."""
LEVELS = (0.0, 1 / 3, 2 / 3, 1.0)


def write_paths(
    rows: Sequence[Mapping[str, Any]], talks: Sequence[Sequence[Mapping[str, Any]]], path: Path, words: Words
) -> None:
    """Write the page; it is whole or not there at all.

    Args:
        rows: measures of each scenario, as `simulator.playtest.measures` gives them, with `title` and `wrong`.
        talks: of each scenario, mappings with `profile`, `seed`, `depths` (after each turn, 0 to 1) and `turns`
            (mappings with `text`, `reply`, `act`, `target`, `codes`, `rapport`).
        path: of the page.
        words: of the page.

    Raises:
        CannotWrite: it cannot be written.
    """
    held = [
        {**row, "figures": _figures(row, words), "drawn": [_profile(*one, words) for one in _by_profile(played)]}
        for row, played in zip(rows, talks, strict=True)
    ]
    text = template("paths.html").render(
        shell(words)
        | {"version": __version__, "title": words.tr("Playtest"), "rows": held, "say": _say(words), "words": words}
    )
    write_text(path, text)


def _by_profile(played: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    names = dict.fromkeys(talk["profile"] for talk in played)
    return [(name, [talk for talk in played if talk["profile"] == name]) for name in names]


def _figures(row: Mapping[str, Any], words: Words) -> list[dict[str, str]]:
    """Return the line of the table for each profile, as it is shown."""
    out = []
    for name, deep in row["depth"].items():
        first = [
            f"{named(layer, LAYER_NAMES, words.tr)} {words.number(at, 0)}"
            for layer, at in row["turns_to_layer"][name].items()
            if at is not None
        ]
        out.append({
            "name": named(name, PROFILE_NAMES, words.tr), "depth": words.number(deep, 2),
            "spread": words.number(row["spread"][name], 2), "need": words.percent(row["core_rate"][name]),
            "turn": words.number(row["turns_to_need"][name], 0), "first": ", ".join(first),
        })  # fmt: skip
    return out


def _profile(name: str, mine: Sequence[Mapping[str, Any]], words: Words) -> dict[str, Any]:
    longest = max((len(talk["depths"]) for talk in mine), default=1)
    shown = [{**talk, "turns": [_turn(turn, words) for turn in talk["turns"]]} for talk in mine[:SHOWN]]
    lines = [line(talk["depths"], longest) for talk in mine]
    return {"name": named(name, PROFILE_NAMES, words.tr), "key": name, "lines": lines, "talks": shown}


def _turn(turn: Mapping[str, Any], words: Words) -> dict[str, Any]:
    text, reply = one_line(turn["text"], 400), one_line(turn["reply"], 600)
    return {**turn, "text": text, "reply": reply, "act": act(turn["act"], words.tr)}


def line(depths: Sequence[float], longest: int) -> str:
    """Return how deep a talk was after each turn, as an SVG path in a box of `WIDE` by `TALL`."""
    step = (WIDE - 2 * EDGE) / max(longest, 1)
    points = [(EDGE, _y(0.0)), *((EDGE + step * n, _y(deep)) for n, deep in enumerate(depths, 1))]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)


def _y(deep: float) -> float:
    return TALL - EDGE - deep * (TALL - 2 * EDGE)


def _say(words: Words) -> dict[str, Any]:
    tr = words.tr
    codes = {code: tr(name) for code, name in CODE_NAMES.items()}
    return {
        "figures": tr("Figures"),
        "contrast": tr("Contrast"), "no_need": tr("hides nothing"), "profile": tr("profile"), "depth": tr("depth"),
        "spread": tr("spread"), "need": tr("need reached"), "turn": tr("turn"), "first": tr("first turn of each layer"),
        "coverage": tr("Items, and how many talks opened them"), "paths": tr("Paths"), "wrong": tr("What falls short"),
        "fine": tr("Nothing falls short."), "talk": tr("talk"), "rapport": tr("rapport"),
        "note": tr("Each line is a talk: how deep the school went, from its request to its own question."),
        "layers": list(zip((tr("request"), tr("visible"), tr("underlying"), tr("need")), map(_y, LEVELS), strict=True)),
        "shut": tr("Topics that cannot open their item"), "item": tr("item"), "line": tr("line"), "topic": tr("topic"),
        "heard": tr("is heard as"), "opens": tr("opens on"), "plain": codes,
        "why_shut": tr("Each topic of the file was coded as if a trainee asked it right after the item's cue."),
        "wide": WIDE, "tall": TALL, "edge": EDGE,
    }  # fmt: skip
