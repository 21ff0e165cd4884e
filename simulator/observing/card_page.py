"""The codebook card: one page of A4 to print, as HTML, as PDF (typst) or as plain text; without colour."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from simulator import __version__
from simulator.coding.codebook import RULES, VALUES, VERSION
from simulator.files import write_bytes, write_text
from simulator.observing.card import CARD, EVERYDAY, grouped
from simulator.report.labels import SIDES, SIGNS
from simulator.report.pdf import pdf_of
from simulator.report.render import shell, template
from simulator.report.words import Words, value_text

_TYPST = resources.files("simulator.report").joinpath("templates", "card.typ")


def write_html(path: Path, language: str) -> None:
    """Write the card as a page that needs nothing else; it is whole or not there at all.

    Raises:
        CannotWrite: it cannot be written.
    """
    filled = shell(Words(language), styles=("card.css",)) | held(language) | {"version": __version__}
    text = template("card.html").render(filled)
    write_text(path, text)


def write_pdf(path: Path, language: str) -> None:
    """Write the card as PDF; it is whole or not there at all.

    Raises:
        MissingExtra: typst is not installed.
        CannotWrite: it cannot be written.
    """
    write_bytes(path, pdf_of(_TYPST.read_bytes(), held(language)))


def plain(language: str) -> str:
    """Return the card as text for a terminal."""
    card = held(language)
    lines = [card["title"], card["lead"]]
    for group in card["groups"]:
        lines += ["", f"{group['sign']} {group['name']}"]
        for one in group["codes"]:
            lines += [
                f"  {one['code']:8} {one['value']:>2}  {one['short']}: {one['what']} ({one['rule']})",
                f"               {one['example']}",
                f"               {card['say']['border']}: {one['border']}",
            ]
    lines += ["", card["say"]["rules"]]
    for rule in card["rules"]:
        lines += [f"  {rule['name']:6} {rule['spelled']}", f"         {rule['asks']} {rule['codes']}"]
    return "\n".join([*lines, "", card["count"]]) + "\n"


def held(language: str) -> dict[str, Any]:
    """Return all that stands on the card, plain JSON."""
    words = Words(language)
    tr, language = words.tr, words.language
    return {
        "language": language,
        "title": tr("Asking and telling"),
        "lead": tr("Fourteen codes for what you do in a conversation. Each thought of its own gets one code."),
        "groups": [_group(side, codes, words) for side, codes in grouped()],
        "rules": [
            {
                "name": rule.name, "spelled": rule.spelled.of(language), "asks": rule.asks.of(language),
                "codes": (tr("Against it: {codes}.") if rule.breaks else tr("This is: {codes}.")).format(
                    codes=", ".join(rule.codes)
                ),
            }
            for rule in EVERYDAY
        ],
        "count": tr(
            "Ask share: asking ÷ (asking + telling). A code counts once a turn, what does neither does not count, and "
            "under five turns there is no figure."
        ),
        "more": tr("What the school asked for (an idea, a fact) is no telling: it counts as 0."),
        "foot": tr("toask, codebook version {n}").format(n=VERSION),
        "say": {
            "code": tr("code"), "example": tr("what it is, and an example"), "border": tr("at the border"),
            "rules": tr("The everyday rules"), "rule": tr("rule"), "value": tr("value"),
        },
    }  # fmt: skip


def _group(side: str, codes: tuple[str, ...], words: Words) -> dict[str, Any]:
    language = words.language
    rows = [
        {
            "code": code, "value": value_text(VALUES[code]), "rule": RULES[code],
            "short": CARD[code].short.of(language), "what": CARD[code].what.of(language),
            "example": CARD[code].example.of(language), "border": CARD[code].border.of(language),
        }
        for code in codes
    ]  # fmt: skip
    return {"side": side, "sign": SIGNS[side], "name": words.tr(SIDES[side]), "codes": rows}
