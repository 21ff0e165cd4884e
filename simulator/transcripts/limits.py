"""How much of a file is held at once. Beyond these sizes a file is no transcript but a mistake or an attack."""

from __future__ import annotations

TURN_CHARS = 100_000  # one turn: about an hour and a half of speech without a pause
CONVERSATION_TURNS = 20_000
CONVERSATION_CHARS = 16_000_000
LINE_CHARS = 16_000_000  # one line of JSON lines may be a whole scored conversation
CSV_LINE_CHARS = 1_000_000
PARQUET_GROUP_BYTES = 1_000_000_000  # one group of rows, unpacked
WHOLE_BYTES = 64_000_000  # formats that hold one conversation (captions, text, Word) are read whole
DOCX_BYTES = 200_000_000  # all parts of a Word file, unpacked
DOCX_PARTS = 5_000
DOCX_RATIO = 150  # honest text in XML packs up to about 40 times
