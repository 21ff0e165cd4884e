"""The head over the second body's states: a layer of its own beside a straight line, both over what is normalised."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

MIXED = 512


def features(unit: Tensor, turn: Tensor, middle: Tensor) -> Tensor:
    """Return what the head reads of units, shape (units, 3 width).

    Args:
        unit: mean top state of each unit's pieces.
        turn: the same of its whole turn.
        middle: mean middle state of the unit's pieces.
    """
    return torch.cat([functional.layer_norm(one.float(), one.shape[-1:]) for one in (unit, turn, middle)], -1)


def begins(heads: Mapping[str, Tensor], first: Tensor, before: Tensor) -> Tensor:
    """Return the logits that a unit begins, shape (words,); states of each word's first piece and of that before it."""
    both = [functional.layer_norm(one.float(), one.shape[-1:]) for one in (first, before)]
    return functional.linear(torch.cat(both, -1), heads["border.weight"], heads["border.bias"]).squeeze(-1)


def logits(heads: Mapping[str, Tensor], unit: Tensor, turn: Tensor, middle: Tensor) -> tuple[Tensor, Tensor]:
    """Return the logits of every code, shape (units, 14), and of flags, shape (units, flags); see `features`."""
    read = features(unit, turn, middle)
    read = functional.layer_norm(read, read.shape[-1:], heads["norm.weight"], heads["norm.bias"])
    mixed = functional.gelu(functional.linear(read, heads["mix.weight"], heads["mix.bias"]))
    wide = functional.linear(read, heads["wide.weight"], heads["wide.bias"])
    codes, flags = (
        functional.linear(mixed, heads[f"{one}.weight"], heads[f"{one}.bias"]) for one in ("codes", "flags")
    )
    return codes + wide, flags
