"""From a GGUF file to a folder that loads in a second (bf16 safetensors, config, tokenizer); done once."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator.voice import packed
from simulator.voice.types import VoiceError

LAYOUT = 3
WANTED = ("config.json", "tokenizer.json", "model.safetensors")
SIDECAR = "ready.json"
ANEW = "the unpacked model was damaged: unpacking it anew"
WEIGHTS = "reading the weights (once)"
TOKENIZER = "reading the tokenizer (once)"
RARE = (ANEW, WEIGHTS, TOKENIZER)
"""Steps of a minute: worth a line also where nobody watches the others."""
Progress = Callable[[str], None]


def prepared(path: Path, progress: Progress = lambda step: None, *, anew: bool = False) -> Path:
    """Return a folder with `config.json`, `tokenizer.json` and `model.safetensors`, made from a GGUF file if need be.

    What is there is judged by the sizes of its files; `is_whole` reads them.

    Args:
        path: a GGUF file, a folder that holds one, or a folder that is ready as it is.
        progress: told each named step; the conversion takes about a minute.
        anew: what was made before is damaged: make it again, which is the one step told.

    Raises:
        VoiceError: the file is missing or is not a GGUF of a known kind, or there is no room for the result.
    """
    # Read when the libraries are first imported; a bar of theirs would be drawn across the screen.
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    ready = packed.is_packed(path) or (path / "model.safetensors").exists()
    if not anew and path.is_dir() and ready and (path / "tokenizer.json").exists():
        return path
    source = _gguf_in(path)
    folder = source.with_name(source.stem + ".ready")
    held = _held(folder)
    if not anew and held.pop("sha256", None) and held == _mark(folder, source):
        return folder
    if anew or held.get("layout") == LAYOUT:
        progress(ANEW)
        progress = _quiet
    rough = folder.with_name(f"{folder.name}.{os.getpid()}")
    shutil.rmtree(rough, ignore_errors=True)
    try:
        rough.mkdir(parents=True)
        _convert(source, rough, progress)
        (rough / SIDECAR).write_text(json.dumps(_mark(rough, source) | {"sha256": _hashes(rough)}), encoding="utf-8")
        _replace(folder, rough)
    except OSError as problem:
        raise VoiceError(
            f"The model could not be unpacked into {folder.parent} ({problem.strerror or problem}): make room there "
            "or choose another data folder, then try again."
        ) from problem
    finally:
        shutil.rmtree(rough, ignore_errors=True)
    return folder


def is_whole(folder: Path) -> bool:
    """Return whether the files hold what was written when they were made: SHA-256, half a second or so for half a GB.

    A folder that was not made here has no hashes and cannot be judged.
    """
    try:
        return not (folder / SIDECAR).exists() or _held(folder).get("sha256") == _hashes(folder)
    except OSError:
        return False


def _replace(folder: Path, rough: Path) -> None:
    """Put what was made into its place; where another process was a moment earlier, its folder is as good."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        rough.rename(folder)
    except OSError:
        if not _held(folder):
            raise


def _hashes(folder: Path) -> dict[str, str]:
    found = {}
    for name in WANTED:
        with (folder / name).open("rb") as held:
            found[name] = hashlib.file_digest(held, "sha256").hexdigest()
    return found


def _quiet(step: str) -> None:
    """One line was said already."""


def _gguf_in(path: Path) -> Path:
    files = sorted(path.glob("*.gguf")) if path.is_dir() else [path]
    if not files or not files[0].is_file():
        raise VoiceError(f"There are no weights at {path}: fetch them with `toask models pull`.")
    with files[0].open("rb") as held:
        if held.read(4) != b"GGUF":
            raise VoiceError(f"{files[0].name} is not a GGUF file: fetch it again with `toask models pull`.")
    return files[0]


def _mark(folder: Path, source: Path) -> dict[str, int]:
    """Return what the folder must look like: its layout and the sizes of the files, so that a torn one is made anew."""
    sizes = {name: path.stat().st_size for name in WANTED if (path := folder / name).is_file()}
    return {"layout": LAYOUT, source.name: source.stat().st_size, **sizes}


def _held(folder: Path) -> dict[str, Any]:
    """Return what was noted when the folder was made; nothing where it cannot be read."""
    try:
        held = json.loads((folder / SIDECAR).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _convert(source: Path, folder: Path, progress: Progress) -> None:
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import save_file
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
    from transformers.modeling_gguf_pytorch_utils import load_gguf_checkpoint
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    at = {"pretrained_model_name_or_path": str(source.parent), "gguf_file": source.name, "local_files_only": True}
    try:
        progress(WEIGHTS)
        config = AutoConfig.from_pretrained(**at)
        with torch.device("meta"):
            hollow = AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16)
        read = load_gguf_checkpoint(str(source), return_tensors=True, model_to_load=hollow, torch_dtype=torch.bfloat16)
        save_file({k: v.contiguous() for k, v in read["tensors"].items()}, str(folder / "model.safetensors"))
        config.save_pretrained(str(folder))
        progress(TOKENIZER)
        AutoTokenizer.from_pretrained(**at).save_pretrained(str(folder))
    except SafetensorError as problem:  # it wraps a full disk, too
        raise OSError(str(problem)) from problem
    except (ValueError, KeyError, IndexError, RuntimeError, AttributeError, TypeError, struct.error) as problem:
        raise VoiceError(
            f"{source.name} cannot be read as a language model ({type(problem).__name__}): fetch it again with "
            "`toask models pull`, or choose another model with `toask models use`."
        ) from problem
    _cut_tokenizer(folder / "tokenizer.json")


def _cut_tokenizer(path: Path) -> None:
    """Drop pieces in other scripts than Latin: half the file, half the loading time, the same pieces for our texts."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    model = data["model"]
    if model.get("type") != "BPE" or len(model["vocab"]) < 100_000 or not model.get("byte_fallback"):
        return
    kept = {piece: number for piece, number in model["vocab"].items() if all(map(_latin, piece))}
    pairs = (pair if isinstance(pair, list) else pair.split(" ", 1) for pair in model["merges"])
    model["merges"] = [[a, b] for a, b in pairs if a in kept and b in kept and a + b in kept]
    model["vocab"] = kept
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _latin(char: str) -> bool:
    return ord(char) < 0x250 or 0x2000 <= ord(char) < 0x2070 or char in "▁€" or unicodedata.category(char) == "Cc"
