"""The reader as it learns: the lower layers stand still, the upper ones and the heads move.

Phrases of the schools are compared as the base reads them, through a head of their own: so a step reads its questions
only. Afterwards the taught body reads the phrases, and the heads are fitted to that (`finish`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from simulator.reader.model import Input, batches, input_of
from simulator.school.meant import KINDS
from simulator.training.reader.base import Base
from simulator.training.reader.data import School

if TYPE_CHECKING:
    from simulator.voice.decoder import Decoder

LOWER = 12
"""So many layers stand still; the vocabulary does too."""
WIDTH = 256
_ASIDE = -1e4


@dataclass(frozen=True, slots=True)
class Phrases:
    """A school's phrases as a body reads them: means (n, 768) and owners of those that ask and that tell."""

    asks: Tensor
    asks_owner: Tensor
    tells: Tensor
    tells_owner: Tensor
    kinds: Tensor
    detail: Tensor
    matters: tuple[str, ...]

    @property
    def targets(self) -> int:
        """How many targets there are."""
        return len(self.kinds)


class Reader(nn.Module):
    """Body and heads.

    Args:
        base: the whole model.
        directions: the main directions of phrases and their mean, shapes (256, 768) and (768,): the heads begin there.
        device: where it computes.
    """

    def __init__(self, base: Base, directions: tuple[Tensor, Tensor], device: str) -> None:
        super().__init__()
        self.base, self.device = base, torch.device(device)
        self.low = base.net(torch.bfloat16)
        self.low.embedding = self.low.embedding.to(self.device)
        self.low.weights = {name: value.to(self.device) for name, value in self.low.weights.items()}
        moved = {name: value for name, value in base.net(torch.float32).weights.items() if _moves(name)}
        self.names = sorted(moved)
        self.moved = nn.ParameterList([nn.Parameter(moved[name].to(self.device)) for name in self.names])
        axes, mean = directions
        shift = -(axes @ mean)
        first = {"turn_asks": axes @ base.dense, "turn_tells": axes @ base.dense, "asks": axes, "tells": axes}
        self.heads = nn.ModuleDict({name: _head(weight, shift) for name, weight in first.items()}).to(self.device)
        self.heads["lines"] = _head(axes @ base.dense, shift).to(self.device)
        begin = {"asks": 12.0, "tells": 4.0, "nothing": 8.0, "lines": 14.0}
        pairs = {"sharp": [20.0, 20.0], "without": [0.3, 0.3], "kinds": [0.0] * len(KINDS)}
        self.scales = nn.ParameterDict({k: nn.Parameter(torch.tensor(v)) for k, v in {**begin, **pairs}.items()})
        self.scales.to(self.device)

    def take(self) -> Decoder:
        """Return the body with its upper layers as they are now, in bf16; gradients go through."""
        for name, value in zip(self.names, self.moved, strict=True):
            self.low.weights[name] = value.to(torch.bfloat16)
        return self.low

    def means(self, inputs: Sequence[Input]) -> Tensor:
        """Return the mean state of each text's own pieces, shape (n, 768); `take` comes before."""
        most = max(len(one.ids) for one in inputs)
        ids = torch.tensor([one.ids + [0] * (most - len(one.ids)) for one in inputs], device=self.device)
        place = torch.arange(most, device=self.device)
        held = place < torch.tensor([len(one.ids) for one in inputs], device=self.device)[:, None]
        seen = held[:, None, :] | torch.eye(most, dtype=torch.bool, device=self.device)
        state, _ = self.low.run(ids, place.expand(len(inputs), most), seen, self.low.empty(), lambda: None)
        bounds = torch.tensor([(one.first, max(one.last, one.first + 1)) for one in inputs], device=self.device)
        own = ((place >= bounds[:, :1]) & (place < bounds[:, 1:])).float()[..., None]
        return (state.float() * own).sum(1) / own.sum(1)

    def read(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        """Return the means of texts behind what was said before them, shape (n, 768), without gradients."""
        inputs = [input_of(self.base.tokens, *pair) for pair in pairs]
        out = torch.zeros(len(inputs), self.low.shape.width)
        with torch.no_grad():
            self.take()
            for rows in batches([len(one.ids) for one in inputs]):
                out[rows] = self.means([inputs[n] for n in rows]).cpu()
        return out

    def logits(self, means: Tensor, phrases: Phrases) -> Tensor:
        """Return log-odds of "nothing here" and of every target, shape (n, 1 + targets)."""
        scales, heads = self.scales, self.heads
        rows = {"asks": (phrases.asks, phrases.asks_owner), "tells": (phrases.tells, phrases.tells_owner)}
        sides = []
        for n, (side, (held, owner)) in enumerate(rows.items()):
            turn = normalize(heads[f"turn_{side}"](means), dim=-1)
            near = turn @ normalize(heads[side](held), dim=-1).T
            sides.append(_nearest(near, owner, phrases.targets, scales["sharp"][n], scales["without"][n]))
        found = scales["asks"] * sides[0] + scales["tells"] * sides[1] + scales["kinds"][phrases.kinds]
        return torch.cat([scales["nothing"].expand(len(means), 1), found], 1)


def phrases_of(school: School, asks: Tensor, tells: Tensor) -> Phrases:
    """Return a school's phrases, given the means of those that ask and that tell, in order."""
    kinds = [KINDS.index(name.partition(":")[0]) for name in school.names]
    owners = [torch.tensor([n for n, _ in rows]) for rows in (school.asks, school.tells)]
    detail = torch.tensor([kind == KINDS.index("detail") for kind in kinds])
    return Phrases(asks, owners[0], tells, owners[1], torch.tensor(kinds), detail, school.matters)


def loss_of(logits: Tensor, fits: Sequence[Sequence[int]], aside: Tensor) -> Tensor:
    """Return how unlikely what answers is, on average.

    Args:
        logits: of "nothing here" and of every target.
        fits: targets that answer each question; none: nothing does.
        aside: targets that do not count for a question, bool, shape (n, targets).
    """
    right = torch.zeros_like(logits, dtype=torch.bool)
    for n, some in enumerate(fits):
        right[n, [one + 1 for one in some] or [0]] = True
    held = torch.cat([logits[:, :1], logits[:, 1:].masked_fill(aside, _ASIDE)], 1)
    return (held.logsumexp(1) - held.masked_fill(~right, _ASIDE).logsumexp(1)).mean()


def _moves(name: str) -> bool:
    return name == "norm.weight" or (name.startswith("layers.") and int(name.split(".")[1]) >= LOWER)


def _head(weight: Tensor, bias: Tensor) -> nn.Linear:
    made = nn.Linear(weight.shape[1], weight.shape[0])
    made.weight.data, made.bias.data = weight.clone(), bias.clone()
    return made


def _nearest(near: Tensor, owner: Tensor, targets: int, sharp: Tensor, without: Tensor) -> Tensor:
    """Return the soft maximum of each owner's phrases, shape (n, targets); `without` of those that have none."""
    rows = owner.expand_as(near)
    scaled = near * sharp
    most = torch.full((len(near), targets), _ASIDE, device=near.device).scatter_reduce(1, rows, scaled, "amax").detach()
    sums = torch.zeros_like(most).index_add(1, owner, torch.exp(scaled - most.gather(1, rows)))
    bare = torch.bincount(owner, minlength=targets) == 0
    return torch.where(bare, without, (most + sums.clamp_min(1e-20).log()) / sharp)
