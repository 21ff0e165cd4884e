"""Reads replies beside the lines around an act with the guard's net: what it makes of them, and how near they come."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from simulator.voice.checks.scene import MOST
from simulator.voice.learnt.kinds import KNOWN, LOCKED, SAID, TRAINEE, WORDING
from simulator.voice.learnt.words import Told
from simulator.voice.types import Ask

if TYPE_CHECKING:
    from torch import Tensor

    from simulator.coding.coder import Encoder
    from simulator.voice.learnt.net import GuardNet

Floats = NDArray[np.float32]
NEAREST = {LOCKED: 8, WORDING: 4, KNOWN: 8, SAID: 3, TRAINEE: 1}
"""So many lines of a kind a reply is read beside, those nearest to it: a school has hundreds."""
KEPT = 160
"""Lines whose keys and values are kept: a quarter of a megabyte each."""


@runtime_checkable
class LowReader(Protocol):
    """An encoder that gives the states of its lower layers. `version`: of its weights."""

    version: str

    def low(self, texts: Sequence[str]) -> list[Tensor]:
        """Return the states of each text's pieces, shape (t, hidden)."""
        ...


class Sense:
    """The net beside the encoder from whose lower layers it reads.

    Args:
        encoder: compares lines as wholes, to choose which a reply is read beside.
        low: gives the states of the lower layers.
        net: the guard's.
    """

    def __init__(self, encoder: Encoder, low: LowReader, net: GuardNet) -> None:
        self.encoder = encoder
        self._low = low
        self._net = net
        self._kept: OrderedDict[tuple[int, str], Tensor] = OrderedDict()

    def keep(self, lines: Sequence[tuple[int, str]]) -> list[Tensor]:
        """Return keys and values of lines, shape (layers, 2, heads, t, d) each."""
        import torch

        new = [line for line in dict.fromkeys(lines) if line not in self._kept]
        with torch.inference_mode():
            for (kind, text), states in zip(new, self._low.low([text for _, text in new]), strict=True):
                x = states.float()[None]
                pairs = self._net.keep(x, torch.full(x.shape[:2], kind))
                self._kept[kind, text] = pairs[:, :, 0]
        out = []
        for line in lines:
            self._kept.move_to_end(line)
            out.append(self._kept[line])
        while len(self._kept) > max(KEPT, len(out)):
            self._kept.popitem(last=False)
        return out

    def logits(self, text: str, lines: Sequence[tuple[int, str]]) -> list[float]:
        """Return the logits of `kinds.FAULTS` for a reply beside some lines."""
        import torch

        from simulator.voice.learnt.net import Memory

        with torch.inference_mode():
            far = torch.cat(self.keep(lines), 3)[:, :, None]
            x = self._low.low([text])[0].float()[None]
            memory = Memory(far, torch.ones(1, far.shape[4], dtype=torch.bool))
            held = torch.ones(x.shape[:2], dtype=torch.bool)
            return [float(one) for one in self._net(x, held, memory, torch.zeros(1, dtype=torch.long))[0]]


class Beside:
    """One act: the lines around it, and how replies read beside them.

    Args:
        sense: the net.
        ask: the act.
        told: its words.
    """

    def __init__(self, sense: Sense, ask: Ask, told: Told) -> None:
        self._sense = sense
        rows = [(LOCKED, line) for line in told.locked] + [(WORDING, line) for line in ask.wordings]
        rows += [(KNOWN, line) for line in ask.known] + [(SAID, line) for line in told.school[-6:]]
        rows += [(TRAINEE, ask.trainee[:MOST])]
        self._lines = [(kind, line) for kind, line in dict.fromkeys(rows) if line.strip()]
        self._kinds = np.array([kind for kind, _ in self._lines])

    def features(self, text: str) -> list[float]:
        """Return the net's logits, the nearness to the nearest locked line and to the nearest that may be said."""
        near = self._nearness(text)
        chosen = [n for kind, many in NEAREST.items() for n in self._best(near, kind, many)]
        logits = self._sense.logits(text, [self._lines[n] for n in sorted(chosen)])
        locked = max((float(one) for one in near[self._kinds == LOCKED]), default=0.0)
        free = max((float(one) for one in near[self._kinds != LOCKED]), default=0.0)
        return [*(min(max(one, -8.0), 8.0) / 4 for one in logits), locked, free]

    def _nearness(self, text: str) -> Floats:
        rows = self._sense.encoder.encode([text, *(line for _, line in self._lines)])
        found: Floats = rows[1:] @ rows[0]
        return found

    def _best(self, near: Floats, kind: int, many: int) -> list[int]:
        places = np.flatnonzero(self._kinds == kind)
        return [int(n) for n in places[np.argsort(-near[places], kind="stable")[:many]]]
