"""One conversation as Markdown, JSON lines or CSV, UTF-8."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from simulator.practice.database import StoreError
from simulator.practice.records import ConversationRow, NoteRow, TurnRow
from simulator.practice.rows import units_of
from simulator.practice.serial import unit_to_json
from simulator.practice.store import Store
from simulator.privacy.disguise import disguised
from simulator.privacy.pseudonyms import Pseudonyms

Form = Literal["markdown", "jsonl", "csv"]
ENDINGS: dict[Form, str] = {"markdown": ".md", "jsonl": ".jsonl", "csv": ".csv"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(store: Store, conversation: str, form: Form, folder: Path, names: Pseudonyms | None = None) -> Path:
    """Write the shown branch of a conversation to a new file in `folder` and return its path; nothing is overwritten.

    `names`: replaces the names that it has learned (`disguise.known`).

    Raises:
        StoreError: no such conversation, or the folder cannot be written.
    """
    whole = store.conversation(conversation), store.path_to(conversation), store.notes(conversation)
    row, turns, notes = whole if names is None else disguised(*whole, names)
    text = render(row, turns, notes, form)
    stem = re.sub(r"[^\w-]+", "-", row.title.lower()).strip("-")[:60] or "conversation"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = _free(folder, f"{row.created[:10]}-{stem}", ENDINGS[form])
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise StoreError(
            f"Cannot write in {folder} ({error.strerror}); choose another folder or free space."
        ) from error
    return path


def render(row: ConversationRow, turns: Sequence[TurnRow], notes: Sequence[NoteRow], form: Form) -> str:
    """Return a branch as text in that form."""
    if form == "markdown":
        return _markdown(row, turns, notes)
    return _jsonl(row, turns) if form == "jsonl" else _csv(row, turns)


def _markdown(row: ConversationRow, turns: Sequence[TurnRow], notes: Sequence[NoteRow]) -> str:
    parts = [f"# {escape(row.title)}", f"{row.scenario_id} ({row.language}), {row.created[:16].replace('T', ' ')} UTC"]
    for turn in turns:
        name = turn.speaker or ("school" if turn.role == "school" else "trainee")
        codes = ", ".join(unit.code for unit in units_of(turn))
        tail = f"  \n*{codes}*" if codes else ""
        parts.append(f"**{escape(name)}:** {escape(turn.text)}{tail}")
    kept = [note for note in notes if note.kind not in ("hint", "self")]
    if kept:
        parts += ["## Notes", *(f"- *{note.kind}*: {escape(note.text)}" for note in kept)]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """Return typed or spoken text so that Markdown shows it as it is."""
    plain = _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
    return plain.replace("\n", "  \n")


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
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return held.getvalue()


def _free(folder: Path, stem: str, ending: str) -> Path:
    path, count = folder / f"{stem}{ending}", 1
    while path.exists():
        count += 1
        path = folder / f"{stem}-{count}{ending}"
    return path
