"""Played scenarios as a table for the terminal, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simulator.playtest.measures import Found, library
from simulator.playtest.trainees import NEVER
from simulator.playtest.verdict import twins, wrong
from simulator.report.play_words import LAYER_NAMES, PROFILE_NAMES, named
from simulator.report.words import Words
from simulator.scenario.problems import clip

_WIDE = 20
_MOST_SHUT = 8
_REFUSED = {"JUDGE": 0, "OFFER": 0, "FILL": 0, "LEAD": 1}
"""Topics with these codes stand first: they cost something, where a plain question only opens nothing."""
Row = Mapping[str, Any]


def lines(found: Sequence[Found], words: Words) -> Iterator[str]:
    """Yield the lines of the table, then what falls short."""
    tr = words.tr
    yield tr("depth: deepest layer said (0 request, 0.33 visible, 0.67 underlying, 1 need) and its spread over talks;")
    yield tr("need: talks that got there; turn: when (median). --html FILE shows every path and the talks themselves.")
    yield ""
    for one in found:
        yield from _one(one, words)
        yield ""
    if len(found) > 1:
        yield from _library(found, words)
    yield from (tr("twins apart: {line}").format(line=line) for line in twins([one.row for one in found], words))


def _library(found: Sequence[Found], words: Words) -> Iterator[str]:
    total, tr = library(found), words.tr
    if total["contrast_mean"] is not None:
        yield tr("{n} scenarios: contrast mean {mean}, least {least}; items opened {share}").format(
            n=len(found), mean=words.number(total["contrast_mean"], 2),
            least=words.number(total["contrast_least"], 2), share=words.percent(total["opened"]),
        )  # fmt: skip
    rates = [
        f"{named(name, PROFILE_NAMES, tr)} {words.number(100 * rate)}%" for name, rate in total["core_rate"].items()
    ]
    yield f"{tr('need reached')}: {', '.join(rates)}"


def _one(found: Found, words: Words) -> Iterator[str]:
    row, tr = found.row, words.tr
    talks = words.trn("{n} talk", "{n} talks", row["talks"])
    yield f"{row['id']} ({row['language']}): {_contrast(found, words)}, {talks}"
    yield from _profiles(row, words)
    back = row["retreat"]
    if back["falls"]:
        after = back["turns_back"]
        yield "  " + tr("retreat: rapport fell {n} times, by {mean} on average; {after}").format(
            n=back["falls"], mean=words.number(back["mean_fall"], 2),
            after=tr("never back") if after is None else tr("back after {n} turns").format(n=round(after)),
        )  # fmt: skip
    for name, item, text in _opened_by_telling(found):
        yield "  " + tr("{who} opened {item} with: {text}").format(
            who=named(name, PROFILE_NAMES, tr), item=item, text=text
        )
    hard = row["difficulty"]
    if hard["patience_needed"]:
        yield "  " + tr("patience {now}: nine of ten good askers need {n}").format(
            now=hard["patience"], n=hard["patience_needed"]
        )
    if row["never_opened"]:
        yield "  " + tr("never opened: {ids}").format(ids=", ".join(row["never_opened"]))
    if row["cues_never_given"]:
        yield "  " + tr("cues never given: {ids}").format(ids=", ".join(row["cues_never_given"]))
    yield from _shut(found, words)
    short = wrong(found.scenario, row, words)
    yield from (f"  ! {line}" for line in short)
    if not short:
        yield "  " + tr("Nothing falls short.")


def _contrast(found: Found, words: Words) -> str:
    if found.row["contrast"] is not None:
        return words.tr("contrast {now}").format(now=words.number(found.row["contrast"], 2))
    if found.scenario.need is None:
        return words.tr("hides nothing")
    return words.tr("no contrast without asker and teller")


def _profiles(row: Row, words: Words) -> Iterator[str]:
    tr = words.tr
    heads = f"{tr('depth'):>7} {'±':>5} {tr('need'):>9} {tr('turn'):>6}"
    yield f"  {'':{_WIDE}} {heads}   {tr('first turn of each layer')}"
    for name, deep in row["depth"].items():
        turn = row["turns_to_need"][name]
        layers = ", ".join(
            f"{named(layer, LAYER_NAMES, tr)} {at:.0f}"
            for layer, at in row["turns_to_layer"][name].items()
            if at is not None
        )
        yield (
            f"  {named(name, PROFILE_NAMES, tr):{_WIDE}} {words.number(deep, 2):>7}"
            f" {words.number(row['spread'][name], 2):>5} {words.percent(row['core_rate'][name]):>9}"
            f" {'' if turn is None else format(turn, '.0f'):>6}   {layers}"
        ).rstrip()


def _shut(found: Found, words: Words) -> Iterator[str]:
    """Yield the topics that cannot open their item, those that cost something first; a few in all."""
    rows, tr = found.row["topics_that_cannot_open"], words.tr
    if not rows:
        return
    many = sum(len(item.topics) for item in found.scenario.items)
    yield "  " + tr("topics that cannot open their item: {n} of {all} (each asked right after the item's cue)").format(
        n=len(rows), all=many
    )
    dear = sorted(rows, key=lambda row: min((_REFUSED.get(code, 2) for code in row["codes"]), default=2))
    for row in dear[:_MOST_SHUT]:
        yield "    " + tr("line {line}, {item}: “{text}” is {codes}; it opens on {moves}").format(
            line=row["line"], item=row["item"], text=clip(row["text"], 70),
            codes=" ".join(row["codes"]), moves=", ".join(row["opens_on"]),
        )  # fmt: skip
    if len(rows) > _MOST_SHUT:
        yield "    " + tr("and {n} more: --json and --html show all").format(n=len(rows) - _MOST_SHUT)


def _opened_by_telling(found: Found) -> list[tuple[str, str, str]]:
    """Return what trainees opened who should open nothing: profile, item, their words; a few in all."""
    seen: dict[tuple[str, str], str] = {}
    for one in found.played:
        for turn in one.turns if one.profile in NEVER else ():
            if turn.act == "tell":
                seen.setdefault((one.profile, turn.target.removeprefix("item:")), turn.text)
    return [(name, item, clip(text, 90)) for (name, item), text in list(seen.items())[:4]]
