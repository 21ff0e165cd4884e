"""From rows, one a turn, to conversations: each is yielded as its rows end, so that memory holds one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from simulator.i18n import mark
from simulator.transcripts.clean import clean, clean_name
from simulator.transcripts.errors import ComesBack, TranscriptError, at
from simulator.transcripts.limits import CONVERSATION_CHARS, CONVERSATION_TURNS, TURN_CHARS
from simulator.transcripts.model import Conversation, Line, Role
from simulator.transcripts.record import Record


@dataclass(frozen=True, slots=True)
class Row:
    """One turn with the line it stands on (counted from 1), its conversation and everything its row holds."""

    number: int
    conversation: str
    line: Line
    raw: Mapping[str, Any] = field(default_factory=dict)
    language: str = ""


def make_line(speaker: str, text: str, timestamp: str = "", role: str = "") -> Line:
    """Return a turn with clean text; a role other than trainee or school counts as none."""
    known = role.strip().casefold()
    return Line(
        clean_name(speaker), clean(text), clean_name(timestamp),
        cast(Role, known) if known in ("trainee", "school") else None,
    )  # fmt: skip


@dataclass(slots=True)
class Gathering:
    """The rows of one conversation while they come in."""

    source: str
    id: str
    language: str = ""
    lines: list[Line] = field(default_factory=list)
    raws: list[Mapping[str, Any]] = field(default_factory=list)
    chars: int = 0

    def add(self, number: int, line: Line, raw: Mapping[str, Any]) -> None:
        """Take one turn.

        Raises:
            TranscriptError: the turn, or the conversation with it, is larger than speech can be.
        """
        if len(line.text) > TURN_CHARS:
            said = mark("a turn of more than {most} characters; put one turn in a row.")
            raise at(self.source, number, said, most=f"{TURN_CHARS:,}")
        self.chars += len(line.text)
        if len(self.lines) >= CONVERSATION_TURNS or self.chars > CONVERSATION_CHARS:
            raise at(
                self.source, number,
                mark(
                    'more under "{id}" than one conversation can hold; give its conversations their own '
                    "conversation_id (or --column conversation_id=NAME)."
                ),
                id=self.id[:40],
            )  # fmt: skip
        self.lines.append(line)
        self.raws.append(raw)

    def record(self, rest: Mapping[str, Any] | None = None) -> Record:
        """Return what was gathered."""
        one = Conversation(self.id, tuple(self.lines), self.language, self.source)
        return Record(one, tuple(self.raws), rest or {})


def grouped(rows: Iterable[Row], source: str) -> Iterator[Record]:
    """Yield the conversations that contiguous rows make.

    Raises:
        ComesBack: rows come back for a conversation that was already yielded.
        TranscriptError: a conversation is too large, or there is none.
    """
    seen: set[str] = set()
    held: Gathering | None = None
    for row in rows:
        if held is None or held.id != row.conversation:
            if held is not None:
                yield held.record()
            if row.conversation in seen:
                said = mark('rows of conversation "{id}" come back after others; sort the file by conversation_id.')
                raise ComesBack(str(at(source, row.number, said, id=row.conversation[:40])))
            seen.add(row.conversation)
            held = Gathering(source, row.conversation, row.language)
        held.add(row.number, row.line, row.raw)
    if held is None:
        raise TranscriptError(mark("{file} has no turns; choose another file."), file=source)
    yield held.record()
