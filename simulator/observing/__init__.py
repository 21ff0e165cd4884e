"""Practising in threes: the observer's sheet, its comparison with the scorer, and the codebook card."""
