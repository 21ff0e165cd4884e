"""The second look at what a turn asks for: the whole turn, read behind the school's last words, against all targets.

The reader learnt from questions to many schools which of their answers is meant (a two-tower model with one net;
Karpukhin et al. 2020). It compares a turn with how one may ask for each target and with what would be told; of locked
content only a number comes out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.school.neighbours import Asked, speaking

if TYPE_CHECKING:
    from simulator.school.matching import Entry

Floats = NDArray[np.float32]
KINDS = ("fact", "item", "request", "need", "choice", "step", "detail")
_AT_ONCE = 256
"""So many phrases are read together: a tab has little room."""
_TOLD = 2
"""So many lines of what is told are compared at least."""


@dataclass(frozen=True, slots=True)
class Match:
    """How nearness is weighed, learnt with the reader.

    Attributes:
        asks: what nearness to phrases of asking counts. `tells`: to what is told.
        sharp: how much the nearest phrase of a target counts before its others, of either.
        without: stands for the nearness of a target without phrases of asking, and without anything told.
        nothing: log-odds of "nothing here". `kinds`: added by the kind of target, in the order of `KINDS`.
    """

    asks: float
    tells: float
    sharp: tuple[float, float]
    without: tuple[float, float]
    nothing: float
    kinds: tuple[float, ...]

    @classmethod
    def of(cls, row: Mapping[str, object]) -> Match:
        """Return what a JSON object says. Raises KeyError, TypeError or ValueError."""
        one = {name: np.atleast_1d(np.asarray(row[name], float)).tolist() for name in cls.__dataclass_fields__}
        (asks,), (tells,), (nothing,) = one["asks"], one["tells"], one["nothing"]
        (a, b), (c, d) = one["sharp"], one["without"]
        return cls(asks, tells, (a, b), (c, d), nothing, tuple(one["kinds"]))


class Reads(Protocol):
    """The reader (`simulator.reader`), or one in another process."""

    match: Match

    def take(self, shelf: str) -> None:
        """Take what was kept of a school's phrases."""
        ...

    def keep(self) -> None:
        """Keep them."""
        ...

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return of each phrase how it asks and how it tells, shape (n, 2 d)."""
        ...

    def turn(self, before: str, text: str) -> Floats:
        """Return a turn behind what the school had just said, shape (2 d,)."""
        ...

    def asked(self, told: Sequence[str]) -> Asked | None:
        """Return labelled turns to the school that tells this, a line a target; None where there are none."""
        ...


class Meant:
    """All targets of a scenario, ready to be compared with turns.

    Args:
        entries: the targets.
        reads: the reader.
    """

    def __init__(self, entries: Sequence[Entry], reads: Reads) -> None:
        self._reads = reads
        match = reads.match
        kinds = [one.target.kind if one.target.kind in KINDS else None for one in entries]
        self._adds = np.array([0.0 if kind is None else match.kinds[KINDS.index(kind)] for kind in kinds])
        asks, tells = compared(entries)
        self._asks = _Side(len(entries), [n for n, _ in asks], _half(reads, asks, 0), match.sharp[0])
        self._tells = _Side(len(entries), [n for n, _ in tells], _half(reads, tells, 1), match.sharp[1])
        self._asked = reads.asked([one.line for one in entries])

    def __call__(self, before: str, text: str) -> Floats:
        """Return how well a turn fits each target against "nothing here", in the reader's own log-odds, (targets,)."""
        turn, match = self._reads.turn(before, text), self._reads.match
        half = len(turn) // 2
        near = match.asks * self._asks.near(turn[:half], match.without[0])
        near += match.tells * self._tells.near(turn[half:], match.without[1])
        if self._asked is not None:
            near += speaking(self._asked, turn[:half] * 2**0.5, len(near))
        out: Floats = (near + self._adds - match.nothing).astype(np.float32)
        return out


def compared(entries: Sequence[Entry]) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """Return the phrases that ask for targets, and the lines told, that turns are compared with: place and text."""
    asks = [(n, text) for n, one in enumerate(entries) for text in one.asks]
    return asks, [(n, text) for n, one in enumerate(entries) for text in one.tells[: max(one.heard, _TOLD)]]


def _half(reads: Reads, phrases: Sequence[tuple[int, str]], which: int) -> NDArray[np.float16]:
    """Return how phrases ask (0), or tell (1), as unit vectors, shape (n, d); a tab holds them for a whole talk."""
    parts = [np.zeros((0, 0), np.float16)]
    for at in range(0, len(phrases), _AT_ONCE):
        rows = reads.encode([text for _, text in phrases[at : at + _AT_ONCE]])
        half = rows.shape[1] // 2
        parts.append((rows[:, which * half : (which + 1) * half] * 2).astype(np.float16))
    return np.concatenate(parts[1:]) if phrases else parts[0]


class _Side:
    """Phrases with their owners: how near a vector comes to each owner by all its phrases."""

    def __init__(self, owners: int, owner: Sequence[int], vectors: NDArray[np.float16], sharp: float) -> None:
        self._owner, self._vectors, self._sharp = np.array(owner, np.int64), vectors, sharp
        self._bare = np.bincount(self._owner, minlength=owners) == 0

    def near(self, vector: Floats, without: float) -> NDArray[np.float64]:
        """Return the soft maximum of the cosines of each owner's phrases; `without`: of one that has none."""
        if not len(self._owner):
            return np.full(len(self._bare), without)
        cosines = self._sharp * (self._vectors.astype(np.float32) @ vector).astype(np.float64)
        most = np.full(len(self._bare), -np.inf)
        np.maximum.at(most, self._owner, cosines)
        most[self._bare] = 0.0
        sums = np.bincount(self._owner, np.exp(cosines - most[self._owner]), len(self._bare))
        found: NDArray[np.float64] = (most + np.log(np.maximum(sums, 1e-20))) / self._sharp
        return np.where(self._bare, without, found)
