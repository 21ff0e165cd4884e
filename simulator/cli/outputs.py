"""Nothing that a command reads or that somebody else made is written over; said before the work begins."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from simulator.cli.wrong import CommandError
from simulator.i18n import tr
from simulator.scoring.results import is_result

_SIGN = '<meta name="generator" content="toask'


def check(outputs: Iterable[Path | None], inputs: Iterable[Path]) -> None:
    """See that each output is a file of its own and none of those that are read.

    Args:
        outputs: files that will be written; None: not asked for.
        inputs: files that are read.

    Raises:
        CommandError: with what is wrong and the next step.
    """
    read = {path.resolve() for path in inputs}
    seen = set[Path]()
    for path in filter(None, outputs):
        place = path.resolve()
        if place in read:
            raise CommandError(
                tr("{path} is what is read here; give what is written another name.").format(path=path), 2
            )
        if place in seen:
            raise CommandError(tr("{path} is named for two outputs; give each its own name.").format(path=path), 2)
        seen.add(place)


def check_file(path: Path | None) -> None:
    """See that a table may go to `path`: nothing is there, or an earlier one of toask's.

    Raises:
        CommandError: a folder or something of somebody else's is there.
    """
    if path is None or not path.exists():
        return
    if path.is_dir():
        raise CommandError(tr("{path} is a folder; give the name of a file.").format(path=path), 2)
    if not _ours(path):
        line = tr("{path} is there already and toask did not write it; give another name, or take it away first.")
        raise CommandError(line.format(path=path), 2)


def check_page(path: Path | None) -> None:
    """See that a page, or a folder of pages, may go to `path`; as `check_file`."""
    if path is not None:
        check_file(path / "index.html" if path.is_dir() else path)


def _ours(path: Path) -> bool:
    if is_result(path):
        return True
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            head = file.read(2000)
    except OSError:
        return True  # the write itself says what is wrong
    return not head or _SIGN in head
