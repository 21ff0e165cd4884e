"""Played scenarios as a table for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.playtest.measures import Found, library
from simulator.playtest.trainees import NEVER
from simulator.scenario.problems import clip

_WIDE = 12


def lines(found: Sequence[Found], apart: Sequence[str]) -> Iterator[str]:
    """Yield the lines of the table, then what falls short."""
    yield "depth: deepest layer said (0 request, 0.33 visible, 0.67 underlying, 1 need) and its spread over talks;"
    yield "need: talks that got there; turn: when (median). --html FILE shows every path and the talks themselves."
    yield ""
    for one in found:
        yield from _one(one)
        yield ""
    if len(found) > 1:
        total = library(found)
        mean, least = total["contrast_mean"], total["contrast_least"]
        if mean is not None:
            opened = total["opened"]
            yield f"{len(found)} scenarios: contrast mean {mean:.2f}, least {least:.2f}; items opened {opened:.0%}"
        yield "need reached: " + ", ".join(f"{name} {rate:.1%}" for name, rate in total["core_rate"].items())
    yield from (f"twins apart: {line}" for line in apart)


def _one(found: Found) -> Iterator[str]:
    row = found.row
    if row["contrast"] is not None:
        contrast = f"contrast {row['contrast']:.2f}"
    else:
        contrast = "hides nothing" if found.scenario.need is None else "no contrast without asker and teller"
    yield f"{row['id']} ({row['language']}): {contrast}, {row['talks']} talks"
    yield f"  {'':{_WIDE}} {'depth':>6} {'±':>5} {'need':>5} {'turn':>5}   first turn of each layer"
    for name, deep in row["depth"].items():
        turn = row["turns_to_need"][name]
        layers = ", ".join(f"{layer} {at:.0f}" for layer, at in row["turns_to_layer"][name].items() if at is not None)
        yield (
            f"  {name:{_WIDE}} {deep:6.2f} {row['spread'][name]:5.2f} {row['core_rate'][name]:5.0%}"
            f" {'' if turn is None else format(turn, '.0f'):>5}   {layers}"
        )
    back = row["retreat"]
    if back["falls"]:
        after = "never back" if back["turns_back"] is None else f"back after {back['turns_back']:.0f} turns"
        yield f"  retreat: rapport fell {back['falls']} times, by {back['mean_fall']} on average; {after}"
    for name, item, text in _opened_by_telling(found):
        yield f"  the {name} opened {item} with: {text}"
    hard = row["difficulty"]
    if hard["patience_needed"]:
        yield f"  patience {hard['patience']}: nine of ten good askers need {hard['patience_needed']}"
    for title, key in (("never opened", "never_opened"), ("cues never given", "cues_never_given")):
        if row[key]:
            yield f"  {title}: {', '.join(row[key])}"
    yield from (f"  ! {line}" for line in found.wrong)
    if not found.wrong:
        yield "  nothing falls short"


def _opened_by_telling(found: Found) -> list[tuple[str, str, str]]:
    """Return what trainees opened who should open nothing: profile, item, their words; a few in all."""
    seen: dict[tuple[str, str], str] = {}
    for one in found.played:
        for turn in one.turns if one.profile in NEVER else ():
            if turn.act == "tell":
                seen.setdefault((one.profile, turn.target.removeprefix("item:")), turn.text)
    return [(name, item, clip(text, 90)) for (name, item), text in list(seen.items())[:4]]
