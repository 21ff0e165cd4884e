"""The encoder and its heads in torch: a BERT of twelve layers, 384 wide (multilingual-e5-small; Wang et al. 2024)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from simulator.coding.codebook import CODES
from simulator.coding.question_coder.inputs import SEGMENTS, TURN
from simulator.coding.question_coder.steady import Linear, linear, rounded
from simulator.coding.question_coder.weights import FLAGS

LATE = 128
KINDS = ("question", "reflection", "therapist_input", "other")
FINE = (
    "question", "reflection", "therapist_input", "open", "closed", "simple", "complex", "information", "advice",
    "options", "negotiation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """Sizes of the body: pieces, width, layers, heads, feed-forward, longest input.

    The lowest `wide` layers read turn and history alike; in those above only the turn goes on, and looks back at the
    history as the lower ones left it: most of what is read is history, and no head reads it.
    """

    pieces: int
    hidden: int = 384
    layers: int = 12
    heads: int = 12
    inner: int = 1536
    places: int = 512
    wide: int = 4


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs of several turns, padded.

    Attributes:
        ids, segments: shape (n, t). `held`: which places hold a piece, bool, shape (n, t).
        starts: word starts behind each other: (row, place), shape (words, 2).
        units: for each unit the weights over places that average its pieces, shape (units, t); `owner`: its row.
        turns: the same for whole turns, shape (n, t).
    """

    ids: Tensor
    segments: Tensor
    held: Tensor
    starts: Tensor
    units: Tensor
    owner: Tensor
    turns: Tensor


class Layer(nn.Module):
    """Attention and feed-forward, each added to its input and normalised."""

    def __init__(self, size: Size, drop: float) -> None:
        super().__init__()
        self.heads = size.heads
        self.qkv = Linear(size.hidden, 3 * size.hidden)
        self.out = Linear(size.hidden, size.hidden)
        self.norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.up = Linear(size.hidden, size.inner)
        self.down = Linear(size.inner, size.hidden)
        self.last = nn.LayerNorm(size.hidden, eps=1e-12)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, mask: Tensor, rest: Tensor | None = None) -> Tensor:
        """Return the next state of `x`, shape (n, t, hidden).

        Args:
            x: what is read.
            mask: which places may be looked at, bool, shape (n, 1, 1, t) or, with `rest`, (n, 1, 1, t + r).
            rest: what is looked at as it is, shape (n, r, hidden).
        """
        n, t, h = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        if rest is not None:
            both = linear(rest, self.qkv.weight[h:], self.qkv.bias[h:])
            far = both.view(n, rest.shape[1], 2, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
            k, v = torch.cat([k, far[0]], 2), torch.cat([v, far[1]], 2)
        # On a CPU in bf16 the fused kernel is slower than this, and its backward pass several times.
        near = (q * (h // self.heads) ** -0.5) @ k.transpose(-1, -2)
        seen = (near + torch.where(mask, 0.0, -1e4).to(near.dtype)).softmax(-1).to(v.dtype) @ v
        x = self.norm(x + self.drop(self.out(seen.transpose(1, 2).reshape(n, t, h))))
        fed: Tensor = self.last(x + self.drop(self.down(functional.gelu(self.up(x)))))
        return fed


def table(rows: int, width: int) -> nn.Embedding:
    """Return vectors to be learnt, shape (rows, width); without numbers where they are only a place to load into.

    Drawing numbers on no device makes torch load its compiler: a second at every start.
    """
    hollow = torch.get_default_device().type == "meta"
    return nn.Embedding(rows, width, _weight=torch.empty(rows, width) if hollow else None)


class Body(nn.Module):
    """Piece vectors and layers."""

    def __init__(self, size: Size, drop: float = 0.1) -> None:
        super().__init__()
        h = size.hidden
        self.size = size
        self.words = table(size.pieces, h)
        self.places = table(size.places, h)
        self.segments = table(SEGMENTS, h)
        self.norm = nn.LayerNorm(h, eps=1e-12)
        self.layers = nn.ModuleList(Layer(size, drop) for _ in range(size.layers))
        self.drop = nn.Dropout(drop)

    def low(self, batch: Batch) -> Tensor:
        """Return the state after the layers that read all alike, shape (n, t, hidden)."""
        at = torch.arange(batch.ids.shape[1], device=batch.ids.device)
        x = self.words(batch.ids) + self.places(at)[None] + self.segments(batch.segments)
        state: Tensor = self.drop(self.norm(x))
        mask = batch.held[:, None, None, :]
        for layer in self.layers[: self.size.wide]:
            state = layer(state, mask)
        return state

    def body(self, batch: Batch) -> Tensor:
        """Return the last state of the turns, shape (n, pieces of the longest turn, hidden)."""
        x = self.low(batch)
        mask = batch.held[:, None, None, :]
        own = (batch.segments == TURN) & batch.held
        many = min(rounded(int(own.sum(1).max())), x.shape[1])
        rest = x[:, many:] if many < x.shape[1] else None
        state: Tensor = x[:, :many]
        for layer in self.layers[self.size.wide :]:
            # A shorter turn has history beside it in this part too: that stays as it is, whatever else is in the batch.
            state = torch.where(own[:, :many, None], layer(state, mask, rest), state)
        return state


class Net(Body):
    """Body and heads. All heads read the last state; a unit is the mean of its pieces, beside the first piece."""

    def __init__(self, size: Size, drop: float = 0.1) -> None:
        super().__init__(size, drop)
        h = size.hidden
        self.border = Linear(h, 1)
        self.mix = Linear(2 * h, h)
        self.codes = Linear(h, len(CODES))
        self.flags = Linear(h, len(FLAGS))
        self.turn = Linear(2 * h, h)
        self.kinds = Linear(h, len(KINDS))
        self.fine = Linear(h, len(FINE))
        self.vector = Linear(h, h)
        self.piece = Linear(h, LATE, bias=False)
        self.telling = Linear(h, 1)
        self.match = nn.Parameter(torch.tensor([12.0, 12.0, -14.0, 0.0, 0.0]))
        nn.init.orthogonal_(self.piece.weight)
        nn.init.zeros_(self.telling.weight)

    def borders(self, state: Tensor, starts: Tensor) -> Tensor:
        """Return for each word the logit that a unit begins with it, shape (words,)."""
        out: Tensor = self.border(state[starts[:, 0], starts[:, 1]])
        return out.squeeze(-1)

    def states(self, state: Tensor, weights: Tensor, owner: Tensor) -> Tensor:
        """Return of units what is read, the mean of their pieces and the first piece, shape (units, 3 * hidden)."""
        own = state[owner]
        mean = torch.einsum("ut,uth->uh", weights[:, : own.shape[1]].to(state.dtype), own)
        return torch.cat([torch.tanh(self.mix(torch.cat([mean, own[:, 0]], -1))), mean, own[:, 0]], -1)

    def units(self, state: Tensor, weights: Tensor, owner: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits of the codes (units, 14), of the flags (units, 7), and vectors (units, hidden)."""
        return self.heads(self.states(state, weights, owner))

    def heads(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return the same from what `states` gives, shape (units, 3 * hidden)."""
        read, mean, _ = states.chunk(3, -1)
        mixed = self.drop(read)
        return self.codes(mixed), self.flags(mixed), self.vector(mean)

    def whole(self, state: Tensor, weights: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits of AnnoMI's main label (n, 4), of its parts (n, 11), and vectors (n, hidden) of whole turns."""
        mean = torch.einsum("nt,nth->nh", weights[:, : state.shape[1]].to(state.dtype), state)
        mixed = self.drop(torch.tanh(self.turn(torch.cat([mean, state[:, 0]], -1))))
        return self.kinds(mixed), self.fine(mixed), self.vector(mean)

    def late(self, state: Tensor) -> tuple[Tensor, Tensor]:
        """Return vectors of pieces (n, t, late) and the logits of how telling each is (n, t); see `late.py`."""
        return self.piece(state), self.telling(state).squeeze(-1)
