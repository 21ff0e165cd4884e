"""Fits what the voice's guard learns: broken language made from good, and the weights over its features."""
