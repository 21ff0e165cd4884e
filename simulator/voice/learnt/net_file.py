"""The file of the guard's net: matrices in eight bits, the rest in half precision; `net.json` holds its hash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.voice.types import VoiceError

if TYPE_CHECKING:
    from torch import Tensor

    from simulator.coding.question_coder.net import Size
    from simulator.voice.learnt.net import GuardNet

NET, ABOUT = "net.safetensors", "net.json"


def save(net: GuardNet, about: dict[str, Any], folder: Path) -> int:
    """Write the net and what is known of it (`encoder`: the version of the weights it reads from); returns bytes."""
    import torch
    from safetensors.torch import save_file

    out: dict[str, Tensor] = {}
    for name, held in net.state_dict().items():
        value = held.detach().float().cpu()
        if value.dim() == 2 and name.startswith("layers."):
            scale = value.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            out[name] = (value / scale).round().clamp(-127, 127).to(torch.int8)
            out[f"{name}.scale"] = scale.squeeze(1).half()
        else:
            out[name] = value.half()
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in out.items()}, folder / NET)
    data = (folder / NET).read_bytes()
    held_about = {**about, "layers": len(net.layers), "sha256": hashlib.sha256(data).hexdigest()}
    (folder / ABOUT).write_text(json.dumps(held_about, indent=2) + "\n", encoding="utf-8")
    return len(data)


def load(folder: Path, size: Size, encoder: str) -> GuardNet | None:
    """Return the net; None: there is none, or it reads from other weights than `encoder`.

    Raises:
        VoiceError: the file does not fit its hash, or is damaged.
    """
    if not (folder / ABOUT).is_file() or not (folder / NET).is_file():
        return None
    again = f"The guard's net in {folder} %s: install toask again."
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        data = (folder / NET).read_bytes()
        if hashlib.sha256(data).hexdigest() != about["sha256"]:
            raise VoiceError(again % "does not fit its hash")
        return _net(data, size, int(about["layers"])) if about["encoder"] == encoder else None
    except (OSError, ValueError, KeyError, TypeError, RuntimeError) as problem:
        raise VoiceError(again % "cannot be read") from problem


def _net(data: bytes, size: Size, layers: int) -> GuardNet:
    import torch
    from safetensors.torch import load as read

    from simulator.voice.learnt.net import GuardNet

    held = read(data)
    state: dict[str, Tensor] = {}
    for name, value in held.items():
        if value.dtype == torch.int8:
            state[name] = value.float() * held[f"{name}.scale"].float()[:, None]
        elif not name.endswith(".scale"):
            state[name] = value.float()
    with torch.device("meta"):
        net = GuardNet(size, layers)
    net.load_state_dict(state, assign=True)
    return net.eval().requires_grad_(False)
