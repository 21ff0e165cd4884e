"""Scoring on many machines: the same scorer held by workers of a Ray cluster, and files from anywhere."""
