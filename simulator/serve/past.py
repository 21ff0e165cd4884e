"""What the server reads of an account's practice log without opening it for writing: what to go on with, and counts."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from simulator.serve.folders import plain_file
from simulator.when import day


@dataclass(frozen=True, slots=True)
class Counts:
    """How far a trainee is, in figures only.

    Attributes:
        begun, ended: conversations with a turn, and those of them that ended.
        last: day of the last one, ISO 8601, or empty.
        ask_share: mean over those that ended, 0 to 1; None: none ended.
        deepest: how deep the deepest came (`surface` … `need`), or empty; None: none ended.
    """

    begun: int = 0
    ended: int = 0
    last: str = ""
    ask_share: float | None = None
    deepest: str | None = None


DEPTHS = ("", "surface", "visible", "underlying", "need")
_TALKED = "EXISTS (SELECT 1 FROM turns t WHERE t.conversation = c.id AND t.role = 'trainee')"


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Yield the log, to be read only; None where there is none yet."""
    if not plain_file(path, path.parent):
        yield None
        return
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=2.0)) as database:
        yield database


def unfinished(path: Path, since: float) -> str | None:
    """Return the conversation that was under way after `since` (seconds since 1970) and not ended, the latest."""
    after = datetime.fromtimestamp(since, UTC).isoformat(timespec="milliseconds")
    try:
        with _reading(path) as database:
            if database is None:
                return None
            row = database.execute(
                "SELECT id FROM conversations c WHERE status = 'active' AND archived = 0 AND updated >= ?"
                f" AND {_TALKED} ORDER BY updated DESC LIMIT 1",
                (after,),
            ).fetchone()
    except sqlite3.Error:
        return None
    return str(row[0]) if row else None


def counts(path: Path) -> Counts:
    """Return the figures of one trainee; the warm-up is not counted. A log that cannot be read has none."""
    try:
        with _reading(path) as database:
            if database is None:
                return Counts()
            rows = database.execute(
                "SELECT status, updated, CASE WHEN json_valid(meta)"
                " THEN coalesce(json_extract(meta, '$.result'), json_extract(meta, '$.last_result')) END,"
                " CASE WHEN json_valid(meta) THEN json_extract(meta, '$.last_result') IS NOT NULL END"
                " FROM conversations c"
                f" WHERE mode <> 'warmup' AND {_TALKED} ORDER BY updated"
            ).fetchall()
    except sqlite3.Error:
        return Counts()
    done = [row for row in rows if row[0] == "ended" or row[3]]
    results = [one for row in done if (one := _result(row[2])) is not None]
    shares = [one["ask_share"] for one in results if isinstance(one.get("ask_share"), int | float)]
    depths = [_depth(one) for one in results]
    return Counts(
        begun=len(rows),
        ended=len(done),
        last=day(rows[-1][1]) if rows else "",
        ask_share=sum(shares) / len(shares) if shares else None,
        deepest=max(depths, key=DEPTHS.index) if depths else None,
    )


def _result(held: object) -> dict[str, Any] | None:
    """Return a result out of the log; None where what lies there is none."""
    try:
        found = json.loads(held) if isinstance(held, str) else None
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _depth(result: dict[str, object]) -> str:
    if result.get("reached"):
        return "need"
    found = str(result.get("deepest") or "")
    return found if found in DEPTHS else ""
