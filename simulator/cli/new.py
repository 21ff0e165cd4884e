"""`toask scenario new`: asks a trainer through the parts of a case and writes a commented file that can be played."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from simulator.app.errors import said
from simulator.cli.language import chosen
from simulator.cli.wrong import CommandError
from simulator.i18n import tr, trn
from simulator.scenario import catalog, new
from simulator.scenario.load import read_text
from simulator.scenario.problems import Problem, has_errors
from simulator.scenario.schema import MODELINE

_SLASHES = tuple(filter(None, (os.sep, os.altsep)))
_SCHEMA = "scenario.schema.json"


def run(wanted: argparse.Namespace) -> int:
    """Ask, write, say what comes next. What was answered before Ctrl+C or the end of the input is not lost."""
    language = chosen(wanted)
    named = _named(wanted.file) if wanted.file else None
    answers: dict[str, Any] = {}
    if not wanted.blank:
        print(tr("A new case. Answer in plain words; Enter skips a question."), file=sys.stderr)
        print(tr("You can change everything in the file later."), file=sys.stderr)
        try:
            _ask(language, answers)
        except (EOFError, KeyboardInterrupt):
            print(file=sys.stderr)
    path = named or _free(new.slug(str(answers.get("title") or tr("new case"))))
    name = new.slug(path.stem)
    text = new.draft(answers, language, name, _modeline(path))
    _, problems = read_text(text, str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        print(text)
        line = tr("{path} cannot be written ({why}); the case stands above: copy it.")
        raise CommandError(line.format(path=path, why=said(error.strerror or str(error))), 1) from error
    _tell(path, problems, new.left(text))
    return 1 if has_errors(problems) else 0


def _named(file: str) -> Path:
    """Return the file that is meant by a name; one without an ending gets that of a scenario.

    Raises:
        CommandError: it is a folder, has another ending, or is there already.
    """
    path = Path(file)
    if path.is_dir() or file.endswith(_SLASHES):
        line = tr("{path} is a folder; name a file in it, such as {better}.")
        raise CommandError(line.format(path=file, better=path / f"{new.slug(tr('new case'))}.yaml"), 2)
    if not path.suffix:
        path = path.with_name(f"{path.name}.yaml")
    if path.suffix not in (".yaml", ".yml"):
        line = tr("{path} does not end in .yaml, so no folder would show it; name it {better}.")
        raise CommandError(line.format(path=file, better=path.with_suffix(".yaml")), 2)
    if path.exists():
        raise CommandError(f"{path} is there already; give another name, so that nothing is overwritten.", 1)
    return path


def _modeline(path: Path) -> str:
    """Return the first line for an editor: with the schema beside the scenarios, else with that of toask itself."""
    shipped = catalog.shipped_folder() / _SCHEMA
    if (path.parent / ".." / _SCHEMA).exists() or not shipped.exists():
        return MODELINE
    return f"# yaml-language-server: $schema={shipped.as_uri()}"


def _tell(path: Path, problems: Sequence[Problem], left: int) -> None:
    """Say where the file is, what is still to be done, and with which commands."""
    named = f'"{path}"' if " " in str(path) else str(path)
    errors = sum(one.severity == "error" for one in problems)
    print(tr("Saved: {path}").format(path=path))
    if errors:
        line = trn("First mend {n} error: {command}", "First mend {n} errors: {command}", errors)
        print(line.format(n=errors, command=f"toask scenario check {named}"))
    if left:
        line = trn("To be written: {n} place, marked {mark}", "To be written: {n} places, marked {mark}", left)
        print(line.format(n=left, mark=tr("WRITE YOUR OWN")))
    for words, command in (
        (tr("Check it"), "scenario check"),
        (tr("See it while you write"), "scenario preview"),
        (tr("Try it"), "practice"),
        (tr("Have it played"), "scenario playtest"),
    ):
        print(f"{words}: toask {command} {named}")


def _ask(language: str, answers: dict[str, Any]) -> None:
    before = 0
    for part, key, question, many in new.questions(language):
        if part != before:
            print(f"\n{new.part(language, part)}", file=sys.stderr)
            before = part
        print(f"{question} {new.done(language)}" if many else question, file=sys.stderr)
        if not many:
            answers[key] = _line()
            while key == "address" and not new.address(answers[key]):
                print(tr("Type je or u; Enter takes je."), file=sys.stderr)
                answers[key] = _line()
            continue
        answers[key] = []
        while line := _line():
            answers[key].append(line)


def _line() -> str:
    print("> ", end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return "".join(char for char in line.strip() if char.isprintable())


def _free(stem: str) -> Path:
    """Return a file name that is not taken."""
    for number in range(1, 1000):
        path = Path(f"{stem}.yaml" if number == 1 else f"{stem}-{number}.yaml")
        if not path.exists():
            return path
    raise CommandError(tr("Give the new file a name: toask scenario new FILE."), 2)
