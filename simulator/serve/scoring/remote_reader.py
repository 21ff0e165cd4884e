"""The reader of questions of a tab: the seam of `simulator.school.meant`, answered by the scoring process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from simulator.reader.turns import shipped_turns
from simulator.school.meant import Match
from simulator.school.neighbours import Asked
from simulator.serve.scoring import wire
from simulator.serve.scoring.client import Link
from simulator.serve.scoring.frames import Floats
from simulator.serve.scoring.remote import about, fitting


class RemoteReader:
    """Implements `simulator.school.meant.Reads`; the vectors are kept by the scoring process, for all tabs.

    Args:
        link: the connection.

    Raises:
        ScoringGone: nobody answers.
    """

    def __init__(self, link: Link) -> None:
        self.match: Match
        self.match, self._version = about(link, "reader", _facts)
        self._link, self._shelf = link, ""

    def take(self, shelf: str) -> None:
        """Read phrases from now on with a shelf (a scenario's): those that lie on it are there at once."""
        self._shelf = shelf

    def keep(self) -> None:
        """Nothing: with the vectors of its coder the scoring process keeps these."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return of each phrase how it asks and how it tells, shape (n, 2 d). Raises ScoringGone."""
        found = []
        for at in range(0, len(texts), wire.MOST_TEXTS):
            some = list(texts[at : at + wire.MOST_TEXTS])
            frame = self._link.ask("phrases", {"texts": some, "shelf": self._shelf})
            found.append(fitting(frame, len(some), lambda held: held.arrays[0]))
        return np.concatenate(found) if found else np.zeros((0, 0), np.float32)

    def turn(self, before: str, text: str) -> Floats:
        """Return a turn behind what the school had just said, shape (2 d,). Raises ScoringGone."""
        frame = self._link.ask("turn", {"before": before[-4000:], "text": text[-4000:]})
        found: Floats = fitting(frame, 1, lambda held: held.arrays[0])[0]
        return found

    def asked(self, told: Sequence[str]) -> Asked | None:
        """Return labelled turns to the school that tells this, a line a target; they are read here, from disk."""
        turns = shipped_turns(self._version)
        return None if turns is None else turns.of(told)


def _facts(row: Mapping[str, Any]) -> tuple[Match, str]:
    return Match.of(row["match"]), str(row["version"])
