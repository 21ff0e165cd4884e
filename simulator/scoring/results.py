"""What toask itself wrote as a result, told from transcripts by what stands in it.

Inside a folder such files are passed over: they hold the same conversations once more. Named, they are read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from simulator.i18n import tr, trn
from simulator.scoring.errors import ScoringError
from simulator.scoring.intake import File
from simulator.transcripts.csv_open import opened

_HEAD = 1 << 16
_PIECE = 1 << 22
_OVERLAP = 256
_JSON = (".json", ".jsonl", ".ndjson")
_JOURNAL = b'{"toask-journal"'
_MADE_BY = rb'"codebook"\s*:\s*\d+\s*,\s*"coder"\s*:\s*"'
# Behind the list of conversations, as toask writes it, or before it, as tools leave it that sort keys. Inside a
# conversation's text quotation marks have a backslash, so that nobody's words are taken for it.
_FIRST = re.compile(rb"\s*\{\s*" + _MADE_BY)
_LAST = re.compile(rb"\]\s*,\s*" + _MADE_BY)
_OWN = frozenset(("turn", "unit", "main", "annomi", "code", "value", "confidence", "codebook", "coder"))
_SHOWN = 3
Found = TypeVar("Found")


def is_result(path: Path) -> bool:
    """Return whether a file is what `toask score` writes: its JSON, its table of units, or a journal."""
    ending = path.suffix.lower()
    try:
        if ending in _JSON:
            return _json(path)
        return _parquet(path) if ending == ".parquet" else _table(path)
    except OSError:
        return False


def apart(found: Sequence[Found], named: Iterable[str]) -> tuple[list[Found], list[File]]:
    """Return what is to be scored, and the results among the files of folders, which are left out.

    Args:
        found: files, near and far; far ones are not looked into.
        named: what the user named: a file that stands here is scored whatever it is.

    Raises:
        ScoringError: nothing is left.
    """
    own = {path.resolve() for path in map(Path, named) if path.is_file()}
    kept: list[Found] = []
    left: list[File] = []
    for one in found:
        if isinstance(one, File) and one.path.resolve() not in own and is_result(one.path):
            left.append(one)
        else:
            kept.append(one)
    if left and not kept:
        line = tr("There are only results of toask here ({names}); name a file to score it again.")
        raise ScoringError(line.format(names=_names(left)))
    return kept, left


def told(left: Sequence[File]) -> str:
    """Return the sentence that says what was passed over."""
    line = trn(
        "{n} earlier result of toask passed over ({names}); name it to score it again.",
        "{n} earlier results of toask passed over ({names}); name them to score them again.",
        len(left),
    )
    return line.format(n=len(left), names=_names(left))


def _names(left: Sequence[File]) -> str:
    held = ["".join(char for char in one.name if char.isprintable())[:60] for one in left[:_SHOWN]]
    return ", ".join(held) + (" …" if len(left) > _SHOWN else "")


def _json(path: Path) -> bool:
    with path.open("rb") as file:
        piece = file.read(_PIECE).removeprefix(b"\xef\xbb\xbf")
        if piece.startswith(_JOURNAL) or _FIRST.match(piece):
            return True
        if not piece.lstrip().startswith(b"{") or b'"conversations"' not in piece[:_HEAD]:
            return False
        while piece:
            if _LAST.search(piece):
                return True
            more = file.read(_PIECE)
            piece = piece[-_OVERLAP:] + more if more else b""
    return False


def _table(path: Path) -> bool:
    with path.open("rb") as file:
        head = file.read(_HEAD).decode("utf-8-sig", "replace")
    table = opened(iter(head.splitlines(keepends=True)))
    names = next(csv.reader(table.lines, delimiter=table.delimiter), []) if table.named else []
    return {name.strip() for name in names} >= _OWN


def _parquet(path: Path) -> bool:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        return False
    try:
        return set(pq.read_schema(path).names) >= _OWN
    except pa.ArrowException:
        return False
