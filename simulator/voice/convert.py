"""From a GGUF file to a folder that loads in a second (bf16 safetensors, config, tokenizer); done once."""

from __future__ import annotations

import json
import os
import shutil
import struct
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulator.voice.types import VoiceError

LAYOUT = 2
WANTED = ("config.json", "tokenizer.json", "model.safetensors")
Progress = Callable[[str], None]


def prepared(path: Path, progress: Progress = lambda step: None) -> Path:
    """Return a folder with `config.json`, `tokenizer.json` and `model.safetensors`, made from a GGUF file if need be.

    Args:
        path: a GGUF file, a folder that holds one, or a folder that is ready as it is.
        progress: told each named step; the conversion takes about a minute.

    Raises:
        VoiceError: the file is missing or is not a GGUF of a known kind, or there is no room for the result.
    """
    if path.is_dir() and (path / "model.safetensors").exists() and (path / "tokenizer.json").exists():
        return path
    source = _gguf_in(path)
    folder = source.with_name(source.stem + ".ready")
    if _is_ready(folder, source):
        return folder
    rough = folder.with_name(f"{folder.name}.{os.getpid()}")
    shutil.rmtree(rough, ignore_errors=True)
    try:
        rough.mkdir(parents=True)
        _convert(source, rough, progress)
        (rough / "ready.json").write_text(json.dumps(_mark(rough, source)), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        rough.rename(folder)
    except OSError as problem:
        raise VoiceError(
            f"The model could not be unpacked into {folder.parent} ({problem.strerror or problem}): make room there "
            "or choose another data folder, then try again."
        ) from problem
    finally:
        shutil.rmtree(rough, ignore_errors=True)
    return folder


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
    sizes = {name: (folder / name).stat().st_size for name in WANTED}
    return {"layout": LAYOUT, source.name: source.stat().st_size, **sizes}


def _is_ready(folder: Path, source: Path) -> bool:
    try:
        held = json.loads((folder / "ready.json").read_text(encoding="utf-8"))
        return bool(held == _mark(folder, source))
    except (OSError, ValueError):
        return False


def _convert(source: Path, folder: Path, progress: Progress) -> None:
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import save_file
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer
    from transformers.modeling_gguf_pytorch_utils import load_gguf_checkpoint
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    at = {"pretrained_model_name_or_path": str(source.parent), "gguf_file": source.name, "local_files_only": True}
    try:
        progress("reading the weights (once)")
        config = AutoConfig.from_pretrained(**at)
        with torch.device("meta"):
            hollow = AutoModelForCausalLM.from_config(config, dtype=torch.bfloat16)
        read = load_gguf_checkpoint(str(source), return_tensors=True, model_to_load=hollow, torch_dtype=torch.bfloat16)
        save_file({k: v.contiguous() for k, v in read["tensors"].items()}, str(folder / "model.safetensors"))
        config.save_pretrained(str(folder))
        progress("reading the tokenizer (once)")
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
