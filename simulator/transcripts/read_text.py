"""Plain text: "Name: …" with lines that go on, and the layouts in which Zoom and Teams save a transcript as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from simulator.i18n import mark
from simulator.transcripts.clean import clean
from simulator.transcripts.errors import TranscriptError
from simulator.transcripts.join import joined
from simulator.transcripts.labels import Labelled, is_heading, label, looks_like_name, names_in
from simulator.transcripts.model import Line
from simulator.transcripts.record import Record
from simulator.transcripts.rows import Gathering, make_line
from simulator.transcripts.source import Source

_HEADER_CHARS = 200  # longer lines are speech, and must not cost a search for headers
_CLOCK = r"(?:\d{1,2}:)?\d{1,2}:\d{2}"
_ZOOM = re.compile(rf"\[(?P<name>[^\[\]]{{1,80}})\]\s+(?P<time>{_CLOCK})\s*")
_TEAMS = re.compile(rf"(?P<name>\S.{{0,78}}?)(?:\s{{2,}}|\t)(?P<time>{_CLOCK})\s*")
_TEAMS_CLOSE = re.compile(rf"(?P<name>\S.{{0,78}}?)\s(?P<time>{_CLOCK})\s*")
_ARROW = re.compile(r"(?P<time>\d{1,2}:\d{1,2}:\d{1,2}\.\d{1,3}) --> \d{1,2}:\d{1,2}:\d{1,2}\.\d{1,3}\s*")
# Teams writes these among the turns; nobody said them.
_NOTICE = re.compile(
    r".{1,80} (?:(?:started|stopped) transcription|heeft (?:de )?transcriptie (?:gestart|gestopt|beëindigd))\.?"
)


def read_txt(source: Source) -> Iterator[Record]:
    """Yield the conversation of a text file."""
    text = clean(source.text()).removeprefix("\ufeff")
    if text.startswith("WEBVTT"):
        raise TranscriptError(mark("{file} is WebVTT; give --format vtt."), file=source.name)
    held = Gathering(source.name, source.default_id)
    for number, turn in parse(text.split("\n"), source.name):
        held.add(number, turn, {})
    yield held.record()


def parse(lines: Sequence[str], source: str) -> list[tuple[int, Line]]:
    """Return the turns in lines of text, each with the line it begins on.

    Raises:
        TranscriptError: no line begins with a name.
    """
    layout = _layout(lines)
    if layout is not None:
        captions = _captions(lines, layout)
        return [(1, turn) for turn in joined(captions)]
    turns = list(_turns(lines, names_in(line for line in lines if not line.startswith((" ", "\t")))))
    if not turns:
        raise TranscriptError(
            mark(
                '{file} has no lines that begin with a name; write "Name: " before each turn, or give another --format.'
            ),
            file=source,
        )
    return turns


def _layout(lines: Sequence[str]) -> re.Pattern[str] | None:
    """Return the form of the header lines when turns stand under headers, None when names stand before the words."""
    for strong in (_ARROW, _ZOOM):
        if any(_header(strong, line) is not None for line in lines):
            return strong
    named = sum(1 for line in lines if (found := label(line)) is not None and looks_like_name(found.name))
    for pattern in (_TEAMS, _TEAMS_CLOSE):
        headers = sum(1 for line in lines if _header(pattern, line) is not None)
        if headers and (headers >= named if headers > 1 else not named):
            return pattern
    return None


def _header(pattern: re.Pattern[str], line: str) -> Labelled | None:
    """Return who begins to speak on a header line; a sentence that ends in a time of day is none."""
    found = pattern.fullmatch(line) if len(line) < _HEADER_CHARS else None
    if found is None:
        return None
    if pattern is _ARROW:
        return Labelled("", found["time"], "")
    if pattern is not _ZOOM and not looks_like_name(found["name"]):
        return None
    return Labelled(found["name"], found["time"], "")


def _captions(lines: Sequence[str], layout: re.Pattern[str]) -> Iterator[Line]:
    """Yield the pieces under their headers; what stands above the first header is the title."""
    head: Labelled | None = None
    words: list[str] = []
    for line in (*lines, None):
        found = _header(layout, line) if line is not None else None
        if line is None or found is not None:
            if head is not None:
                if layout is _ARROW and words:  # the name has the line under the times
                    head = Labelled(words.pop(0), head.timestamp, "")
                yield make_line(head.name, " ".join(words), head.timestamp)
            head, words = found, []
        elif line.strip() and not _NOTICE.fullmatch(line.strip()):
            words.append(line.strip())


def _turns(lines: Sequence[str], names: set[str]) -> Iterator[tuple[int, Line]]:
    """Yield turns of "Name: …"; indented lines, and lines without a name, go on with the turn before them.

    toask's own text begins such lines with a tab, and then everything behind the tab is the speaker's.
    """
    head: Labelled | None = None
    words: list[str] = []
    start = 0
    for number, line in enumerate(lines, 1):
        found = None if line.startswith((" ", "\t")) and head is not None else label(line)
        if found is not None and found.name in names and not (head is None and is_heading(found.name)):
            if head is not None:
                yield start, _turn(head, words)
            head, words, start = found, [found.text], number
        elif line.startswith("\t") and head is not None:
            words.append(line[1:])
        elif line.strip() and not _NOTICE.fullmatch(line.strip()):
            words.append(line.strip())
    if head is not None:
        yield start, _turn(head, words)


def _turn(head: Labelled, words: list[str]) -> Line:
    kept = words[1:] if len(words) > 1 and not words[0] else words
    return make_line(head.name, "\n".join(kept), head.timestamp)
