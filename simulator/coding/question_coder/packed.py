"""The body over batches of several lengths at once, without the places that only fill shorter texts up.

Nearly all of the time goes into products of pieces with matrices, and of a padded batch a third is filling. So the
pieces of all batches stand behind each other for these products (as in "effective transformers"; Zeng et al. 2022), and
each batch is padded for its attention only. It computes what `Net.body` does, for reading only: no gradients.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from simulator.coding.question_coder.inputs import TURN
from simulator.coding.question_coder.net import Batch, Layer, Net
from simulator.coding.question_coder.steady import linear, rounded


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where the pieces of one batch stand.

    Attributes:
        texts, length: of the padded batch. `asks`: how many places of each text may look at others.
        own: places of the pieces that go on, counted through the batch, shape (pieces,); `at`: the same where each
            text has `asks` places. `rest`: places of those that are only looked at.
        mask: which places may be looked at, bool, shape (texts, 1, 1, length).
    """

    texts: int
    length: int
    asks: int
    own: Tensor
    at: Tensor
    rest: Tensor
    mask: Tensor


def bodies(net: Net, batches: Sequence[Batch]) -> list[Tensor]:
    """Return the last state of each batch's turns, shape (n, pieces of its longest turn, hidden)."""
    all_alike = [_shape(batch, batch.held) for batch in batches]
    turns = [_shape(batch, (batch.segments == TURN) & batch.held) for batch in batches]
    x = torch.cat([_embedded(net, batch)[one.own] for batch, one in zip(batches, all_alike, strict=True)])
    for layer in net.layers[: net.size.wide]:
        assert isinstance(layer, Layer)
        x = _through(layer, x, x[:0], all_alike)
    low = [_padded(part, one) for part, one in zip(_parts(x, [one.own for one in all_alike]), all_alike, strict=True)]
    own = torch.cat([state[one.own] for state, one in zip(low, turns, strict=True)])
    rest = torch.cat([state[one.rest] for state, one in zip(low, turns, strict=True)])
    for layer in net.layers[net.size.wide :]:
        assert isinstance(layer, Layer)
        own = _through(layer, own, rest, turns)
    out = []
    for part, state, one in zip(_parts(own, [one.own for one in turns]), low, turns, strict=True):
        state[one.own] = part
        out.append(state.view(one.texts, one.length, -1)[:, : one.asks])
    return out


def _shape(batch: Batch, going: Tensor) -> _Shape:
    """Return where pieces stand; `going`: those that go on, bool, shape (n, t)."""
    texts, length = batch.ids.shape
    asks = min(rounded(int(going.sum(1).max())), length)
    row, place = going.nonzero(as_tuple=True)
    rest = (batch.held & ~going).flatten().nonzero().squeeze(1)
    return _Shape(
        texts, length, asks, row * length + place, row * asks + place, rest, batch.held[:, None, None, :]
    )  # fmt: skip


def _embedded(net: Net, batch: Batch) -> Tensor:
    """Return the pieces of a padded batch before the first layer, shape (n * t, hidden)."""
    at = torch.arange(batch.ids.shape[1], device=batch.ids.device)
    x: Tensor = net.norm(net.words(batch.ids) + net.places(at)[None] + net.segments(batch.segments))
    return x.flatten(0, 1)


def _padded(rows: Tensor, one: _Shape) -> Tensor:
    """Return the pieces of a batch in their places, shape (n * t, hidden)."""
    out = rows.new_zeros(one.texts * one.length, rows.shape[1])
    out[one.own] = rows
    return out


def _parts(rows: Tensor, of: Sequence[Tensor]) -> Sequence[Tensor]:
    """Return the rows of each batch."""
    return torch.split(rows, [len(one) for one in of])


def _through(layer: Layer, own: Tensor, rest: Tensor, shapes: Sequence[_Shape]) -> Tensor:
    """Return the next state of the pieces that go on, shape (pieces, hidden); `rest` is looked at as it is."""
    h = own.shape[1]
    mine = _parts(layer.qkv(own), [one.own for one in shapes])
    far: Sequence[Tensor] = [rest] * len(shapes)
    if len(rest):
        far = _parts(linear(rest, layer.qkv.weight[h:], layer.qkv.bias[h:]), [one.rest for one in shapes])
    seen = torch.cat([_seen(layer.heads, *held) for held in zip(mine, far, shapes, strict=True)])
    x = layer.norm(own + layer.out(seen))
    fed: Tensor = layer.last(x + layer.down(functional.gelu(layer.up(x))))
    return fed


def _seen(heads: int, mine: Tensor, far: Tensor, one: _Shape) -> Tensor:
    """Return what the pieces of one batch see, shape (pieces, hidden); `far`: keys and values of the rest."""
    h = mine.shape[1] // 3
    held = mine.new_zeros(one.texts * one.length, 3 * h)
    held[one.own] = mine
    if len(one.rest):
        held[one.rest, h:] = far
    q, k, v = held.view(one.texts, one.length, 3, heads, h // heads).permute(2, 0, 3, 1, 4)
    near = (q[:, :, : one.asks] * (h // heads) ** -0.5) @ k.transpose(-1, -2)
    seen = (near + torch.where(one.mask, 0.0, -1e4).to(near.dtype)).softmax(-1).to(v.dtype) @ v
    rows: Tensor = seen.transpose(1, 2).reshape(one.texts * one.asks, h)
    return rows[one.at]
