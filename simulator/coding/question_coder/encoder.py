"""Sentence vectors from the coder's own body, for topic matching: no second model has to be fetched or loaded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulator.coding.question_coder.reader import Reader


class QuestionEncoder:
    """Texts to unit vectors of 384 numbers. Safe to call from any thread.

    Args:
        reader: the coder's; its net is shared.

    Attributes:
        name: by which matching finds its weights. `version`: of the weights; vectors of another are not comparable.
    """

    name = "question-coder"

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.version = reader.loaded.version

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one L2-normalised row a text, shape (n, 384); what lies past 160 pieces is not read."""
        return self._reader.vectors(texts)
