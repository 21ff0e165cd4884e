"""One pass over many continuations of one prompt: they lie behind each other, and each sees the prompt and itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from simulator.voice.decoder import Decoder, Past
from simulator.voice.score import HEAD

Poll = Callable[[], None]
Parts = Sequence[Sequence[int]]


def likelihoods(net: Decoder, past: Past, last: Tensor, parts: Parts, vocabulary: Tensor, poll: Poll) -> list[float]:
    """Return the summed log-likelihood of each part behind what was read.

    Args:
        net: the model.
        past: what was read.
        last: the state of its last piece.
        parts: pieces of each continuation.
        vocabulary: pieces over which is normalised, sorted; those of the parts are among them.
        poll: called between layers; may raise.
    """
    hidden = torch.cat([last[None], _states(net, past, [part[:-1] for part in parts], poll)])
    chances = (hidden @ net.rows(vocabulary).T).float().log_softmax(-1)
    result, row = [], 1
    for part in parts:
        columns = torch.searchsorted(vocabulary, torch.tensor(part))
        rows = torch.tensor([0, *range(row, row + len(part) - 1)])
        row += len(part) - 1
        result.append(float(chances[rows, columns].sum()))
    return result


def fits(net: Decoder, past: Past, parts: Parts, poll: Poll) -> list[float]:
    """Return how well each part fits what was read, by the state of its last piece (`simulator.voice.score`)."""
    hidden = _states(net, past, parts, poll)
    ends = torch.tensor([len(part) for part in parts]).cumsum(0) - 1
    return [float(one) for one in hidden[ends].float() @ net.weights[HEAD].float()[0]]


def _states(net: Decoder, past: Past, parts: Parts, poll: Poll) -> Tensor:
    owner = torch.tensor([n for n, part in enumerate(parts) for _ in part], dtype=torch.long)
    if not len(owner):
        return torch.empty(0, net.shape.width, dtype=net.dtype)
    places = torch.tensor([past.length + k for part in parts for k in range(len(part))], dtype=torch.long)
    ids = torch.tensor([piece for part in parts for piece in part])
    own = (owner[:, None] == owner[None, :]) & (places[:, None] >= places[None, :])
    mask = torch.cat([torch.ones(len(owner), past.length, dtype=torch.bool), own], 1)
    return net.run(ids, places, mask, past, poll)[0]
