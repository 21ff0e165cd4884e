"""A class: everybody's conversations and transcripts side by side, for a trainer before a meeting."""
