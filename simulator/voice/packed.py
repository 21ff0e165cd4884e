"""A voice model as it is shipped: the body in four bits, piece vectors in eight, in two safetensors files.

`body.safetensors` holds for every matrix `NAME` `NAME.quants` and `NAME.scales` (`simulator.quants`); norms stay in
half precision and the score's weights whole. `pieces.safetensors` holds `quants` (int8) and `scales`, one a row.
`about.json` holds the hashes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.quants import EightBits, four_bits, whole
from simulator.voice.score import HEAD
from simulator.voice.types import VoiceError

if TYPE_CHECKING:
    from torch import Tensor

BODY, PIECES, ABOUT = "body.safetensors", "pieces.safetensors", "about.json"
FILES = (BODY, PIECES, "tokenizer.json", "config.json")
EMBEDDING = "model.embed_tokens.weight"


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
        elif full.dim() == 2 and name != HEAD:
            body[f"{name}.quants"], body[f"{name}.scales"] = four_bits(full)
        else:
            body[name] = full if name == HEAD else full.half()
    save_file({name: value.contiguous() for name, value in body.items()}, folder / BODY)
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES}
    (folder / ABOUT).write_text(json.dumps(about | {"sha256": hashes}, indent=2) + "\n", encoding="utf-8")
    return {name: (folder / name).stat().st_size for name in FILES}


def load(
    folder: Path,
    dtype: Any,  # noqa: ANN401 - a torch dtype, where torch is loaded
    what: str = "voice",
    files: Sequence[str] = FILES,
) -> tuple[dict[str, Tensor], EightBits]:
    """Return the weights by their usual names, matrices in `dtype`, and the pieces' vectors, which stay in their file.

    Args:
        folder: where they lie.
        dtype: of the matrices.
        what: the model is called so where something is wrong with it.
        files: must be there and fit their hashes.

    Raises:
        VoiceError: a file is missing, damaged, or does not fit its hash.
    """
    from safetensors import safe_open

    again = f"The {what} in {folder} %s: install toask again."
    try:
        hashes = json.loads((folder / ABOUT).read_text(encoding="utf-8"))["sha256"]
        found = {name: _sum(folder / name) for name in files}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise VoiceError(again % "cannot be read") from problem
    if any(value != hashes.get(name) for name, value in found.items()):
        raise VoiceError(again % "does not fit its hash")
    out: dict[str, Tensor] = {}
    # Tensor by tensor: a file that is read as a whole lies in memory beside what is made of it.
    with safe_open(str(folder / BODY), framework="pt") as body:
        for name in body.keys():  # noqa: SIM118 (not a dict)
            if name.endswith(".quants"):
                plain = name.removesuffix(".quants")
                out[plain] = whole(body.get_tensor(name), body.get_tensor(f"{plain}.scales"), dtype)
            elif not name.endswith(".scales"):
                out[name] = body.get_tensor(name).float().clone()
    with safe_open(str(folder / PIECES), framework="pt") as pieces:
        return out, EightBits(pieces.get_tensor("quants"), pieces.get_tensor("scales"), dtype)


def _sum(path: Path) -> str:
    with path.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()
