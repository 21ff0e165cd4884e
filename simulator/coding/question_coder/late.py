"""Late interaction: every piece of a question looks for its likest piece in a phrase (ColBERT; Khattab, Zaharia 2020).

A question's nearness to a phrase is the cosine of the whole vectors plus the mean, weighted by how telling each piece
of the question is, of the best cosines of its pieces; a target scores by all its phrases together. The numbers in
`Net.match` set how much both parts weigh, what "none of them" scores, and how phrases that ask differ from those that
tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from simulator.coding.question_coder.net import Batch, Net


@dataclass(frozen=True, slots=True)
class Late:
    """Texts read piece by piece.

    Attributes:
        vectors: unit vectors of whole texts, shape (n, hidden).
        pieces: unit vectors of their pieces, shape (n, t, late). `held`: which places hold one, bool, shape (n, t).
        weights: how telling each piece is; they sum to 1 for each text, shape (n, t).
    """

    vectors: Tensor
    pieces: Tensor
    held: Tensor
    weights: Tensor


def read(net: Net, batch: Batch) -> Late:
    """Return the texts of a batch."""
    return of(net, net.body(batch), batch)


def of(net: Net, state: Tensor, batch: Batch) -> Late:
    """Return the texts of a batch whose last state is known, shape (n, t, hidden)."""
    held = batch.turns[:, : state.shape[1]] > 0
    vectors = functional.normalize(net.whole(state, batch.turns)[2].float(), dim=-1)
    pieces, telling = net.late(state)
    weights = telling.float().masked_fill(~held, -1e4).softmax(-1)
    return Late(vectors, functional.normalize(pieces.float(), dim=-1), held, weights)


def join(parts: Sequence[Late]) -> Late:
    """Return texts that were read apart as one."""
    wide = max(part.held.shape[1] for part in parts)

    def filled(value: Tensor) -> Tensor:
        more = wide - value.shape[1]
        return functional.pad(value, (0, 0, 0, more) if value.dim() == 3 else (0, more))

    return Late(
        torch.cat([part.vectors for part in parts]), torch.cat([filled(part.pieces) for part in parts]),
        torch.cat([filled(part.held) for part in parts]), torch.cat([filled(part.weights) for part in parts]),
    )  # fmt: skip


def scores(net: Net, asked: Late, phrases: Late, owners: Tensor, tells: Tensor, targets: int) -> Tensor:
    """Return log-odds of every target against "none of them", shape (n, targets).

    Args:
        net: holds the weights.
        asked: n questions.
        phrases: what may be asked for and what is told.
        owners: the target of each phrase, shape (phrases,).
        tells: 1 for what is told, 0 for what is asked, shape (phrases,).
        targets: how many there are; each has a phrase.
    """
    whole, piece, none, asks, told = net.match.float().unbind()
    best = torch.einsum("qid,pjd->qpij", asked.pieces, phrases.pieces)
    best = best.masked_fill(~phrases.held[None, :, None, :], -1.0).amax(-1)
    near = whole * (asked.vectors @ phrases.vectors.T) + piece * (best * asked.weights[:, None, :]).sum(-1)
    near = near + torch.where(tells > 0, told, asks)
    return torch.stack([near[:, owners == n].logsumexp(-1) for n in range(targets)], -1) + none
