"""`toask scenario playtest`: do scenarios open for asking and stay shut for telling? Simulated trainees find out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.cli.wrong import CommandError
from simulator.scenario import catalog
from simulator.scenario.load import read

if TYPE_CHECKING:
    from simulator.playtest.crowd import Played
    from simulator.playtest.measures import Found
    from simulator.scenario.model import Scenario


def run(wanted: argparse.Namespace) -> int:
    """Play, measure, show; returns 1 where a scenario falls short."""
    from simulator.playtest import measures
    from simulator.playtest.trainees import PROFILES

    profiles = wanted.profile or list(PROFILES)
    if unknown := [name for name in profiles if name not in PROFILES]:
        raise CommandError(f"There is no profile '{unknown[0]}'; the profiles are {', '.join(PROFILES)}.", 2)
    if not 1 <= wanted.seeds <= 1000:
        raise CommandError("Give --seeds a number from 1 to 1000.", 2)
    scenarios = _scenarios(wanted.files)
    played = _played(scenarios, profiles, wanted)
    found = [measures.measure(one, held) for one, held in zip(scenarios, played, strict=True)]
    apart = measures.twins(found)
    if wanted.html:
        _html(found, played, wanted)
    if wanted.json:
        print(json.dumps(_document(found, apart), ensure_ascii=False))
    else:
        from simulator.playtest.table import lines

        print("\n".join(lines(found, apart)))
    return 1 if apart or any(one.wrong for one in found) else 0


def _document(found: list[Found], apart: list[str]) -> dict[str, Any]:
    from simulator.playtest import measures

    rows = [one.row | {"wrong": list(one.wrong)} for one in found]
    return {"scenarios": rows, "library": measures.library(found), "twins": apart}


def _scenarios(names: list[str]) -> list[Scenario]:
    """Return the scenarios named: files, folders, ids (in both languages), or all.

    Raises:
        CommandError: none is there, or one cannot be played.
    """
    out: list[Scenario] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            out += [_read(one) for one in sorted(path.rglob("*.yaml"))]
        elif path.exists() or path.suffix in (".yaml", ".yml"):
            out.append(_read(path))
        else:
            same = [entry.usable for entry in catalog.entries() if entry.id == name]
            out += same or [catalog.resolve(name, None).usable]
    if not out:
        raise CommandError("There is no scenario there; name files, ids or a folder with .yaml files.", 2)
    return out


def _read(path: Path) -> Scenario:
    scenario, _problems = read(path)
    if scenario is None:
        raise CommandError(f"{path} cannot be played yet; run `toask scenario check {path}` and mend what it says.", 1)
    return scenario


def _played(scenarios: list[Scenario], profiles: list[str], wanted: argparse.Namespace) -> list[list[Played]]:
    from simulator.playtest.crowd import cores, play_all, tasks

    parts = 1 if len(scenarios) >= 2 * cores() else cores()
    work = tasks(scenarios, profiles, range(wanted.seeds), parts, wanted.exact, wanted.voice or "")
    out: list[list[Played]] = [[] for _ in scenarios]
    places = {id(one): n for n, one in enumerate(scenarios)}
    for task, held in zip(work, play_all(work, wanted.jobs, lambda done: _tell(done, len(work))), strict=True):
        out[places[id(task.scenario)]] += held
    order = {name: n for n, name in enumerate(profiles)}
    for held in out:
        held.sort(key=lambda one: (order[one.profile], one.seed))
    return out


def _tell(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)


def _html(found: list[Found], played: list[list[Played]], wanted: argparse.Namespace) -> None:
    from dataclasses import asdict

    from simulator import i18n
    from simulator.playtest.measures import depths

    try:
        from simulator.report.paths import write_paths
    except ImportError as error:
        raise CommandError("The page needs the extra `report`: run `pip install 'toask[report]'`.", 1) from error
    rows = [one.row | {"wrong": list(one.wrong), "title": one.scenario.title} for one in found]
    talks = [
        [
            {"profile": talk.profile, "seed": talk.seed, "depths": depths(one.scenario, talk),
             "turns": [asdict(turn) for turn in talk.turns]}
            for talk in held
        ]
        for one, held in zip(found, played, strict=True)
    ]  # fmt: skip
    write_paths(rows, talks, Path(wanted.html), i18n.detect())
