"""Who is the trainee and who is the school: said by the user or by the file, never guessed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from simulator.transcripts.errors import Speaker, SpeakersUnknown, TranscriptError
from simulator.transcripts.model import Conversation, Line, Role

# Speakers whose name is their role (docs/transcripts.md lists them for users).
KNOWN_ROLES: Mapping[str, Role] = {
    "trainee": "trainee", "cursist": "trainee", "therapist": "trainee", "school": "school", "client": "school",
}  # fmt: skip
_NAMELESS = "(no name)"


def mapping_of(values: Iterable[str]) -> dict[str, Role]:
    """Return name → role for options like `Anna=trainee`; a name may hold `=` itself.

    Raises:
        TranscriptError: no `=`, another role, or two roles for one name.
    """
    found: dict[str, Role] = {}
    for value in values:
        name, sign, role = value.rpartition("=")
        role = role.strip().casefold()
        if not sign or role not in ("trainee", "school"):
            raise TranscriptError(
                f'"{value}" gives no role; write --speaker "NAME=trainee" or --speaker "NAME=school".'
            )
        if found.setdefault(_key(name), cast(Role, role)) != role:
            raise TranscriptError(f'"{name.strip()}" cannot be both trainee and school; give --speaker once a name.')
    return found


def speakers(conversation: Conversation) -> tuple[Speaker, ...]:
    """Return who speaks, in order of appearance, with turns, words and the start (60 characters) of their longest."""
    held: dict[str, list[Line]] = {}
    for line in conversation.lines:
        held.setdefault(line.speaker, []).append(line)
    return tuple(_speaker(name, lines) for name, lines in held.items())


def _speaker(name: str, lines: list[Line]) -> Speaker:
    longest = " ".join(max((line.text for line in lines), key=len).split())
    stated = {line.role for line in lines}
    role = lines[0].role if len(stated) == 1 and lines[0].role else KNOWN_ROLES.get(_key(name))
    return Speaker(name, len(lines), sum(len(line.text.split()) for line in lines), longest[:60], role)


def roles(conversation: Conversation, mapping: Mapping[str, Role] | None = None) -> Conversation:
    """Return the conversation with a role for every line.

    A name in `mapping` (any case) gets that role; else the role that the file states; else the role that the name
    itself is (`KNOWN_ROLES`). Of exactly two speakers, when the user named the role of one, the other has the other
    role, since a conversation needs both.

    Raises:
        SpeakersUnknown: somebody's role is not known; `speakers` holds all that were found.
        TranscriptError: one speaker only, or nobody with one of the roles.
    """
    given = {_key(name): role for name, role in (mapping or {}).items()}
    found = speakers(conversation)
    where = conversation.source or conversation.id
    if len(found) < 2:
        raise TranscriptError(_alone(where, found))
    given |= _other(found, given)
    lines = tuple(
        replace(line, role=given.get(_key(line.speaker)) or line.role or KNOWN_ROLES.get(_key(line.speaker)))
        for line in conversation.lines
    )
    if any(line.role is None for line in lines):
        open_ = {line.speaker for line in lines if line.role is None}
        raise SpeakersUnknown(_unknown(where, found, open_), found)
    for role in ("trainee", "school"):
        if all(line.role != role for line in lines):
            names = ", ".join(_shown(one.name) for one in found)
            raise TranscriptError(f"{where} has nobody as {role} (speakers: {names}); give --speaker NAME={role}.")
    return replace(conversation, lines=lines)


def _other(found: tuple[Speaker, ...], given: Mapping[str, Role]) -> dict[str, Role]:
    if len(found) != 2:
        return {}
    named = [one for one in found if _key(one.name) in given]
    rest = [one for one in found if _key(one.name) not in given and one.role is None]
    if len(named) != 1 or len(rest) != 1:
        return {}
    return {_key(rest[0].name): "school" if given[_key(named[0].name)] == "trainee" else "trainee"}


def _alone(where: str, found: tuple[Speaker, ...]) -> str:
    if not found:
        return f"{where} has no turns; choose another file."
    return (
        f"{where} has one speaker only ({_shown(found[0].name)}), and a conversation needs a trainee and a school; "
        "export it again with speakers told apart."
    )


def _unknown(where: str, found: tuple[Speaker, ...], open_: set[str]) -> str:
    names = ", ".join(f"{_shown(one.name)} ({one.turns} turns)" for one in found[:12])
    more = f" and {len(found) - 12} more" if len(found) > 12 else ""
    first = next(one.name for one in found if one.name in open_)
    many = "s are" if len(open_) > 1 else " is"
    missing = ", ".join(_shown(one.name) for one in found if one.name in open_)[:300]
    return (
        f"{where}: the role{many} not known of {missing}; "
        f'give --speaker "{first}=trainee" or --speaker "{first}=school" (speakers found: {names}{more}).'
    )


def _shown(name: str) -> str:
    return name[:60] or _NAMELESS


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
