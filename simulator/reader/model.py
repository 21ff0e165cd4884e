"""Turns, and what may be asked or told, as vectors that lie near each other where one answers the other.

EmbeddingGemma 300M (Schechter Vera et al. 2025; card: models/reader/README.md), its vocabulary cut and its upper layers
taught with questions to many schools. A turn is read behind the last words of the school; the mean state of its own
pieces goes through two heads, to be compared with how one may ask and with what a school says.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.models.card import places
from simulator.reader.known import PHRASES, KnownPhrases
from simulator.reader.turns import FOLDER, TURNS, KnownTurns
from simulator.school.meant import Match
from simulator.school.neighbours import Asked
from simulator.voice import packed
from simulator.voice.types import VoiceError

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

    from simulator.voice.decoder import Decoder

Floats = NDArray[np.float32]
HEADS = "heads.safetensors"
WORDS, BEFORE, OWN = 18, 28, 60
"""Words and pieces of what was said before, and pieces of the turn (its last), that are read at most."""
TOGETHER = 2048
"""Pieces of one pass."""
_BEGIN, _END, _GAP = 2, 1, " | "
_PHRASES, _TURNS = ("asks", "tells"), ("turn_asks", "turn_tells")


@dataclass(frozen=True, slots=True)
class Input:
    """Pieces of one text; those from `first` to `last` (not in it) are its own."""

    ids: list[int]
    first: int
    last: int


class QuestionReader:
    """Runs the net. Safe to call from any thread.

    Args:
        net: the body.
        heads: weights and biases by name.
        tokens: the tokenizer.
        version: of the weights; vectors of another are not comparable.
        match: how nearness is weighed.
        known: phrases that were read before; None: none.
        turns: labelled turns; None: none.
    """

    name = "reader"

    def __init__(
        self,
        net: Decoder,
        heads: dict[str, Tensor],
        tokens: Tokenizer,
        version: str,
        match: Match,
        known: KnownPhrases | None = None,
        turns: KnownTurns | None = None,
    ) -> None:
        self._net, self._heads, self._tokens, self._known, self._turns = net, heads, tokens, known, turns
        self.version, self.match = version, match
        self._lock = threading.Lock()

    @classmethod
    def load(cls, folder: Path | None = None, exact: bool = False) -> QuestionReader:
        """Return the shipped one; `exact`: computed in float32.

        Raises:
            VoiceError: a file is missing or damaged; one sentence with the next step.
        """
        import torch
        from safetensors.torch import load
        from tokenizers import Tokenizer

        from simulator.voice.decoder import Decoder, shape_of
        from simulator.voice.machine import faster_dtype

        folder = folder or shipped()
        dtype = torch.float32 if exact else faster_dtype()
        more = _more(folder)
        tensors, pieces = packed.load(folder, dtype, "reader", (*packed.FILES, *more))
        about = json.loads((folder / packed.ABOUT).read_text(encoding="utf-8"))
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        heads = {name: value.float() for name, value in load((folder / HEADS).read_bytes()).items()}
        tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
        version = about["sha256"][packed.BODY][:12]
        known = KnownPhrases(folder / PHRASES) if PHRASES in more else None
        turns = KnownTurns(folder / TURNS) if TURNS in more else None
        net = Decoder(shape_of(config), tensors, dtype, pieces)
        return cls(net, heads, tokens, version, Match.of(about["match"]), known, turns)

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return of each text, by itself, both vectors behind each other: as a question, and as something told.

        Returns:
            Shape (n, 2 d), float32; each half a unit vector over the square root of two.
        """
        known = {} if self._known is None else self._known.find(texts)
        new = [n for n in range(len(texts)) if n not in known]
        out = self._vectors([input_of(self._tokens, "", texts[n]) for n in new], _PHRASES)
        if not known:
            return out
        rows = np.zeros((len(texts), out.shape[1]), np.float32)
        rows[new] = out
        for n, row in known.items():
            rows[n] = row
        return rows

    def turn(self, before: str, text: str) -> Floats:
        """Return a turn's vectors, shape (2 d,): to be compared with the first and with the second half of `encode`.

        Args:
            before: what the school had just said; empty: nothing.
            text: the whole turn.
        """
        found: Floats = self.turns([(before, text)])[0]
        return found

    def asked(self, told: Sequence[str]) -> Asked | None:
        """Return labelled turns to the school that tells this, a line a target; None where there are none."""
        return None if self._turns is None else self._turns.of(told)

    def turns(self, pairs: Sequence[tuple[str, str]]) -> Floats:
        """Return many turns, each what was said before and its words, as `turn` does, shape (n, 2 d)."""
        return self._vectors([input_of(self._tokens, *pair) for pair in pairs], _TURNS)

    def _vectors(self, inputs: Sequence[Input], heads: Sequence[str]) -> Floats:
        import torch

        width = sum(len(self._heads[f"{head}.bias"]) for head in heads)
        out = np.zeros((len(inputs), width), np.float32)
        for rows in batches([len(one.ids) for one in inputs]):
            with self._lock, torch.inference_mode():
                mean = self._means([inputs[n] for n in rows])
                parts = [
                    torch.nn.functional.normalize(
                        torch.nn.functional.linear(mean, self._heads[f"{head}.weight"], self._heads[f"{head}.bias"]),
                        dim=-1,
                    )
                    for head in heads
                ]
            out[rows] = (torch.cat(parts, -1) / len(parts) ** 0.5).numpy()
        return out

    def _means(self, inputs: Sequence[Input]) -> Tensor:
        """Return the mean state of each text's own pieces, shape (n, width); of a text without pieces its ends'."""
        import torch

        most = max(len(one.ids) for one in inputs)
        ids = torch.tensor([one.ids + [0] * (most - len(one.ids)) for one in inputs])
        place = torch.arange(most)
        held = place < torch.tensor([len(one.ids) for one in inputs])[:, None]
        # What fills up sees itself, for a row that sees nothing has no softmax.
        seen = held[:, None, :] | torch.eye(most, dtype=torch.bool)
        state, _ = self._net.run(ids, place.expand(len(inputs), most), seen, self._net.empty(), lambda: None)
        bounds = torch.tensor([(one.first, one.last) if one.last > one.first else (0, len(one.ids)) for one in inputs])
        own = ((place >= bounds[:, :1]) & (place < bounds[:, 1:])).float()[..., None]
        return (state.float() * own).sum(1) / own.sum(1)


def input_of(tokens: Tokenizer, before: str, text: str) -> Input:
    """Return the pieces of a text behind the last words of what was said before."""
    last = " ".join(before.split()[-WORDS:])
    lead = _ids(tokens, last + _GAP)[-BEFORE:] if last else []
    own = _ids(tokens, text)[-OWN:]
    return Input([_BEGIN, *lead, *own, _END], 1 + len(lead), 1 + len(lead) + len(own))


def _ids(tokens: Tokenizer, text: str) -> list[int]:
    found: list[int] = tokens.encode(text[-4000:], add_special_tokens=False).ids
    return found


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield which texts go through the net together: alike in length, so that little is filled up."""
    rows: list[int] = []
    for n in sorted(range(len(lengths)), key=lambda n: lengths[n]):
        if rows and lengths[n] * (len(rows) + 1) > TOGETHER:
            yield rows
            rows = []
        rows.append(n)
    if rows:
        yield rows


def _more(folder: Path) -> tuple[str, ...]:
    """Return the files that a reader has beside those of any packed model: phrases and turns where there are any."""
    try:
        named = json.loads((folder / packed.ABOUT).read_text(encoding="utf-8"))["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        named = ()
    return (HEADS, *(name for name in (PHRASES, TURNS) if name in named))


def shipped() -> Path:
    """Return the folder of the reader that came with toask.

    Raises:
        VoiceError: it is not there.
    """
    found = next((place / FOLDER for place in places() if (place / FOLDER / packed.ABOUT).is_file()), None)
    if found is None:
        raise VoiceError("The reader of questions is missing: install toask again.")
    return found
