"""What the practice log holds for a portfolio, as plain data: conversations with all their ways, and reflections.

Nothing that a school did not say goes along: no scenario text, no ids of items, no need. So a portfolio can be read
by a trainee who has not found it yet.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from simulator.coding.codebook import VERSION, Unit
from simulator.coding.measures import ask_share
from simulator.debrief.talk import talk_of
from simulator.portfolio.errors import MALFORMED
from simulator.practice.api import WARMUP, PracticeError
from simulator.practice.corrections import Correction, corrected, corrections, latest
from simulator.practice.documents import Document, documents, versions
from simulator.practice.kept import scenario_of
from simulator.practice.records import ConversationRow, NoteRow, TurnRow
from simulator.practice.rows import units_of
from simulator.practice.store import Store

Row = dict[str, Any]
MOST = 5000
"""Conversations in one portfolio, the latest ones."""


def conversations(store: Store, least: int) -> list[Row]:
    """Return every conversation with a turn by the trainee, oldest first, archived ones and warm-ups too.

    Args:
        store: the practice log.
        least: own turns that make one count.

    Raises:
        StoreError: the log cannot be read.
    """
    kept = sorted(store.conversations(archived=None, limit=MOST), key=lambda one: (one.created, one.id))
    held = [(row, store.tree(row.id)) for row in kept]
    spoken = [(row, tree) for row, tree in held if any(one.role == "trainee" for one in tree)]
    return [_conversation(store, number, row, tree, least) for number, (row, tree) in enumerate(spoken, 1)]


def _conversation(store: Store, number: int, row: ConversationRow, tree: Sequence[TurnRow], least: int) -> Row:
    rows, notes = store.path_to(row.id, row.earlier), store.notes(row.id)
    changed = corrections(store, row.id)
    figures, speakers = _figures(row, rows, changed)
    shown = {one.id for one in rows}
    retries, regenerated = ways(tree)
    return {
        "number": number,
        "id": row.id,
        "title": row.title,
        "scenario": {
            "id": row.scenario_id,
            "version": row.scenario_version,
            "language": row.language,
            "sha256": hashlib.sha256(row.source.encode()).hexdigest(),
        },
        "mode": row.mode,
        "status": "ended" if row.finished else row.status,
        "created": row.created,
        "updated": row.updated,
        "seed": row.seed,
        "voice": row.voice,
        "coder": sorted({str(one.data["coded"].get("coder", "")) for one in tree if "coded" in one.data}),
        "codebook": VERSION,
        "speakers": speakers,
        "figures": figures,
        "left_out": _left_out(row, figures["turns"], bool(speakers), least),
        "retries": retries,
        "regenerated": regenerated,
        "taken_back": sum(one.step == "cancelled" for one in tree),
        "hints": [note.created for note in notes if note.kind == "hint"],
        "self": [_said(note) for note in notes if note.kind == "self"],
        "hypotheses": [_said(note) for note in notes if note.kind == "hypothesis"],
        "corrections": [_correction(one) for one in changed],
        "turns": [_turn(one, one.id in shown) for one in tree],
    }


def _left_out(row: ConversationRow, turns: int, readable: bool, least: int) -> str:
    if row.mode == WARMUP:
        return WARMUP
    if not readable:
        return "scenario"
    if not row.finished:
        return "unfinished"
    return "few_turns" if turns < least else ""


def ways(tree: Sequence[TurnRow]) -> tuple[int, int]:
    """Return how often a turn was tried another way, and how often the school's words were asked for anew.

    Only turns that got an answer count: whoever took a turn back before that saw nothing.
    """
    answers = Counter(one.parent for one in tree if one.role == "school" and one.parent is not None)
    tried = Counter(one.parent for one in tree if one.role == "trainee" and answers[one.id])
    asked = {one.id for one in tree if one.role == "trainee"}
    again = sum(count - 1 for turn, count in answers.items() if turn in asked)
    return sum(count - 1 for count in tried.values()), again


def _figures(
    row: ConversationRow, rows: Sequence[TurnRow], changed: Sequence[Correction]
) -> tuple[Row, dict[str, str]]:
    """Return the figures of the branch that is shown, and the speakers' names by id: none where scenario or log is odd.

    The machine's codes count, not the trainee's own corrections: those stand beside them for the assessor.
    """
    mine = [one for one in rows if one.role == "trainee"]
    none: Row = {"turns": len(mine), "ask_share": None, "ask_share_corrected": None, "depth": "", "reached": None}
    try:
        scenario = scenario_of(row)
        talk = talk_of(scenario, rows, row.seed, ended=row.finished)
        coded = [one for one in mine if "coded" in one.data]
        held = latest(changed)
        machine = ask_share([units_of(one) for one in coded])
        people = ask_share([corrected(one.id, units_of(one), held) for one in coded])
        depth = talk.deepest
    except (PracticeError, *MALFORMED):
        return none, {}
    return {
        "turns": len(coded),
        "ask_share": _rounded(machine),
        "ask_share_corrected": _rounded(people),
        "depth": depth,
        "reached": None if scenario.need is None else talk.own_question is not None,
    }, {one.id: one.name for one in scenario.speakers}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _turn(one: TurnRow, shown: bool) -> Row:
    """Return one turn of any branch. `shown`: it stands on the way that the trainee ended with."""
    said = one.data.get("said") or {}
    return {
        "id": one.id,
        "parent": one.parent,
        "role": one.role,
        "speaker": one.speaker,
        "text": one.text,
        "step": one.step,
        "created": one.created,
        "shown": shown,
        "coder": str((one.data.get("coded") or {}).get("coder", "")),
        "units": [_unit(unit) for unit in _units(one)],
        "act": str((one.data.get("decided") or {}).get("act", "")),
        "voiced_by": str(said.get("voiced_by", "")),
        "model": str(said.get("model", "")),
    }


def _units(one: TurnRow) -> tuple[Unit, ...]:
    try:
        return units_of(one)
    except MALFORMED:
        return ()


def _unit(unit: Unit) -> Row:
    return {
        "text": unit.text,
        "code": unit.code,
        "value": unit.value,
        "flags": list(unit.flags),
        "confidence": round(unit.confidence, 4),
        "reason": unit.reason,
    }


def _correction(one: Correction) -> Row:
    fields = ("turn", "unit", "was", "code", "reason", "who", "created")
    return {name: getattr(one, name) for name in fields}


def _said(note: NoteRow) -> Row:
    """Return a note; one that holds JSON (what a trainee thought of it before any figure) is given as data."""
    try:
        held: object = json.loads(note.text) if note.kind == "self" else note.text
    except ValueError:
        held = note.text
    return {"said": held, "turn": note.turn, "created": note.created}


def reflections(store: Store, numbers: Mapping[str, int]) -> list[Row]:
    """Return every reflection report with all its versions, oldest first.

    Args:
        store: the practice log.
        numbers: number of each conversation, by id.
    """
    found = sorted(documents(store, "reflection"), key=lambda one: one.id)
    return [_reflection(number, versions(store, one.document), numbers) for number, one in enumerate(found, 1)]


def _reflection(number: int, held: Sequence[Document], numbers: Mapping[str, int]) -> Row:
    last = held[-1]
    return {
        "number": number,
        "document": last.document,
        "title": last.title,
        "language": last.language,
        "conversations": sorted(numbers[one] for one in _about(last) if one in numbers),
        "words": len(" ".join(spoken(last.body)).split()),
        "versions": [{"created": one.created, "title": one.title, "body": one.body} for one in held],
    }


def _about(one: Document) -> set[str]:
    """Return ids of the conversations that a report is about."""
    talks = one.body.get("conversations")
    named = {talk for talk in talks if isinstance(talk, str)} if isinstance(talks, list) else set()
    return named | ({one.conversation} if one.conversation else set())


def spoken(body: object) -> list[str]:
    """Return what a person wrote in a report's body: its answers, or where it has none every text in it."""
    if isinstance(body, str):
        return [body]
    if isinstance(body, Mapping):
        answers = body.get("answers")
        return spoken(list((answers if isinstance(answers, Mapping) else body).values()))
    return [text for one in body for text in spoken(one)] if isinstance(body, list | tuple) else []
