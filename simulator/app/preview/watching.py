"""Watches a scenario file: gives each new state of it as a scenario, or what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from simulator.scenario.load import read_source, read_text
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was read. `scenario`: None while it cannot be played. `text`: its YAML, empty if unreadable."""

    scenario: Scenario | None
    problems: tuple[Problem, ...]
    text: str = ""


class Watch:
    """Notices that a file changed by its time and size; a file that is gone for a moment has not changed.

    Args:
        path: of the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mark: tuple[int, int] | None = None

    def changed(self) -> bool:
        """Return whether the file changed since it was last asked."""
        try:
            held = self.path.stat()
        except OSError:
            return False
        mark = (held.st_mtime_ns, held.st_size)
        new = mark != self._mark
        self._mark = mark
        return new

    def read(self) -> Seen:
        """Return the file as it is now; never raises."""
        text, problems = read_source(self.path)
        if text is None:
            return Seen(None, tuple(problems))
        scenario, more = read_text(text, str(self.path), stem=self.path.stem)
        found = (*problems, *more)
        good = scenario if not any(one.severity == "error" for one in problems) else None
        return Seen(good, found, text)


def lines_of(text: str, scenario: Scenario) -> dict[str, int]:
    """Return the line (from 1) on which each item begins, by its id."""
    from simulator.scenario.yaml_strict import parse

    root = parse(text, "").root
    if root is None:
        return {}
    return {item.id: root.find(("items", n, "id")).line for n, item in enumerate(scenario.items)}
