"""Scenarios: what a trainer writes, validated. Imports neither torch nor textual."""
