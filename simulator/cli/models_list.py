"""`toask models list`: which models there are, which are here, and which this machine has room for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from simulator.app.errors import said
from simulator.cli.say import say
from simulator.i18n import mark, tr
from simulator.models import card as cards
from simulator.models import folder, memory
from simulator.models.card import Card
from simulator.models.memory import Gpu, Memory
from simulator.practice.build import DEFAULT_VOICE

WAYS = {
    "select": mark("chooses among written lines"),
    "compose": mark("puts a reaction before a written line"),
    "adapt": mark("rewords written lines"),
    "free": mark("writes"),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether there is room for a model now (None: this system does not say), and why."""

    fits: bool | None
    why: str


def run(*, as_json: bool) -> int:
    """Print the list; 1 where a model is not whole."""
    rows, machine, gpus = folder.listed(), memory.now(), memory.gpus()
    used = folder.in_use() or DEFAULT_VOICE
    fits = {row.card.name: fit(row.card, machine, gpus) for row in rows}
    damaged = [row.damaged for row in rows if row.damaged]
    if as_json:
        models = [_object(row, fits[row.card.name], row.card.name == used) for row in rows]
        print(json.dumps({"models": models, "machine": _machine(machine, gpus)} | _wrong(), ensure_ascii=False))
    else:
        for row in rows:
            _show(row, fits[row.card.name], row.card.name == used)
        print(_about(machine, gpus))
        print(tr("* speaks for the school; `toask models pull NAME` fetches one, `toask models use NAME` changes it."))
    for sentence in damaged:
        say(said(sentence))
    return 1 if damaged else 0


def fit(model: Card, machine: Memory | None, gpus: list[Gpu]) -> Fit:
    """Return whether there is room for a model; one behind a server may also lie on a graphics card."""
    card = next((one for one in gpus if one.memory is not None and one.memory >= model.memory), None)
    if model.run == "server" and card is not None and card.memory is not None:
        need, there = memory.figures(model.memory, card.memory)
        line = tr("fits on {gpu}: needs {need}, it has {there}")
        return Fit(True, line.format(gpu=card.name, need=need, there=there))
    if machine is None:
        (need,) = memory.figures(model.memory)
        return Fit(None, tr("needs {need}; how much is free is not known here").format(need=need))
    need, free = memory.figures(model.memory, machine.free)
    if machine.free >= model.memory:
        return Fit(True, tr("fits: needs {need}, {free} free now").format(need=need, free=free))
    if machine.total >= model.memory:
        return Fit(False, tr("does not fit now: needs {need}, {free} free").format(need=need, free=free))
    need, total = memory.figures(model.memory, machine.total)
    line = tr("does not fit here: needs {need}, this machine has {total}")
    if machine.capped:
        line = tr("does not fit here: needs {need}, the limit set for programs here is {total}")
    return Fit(False, line.format(need=need, total=total))


def _object(row: folder.Listed, room: Fit, default: bool) -> dict[str, Any]:
    model = row.card
    return {
        "name": model.name,
        "title": model.title,
        "kind": model.kind,
        "run": model.run,
        "server": model.server.model_dump(exclude_none=True) if model.server else None,
        "languages": list(model.languages),
        "licence": model.licence,
        "size": model.size,
        "memory_mb": model.memory,
        "ways": list(model.ways),
        "thinking": model.thinking,
        "present": row.present,
        "damaged": bool(row.damaged),
        "fits": room.fits,
        "why": room.why,
        "default": default,
    }


def _machine(machine: Memory | None, gpus: list[Gpu]) -> dict[str, Any]:
    return {
        "memory_mb": machine.total if machine else None,
        "free_mb": machine.free if machine else None,
        "limited": machine.capped if machine else None,
        "gpus": [{"name": one.name, "memory_mb": one.memory} for one in gpus],
    }


def _wrong() -> dict[str, Any]:
    return {"wrong": {name: str(error) for name, error in cards.shelf().wrong.items()}}


def _show(row: folder.Listed, room: Fit, used: bool) -> None:
    model = row.card
    size = f"{model.size / 1e6:.0f} MB"
    speaks = "+".join(sorted(model.languages))
    star = "*" if used else " "
    print(f"{star} {model.name:22} {model.kind:8} {speaks:5} {size:>8}  {_state(row):16} {model.licence}")
    does = ", ".join(tr(WAYS[way]) for way in model.ways) or tr("matches topics")
    print(f"    {does}; {room.why}")


def _state(row: folder.Listed) -> str:
    if row.card.run == "server":
        return tr("behind a server")
    if row.damaged:
        return tr("damaged")
    if row.present:
        return tr("here")
    return tr("{n} MB so far").format(n=f"{row.partial / 1e6:.0f}") if row.partial else tr("not here")


def _about(machine: Memory | None, gpus: list[Gpu]) -> str:
    """Return in one line what this machine has."""
    names = ", ".join(f"{one.name} ({memory.figures(one.memory)[0]})" if one.memory else one.name for one in gpus)
    cards_line = tr("graphics card: {names}").format(names=names) if gpus else tr("no graphics card for models")
    if machine is None:
        return tr("This machine: {gpu}.").format(gpu=cards_line)
    total, free = memory.figures(machine.total, machine.free)
    limit = tr(" (a limit set for programs here)") if machine.capped else ""
    line = tr("This machine: {total} of memory{limit}, {free} free now; {gpu}.")
    return line.format(total=total, limit=limit, free=free, gpu=cards_line)
