"""WebVTT and SRT, as Teams, Zoom and subtitle editors write them; webvtt-py reads the cues."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.i18n import mark
from simulator.transcripts.clean import clean
from simulator.transcripts.errors import TranscriptError, at
from simulator.transcripts.estimated import noted
from simulator.transcripts.join import joined
from simulator.transcripts.labels import label, names_in
from simulator.transcripts.model import Line
from simulator.transcripts.record import Record
from simulator.transcripts.rows import Gathering, make_line
from simulator.transcripts.source import Source

if TYPE_CHECKING:
    from webvtt import Caption

_VTT_TIME = r"(?:(\d{1,5}):)?(\d{1,2}):(\d{1,2})\.(\d{1,3})"
_SRT_TIME = r"(\d{1,5}):(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMES = {
    kind: re.compile(rf"\s*{time}\s*-->\s*{time}(?:\s.*)?") for kind, time in (("vtt", _VTT_TIME), ("srt", _SRT_TIME))
}
# Two times with thousandths and nothing but signs between them, alone on a line: nobody says that, so that its arrow is
# damaged. Times of the clock, which people do say, have none.
_LOOSE_TIME = r"\d{1,5}(?::\d{1,2}){1,2}[.,]\d{1,3}"
_NEARLY = re.compile(rf"\s*{_LOOSE_TIME}(?:&gt;|[^\w:.,]){{1,20}}{_LOOSE_TIME}(?:\s+[A-Za-z\d]+:\S+)*\s*")
_EXAMPLE = {"vtt": "00:00:01.000 --> 00:00:03.500", "srt": "00:00:01,000 --> 00:00:03,500"}
# No "<" inside a tag, and bounded: a line of unclosed tags must not take time that grows with its square.
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,80})?[ \t]{1,8}([^<>\n]{0,200})>|</v>")
_TAG = re.compile(r"</?[A-Za-z\d][^<>\n]{0,200}>|</>")


def read_vtt(source: Source) -> Iterator[Record]:
    """Yield the conversation of a WebVTT file."""
    text = _text(source)
    if not text.startswith("WEBVTT"):
        raise TranscriptError(
            mark('{file} does not begin with "WEBVTT"; give --format srt or txt if it is one.'), file=source.name
        )
    yield _record(source, _captions(source, text, "vtt"), timed=not noted(text))


def read_srt(source: Source) -> Iterator[Record]:
    """Yield the conversation of an SRT file."""
    text = _text(source)
    if text.startswith("WEBVTT"):
        raise TranscriptError(mark("{file} is WebVTT; give --format vtt."), file=source.name)
    yield _record(source, _captions(source, text, "srt"))


def _text(source: Source) -> str:
    return clean(source.text()).removeprefix("\ufeff")


def _captions(source: Source, text: str, kind: str) -> list[Caption]:
    from webvtt import WebVTT
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    times = _check_times(source, text, kind)
    if not times:
        raise TranscriptError(mark("{file} has no captions; choose another file."), file=source.name)
    try:
        # Lines above the first caption would make webvtt-py refuse an SRT file.
        body = text.lstrip("\n") if kind == "srt" else text
        captions = list(WebVTT.from_buffer(io.StringIO(body), format=kind).captions)
    except (MalformedFileError, MalformedCaptionError) as error:
        raise TranscriptError(
            mark("{file} does not begin with a number and a time ({example}); export it again."),
            file=source.name, example=_EXAMPLE[kind],
        ) from error  # fmt: skip
    if len(captions) != len(times):  # webvtt-py leaves out what it cannot read, and that would be lost words
        said = mark("{times} times but {captions} captions from here; export it again.")
        raise at(source.name, times[0], said, times=len(times), captions=len(captions))
    return captions


def _check_times(source: Source, text: str, kind: str) -> list[int]:
    """Return the lines with times; webvtt-py would leave out a caption whose times it cannot read."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if "-->" not in line and not _NEARLY.fullmatch(line):
            continue
        match = _TIMES[kind].fullmatch(line)
        if match is None or any(int(match[group]) > 59 for group in (2, 3, 6, 7)):
            said = mark('"{time}" is no time; write it as {example}.')
            raise at(source.name, number, said, time=line.strip()[:60], example=_EXAMPLE[kind])
        if _milliseconds(match, 5) < _milliseconds(match, 1):
            said = mark('"{time}" ends before it begins; correct the times.')
            raise at(source.name, number, said, time=line.strip()[:60])
        found.append(number)
    return found


def _milliseconds(match: re.Match[str], first: int) -> int:
    hours, minutes, seconds, rest = (int(match[first + place] or 0) for place in range(4))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _record(source: Source, captions: list[Caption], timed: bool = True) -> Record:
    pieces = [(*piece, caption.start if timed else "") for caption in captions for piece in _voices(caption)]
    voiced = any(name is not None for name, _, _ in pieces)
    names = set() if voiced else names_in(text for _, text, _ in pieces)
    if not voiced and not names:
        raise TranscriptError(
            mark('{file} does not say who speaks; export it with speakers, or write "Name: " before each turn.'),
            file=source.name,
        )
    held = Gathering(source.name, source.default_id)
    lines = [make_line(name or "", text, time) for name, text, time in pieces] if voiced else _named(pieces, names)
    for turn in joined(lines):
        held.add(1, turn, {})
    return held.record()


def _voices(caption: Caption) -> Iterator[tuple[str | None, str]]:
    """Yield the voices of a cue: name (None when it has none) and words; a cue can hold several."""
    parts = _VOICE.split(caption.raw_text)
    name: str | None = None
    spoken = False
    for place, part in enumerate(parts):
        if place % 2:  # an end tag has no name; words behind it stay with the voice
            name = html.unescape(part) if part is not None else name
        elif part.strip():
            spoken = True
            yield name, html.unescape(_TAG.sub("", part))
    if not spoken and name is not None:
        yield name, ""


def _named(pieces: list[tuple[str | None, str, str]], names: set[str]) -> Iterator[Line]:
    """Yield lines of captions that begin with "Name:"; those that do not go on with the speaker before."""
    speaker = ""
    for _, text, time in pieces:
        for line in text.split("\n"):
            found = label(line)
            if found is not None and found.name in names:
                speaker = found.name
                yield make_line(speaker, found.text, time)
            elif line.strip():
                yield make_line(speaker, line, time)
