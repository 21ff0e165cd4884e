"""Conversations of a few words: clearly another language is told, else they are scored and that is said."""

from __future__ import annotations

import io
import json

import pytest
from helpers_scoring import conversation, key_coder, scored, trainee

from simulator.report.group import row_of, write_group
from simulator.report.page import write_report
from simulator.scoring.few_words import heard
from simulator.scoring.intake import Reading, find, take
from simulator.scoring.model import to_json
from simulator.scoring.scorer import Scorer, Settings
from simulator.scoring.show import show


def language(*texts, stated=""):
    return heard(conversation("k", *texts, language=stated))


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("Guten Tag.", "Was wollen Sie?", "de"),
        ("Bonjour.", "Que voulez-vous?", "fr"),
        ("Hola.", "¿Qué quiere?", "es"),
        ("Dzień dobry.", "Czego chcecie?", "pl"),
    ],
)
def test_a_few_words_of_another_language_are_told(first, second, code):
    found = language(first, second)
    assert (found.code, found.shares[0][0]) == ("other", code)
    assert language(first, second, stated="nl").code == ""


@pytest.mark.parametrize(
    "texts",
    [("Ja hoor.", "Hoezo?"), ("Hi.", "Why dance?"), ("Dag Anna.", "Hoi."), ("Goeiedag.", "Wat wilt u?"), ("Ok", "")],
)
def test_a_few_words_that_say_nothing_sure_are_scored(texts):
    assert language(*texts).code == ""


def csv_file(folder, *texts):
    path = folder / "k.csv"
    rows = "".join(f"k,{name},{text}\n" for name, text in zip(("Piet", "Anna"), texts, strict=True))
    path.write_text(f"conversation_id,speaker,text\n{rows}", "utf-8")
    return path


def test_what_is_skipped_and_what_is_scored_of_a_file(tmp_path):
    german = find([csv_file(tmp_path, "Guten Tag.", "Was wollen Sie?")])
    reading = Reading(speakers={"anna": "trainee"})
    assert list(take(german, reading)) == []
    assert "German" in reading.skipped[0].why
    (taken,) = take(german, Reading(speakers={"anna": "trainee"}, language="nl"))
    assert taken.conversation.language == "nl"
    (short,) = take(find([csv_file(tmp_path, "Ja hoor.", "Hoezo?")]), Reading(speakers={"anna": "trainee"}))
    assert short.conversation.language == ""


def test_it_is_said_in_json_in_text_and_on_the_pages(tmp_path):
    rows = [to_json(one) for one in Scorer(Settings(resamples=20), key_coder)(
        [conversation("kort", "OPEN: hoezo?", "Ja.", language=""), conversation("lang", "OPEN: hoezo?", "Ja.")]
    )]  # fmt: skip
    assert [row["language_unsure"] for row in rows] == [True, False]
    assert json.dumps(rows)
    one, both = io.StringIO(), io.StringIO()
    show(rows[:1], one)
    show(rows, both)
    assert "too short to tell its language" in one.getvalue()
    assert "--lang nl or --lang en" in one.getvalue()
    assert "1 conversation is too short to tell its language" in both.getvalue()
    sure = io.StringIO()
    show(rows[1:], sure)
    assert "too short to tell" not in sure.getvalue()
    talks = [scored("kort", trainee("OPEN"), language=""), scored("lang", trainee("OPEN"))]
    for talk in talks:
        write_report(talk, tmp_path / f"{talk.id}.html", "nl")
    pages = [(tmp_path / f"{name}.html").read_text("utf-8") for name in ("kort", "lang")]
    assert ['<p class="notice">' in page.split("<section")[0] for page in pages] == [True, False]
    write_group((row_of(talk) for talk in talks), tmp_path / "g.html", "en")
    assert (tmp_path / "g.html").read_text("utf-8").count("language not certain") == 1
