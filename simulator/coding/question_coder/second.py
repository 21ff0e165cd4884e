"""A second body that reads a turn for its codes: lower layers of EmbeddingGemma, taught with the own corpus.

The first body is small and full: more that is coded teaches it nothing (docs/figures.md). This one is twice as wide. It
reads the turn behind the school's last words; the mean state of a unit's pieces and of the turn's goes through a head.
Both bodies' log-odds are added, weighed on conversations that neither has learnt from (a logarithmic pool of opinions;
Genest, Zidek 1986). The pieces' vectors and the lowest layers are those of the reader of questions (models/reader).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.coding.question_coder.steady import rounded

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer
    from torch import Tensor

    from simulator.coding.question_coder.gemma import Shape

Floats = NDArray[np.float32]
LAST_WORDS, BEFORE, OWN = 40, 56, 220
"""Words and pieces of what the school said last, and pieces of the turn, that are read at most."""
TOGETHER = 3000
"""Pieces of one pass."""
_BEGIN, _END, _GAP = 2, 1, " | "


@dataclass(frozen=True, slots=True)
class Blend:
    """What both bodies count together.

    Attributes:
        first, second, put: what the codes' log-odds of the bodies, and those of words and place, weigh.
        flags: what is added to the second body's log-odds of each of `weights.FLAGS`; None: the first one finds it.
        begins: what both bodies' log-odds that a unit begins weigh, and what is added.
    """

    first: float = 1.0
    second: float = 0.0
    put: float = 1.0
    flags: tuple[float | None, ...] = ()
    begins: tuple[float, float, float] = (1.0, 0.0, 0.0)

    def pooled(self, first: Tensor, second: Sequence[Tensor]) -> Tensor:
        """Return the log-odds of the codes by both bodies, shape (units, 14); those of the second turn by turn."""
        import torch

        return first * self.first + torch.cat(list(second)) * self.second

    def put_flags(self, chances: Floats, second: Sequence[Tensor]) -> None:
        """Put into `chances` of flags, shape (units, flags), those that the second body finds; its logits as above."""
        import torch

        found = torch.cat(list(second))
        for n, more in enumerate(self.flags):
            if more is not None:
                chances[:, n] = (found[:, n] + more).sigmoid().numpy()


@dataclass(frozen=True, slots=True)
class Input:
    """A turn's pieces behind those of what was said before it, and where each of its own begins and ends in its text.

    Attributes:
        ids: all pieces. `first`: the place of the turn's first one. `places`: (begin, end) in characters.
    """

    ids: list[int]
    first: int
    places: list[tuple[int, int]]

    def span(self, begin: int, end: int) -> tuple[int, int]:
        """Return the pieces, as places in `ids`, of a stretch of the text; at least one where there is any."""
        held = [n for n, (a, b) in enumerate(self.places) if b > begin and a < end]
        if held:
            return self.first + held[0], self.first + held[-1] + 1
        last = max(self.first, self.first + len(self.places) - 1)
        return last, last + 1


@dataclass(frozen=True, slots=True)
class Seen:
    """One turn as the body left it: its input, and states of all pieces, each shape (pieces, width)."""

    input: Input
    middle: Tensor
    top: Tensor


@dataclass(frozen=True, slots=True)
class Second:
    """The body with its head.

    Attributes:
        weights: of the layers, see `gemma.fused`. `heads`: of the head. `quants`, `scales`: of the pieces' vectors.
        shape: sizes. `middle`: the layer whose input is read too.
        tokens: the tokenizer. `blend`: what it weighs beside the first body.
    """

    weights: Mapping[str, Tensor]
    heads: Mapping[str, Tensor]
    quants: Tensor
    scales: Tensor
    shape: Shape
    middle: int
    tokens: Tokenizer
    blend: Blend

    def to(self, dtype: torch.dtype) -> Second:
        """Return it computing in another number format."""
        return replace(self, weights={name: value.to(dtype) for name, value in self.weights.items()})

    def read(self, turns: Sequence[tuple[str, str]]) -> list[Seen]:
        """Return turns, each what the school had just said and its words, as the body leaves them.

        Only texts of one rounded length are read together, so each is rounded as if it were read alone.
        """
        inputs = [input_of(self.tokens, *turn) for turn in turns]
        out: dict[int, Seen] = {}
        for rows in _together([len(one.ids) for one in inputs]):
            middle, top = self._pass([inputs[n].ids for n in rows])
            for k, n in enumerate(rows):
                many = len(inputs[n].ids)
                out[n] = Seen(inputs[n], middle[k, :many], top[k, :many])
        return [out[n] for n in range(len(inputs))]

    def _pass(self, rows: Sequence[Sequence[int]]) -> list[Tensor]:
        import torch

        from simulator.coding.question_coder import gemma

        length = rounded(max(len(one) for one in rows))
        ids = torch.tensor([[*one, *[0] * (length - len(one))] for one in rows])
        held = torch.arange(length) < torch.tensor([len(one) for one in rows])[:, None]
        vectors = self.quants[ids].float() * self.scales[ids].float()[..., None]
        return gemma.run(vectors.to(self.weights["0.qkv"].dtype), held, self.weights, self.shape, self.middle)

    def begins(self, seen: Seen, words: Sequence[tuple[int, int]]) -> Tensor:
        """Return the logits that a unit begins with each word but the first; `words`: in characters of the turn."""
        import torch

        from simulator.coding.question_coder import second_head

        at = torch.tensor([seen.input.span(*word)[0] for word in words[1:]], dtype=torch.long)
        return second_head.begins(self.heads, seen.top[at], seen.top[at - 1])

    def logits(self, seen: Seen, spans: Sequence[tuple[int, int]]) -> tuple[Tensor, Tensor]:
        """Return logits of codes (units, 14) and of flags (units, flags); `spans`: in characters of the turn."""
        import torch

        from simulator.coding.question_coder import second_head

        if not spans:
            return torch.zeros(0, len(self.heads["codes.bias"])), torch.zeros(0, len(self.heads["flags.bias"]))
        units = [seen.input.span(*span) for span in spans]
        turn = (seen.input.first, max(seen.input.first + 1, seen.input.first + len(seen.input.places)))
        means = [torch.stack([state[a:b].float().mean(0) for a, b in units]) for state in (seen.top, seen.middle)]
        whole = seen.top[slice(*turn)].float().mean(0).expand(len(units), -1)
        return second_head.logits(self.heads, means[0], whole, means[1])


def input_of(tokens: Tokenizer, before: str, text: str) -> Input:
    """Return the pieces of a turn behind the last words of what the school said."""
    last = " ".join(before.split()[-LAST_WORDS:])
    lead: list[int] = tokens.encode(last + _GAP, add_special_tokens=False).ids[-BEFORE:] if last else []
    own = tokens.encode(text, add_special_tokens=False)
    return Input([_BEGIN, *lead, *own.ids[:OWN], _END], 1 + len(lead), list(own.offsets[:OWN]))


def _together(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield which texts are read in one pass: those of one rounded length."""
    rows: list[int] = []
    for n in sorted(range(len(lengths)), key=lambda n: rounded(lengths[n])):
        size = rounded(lengths[n])
        if rows and (rounded(lengths[rows[0]]) != size or size * (len(rows) + 1) > TOGETHER):
            yield rows
            rows = []
        rows.append(n)
    if rows:
        yield rows
