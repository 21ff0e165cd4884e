"""Scored conversations as text for a terminal or a pipe: one in full, several a line each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import shorten
from typing import Any, TextIO

from simulator.transcripts.clean import clean

Row = Mapping[str, Any]
_NONE = "–"
_SIGNS = {"ask": "ask ", "tell": "TELL", "neutral": "·   "}


def show(conversations: Iterable[Row], out: TextIO, width: int = 100) -> int:
    """Print a single conversation turn by turn, several as a table; return how many there were."""
    first: Row | None = None
    count = 0
    for count, one in enumerate(conversations, 1):
        if count == 1:
            first = one
            continue
        if first is not None:
            print(
                f"{'conversation':32} {'turns':>5}  {'ask share':>18}  {'thirds':>18}  {'uptake':>6}  {'talk':>4}",
                file=out,
            )
            print(_line(first), file=out)
            first = None
        print(_line(one), file=out, flush=True)
    if first is not None:
        _full(first, out, width)
    return count


def safe(text: str, width: int = 0) -> str:
    """Return text on one line without what could steer a terminal; `width`: cut to so many characters."""
    plain = "".join(char for char in " ".join(clean(text).split()) if char.isprintable())
    return shorten(plain, width, placeholder=" …") if width else plain


def number(value: float | None, signed: bool = False) -> str:
    """Return a figure with two decimals; a dash where there is none."""
    if value is None:
        return _NONE
    return f"{value:+.2f}" if signed else f"{value:.2f}"


def spread(figure: Row | None) -> str:
    """Return a figure with its interval, such as `0.43 (0.20–0.67)`."""
    if figure is None:
        return _NONE
    if figure.get("low") is None:
        return number(figure["value"])
    return f"{number(figure['value'])} ({number(figure['low'])}–{number(figure['high'])})"


def _thirds(values: list[float | None] | None) -> str:
    return " → ".join(number(value) for value in values) if values else _NONE


def _line(one: Row) -> str:
    held = one["measures"]
    share = spread((held.get("intervals") or {}).get("ask_share"))
    return (
        f"{safe(one['id'], 32):32} {held['trainee_turns']:>5}  {share:>18}  {_thirds(held['thirds']):>18}  "
        f"{number(held['uptake']):>6}  {number(held['talk_share']):>4}"
    )


def _full(one: Row, out: TextIO, width: int) -> None:
    print(f"{safe(one['id'])}\n", file=out)
    for place, turn in enumerate(one["turns"], 1):
        if turn["role"] == "school":
            print(f"{place:>4}        {safe(turn['speaker'], 20)}: {safe(turn['text'], width - 20)}", file=out)
            continue
        print(f"{place:>4}  {_SIGNS[turn['main']]}  {safe(turn['speaker'])}", file=out)
        for unit in turn["units"]:
            marks = " ".join([*unit["flags"], *(["unsure"] if unit["unsure"] else [])])
            print(f"      {unit['code']:>8} {unit['value']:+d}  {safe(unit['text'], width - 20)}", file=out)
            print(f"                   {f'[{marks}] ' if marks else ''}{safe(unit['reason'])}", file=out)
    print(file=out)
    _measures(one["measures"], out)


def _measures(held: Row, out: TextIO) -> None:
    if held.get("ask_share") is None and held.get("intervals") is None:
        print(
            f"{held['trainee_turns']} trainee turns: too few for figures, which need five that say something.", file=out
        )
        return
    ends = held["intervals"]
    print(f"ask share          {spread(ends['ask_share'])}   (figures in brackets: 95 % interval)", file=out)
    print(f"ask share by third {_thirds(held['thirds'])}   slope {spread(ends['slope'])}", file=out)
    print(f"tell share         {spread(ends['tell_share'])}", file=out)
    print(f"mean value         {spread(ends['mean_value'])}   from −3 (tell) to +3 (ask)", file=out)
    print(f"uptake             {spread(ends['uptake'])}", file=out)
    print(f"share of the words {spread(ends['talk_share'])}", file=out)
    print(f"longest telling run {held['longest_tell_run']} turns", file=out)
    counted = "  ".join(f"{code} {count}" for code, count in held["codes"].items() if count)
    print(f"codes              {counted or _NONE}", file=out)
    back = held["background"]
    print(
        f"background         reflections to questions {number(back['reflections_to_questions'])}, "
        f"complex reflections {number(back['complex_reflections'])} (people do not agree on these)", file=out,
    )  # fmt: skip
