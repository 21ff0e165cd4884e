"""Which scenarios there are: the shipped ones, the user's own folder, and folders named in TOASK_SCENARIOS."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from simulator.scenario import twins
from simulator.scenario.load import place_of, read_source, read_text
from simulator.scenario.model import Difficulty, Scenario, You
from simulator.scenario.problems import Problem, ScenarioErrors, has_errors, tidy
from simulator.scenario.sentences import all_near
from simulator.scenario.yaml_strict import parse

VARIABLE = "TOASK_SCENARIOS"
_ENDINGS = (".yaml", ".yml")
_MOST_FILES = 500
_MOST_NAMED = 12
_SCHOOL = re.compile(r"^school:", re.MULTILINE)


class Head(BaseModel):
    """What a list shows of a scenario: its first keys."""

    id: str
    language: Literal["nl", "en"]
    title: str
    brief: str
    you: You
    goals: list[str]
    difficulty: Difficulty


@dataclass(frozen=True, slots=True)
class Entry:
    """One scenario file.

    Attributes:
        id, language, title: as in the file; for a broken one its name, its folder's language (or ""), its name.
        path: the file. `shipped`: it came with toask, and is read whole only when it is needed.
        head: its first keys; None when the file is broken, or cannot stand beside another.
        same: another file of its folder, with the same id and language, that is listed in its stead.
    """

    id: str
    language: str
    title: str
    path: Path
    shipped: bool
    head: Head | None
    same: Path | None = None

    @property
    def text(self) -> str:
        """The file's content ("" when it cannot be read), to be kept with a conversation."""
        return _whole(self.path)[0]

    @property
    def scenario(self) -> Scenario | None:
        """The scenario; None when the file is broken: then `problems` says why."""
        return _whole(self.path)[1]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All findings, warnings too."""
        scenario, found = _whole(self.path)[1:]
        if self.same is None or scenario is None:
            return found
        return (place_of(self.path, twins.same_id(self.same, scenario.id)), *found)

    @property
    def usable(self) -> Scenario:
        """The scenario.

        Raises:
            ScenarioErrors: the file is broken.
        """
        _, scenario, problems = _whole(self.path)
        if scenario is None:
            raise ScenarioErrors(problems)
        return scenario


class ScenarioNotFound(LookupError):
    """No scenario has that id and no file that name. The message is one sentence with the next step."""


def shipped_folder() -> Path:
    """Return the folder of the shipped scenarios: inside an installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "_data" / "scenarios"
    return inside if inside.is_dir() else package.parent / "scenarios"


def user_folder() -> Path:
    """Return the folder for the user's own scenarios (it need not exist)."""
    from platformdirs import user_data_dir

    return Path(user_data_dir("toask")) / "scenarios"


def folders() -> list[tuple[Path, bool]]:
    """Return the folders that are searched and whether toask ships them; the first to hold an id wins."""
    named = [Path(one).expanduser() for one in os.environ.get(VARIABLE, "").split(os.pathsep) if one.strip()]
    return [*((one, False) for one in named), (user_folder(), False), (shipped_folder(), True)]


def entries(language: str | None = None) -> list[Entry]:
    """Return every scenario once (the same id in two languages is two), by title; broken files stand last.

    Args:
        language: only those in this language, `nl` or `en`; broken ones whose language is not known stay.
    """
    found: dict[tuple[str, str, bool], Entry] = {}
    for folder, shipped in folders():
        held: dict[tuple[str, str], Path] = {}
        for path in _files(folder):
            one = entry(path, shipped)
            if one.head is not None and (first := held.setdefault((one.id, one.language), path)) != path:
                one = replace(one, id=path.stem, title=path.stem, head=None, same=first)
            whole = one.head is not None
            # A broken file has no certain id: the path tells it from others.
            found.setdefault((one.id if whole else str(path), one.language, whole), one)
    wanted = [one for one in found.values() if language is None or one.language in (language, "")]
    return sorted(wanted, key=lambda one: (one.head is None, one.title.casefold(), one.language))


def entry(path: Path, shipped: bool = False) -> Entry:
    """Return what is in one file. Never raises; read again only when the file has changed."""
    return _entry(path, shipped, _state(path))


def _state(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except (OSError, ValueError):
        return (0, 0)
    return (state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=256)
def _entry(path: Path, shipped: bool, _at: tuple[int, int]) -> Entry:
    head = _head(path) if shipped else None
    if head is None:
        scenario = _whole(path)[1]
        if scenario is None:
            folder = path.parent.name
            return Entry(path.stem, folder if folder in ("nl", "en") else "", path.stem, path, shipped, None)
        head = Head.model_validate(scenario.model_dump(include=set(Head.model_fields)))
    return Entry(head.id, head.language, head.title, path, shipped, head)


def _head(path: Path) -> Head | None:
    """Return the first keys of a file that came with toask, without reading the rest; None where that fails."""
    text, problems = read_source(path)
    found = _SCHOOL.search(text or "")
    if text is None or problems or found is None:
        return None
    parsed = parse(text[: found.start()], str(path))
    try:
        return Head.model_validate(parsed.root.value) if parsed.root is not None else None
    except ValidationError:
        return None


def _whole(path: Path) -> tuple[str, Scenario | None, tuple[Problem, ...]]:
    return _read(path, _state(path))


@lru_cache(maxsize=64)
def _read(path: Path, _at: tuple[int, int]) -> tuple[str, Scenario | None, tuple[Problem, ...]]:
    text, problems = read_source(path)
    if text is None:
        return "", None, tuple(problems)
    scenario, more = read_text(text, str(path), stem=path.stem)
    found = tidy([*problems, *more])
    return text, None if has_errors(found) else scenario, tuple(found)


def _files(folder: Path) -> list[Path]:
    """Return the scenario files in a folder and in the folders just below it; a file stands for itself."""
    if folder.suffix.lower() in _ENDINGS and _is_file(folder):
        return [folder]
    try:
        found = [one for pattern in ("*", "*/*") for one in folder.glob(pattern) if one.suffix.lower() in _ENDINGS]
    except OSError:
        return []
    return sorted(found)[:_MOST_FILES]


def resolve(id_or_path: str | Path, language: str | None = None) -> Entry:
    """Return the scenario with that id, or in that file.

    Args:
        id_or_path: `muziekmiddag`, `nl/muziekmiddag` (the Dutch twin), or the path of a file.
        language: of twins, take the one in this language (usually that of the interface), else what there is.

    Raises:
        ScenarioNotFound: there is none.
    """
    name = str(id_or_path)
    path = Path(name).expanduser()
    if isinstance(id_or_path, Path) or path.suffix.lower() in _ENDINGS or _is_file(path):
        if not _is_file(path) and not path.exists():
            raise ScenarioNotFound(f"There is no file '{name}'; `toask scenario list` shows the scenarios there are.")
        return entry(path)
    wanted, _, plain = name.rpartition("/")
    language = wanted or language
    there = entries()
    twins = [one for one in there if one.id == plain and (not wanted or one.language == wanted)]
    if not twins:
        raise ScenarioNotFound(f"There is no scenario '{name}'; {_hint(plain, there)}")
    return min(twins, key=lambda one: (one.head is None, one.language != language))


def _hint(name: str, there: list[Entry]) -> str:
    """Return the ids that may have been meant, the nearest first; where none is near, some that there are."""
    ids = list(dict.fromkeys(one.id for one in there if one.head))
    near = ", ".join(f"'{one}'" for one in all_near(name, ids))
    if near:
        return f"did you mean {near}?"
    some = ", ".join(ids[:_MOST_NAMED])
    return f"choose one of: {some} (`toask scenario list` shows all)." if some else "`toask scenario list` shows none."


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
