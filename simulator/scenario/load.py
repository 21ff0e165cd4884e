"""From a scenario file to a validated scenario, or to all that is wrong with it, each with its line."""

from __future__ import annotations

import json
import stat
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from simulator.scenario.check import check
from simulator.scenario.check_unwritten import check_unwritten
from simulator.scenario.model import Scenario
from simulator.scenario.problems import Finding, Problem, ScenarioErrors, has_errors, tidy
from simulator.scenario.sentences import findings, short_lists
from simulator.scenario.yaml_strict import MAX_BYTES, Node, Parsed, parse

_CONTROL = bytes(code for code in range(32) if chr(code) not in "\t\n\f\r\x1b")
_FEW = 10
"""Of no more control characters than these each is told with its place; a file with more is no text."""


def load(path: Path | str) -> Scenario:
    """Return the scenario in a file.

    Raises:
        ScenarioErrors: the file cannot be read or holds errors; all of them are in `problems`.
    """
    scenario, problems = read(path)
    if scenario is None:
        raise ScenarioErrors(problems)
    return scenario


def read(path: Path | str) -> tuple[Scenario | None, list[Problem]]:
    """Return the scenario (None when there is an error) and all problems, warnings too. Never raises."""
    text, problems = read_source(path)
    if text is None:
        return None, problems
    scenario, more = read_text(text, str(path), stem=Path(path).stem)
    found = tidy([*problems, *more])
    return (None if has_errors(found) else scenario), found


def load_text(text: str, name: str, checks: bool = True) -> Scenario:
    """Return the scenario in `text`; arguments as for `read_text`.

    Raises:
        ScenarioErrors: the text holds errors.
    """
    scenario, problems = read_text(text, name, checks=checks)
    if scenario is None:
        raise ScenarioErrors(problems)
    return scenario


def read_text(
    text: str, name: str, *, checks: bool = True, stem: str | None = None
) -> tuple[Scenario | None, list[Problem]]:
    """Return the scenario in `text` (None when there is an error) and all problems. Never raises.

    Args:
        text: YAML.
        name: stands before the line numbers in the problems.
        checks: False leaves out the rules on content, so that a stored scenario stays readable when rules are added.
        stem: the file's name without its ending, if it should be checked for giving the need away.
    """
    scenario, problems = read_parsed(parse(text, name), name, checks=checks, stem=stem)
    return scenario, tidy([*problems, *check_unwritten(text, name)]) if checks else problems


def read_parsed(
    parsed: Parsed, name: str, *, checks: bool = True, stem: str | None = None
) -> tuple[Scenario | None, list[Problem]]:
    """Return what `read_text` does, of a text that is parsed already."""
    problems = list(parsed.problems)
    if parsed.root is None:
        return None, tidy(problems)
    locate = partial(located, parsed.root, name)
    scenario: Scenario | None = None
    try:
        scenario = Scenario.model_validate_json(json.dumps(parsed.root.value), strict=True)
    except ValidationError as error:
        found = list(map(locate, findings(error, parsed.root, parsed.complete)))
        if parsed.complete:
            found.extend(map(locate, short_lists(parsed.root)))
        else:  # what stands where the text broke off is only half there
            end = min(one.line for one in parsed.problems)
            found = [one for one in found if one.line < end]
        problems.extend(found)
    if checks and parsed.complete and isinstance(parsed.root.value, dict):
        problems.extend(map(locate, check(parsed.root.value, stem=stem)))
    problems = tidy(problems)
    return (None if has_errors(problems) else scenario), problems


def read_source(path: Path | str) -> tuple[str | None, list[Problem]]:
    """Return the text of a scenario file (None when it cannot be read) and what is wrong with its bytes."""
    path = Path(path)

    def fail(message: str, rule: str = "file") -> tuple[None, list[Problem]]:
        return None, [Problem(str(path), 1, 1, "error", message, rule)]

    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return fail("This is a folder; name a scenario file in it.")
        if not stat.S_ISREG(mode):  # a pipe or device could block for ever
            return fail("This is not a plain file; name a scenario file.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return fail("There is no such file; `toask scenario list` shows the scenarios that are there.")
    except (OSError, ValueError) as error:  # ValueError: a NUL byte in the name
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return fail(f"This file cannot be read ({reason}); check its name and its permissions.")
    if len(data) > MAX_BYTES:
        return fail(f"This file is larger than {MAX_BYTES // 1000} kB; no scenario needs that: shorten it.", "size")
    return _decode(data, str(path))


def _decode(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Return the text; bytes that are not UTF-8 are a problem, but the rest is read, so that all problems show."""
    for mark, codec in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            message = "This file is saved as UTF-16; save it as UTF-8."
            return data.decode(codec, "replace"), [Problem(file, 1, 1, "error", message, "encoding")]
    if len(data) - len(data.translate(None, _CONTROL)) > _FEW:
        message = "This is no text file; name a scenario file, which ends in .yaml."
        return None, [Problem(file, 1, 1, "error", message, "file")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        col = len(before) - before.rfind("\n")
        text = data.decode("cp1252", "replace").replace("\ufffd", "?")
        shown = text[error.start : error.start + 1] if error.start < len(text) else "?"
        message = f"This file is not saved as UTF-8 (first at '{shown if shown.isprintable() else '?'}'); save it so."
        return text, [Problem(file, line, col, "error", message, "encoding")]


def located(root: Node, file: str, finding: Finding) -> Problem:
    """Return the finding with line and column: of the key where the key or a missing entry is meant, else the value."""
    line, col = 1, 1
    place = finding.place
    if place:
        around = root.find(place[:-1])
        node = around.children.get(place[-1])
        key = around.keys.get(str(place[-1])) if isinstance(place[-1], str) else None
        if key is not None and (finding.at_key or node is None):
            line, col = key
        else:
            node = node or around
            line, col = node.line, node.col
    return Problem(file, line, col, finding.severity, finding.message, finding.rule, finding.fix)


def place_of(path: Path | str, finding: Finding) -> Problem:
    """Return a finding of a rule over several files with its line in this file."""
    text, _ = read_source(path)
    root = parse(text or "", str(path)).root
    if root is None:
        return Problem(str(path), 1, 1, finding.severity, finding.message, finding.rule, finding.fix)
    return located(root, str(path), finding)


def show(scenario: Scenario) -> dict[str, Any]:
    """Return the scenario for `toask scenario show --json`: keys as in the YAML, all ids filled in."""
    shown: dict[str, Any] = scenario.model_dump(mode="json")
    for index, fact in enumerate(shown["school"]["facts"]):
        fact["id"] = scenario.fact_id(index)
    for key, kind in (("choices", "choice"), ("first_steps", "step")):
        for index, step in enumerate(shown[key]):
            step["id"] = step["id"] or f"{kind}-{index + 1}"
    return shown
