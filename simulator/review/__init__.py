"""Correcting and double coding: transcripts with codes of people, kept decision by decision."""
