"""Texts as rows of hashed grams, weighed as they are in use (`simulator.coding.grams`)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from simulator.coding.grams import PLACES, counted, weighed


def gram_rows(
    texts: Sequence[str], places: int = PLACES, least: int = 0, rarity: NDArray[np.float32] | None = None
) -> tuple[sparse.csr_array, NDArray[np.float32]]:
    """Return each text's grams as a unit vector, shape (texts, places), and the rarity of each place.

    Args:
        texts: what the rarity is counted over too.
        places: how many there are.
        least: places filled by fewer texts weigh nothing.
        rarity: as counted before; None: it is counted over these texts.
    """
    if rarity is None:
        seen = np.zeros(places)
        for text in texts:
            seen[counted(text, places)[0]] += 1
        rarity = np.where(seen >= least, np.log((1 + len(texts)) / (1 + seen)) + 1, 0).astype(np.float32)
    found = [weighed(text, rarity) for text in texts]
    ends = np.cumsum([0, *(len(filled) for filled, _ in found)])
    data, columns = (np.concatenate([one[n] for one in found]) for n in (1, 0))
    return sparse.csr_array((data, columns, ends), shape=(len(texts), places)), rarity
