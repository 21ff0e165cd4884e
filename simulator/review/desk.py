"""What a review begins with: which transcripts, in which project, who codes, and whether blind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from simulator.review.intake import Found, Ready, found
from simulator.review.journal import Journal
from simulator.review.machine import Machines
from simulator.review.places import is_project, project_for
from simulator.review.session import Session, add_machine, add_talk, coder_name
from simulator.transcripts.errors import SpeakersUnknown
from simulator.transcripts.model import Conversation, Role
from simulator.transcripts.options import ReadOptions


@dataclass(slots=True)
class Desk:
    """A project on somebody's desk.

    Attributes:
        names: files, folders, `conversation:ID`, or a project's file.
        options, language: how files are read; `language`: nl, en or empty (what the words say).
        speakers: name → role, as the user named them.
        coder: who codes; empty: not said yet. `blind`: without seeing others' codes.
        chosen: the project's file; empty: beside the first transcript.
    """

    names: Sequence[str]
    options: ReadOptions = field(default_factory=ReadOptions)
    language: str = ""
    speakers: Mapping[str, Role] = field(default_factory=dict)
    coder: str = ""
    blind: bool = False
    chosen: str = ""
    machines: Machines = field(default_factory=Machines)
    _journal: Journal | None = None

    @property
    def path(self) -> Path:
        """The project's file."""
        return project_for(self.names, self.chosen)

    @property
    def journal(self) -> Journal:
        """The project, opened when it is first needed.

        Raises:
            ReviewError: it cannot be used.
        """
        if self._journal is None:
            self._journal = Journal(self.path)
        return self._journal

    def read(self) -> list[Found]:
        """Return the transcripts that were named; slow for large files.

        Raises:
            ToaskError: something is not there or cannot be read.
        """
        return list(found([name for name in self.names if not is_project(name)], self.options, self.language))

    def ready(self, one: Found, answers: Mapping[str, Role] | None = None) -> Ready | SpeakersUnknown:
        """Return a transcript with its roles, or who has none yet; `answers`: what a person said of this transcript.

        One that is in the project already has the roles that were given it there.

        Raises:
            TranscriptError: nobody can be told apart in it, or one of the roles has nobody.
        """
        said = _said(one.talk)
        known = next((held.talk for held in self.journal.project.talks.values() if _said(held.talk) == said), None)
        if known is not None:
            return Found(known, one.rows, one.coder).ready({})
        try:
            return one.ready({**self.speakers, **(answers or {})})
        except SpeakersUnknown as unknown:
            return unknown

    def add(self, one: Ready) -> str:
        """Take a transcript into the project, with the codes that came along, and return its id in it.

        Raises:
            ReviewError: it could not be kept.
        """
        talk = add_talk(self.journal, one.talk, self.coder)
        if one.machine is not None and self.journal.project.talks[talk].machine is None:
            add_machine(self.journal, talk, one.machine)
        return talk

    def name(self, text: str) -> None:
        """Say who codes; somebody who is in the project already keeps the name as it was written first.

        Raises:
            ReviewError: it is no name.
        """
        name = coder_name(text)
        known = self.journal.project.names
        self.coder = next((one for one in known if one.casefold() == name.casefold()), name)

    def session(self, talk: str) -> Session:
        """Return the coder at a transcript, begun.

        Raises:
            ReviewError: it could not be kept.
        """
        session = Session(self.journal, talk, self.coder)
        session.begin(self.blind)
        return session

    def close(self) -> None:
        """Close the project; safe to call twice."""
        if self._journal is not None:
            self._journal.close()


def _said(talk: Conversation) -> list[tuple[str, str]]:
    """Return who said what: by this a transcript is the same."""
    return [(line.speaker, line.text) for line in talk.lines]
