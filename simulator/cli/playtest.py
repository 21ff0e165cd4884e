"""`toask scenario playtest`: do scenarios open for asking and stay shut for telling? Simulated trainees find out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli import outputs
from simulator.cli.language import chosen
from simulator.cli.wrong import CommandError
from simulator.i18n import tr
from simulator.scenario import catalog, twins
from simulator.scenario.load import read, read_source
from simulator.scenario.said import said, why

if TYPE_CHECKING:
    from simulator.playtest.crowd import Done
    from simulator.playtest.measures import Found
    from simulator.report.words import Words
    from simulator.scenario.model import Scenario


def run(wanted: argparse.Namespace) -> int:
    """Play, measure, show; returns 1 where a scenario falls short."""
    from simulator.playtest import measures
    from simulator.playtest.topics import placed
    from simulator.playtest.trainees import PROFILES
    from simulator.playtest.verdict import twins as twins_apart
    from simulator.report.words import Words

    language = chosen(wanted)
    profiles = wanted.profile or list(PROFILES)
    if unknown := [name for name in profiles if name not in PROFILES]:
        line = tr("There is no profile '{name}'; the profiles are {names}.")
        raise CommandError(line.format(name=unknown[0], names=", ".join(PROFILES)), 2)
    if not 1 <= wanted.seeds <= 1000:
        raise CommandError(tr("Give --seeds a number from 1 to 1000."), 2)
    files = _files(wanted.files, language)
    outputs.check([Path(wanted.html)] if wanted.html else [], (path for path, _ in files))
    done = _played([scenario for _, scenario in files], profiles, wanted)
    found = [
        measures.measure(one, held.played, placed(held.shut, one, read_source(path)[0] or ""))
        for (path, one), held in zip(files, done, strict=True)
    ]
    apart = twins_apart([one.row for one in found], Words("en"))
    words = Words(language)
    if wanted.html:
        _html(found, Path(wanted.html), words)
    if wanted.json:
        rows = [one.row | {"wrong": list(one.wrong)} for one in found]
        document = {"scenarios": rows, "library": measures.library(found), "twins": apart}
        print(json.dumps(document, ensure_ascii=False))
    else:
        from simulator.playtest.table import lines

        print("\n".join(lines(found, words)))
    return 1 if apart or any(one.wrong for one in found) else 0


def _files(names: list[str], language: str) -> list[tuple[Path, Scenario]]:
    """Return the scenarios named, each once with its file: files, folders, ids (in both languages), or all.

    Raises:
        CommandError: none is there, one cannot be played, or two have one id.
    """
    out: list[tuple[Path, Scenario]] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            found = sorted(one for one in path.rglob("*") if one.suffix in (".yaml", ".yml"))
            out += [(one, _read(one, language)) for one in found]
        elif path.exists() or path.suffix in (".yaml", ".yml"):
            out.append((path, _read(path, language)))
        else:
            same = [entry for entry in catalog.entries() if entry.id == name]
            out += [(entry.path, entry.usable) for entry in same or [catalog.resolve(name, None)]]
    if not out:
        raise CommandError(tr("There is no scenario there; name files, ids or a folder with .yaml files."), 2)
    once: dict[Path, tuple[Path, Scenario]] = {}
    for path, one in out:
        once.setdefault(path.resolve(), (path, one))
    for path, finding in twins.same_ids(once.values()):  # their figures could not be told apart
        raise CommandError(f"{path}: {said(finding.message, language)}", 1)
    return list(once.values())


def _read(path: Path, language: str) -> Scenario:
    scenario, problems = read(path)
    if scenario is None:
        line = tr("{why} All that is wrong with it: `toask scenario check {path}`.")
        raise CommandError(line.format(why=why(problems, language), path=path), 1)
    return scenario


def _played(scenarios: list[Scenario], profiles: list[str], wanted: argparse.Namespace) -> list[Done]:
    """Return what each scenario gave, its talks by profile and seed."""
    from simulator.playtest.crowd import Done, cores, play_all, tasks
    from simulator.playtest.trainees import PROFILES

    parts = 1 if len(scenarios) >= 2 * cores() else cores()
    # A trial with some of the trainees is to be quick; what is wrong with the file itself is told by a whole one.
    whole = set(profiles) == set(PROFILES)
    work = tasks(scenarios, profiles, range(wanted.seeds), parts, wanted.exact, wanted.voice or "", topics=whole)
    out = [Done([], []) for _ in scenarios]
    places = {id(one): n for n, one in enumerate(scenarios)}
    for task, done in zip(work, play_all(work, wanted.jobs, lambda n: _tell(n, len(work))), strict=True):
        mine = out[places[id(task.scenario)]]
        mine.played.extend(done.played)
        mine.shut.extend(done.shut)
    order = {name: n for n, name in enumerate(profiles)}
    for one in out:
        one.played.sort(key=lambda talk: (order[talk.profile], talk.seed))
    return out


def _tell(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{of}", end="\n" if done == of else "", file=sys.stderr, flush=True)


def _html(found: list[Found], path: Path, words: Words) -> None:
    from dataclasses import asdict

    from simulator.playtest.measures import depths
    from simulator.playtest.verdict import wrong

    try:
        from simulator.report.paths import write_paths
    except ImportError as error:
        raise CommandError(tr("The page needs the extra `report`: run `pip install 'toask[report]'`."), 1) from error
    rows = [one.row | {"wrong": wrong(one.scenario, one.row, words), "title": one.scenario.title} for one in found]
    talks = [
        [
            {"profile": talk.profile, "seed": talk.seed, "depths": depths(one.scenario, talk),
             "turns": [asdict(turn) for turn in talk.turns]}
            for talk in one.played
        ]
        for one in found
    ]  # fmt: skip
    write_paths(rows, talks, path, words)
