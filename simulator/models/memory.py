"""How much memory there is for a model (free now, in all, on a graphics card; torch is not asked), and giving back."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from simulator.errors import ToaskError
from simulator.models.card import Card, CardError, cards

PROC = Path("/proc")
CGROUP = Path("/sys/fs/cgroup")
_MB = 1 << 20
_NONE = 1 << 50
"""A limit of a container as large as this is none."""
_SIGNS = ("can't allocate memory", "not enough memory", "out of memory", "Cannot allocate memory")


def give_back() -> None:
    """Give memory that was freed back to the system, where the C library keeps it (glibc does); some milliseconds."""
    library = _library()
    if library is not None:
        library.malloc_trim(0)


@lru_cache(maxsize=1)
def _library() -> Any:  # noqa: ANN401 - a library of the system
    try:
        library = ctypes.CDLL(None)
    except (OSError, TypeError):  # TypeError: Windows has no process-wide library
        return None
    return library if hasattr(library, "malloc_trim") else None


@dataclass(frozen=True, slots=True)
class Memory:
    """MB that are free for a program now, and in all; `capped`: a container or `ulimit` allows less than there is."""

    free: int
    total: int
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Gpu:
    """A graphics card that models can run on. `memory`: MB; None: it shares that of the machine, or is not known."""

    name: str
    memory: int | None = None


def now() -> Memory | None:
    """Return what this process may use, whoever sets the limit; None: this system does not say."""
    system = _linux() or _darwin()
    if system is None:
        return None
    free, total = system
    for left, limit in (*_containers(), *_ulimit()):
        free, total = min(free, left), min(total, limit)
    return Memory(max(0, free) // _MB, total // _MB, total < system[1])


def short(model: Card) -> str | None:
    """Return in one sentence why the model cannot be loaded here now, and what can; None: there is room for it."""
    held = now()
    if model.run == "server" or held is None or held.free >= model.memory:
        return None
    need, free = figures(model.memory, held.free)
    return f"{model.name} needs {need} of memory and {free} is free: {_instead(model, held.free)}."


def ran_out(problem: BaseException) -> bool:
    """Whether memory ran out: torch says that with a bare RuntimeError."""
    return isinstance(problem, MemoryError) or (
        isinstance(problem, RuntimeError) and any(sign in str(problem) for sign in _SIGNS)
    )


@contextmanager
def watched(name: str, error: type[ToaskError]) -> Iterator[None]:
    """Say in one sentence that memory ran out while the model of that name was loaded, as an error of this kind."""
    try:
        yield
    except (MemoryError, RuntimeError) as problem:
        if ran_out(problem):
            raise error(ended(name)) from problem
        raise


def ended(name: str) -> str:
    """Return in one sentence that memory ran out while the model of that name was loaded."""
    held = now()
    free = held.free if held is not None else 0
    try:
        model = cards().get(name)
    except CardError:
        model = None
    if model is None or held is None:
        return f"Memory ran out while {name} was loaded: close other programs, or choose a smaller voice."
    need, left = figures(model.memory, free)
    return (
        f"Memory ran out while {name} was loaded, which needs {need} where {left} is free now: {_instead(model, free)}."
    )


def figures(*amounts: int) -> tuple[str, ...]:
    """Return amounts of MB as they are shown; with more digits where they would look alike."""
    for digits in (1, 2):
        shown = tuple(f"{amount / 1024:.{digits}f} GB" for amount in amounts)
        if len(set(shown)) == len(set(amounts)):
            return shown
    return tuple(f"{amount} MB" for amount in amounts)


def _instead(model: Card, free: int) -> str:
    """Return the next step: the voice that came with toask where there is room for that, else none."""
    small = next((one for one in cards().values() if one.kind == "lm" and one.shipped), None)
    if small is not None and small.name != model.name and free >= small.memory:
        return f"close other programs, or choose {small.name} with `toask models use {small.name}`"
    return "close other programs, or speak without a model with `--voice scripted`"


def gpus() -> list[Gpu]:
    """Return the graphics cards that a model could run on; asks the driver, which takes a moment."""
    if sys.platform == "darwin":
        return [Gpu("Apple GPU")] if platform.machine() == "arm64" else []
    if shutil.which("nvidia-smi"):
        asked = ["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"]
        rows = [row.rpartition(",") for row in _told(asked).splitlines()]
        if found := [Gpu(name.strip(), int(much)) for name, _, much in rows if name and much.strip().isdecimal()]:
            return found
    told = [_read(path) for path in sorted(PROC.glob("driver/nvidia/gpus/*/information"))]
    return [Gpu(line.partition(":")[2].strip()) for text in told for line in text.splitlines() if line[:6] == "Model:"]


def _linux() -> tuple[int, int] | None:
    rows = dict(line.split(":", 1) for line in _read(PROC / "meminfo").splitlines() if ":" in line)
    try:
        return int(rows["MemAvailable"].split()[0]) << 10, int(rows["MemTotal"].split()[0]) << 10
    except (KeyError, ValueError, IndexError):
        return None


def _darwin() -> tuple[int, int] | None:
    if sys.platform != "darwin":
        return None
    # How much is free only a program of its own says, and none is started beside the screen.
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return total, total


def _containers() -> Iterator[tuple[int, int]]:
    """Yield for every group of processes that this one is in what is left of its limit, and the limit."""
    for line in _read(PROC / "self" / "cgroup").splitlines():
        _, kinds, path = (*line.split(":", 2), "", "")[:3]
        if not kinds:
            yield from _upwards(CGROUP, path, "memory.max", "memory.current", ("active_file", "inactive_file"))
        elif "memory" in kinds.split(","):
            totals = ("total_active_file", "total_inactive_file")
            yield from _upwards(CGROUP / "memory", path, "memory.limit_in_bytes", "memory.usage_in_bytes", totals)


def _upwards(top: Path, path: str, limit: str, usage: str, files: tuple[str, str]) -> Iterator[tuple[int, int]]:
    """Yield what each group from `path` up to `top` leaves; what is kept of files is given back when it is needed."""
    parts = [part for part in path.split("/") if part and part != ".."]
    for depth in range(len(parts), -1, -1):
        place = top.joinpath(*parts[:depth])
        most, used = _read(place / limit).strip(), _read(place / usage).strip()
        if most.isdecimal() and used.isdecimal() and int(most) < _NONE:
            held = dict(row.split(" ", 1) for row in _read(place / "memory.stat").splitlines() if " " in row)
            yield int(most) - int(used) + sum(int(held.get(name, "0")) for name in files), int(most)


def _ulimit() -> Iterator[tuple[int, int]]:
    try:
        import resource
    except ImportError:
        return
    most, used = resource.getrlimit(resource.RLIMIT_AS)[0], _read(PROC / "self" / "statm").split()
    if used and 0 < most < _NONE:
        yield most - int(used[0]) * os.sysconf("SC_PAGE_SIZE"), most


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def _told(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return ""
