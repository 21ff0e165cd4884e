"""Bad input: one sentence that names the place and the next step, never a traceback, never half a conversation."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.transcripts import ReadOptions, TranscriptError, columns_of, formats, read
from tests.pace import slowness

DATA = Path(__file__).parent / "data" / "transcripts"
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v A>Ja</v>\n\n"
SRT = "1\n00:00:01,000 --> 00:00:02,000\nA: Ja\n\n"
CASES = {
    "columns": ("x.csv", "id,speaker,utterance\n1,a,b\n", 'nearest is "utterance": give --column text=utterance'),
    "no_columns": ("x.csv", "a,b\n1,2\n", 'no column "speaker"; give --column speaker=NAME .columns found: a, b'),
    "other_ids": ("x.csv", "transcript_id,speaker,text\n1,a,b\n", "--column conversation_id=transcript_id"),
    "back": ("x.csv", "conversation_id,speaker,text\n1,a,b\n2,a,b\n1,a,b\n",
             'line 4: rows of conversation "1" come back'),
    "quote": ("x.csv", 'speaker,text\na,b\nc,"d\n', "line 3: a cell does not end"),
    "long_cell": ("x.csv", 'speaker,text\na,"' + "x\n" * 80_000, "a cell does not end"),
    "few_cells": ("x.csv", "speaker,text\na,b\nc\n", "line 3: 1 columns where 2 are named"),
    "many_cells": ("x.csv", "speaker,text\na,b, c en d\n", "put quotes around the text"),
    "header_only": ("x.csv", "speaker,text\n", "has no turns"),
    "long_line": ("x.csv", "speaker,text\na," + "x" * 1_100_000, "line 2: longer than"),
    "long_turn": ("x.jsonl", '{"speaker": "a", "text": "' + "x" * 100_001 + '"}', "line 1: a turn of more than"),
    "json_broken": ("x.json", '[{"speaker": "a",\n "text": b}]', "line 2: not JSON"),
    "json_cut": ("x.json", '[{"speaker": "a", "text": "b"},\n{"speaker": "a"', "line 2: not JSON"),
    "json_cut_list": ("x.json", '[{"speaker": "a", "text": "b"}', "expected"),
    "json_word": ("x.json", '"hallo"', "no list of turns"),
    "json_empty": ("x.json", "{}", "has no turns"),
    "json_no_turns": ("x.json", '{"conversations": []}', "has no turns"),
    "json_key": ("x.json", '[{"speaker": "a", "content": "b"}]', "--column text=content"),
    "json_type": ("x.json", '[{"speaker": "a", "text": 3}]', '"text" is a number where words should be'),
    "json_speaker": ("x.json", '[{"speaker": ["a"], "text": "b"}]', '"speaker" is a list'),
    "json_row": ("x.json", "[3]", "a number where a turn should be"),
    "json_turns": ("x.json", '{"conversations": [{"turns": 3}]}', 'without a list of "turns"'),
    "json_deep": ("x.json", "[" * 100_000, "too deep"),
    "json_number": ("x.json", "[" + "9" * 10_000 + "]", "too deep or too large"),
    "json_twice": ("x.json", '{"turns": [{"speaker": "a", "text": "b"}]}\n{"turns": []}', "give --format jsonl"),
    "jsonl_deep": ("x.jsonl", "[" * 100_000, "too deep"),
    "jsonl_broken": ("x.jsonl", '{"speaker": "a", "text": "b"}\n{"speaker"\n', "line 2: not JSON"),
    "jsonl_json": ("x.jsonl", '[\n{"speaker": "a", "text": "b"}]', "give --format json"),
    "jsonl_back": ("x.jsonl", "".join(f'{{"conversation_id": {n}, "speaker": "a", "text": "b"}}\n' for n in (1, 2, 1)),
                   'line 3: rows of conversation "1"'),
    "same_id": ("x.json", '[{"id": 1, "turns": []}, {"id": 1, "turns": []}]', 'a second conversation "1"'),
    "vtt_time": ("x.vtt", VTT + "00:00:61.000 --> 00:01:02.000\n<v A>Nee</v>\n", "line 6: .* is no time"),
    "vtt_time2": ("x.vtt", VTT + "00:00:6x --> 00:01:02.000\n<v A>Nee</v>\n", "line 6: .* is no time"),
    "vtt_comma": ("x.vtt", VTT + "00:00:06,000 --> 00:01:02,000\n<v A>Nee</v>\n", "line 6: .* is no time"),
    "vtt_order": ("x.vtt", VTT + "00:00:06.000 --> 00:00:02.000\n<v A>Nee</v>\n", "line 6: .* ends before it begins"),
    "vtt_arrow": ("x.vtt", VTT + "00:00:06.000 -> 00:01:02.000 align:start\n<v A>Nee</v>\n", "line 6: .* is no time"),
    "srt_arrow": ("x.srt", SRT + "2\n00:00:16,000 -> 00:00:19,500\nA: Nee\n", "line 6: .* is no time"),
    "srt_entity": ("x.srt", SRT + "2\n00:00:16,000 --&gt; 00:00:19,500\nA: Nee\n", "line 6: .* is no time"),
    "vtt_head": ("x.vtt", SRT, "does not begin with"),
    "vtt_empty": ("x.vtt", "WEBVTT\n\nNOTE niets\n", "has no captions"),
    "vtt_nobody": ("x.vtt", VTT.replace("<v A>", ""), "does not say who speaks"),
    "srt_time": ("x.srt", SRT + "2\n00:00:03 --> 00:00:04\nA: Nee\n", "line 6: .* is no time"),
    "srt_number": ("x.srt", SRT + "00:00:03,000 --> 00:00:04,000\nA: Nee\n", "captions"),
    "srt_vtt": ("x.srt", VTT, "give --format vtt"),
    "txt_vtt": ("x.txt", VTT, "give --format vtt"),
    "txt_nobody": ("x.txt", "Zomaar wat tekst.\nEn nog wat.\n", "no lines that begin with a name"),
    "empty": ("x.csv", "", "is empty"),
    "blank": ("x.vtt", " \n\n", "is empty"),
    "docx_text": ("x.docx", "Anna: hallo", "no Word document"),
    "pdf": ("x.txt", "%PDF-1.7\n", "is a PDF"),
}  # fmt: skip


def wrong(path, options=None):
    with pytest.raises(TranscriptError) as caught:
        list(read(path, options))
    said = str(caught.value)
    assert "\n" not in said
    assert len(said) < 500
    assert said.endswith((".", ")"))
    return said


@pytest.mark.parametrize("case", CASES)
def test_bad_text(tmp_path, case):
    name, text, says = CASES[case]
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TranscriptError, match=says):
        list(read(path))
    assert name in wrong(path)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("x.csv", b"PK\x03\x04" + bytes(60), "a zip or Office file"),
        ("x.txt", bytes(range(256)) * 40, "no text file"),
        ("x.txt", b"Anna: \x00\x01\x02" * 50, "no text file"),
        ("x.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "password"),
        ("x.txt", "Anna: café, naïef, één".encode() + b"\nBart: caf\xe9\n", "line 2: not valid UTF-8"),
        ("x.txt", "Anna: café, naïef, één".encode()[:-3] + b"\xc3", "line 1: not valid UTF-8"),
        ("x.txt", b"\xff\xfeA\x00:\x00 \x00\x00\xd8", "not in the encoding"),
    ],
)
def test_bad_bytes(tmp_path, name, data, says):
    (tmp_path / name).write_bytes(data)
    assert says in wrong(tmp_path / name)


def test_bad_paths_and_options(tmp_path):
    assert "is a folder" in wrong(tmp_path)
    assert "There is no file" in wrong(tmp_path / "weg.csv")
    assert "check the path" in wrong("x\x00.csv")
    for name, says in (("x.pdf", ".docx"), ("x.docm", "macros"), ("x.doc", ".docx"), ("x.xyz", "--format")):
        (tmp_path / name).write_text("x")
        assert says in wrong(tmp_path / name)
    assert "no format" in wrong(DATA / "rows_nl.csv", ReadOptions(format="word"))
    assert "no encoding" in wrong(DATA / "rows_nl.csv", ReadOptions(encoding="klingon"))
    assert "no encoding" in wrong(DATA / "rows_nl.csv", ReadOptions(encoding="hex"))
    assert "encoding" in wrong(DATA / "excel_nl.csv", ReadOptions(encoding="utf-8"))
    assert "no column" in wrong(DATA / "rows_nl.csv", ReadOptions(columns={"timestamp": "tijd"}))
    assert columns_of(["text=zin", "conversation_id="]) == {"text": "zin", "conversation_id": ""}
    with pytest.raises(TranscriptError, match="FIELD one of"):
        columns_of(["words=zin"])


def test_an_empty_column_name_makes_one_conversation(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("transcript_id,speaker,text\n1,a,b\n2,c,d\n")
    found = list(read(path, ReadOptions(columns={"conversation_id": ""})))
    assert [len(one.lines) for one in found] == [2]


def word(change, tmp_path, name="x.docx"):
    """Save a Word file and change its parts: {name: bytes} → {name: bytes}."""
    held = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Anna: Waarom?")
    document.add_paragraph("Bart: Daarom.")
    document.save(held)
    with zipfile.ZipFile(held) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    change(parts)
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return path


def test_zip_bomb_is_not_unpacked(tmp_path):
    path = word(lambda parts: parts.update({"word/media/a.xml": bytes(30_000_000)}), tmp_path)
    began = time.perf_counter()
    assert "would unpack to" in wrong(path)
    assert time.perf_counter() - began < 2 * slowness()
    many = word(lambda parts: parts.update({f"word/{n}.xml": b"x" for n in range(6000)}), tmp_path)
    assert "would unpack to" in wrong(many)


def test_macros_are_refused_under_any_name(tmp_path):
    def change(parts):
        types = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = types.replace(
            b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            b"vnd.ms-word.document.macroEnabled.main",
        )

    assert "macros" in wrong(word(change, tmp_path))
    assert "macros" in wrong(word(lambda parts: parts.update({"word/vbaProject.bin": b"x"}), tmp_path))
    assert "macros" in wrong(word(lambda parts: None, tmp_path, "x.docm"), ReadOptions(format="docx"))


def test_entities_do_not_grow_and_read_no_files(tmp_path):
    secret = tmp_path / "geheim.txt"
    secret.write_text("GEHEIM")

    def change(parts):
        body = parts["word/document.xml"].replace(b"Waarom?", b"Waarom?&e;&j;")
        laughs = b"".join(
            b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 10 if n else b"ha" * 10) for n in range(10)
        )
        head = b'<!DOCTYPE d [<!ENTITY e SYSTEM "file://%s">%s]>' % (str(secret).encode(), laughs)
        start = body.index(b"<w:document")
        parts["word/document.xml"] = body[:start] + head + body[start:]

    try:
        found = next(read(word(change, tmp_path))).lines
    except TranscriptError:
        return
    assert "GEHEIM" not in found[0].text
    assert len(found[0].text) < 200


def test_damaged_and_changed_word_files(tmp_path):
    assert "damaged" in wrong(word(lambda parts: parts.update({"word/document.xml": b"<w:document"}), tmp_path))
    assert "damaged" in wrong(word(lambda parts: parts.pop("word/document.xml"), tmp_path))
    assert "no Word document" in wrong(word(lambda parts: parts.pop("[Content_Types].xml"), tmp_path))
    cut = tmp_path / "cut.docx"
    cut.write_bytes((DATA / "teams_nl.docx").read_bytes()[:-4000])
    assert "no Word document" in wrong(cut)
    document = docx.Document()
    document.add_paragraph("Anna: ja")._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="x"><w:r><w:t>nee</w:t></w:r></w:ins>')
    )
    document.save(str(tmp_path / "changed.docx"))
    assert "tracked changes" in wrong(tmp_path / "changed.docx")


@pytest.mark.parametrize("form", [one.name for one in formats()])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_bytes_give_anything_but_turns_or_a_sentence(tmp_path, form, data):
    golden = next(path for path in sorted(DATA.iterdir()) if path.suffix == f".{form}").read_bytes()
    at = data.draw(st.integers(0, len(golden)))
    damage = data.draw(st.binary(max_size=12))
    path = tmp_path / f"x.{form}"
    path.write_bytes(golden[:at] + damage + golden[at + data.draw(st.integers(0, 20)) :])
    try:
        list(read(path))
    except TranscriptError as error:
        assert "\n" not in str(error)  # noqa: PT017


@pytest.mark.parametrize(
    "words", ["Van 10:00 tot 11:30 uur.", "10:00 -> 11:30", "10:00-11:30", "Om 10.00 en om 11.30."]
)
def test_times_of_the_clock_are_words(tmp_path, words):
    (tmp_path / "x.srt").write_text(f"{SRT}2\n00:00:03,000 --> 00:00:04,000\nA: Ja,\n{words}\n", "utf-8")
    (record,) = list(read(tmp_path / "x.srt"))
    assert words in record.lines[-1].text


@pytest.mark.parametrize(
    "line", ["A" + " " * 200_000 + "x", ":" * 100_000, "[" * 100_000, "A: " * 50_000, "<v " * 60_000],
    ids=["spaces", "colons", "brackets", "names", "voices"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["txt", "vtt", "srt"])
def test_hostile_lines_take_no_time(tmp_path, line, form):
    path = tmp_path / f"x.{form}"
    before = {"txt": "Anna: ja\n", "vtt": VTT, "srt": SRT}[form]
    path.write_text(before + line + "\n")
    began = time.perf_counter()
    with contextlib.suppress(TranscriptError):
        list(read(path))
    assert time.perf_counter() - began < 3 * slowness()
