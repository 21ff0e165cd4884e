"""Heads fitted later on what the frozen net reads of a unit: linear probes (Alain, Bengio 2016).

A net is surer of turns that it has learnt from than of others, and its head has seen no others. So a correction of the
codes is fitted on conversations that the weights have not learnt from, held back to the head where it tells nothing,
together with what a unit's words and place say (`put`); and whether a question is beside the matter is fitted anew, for
hardly any such question was written when the weights were made. `model.json` holds the SHA-256 of `probes.safetensors`:
new weights are written without one, and then their own heads decide until `python -m simulator.training.probes_fit` was
run.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.coding.codebook import CODES
from simulator.coding.errors import CoderError
from simulator.coding.question_coder.put import PLACES, SIGNS, Put

if TYPE_CHECKING:
    from torch import Tensor

FILE, SUM = "probes.safetensors", "probes_sha256"
_PUT = ("rarity", "grams", "signs")


@dataclass(frozen=True, slots=True)
class Probes:
    """Weights of `Net.states`, the last row the bias.

    Attributes:
        off: of a question being beside the matter; of the first two parts only, shape (2 * hidden + 1,).
        code: of every code, shape (3 * hidden + 1, 14), added to the head's logits times `scale`, shape (1,).
        put: what words and place add to both.
    """

    off: Tensor
    code: Tensor
    scale: Tensor
    put: Put

    def off_topic(self, states: Tensor) -> Tensor:
        """Return the chance that each unit is beside the matter, shape (units,); `states`: as of `Net.states`."""
        return (states.float()[:, : len(self.off) - 1] @ self.off[:-1] + self.off[-1]).sigmoid()

    def codes(self, logits: Tensor, states: Tensor) -> Tensor:
        """Return the corrected logits of every code, shape (units, 14), from the head's and `Net.states`."""
        return logits.float() * self.scale + states.float() @ self.code[:-1] + self.code[-1]


def save(probes: Probes, folder: Path, about: Path) -> None:
    """Write probes, and their hash into `about`, the `model.json` of the weights that they read from."""
    import torch
    from safetensors.torch import save_file

    held = {"off": probes.off.half(), "code": probes.code.half(), "scale": probes.scale.float()}
    held |= {name: torch.from_numpy(getattr(probes.put, name)).half() for name in _PUT}
    save_file({name: value.contiguous() for name, value in held.items()}, folder / FILE)
    known = json.loads(about.read_text(encoding="utf-8"))
    known[SUM] = hashlib.sha256((folder / FILE).read_bytes()).hexdigest()
    about.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def load(folder: Path, about: dict[str, Any], hidden: int) -> Probes | None:
    """Return the probes that `about` (`model.json`) names; None: it names none.

    Raises:
        CoderError: the file is missing, does not fit its hash, or is of another size.
    """
    if SUM not in about:
        return None
    from safetensors import SafetensorError
    from safetensors.torch import load as read

    again = f"The coder's probes in {folder} %s; install toask again."
    try:
        data = (folder / FILE).read_bytes()
    except OSError as error:
        raise CoderError(again % "cannot be read") from error
    if hashlib.sha256(data).hexdigest() != about[SUM]:
        raise CoderError(again % "do not fit their hash")
    try:
        held = {name: value.float() for name, value in read(data).items()}
        put = Put(*(held[name].numpy() for name in _PUT))
        found = Probes(held["off"], held["code"], held["scale"], put)
    except (KeyError, SafetensorError) as error:
        raise CoderError(again % "are damaged") from error
    many = len(CODES)
    shapes = {
        "off": (2 * hidden + 1,), "code": (3 * hidden + 1, many), "scale": (1,), "rarity": (PLACES,),
        "grams": (PLACES, many + 1), "signs": (len(SIGNS) + 1, many),
    }  # fmt: skip
    if any(held[name].shape != shape for name, shape in shapes.items()):
        raise CoderError(again % "are of another size")
    return found
