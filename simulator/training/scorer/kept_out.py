"""Which small schools are kept out of training: by them topic matching is calibrated."""

from __future__ import annotations

from simulator.training.scorer.examples import fold_of

PARTS = 14


def kept_out(school: str) -> bool:
    """Return whether nothing is learnt from the school of this id."""
    return not fold_of(f"small {school}", PARTS)
