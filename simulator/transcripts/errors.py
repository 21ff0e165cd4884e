"""What can be wrong with a transcript: one sentence, with the line where there is one, and the next step."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.errors import ToaskError
from simulator.transcripts.model import Role


class TranscriptError(ToaskError):
    """A transcript cannot be read, mapped or written; the message is one sentence for the user, with the next step."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker as found: name as in the file, turns and words spoken, its first words, its role when known."""

    name: str
    turns: int
    words: int
    begins: str
    role: Role | None = None


class SpeakersUnknown(TranscriptError):
    """Nobody said which role a speaker has; `speakers` holds all that were found, so that a front end can ask."""

    def __init__(self, message: str, speakers: tuple[Speaker, ...]) -> None:
        super().__init__(message)
        self.speakers = speakers


def at(source: str, line: int, what: str) -> TranscriptError:
    """Return an error about a line (counted from 1) of a file."""
    return TranscriptError(f"{source}, line {line}: {what}")
