"""`toask models`: list, pull, use, bench, judge. Without any of them: list."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from simulator.app.errors import said, step_name
from simulator.cli.say import say_damaged_cards
from simulator.cli.steps import rare
from simulator.cli.wrong import CommandError
from simulator.i18n import tr
from simulator.models import card as cards
from simulator.models import folder, memory, pull, servers
from simulator.practice.build import DEFAULT_VOICE

WARMUPS = Path(__file__).parents[1] / "practice" / "warmup"

FIRST = ("vakdocent-dans", "kant-en-klaar")


def run(wanted: argparse.Namespace) -> int:
    """Run the sub-command and return its exit status."""
    say_damaged_cards()
    if wanted.sub in (None, "list"):
        from simulator.cli import models_list

        return models_list.run(as_json=bool(wanted.sub) and wanted.json)
    if wanted.sub == "judge":
        from simulator.cli import judge

        return judge.run(wanted)
    return {"pull": _pull, "use": _use, "bench": _bench}[wanted.sub](wanted)


def _pull(wanted: argparse.Namespace) -> int:
    for name in wanted.names or [folder.in_use() or DEFAULT_VOICE]:
        model = cards.card(name)
        bar = Bar()
        path = pull.pull(model, bar)
        where = tr("it came with toask") if model.shipped else str(path)
        bar.done(f"{name}: {where}")
        if model.kind == "lm" and not model.shipped:
            _unpack(path)
    _read_scenarios()
    return 0


def _unpack(path: Path) -> None:
    """Convert the weights now, so that the first conversation does not wait for it; anew where that is damaged."""
    from simulator.voice.convert import is_whole, prepared

    def tell(step: str) -> None:
        print(f"  {step_name(step)} …", file=sys.stderr, flush=True)

    if not is_whole(prepared(path, tell)):
        prepared(path, tell, anew=True)


def _read_scenarios() -> None:
    """Encode what trainees could ask of the schools that most begin with, once; only numbers are kept.

    The others are encoded when they are first opened, while their brief is read (some seconds).
    """
    from simulator.practice.build import shared_encoder
    from simulator.scenario import catalog
    from simulator.school.topics import Topics

    encoder = shared_encoder()
    warmups = [catalog.entry(path, True) for path in sorted(WARMUPS.glob("*.yaml"))]
    first = [entry for entry in catalog.entries() if entry.shipped and entry.id in FIRST]
    for entry in [*warmups, *first]:
        if entry.scenario is not None:
            started = time.monotonic()
            encoder.take(f"{entry.language}-{entry.scenario.id}")
            Topics(entry.scenario, encoder)
            encoder.keep()
            if time.monotonic() - started > 1:
                line = tr("read {name}").format(name=f"{entry.language}/{entry.id}")
                print(f"  {line}", file=sys.stderr, flush=True)


def _use(wanted: argparse.Namespace) -> int:
    server = wanted.server or ""
    if server and not servers.is_address(server):
        line = tr("{url} is not a server's address: write it as http://host:port/v1.")
        raise CommandError(line.format(url=repr(server)), 2)
    if server and cards.speaking(wanted.name).run != "server":
        line = tr("{name} runs on this machine and not behind a server; leave out --server.")
        raise CommandError(line.format(name=wanted.name), 2)
    _ready(cards.speaking(wanted.name), server)
    model = folder.use(wanted.name, server)
    line = tr("{name} speaks from now on.")
    print(f"{line.format(name=model.name)} {model.licence}.")
    for missing in ("nl", "en"):
        if missing not in model.languages:
            name = tr("Dutch") if missing == "nl" else tr("English")
            line = tr("It does not know {name}: choose another for conversations in {name} (`toask models list`).")
            print(line.format(name=name))
    there = servers.voice_of(model) if model.run == "server" else None
    if there is not None:
        print(_told(there))
    elif lacks := memory.short(model):
        print(said(lacks))
    return 0


def _ready(model: cards.Card, server: str) -> None:
    """See that a model can speak here: one that cannot would leave whoever practises without a voice.

    Raises:
        CommandError: it cannot; the voice stays as it was.
    """
    name = model.name
    if model.run == "server":
        if not (server or servers.address()):
            raise CommandError(servers.missing(model), 2)
        return
    row = next(one for one in folder.listed() if one.card.name == name)
    if row.damaged:
        raise CommandError(row.damaged)
    if not row.present:
        line = tr(
            "{name} is not here yet, so the voice stays as it was: run `toask models pull {name}`, then this again."
        )
        raise CommandError(line.format(name=name))
    machine = memory.now()
    if machine is not None and machine.total < model.memory:
        need, total = memory.figures(model.memory, machine.total)
        line = tr(
            "{name} needs {need} and there is {total} in all, so the voice stays as it was; choose a smaller one."
        )
        raise CommandError(line.format(name=name, need=need, total=total))


def _told(voice: str) -> str:
    """Return where words go with that voice: a server's address with the model's name there."""
    url, _, name = voice.removeprefix("http:").partition("#")
    where = url.partition("//")[2].rpartition("@")[2]
    return tr("What is said goes to the server at {where}, which must have the model {name}.").format(
        where=where, name=name
    )


def _bench(wanted: argparse.Namespace) -> int:
    from simulator.voice.bench import bench

    found = bench(cards.speaking(wanted.name or folder.in_use() or DEFAULT_VOICE), progress=rare)
    if wanted.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    for key, value in found.items():
        print(f"{key:18} {_shown(value)}")
    if found["tokens_per_s"] is None:
        line = tr("{name} chose among written lines and wrote nothing, so there are no tokens per second.")
        print(line.format(name=found["model"]))
    return 0


def _shown(value: object) -> str:
    """Return a result as it stands in a table: parts one behind the other."""
    if isinstance(value, dict):
        return "  ".join(f"{name} {_shown(part)}" for name, part in value.items())
    return "–" if value is None else str(value)


class Bar:
    """A progress bar on stderr: drawn anew on a terminal, a line every ten per cent elsewhere."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._last = -1
        self._when = 0.0

    def __call__(self, done: int, total: int, name: str) -> None:
        """Show how far it is: bytes done, bytes in all, what is being fetched."""
        percent = int(100 * done / total) if total else 0
        if self._terminal:
            if percent == self._last and time.monotonic() - self._when < 0.2:
                return
            self._when = time.monotonic()
            filled = "#" * (percent // 4)
            text = f"\r{name[:36]:36} [{filled:25}] {percent:3}%  {done / 1e6:7.1f} / {total / 1e6:.1f} MB"
            print(text, end="", file=sys.stderr, flush=True)
        elif percent // 10 > self._last // 10 or self._last < 0:
            line = tr("{name} {share} ({done} of {total} MB)")
            filled = line.format(name=name, share=f"{percent}%", done=f"{done / 1e6:.0f}", total=f"{total / 1e6:.0f}")
            print(filled, file=sys.stderr, flush=True)
        self._last = percent

    def done(self, text: str) -> None:
        """End the bar and say where things are."""
        print(("\n" if self._terminal else "") + text, file=sys.stderr, flush=True)
