"""How the shipped voice model was made: a small language model that learns to choose what a school says."""
