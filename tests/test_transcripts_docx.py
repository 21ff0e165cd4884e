"""Word documents that hold more than the conversation: who was there, headings, other tables."""

from __future__ import annotations

import docx
import pytest

from simulator.transcripts import TranscriptError, read

WHO = [("Anna", "museumdocent"), ("Noor", "directeur basisschool")]
TALK = [("Anna", "Wat zie je gebeuren?"), ("Noor", "Ze haken af."), ("Anna", "Afhaken. Hoe ziet dat eruit?")]


def word(tmp_path, *parts):
    """Write a document of paragraphs (text) and tables (lists of rows) and return its turns."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=0, cols=len(part[0]))
        for row in part:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(tmp_path / "x.docx"))
    (found,) = read(tmp_path / "x.docx")
    return [(line.speaker, line.text) for line in found.lines]


PLAIN = [f"{name}: {text}" for name, text in TALK]


@pytest.mark.parametrize(
    "parts",
    [
        [WHO, *PLAIN],
        [*PLAIN, WHO],
        [*PLAIN, [("Naam", "Rol"), *WHO]],
        [[("Spreker", "Tekst"), *TALK], WHO],
        [WHO, [("Spreker", "Tekst"), *TALK]],
        [WHO, "Opsteller: Piet", "School: De Wolkentuin", TALK],
        ["Opsteller: Piet", TALK],
        [[("Nr", "Spreker", "Tekst", "Opmerking"), *((str(n), *turn, "let op") for n, turn in enumerate(TALK))]],
    ],
    ids=["list-first", "list-last", "list-with-head", "head-first", "head-last", "names-above", "one-name", "columns"],
)
def test_the_conversation_is_found_beside_other_tables_and_names(tmp_path, parts):
    assert word(tmp_path, *parts) == TALK


def test_a_short_talk_in_paragraphs_goes_before_a_list(tmp_path):
    assert word(tmp_path, WHO, *PLAIN[:2]) == TALK[:2]


def test_a_table_without_a_head_is_read_where_nothing_else_is_there(tmp_path):
    assert word(tmp_path, "Intake", WHO) == WHO


def test_a_talk_of_one_does_not_become_the_list(tmp_path):
    assert word(tmp_path, *[PLAIN[0]] * 3, WHO) == [TALK[0]] * 3


def test_roles_and_times_have_columns_of_their_own(tmp_path):
    rows = [("Tijd", "Spreker", "Rol", "Tekst"), ("0:01", "Anna", "trainee", "Ja?"), ("0:03", "Noor", "School", "Nee.")]
    assert word(tmp_path, rows) == [("Anna", "Ja?"), ("Noor", "Nee.")]
    (found,) = read(tmp_path / "x.docx")
    assert [(line.timestamp, line.role) for line in found.lines] == [("0:01", "trainee"), ("0:03", "school")]


def test_no_names_at_all(tmp_path):
    with pytest.raises(TranscriptError, match="no lines that begin with a name"):
        word(tmp_path, "Zomaar een verhaal.", [("een",), ("twee",)])


def test_voices_of_captions_go_before_a_word_with_a_colon(tmp_path):
    path = tmp_path / "x.vtt"
    path.write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>Wat zie je?</v>\n\n"
        "00:02.000 --> 00:03.000\n<v Anna>School: dat woord zegt al genoeg.</v>\n\n"
        "00:03.000 --> 00:04.000\n<v Noor>Ja.</v>\n"
    )
    (found,) = read(path)
    assert [line.speaker for line in found.lines] == ["Anna", "Noor"]
    assert "School: dat woord" in found.lines[0].text
