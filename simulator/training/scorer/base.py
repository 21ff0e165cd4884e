"""The start of training: multilingual-e5-small from its 4-bit file, with the pieces that Dutch and English use.

Which pieces are kept: those of the commonest words of both languages (the package `wordfreq`, Speer 2022, only used
here), written low and with a capital, those of the training texts, and every single character of Latin script.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch

from simulator.coding.e5_file import E5File
from simulator.coding.question_coder.net import Layer, Net, Size
from simulator.coding.question_coder.tokens import BEGIN, END, PAD, UNKNOWN
from simulator.coding.unigram import Unigram

COMMON = 50_000
CAPITALS = 15_000
MOST = 29_000
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_MARK = "\u2581"


def common_words() -> list[str]:
    """Return common Dutch and English words, low and with a capital; empty, with a word on it, without `wordfreq`."""
    try:
        from wordfreq import top_n_list
    except ImportError:
        print("wordfreq is not installed: the vocabulary holds the training texts only.", file=sys.stderr)
        return []
    out: list[str] = []
    for language in ("nl", "en"):
        words = top_n_list(language, COMMON)
        out += words + [word.capitalize() for word in words[:CAPITALS]]
    return out


def chosen(file: E5File, texts: Iterable[str], words: Iterable[str]) -> list[int]:
    """Return the ids to keep in the file's order: special ones, single characters, then what texts and words use."""
    cutter = Unigram(file.vocabulary)
    used: dict[int, int] = {}
    for weight, source in ((1000, texts), (1, words)):
        for line in source:
            for one in cutter.cut(line[:20_000]):
                used[one] = used.get(one, 0) + weight
    held = vocabulary(file)
    single = [n for n, (piece, _) in enumerate(held) if len(piece.strip(_MARK)) <= 1 and _latin(piece)]
    keep = dict.fromkeys([0, 1, 2, 3, *single])
    for one in sorted(used, key=lambda one: (-used[one], one)):
        if len(keep) >= MOST:
            break
        keep[one] = None
    return [0, 1, 2, 3, *sorted(one for one in keep if one > UNKNOWN)]


def _latin(piece: str) -> bool:
    return all(ord(char) < 0x250 or 0x2000 <= ord(char) < 0x20D0 or char == _MARK for char in piece)


def vocabulary(file: E5File) -> list[tuple[str, float]]:
    """Return every piece of the file with its log score."""
    held = file.vocabulary
    ends, scores = held.offsets.tolist(), held.scores.tolist()
    return [(held.blob[ends[n] : ends[n + 1]].decode("utf-8", "replace"), score) for n, score in enumerate(scores)]


def write_tokenizer(file: E5File, keep: list[int], path: Path) -> None:
    """Write a `tokenizer.json` with the kept pieces."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    held = vocabulary(file)
    rows = [(_SPECIAL[n] if n < len(_SPECIAL) else held[one][0], held[one][1]) for n, one in enumerate(keep)]
    tokenizer = Tokenizer(models.Unigram(rows, unk_id=UNKNOWN, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=_MARK, prepend_scheme="always")
    path.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(path), pretty=False)


def piece_weights(file: E5File, keep: list[int]) -> torch.Tensor:
    """Return how telling each piece is: its negative log score, 0 for the special ones, shape (pieces,)."""
    scores = np.array([file.vocabulary.scores[one] for one in keep], np.float32)
    weights = np.clip(-scores - 5.0, 0.0, 10.0)
    weights[: len(_SPECIAL)] = 0.0
    return torch.from_numpy(weights)


def start(file: E5File, keep: list[int]) -> Net:
    """Return the net with the body of the file; heads are new."""
    torch.manual_seed(7)
    shape = file.shape
    net = Net(Size(len(keep), shape.hidden, shape.layers, shape.heads, shape.inner, shape.positions))

    def tensor(name: str, *size: int) -> torch.Tensor:
        return torch.from_numpy(np.array(file.floats(name, *size)))

    def matrix(name: str, rows: int, columns: int) -> torch.Tensor:
        return torch.from_numpy(file.matrix(name, rows, columns))

    h = shape.hidden
    with torch.no_grad():
        whole = file.blocks("emb.word", shape.words, h)
        from simulator.coding.e5_file import unpack

        net.words.weight.copy_(torch.from_numpy(unpack(whole[np.asarray(keep)])))
        net.places.weight.copy_(tensor("emb.pos", shape.positions, h) + tensor("emb.type", 2, h)[0])
        net.segments.weight.zero_()
        net.norm.weight.copy_(tensor("emb.ln.w", h))
        net.norm.bias.copy_(tensor("emb.ln.b", h))
        for n, layer in enumerate(net.layers):
            assert isinstance(layer, Layer)
            at = f"l{n}"
            layer.qkv.weight.copy_(torch.cat([matrix(f"{at}.{p}.w", h, h) for p in "qkv"]))
            layer.qkv.bias.copy_(torch.cat([tensor(f"{at}.{p}.b", h) for p in "qkv"]))
            for part, name, rows, columns in (
                (layer.out, "ao", h, h), (layer.up, "fi", shape.inner, h), (layer.down, "fo", h, shape.inner)
            ):  # fmt: skip
                part.weight.copy_(matrix(f"{at}.{name}.w", rows, columns))
                part.bias.copy_(tensor(f"{at}.{name}.b", rows))
            for norm, name in ((layer.norm, "aln"), (layer.last, "oln")):
                norm.weight.copy_(tensor(f"{at}.{name}.w", h))
                norm.bias.copy_(tensor(f"{at}.{name}.b", h))
    return net


def prepare(file: E5File, texts: Iterable[str], folder: Path) -> list[int]:
    """Choose the pieces and write `tokenizer.json` and `pieces.json`; return the kept ids."""
    keep = chosen(file, texts, common_words())
    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(file, keep, folder / "tokenizer.json")
    (folder / "pieces.json").write_text(json.dumps(keep), encoding="utf-8")
    assert (BEGIN, PAD, END, UNKNOWN) == (0, 1, 2, 3)
    return keep
