"""`toask scenario new`: asks a trainer through the parts of a case and writes a commented file that can be played."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from simulator import i18n
from simulator.cli.wrong import CommandError
from simulator.scenario import new
from simulator.scenario.load import read_text
from simulator.scenario.problems import has_errors

_TEXTS = {
    "nl": (
        "Een nieuwe casus. Antwoord in gewone woorden; Enter slaat een vraag over. Na een lijst: een lege regel.",
        "Staat in {path}. Nog {count} waarschuwingen: toask scenario check {path}",
        "Proberen: toask practice {path}   Laten spelen: toask scenario playtest {path}",
    ),
    "en": (
        "A new case. Answer in plain words; Enter skips a question. After a list: an empty line.",
        "Written to {path}. {count} warnings are left: toask scenario check {path}",
        "Try it: toask practice {path}   Have it played: toask scenario playtest {path}",
    ),
}


def run(wanted: argparse.Namespace) -> int:
    """Ask, write, say what comes next. What was answered before Ctrl+C or the end of the input is not lost."""
    language = wanted.lang or i18n.detect()
    if wanted.file and Path(wanted.file).exists():
        raise CommandError(f"{wanted.file} is there already; give another name, so that nothing is overwritten.", 1)
    say = _TEXTS[language]
    answers: dict[str, Any] = {}
    if not wanted.blank:
        print(say[0], file=sys.stderr)
        try:
            _ask(language, answers)
        except (EOFError, KeyboardInterrupt):
            print(file=sys.stderr)
    path = Path(wanted.file) if wanted.file else _free(new.slug(str(answers.get("title", ""))))
    name = new.slug(path.stem)
    text = new.draft(answers, language, name)
    _, problems = read_text(text, str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        print(text)
        raise CommandError(
            f"{path} cannot be written ({error.strerror}); the case stands above: copy it.", 1
        ) from error
    print(say[1].format(path=path, count=len(problems)))
    print(say[2].format(path=path))
    return 1 if has_errors(problems) else 0


def _ask(language: str, answers: dict[str, Any]) -> None:
    before = 0
    for part, key, question, many in new.questions(language):
        if part != before:
            print(f"\n{new.part(language, part)}", file=sys.stderr)
            before = part
        print(question, file=sys.stderr)
        if not many:
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
    raise CommandError("Give the new file a name: toask scenario new FILE.", 2)
