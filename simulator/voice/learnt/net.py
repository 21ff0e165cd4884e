"""The guard's net: upper layers over the encoder's lower ones, reading a reply beside the lines it may hold or not.

The lower layers read every line by itself, so what is kept of a line (its keys and values in every layer)
serves all replies of a conversation. In the upper layers only the reply goes on, and looks at the lines as the lower
ones left them, each marked by what it is. The same way of reading as the coder's (`question_coder.net`), from whose
layers these were begun.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from simulator.coding.question_coder.net import Layer, Size, table
from simulator.coding.question_coder.steady import Linear, linear
from simulator.voice.learnt.kinds import FAULTS, KINDS


@dataclass(frozen=True, slots=True)
class Memory:
    """Lines beside which replies are read: keys and values of each layer, shape (layers, 2, m, heads, r, d).

    Attributes:
        held: which places hold a piece, bool, shape (m, r). One row a context; replies name theirs.
    """

    pairs: Tensor
    held: Tensor


class GuardNet(nn.Module):
    """Upper layers and heads.

    Args:
        size: of the encoder. `layers`: how many. `drop`: dropout while learning.
    """

    def __init__(self, size: Size, layers: int = 6, drop: float = 0.0) -> None:
        super().__init__()
        self.size = size
        self.layers = nn.ModuleList(Layer(size, drop) for _ in range(layers))
        self.kinds = table(KINDS, size.hidden)
        self.pieces = Linear(size.hidden, len(FAULTS))
        self.whole = Linear(size.hidden, len(FAULTS))
        nn.init.zeros_(self.kinds.weight)

    def keep(self, states: Tensor, kinds: Tensor) -> Tensor:
        """Return keys and values of lines, shape (layers, 2, m, heads, r, d).

        Args:
            states: of the lower layers, shape (m, r, hidden).
            kinds: what each place belongs to, shape (m, r).
        """
        x = states + self.kinds(kinds)
        m, r, h = x.shape
        heads = self.size.heads
        rows = [linear(x, one.qkv.weight[h:], one.qkv.bias[h:]) for one in self._held()]
        return torch.stack([row.view(m, r, 2, heads, h // heads).permute(2, 0, 3, 1, 4) for row in rows])

    def forward(self, x: Tensor, held: Tensor, memory: Memory, owner: Tensor) -> Tensor:
        """Return logits of `FAULTS` for each reply, shape (n, faults).

        Args:
            x: states of the lower layers, shape (n, t, hidden).
            held: which places hold a piece, shape (n, t).
            memory: the lines.
            owner: the row of the memory that each reply is read beside, shape (n,).
        """
        seen = torch.cat([held, memory.held[owner]], 1)[:, None, None, :]
        for n, layer in enumerate(self._held()):
            x = _through(layer, x, seen, memory.pairs[n][:, owner])
        each = self.pieces(x).float().masked_fill(~held[:, :, None], -1e4)
        worst = functional.softplus(each).max(1).values  # one bad word is enough
        out: Tensor = self.whole(x[:, 0]).float() + worst
        return out

    def _held(self) -> Sequence[Layer]:
        return [layer for layer in self.layers if isinstance(layer, Layer)]


def _through(layer: Layer, x: Tensor, seen: Tensor, far: Tensor) -> Tensor:
    """Return the next state of replies that look at themselves and at kept lines, shape (n, t, hidden)."""
    n, t, h = x.shape
    d = h // layer.heads
    q, k, v = layer.qkv(x).view(n, t, 3, layer.heads, d).permute(2, 0, 3, 1, 4)
    k, v = torch.cat([k, far[0]], 2), torch.cat([v, far[1]], 2)
    near = (q * d**-0.5) @ k.transpose(-1, -2)
    mixed = (near + torch.where(seen, 0.0, -1e4).to(near.dtype)).softmax(-1).to(v.dtype) @ v
    x = layer.norm(x + layer.drop(layer.out(mixed.transpose(1, 2).reshape(n, t, h))))
    fed: Tensor = layer.last(x + layer.drop(layer.down(functional.gelu(layer.up(x)))))
    return fed
