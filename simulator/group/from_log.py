"""Conversations out of a practice log: each is played again, so that it is known what stayed closed, and how deep."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from simulator.debrief.talk import Move, talk_of
from simulator.debrief.talk import Talk as Played
from simulator.group.errors import GroupError
from simulator.group.logged import coder_of, differences, plain_turns
from simulator.group.model import Talk, Trainee
from simulator.group.turns import Turn, figures, key_of, last_door
from simulator.i18n import tr
from simulator.portfolio.errors import MALFORMED
from simulator.practice.api import WARMUP, PracticeError
from simulator.practice.corrections import Correction, corrections, latest
from simulator.practice.kept import scenario_of
from simulator.practice.records import ConversationRow, TurnRow
from simulator.practice.store import Store
from simulator.report.plain import one_line

MOST = 5000
"""Conversations of one log, the latest ones."""
Held = Mapping[tuple[int, int], Correction]


def talks(path: Path, trainee: Trainee) -> Iterator[Talk]:
    """Yield the conversations of a log, oldest first; without the warm-up and those without a turn.

    The log is copied first and never written to, so that its owner can go on.

    Raises:
        GroupError: it cannot be read.
    """
    with _copy(path) as store:
        kept = sorted(store.conversations(archived=None, limit=MOST), key=lambda one: (one.created, one.id))
        for row in kept:
            rows = store.path_to(row.id, row.earlier)
            if row.mode != WARMUP and any(one.role == "trainee" and "coded" in one.data for one in rows):
                yield _talk(row, rows, corrections(store, row.id), trainee, path.name)


@contextmanager
def _copy(path: Path) -> Iterator[Store]:
    """Yield a copy of a log as it is at one moment."""
    with tempfile.TemporaryDirectory(prefix="toask-") as folder:
        place = Path(folder) / "practice.db"
        try:
            with (
                closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=5.0)) as source,
                closing(sqlite3.connect(place)) as target,
            ):
                source.backup(target)
            store = Store(place)
        except (sqlite3.Error, PracticeError) as error:
            line = tr("{path} cannot be read as a practice log; ask for a data export (`toask data export`).")
            raise GroupError(line.format(path=path)) from error
        if store.notice:
            store.close()
            line = tr("{path} is damaged; ask for a data export (`toask data export`).")
            raise GroupError(line.format(path=path))
        try:
            yield store
        finally:
            store.close()


def _talk(
    row: ConversationRow, rows: Sequence[TurnRow], changed: Sequence[Correction], trainee: Trainee, source: str
) -> Talk:
    held = latest(changed)
    played = _played(row, rows, held)
    turns = [_turn(one, played) for one in played.moves] if played else plain_turns(rows, held)
    hidden = played is not None and played.scenario.need is not None
    return Talk(
        key=key_of(row.id, ()),
        kind="log",
        source=source,
        trainee=trainee,
        id=row.id,
        title=one_line(row.title, 200),
        scenario=row.scenario_id,
        language=row.language,
        mode=row.mode,
        created=row.created,
        ended=row.finished,
        deepest=played.deepest if played and hidden else None,
        reached=played.own_question is not None if played and hidden else None,
        door=last_door(turns, played.said) if played and hidden and played.own_question is None else None,
        stage=played.moves[-1].state.stage if played and played.moves else "",
        coder=coder_of(rows),
        differences=tuple(differences(turns, held)),
        **figures(turns),  # type: ignore[arg-type] # the names and types are those of Talk
    )


def _played(row: ConversationRow, rows: Sequence[TurnRow], held: Held) -> Played | None:
    """Return the conversation played again; None where that cannot be done."""
    try:
        return talk_of(scenario_of(row), rows, row.seed, held, ended=row.finished)
    except (PracticeError, *MALFORMED):
        return None


def _turn(move: Move, played: Played) -> Turn:
    target = move.decision.target
    item = target.id if target is not None and target.kind == "item" else ""
    layer = played.layer(item) if item else "need" if target is not None and target.kind == "need" else ""
    return Turn(move.row, move.before, move.machine, move.units, move.decision.act, item, layer)
