"""The page of one conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.coding.codebook import RULES, VALUES, VERSION
from simulator.files import write_text
from simulator.report import figures, moments, timeline
from simulator.report.labels import CODE_NAMES, RULE_NAMES, SIDES, SIGNS, side_of
from simulator.report.plain import one_line
from simulator.report.render import shell, template
from simulator.report.spark import spark, sums
from simulator.report.texts import page_texts
from simulator.report.transcript import turns_of, unit_view
from simulator.report.words import Words, value_text
from simulator.scoring import grounds
from simulator.scoring.few_words import UNSURE
from simulator.scoring.model import Scored


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made the codes: the coder's id and the codebook's version."""

    coder: str = ""
    codebook: int = VERSION


def write_report(scored: Scored, path: Path, language: str, maker: Maker | None = None, back: str = "") -> None:
    """Write the page of a conversation; it is whole or not there at all.

    Args:
        scored: the conversation.
        path: of the page.
        language: nl or en, of the page.
        maker: who made the codes, for the foot.
        back: address of the page that lists all conversations; empty: there is none.

    Raises:
        CannotWrite: it cannot be written.
    """
    words = Words(language)
    text = template("page.html").render(_filled(scored, words, maker or Maker(), back))
    write_text(path, text)


def _filled(scored: Scored, words: Words, maker: Maker, back: str) -> dict[str, object]:
    held = figures.measures_of(scored)
    turns = turns_of(scored, words)
    units = [unit for turn in turns for unit in turn.units]
    return shell(words) | page_texts(words) | _numbers(scored, held, words) | {
        "title": one_line(scored.id, 120) or words.tr("A conversation"),
        "source": one_line(scored.source, 120),
        "back": back,
        "spoken": scored.language if scored.language in ("nl", "en") else "",
        "language_unsure": "" if scored.language else words.tr(UNSURE),
        "speakers": _speakers(scored),
        "turns": turns,
        "unsure_text": _unsure_text(sum(unit.unsure for unit in units), len(units), words),
        "strips": timeline.strips(turns),
        "box": timeline,
        "spark": spark(sums(scored.turns)),
        "sides": {side: (SIGNS[side], words.tr(name)) for side, name in SIDES.items()},
        "best": _moments(moments.best(scored), words),
        "missed": _moments(moments.missed(scored), words),
        "maker": Maker(one_line(maker.coder, 120), maker.codebook),
        "version": __version__,
    }  # fmt: skip


def _numbers(scored: Scored, held: Mapping[str, Any], words: Words) -> dict[str, object]:
    """Return the figures; without enough turns, why there are none."""
    if not figures.enough(held):
        return {"too_few": grounds.too_few(held, words), "codes": [], "rules": []}
    return {
        "too_few": "",
        "headline": figures.headline(scored, held, words),
        "more": figures.more(scored, held, words),
        "thirds": figures.thirds(held, words),
        "slope": grounds.slope_says(held, words),
        "run": grounds.run_says(scored.turns, held, words),
        "run_rule": figures.run_rule(words),
        "background": figures.background(held, words),
        "codes": _codes(scored, held, words),
        "rules": [words.tr(name) for name in RULE_NAMES.values()],
    }


def _codes(scored: Scored, held: Mapping[str, Any], words: Words) -> list[dict[str, object]]:
    """Return the fourteen codes with value, everyday rule, and in how many turns and units each comes."""
    units = [unit.code for turn in scored.turns for unit in turn.units]
    counted = held.get("codes") or {}
    most = max([1, *counted.values()])
    return [
        {
            "code": code, "name": words.tr(CODE_NAMES[code]), "value": value_text(value), "side": side_of(value),
            "rule": RULES[code], "turns": counted.get(code, 0), "units": units.count(code),
            "share": counted.get(code, 0) / most,
        }
        for code, value in VALUES.items()
    ]  # fmt: skip


def _moments(found: list[moments.Moment], words: Words) -> list[dict[str, object]]:
    return [
        {
            "turn": one.turn, "school": one.school, "own": one.own,
            "unit": unit_view(one.unit, one.unsure, "", words),
        }
        for one in found
    ]  # fmt: skip


def _unsure_text(number: int, units: int, words: Words) -> str:
    if not number:
        return words.tr("The program is unsure of none of its codes.")
    text = words.tr("The program is unsure of {n} of its {all} codes; it says so beside them.")
    return text.format(n=number, all=units)


def _speakers(scored: Scored) -> list[tuple[str, bool]]:
    """Return who speaks, once each: the name, and whether it is the trainee."""
    seen = dict.fromkeys((one_line(turn.speaker, 80), turn.role == "trainee") for turn in scored.turns)
    return [speaker for speaker in seen if speaker[0]]
