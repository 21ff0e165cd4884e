"""What is written is read back, whatever people said; cells stay harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.transcripts import Conversation, Line, TranscriptError, read, write, write_to
from simulator.transcripts.clean import clean, clean_name
from simulator.transcripts.guard import guard, unguard
from simulator.transcripts.join import joined

HARD = st.sampled_from(["=cmd|' /C calc'!A0", "'=1", "''+1", "@x", "-3", "\tx", '"a",;b', "a\n\nb", "Anna: nee",
                        "<b>&amp;</b>", "00:00:01.000 --> 00:00:02.000", "été 👋🏽", "[00:01] Noor: ja", "NOTE x",
                        "WEBVTT", "1"])  # fmt: skip
TEXT = st.text(max_size=40).map(clean) | HARD
NAME = st.sampled_from(["Anna", "Noor van den Berg", "trainee", "school", "Bakker, Noor", "=1", "Ž & <x>", "Juf K."])
TIME = st.sampled_from(["", "00:00:01.000", "2026-03-12T09:02:11+00:00", "1:02"])
LINE = st.builds(Line, NAME, TEXT, TIME, st.sampled_from([None, "trainee", "school"]))
ID = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=8)
TALK = st.builds(Conversation, ID.map(clean_name).filter(bool), st.lists(LINE, min_size=1, max_size=6).map(tuple),
                 st.sampled_from(["", "nl", "en"]))  # fmt: skip
TALKS = st.lists(TALK, min_size=1, max_size=4, unique_by=lambda one: one.id)
SLOW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def bare(conversations):
    return [replace(one, source="") for one in conversations]


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl"])
@SLOW
@given(talks=TALKS)
def test_tables_and_json_come_back_exactly(tmp_path, form, talks):
    path = tmp_path / f"x.{form}"
    write(talks, path)
    assert bare(read(path)) == talks


@SLOW
@given(talk=TALK)
def test_vtt_comes_back_as_joined_captions(tmp_path, talk):
    path = tmp_path / "x.vtt"
    write([talk], path)
    found = next(read(path)).lines
    assert [(line.speaker, line.text) for line in found] == [(line.speaker, line.text) for line in joined(talk.lines)]


@SLOW
@given(talk=TALK)
def test_plain_text_comes_back_or_is_refused(tmp_path, talk):
    path = tmp_path / "x.txt"
    try:
        write([talk], path)
    except TranscriptError as error:
        assert "plain text" in str(error)  # noqa: PT017
        return
    found = next(read(path)).lines
    assert [line.speaker for line in found] == [line.speaker for line in talk.lines]
    for one, other in zip(found, talk.lines, strict=True):
        assert one.text.split() == other.text.split()


def timed(talk, step=1500):
    """Return a conversation with a time for every turn."""
    lines = [
        replace(line, timestamp=f"00:{n * step // 60_000:02}:{n * step % 60_000 // 1000:02}.{n * step % 1000:03}")
        for n, line in enumerate(talk.lines)
    ]
    return replace(talk, lines=tuple(lines))


@SLOW
@given(talk=TALK.map(timed))
def test_srt_comes_back_as_joined_captions_with_its_times_or_is_refused(tmp_path, talk):
    path = tmp_path / "x.srt"
    try:
        write([talk], path)
    except TranscriptError as error:
        assert "cannot be told from words in SRT" in str(error)  # noqa: PT017
        return
    found = next(read(path)).lines
    assert [replace(line, timestamp=line.timestamp.replace(",", ".")) for line in found] == [
        replace(line, role=None) for line in joined(talk.lines)
    ]


@settings(SLOW, max_examples=30)
@given(talk=TALK)
def test_word_comes_back_but_for_empty_turns(tmp_path, talk):
    path = tmp_path / "x.docx"
    write([talk], path)
    said = [replace(line, text=line.text.strip()) for line in talk.lines if line.text.strip()]
    try:
        found = list(next(read(path)).lines)
    except TranscriptError:
        found = []
    assert [replace(line, timestamp="") for line in found] == [replace(line, timestamp="") for line in said]
    assert [line.timestamp for line in found] == [line.timestamp for line in said]


def test_dates_of_a_practised_conversation_become_times(tmp_path):
    path = tmp_path / "x.srt"
    lines = (Line("A", "Ja?", "2026-03-12T09:02:11+00:00"), Line("B", "Nee & <dus>", "2026-03-12T09:02:15.500+00:00"))
    write([Conversation("c", lines)], path)
    assert path.read_text("utf-8") == (
        "1\n00:00:00,000 --> 00:00:04,500\nA: Ja?\n\n2\n00:00:04,500 --> 00:00:05,700\nB: Nee & &lt;dus>\n\n"
    )


@given(cell=st.text() | HARD)
def test_guarded_cells_run_nothing_and_come_back(cell):
    assert not guard(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguard(guard(cell)) == cell


@given(text=st.text())
def test_clean_text_stays_as_it_is(text):
    once = clean(text)
    assert clean(once) == once
    assert not any((ord(char) < 32 and char not in "\n\t") or 0x7F <= ord(char) < 0xA0 for char in once)


def test_clean_changes_nothing_else():
    said = "  Ik — eh… 'k weet 't niet?!  “Ja”\u00a0👩🏽‍🏫\u200d\t<b>x</b> [/red] {0} \\n "
    assert clean(said) == said
    assert clean("\x1b[31mrood\x1b[0m \x1b]0;titel\x07x\x00y cafe\u0301\r\nz\ud800") == "rood xy café\nz\ufffd"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a â€\x9d b\nPiet: weg", "a â€ b\nPiet: weg"),
        ("â\x80\x9cja\x9d en \x9cnee\x9d", "âja en nee"),
        ("StraÃ\x9fe, Ã\x9bt en \x90 \x98 \x9e\x9c", "StraÃe, Ãt en   "),
        ("\x1b]0;nooit dicht\nPiet: \x1b]0;titel\x1b\\blijft", "0;nooit dicht\nPiet: blijft"),
        ("\x9d8;;http://x\x9cwoorden\x9d8;;\x9c \x9b31mrood\x9b0m", "woorden rood"),
    ],
)
def test_a_stray_code_takes_no_words_along(text, plain):
    assert clean(text) == plain


def test_csv_as_a_spreadsheet_sees_it():
    held = io.StringIO(newline="")
    write_to([Conversation("c", (Line("=A", "=cmd"), Line("b", "'=x"), Line("b", "'t is goed")))], held, "csv")
    rows = list(csv.reader(io.StringIO(held.getvalue(), newline="")))
    assert rows[0] == ["conversation_id", "speaker", "role", "text", "timestamp", "language"]
    assert [row[3] for row in rows[1:]] == ["'=cmd", "''=x", "'t is goed"]
    assert rows[1][1] == "'=A"


def test_vtt_keeps_times_and_says_when_it_made_them_up(tmp_path):
    path = tmp_path / "x.vtt"
    write([Conversation("c", (Line("A", "Ja?", "0:03"), Line("B", "Nee <dus>", "00:00:07.500")))], path)
    assert "00:00:03.000 --> 00:00:07.500\n<v A>Ja?</v>" in path.read_text("utf-8")
    assert "NOTE" not in path.read_text("utf-8")
    write([Conversation("c", (Line("A", "Ja?"), Line("B", "Nee")))], path)
    assert "NOTE The transcript has no times" in path.read_text("utf-8")
    [back] = read(path)
    assert [line.timestamp for line in back.lines] == ["", ""]
    with pytest.raises(TranscriptError, match="has none; write VTT"):
        write([back], tmp_path / "x.srt")
    write([Conversation("c", (Line("A", "Ja?"), Line("B", "Nee")), language="nl")], path)
    assert "NOTE Het transcript heeft geen tijden" in path.read_text("utf-8")
    assert next(iter(read(path))).lines[0].timestamp == ""


@pytest.mark.parametrize(
    ("talks", "form", "says"),
    [
        ([Conversation("a", (Line("A", "x"),))] * 2, "csv", "give each its own"),
        ([Conversation("a", (Line("A", "x"),)), Conversation("b", ())], "vtt", "holds one conversation"),
        ([Conversation("a", (Line("A: b", "x"),))], "txt", "another name"),
        ([Conversation("a", (Line("A", "x"),))], "parquet", "cannot be written"),
        ([Conversation("a", (Line("A", "x"),))] * 2, "docx", "holds one conversation"),
        ([Conversation("a", (Line("A", "x"), Line("", "y")))], "docx", "without a name"),
        ([Conversation("a", (Line("A", "x", "0:01"), Line("B", "y")))], "srt", "the time of every turn"),
        ([Conversation("a", (Line("A", "x", "0:02"), Line("B", "y", "0:01")))], "srt", "each after the one before"),
        ([Conversation("a", (Line("A: b", "x", "0:02"),))], "srt", "another name"),
        ([Conversation("a", (Line("A", "x"),))], "xyz", "no format"),
    ],
)
def test_what_cannot_be_written_leaves_the_old_file(tmp_path, talks, form, says):
    path = tmp_path / "oud"
    path.write_text("oud")
    with pytest.raises(TranscriptError, match=says):
        write(talks, path, form)
    assert path.read_text() == "oud"
    assert [one.name for one in tmp_path.iterdir()] == ["oud"]
    with pytest.raises(TranscriptError, match="another folder"):
        write(talks[:1], tmp_path / "weg" / "x.csv")
