"""`toask convert`: a transcript in another format, with the speakers as they are."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator.cli.say import say
from simulator.cli.wrong import CommandError
from simulator.i18n import tr, trn
from simulator.scoring.show import safe
from simulator.transcripts.errors import SpeakersUnknown, TranscriptError
from simulator.transcripts.formats import format_of, formats
from simulator.transcripts.model import Conversation, Role
from simulator.transcripts.options import ReadOptions, columns_of
from simulator.transcripts.read import read
from simulator.transcripts.speakers import mapping_of, roles
from simulator.transcripts.write import write

_NO_ROLES = ("vtt", "srt", "txt")


def run(wanted: argparse.Namespace) -> int:
    """Write it, and say how much was written; what cannot be written leaves the old file as it was."""
    target = Path(wanted.target)
    try:
        options = ReadOptions(wanted.format, columns_of(wanted.column), wanted.encoding)
        speakers = mapping_of(wanted.speaker)
        name = _format(target, wanted.to)
        found = read(wanted.source, options)
    except TranscriptError as error:
        raise CommandError(str(error), 2) from error
    if target.exists() and not wanted.force:
        line = tr("{path} is there already; give another name, or --force to write over it.")
        raise CommandError(line.format(path=safe(str(target), 200)), 2)
    counted = _Counted()
    try:
        write(counted.through(_known(found, speakers)), target, name)
    except SpeakersUnknown as error:
        raise CommandError(str(error), 2) from error
    if speakers and name in _NO_ROLES:
        say(tr("{format} has no place for roles; csv, tsv, json, jsonl and docx have.").format(format=name))
    print(counted.told(target))
    return 0


def _format(target: Path, wanted: str) -> str:
    """Return the name of the format that is written.

    Raises:
        TranscriptError: there is none of that name or ending.
        CommandError: it is only read.
    """
    found = format_of(target, wanted, writing=True)
    if not found.writes:
        names = ", ".join(one.name for one in formats() if one.writes)
        line = tr('"{name}" cannot be written; choose one of {names}.')
        raise CommandError(line.format(name=found.name, names=names), 2)
    return found.name


def _known(found: Iterator[Conversation], speakers: Mapping[str, Role]) -> Iterator[Conversation]:
    """Yield conversations with everybody's role where roles were given, else as they are."""
    return (roles(one, speakers) if speakers else one for one in found)


@dataclass(slots=True)
class _Counted:
    """How much went through."""

    talks: int = 0
    turns: int = 0

    def through(self, found: Iterator[Conversation]) -> Iterator[Conversation]:
        for one in found:
            self.talks += 1
            self.turns += len(one.lines)
            yield one

    def told(self, target: Path) -> str:
        """Return the sentence that says it."""
        turns = trn("{n} turn", "{n} turns", self.turns).format(n=self.turns)
        talks = trn("{n} conversation", "{n} conversations", self.talks).format(n=self.talks)
        return tr("{path} written: {talks}, {turns}.").format(path=safe(str(target), 200), talks=talks, turns=turns)
