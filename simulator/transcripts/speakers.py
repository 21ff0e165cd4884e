"""Who is the trainee and who is the school: said by the user or by the file, never guessed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from simulator.i18n import mark, tr, trn
from simulator.transcripts.errors import OneSpeaker, Speaker, SpeakersUnknown, TranscriptError
from simulator.transcripts.model import Conversation, Line, Role

# Speakers whose name is their role (docs/transcripts.md lists them for users).
KNOWN_ROLES: Mapping[str, Role] = {
    "trainee": "trainee", "cursist": "trainee", "therapist": "trainee", "school": "school", "client": "school",
}  # fmt: skip
_NAMELESS = mark("(no name)")
_LISTED = 12


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
                mark('"{value}" gives no role; write --speaker "NAME=trainee" or --speaker "NAME=school".'), value=value
            )
        if found.setdefault(_key(name), cast(Role, role)) != role:
            raise TranscriptError(
                mark('"{name}" cannot be both trainee and school; give --speaker once a name.'), name=name.strip()
            )
    return found


def speakers(conversation: Conversation, known: Mapping[str, Role] = KNOWN_ROLES) -> tuple[Speaker, ...]:
    """Return who speaks, in order of appearance, with turns, words and the start (60 characters) of their longest.

    Args:
        conversation: whose speakers.
        known: names that are roles.
    """
    held: dict[str, list[Line]] = {}
    for line in conversation.lines:
        held.setdefault(line.speaker, []).append(line)
    return tuple(_speaker(name, lines, known) for name, lines in held.items())


def _speaker(name: str, lines: list[Line], known: Mapping[str, Role]) -> Speaker:
    longest = " ".join(max((line.text for line in lines), key=len).split())
    stated = {line.role for line in lines}
    role = lines[0].role if len(stated) == 1 and lines[0].role else known.get(_key(name))
    return Speaker(name, len(lines), sum(len(line.text.split()) for line in lines), longest[:60], role)


def roles(conversation: Conversation, mapping: Mapping[str, Role] | None = None) -> Conversation:
    """Return the conversation with a role for every line.

    A name in `mapping` (any case) gets that role; else the role that the file states; else the role that the name
    itself is (`KNOWN_ROLES`), unless the names given have both roles here: then who is called "school" may be a
    word of somebody else. Of exactly two speakers, when the user named the role of one, the other has the other
    role, since a conversation needs both, unless somebody who is not here was named for it.

    Raises:
        SpeakersUnknown: somebody's role is not known; `speakers` holds all that were found, each with its role.
        TranscriptError: one speaker only, or nobody with one of the roles.
    """
    given = {_key(name): role for name, role in (mapping or {}).items()}
    found = speakers(conversation)
    where = conversation.source or conversation.id
    if len(found) < 2:
        raise _alone(where, found)
    here = {_key(one.name) for one in found}
    both = {role for name, role in given.items() if name in here} == {"trainee", "school"}
    known = {} if both else KNOWN_ROLES
    given |= _other(found, given, here)
    lines = tuple(
        replace(line, role=given.get(_key(line.speaker)) or line.role or known.get(_key(line.speaker)))
        for line in conversation.lines
    )
    if any(line.role is None for line in lines):
        found = speakers(replace(conversation, lines=lines), known)
        open_ = {line.speaker for line in lines if line.role is None}
        raise SpeakersUnknown(_unknown(where, found, open_), found, where)
    for role in ("trainee", "school"):
        if all(line.role != role for line in lines):
            raise _nobody(where, found, role)
    return replace(conversation, lines=lines)


def _other(found: tuple[Speaker, ...], given: Mapping[str, Role], here: set[str]) -> dict[str, Role]:
    """Return the role of the second of two, where it follows from the first one's."""
    if len(found) != 2:
        return {}
    named = [one for one in found if _key(one.name) in given]
    rest = [one for one in found if _key(one.name) not in given and one.role is None]
    if len(named) != 1 or len(rest) != 1:
        return {}
    left: Role = "school" if given[_key(named[0].name)] == "trainee" else "trainee"
    elsewhere = any(role == left for name, role in given.items() if name not in here)
    return {} if elsewhere else {_key(rest[0].name): left}


def _alone(where: str, found: tuple[Speaker, ...]) -> TranscriptError:
    if not found:
        return TranscriptError(mark("{file} has no turns; choose another file."), file=where)
    return OneSpeaker(
        mark(
            "{where} has one speaker only ({name}), and a conversation needs a trainee and a school; "
            "export it again with speakers told apart."
        ),
        where=where, name=_shown(found[0].name),
    )  # fmt: skip


def _nobody(where: str, found: tuple[Speaker, ...], role: str) -> TranscriptError:
    said = mark("{where} has nobody as {role} (speakers: {names}); give --speaker NAME={role}.")
    return TranscriptError(said, where=where, role=role, names=", ".join(_shown(one.name) for one in found))


def _unknown(where: str, found: tuple[Speaker, ...], open_: set[str]) -> str:
    names = ", ".join(f"{_shown(one.name)} ({_turns(one.turns)})" for one in found[:_LISTED])
    if len(found) > _LISTED:
        names += tr(" and {n} more").format(n=len(found) - _LISTED)
    missing = [one.name for one in found if one.name in open_]
    said = trn(
        '{where}: the role is not known of {missing}; give --speaker "{first}=trainee" or '
        '--speaker "{first}=school" (speakers found: {names}).',
        '{where}: the roles are not known of {missing}; give --speaker "{first}=trainee" or '
        '--speaker "{first}=school" (speakers found: {names}).',
        len(missing),
    )
    shown = ", ".join(map(_shown, missing))[:300]
    return said.format(where=where, missing=shown, first=missing[0], names=names)


def _turns(number: int) -> str:
    return trn("{n} turn", "{n} turns", number).format(n=number)


def _shown(name: str) -> str:
    return name[:60] or tr(_NAMELESS)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
