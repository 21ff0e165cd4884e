"""Asks the person at the terminal who is who."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from simulator.i18n import tr, trn
from simulator.scoring.show import safe
from simulator.transcripts.errors import SpeakersUnknown
from simulator.transcripts.model import Role

_ANSWERS: dict[str, Role] = {
    "t": "trainee", "c": "trainee", "trainee": "trainee", "cursist": "trainee", "s": "school", "school": "school",
}  # fmt: skip
"""In either language, whatever the interface speaks."""
_YES = frozenset(("y", "yes", "j", "ja"))
_NO = frozenset(("n", "no", "nee"))


def ask(unknown: SpeakersUnknown) -> Mapping[str, Role]:
    """Return a role for every speaker that has none, as typed; an empty answer at the end of input is no guess.

    Raises:
        SpeakersUnknown: input ended before everybody had a role.
    """
    given: dict[str, Role] = {}
    if unknown.where:
        print(tr("Who is who in {file}?").format(file=safe(unknown.where, 100)), file=sys.stderr)
    for speaker in unknown.speakers:
        if speaker.role is not None:
            continue
        turns = trn("{n} turn", "{n} turns", speaker.turns).format(n=speaker.turns)
        name = safe(speaker.name) or tr("(no name)")
        print(f"{name}, {turns}: “{safe(speaker.begins, 60)}”", file=sys.stderr)
        while speaker.name not in given:
            line = _typed(tr("trainee or school? [t/s]"))
            if not line:
                raise unknown
            role = _ANSWERS.get(line.strip().casefold())
            if role:
                given[speaker.name] = role
    return given


def also() -> bool:
    """Return whether the answers hold for the other files too; at the end of input they do not."""
    while True:
        line = _typed(tr("Are these names the same people in all other files? [y/n]"))
        word = line.strip().casefold()
        if not line or word in _YES | _NO:
            return word in _YES


def _typed(question: str) -> str:
    """Return the line that was typed; empty at the end of input."""
    print(f"  {question}", end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline()
