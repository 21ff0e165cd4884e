"""The question coder: one pass of a bilingual encoder gives unit borders, codes, flags and the turn's vector."""
