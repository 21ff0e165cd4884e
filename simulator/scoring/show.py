"""Scored conversations as text for a terminal or a pipe: one in full, several a line each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from textwrap import shorten
from typing import Any, TextIO

from simulator.i18n import language, mark, tr, trn
from simulator.report.labels import FLAG_NAMES
from simulator.report.words import MINUS, Words, value_text
from simulator.scoring.few_words import UNSURE, unsure_says
from simulator.transcripts.clean import clean

Row = Mapping[str, Any]
_NONE = "–"
_SIGNS = {"ask": mark("ask"), "tell": mark("TELL"), "neutral": "·"}
_WIDE = (32, 5, 18, 18, 6, 4)
"""Cells of each column of a table at least; a longer heading makes its column wider."""
_LEAST_FILE = 16
_MOST_KNOWN = 100_000
"""So many ids are remembered: memory does not grow with the corpus."""


def show(conversations: Iterable[Row], out: TextIO, width: int = 100) -> int:
    """Print a single conversation turn by turn, several as a table; return how many there were."""
    first: Row | None = None
    names = _Names()
    count = unsure = 0
    for count, one in enumerate(conversations, 1):
        unsure += _unsure(one)
        if count == 1:
            first = one
            continue
        if first is not None:
            print(_columns(_heads()), file=out)
            print(_line(first, names.of(first, one)), file=out)
            first = None
        print(_line(one, names.of(one)), file=out, flush=True)
    if first is not None:
        _full(first, out, width)
    elif unsure:
        print(f"\n{unsure_says(unsure, Words(language()))} {_said_by()}", file=out)
    return count


class _Names:
    """What conversations are called in a table that is printed as they come, so that one is told from another.

    Beside an id stands its file where that id has come before, and where another file begins and the id is not its
    name: the same id may still come in one of the next.
    """

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._source: str | None = None

    def of(self, one: Row, after: Row | None = None) -> str:
        """Return the name of the next conversation; `after`: of the first one, the second."""
        name, source = one["id"], one.get("source", "")
        begins = source != (after.get("source", "") if after is not None else self._source)
        beside = name in self._seen or (begins and name != PurePath(source).stem)
        if len(self._seen) < _MOST_KNOWN:
            self._seen.add(name)
        self._source = source
        shown = safe(name, _WIDE[0])
        if not beside or not source:
            return shown
        file, room = safe(source), max(_LEAST_FILE, _WIDE[0] - len(shown) - 3)
        return f"{shown} ({file if len(file) <= room else f'…{file[1 - room :]}'})"


def _unsure(one: Row) -> bool:
    """Return whether a conversation was too short to tell its language."""
    return bool(one.get("language_unsure"))


def _said_by() -> str:
    return tr("Give --lang nl or --lang en to say which it is.")


def safe(text: str, width: int = 0) -> str:
    """Return text on one line without what could steer a terminal; `width`: cut to so many characters."""
    plain = "".join(char for char in " ".join(clean(text).split()) if char.isprintable())
    return shorten(plain, width, placeholder=" …") if width else plain


def number(value: float | None) -> str:
    """Return a figure with two decimals, with the interface's decimal sign; a dash where there is none."""
    if value is None:
        return _NONE
    text = f"{round(value, 2) + 0.0:.2f}".replace("-", MINUS)  # adding 0.0 takes the sign off -0.0
    return text.replace(".", ",") if language() == "nl" else text


def spread(figure: Row | None) -> str:
    """Return a figure with its interval where it has one, such as `0.43 (0.20–0.67)`."""
    if figure is None:
        return _NONE
    if figure.get("low") is None:
        return number(figure["value"])
    return f"{number(figure['value'])} ({number(figure['low'])}–{number(figure['high'])})"


def _thirds(values: list[float | None] | None) -> str:
    return " → ".join(number(value) for value in values) if values else _NONE


def _heads() -> tuple[str, ...]:
    return tr("conversation"), tr("turns"), tr("ask share"), tr("thirds"), tr("taken up"), tr("talk")


def _columns(cells: tuple[str, ...]) -> str:
    first, *rest = zip(cells, _heads(), _WIDE, strict=True)
    return "  ".join([first[0].ljust(first[2]), *(cell.rjust(max(least, len(head))) for cell, head, least in rest)])


def _line(one: Row, name: str) -> str:
    held = one["measures"]
    share = spread((held.get("intervals") or {}).get("ask_share"))
    counts = str(held["trainee_turns"]), share, _thirds(held["thirds"])
    return _columns((name, *counts, number(held["uptake"]), number(held["talk_share"])))


def _full(one: Row, out: TextIO, width: int) -> None:
    print(f"{safe(one['id'])}\n", file=out)
    if _unsure(one):
        print(f"{tr(UNSURE)} {_said_by()}\n", file=out)
    for place, turn in enumerate(one["turns"], 1):
        if turn["role"] == "school":
            print(f"{place:>4}        {safe(turn['speaker'], 20)}: {safe(turn['text'], width - 20)}", file=out)
            continue
        print(f"{place:>4}  {_sign(turn['main'])}  {safe(turn['speaker'])}", file=out)
        for unit in turn["units"]:
            flags = [tr(FLAG_NAMES.get(flag, flag)) for flag in unit["flags"]]
            marks = ", ".join([*flags, *([tr("unsure")] if unit["unsure"] else [])])
            print(f"      {unit['code']:>8} {value_text(unit['value']):>2}  {safe(unit['text'], width - 20)}", file=out)
            print(f"                   {f'[{marks}] ' if marks else ''}{safe(unit['reason'])}", file=out)
    print(file=out)
    _measures(one["measures"], out)


def _sign(main: str) -> str:
    """Return what a turn was on the whole, as wide as the widest of them."""
    return tr(_SIGNS[main]).ljust(max(len(tr(sign)) for sign in _SIGNS.values()))


def _measures(held: Row, out: TextIO) -> None:
    if held.get("ask_share") is None and held.get("intervals") is None:
        line = trn("{n} trainee turn: too few for figures, which need five that say something.",
                   "{n} trainee turns: too few for figures, which need five that say something.",
                   held["trainee_turns"])  # fmt: skip
        print(line.format(n=held["trainee_turns"]), file=out)
        return
    rows = _figures(held)
    wide = max(len(name) for name, _ in rows)
    for name, value in rows:
        print(f"{name:{wide}} {value}", file=out)


def _figures(held: Row) -> list[tuple[str, str]]:
    ends, back = held["intervals"], held["background"]
    counted = "  ".join(f"{code} {count}" for code, count in held["codes"].items() if count)
    run = trn("{n} turn", "{n} turns", held["longest_tell_run"]).format(n=held["longest_tell_run"])
    background = tr("reflections to questions {some}, complex reflections {complex} (people do not agree on these)")
    slope = tr("slope") + f" {spread(ends['slope'])}"
    brackets, ends_at = (
        tr("figures in brackets: {percent} interval").format(percent="95 %"),
        tr("from −3 (tell) to +3 (ask)"),
    )
    return [
        (tr("ask share"), f"{spread(ends['ask_share'])}   ({brackets})"),
        (tr("ask share by third"), f"{_thirds(held['thirds'])}   {slope}"),
        (tr("tell share"), spread(ends["tell_share"])),
        (tr("mean value"), f"{spread(ends['mean_value'])}   {ends_at}"),
        (tr("uptake"), spread(ends["uptake"])),
        (tr("share of the words"), spread(ends["talk_share"])),
        (tr("longest telling run"), run),
        (tr("codes"), counted or _NONE),
        (tr("background"), background.format(
            some=number(back["reflections_to_questions"]), complex=number(back["complex_reflections"])
        )),
    ]  # fmt: skip
