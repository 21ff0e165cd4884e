"""A talk as the scorer coded it: out of the log of practised conversations, or out of a file of `toask score`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.coding.codebook import Unit
from simulator.i18n import tr
from simulator.observing.sheet import tidy
from simulator.practice.api import PracticeError

if TYPE_CHECKING:
    from simulator.practice.store import Store


@dataclass(frozen=True, slots=True)
class Coded:
    """A talk as a scorer coded it: name, the trainee's turns as (number, text, units), `coder`: who, if known."""

    name: str
    turns: tuple[tuple[int, str, tuple[Unit, ...]], ...]
    coder: str = ""


def of_file(path: Path, conversation: str = "") -> Coded:
    """Return a conversation of a file that `toask score` wrote.

    Args:
        path: JSON, JSON lines or CSV.
        conversation: its id in the file; may be left out where there is only one.

    Raises:
        PracticeError: it is not in the file, or which one is meant is not said.
        ScoringError, TranscriptError: the file is no coding.
    """
    from simulator.scoring.codings import load
    from simulator.scoring.tally import said

    talks = load(path).talks
    if not conversation and len(talks) > 1:
        line = tr("{path} holds {n} conversations; name one with --conversation, such as “{name}”.")
        raise PracticeError(line.format(path=path, n=len(talks), name=tidy(next(iter(talks)), 60)))
    name = conversation or next(iter(talks))
    if name not in talks:
        line = tr("{path} holds no conversation “{name}”; it has {names}.")
        names = ", ".join(tidy(one, 40) for one in list(talks)[:5])
        raise PracticeError(line.format(path=path, name=tidy(name, 40), names=names))
    turns = tuple((number, turn.text, tuple(said(turn.units))) for number, turn in sorted(talks[name].items()))
    return Coded(name, turns)


def of_log(store: Store, conversation: str) -> Coded:
    """Return a practised conversation of the log as the coder has it, by its id, the beginning of it, or `last`.

    Raises:
        UnknownName: there is none, or several begin so.
    """
    from simulator.practice.lookup import find
    from simulator.practice.rows import units_of

    head = find(store, conversation)
    path = [row for row in store.path_to(head.id) if row.role == "trainee" and "coded" in row.data]
    turns = tuple((number, row.text, units_of(row)) for number, row in enumerate(path, 1))
    coder = str(path[0].data["coded"].get("coder", "")) if path else ""
    return Coded(head.title, turns, coder)
