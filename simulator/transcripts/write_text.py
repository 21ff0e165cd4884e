"""One conversation as WebVTT or as plain text that people read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TextIO

from simulator.transcripts.errors import TranscriptError
from simulator.transcripts.labels import is_heading, label, looks_like_name
from simulator.transcripts.model import Conversation, Line

_TIME = re.compile(r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)(?:[.,](\d{1,3}))?")
_WORDS_A_SECOND = 2.5  # ordinary speech, for turns whose times nobody noted
_NOTE = "NOTE The transcript has no times; these are estimated from the number of words."


def write_vtt(conversations: Iterable[Conversation], file: TextIO) -> None:
    """Write one conversation with a voice and a cue for each turn; missing times are estimated, and it says so.

    Raises:
        TranscriptError: not exactly one conversation.
    """
    one = _single(conversations, "vtt")
    starts = _starts(one)
    file.write("WEBVTT\n\n")
    if starts is None:
        file.write(_NOTE + "\n\n")
    clock = 0
    for place, line in enumerate(one.lines):
        length = max(1000, round(1000 * len(line.text.split()) / _WORDS_A_SECOND))
        begin = clock if starts is None else starts[place]
        later = begin + length if starts is None or place + 1 == len(starts) else max(starts[place + 1], begin + 1)
        clock = begin + length
        file.write(f"{_stamp(begin)} --> {_stamp(later)}\n<v {_escape(line.speaker) or ' '}>{_words(line)}</v>\n\n")


def write_txt(conversations: Iterable[Conversation], file: TextIO) -> None:
    """Write "Name: …" for each turn, "[time] Name: …" where a time is known; further lines of a turn begin with a tab.

    Raises:
        TranscriptError: not exactly one conversation, or a name that could not be told from the words when read back.
    """
    one = _single(conversations, "txt")
    turns = Counter(line.speaker for line in one.lines)
    for line in one.lines:
        found = label(f"{line.speaker}: x")
        plain = found is not None and found.name == line.speaker and not found.timestamp and found.text == "x"
        if not plain or is_heading(line.speaker) or not (looks_like_name(line.speaker) or turns[line.speaker] > 1):
            raise TranscriptError(
                f'"{line.speaker[:60]}" cannot be told from words in plain text; write CSV or JSON, or another name.'
            )
        time = f"[{line.timestamp}] " if _TIME.fullmatch(line.timestamp) else ""
        file.write(f"{time}{line.speaker}: " + line.text.replace("\n", "\n\t") + "\n")


def _single(conversations: Iterable[Conversation], format: str) -> Conversation:
    found = iter(conversations)
    one = next(found, None)
    if one is None or next(found, None) is not None:
        raise TranscriptError(
            f"A {format} file holds one conversation; write CSV, JSON or JSONL, or one file for each."
        )
    return one


def _starts(one: Conversation) -> list[int] | None:
    """Return the begin of each turn in milliseconds, or None when some time is missing or runs backwards."""
    starts: list[int] = []
    for line in one.lines:
        found = _TIME.fullmatch(line.timestamp)
        if found is None:
            return None
        hours, minutes, seconds = (int(found[group] or 0) for group in (1, 2, 3))
        starts.append(((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found[4] or "0").ljust(3, "0")))
    return starts if starts == sorted(starts) else None


def _stamp(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _words(line: Line) -> str:
    """Return a turn's words in lines; an empty line would end the cue."""
    return _escape("\n".join(part for part in line.text.split("\n") if part.strip()))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
