"""The page of an observer's sheet beside the scorer's codes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.coding.codebook import VALUES
from simulator.files import write_text
from simulator.observing.card import short_name
from simulator.observing.observed_says import clock, figures, sentences
from simulator.report.labels import side_of
from simulator.report.plain import one_line, plain
from simulator.report.render import shell, template
from simulator.report.words import Words, value_text


def write_observed(found: Mapping[str, Any], path: Path, language: str) -> None:
    """Write the page; it is whole or not there at all.

    Args:
        found: what `simulator.observing.observed.compare` returned.
        path: of the page.
        language: nl or en, of the page.

    Raises:
        CannotWrite: it cannot be written.
    """
    words = Words(language)
    text = template("observed.html").render(shell(words) | _filled(found, words))
    write_text(path, text)


def _filled(found: Mapping[str, Any], words: Words) -> dict[str, object]:
    tr, language = words.tr, words.language
    most = max(1, *(max(one.values()) for one in found["codes"].values()))
    return {
        "title": tr("Observer and scorer side by side"),
        "what": one_line(found["conversation"], 120),
        "who": one_line(found["observer"]["name"], 60),
        "figures": figures(found, words),
        "sentences": sentences(found, words),
        "codes": [
            {
                "code": code, "name": short_name(code, language), "value": value_text(VALUES[code]),
                "side": side_of(VALUES[code]), "observer": one["observer"], "scorer": one["scorer"],
                "observer_share": one["observer"] / most, "scorer_share": one["scorer"] / most,
            }
            for code, one in found["codes"].items()
        ],
        "rows": [_row(row, language) for row in found["aligned"]],
        "version": __version__,
        "say": {
            "short": tr("In short"), "codes": tr("Codes"), "code": tr("code"), "observer": tr("observer"),
            "scorer": tr("scorer"), "differ": tr("Where you differ"), "turn": tr("turn"), "words": tr("words"),
            "time": tr("time"), "all": tr("All of it, in order"), "note": tr("note"), "value": tr("value"),
            "none": tr("not seen"), "same": tr("the same"), "no_rows": tr("There is nothing to lay side by side."),
            "no_differ": tr("Nowhere: every tick met the same code."), "figure": tr("figure"),
            "differ_note": tr(
                "A difference is no mistake, of either. Read the words aloud and say why you chose your code; the "
                "border rules of the codebook card help."
            ),
        },
    }  # fmt: skip


def _row(row: Mapping[str, Any], language: str) -> dict[str, object]:
    scorer, observer = row["scorer"], row["observer"]
    return {
        "turn": row["turn"], "unit": plain(row["unit"]), "time": clock(row["at"]), "note": one_line(row["note"]),
        "same": scorer == observer, "scorer": _code(scorer, language), "observer": _code(observer, language),
    }  # fmt: skip


def _code(code: str | None, language: str) -> dict[str, str] | None:
    if code is None:
        return None
    return {"code": code, "name": short_name(code, language), "side": side_of(VALUES[code])}
