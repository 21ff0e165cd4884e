"""The sentence encoder that the coder's vectors are to be like: multilingual-e5-small before any training here.

Its cosines are crowded; the mean over the training texts is taken off first, so that the pupil learns differences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor

from simulator.coding.question_coder.net import Batch, Net
from simulator.coding.question_coder.tokens import BEGIN, END, PAD, Tokens
from simulator.training.scorer.examples import Example

_LONGEST = 128
_BATCH = 64


class Teacher:
    """Vectors of texts, centred and of unit length, each computed once.

    Args:
        net: the net before training.
        tokens: its pieces.
        kept: a file with vectors of earlier runs; None: in memory only.
    """

    def __init__(self, net: Net, tokens: Tokens, kept: Path | None = None) -> None:
        self._net = net
        self._tokens = tokens
        self._kept = kept
        self._held: dict[str, Tensor] = {}
        self.middle = torch.zeros(net.size.hidden)
        if kept and kept.is_file():
            stored = torch.load(kept, weights_only=True)
            self._held = dict(zip(stored["texts"], stored["rows"].float(), strict=True))

    def learn(self, texts: Sequence[str]) -> None:
        """Read all texts that will be asked for, and set the middle."""
        new = sorted({text for text in texts if text not in self._held}, key=len)
        for start in range(0, len(new), _BATCH):
            part = new[start : start + _BATCH]
            self._held.update(zip(part, self._read(part), strict=True))
        rows = torch.stack([self._held[text] for text in sorted(set(texts))])
        self.middle = rows.mean(0)
        if self._kept and new:
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            torch.save({"texts": list(self._held), "rows": torch.stack(list(self._held.values())).half()}, self._kept)

    def __call__(self, text: str) -> Tensor:
        """Return the vector of a text that was learnt, shape (hidden,)."""
        row: Tensor = self._held[text] - self.middle
        unit: Tensor = row / row.norm().clamp(min=1e-6)
        return unit

    @torch.inference_mode()
    def _read(self, texts: Sequence[str]) -> Tensor:
        ids = [[BEGIN, *self._tokens.flat(["query:", *text.split()])[:_LONGEST], END] for text in texts]
        longest = max(map(len, ids))
        padded = torch.tensor([row + [PAD] * (longest - len(row)) for row in ids])
        held, nothing = padded != PAD, torch.zeros(0)
        self._net.eval()
        batch = Batch(padded, torch.zeros_like(padded), held, nothing, nothing, nothing, nothing)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            state = self._net.body(batch).float()
        mean = (state * held[..., None]).sum(1) / held.sum(1, keepdim=True)
        rows: Tensor = mean / mean.norm(dim=-1, keepdim=True)
        return rows


def pupil(teacher: Teacher) -> Callable[[Example], Tensor | None]:
    """Return what gives an example's vectors: of its units, or of its whole text; None for other corpora."""

    def vectors(example: Example) -> Tensor | None:
        if example.units:
            return torch.stack([teacher(unit.text) for unit in example.units])
        return teacher(example.text)[None] if example.source == "alone" else None

    return vectors
