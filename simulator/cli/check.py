"""`toask scenario check`: all that is wrong in scenario files, as text, JSON or annotations of a pull request."""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from importlib.resources import files
from pathlib import Path

from simulator.cli.language import chosen
from simulator.cli.wrong import CommandError
from simulator.scenario import twins
from simulator.scenario.check_language import check_language
from simulator.scenario.load import place_of, read, read_source
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Finding, Problem, has_errors, tidy
from simulator.scenario.raw import Data
from simulator.scenario.said import in_language, said
from simulator.scenario.sentences import nearest
from simulator.scenario.yaml_strict import parse

FEW = 2
"""Of no more files than these meanings are compared too, which takes some seconds, unless one says otherwise."""
MANY = 8
"""From so many files on they are read in several processes."""


def run(wanted: argparse.Namespace) -> int:
    """Check, show; returns 1 on errors (with `--strict` on warnings too)."""
    language = chosen(wanted)
    if wanted.explain:
        print(explained(wanted.explain, language))
        return 0
    if not wanted.files:
        raise CommandError(said("Name a scenario file or a folder: toask scenario check FILE…", language), 2)
    paths = [one for name in wanted.files for one in _paths(Path(name))]
    if not paths:
        line = f"There is no scenario in {', '.join(wanted.files)}; name a .yaml file, or a folder with some."
        raise CommandError(said(line, language), 2)
    problems = checked(paths)
    if wanted.meaning or (wanted.meaning is None and len(paths) <= FEW):
        problems += _meanings(paths, language)
    problems = in_language(problems, language)
    if wanted.format == "json":
        print(json.dumps({"problems": [asdict(one) for one in problems]}, ensure_ascii=False))
    else:
        for one in problems:
            print(_annotation(one) if wanted.format == "github" else one)
    if not problems and wanted.format == "text":
        print(said("No problems found.", language), file=sys.stderr)
    return 1 if has_errors(problems) or (wanted.strict and problems) else 0


def checked(paths: Sequence[Path]) -> list[Problem]:
    """Return all problems of some files: of each by itself, then held against each other and against those beside."""
    found: list[Problem] = []
    good: dict[Path, Scenario] = {}
    for path, (scenario, problems) in zip(paths, _all(paths), strict=True):
        found += problems
        if scenario is not None:
            good[path] = scenario
    found += [place_of(path, finding) for path, finding in twins.same_ids(good.items())]
    named = {path.resolve() for path in paths}
    for path, scenario in good.items():
        other = twins.beside(path, scenario) if len(paths) <= FEW else None
        if other is not None and other.resolve() not in named:
            found.append(place_of(path, replace(twins.same_id(other, scenario.id), severity="warning")))
        found += [place_of(path, finding) for finding in _twin(path, scenario, good)]
    return found


def _all(paths: Sequence[Path]) -> list[tuple[Scenario | None, list[Problem]]]:
    """Read the files; many of them on all cores, where processes begin at once and end before they hold much."""
    if len(paths) < MANY or "fork" not in multiprocessing.get_all_start_methods() or sys.platform == "darwin":
        return [_read(path) for path in paths]
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("fork"), initializer=gc.disable) as pool:
        return list(pool.map(_read, paths, chunksize=2))


def _read(path: Path) -> tuple[Scenario | None, list[Problem]]:
    """Read a file; with what is wrong in the language that it names, which is told here alone: that takes a second."""
    scenario, problems = read(path)
    data = scenario.model_dump() if scenario is not None else _data(path)
    found = [place_of(path, one) for one in check_language(data, _tell_language)]
    return scenario, tidy([*problems, *found]) if found else problems


def _data(path: Path) -> Data:
    """Return what a file with errors holds, as far as it can be read."""
    root = parse(read_source(path)[0] or "", str(path)).root
    return root.value if root is not None and isinstance(root.value, dict) else {}


def _tell_language(texts: Sequence[str]) -> tuple[str, str]:
    from simulator.transcripts.language import language_of, name_of
    from simulator.transcripts.model import Conversation, Line

    try:
        shares = language_of(Conversation("", tuple(Line("school", one) for one in texts))).shares
    except ImportError:  # the extra `transcripts` is not installed
        return "", ""
    return (shares[0][0], name_of(shares[0][0])) if shares else ("", "")


def _meanings(paths: Sequence[Path], language: str) -> list[Problem]:
    """Return what comes too near to something hidden by its meaning; nothing where the models are not installed."""
    from simulator.scenario.check_meaning import check_meaning

    try:
        from simulator.practice.build import shared_encoder

        encoder = shared_encoder()
    except ImportError:
        line = "Meanings were not compared: that needs `pip install 'toask[model]'`."
        print(said(line, language), file=sys.stderr)
        return []
    found: list[Problem] = []
    for path in paths:
        scenario, _ = read(path)
        if scenario is not None:
            encoder.take(f"{scenario.language}-{scenario.id}")
            found += [place_of(path, one) for one in check_meaning(scenario, encoder.encode)]
            encoder.keep()
    return found


def _twin(path: Path, scenario: Scenario, good: dict[Path, Scenario]) -> Iterator[Finding]:
    other = twins.other_path(path)
    if other is None:
        return
    if not other.exists():
        message = f"There is no {other.parent.name}/{other.name}; write the case in the other language too."
        yield Finding(("language",), message, "no-twin", "warning")
        return
    held = {one.resolve(): known for one, known in good.items()}
    twin = held.get(other) or read(other)[0]
    if twin is not None:
        yield from twins.shape(scenario, twin)


def _paths(path: Path) -> list[Path]:
    return sorted(one for one in path.rglob("*") if one.suffix in (".yaml", ".yml")) if path.is_dir() else [path]


def _annotation(one: Problem) -> str:
    """Return a problem as a workflow command; what it says may hold no line break and no bare per cent sign."""
    text = one.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    file = one.file.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    return f"::{one.severity} file={file},line={one.line},col={one.col},title={one.rule}::{text}"


def explained(rule: str, language: str) -> str:
    """Return what a rule is for.

    Raises:
        CommandError: there is no such rule.
    """
    import yaml

    texts = yaml.safe_load(files("simulator.scenario").joinpath("rules.yaml").read_text(encoding="utf-8"))
    if rule not in texts:
        near = nearest(rule, texts)
        hint = f"did you mean '{near}'?" if near else f"the rules are {', '.join(sorted(texts))}."
        raise CommandError(said(f"There is no rule '{rule}'; {hint}", language), 2)
    return f"{rule}: {texts[rule][language]}"
