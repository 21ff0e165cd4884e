"""Behind the training: the taught body reads the phrases, the heads are fitted to that, and everything is packed."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from simulator.reader.model import HEADS
from simulator.training.reader.data import Asked, schools
from simulator.training.reader.learn import aside
from simulator.training.reader.net import Phrases, Reader, loss_of, phrases_of
from simulator.training.voice import vocabulary
from simulator.voice import packed

PASSES, AT_ONCE = 12, 128
_HEADS, _SCALES = 3e-4, 1e-1
_GAP = "\u2581|"
_SAVED = ("asks", "tells", "turn_asks", "turn_tells")


def fit(reader: Reader, models: Path, without: Sequence[str] = ()) -> None:
    """Fit heads and scales to phrases as the taught body reads them, by the questions that were learnt from."""
    reader.heads["asks"].load_state_dict(reader.heads["turn_asks"].state_dict())
    reader.heads["tells"].load_state_dict(reader.heads["lines"].state_dict())
    held: list[tuple[Phrases, list[Asked], Tensor]] = []
    for school, rows in schools(models, without):
        asks, tells = (reader.read([("", text) for _, text in some]) for some in (school.asks, school.tells))
        means = reader.read([(one.before, one.text) for one in rows])
        held.append((phrases_of(school, asks, tells), rows, means))
        print(f"read {school.name}", flush=True)
    dice = random.Random(5)
    batches = [
        (phrases, [rows[n] for n in some], means[some])
        for phrases, rows, means in held
        for some in _parts([n for n, one in enumerate(rows) if not one.apart], dice)
    ]
    groups = [
        {"params": list(reader.heads.parameters()), "lr": _HEADS},
        {"params": list(reader.scales.values()), "lr": _SCALES},
    ]
    steps = torch.optim.Adam(groups)
    slope = torch.optim.lr_scheduler.CosineAnnealingLR(steps, PASSES * len(batches))
    for _ in range(PASSES):
        dice.shuffle(batches)
        for phrases, rows, means in batches:
            loss = loss_of(reader.logits(means, phrases), [one.fits for one in rows], aside(phrases, rows, dice))
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            steps.step()
            slope.step()
        print(shares(reader, held), flush=True)


def shares(reader: Reader, held: Sequence[tuple[Phrases, list[Asked], Tensor]]) -> dict[str, float]:
    """Return of the questions kept apart how often the first target answers, is found, and how often none is."""
    first, found, none = [], [], []
    with torch.no_grad():
        for phrases, rows, means in held:
            kept = [n for n, one in enumerate(rows) if one.apart]
            for n, row in zip(kept, reader.logits(means[kept], phrases), strict=True):
                best = int(row[1:].argmax())
                above = bool(row[1:].max() > row[0])
                if rows[n].fits:
                    first.append(best in rows[n].fits)
                    found.append(above and best in rows[n].fits)
                else:
                    none.append(not above)
    return {
        "questions": len(first), "first": sum(first) / max(1, len(first)), "found": sum(found) / max(1, len(found)),
        "none": sum(none) / max(1, len(none)),
    }  # fmt: skip


def _parts(rows: list[int], dice: random.Random) -> list[list[int]]:
    dice.shuffle(rows)
    return [rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE)]


def pack(reader: Reader, models: Path, out: Path) -> dict[str, int]:
    """Write the reader with the pieces of the voice's vocabulary; returns the sizes of the files in bytes."""
    from safetensors.torch import save_file

    out.mkdir(parents=True, exist_ok=True)
    voice = json.loads((models / "voice/tokenizer.json").read_text(encoding="utf-8"))
    rows = vocabulary.cut(reader.base.tokenizer, {*voice["model"]["vocab"], _GAP}, out / "tokenizer.json")
    config = json.dumps(reader.base.config | {"vocab_size": len(rows)}, indent=2)
    (out / "config.json").write_text(config + "\n", encoding="utf-8")
    tensors = dict(reader.base.tensors)
    for name, value in zip(reader.names, reader.moved, strict=True):
        tensors[f"model.{name}"] = value.detach().cpu() - (1 if name.endswith("norm.weight") else 0)
    tensors[packed.EMBEDDING] = tensors[packed.EMBEDDING][torch.tensor(rows)]
    heads = {
        f"{name}.{part}": value.detach().cpu().half().contiguous()
        for name in _SAVED
        for part, value in reader.heads[name].named_parameters()
    }
    save_file(heads, out / HEADS)
    sizes = packed.save(tensors, {"base": "embeddinggemma-300m", "match": _match(reader)}, out)
    about: dict[str, Any] = json.loads((out / packed.ABOUT).read_text(encoding="utf-8"))
    about["sha256"][HEADS] = hashlib.sha256((out / HEADS).read_bytes()).hexdigest()
    (out / packed.ABOUT).write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    return sizes | {HEADS: (out / HEADS).stat().st_size}


def _match(reader: Reader) -> dict[str, Any]:
    return {name: value.detach().cpu().tolist() for name, value in reader.scales.items() if name != "lines"}
