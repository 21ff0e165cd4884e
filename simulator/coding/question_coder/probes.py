"""Heads fitted later on what the frozen net reads of a unit: linear probes (Alain, Bengio 2016).

A net is surer of turns that it has learnt from than of others, and its head has seen no others. So a correction of the
codes is fitted on conversations that the weights have not learnt from, held back to the head where it tells
nothing; and whether a question is beside the matter is fitted anew, for hardly any such question was written when the
weights were made. `probes.npz` beside the weights belongs to one version of them
(`python -m simulator.training.probes_fit`).
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.coding.codebook import CODES
from simulator.coding.errors import CoderError

if TYPE_CHECKING:
    from torch import Tensor

Floats = NDArray[np.float32]
FILE = "probes.npz"
_FAR = 30.0


@dataclass(frozen=True, slots=True)
class Probes:
    """Weights of `Net.states`, the last row the bias.

    Attributes:
        off: of a question being beside the matter; of the first two parts only, shape (2 * hidden + 1,).
        code: of every code, shape (3 * hidden + 1, 14), added to the head's logits times `scale`.
    """

    off: Floats
    code: Floats
    scale: float

    def off_topic(self, states: Tensor) -> Floats:
        """Return the chance that each unit is beside the matter; `states`: as `Net.states` gives them."""
        odds = states.float().numpy()[:, : len(self.off) - 1] @ self.off[:-1] + self.off[-1]
        out: Floats = (1.0 / (1.0 + np.exp(-np.clip(odds, -_FAR, _FAR)))).astype(np.float32)
        return out

    def codes(self, logits: Tensor, states: Tensor) -> Floats:
        """Return the chances of every code, shape (units, 14), from the head's logits and `Net.states`."""
        found = logits.float().numpy() * self.scale + states.float().numpy() @ self.code[:-1] + self.code[-1]
        powers = np.exp(found - found.max(1, keepdims=True))
        out: Floats = (powers / powers.sum(1, keepdims=True)).astype(np.float32)
        return out


def save(probes: Probes, version: str, folder: Path) -> None:
    """Write probes of the weights of this version."""
    np.savez_compressed(
        folder / FILE, off=probes.off.astype(np.float16), code=probes.code.astype(np.float16),
        scale=np.float32(probes.scale), version=version,
    )  # fmt: skip


def load(folder: Path, version: str, hidden: int) -> Probes | None:
    """Return the probes of these weights; None: there are none, or they are of others, and the net's heads decide.

    Raises:
        CoderError: the file is damaged.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as held:
            if str(held["version"]) != version:
                return None
            found = Probes(held["off"].astype(np.float32), held["code"].astype(np.float32), float(held["scale"]))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise CoderError(f"{path} is damaged; install toask again.") from error
    fits = found.off.shape == (2 * hidden + 1,) and found.code.shape == (3 * hidden + 1, len(CODES))
    if not (fits and np.isfinite(found.off).all() and np.isfinite(found.code).all()):
        raise CoderError(f"{path} is damaged; install toask again.")
    return found
