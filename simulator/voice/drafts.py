"""Writing with drafts by lookup: what followed the last pieces where they stood before is read with the next piece.

Each piece is still drawn from the model's own chances, in the same order and with the same dice, so the text is the
one that is written without; only where a draft is drawn the pass for it was made already. (Prompt lookup decoding;
Saxena 2023, and Leviathan, Kalman, Matias 2023.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import torch
from torch import Tensor

from simulator.voice.decoder import Decoder, Past
from simulator.voice.passes import Poll, read

DRAFT = 5
"""Pieces that are drafted at most: a pass of six takes 1.5 times as long as one of one."""
ALIKE = (3, 2)
"""So many last pieces must have stood there before."""
HEAT, BEST = 0.7, 20


def write(
    net: Decoder, past: Past, last: Tensor, before: Sequence[int], words: Tensor, seed: int, limit: int, poll: Poll,
    drafted: int = DRAFT,
) -> Iterator[int]:  # fmt: skip
    """Yield pieces, drawn one by one.

    Args:
        net: the model.
        past: what was read.
        last: the state of its last piece.
        before: the pieces that were read.
        words: pieces that may be written, sorted.
        seed: of the dice.
        limit: how many at most.
        poll: called before each piece and between layers; may raise.
        drafted: how many are drafted at most; 0: none.
    """
    rows, dice = net.rows(words), torch.Generator().manual_seed(seed)
    seen, states, at = list(before), last[None], 0
    guess: list[int] = []
    reach = drafted
    for left in range(limit - 1, -1, -1):
        poll()
        piece = _draw(rows @ states[at], words, dice)
        seen.append(piece)
        yield piece
        if not left:
            return
        if at < len(guess) and guess[at] == piece:
            at += 1
            continue
        past = past.cut(past.length - (len(guess) - at))
        if guess:  # who was wrong drafts less, for what is read in vain takes time too
            reach = min(drafted, 2 * at or 1)
        guess, at = lookup(seen, min(reach, left - 1)), 0
        states, past = read(net, past, [piece, *guess], poll)


def lookup(seen: Sequence[int], most: int) -> list[int]:
    """Return what followed the last pieces where they stood before, at most `most`: the latest place with so many."""
    if most <= 0:
        return []
    for count in ALIKE:
        tail = list(seen[-count:])
        best: list[int] = []
        for at in range(len(seen) - count - 1, -1, -1):
            if seen[at] == tail[0] and list(seen[at : at + count]) == tail:
                found = list(seen[at + count : at + count + most])
                best = max(best, found, key=len)
                if len(best) == most:
                    break
        if best:
            return best
    return []


def texts(pieces: Iterable[int], decode: Callable[..., str], ends: Sequence[str]) -> Iterator[str]:
    """Yield pieces as text, up to the first of `ends`; half a letter waits for its other half."""
    written: list[int] = []
    shown = ""
    for piece in pieces:
        written.append(piece)
        text = decode(written, skip_special_tokens=False)
        stop = min((text.find(end) for end in ends if end in text), default=-1)
        fresh = text[:stop] if stop >= 0 else text
        if not fresh.endswith("\ufffd") and len(fresh) > len(shown):
            yield fresh[len(shown) :]
            shown = fresh
        if stop >= 0:
            return


def _draw(logits: Tensor, words: Tensor, dice: torch.Generator) -> int:
    top = torch.topk(logits.float(), min(BEST, len(logits)))
    chosen = torch.multinomial((top.values / HEAT).softmax(-1), 1, generator=dice)
    return int(words[top.indices[chosen]])
