"""Matrices in four bits, the layout of GGUF's Q4_0, and rows in eight.

In four bits blocks of thirty-two numbers have a scale each. Two numbers lie in a byte, 8 added; the first sixteen of a
block in the low halves. In eight bits each row has a scale.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

BLOCK = 32


def four_bits(value: Tensor) -> tuple[Tensor, Tensor]:
    """Return quants, uint8 of shape (rows, d / 2), and scales, half of shape (rows, d / 32), of a matrix (rows, d)."""
    import torch

    blocks = value.view(value.shape[0], -1, BLOCK)
    most = blocks.gather(-1, blocks.abs().argmax(-1, keepdim=True))
    scale = (most / -8).half().float()
    safe = torch.where(scale == 0, torch.ones_like(scale), scale)
    quants = (blocks / safe + 8.5).floor().clamp(0, 15).to(torch.uint8)
    both = quants[..., : BLOCK // 2] | (quants[..., BLOCK // 2 :] << 4)
    return both.reshape(value.shape[0], -1), scale.squeeze(-1).half()


def whole(quants: Tensor, scales: Tensor, dtype: Any) -> Tensor:  # noqa: ANN401 - a torch dtype, where torch is loaded
    """Return the matrix (rows, d) in `dtype` that quants and scales stand for."""
    import torch

    rows, many = scales.shape
    held = quants.view(rows, many, BLOCK // 2)
    full = torch.cat([held & 0x0F, held >> 4], -1).to(dtype) - 8
    return (full * scales.to(dtype)[..., None]).view(rows, many * BLOCK)


@dataclass(frozen=True, slots=True)
class EightBits:
    """Rows of which few are wanted at a time: each is made whole when it is taken.

    Of a vocabulary whole rows would take four times the memory, and a turn needs a few hundred of tens of thousands.

    Attributes:
        quants: int8, shape (rows, d). `scales`: one a row. `dtype`: of what is taken.
    """

    quants: Tensor
    scales: Tensor
    dtype: Any

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.quants)

    def __getitem__(self, ids: Tensor) -> Tensor:
        """Return rows, shape (…, d), of numbers of shape (…)."""
        return self.quants[ids].to(self.dtype) * self.scales[ids].to(self.dtype)[..., None]

    def whole(self) -> Tensor:
        """Return all rows, shape (rows, d)."""
        return self.quants.to(self.dtype) * self.scales.to(self.dtype)[:, None]

    def to(self, device: Any) -> EightBits:  # noqa: ANN401 - a torch device
        """Return them on another device."""
        return replace(self, quants=self.quants.to(device), scales=self.scales.to(device))

    @property
    def device(self) -> Any:  # noqa: ANN401 - a torch device
        """Where they lie."""
        return self.quants.device
