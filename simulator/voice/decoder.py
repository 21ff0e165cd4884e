"""A small decoder of our own for three families (Llama, Qwen 2, Gemma 3): one pass over packed tokens, no padding.

Why not the library's model: importing it costs four seconds, and scoring wants many short continuations behind one
prefix. Here they lie behind each other in one sequence and a mask keeps them apart. Checked against `transformers`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import gelu, linear, scaled_dot_product_attention, silu

from simulator.quants import EightBits

FAMILIES = ("llama", "qwen2", "gemma3_text")


@dataclass(frozen=True, slots=True)
class Shape:
    """What the forward pass must know of a model, read from its `config.json`."""

    family: str
    layers: int
    width: int
    heads: int
    kv_heads: int
    head: int
    eps: float
    scale: float
    thetas: tuple[float, ...]
    windows: tuple[int, ...]

    @property
    def gemma(self) -> bool:
        """Whether norms add one, heads are normed and the embedding is scaled."""
        return self.family == "gemma3_text"


def shape_of(config: dict[str, Any]) -> Shape:
    """Return the shape that a `config.json` describes.

    Raises:
        KeyError: the family is not one of `FAMILIES`, or a key is missing.
    """
    family = str(config["model_type"])
    if family not in FAMILIES:
        raise KeyError(family)
    heads, width, layers = config["num_attention_heads"], config["hidden_size"], config["num_hidden_layers"]
    head = config.get("head_dim") or width // heads
    ropes = config["rope_parameters"]
    kinds = config.get("layer_types") or ["full_attention"] * layers
    thetas = tuple(float((ropes.get(kind) or ropes)["rope_theta"]) for kind in kinds)
    window = config.get("sliding_window") or 0
    return Shape(
        family, layers, width, heads, config["num_key_value_heads"], head, config["rms_norm_eps"],
        float(config.get("query_pre_attn_scalar") or head) ** -0.5, thetas,
        tuple(int(window) if kind == "sliding_attention" else 0 for kind in kinds),
    )  # fmt: skip


@dataclass(slots=True)
class Past:
    """Keys and values a layer, each (kv heads, tokens, head width), of a sequence that was read."""

    keys: list[Tensor]
    values: list[Tensor]

    def cut(self, length: int) -> Past:
        """Return the first `length` tokens of it."""
        return Past([k[:, :length] for k in self.keys], [v[:, :length] for v in self.values])

    @property
    def length(self) -> int:
        """Tokens held."""
        return int(self.keys[0].shape[1]) if self.keys else 0


class Decoder:
    """The body of a language model: token ids in, hidden states out; embeddings stay on disk until a row is used.

    Args:
        shape: of the model.
        tensors: by their usual names.
        dtype: of the matrices.
        pieces: the pieces' vectors, where `tensors` has none.
    """

    def __init__(
        self, shape: Shape, tensors: dict[str, Tensor], dtype: torch.dtype, pieces: EightBits | None = None
    ) -> None:
        self.shape = shape
        self.dtype = dtype
        self.embedding = tensors["model.embed_tokens.weight"] if pieces is None else pieces
        self.out: Tensor | EightBits = tensors.get("lm_head.weight", self.embedding)
        skip = ("model.embed_tokens.weight", "lm_head.weight")
        self.weights = {k.removeprefix("model."): v.to(dtype) for k, v in tensors.items() if k not in skip}
        if shape.gemma:
            for name, weight in self.weights.items():
                if name.endswith("norm.weight"):
                    self.weights[name] = weight + 1

    def empty(self) -> Past:
        """Return a past without tokens."""
        hole = torch.zeros(self.shape.kv_heads, 0, self.shape.head, dtype=self.dtype, device=self.embedding.device)
        return Past([hole] * self.shape.layers, [hole] * self.shape.layers)

    def rows(self, ids: Tensor) -> Tensor:
        """Return output rows of the pieces `ids`, shape (n, width): logits are hidden @ rows.T."""
        return self.out[ids].to(self.dtype)

    def run(
        self, ids: Tensor, places: Tensor, mask: Tensor, past: Past, poll: Callable[[], None], old: Tensor | None = None
    ) -> tuple[Tensor, Past]:
        """Read tokens behind a past.

        Args:
            ids: piece ids, shape (t,), or (n, t) for several sequences, then without a past.
            places: their positions, of the same shape.
            mask: which tokens each sees, bool, shape (t, past + t) or (n, t, t).
            past: what was read before.
            poll: called between layers; may raise.
            old: positions of the past, shape (past,); 0, 1, 2, … when None.

        Returns:
            Hidden states after the last norm, shape (…, t, width), and the past with these tokens.
        """
        shape = self.shape
        x = self.embedding[ids].to(self.dtype)
        if shape.gemma:
            x = x * shape.width**0.5
        before = torch.arange(past.length, device=ids.device) if old is None else old
        gap = places[..., :, None] - (torch.cat([before, places]) if past.length else places)[..., None, :]
        angles = {theta: _angles(places, theta, shape.head, self.dtype) for theta in set(shape.thetas)}
        masks = {w: (mask if not w else mask & (gap < w)) for w in set(shape.windows)}
        keys, values = [], []
        for n in range(shape.layers):
            poll()
            x, k, v = self._layer(n, x, masks[shape.windows[n]], angles[shape.thetas[n]], past)
            keys.append(k)
            values.append(v)
        return _norm(x, self.weights["norm.weight"], shape.eps), Past(keys, values)

    def _layer(
        self, n: int, x: Tensor, mask: Tensor, angles: tuple[Tensor, Tensor], past: Past
    ) -> tuple[Tensor, Tensor, Tensor]:
        w, at, eps = self.weights, f"layers.{n}.", self.shape.eps
        attended, k, v = self._attend(n, _norm(x, w[at + "input_layernorm.weight"], eps), mask, angles, past)
        after = w[at + "post_attention_layernorm.weight"]
        if not self.shape.gemma:
            x = x + attended
            return x + self._feed(at, _norm(x, after, eps), silu), k, v
        x = x + _norm(attended, after, eps)
        fed = self._feed(at, _norm(x, w[at + "pre_feedforward_layernorm.weight"], eps), _gelu)
        return x + _norm(fed, w[at + "post_feedforward_layernorm.weight"], eps), k, v

    def _attend(
        self, n: int, x: Tensor, mask: Tensor, angles: tuple[Tensor, Tensor], past: Past
    ) -> tuple[Tensor, Tensor, Tensor]:
        w, at, s = self.weights, f"layers.{n}.self_attn.", self.shape
        split = (*x.shape[:-1], -1, s.head)
        q, k, v = (
            linear(x, w[f"{at}{p}_proj.weight"], w.get(f"{at}{p}_proj.bias")).view(*split).transpose(-3, -2)
            for p in "qkv"
        )
        if s.gemma:
            q = _norm(q, w[at + "q_norm.weight"], s.eps)
            k = _norm(k, w[at + "k_norm.weight"], s.eps)
        q, k = _turn(q, *angles), _turn(k, *angles)
        if past.length:
            k, v = torch.cat([past.keys[n], k], 1), torch.cat([past.values[n], v], 1)
        again = s.heads // s.kv_heads
        rows, keys, values = (
            one.reshape(-1, *one.shape[-3:])
            for one in (q, k.repeat_interleave(again, -3), v.repeat_interleave(again, -3))
        )
        seen = mask.reshape(-1, 1, *mask.shape[-2:])
        mixed = scaled_dot_product_attention(rows, keys, values, attn_mask=seen, scale=s.scale).view(q.shape)
        return linear(mixed.transpose(-3, -2).flatten(-2), w[at + "o_proj.weight"]), k, v

    def _feed(self, at: str, x: Tensor, act: Callable[[Tensor], Tensor]) -> Tensor:
        w, at = self.weights, at + "mlp."
        gated = act(linear(x, w[at + "gate_proj.weight"])) * linear(x, w[at + "up_proj.weight"])
        return linear(gated, w[at + "down_proj.weight"])


def load(folder: Path, dtype: torch.dtype) -> Decoder:
    """Return the decoder whose configuration and weights lie in `folder`.

    Packed weights are made whole; of `model.safetensors` the embedding stays mapped.

    Raises:
        KeyError: not a family that this decoder knows, or a tensor is missing.
        OSError, ValueError: a file cannot be read.
    """
    import json

    from safetensors import safe_open

    from simulator.voice import packed

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    shape = shape_of(config)
    if packed.is_packed(folder):
        tensors, pieces = packed.load(folder, dtype)
        return Decoder(shape, tensors, dtype, pieces)
    with safe_open(str(folder / "model.safetensors"), framework="pt") as held:
        tensors = {name: held.get_tensor(name) for name in held.keys()}  # noqa: SIM118 (not a dict)
    return Decoder(shape, tensors, dtype)


def _norm(x: Tensor, weight: Tensor, eps: float) -> Tensor:
    full = x.float()
    return (full * torch.rsqrt(full.pow(2).mean(-1, keepdim=True) + eps)).to(x.dtype) * weight


def _gelu(x: Tensor) -> Tensor:
    return gelu(x, approximate="tanh")


def _angles(places: Tensor, theta: float, head: int, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    speed = 1.0 / theta ** (torch.arange(0, head, 2, device=places.device).float() / head)
    turn = (places.float()[..., None] * speed).unsqueeze(-3)
    turn = torch.cat([turn, turn], -1)
    return turn.cos().to(dtype), turn.sin().to(dtype)


def _turn(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = x.shape[-1] // 2
    return x * cos + torch.cat([-x[..., half:], x[..., :half]], -1) * sin
