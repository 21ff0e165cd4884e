"""One conversation as Markdown, JSON lines or CSV, UTF-8."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

from simulator.files import slug, write_new
from simulator.i18n import tr
from simulator.practice.records import ConversationRow, NoteRow, TurnRow
from simulator.practice.rows import units_of
from simulator.practice.serial import unit_to_json
from simulator.practice.store import Store
from simulator.privacy.disguise import disguised
from simulator.privacy.pseudonyms import Pseudonyms
from simulator.report.markdown import escape
from simulator.scenario.load import load_text
from simulator.scenario.problems import ScenarioErrors
from simulator.transcripts.guard import guard
from simulator.when import day, moment

Form = Literal["markdown", "jsonl", "csv"]
ENDINGS: dict[Form, str] = {"markdown": ".md", "jsonl": ".jsonl", "csv": ".csv"}


def export(store: Store, conversation: str, form: Form, folder: Path, names: Pseudonyms | None = None) -> Path:
    """Write the shown branch of a conversation to a new file in `folder` and return its path; nothing is overwritten.

    `names`: replaces the names that it has learned (`disguise.known`).

    Raises:
        StoreError: there is no such conversation.
        CannotWrite: the folder cannot be written.
    """
    whole = store.conversation(conversation), store.path_to(conversation), store.notes(conversation)
    row, turns, notes = whole if names is None else disguised(*whole, names)
    text = render(row, turns, notes, form)
    name = slug(row.title, 60) or "conversation"
    return write_new(folder, f"{day(row.created)}-{name}", ENDINGS[form], text)


def render(row: ConversationRow, turns: Sequence[TurnRow], notes: Sequence[NoteRow], form: Form) -> str:
    """Return a branch as text in that form."""
    if form == "markdown":
        return _markdown(row, turns, notes)
    return _jsonl(row, turns) if form == "jsonl" else _csv(row, turns)


def _markdown(row: ConversationRow, turns: Sequence[TurnRow], notes: Sequence[NoteRow]) -> str:
    parts = [f"# {escape(row.title)}", f"{row.scenario_id} ({row.language}), {moment(row.created)}"]
    names = _speakers(row.source)
    for turn in turns:
        name = names.get(turn.speaker, turn.speaker) or tr("School") if turn.role == "school" else tr("You")
        codes = ", ".join(unit.code for unit in units_of(turn))
        tail = f"  \n*{codes}*" if codes else ""
        parts.append(f"**{escape(name)}:** {escape(turn.text)}{tail}")
    kept = [note for note in notes if note.kind not in ("hint", "self")]
    if kept:
        kinds = {"hypothesis": tr("Guess"), "note": tr("Note")}
        parts += [f"## {tr('Notes')}", *(f"- *{kinds.get(one.kind, one.kind)}*: {escape(one.text)}" for one in kept)]
    return "\n\n".join(parts) + "\n"


@lru_cache(maxsize=32)
def _speakers(source: str) -> Mapping[str, str]:
    """Return the names of a scenario's speakers by their ids; none where it cannot be read any more."""
    try:
        return {one.id: one.name for one in load_text(source, "scenario", checks=False).speakers}
    except ScenarioErrors:
        return {}


def _jsonl(row: ConversationRow, turns: Sequence[TurnRow]) -> str:
    lines = []
    for turn in turns:
        data = {
            "conversation_id": row.id,
            "scenario": row.scenario_id,
            "turn_id": turn.id,
            "parent": turn.parent,
            "speaker": turn.speaker or turn.role,
            "role": turn.role,
            "text": turn.text,
            "timestamp": turn.created,
            "units": [unit_to_json(unit) for unit in units_of(turn)],
            "act": turn.data.get("decided", {}).get("act"),
            "voiced_by": turn.data.get("said", {}).get("voiced_by"),
        }
        lines.append(json.dumps(data, ensure_ascii=False))
    return "\n".join(lines) + "\n"


def _csv(row: ConversationRow, turns: Sequence[TurnRow]) -> str:
    """Return CSV in the columns that transcripts are read in; cells that a spreadsheet would run are made text."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(["conversation_id", "speaker", "role", "text", "timestamp", "codes"])
    for turn in turns:
        codes = " ".join(unit.code for unit in units_of(turn))
        cells = [row.id, turn.speaker or turn.role, turn.role, turn.text, turn.created, codes]
        writer.writerow(map(guard, cells))
    return held.getvalue()
