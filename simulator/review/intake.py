"""From files and practised conversations to transcripts that can be reviewed; who is who is asked, never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from simulator.observing.sheet import tidy
from simulator.review.machine import in_file
from simulator.review.project import Machine
from simulator.transcripts.clean import clean
from simulator.transcripts.language import language_of
from simulator.transcripts.model import Conversation, Line, Role
from simulator.transcripts.options import ReadOptions
from simulator.transcripts.read import records
from simulator.transcripts.speakers import roles

LOGGED = "conversation:"
"""Before the id of a practised conversation, where else a file is named."""


@dataclass(frozen=True, slots=True)
class Found:
    """A transcript as it was read: `rows` hold codes, where its source gives any; roles may not be known yet."""

    talk: Conversation
    rows: tuple[Mapping[str, Any], ...] = ()
    coder: str = ""

    def ready(self, mapping: Mapping[str, Role]) -> Ready:
        """Return it with a role for every line.

        Raises:
            SpeakersUnknown: somebody's role is not known.
            TranscriptError: it has one speaker only, or nobody with one of the roles.
        """
        talk = roles(self.talk, mapping)
        return Ready(talk, in_file(talk, self.rows, self.coder))


@dataclass(frozen=True, slots=True)
class Ready:
    """A transcript that can be reviewed, with the codes that its source gives, if any."""

    talk: Conversation
    machine: Machine | None = None


def found(names: Sequence[str], options: ReadOptions, language: str = "") -> Iterator[Found]:
    """Yield the transcripts of files, folders and `conversation:ID`.

    Args:
        names: what was named.
        options: how files are read.
        language: nl or en; empty: what the words say.

    Raises:
        ToaskError: something is not there or cannot be read.
    """
    from simulator.scoring.intake import find

    for name in names:
        if name.startswith(LOGGED):
            yield logged(name.removeprefix(LOGGED))
            continue
        for file in find([name], options.format):
            for record in records(file.path, options):
                talk = replace(record.conversation, source=file.name)
                code = language or _language(talk)
                yield Found(replace(talk, language=code), record.rows, str(record.rest.get("coder") or ""))


def _language(talk: Conversation) -> str:
    """Return nl or en by the words; where they do not say, what the file states; else empty."""
    try:
        code = language_of(talk).code
    except ModuleNotFoundError:
        code = ""
    return code if code in ("nl", "en") else talk.language if talk.language in ("nl", "en") else ""


def full_name(name: str) -> str:
    """Return `conversation:ID` with the whole id, where the beginning of one or `last` was named.

    Raises:
        UnknownName: there is no such conversation, or several begin so.
    """
    from simulator.practice.lookup import find
    from simulator.practice.store import Store

    with closing(Store()) as store:
        return f"{LOGGED}{find(store, name.removeprefix(LOGGED)).id}"


def logged(conversation: str) -> Found:
    """Return a practised conversation by its id.

    Raises:
        StoreError: there is none.
    """
    from simulator.practice.rows import units_of
    from simulator.practice.serial import unit_to_json
    from simulator.practice.store import Store

    with closing(Store()) as store:
        held, turns = store.conversation(conversation), store.path_to(conversation)
    lines = tuple(Line(row.speaker or row.role, clean(row.text), "", row.role) for row in turns)
    rows = tuple({"units": [unit_to_json(unit) for unit in units_of(row)]} for row in turns)
    coder = next((str(row.data["coded"].get("coder", "")) for row in turns if "coded" in row.data), "")
    title = f"{tidy(held.title, 60)} {held.id[:8]}"
    return Found(Conversation(title, lines, held.language, f"{LOGGED}{held.id}"), rows, coder)
