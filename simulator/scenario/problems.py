"""What is wrong with a scenario file, and where: one plain sentence each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
Place = tuple[str | int, ...]
MOST = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: file, line and column (from 1), severity, a sentence, and the id of the rule that found it.

    `fix`: what to write instead, where that is plain.
    """

    file: str
    line: int
    col: int
    severity: Severity
    message: str
    rule: str
    fix: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}: {self.severity}: {self.message} [{self.rule}]"


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that knows its place in the data (`("items", 2, "needs")`) but not yet its line.

    Attributes:
        at_key: the problem is the key itself, not its value.
        fix: what to write instead, where that is plain.
    """

    place: Place
    message: str
    rule: str
    severity: Severity = "error"
    at_key: bool = False
    fix: str = ""


class ScenarioErrors(Exception):
    """A scenario cannot be used; `problems` holds every finding, warnings too, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(one) for one in problems))
        self.problems = list(problems)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any of the problems is an error."""
    return any(one.severity == "error" for one in problems)


def tidy(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems once each, in the order of the file, errors before warnings on a line; at most `MOST`."""
    once = sorted(dict.fromkeys(problems), key=lambda p: (p.line, p.severity, p.col))
    if len(once) <= MOST:
        return once
    # An error must survive the cut, or a broken file would pass as one with warnings only.
    kept = sorted(once, key=lambda p: p.severity)[:MOST]
    kept.sort(key=lambda p: (p.line, p.severity, p.col))
    last = kept[-1]
    more = f"There are {len(once) - MOST} more problems; mend these first and check again."
    severity: Severity = "error" if has_errors(once) else "warning"
    return [*kept, Problem(last.file, last.line, last.col, severity, more, "more")]


def clip(text: object, width: int = 40) -> str:
    """Return the value as one short printable line, fit to stand in a message."""
    line = "".join(c if c.isprintable() else " " for c in str(text)[: width * 2])
    line = " ".join(line.split())
    return line if len(line) <= width else line[: width - 1] + "…"
