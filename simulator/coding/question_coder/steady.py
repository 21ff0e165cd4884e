"""Shapes that come back, so that memory does not grow with what is read.

oneDNN, which multiplies matrices on a CPU, keeps the code that it makes for every shape it has met, for as long as the
process lives: a quarter of a megabyte each, gigabytes after a day of turns of every length. So rows are filled up to a
multiple of 64 with zeros, which leaves the other rows the same to the last bit, and lengths to one of 16. A single turn
has few rows, and to fill up 20 of them to 64 takes twice as long: up to two hundred a multiple of 16 is enough.
"""

from __future__ import annotations

from torch import Tensor, float32, is_grad_enabled, nn
from torch.nn import functional

ROWS = 64
FEW, SMALL = 192, 16
"""Up to so many rows in float32 are filled up to a multiple of the second number."""
LENGTH = 16


def rounded(length: int) -> int:
    """Return the next length that is used: a multiple of 16."""
    return -(-length // LENGTH) * LENGTH


def linear(x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """Return `x` (…, in) times `weight` (out, in), plus `bias` (out), shape (…, out)."""
    rows = x.numel() // max(1, x.shape[-1])
    lacking = -rows % (SMALL if rows <= FEW and x.dtype == float32 else ROWS)
    if not lacking or is_grad_enabled():
        return functional.linear(x, weight, bias)
    flat = functional.pad(x.reshape(rows, x.shape[-1]), (0, 0, 0, lacking))
    return functional.linear(flat, weight, bias)[:rows].view(*x.shape[:-1], weight.shape[0])


class Linear(nn.Linear):
    """As `torch.nn.Linear`; see above."""

    def forward(self, input: Tensor) -> Tensor:
        """Return the product, shape (…, out)."""
        return linear(input, self.weight, self.bias)
