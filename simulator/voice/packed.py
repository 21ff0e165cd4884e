"""A voice model as it is shipped: the body in four bits, piece vectors in eight, in two safetensors files.

`body.safetensors` holds for every matrix `NAME` `NAME.quants` (two numbers a byte, 8 added, the first sixteen of a
block of thirty-two in the low halves) and `NAME.scales` (one a block): the layout of GGUF's Q4_0; norms stay in half
precision. `pieces.safetensors` holds `quants` (int8) and `scales`, one a row. `about.json` holds the hashes.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.voice.types import VoiceError

if TYPE_CHECKING:
    from torch import Tensor

BODY, PIECES, ABOUT = "body.safetensors", "pieces.safetensors", "about.json"
FILES = (BODY, PIECES, "tokenizer.json", "config.json")
EMBEDDING = "model.embed_tokens.weight"
BLOCK = 32


def is_packed(folder: Path) -> bool:
    """Whether a folder holds a model in this form."""
    return (folder / BODY).is_file() and (folder / ABOUT).is_file()


def save(tensors: dict[str, Tensor], about: dict[str, Any], folder: Path) -> dict[str, int]:
    """Write the two files and `about.json`; `tokenizer.json` and `config.json` must lie there. Returns sizes in bytes.

    Args:
        tensors: the weights by their usual names, the embedding cut to the kept pieces.
        about: what is known of the model; hashes are added.
        folder: where to.
    """
    import torch
    from safetensors.torch import save_file

    body: dict[str, Tensor] = {}
    for name, value in tensors.items():
        full = value.detach().float().cpu()
        if name == EMBEDDING:
            scale = full.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            rows = (full / scale).round().clamp(-127, 127).to(torch.int8)
            save_file({"quants": rows, "scales": scale.squeeze(1).half()}, folder / PIECES)
        elif full.dim() == 2:
            body[f"{name}.quants"], body[f"{name}.scales"] = four_bits(full)
        else:
            body[name] = full.half()
    save_file({name: value.contiguous() for name, value in body.items()}, folder / BODY)
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    (folder / ABOUT).write_text(json.dumps(about | {"sha256": hashes}, indent=2) + "\n", encoding="utf-8")
    return {name: (folder / name).stat().st_size for name in FILES}


def load(folder: Path, dtype: Any) -> dict[str, Tensor]:  # noqa: ANN401 - a torch dtype, where torch is loaded
    """Return the weights by their usual names; matrices in `dtype`.

    Raises:
        VoiceError: a file is missing, damaged, or does not fit its hash.
    """
    from safetensors.torch import load as read

    again = f"The voice in {folder} %s: install toask again."
    try:
        hashes = json.loads((folder / ABOUT).read_text(encoding="utf-8"))["sha256"]
        held = {name: (folder / name).read_bytes() for name in FILES}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise VoiceError(again % "cannot be read") from problem
    if any(hashlib.sha256(data).hexdigest() != hashes.get(name) for name, data in held.items()):
        raise VoiceError(again % "does not fit its hash")
    pieces, body = read(held[PIECES]), read(held[BODY])
    out = {EMBEDDING: pieces["quants"].to(dtype) * pieces["scales"].to(dtype)[:, None]}
    for name, value in body.items():
        if name.endswith(".quants"):
            plain = name.removesuffix(".quants")
            out[plain] = whole(value, body[f"{plain}.scales"], dtype)
        elif not name.endswith(".scales"):
            out[name] = value.float()
    return out


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


def whole(quants: Tensor, scales: Tensor, dtype: Any) -> Tensor:  # noqa: ANN401 - a torch dtype
    """Return the matrix (rows, d) that four-bit quants and scales stand for."""
    import torch

    rows, many = scales.shape
    held = quants.view(rows, many, BLOCK // 2)
    full = torch.cat([held & 0x0F, held >> 4], -1).to(dtype) - 8
    return (full * scales.to(dtype)[..., None]).view(rows, many * BLOCK)
