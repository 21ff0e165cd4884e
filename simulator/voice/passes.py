"""One pass over many continuations of one prompt: they lie behind each other, and each sees the prompt and itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from simulator.voice.decoder import Decoder, Past
from simulator.voice.score import HEAD

Poll = Callable[[], None]
Parts = Sequence[Sequence[int]]


def read(net: Decoder, past: Past, fresh: Sequence[int], poll: Poll) -> tuple[Tensor, Past]:
    """Return the states of `fresh`, read behind a past, and the past with it."""
    same, whole = past.length, past.length + len(fresh)
    mask = torch.ones(len(fresh), whole, dtype=torch.bool).tril(same)
    return net.run(torch.tensor(fresh), torch.arange(same, whole), mask, past, poll)


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
    hidden = torch.cat([last[None], _states(net, past, [part[:-1] for part in parts], poll)[0]])
    chances = (hidden @ net.rows(vocabulary).T).float().log_softmax(-1)
    result, row = [], 1
    for part in parts:
        columns = torch.searchsorted(vocabulary, torch.tensor(part))
        rows = torch.tensor([0, *range(row, row + len(part) - 1)])
        row += len(part) - 1
        result.append(float(chances[rows, columns].sum()))
    return result


def fits(net: Decoder, past: Past, fresh: Sequence[int], parts: Parts, poll: Poll) -> tuple[list[float], Past]:
    """Return how well each part fits (by the state of its last piece, `simulator.voice.score`), and what was read.

    Args:
        net: the model.
        past: what was read before.
        fresh: pieces of the prompt behind it: read in the same pass, before all parts, and then part of what was read.
        parts: pieces of each continuation.
        poll: called between layers; may raise.
    """
    hidden, whole = _states(net, past, parts, poll, fresh)
    ends = torch.tensor([len(part) for part in parts]).cumsum(0) - 1 + len(fresh)
    found = [float(one) for one in hidden[ends].float() @ net.weights[HEAD].float()[0]]
    return found, whole.cut(past.length + len(fresh))


def _states(net: Decoder, past: Past, parts: Parts, poll: Poll, fresh: Sequence[int] = ()) -> tuple[Tensor, Past]:
    """Return the states of `fresh` and of all parts behind it, shape (pieces, width), and keys and values of all."""
    owner = torch.tensor([-1] * len(fresh) + [n for n, part in enumerate(parts) for _ in part], dtype=torch.long)
    if not len(owner):
        return torch.empty(0, net.shape.width, dtype=net.dtype), past
    first = past.length + len(fresh)
    places = torch.tensor(
        [*range(past.length, first), *(first + k for part in parts for k in range(len(part)))], dtype=torch.long
    )
    ids = torch.tensor([*fresh, *(piece for part in parts for piece in part)])
    own = ((owner[:, None] == owner[None, :]) | (owner[None, :] < 0)) & (places[:, None] >= places[None, :])
    mask = torch.cat([torch.ones(len(owner), past.length, dtype=torch.bool), own], 1)
    return net.run(ids, places, mask, past, poll)
