"""Longer measurements, run by `make bench`; figures go into docs/figures.md."""
