"""Where the second body lies: its own layers and head in `second.safetensors`, those below in the reader's files.

Matrices are stored in eight bits with a scale a row, norms and the head in half precision. `model.json` holds the hash
and what the file rests on: a digest of the reader's pieces and of the layers that were not taught here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.coding.errors import CoderError
from simulator.coding.question_coder import place
from simulator.coding.question_coder.second import Blend, Second

if TYPE_CHECKING:
    from torch import Tensor

FILE, SUM, ABOUT = "second.safetensors", "second_sha256", "second"
_BODY, _PIECES, _TOKENS, _CONFIG = "body.safetensors", "pieces.safetensors", "tokenizer.json", "config.json"
_HEAD, _LAYER, _SCALE = "head.", "layer.", ".scale"


def reader() -> Path:
    """Return the folder of the shipped reader of questions, on whose lowest layers the body rests."""
    return place.folder().parent / "reader"


def below(folder: Path, layers: int) -> tuple[dict[str, Tensor], Tensor, Tensor]:
    """Return the reader's lowest layers by their usual names, and the pieces' vectors: numbers and a scale each.

    Raises:
        KeyError, OSError, ValueError: a file is missing or damaged.
    """
    import torch
    from safetensors import safe_open

    from simulator.quants import whole

    out: dict[str, Tensor] = {}
    with safe_open(str(folder / _BODY), framework="pt") as held:
        for name in held.keys():  # noqa: SIM118 (not a dict)
            if not name.startswith("model.layers.") or int(name.split(".")[2]) >= layers or name.endswith(".scales"):
                continue
            value, plain = held.get_tensor(name), name.removesuffix(".quants")
            quants = plain != name
            out[plain] = whole(value, held.get_tensor(f"{plain}.scales"), torch.float32) if quants else value.float()
    with safe_open(str(folder / _PIECES), framework="pt") as held:
        return out, held.get_tensor("quants"), held.get_tensor("scales")


def digest(layers: Mapping[str, Tensor], quants: Tensor, scales: Tensor) -> str:
    """Return what a file rests on."""
    found = hashlib.sha256(quants.numpy().data)  # where it lies: a copy would be the largest thing that is ever held
    found.update(scales.numpy().data)
    for name in sorted(layers):
        found.update(name.encode() + layers[name].half().numpy().tobytes())
    return found.hexdigest()


def save(second: Second, low: int, folder: Path) -> int:
    """Write a body whose lowest `low` layers are the reader's, and name it in `model.json`; returns bytes."""
    import torch
    from safetensors.torch import save_file

    out: dict[str, Tensor] = {}
    for name, value in second.weights.items():
        if int(name.split(".")[0]) < low:
            continue
        full = value.detach().float().cpu()
        if full.dim() == 2:
            scale = full.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            out[_LAYER + name] = (full / scale).round().clamp(-127, 127).to(torch.int8)
            out[_LAYER + name + _SCALE] = scale.squeeze(1).half()
        else:
            out[_LAYER + name] = full.half()
    out |= {_HEAD + name: value.detach().half() for name, value in second.heads.items()}
    save_file({name: value.contiguous() for name, value in out.items()}, folder / FILE)
    (folder / FILE).chmod(0o644)
    data = (folder / FILE).read_bytes()
    known = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    known[SUM] = hashlib.sha256(data).hexdigest()
    rests = digest(*below(reader(), low))
    sizes = {"layers": second.shape.layers, "low": low, "middle": second.middle}
    known[ABOUT] = {**sizes, "blend": asdict(second.blend), "rests_on": rests}
    (folder / "model.json").write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return len(data)


def load(folder: Path, about: Mapping[str, Any]) -> Second | None:
    """Return the body that `about` (`model.json`) names, in float32; None: it names none.

    Raises:
        CoderError: a file is missing, damaged, or is not the one that it was made with.
    """
    if SUM not in about:
        return None
    from safetensors import SafetensorError

    again = f"The coder's second body in {folder} %s; install toask again."
    try:
        data = (folder / FILE).read_bytes()
    except OSError as error:
        raise CoderError(again % "cannot be read") from error
    if hashlib.sha256(data).hexdigest() != about[SUM]:
        raise CoderError(again % "does not fit its hash")
    try:
        return _loaded(data, about[ABOUT], again)
    except (KeyError, OSError, ValueError, RuntimeError, TypeError, SafetensorError) as error:
        raise CoderError(again % "is damaged, or the reader of questions is missing") from error


def _loaded(data: bytes, about: Mapping[str, Any], again: str) -> Second:
    from safetensors.torch import load as read
    from tokenizers import Tokenizer

    from simulator.coding.question_coder.gemma import Shape, fused

    held, where = read(data), reader()
    low, quants, scales = below(where, about["low"])
    if digest(low, quants, scales) != about["rests_on"]:
        raise CoderError(again % "was made with another reader of questions")
    weights = fused(low, about["low"])
    for name, value in held.items():
        if name.startswith(_LAYER) and not name.endswith(_SCALE):
            scale = held.get(name + _SCALE)
            full = value.float() if scale is None else value.float() * scale.float()[:, None]
            weights[name.removeprefix(_LAYER)] = full
    heads = {name.removeprefix(_HEAD): value.float() for name, value in held.items() if name.startswith(_HEAD)}
    config = json.loads((where / _CONFIG).read_text(encoding="utf-8"))
    shape = Shape.of(config, about["layers"])
    tokens = Tokenizer.from_file(str(where / _TOKENS))
    known: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in about["blend"].items()}
    return Second(weights, heads, quants, scales, shape, int(about["middle"]), tokens, Blend(**known))
