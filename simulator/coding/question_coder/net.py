"""The encoder and its heads in torch: a BERT of twelve layers, 384 wide (multilingual-e5-small; Wang et al. 2024)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from simulator.coding.codebook import CODES
from simulator.coding.question_coder.inputs import SEGMENTS

FLAGS = ("uptake", "own_idea", "guess", "off_topic", "repair", "why")
KINDS = ("question", "reflection", "therapist_input", "other")
FINE = (
    "question", "reflection", "therapist_input", "open", "closed", "simple", "complex", "information", "advice",
    "options", "negotiation",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Size:
    """Sizes of the body: pieces, width, layers, heads, feed-forward, longest input."""

    pieces: int
    hidden: int = 384
    layers: int = 12
    heads: int = 12
    inner: int = 1536
    places: int = 512


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
        self.qkv = nn.Linear(size.hidden, 3 * size.hidden)
        self.out = nn.Linear(size.hidden, size.hidden)
        self.norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.up = nn.Linear(size.hidden, size.inner)
        self.down = nn.Linear(size.inner, size.hidden)
        self.last = nn.LayerNorm(size.hidden, eps=1e-12)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the next state, shape (n, t, hidden); `mask` is bool, shape (n, 1, 1, t)."""
        n, t, h = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, self.heads, h // self.heads).permute(2, 0, 3, 1, 4)
        if self.training:  # the fused kernel's backward pass is several times slower on a CPU
            near = (q @ k.transpose(-1, -2)) * (h // self.heads) ** -0.5
            seen = near.masked_fill(~mask, -1e4).softmax(-1).to(v.dtype) @ v
        else:
            seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm(x + self.drop(self.out(seen.transpose(1, 2).reshape(n, t, h))))
        fed: Tensor = self.last(x + self.drop(self.down(functional.gelu(self.up(x)))))
        return fed


class Net(nn.Module):
    """Body and heads. All heads read the last state; a unit is the mean of its pieces, beside the first piece."""

    def __init__(self, size: Size, drop: float = 0.1) -> None:
        super().__init__()
        h = size.hidden
        self.size = size
        self.words = nn.Embedding(size.pieces, h)
        self.places = nn.Embedding(size.places, h)
        self.segments = nn.Embedding(SEGMENTS, h)
        self.norm = nn.LayerNorm(h, eps=1e-12)
        self.layers = nn.ModuleList(Layer(size, drop) for _ in range(size.layers))
        self.drop = nn.Dropout(drop)
        self.border = nn.Linear(h, 1)
        self.mix = nn.Linear(2 * h, h)
        self.codes = nn.Linear(h, len(CODES))
        self.flags = nn.Linear(h, len(FLAGS))
        self.turn = nn.Linear(2 * h, h)
        self.kinds = nn.Linear(h, len(KINDS))
        self.fine = nn.Linear(h, len(FINE))
        self.vector = nn.Linear(h, h)

    def body(self, batch: Batch) -> Tensor:
        """Return the last state, shape (n, t, hidden)."""
        at = torch.arange(batch.ids.shape[1], device=batch.ids.device)
        x = self.words(batch.ids) + self.places(at)[None] + self.segments(batch.segments)
        x = self.drop(self.norm(x))
        mask = batch.held[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        state: Tensor = x
        return state

    def borders(self, state: Tensor, starts: Tensor) -> Tensor:
        """Return for each word the logit that a unit begins with it, shape (words,)."""
        out: Tensor = self.border(state[starts[:, 0], starts[:, 1]])
        return out.squeeze(-1)

    def units(self, state: Tensor, weights: Tensor, owner: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits of the codes (units, 14), of the flags (units, 6), and vectors (units, hidden)."""
        own = state[owner]
        mean = torch.einsum("ut,uth->uh", weights.to(state.dtype), own)
        mixed = self.drop(torch.tanh(self.mix(torch.cat([mean, own[:, 0]], -1))))
        return self.codes(mixed), self.flags(mixed), self.vector(mean)

    def whole(self, state: Tensor, weights: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits of AnnoMI's main label (n, 4), of its parts (n, 11), and vectors (n, hidden) of whole turns."""
        mean = torch.einsum("nt,nth->nh", weights.to(state.dtype), state)
        mixed = self.drop(torch.tanh(self.turn(torch.cat([mean, state[:, 0]], -1))))
        return self.kinds(mixed), self.fine(mixed), self.vector(mean)
