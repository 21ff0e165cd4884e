"""The coder's own file: piece vectors in four bits, matrices in eight, the rest in half precision.

`model.safetensors` holds, for the piece vectors, `words.scales` and `words.quants` (`simulator.quants`); for every
matrix `NAME` an int8 matrix and `NAME.scale`, one a row. `model.json` beside it holds the SHA-256, temperatures and
thresholds.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.coding.codebook import CODES, VERSION
from simulator.coding.errors import CoderError
from simulator.coding.question_coder.stored import packed, unpacked

if TYPE_CHECKING:
    from torch import Tensor

    from simulator.coding.question_coder.inputs import Nearest
    from simulator.coding.question_coder.net import Net
    from simulator.coding.question_coder.probes import Probes
    from simulator.coding.question_coder.second import Second
    from simulator.coding.question_coder.tokens import Tokens

WEIGHTS, ABOUT, TOKENS = "model.safetensors", "model.json", "tokenizer.json"
FLAGS = ("uptake", "own_idea", "guess", "off_topic", "repair", "why", "asked")
"""The flags that the net finds; the others follow from codes and order."""
_WORDS, _PIECES = "words.weight", "pieces.weights"


@dataclass(frozen=True, slots=True)
class Settings:
    """What was set on held-out conversations.

    Attributes:
        temperature: of the codes; `kind_temperature`: of AnnoMI's labels (Guo et al. 2017).
        kind_bias: added to the logarithms of AnnoMI's labels before the likeliest is taken: rare ones are missed else.
        border: from which probability on a word begins a unit.
        flags: from which probability on each flag of `FLAGS` is set.
        unsure: below this confidence a unit is marked unsure.
    """

    temperature: float = 1.0
    kind_temperature: float = 1.0
    kind_bias: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    border: float = 0.5
    flags: tuple[float, ...] = (0.5,) * len(FLAGS)
    unsure: float = 0.5


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the files hold, ready to read turns.

    Attributes:
        name: of the coder. `version`: of the weights; vectors of another are not comparable.
        codes_version: of all that gives codes; readings of another are not comparable.
    """

    name: str
    version: str
    codes_version: str
    net: Net
    tokens: Tokens
    nearest: Nearest
    settings: Settings
    probes: Probes | None = None
    second: Second | None = None


def pack(net: Net, weights: Tensor) -> dict[str, Tensor]:
    """Return the tensors to be stored; `weights` says how telling each piece is, shape (pieces,)."""
    return {_PIECES: weights.half(), **packed(net.state_dict())}


def save(net: Net, weights: Tensor, about: dict[str, Any], folder: Path) -> int:
    """Write weights and what is known of them; returns the size of the weights in bytes."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file(pack(net, weights), folder / WEIGHTS)
    data = (folder / WEIGHTS).read_bytes()
    about = {**about, "codebook": VERSION, "codes": list(CODES), "sha256": hashlib.sha256(data).hexdigest()}
    about["tokens_sha256"] = hashlib.sha256((folder / TOKENS).read_bytes()).hexdigest()
    (folder / ABOUT).write_text(json.dumps(about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return len(data)


def load(folder: Path, probed: bool = True) -> Loaded:
    """Return the coder's parts; `probed`: with what was fitted on them later.

    Raises:
        CoderError: a file is missing, does not fit its hash, or is of another codebook.
    """
    again = f"The coder's weights in {folder} %s; install toask again."
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        data = (folder / WEIGHTS).read_bytes()
        tokens = (folder / TOKENS).read_bytes()
    except (OSError, ValueError) as error:
        raise CoderError(again % "cannot be read") from error
    sums = [hashlib.sha256(one).hexdigest() for one in (data, tokens)]
    if not isinstance(about, dict) or sums != [about.get("sha256"), about.get("tokens_sha256")]:
        raise CoderError(again % "do not fit their hash")
    if about.get("codebook") != VERSION or about.get("codes") != list(CODES):
        raise CoderError(again % "are of another codebook")
    try:
        return _loaded(about, data, folder, probed)
    except (KeyError, ValueError, RuntimeError, TypeError) as error:
        raise CoderError(again % "are damaged") from error


def _loaded(about: dict[str, Any], data: bytes, folder: Path, probed: bool) -> Loaded:
    import torch
    from safetensors.torch import load as read

    from simulator.coding.question_coder import probes, second_file
    from simulator.coding.question_coder.inputs import Nearest
    from simulator.coding.question_coder.net import Net, Size
    from simulator.coding.question_coder.tokens import Tokens

    held = read(data)
    state = unpacked(held, frozenset({_PIECES}))
    pieces = held["words.scales"].shape[0]
    with torch.device("meta"):
        net = Net(Size(pieces, places=state["places.weight"].shape[0]), drop=0.0)
    net.load_state_dict(state, assign=True)
    net.eval().requires_grad_(False)
    kept: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in about["settings"].items()}
    settings = Settings(**kept)
    nearest = Nearest(state[_WORDS].numpy(), held[_PIECES].float().numpy())
    version = str(about["sha256"])[:12]
    found = probes.load(folder, about, net.size.hidden) if probed else None
    second = second_file.load(folder, about) if found is not None else None
    known = json.dumps([about, probed], sort_keys=True).encode()  # hashes of all files, and what was set by hand or fit
    codes = f"{version}-{hashlib.sha256(known).hexdigest()[:8]}"
    return Loaded(str(about["name"]), version, codes, net, Tokens(folder / TOKENS), nearest, settings, found, second)
