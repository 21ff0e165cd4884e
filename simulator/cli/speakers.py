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


def ask(unknown: SpeakersUnknown) -> Mapping[str, Role]:
    """Return a role for every speaker that has none, as typed; an empty answer at the end of input is no guess.

    Raises:
        SpeakersUnknown: input ended before everybody had a role.
    """
    given: dict[str, Role] = {}
    for speaker in unknown.speakers:
        if speaker.role is not None:
            continue
        turns = trn("{n} turn", "{n} turns", speaker.turns).format(n=speaker.turns)
        name = safe(speaker.name) or tr("(no name)")
        print(f"{name}, {turns}: “{safe(speaker.begins, 60)}”", file=sys.stderr)
        while speaker.name not in given:
            print("  " + tr("trainee or school? [t/s]"), end=" ", file=sys.stderr, flush=True)
            line = sys.stdin.readline()
            if not line:
                raise unknown
            role = _ANSWERS.get(line.strip().casefold())
            if role:
                given[speaker.name] = role
    return given
