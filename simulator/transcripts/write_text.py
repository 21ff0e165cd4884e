"""One conversation as WebVTT, as SRT, or as plain text that people read."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import TextIO

from simulator.i18n import language, mark, tr
from simulator.transcripts.errors import TranscriptError
from simulator.transcripts.estimated import note
from simulator.transcripts.labels import is_heading, label, looks_like_name
from simulator.transcripts.model import Conversation, Line

_TIME = re.compile(r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)(?:[.,](\d{1,3}))?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_DAY = 24 * 3600 * 1000
_WORDS_A_SECOND = 2.5  # ordinary speech, for turns whose times nobody noted


def write_vtt(conversations: Iterable[Conversation], file: TextIO) -> None:
    """Write one conversation with a voice and a cue for each turn; missing times are estimated, and it says so.

    Raises:
        TranscriptError: not exactly one conversation.
    """
    one = single(conversations, "vtt")
    starts = _starts(one)
    file.write("WEBVTT\n\n")
    if starts is None:
        file.write(note(one.language or language()) + "\n\n")
    for (begin, end), line in zip(_spans(one, starts), one.lines, strict=True):
        file.write(f"{_stamp(begin)} --> {_stamp(end)}\n<v {_escape(line.speaker) or ' '}>{_words(line)}</v>\n\n")


def write_srt(conversations: Iterable[Conversation], file: TextIO) -> None:
    """Write one conversation with a numbered caption "Name: …" for each turn.

    A caption lasts until the next begins, the last one as long as its words take. Times are never made up: SRT has no
    place to say so.

    Raises:
        TranscriptError: not exactly one conversation, a turn without a time, or a name that could not be told from the
            words when read back.
    """
    one = single(conversations, "srt")
    starts = _starts(one)
    if starts is None and not any(line.timestamp for line in one.lines):
        raise TranscriptError(
            mark(
                "SRT needs the time of every turn, and this conversation has none; write VTT, which says that its "
                "times are estimated, or TXT."
            )
        )
    if starts is None:
        raise TranscriptError(
            mark(
                "SRT needs the time of every turn, each after the one before, and this conversation has not all of "
                "them; write VTT, which says that its times are estimated, or TXT."
            )
        )
    _check_names(one, "SRT")
    for number, ((begin, end), line) in enumerate(zip(_spans(one, starts), one.lines, strict=True), 1):
        times = f"{_stamp(begin)} --> {_stamp(end)}".replace(".", ",")
        file.write(f"{number}\n{times}\n{_plain(line.speaker)}: {_plain(line.text)}\n\n")


def _spans(one: Conversation, starts: list[int] | None) -> list[tuple[int, int]]:
    """Return begin and end of each turn in milliseconds: the next one's begin where it is known, else by its words."""
    spans: list[tuple[int, int]] = []
    clock = 0
    for place, line in enumerate(one.lines):
        length = max(1000, round(1000 * len(line.text.split()) / _WORDS_A_SECOND))
        begin = clock if starts is None else starts[place]
        later = begin + length if starts is None or place + 1 == len(starts) else max(starts[place + 1], begin + 1)
        clock = begin + length
        spans.append((begin, later))
    return spans


def write_txt(conversations: Iterable[Conversation], file: TextIO) -> None:
    """Write "Name: …" for each turn, "[time] Name: …" where a time is known; further lines of a turn begin with a tab.

    Raises:
        TranscriptError: not exactly one conversation, or a name that could not be told from the words when read back.
    """
    one = single(conversations, "txt")
    _check_names(one, tr("plain text"))
    for line in one.lines:
        time = f"[{line.timestamp}] " if _TIME.fullmatch(line.timestamp) else ""
        file.write(f"{time}{line.speaker}: " + line.text.replace("\n", "\n\t") + "\n")


def _check_names(one: Conversation, format: str) -> None:
    """Refuse names that could not be told from the words when read back."""
    turns = Counter(line.speaker for line in one.lines)
    for name, count in turns.items():
        found = label(f"{name}: x")
        plain = found is not None and found.name == name and not found.timestamp and found.text == "x"
        if not plain or is_heading(name) or not (looks_like_name(name) or count > 1):
            raise TranscriptError(
                mark('"{name}" cannot be told from words in {format}; write CSV or JSON, or another name.'),
                name=name[:60], format=format,
            )  # fmt: skip


def single(conversations: Iterable[Conversation], format: str) -> Conversation:
    """Return the one conversation that there is.

    Raises:
        TranscriptError: there is none, or there are more.
    """
    found = iter(conversations)
    one = next(found, None)
    if one is None or next(found, None) is not None:
        raise TranscriptError(
            mark("A {format} file holds one conversation; write CSV, JSON or JSONL, or one file for each."),
            format=format,
        )
    return one


def _starts(one: Conversation) -> list[int] | None:
    """Return the begin of each turn in milliseconds, or None when some time is missing or runs backwards.

    Dates with times, as practised conversations have them, count from the first turn.
    """
    starts = _clock(one) or _dated(one)
    return starts if starts is not None and starts == sorted(starts) else None


def _clock(one: Conversation) -> list[int] | None:
    starts: list[int] = []
    for line in one.lines:
        found = _TIME.fullmatch(line.timestamp)
        if found is None:
            return None
        hours, minutes, seconds = (int(found[group] or 0) for group in (1, 2, 3))
        starts.append(((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found[4] or "0").ljust(3, "0")))
    return starts


def _dated(one: Conversation) -> list[int] | None:
    if not all(_DATE.match(line.timestamp) for line in one.lines):
        return None
    try:
        dates = [datetime.fromisoformat(line.timestamp) for line in one.lines]
        starts = [round((date - dates[0]).total_seconds() * 1000) for date in dates]
    except (ValueError, TypeError):  # no date after all, or some with and some without a time zone
        return None
    return starts if max(starts, default=0) < _DAY else None


def _stamp(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _words(line: Line) -> str:
    """Return a turn's words in lines; an empty line would end the cue."""
    return _escape("\n".join(part for part in line.text.split("\n") if part.strip()))


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str) -> str:
    """Return text as one line of a caption that no reader takes for a tag, an entity or a time."""
    words = " ".join(text.split())
    if html.unescape(words) != words:
        words = words.replace("&", "&amp;")
    return words.replace("<", "&lt;").replace("-->", "--&gt;")
