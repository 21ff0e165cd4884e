"""`toask scenario`: list, show, schema and run; what trainers write with has files of its own."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from simulator.app.errors import said
from simulator.cli.language import chosen
from simulator.cli.say import say, say_damaged_cards
from simulator.cli.steps import rare
from simulator.cli.wrong import CommandError
from simulator.i18n import tr, trn
from simulator.practice.api import LONGEST_TURN
from simulator.report.labels import LAYER_NAMES
from simulator.scenario import catalog
from simulator.scenario.load import show

if TYPE_CHECKING:
    from simulator.practice.api import TurnResult

OWN_FILES = ("check", "new", "playtest", "preview")
"""Sub-commands with a file of their own, which is imported only for them."""


def run(wanted: argparse.Namespace) -> int:
    """Run the sub-command and return its exit status."""
    chosen(wanted)
    if wanted.sub in OWN_FILES:
        return int(import_module(f"simulator.cli.{wanted.sub}").run(wanted))
    return {"list": _list, "show": _show, "run": _run, "schema": _schema}[wanted.sub](wanted)


def _list(wanted: argparse.Namespace) -> int:
    rows = catalog.entries()
    if wanted.json:
        keys = [
            {"id": r.id, "language": r.language, "title": r.title, "path": str(r.path), "ok": r.head is not None}
            for r in rows
        ]
        print(json.dumps({"scenarios": keys}, ensure_ascii=False))
        return 0
    for row in rows:
        why = tr("cannot be played: run `toask scenario check {path}`").format(path=row.path)
        problem = "" if row.head else f"  ({why})"
        print(f"{row.id:24} {row.language:3} {row.title}{problem}")
    return 0


def _schema(wanted: argparse.Namespace) -> int:
    from simulator.scenario import schema

    if wanted.write:
        try:
            Path(wanted.write).write_text(schema.text(), encoding="utf-8")
        except OSError as error:
            line = tr("{path} cannot be written ({why}); name another file.")
            raise CommandError(line.format(path=wanted.write, why=said(error.strerror or str(error))), 1) from error
        say(tr("{path} written.").format(path=wanted.write))
    else:
        print(schema.text(), end="")
    return 0


def _show(wanted: argparse.Namespace) -> int:
    entry = catalog.resolve(wanted.file, wanted.lang)
    scenario = entry.usable
    if wanted.json:
        print(json.dumps(show(scenario), ensure_ascii=False, indent=2))
        return 0
    version = tr("version") + f" {scenario.version}"
    print(f"{scenario.title}  [{scenario.id}, {scenario.language}, {version}]\n\n{scenario.brief}\n")
    for speaker in scenario.speakers:
        print(f"{speaker.name}, {speaker.role} ({speaker.manner})")
    items, facts = len(scenario.items), len(scenario.school.facts)
    free = trn("{n} free fact", "{n} free facts", facts).format(n=facts)
    some = trn("{n} item", "{n} items", items).format(n=items)
    print(f"\n{some}, {free}")
    names = {layer: tr(name) for layer, name in LAYER_NAMES.items()}
    wide = max(map(len, names.values()))
    for item in scenario.items:
        print(f"  {names[item.layer]:{wide}}  {item.id}: {item.content}")
    if scenario.need:
        print(f"\n{scenario.need.statement}")
    return 0


def _run(wanted: argparse.Namespace) -> int:
    from simulator.practice.begin import begin
    from simulator.practice.build import Workshop
    from simulator.practice.store import Store

    entry = catalog.resolve(wanted.file, wanted.lang)
    scenario = entry.usable
    turns = _turns(wanted.turns)
    say_damaged_cards()
    with tempfile.TemporaryDirectory(prefix="toask-run-") as folder, Workshop(wanted.voice) as workshop:
        store = Store(Path(folder) / "practice.db")
        minds = workshop.minds(scenario, rare, ahead=wanted.turns == "-")
        session = begin(store, scenario, entry.text, minds, seed=wanted.seed, mode="run")
        last: TurnResult | None = None
        for text in turns:
            if last is None or not last.ended:
                last = session.turn(text, Event(), lambda clause: None)
                row = as_json(last)
            else:
                row = over(text, last)
            print(json.dumps(row, ensure_ascii=False) if wanted.json else _plain(row), flush=True)
        store.close()
    return 0


def _turns(name: str) -> Iterator[str]:
    """Yield the turns of a file, or of stdin line by line.

    Raises:
        CommandError: no such file, nothing in it, or a line that is not `{"text": …}`.
    """
    try:
        stream = sys.stdin if name == "-" else Path(name).open(encoding="utf-8-sig")  # noqa: SIM115 - stdin may not be closed
    except OSError as error:
        line = tr("Cannot read {name} ({why}); give a file of lines like {example}.")
        why = said(error.strerror or str(error))
        raise CommandError(line.format(name=name, why=why, example='{"text": …}'), 2) from error
    any_given = False
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            text = json.loads(line)["text"]
            if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_TURN:
                raise TypeError
        except (ValueError, KeyError, TypeError) as error:
            told = tr("write one object a line, like {example}, with 1 to {most} characters.")
            told = told.format(example='{"text": "…"}', most=LONGEST_TURN)
            raise CommandError(f"{name}:{number}: {told}", 2) from error
        any_given = True
        yield text
    if not any_given:
        line = tr("There is no turn in {name}; give lines like {example}.")
        raise CommandError(line.format(name="stdin" if name == "-" else name, example='{"text": "…"}'), 2)


def as_json(result: TurnResult) -> dict[str, Any]:
    """Return a turn in the keys of the command contract."""
    from simulator.practice.serial import unit_to_json

    return {
        "turn": result.turn,
        "text": result.text,
        "units": [unit_to_json(unit) for unit in result.units],
        "main": result.main,
        "act": result.act,
        "item": result.item,
        "speaker": result.speaker,
        "reply": result.reply,
        "ended": result.ended,
        "voiced_by": result.voiced_by,
        "rapport": result.rapport,
        "unlocked": list(result.unlocked),
        "stage": result.stage,
        "seconds": result.seconds,
    }


def over(text: str, last: TurnResult) -> dict[str, Any]:
    """Return what a turn after the end gets: nothing changes, and `ended` says why."""
    quiet: dict[str, Any] = {
        "text": text,
        "units": [],
        "main": "neutral",
        "act": "close",
        "item": None,
        "reply": "",
        "ended": True,
    }
    return {**as_json(last), **quiet, "voiced_by": "author", "seconds": dict.fromkeys(last.seconds, 0.0)}


def _plain(row: dict[str, Any]) -> str:
    codes = " ".join(unit["code"] for unit in row["units"])
    return f"> {row['text']}\n  [{codes}; {row['act']} {row['item'] or ''}; rapport {row['rapport']}]\n{row['reply']}\n"
