"""Both looks at what is asked for taken together: shared words and vectors of a unit, and the reader of the whole turn.

The first finds what comes near by words and phrases (`simulator.school.matching`), the second which of that is meant
(`simulator.school.meant`); both are log-odds against "something else".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
WEIGHTS = (-0.4, 0.7, 0.8)
"""Log-odds of a target: these times 1, the first look's log-odds, and the reader's.

Set by hand on the graded talks of `python -m tests.bench.in_use`, with an eye on questions that nothing answers, so
that the rules' borders (`simulator.school.matched`) mean with both looks what they mean with the first alone; what was
best by half of the schools was tried on the others (docs/figures.md). What questions by themselves would give is
printed by `python -m simulator.training.reread_fit`."""
DETAIL_WEIGHTS = (-0.2, 0.7, 0.8)
"""The same of details of what was told."""
FAR = 12.0
"""Log-odds of the reader beyond this count no more."""


def again(first: Floats, second: Floats, weights: tuple[float, float, float] = WEIGHTS) -> Floats:
    """Return log-odds after both looks, shape (targets,)."""
    bias, one, other = weights
    found: Floats = (bias + one * first + other * np.clip(second, -FAR, FAR)).astype(np.float32)
    return found
