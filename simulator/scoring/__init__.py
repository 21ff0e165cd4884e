"""Scoring: coded conversations with their measures, for one file or thousands."""
