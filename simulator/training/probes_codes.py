"""The fit of what is added to the codes' logits: the net's states, a unit's words and its place, in one regression."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from simulator.coding.codebook import CODES

if TYPE_CHECKING:
    from scipy.sparse import csr_array

RIDGE = (0.05, 0.01, 0.001)
"""Of states, signs and grams. For conversations that the fit had not seen 0.02 and 0.1 of states, and half and twice as
much of grams, are less likely; that of signs was not tried otherwise."""
SIGNS_BY, GRAMS_BY = 2.0, 5.0
_ROUNDS = 80
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of units: `Net.states`, the head's logits, their signs, their grams (one row a unit)."""

    states: Floats
    logits: Floats
    signs: Floats
    grams: csr_array

    def of(self, some: NDArray[np.bool_]) -> Seen:
        """Return some of the units."""
        return Seen(self.states[some], self.logits[some], self.signs[some], self.grams[some])


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of states and signs (the last row the bias), of grams, and the factor of the head's logits."""

    states: Floats
    signs: Floats
    grams: Floats
    scale: float

    def __call__(self, seen: Seen) -> Floats:
        """Return the log-odds of every code, shape (units, codes)."""
        found = seen.logits * self.scale + seen.states @ self.states[:-1] + self.states[-1]
        found = found + seen.signs @ self.signs[:-1] + self.signs[-1] + seen.grams @ self.grams
        return np.asarray(found, np.float32)


def fit(seen: Seen, codes: NDArray[np.int64]) -> Weights:
    """Return the weights that, held back by `RIDGE`, make the codes likeliest."""
    mean, spread = seen.states.mean(0), seen.states.std(0) + 1e-6
    states = torch.from_numpy((seen.states - mean) / spread)
    signs = torch.from_numpy(np.hstack([seen.signs * SIGNS_BY, np.ones((len(codes), 1), np.float32)]))
    rows = seen.grams.tocoo()
    at = torch.from_numpy(np.vstack([rows.row, rows.col]).astype(np.int64))
    grams = torch.sparse_coo_tensor(at, torch.from_numpy(rows.data * np.float32(GRAMS_BY)), rows.shape).coalesce()
    head, right = torch.from_numpy(seen.logits), torch.from_numpy(codes)
    weights = [torch.zeros(one.shape[1], len(CODES), requires_grad=True) for one in (states, signs, grams)]
    scale = torch.zeros(1, requires_grad=True)
    best = torch.optim.LBFGS([*weights, scale], max_iter=_ROUNDS, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        best.zero_grad()
        found = head * scale.exp() + states @ weights[0] + signs @ weights[1] + torch.sparse.mm(grams, weights[2])
        held = sum(ridge * (one**2).sum() for ridge, one in zip(RIDGE, weights, strict=True))
        value = torch.nn.functional.cross_entropy(found, right) + held
        value.backward()  # type: ignore[no-untyped-call]
        return value

    best.step(loss)  # type: ignore[no-untyped-call]
    plain, placed, put = (one.detach().numpy() for one in weights)
    plain = plain / spread[:, None]
    placed[:-1] *= SIGNS_BY
    states_by = np.vstack([plain, -mean @ plain]).astype(np.float32)
    return Weights(states_by, placed, (put * GRAMS_BY).astype(np.float32), float(scale.detach().exp()))
