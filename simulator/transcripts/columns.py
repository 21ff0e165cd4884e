"""Which column or key holds which field, and what to say when one is missing."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping

from simulator.i18n import mark, tr
from simulator.transcripts.errors import TranscriptError
from simulator.transcripts.options import FIELDS

REQUIRED = ("speaker", "text")
# Names seen in corpora and exports: the error names them, but none is taken silently (a wrong column, a wrong score).
_ALIKE: dict[str, tuple[str, ...]] = {
    "conversation_id": ("transcript_id", "conversation", "gesprek_id", "gesprek", "session_id", "session",
                        "dialogue_id", "dialog_id", "convo_id", "interview_id"),
    "speaker": ("interlocutor", "spreker", "participant", "speaker_name", "name", "naam", "wie", "who", "author"),
    "text": ("utterance_text", "utterance", "tekst", "uiting", "content", "message", "transcript", "zin", "sentence"),
}  # fmt: skip
_OTHER_ID = {
    "column": mark(
        '{where} has no column "conversation_id"; give --column conversation_id={name}, '
        "or --column conversation_id= if it holds one conversation."
    ),
    "key": mark(
        '{where} has no key "conversation_id"; give --column conversation_id={name}, '
        "or --column conversation_id= if it holds one conversation."
    ),
}
_MISSING = {
    "column": mark('{where} has no column "{name}"; {hint} (columns found: {found}).'),
    "key": mark('{where} has no key "{name}"; {hint} (keys found: {found}).'),
}


def resolve(found: Collection[str], wanted: Mapping[str, str], where: str, noun: str = "column") -> dict[str, str]:
    """Return field → name in the file, for the fields that the file has.

    Args:
        found: the names in the file.
        wanted: the user's own mapping, as in `ReadOptions.columns`.
        where: the file (and line) for the error.
        noun: "column" or "key".

    Raises:
        TranscriptError: speaker or text is missing, a name in `wanted` does not exist, or ids stand under another name.
    """
    by_low = {name.strip().casefold(): name for name in reversed(list(found))}
    fields: dict[str, str] = {}
    for field in FIELDS:
        name = wanted.get(field)
        if name == "":
            continue
        have = by_low.get((name or field).strip().casefold())
        if have is not None:
            fields[field] = have
        elif name or field in REQUIRED:
            raise TranscriptError(_missing(field, name or field, found, where, noun))
        elif field == "conversation_id":
            _refuse_other_id(by_low, where, noun)
    for field in REQUIRED:
        if field not in fields:
            raise TranscriptError(_missing(field, field, found, where, noun))
    return fields


def _refuse_other_id(by_low: Mapping[str, str], where: str, noun: str) -> None:
    """Rows of many conversations must not silently become one."""
    for name in _ALIKE["conversation_id"]:
        if name in by_low:
            raise TranscriptError(_OTHER_ID[noun], where=where, name=by_low[name])


def _missing(field: str, name: str, found: Collection[str], where: str, noun: str) -> str:
    names = [one for one in found if one.strip()]
    listed = ", ".join(one[:40] for one in names[:12]) + (", …" if len(names) > 12 else "")
    near = nearest(field, name, names)
    hint = tr('nearest is "{near}": give --column {field}={near}') if near else tr("give --column {field}=NAME")
    said = hint.format(near=near, field=field)
    return tr(_MISSING[noun]).format(where=where, name=name, hint=said, found=listed or tr("none"))


def nearest(field: str, name: str, found: Collection[str]) -> str:
    """Return the name in the file that most likely is meant, or nothing."""
    by_low = {one.strip().casefold(): one for one in found}
    for alike in _ALIKE.get(field, ()):
        if alike in by_low:
            return by_low[alike]
    close = difflib.get_close_matches(name.casefold(), list(by_low), n=1, cutoff=0.5)
    return by_low[close[0]] if close else ""
