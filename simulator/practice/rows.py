"""Rows of the log as coders, screens and the command contract see them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from threading import Event

from simulator.coding.codebook import CodedTurn, Said, Unit
from simulator.practice.api import LONGEST_TURN, PracticeError, Shown, TurnResult
from simulator.practice.records import TurnRow
from simulator.practice.serial import turn_from_json
from simulator.school.acts import Decision, State, Target, TurnInput
from simulator.voice.types import Cancelled, Spoken


def check(cancel: Event) -> None:
    """Raise Cancelled when the trainee pressed Esc."""
    if cancel.is_set():
        raise Cancelled


def sendable(text: str) -> str:
    """Return a trainee's words as they are kept.

    Raises:
        PracticeError: there are none, or too many.
    """
    kept = text.strip()
    if not kept:
        raise PracticeError("There is nothing to send yet; type a question or a remark first.")
    if len(kept) > LONGEST_TURN:
        raise PracticeError(
            f"That is {len(kept)} characters; a turn holds at most {LONGEST_TURN}. Shorten it and send it again."
        )
    return kept


def answered(rows: Sequence[TurnRow]) -> list[TurnRow]:
    """Return `rows` without a trainee turn at the end that has no answer."""
    return list(rows[:-1] if rows and rows[-1].role == "trainee" else rows)


def last_trainee(rows: Sequence[TurnRow]) -> TurnRow:
    """Return the last trainee turn.

    Raises:
        PracticeError: there is none yet.
    """
    for row in reversed(rows):
        if row.role == "trainee":
            return row
    raise PracticeError("There is no turn of yours yet; send one first.")


def units_of(row: TurnRow) -> tuple[Unit, ...]:
    """Return a trainee turn's units; empty before it was coded."""
    return turn_from_json(row.data["coded"]).units if "coded" in row.data else ()


def said_before(rows: Sequence[TurnRow]) -> list[Said]:
    """Return earlier turns as a coder sees them, each school turn with its act."""
    found: list[Said] = []
    act = ""
    for row in rows:
        if row.role == "trainee":
            found.append(Said("trainee", row.text, units_of(row)))
            decided = row.data.get("decided", {})
            # `permission` is finer than its act: after it, an idea is one that was agreed to.
            act = "permission" if decided.get("variant") == "permission" else decided.get("act", "")
        else:
            found.append(Said("school", row.text, act=act))
    return found


def heard(before: Sequence[TurnRow], played: Sequence[tuple[Decision, State]]) -> list[tuple[Target, str]]:
    """Return what the school has spoken of so far, with its words, latest last; `played`: its acts."""
    acts = iter(played)
    found: list[tuple[Target, str]] = []
    for asked, row in pairwise(before):
        if asked.role == "trainee" and row.role == "school":
            decision, _state = next(acts)
            found.append((decision.target or Target("more"), row.text))
    return [(Target("request"), before[0].text), *found] if before else found


def shown(row: TurnRow, names: dict[str, str]) -> Shown:
    """Return a row for a screen."""
    return Shown(row.id, row.role, names.get(row.speaker, ""), row.text, units_of(row), row.speaker)


def result(
    state: State,
    turn: TurnInput,
    decision: Decision,
    spoken: Spoken,
    seconds: dict[str, float],
    trainee_id: int,
    school_id: int,
) -> TurnResult:
    """Return a finished exchange in the keys of the command contract."""
    target = decision.target
    own = target.id if target is not None and target.id else None
    return TurnResult(
        turn=state.turn,
        text=turn.text,
        units=turn.units,
        main=CodedTurn(turn.text, turn.units).main,
        act=decision.act,
        item="need" if decision.act == "own_question" else own,
        speaker=decision.speaker,
        reply=spoken.text,
        ended=state.ended,
        voiced_by=spoken.voiced_by,
        rapport=state.rapport[decision.speaker],
        unlocked=state.said,
        stage=state.stage,
        seconds={key: round(value, 4) for key, value in seconds.items()},
        trainee_id=trainee_id,
        school_id=school_id,
    )
