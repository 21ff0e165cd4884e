"""Transcripts in and out: what was said in a conversation, by whom, from the files that people have."""
