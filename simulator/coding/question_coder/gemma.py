"""The lower layers of EmbeddingGemma in torch, every piece looking at every other (Schechter Vera et al. 2025).

The same pass learns and reads; `simulator.voice.decoder` has the whole family, with a past and a mask, which this does
without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from simulator.coding.question_coder.steady import linear

_NEVER = -1e4


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes: layers, width, heads that share keys and values, width of one, and by layer how slowly places turn."""

    layers: int
    width: int
    heads: int
    head: int
    eps: float
    thetas: tuple[float, ...]

    @classmethod
    def of(cls, config: Mapping[str, object], layers: int) -> Shape:
        """Return the shape of the lowest layers of the model that a `config.json` describes. Raises KeyError."""
        ropes, kinds = config["rope_parameters"], config["layer_types"]
        assert isinstance(ropes, dict)
        assert isinstance(kinds, list)
        width, heads, head = (int(str(config[key])) for key in ("hidden_size", "num_attention_heads", "head_dim"))
        thetas = tuple(float(ropes[kind]["rope_theta"]) for kind in kinds[:layers])
        return cls(layers, width, heads, head, float(str(config["rms_norm_eps"])), thetas)


def fused(held: Mapping[str, Tensor], layers: int) -> dict[str, Tensor]:
    """Return the weights as `run` takes them: what reads the same input as one matrix, norms with their one added.

    Args:
        held: by their usual names.
        layers: how many from below.
    """
    out: dict[str, Tensor] = {}
    for n in range(layers):
        at = f"model.layers.{n}."
        out[f"{n}.qkv"] = torch.cat([held[f"{at}self_attn.{part}_proj.weight"] for part in "qkv"])
        out[f"{n}.out"] = held[f"{at}self_attn.o_proj.weight"]
        out[f"{n}.up"] = torch.cat([held[f"{at}mlp.{part}_proj.weight"] for part in ("gate", "up")])
        out[f"{n}.down"] = held[f"{at}mlp.down_proj.weight"]
        for short, name in _NORMS.items():
            out[f"{n}.{short}"] = held[f"{at}{name}.weight"] + 1
    return out


_NORMS = {
    "before": "input_layernorm", "attended": "post_attention_layernorm", "fed": "pre_feedforward_layernorm",
    "after": "post_feedforward_layernorm", "q": "self_attn.q_norm", "k": "self_attn.k_norm",
}  # fmt: skip


def run(vectors: Tensor, held: Tensor, weights: Mapping[str, Tensor], shape: Shape, middle: int) -> list[Tensor]:
    """Return two states of every piece: what layer `middle` reads, and what the last one gives.

    Args:
        vectors: of the pieces, shape (n, t, width).
        held: which places hold a piece, bool, shape (n, t).
        weights: as `fused` gives them.
        shape: sizes.
        middle: a layer.

    Returns:
        Two tensors of shape (n, t, width).
    """
    x = vectors * shape.width**0.5
    never = torch.where(held, 0.0, _NEVER).to(x.dtype)[:, None, None, :]
    angles = {theta: _angles(x, theta, shape.head) for theta in set(shape.thetas)}
    out = []
    for n in range(shape.layers):
        if n == middle:
            out.append(x)
        x = _layer(x, n, weights, never, angles[shape.thetas[n]], shape)
    return [*out, x]


def _layer(
    x: Tensor, n: int, weights: Mapping[str, Tensor], never: Tensor, angles: tuple[Tensor, Tensor], shape: Shape
) -> Tensor:
    normed = {short: weights[f"{n}.{short}"] for short in _NORMS}
    many, length, _ = x.shape
    width = shape.heads * shape.head
    read = linear(_norm(x, normed["before"], shape.eps), weights[f"{n}.qkv"], None)
    q, k, v = read[..., :width], read[..., width : width + shape.head], read[..., width + shape.head :]
    q = _norm(q.view(many, length, shape.heads, shape.head).transpose(1, 2), normed["q"], shape.eps)
    k = _norm(k[:, None], normed["k"], shape.eps)
    q, k = _turned(q, *angles) * shape.head**-0.5, _turned(k, *angles)
    seen = (q @ k.transpose(-1, -2) + never).softmax(-1) @ v[:, None]
    attended = linear(seen.transpose(1, 2).reshape(many, length, width), weights[f"{n}.out"], None)
    x = x + _norm(attended, normed["attended"], shape.eps)
    gate, up = linear(_norm(x, normed["fed"], shape.eps), weights[f"{n}.up"], None).chunk(2, -1)
    fed = linear(functional.gelu(gate, approximate="tanh") * up, weights[f"{n}.down"], None)
    return x + _norm(fed, normed["after"], shape.eps)


def _norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    full = x.float()
    return (full * torch.rsqrt(full.pow(2).mean(-1, keepdim=True) + eps)).to(x.dtype) * weight


def _angles(x: Tensor, theta: float, head: int) -> tuple[Tensor, Tensor]:
    speed = 1.0 / theta ** (torch.arange(0, head, 2, device=x.device).float() / head)
    turn = torch.arange(x.shape[1], device=x.device).float()[:, None] * speed
    turn = torch.cat([turn, turn], -1)
    return turn.cos().to(x.dtype), turn.sin().to(x.dtype)


def _turned(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = x.shape[-1] // 2
    return x * cos + torch.cat([-x[..., half:], x[..., :half]], -1) * sin
