"""Coding: what a turn does, as units with codes, values and flags (CODEBOOK, version 1)."""
