"""`toask review`: the screen, and what is done with a project in pipes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator import i18n
from simulator.cli.wrong import CommandError
from simulator.review import places
from simulator.scoring.jsontext import dumps
from simulator.scoring.show import safe
from simulator.when import day


def run(wanted: argparse.Namespace) -> int:
    """Run what is asked; without more, the screen."""
    what = wanted.names[0] if wanted.names else ""
    found = {"list": _list, "agree": _agree, "export": _export}.get(what)
    if found:
        return found(wanted, wanted.names[1:])
    if not what and not wanted.project:
        line = i18n.tr("Name a transcript, such as `toask review gesprek.vtt`; `toask review list` lists projects.")
        raise CommandError(line, 2)
    return _open(wanted)


def _open(wanted: argparse.Namespace) -> int:
    from simulator.review.desk import Desk
    from simulator.transcripts.errors import TranscriptError
    from simulator.transcripts.options import ReadOptions, columns_of
    from simulator.transcripts.speakers import mapping_of

    try:
        options = ReadOptions(wanted.format, columns_of(wanted.column), wanted.encoding)
        speakers = mapping_of(wanted.speaker)
    except TranscriptError as error:
        raise CommandError(str(error), 2) from error
    names = [_named(name) for name in wanted.names]
    desk = Desk(names, options, wanted.lang, speakers, wanted.coder, wanted.blind, wanted.project)
    for name in desk.names:
        if not name.startswith("conversation:") and not Path(name).exists():
            raise CommandError(i18n.tr("There is no file {path}; check the path.").format(path=safe(name, 200)), 2)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError(i18n.tr("`toask review` needs a terminal; list, agree and export work in pipes."), 2)
    from simulator.app.real import RealServices
    from simulator.app.review import run as run_app

    services = RealServices()
    try:
        return run_app(services, desk)
    finally:
        services.close()


def _named(name: str) -> str:
    """Return a name as it is, a conversation with its whole id, or a project of the data folder for its title."""
    from simulator.review.intake import LOGGED, full_name

    if name.startswith(LOGGED):
        return full_name(name)
    if Path(name).exists():
        return name
    some = [path for path in places.listed() if places.title(path) == name.removesuffix(places.ENDING)]
    return str(some[0]) if len(some) == 1 else name


def _list(wanted: argparse.Namespace, names: list[str]) -> int:
    from simulator.errors import ToaskError
    from simulator.review.journal import load

    rows: list[dict[str, Any]] = []
    for path in places.listed([Path(), *map(Path, names)]):
        try:
            project = load(path)
        except ToaskError as error:
            print(f"toask: {error}", file=sys.stderr)
            continue
        talks = [
            {
                "id": one.talk.id, "turns": len(one.trainee), "language": one.talk.language,
                "coders": [
                    {
                        "name": held.name, "blind": held.blind, "began": held.began, "finished": held.finished or None,
                        "turns": sum(turn.done for turn in held.turns.values()),
                    }
                    for held in one.codings.values() if held.began
                ],
            }
            for one in project.talks.values()
        ]  # fmt: skip
        rows.append({"path": str(path), "id": project.id, "created": project.created, "transcripts": talks})
    if wanted.json:
        print(dumps({"projects": rows}))
    else:
        _show_list(rows)
    return 0


def _show_list(rows: list[dict[str, Any]]) -> None:
    tr, trn = i18n.tr, i18n.trn
    if not rows:
        print(tr("There are no review projects here yet; `toask review FILE` begins one."))
    for row in rows:
        print(safe(row["path"]))
        for talk in row["transcripts"]:
            turns = trn("{n} turn", "{n} turns", talk["turns"]).format(n=talk["turns"])
            print(f"  {safe(talk['id'], 50)} · {turns}")
            for one in talk["coders"]:
                how = tr("finished") if one["finished"] else tr("{n} of {all} turns").format(
                    n=one["turns"], all=talk["turns"]
                )  # fmt: skip
                blind = f" ({tr('blind')})" if one["blind"] else ""
                print(f"    {safe(one['name'], 60)}: {how}{blind} · {day(one['began'])}")


def _agree(wanted: argparse.Namespace, names: list[str]) -> int:
    from simulator.cli.agree import show
    from simulator.review.agree import compared
    from simulator.review.journal import load

    if len(names) != 1:
        line = i18n.tr("Name one project: `toask review agree PROJECT`; `toask review list` shows them.")
        raise CommandError(line, 2)
    pairs = [tuple(wanted.coders)] if wanted.coders else []
    found = compared(load(places.find(names[0])), pairs)
    if wanted.json:
        print(dumps(found))
    for number, one in enumerate(found["pairs"] if not wanted.json else []):
        print("\n" if number else "", end="")
        show(one)
        for side in ("a", "b"):
            if not one["blind"][side]:
                print(i18n.tr("{name} did not code blind, so these figures flatter.").format(name=safe(one[side], 60)))
    for left in found["left_out"]:
        line = i18n.tr("{name} is left out: {who} still codes it blind.")
        told = line.format(name=safe(left["conversation"], 60), who=safe(", ".join(left["still_blind"]), 60))
        print(f"toask: {told}", file=sys.stderr)
    return 0


def _export(wanted: argparse.Namespace, names: list[str]) -> int:
    from simulator.review.export import export

    if not names or not wanted.out:
        raise CommandError(i18n.tr("Say what and where: `toask review export PROJECT --out FOLDER`."), 2)
    found = export([places.find(name) for name in names], Path(wanted.out), wanted.coder)
    told: Mapping[str, Any] = {
        "files": [str(path) for path in found.files], "conversations": found.conversations, "turns": found.turns,
        "units": found.units, "context_turns": found.context,
        "left_out": [{"conversation": name, "why": why} for name, why in found.left_out],
    }  # fmt: skip
    if wanted.json:
        print(dumps(told))
        return 0
    for path in found.files:
        print(safe(str(path)))
    line = i18n.tr("{talks} transcripts, {turns} turns with {units} parts; {context} turns go along without codes.")
    print(line.format(talks=found.conversations, turns=found.turns, units=found.units, context=found.context))
    for name, why in found.left_out:
        left = i18n.tr("{name} is left out: {why}.").format(name=safe(name, 60), why=why)
        print(f"toask: {left}", file=sys.stderr)
    return 0
