"""Transcripts in and out: what was said in a conversation, by whom, from the files that people have.

    for conversation in read("gesprek.vtt"):
        scored = roles(conversation, mapping_of(["Anna=trainee"]))

Only this page is for other rooms: `read`, `records`, `write`, `write_to`, `formats`, `speakers`, `roles`, `mapping_of`,
`columns_of`, `language_of`, `told`, `ReadOptions`, `TranscriptError`, `SpeakersUnknown`.
"""

from simulator.transcripts.errors import Speaker, SpeakersUnknown, TranscriptError
from simulator.transcripts.formats import Format, formats
from simulator.transcripts.language import Language, language_of, told
from simulator.transcripts.model import Conversation, Line, Role
from simulator.transcripts.options import ReadOptions, columns_of
from simulator.transcripts.read import read, records
from simulator.transcripts.record import Record
from simulator.transcripts.speakers import KNOWN_ROLES, mapping_of, roles, speakers
from simulator.transcripts.write import write, write_to

__all__ = [
    "KNOWN_ROLES",
    "Conversation",
    "Format",
    "Language",
    "Line",
    "ReadOptions",
    "Record",
    "Role",
    "Speaker",
    "SpeakersUnknown",
    "TranscriptError",
    "columns_of",
    "formats",
    "language_of",
    "mapping_of",
    "read",
    "records",
    "roles",
    "speakers",
    "told",
    "write",
    "write_to",
]
