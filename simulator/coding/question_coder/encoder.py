"""Sentence vectors from the coder's own body, for topic matching: no second model has to be fetched or loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import ReadText
from simulator.coding.question_coder.reader import Reader

if TYPE_CHECKING:
    from torch import Tensor

    from simulator.coding.question_coder.net import Net


class QuestionEncoder:
    """Texts to unit vectors of 384 numbers. Safe to call from any thread.

    Args:
        reader: the coder's; its net is shared.

    Attributes:
        name: by which matching finds its weights. `version`: of the weights; vectors of another are not comparable.
        match: how nearness of whole vectors and of pieces is weighed, see `late.scores`.
    """

    name = "question-coder"

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.version = reader.loaded.version
        self.match: tuple[float, ...] = tuple(reader.loaded.net.match.float().tolist())

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row a text, shape (n, 384); what lies past 160 pieces is not read."""
        if not texts:
            return np.zeros((0, self._reader.loaded.net.size.hidden), np.float32)
        return np.stack([one.vector for one in self.read(texts)])

    def read(self, texts: Sequence[str], before: str = "") -> list[ReadText]:
        """Return each text with the vectors of its pieces; `before`: what the school had said before it."""
        return self._reader.texts(texts, before)

    def low(self, texts: Sequence[str]) -> list[Tensor]:
        """Return the states of each text's pieces after the lower layers, shape (t, 384): the guard's net goes on."""
        return self._reader.low(texts)

    def body(self) -> Net:
        """Return the net itself: the guard's is begun from its layers."""
        return self._reader.loaded.net
