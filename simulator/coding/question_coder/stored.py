"""How tensors are stored: piece vectors in four bits, matrices in eight, the rest in half precision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from simulator.quants import four_bits, whole

if TYPE_CHECKING:
    from torch import Tensor

_WORDS, _QUANTS, _SCALES, _SCALE = "words.weight", "words.quants", "words.scales", ".scale"
_AS_THEY_ARE = ("places", "segments")


def packed(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return what is stored of a net's tensors; every matrix has its rows' scales beside it."""
    import torch

    out: dict[str, Tensor] = {}
    for name, held in state.items():
        value = held.detach().float().cpu()
        if name == _WORDS:
            out[_QUANTS], out[_SCALES] = four_bits(value)
        elif value.dim() == 2 and name.split(".")[0] not in _AS_THEY_ARE:
            scale = value.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            out[name] = (value / scale).round().clamp(-127, 127).to(torch.int8)
            out[f"{name}{_SCALE}"] = scale.squeeze(1).half()
        else:
            out[name] = value.half()
    return {name: value.contiguous() for name, value in out.items()}


def unpacked(held: Mapping[str, Tensor], beside: frozenset[str] = frozenset()) -> dict[str, Tensor]:
    """Return a net's tensors in float32; `beside`: names that are stored but are not the net's."""
    import torch

    out: dict[str, Tensor] = {}
    for name, value in held.items():
        if value.dtype == torch.int8:
            out[name] = value.float() * held[f"{name}{_SCALE}"].float()[:, None]
        elif not name.endswith(_SCALE) and name not in (_QUANTS, _SCALES) and name not in beside:
            out[name] = value.float()
    out[_WORDS] = whole(held[_QUANTS], held[_SCALES], torch.float32)
    return out
