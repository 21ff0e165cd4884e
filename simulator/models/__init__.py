"""Model cards and the weights they name: listed, pulled, verified and kept; nothing here imports torch."""
