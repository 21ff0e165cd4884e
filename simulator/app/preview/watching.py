"""Watches a scenario file: gives each new state of it as a scenario, or what is wrong with it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from simulator.scenario import twins
from simulator.scenario.check_unwritten import check_unwritten
from simulator.scenario.load import located, read_parsed, read_source
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Problem, has_errors
from simulator.scenario.yaml_strict import Node, parse

GONE = 1.0
"""Seconds after which a file that is not there is gone: an editor may take it away for a moment while it saves."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was read. `scenario`: None while it cannot be played, and then `lines` (see `lines_of`) is empty."""

    scenario: Scenario | None
    problems: tuple[Problem, ...]
    lines: Mapping[str, int] = field(default_factory=dict)


class Watch:
    """Notices that a file changed by its time and size, or is gone for longer than a moment (`GONE`).

    Args:
        path: of the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mark: tuple[int, int] | None = None
        self._missed: float | None = None  # since when it is not there

    def changed(self) -> bool:
        """Return whether the file changed since it was last asked."""
        try:
            held = self.path.stat()
        except OSError:
            return self._is_gone()
        self._missed = None
        mark = (held.st_mtime_ns, held.st_size)
        new = mark != self._mark
        self._mark = mark
        return new

    def _is_gone(self) -> bool:
        """Return whether the file went away, once: when it comes back, it has changed."""
        if self._missed is None:
            self._missed = time.monotonic()
        if self._mark is None or time.monotonic() - self._missed < GONE:
            return False
        self._mark = None
        return True

    def read(self) -> Seen:
        """Return the file as it is now; never raises."""
        text, problems = read_source(self.path)
        if text is None:
            return Seen(None, tuple(problems))
        parsed = parse(text, str(self.path))
        scenario, more = read_parsed(parsed, str(self.path), stem=self.path.stem)
        found = (*problems, *more, *check_unwritten(text, str(self.path)))
        if scenario is None or parsed.root is None or has_errors(problems):
            return Seen(None, found)
        if (other := twins.beside(self.path, scenario)) is not None:
            same = replace(twins.same_id(other, scenario.id), severity="warning")
            found = (located(parsed.root, str(self.path), same), *found)
        return Seen(scenario, found, lines_of(parsed.root, scenario))


def lines_of(root: Node, scenario: Scenario) -> dict[str, int]:
    """Return the line (from 1) on which each item begins, by its id; `root`: of the file that it was read from."""
    return {item.id: root.find(("items", n, "id")).line for n, item in enumerate(scenario.items)}
