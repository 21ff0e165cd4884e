"""What can be wrong with a transcript: one sentence, with the line where there is one, and the next step.

Sentences are in the interface's language from the start: some end in files (what was not scored, and why), where no
screen comes between.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulator.errors import ToaskError
from simulator.i18n import mark, tr
from simulator.transcripts.model import Role


class TranscriptError(ToaskError):
    """A transcript cannot be read, mapped or written; the message is one sentence for the user, with the next step.

    Args:
        message: the English sentence, as `simulator.i18n.mark` marked it.
        fields: what stands in its braces.
    """

    def __init__(self, message: str, /, **fields: object) -> None:
        super().__init__(tr(message).format(**fields) if fields else tr(message))


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker as found: name as in the file, turns and words spoken, its first words, its role when known."""

    name: str
    turns: int
    words: int
    begins: str
    role: Role | None = None


class SpeakersUnknown(TranscriptError):
    """Nobody said which role a speaker has; `speakers` holds all that were found in `where`, so that one can ask."""

    def __init__(self, message: str, speakers: tuple[Speaker, ...] = (), where: str = "") -> None:
        super().__init__(message)
        self.speakers, self.where = speakers, where


class OneSpeaker(TranscriptError):
    """A conversation in which one person speaks."""


class ComesBack(TranscriptError):
    """Rows of a conversation stand behind those of another: what was read of this file are pieces."""


def not_installed(name: str, error: ModuleNotFoundError) -> TranscriptError:
    """Return an error about a file whose format needs a package that is not there."""
    said = mark("{file} needs a part that is not installed ({part}); run pip install 'toask[transcripts]'.")
    return TranscriptError(said, file=name, part=error.name)


def at(source: str, line: int, what: str, /, **fields: object) -> TranscriptError:
    """Return an error about a line (counted from 1) of a file; `what` and `fields` as in `TranscriptError`."""
    why = tr(what).format(**fields) if fields else tr(what)
    return TranscriptError(mark("{source}, line {line}: {what}"), source=source, line=line, what=why)
