"""Reflection reports: versions, drafts, quotes, the text for an editor, Markdown and the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from helpers_practice import say, session
from helpers_scenario import TEXT, build, minimal_scenario
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as tree_of
from textual.app import App, SuspendNotSupported

from simulator.app.editing import edited
from simulator.files import CannotWrite
from simulator.growth.quoting import Quote, quoted, quotes
from simulator.growth.reflection import (
    KEYS,
    QUESTIONS,
    Reflection,
    draft,
    keep,
    keep_draft,
    latest,
    reflections,
    remove,
    restore,
    versions,
)
from simulator.growth.reflection_files import blocks, export, from_file, html, markdown, to_file
from simulator.practice import documents
from simulator.practice.api import PracticeError
from simulator.practice.lookup import talked
from simulator.practice.store import Store, StoreError
from simulator.report.words import Words

EN = Words("en")
REPORT = Reflection("Reflectie: Dans", "nl", {"aim": "Ik wilde weten\nwat er speelt.", "along": "Minder vertellen."})
ANSWERS = st.dictionaries(st.sampled_from(KEYS), st.text(st.characters(exclude_categories=["Cs"]), max_size=60))


@pytest.fixture
def store(tmp_path):
    opened = Store(tmp_path / "practice.db")
    yield opened
    opened.close()


@pytest.fixture
def talk(store):
    made = session(store, build(minimal_scenario()), source=TEXT)
    say(made, "[OPEN @item:losse-middagen] Hoe ging het vorig jaar?\nEn daarna?")
    return made


def test_a_version_is_kept_only_when_something_changed(store):
    first = keep(store, REPORT)
    assert keep(store, first) == first
    assert keep(store, replace(first, answers={**first.answers, "along": "Minder vertellen.\n"})) == first
    second = keep(store, replace(first, answers={**first.answers, "along": "Meer vragen."}))
    assert second.id == first.id
    assert [one.answers["along"] for one in versions(store, first.id)] == ["Meer vragen.", "Minder vertellen."]
    assert [one.id for one in reflections(store)] == [first.id]
    renamed = keep(store, replace(second, title="Anders"))
    assert latest(store, first.id).title == renamed.title == "Anders"


def test_an_older_version_comes_back_as_a_new_one(store):
    first = keep(store, REPORT)
    keep(store, replace(first, answers={"aim": "Weg ermee."}))
    back = restore(store, first.id, first.version)
    assert back.answers["along"] == "Minder vertellen."
    assert len(versions(store, first.id)) == 3
    with pytest.raises(PracticeError, match="not there"):
        restore(store, first.id, 999)


def test_an_empty_report_leaves_nothing_behind(store):
    assert keep(store, Reflection("Leeg", "nl", {"aim": "  \n"})).id is None
    assert reflections(store) == []


def test_more_than_fifty_pages_are_refused_and_what_was_kept_stays(store):
    first = keep(store, REPORT)
    with pytest.raises(PracticeError, match="Shorten"):
        keep(store, replace(first, answers={"aim": "x" * 200_001}))
    assert latest(store, first.id) == first


def test_a_draft_is_found_again_and_goes_when_the_report_is_kept(store):
    keep_draft(store, REPORT)
    keep_draft(store, replace(REPORT, answers={"aim": "Verder."}))
    assert draft(store, None).answers["aim"] == "Verder."
    assert reflections(store) == []
    kept = keep(store, draft(store, None))
    assert draft(store, None) is None
    keep_draft(store, replace(kept, answers={"aim": "Nog verder."}))
    assert draft(store, kept.id).id == kept.id
    remove(store, kept.id)
    assert documents.documents(store) == []
    with pytest.raises(PracticeError, match="not there"):
        latest(store, kept.id)


def test_a_report_on_a_talk_stays_when_the_talk_is_deleted(store, talk):
    kept = keep(store, replace(REPORT, conversations=(talk.id,)))
    assert documents.documents(store)[0].conversation == talk.id
    store.delete(talk.id)
    assert latest(store, kept.id).conversations == (talk.id,)
    assert keep(store, replace(kept, title="Nog eens")).title == "Nog eens"


def test_a_document_that_holds_odd_things_is_a_report_all_the_same(store):
    documents.keep(store, "reflection", "Oud", {"answers": {"aim": 3, "x": "y"}, "conversations": "c"}, language="nl")
    documents.keep(store, "reflection", "Ouder", {"answers": ["a"]}, language="nl")
    assert [(one.title, dict(one.answers), one.conversations) for one in reflections(store)] == [
        ("Ouder", {}, ()), ("Oud", {}, ()),
    ]  # fmt: skip


# -- quotes


def test_quotes_are_what_was_said_with_their_source(store, talk):
    head = talked(store)[0]
    assert (head.id, head.ended) == (talk.id, False)
    opening, mine, reply = quotes(store, talk.id)
    assert (opening.turn, opening.mine, opening.who) == (0, False, "Marieke Postma")
    assert (mine.turn, mine.mine) == (1, True)
    assert reply.turn == 1
    text = quoted(mine, Words("en"))
    lines = text.split("\n")
    assert lines[0].startswith("> [OPEN")
    assert lines[1] == "> En daarna?"
    assert lines[2] == ">"
    assert lines[3].startswith("> — me, turn 1, ")
    assert all(line.startswith(">") for line in lines)
    with pytest.raises(StoreError, match="history"):
        quotes(store, "weg")


def test_quotes_of_a_scenario_that_cannot_be_read_any_more_name_the_speaker(store):
    made = store.new_conversation(
        scenario_id="x", version=1, language="nl", title="X", source="id: [", seed=0, voice="v"
    )
    first = store.add_turn(made, None, "school", "Kom binnen.", speaker="karin")
    store.add_turn(made, first, "trainee", "Dag.")
    assert [one.who for one in quotes(store, made)] == ["karin", ""]


@given(st.text(max_size=80), st.text(max_size=20))
def test_a_quote_is_one_block_again(text, title):
    source = Quote(3, True, "", "x" + text, title, "2026-01-01T00:00")
    found = blocks(f"Eerst dit.\n\n{quoted(source, EN)}\n\nDaarna dat.")
    assert [one.quoted for one in found] in ([False, True, False], [False, True, True, False])
    assert found[-2].source.startswith("me, turn 3") or found[-2].quoted


# -- text for an editor


@given(ANSWERS)
def test_text_for_the_editor_comes_back_as_it_was(answers):
    report = replace(REPORT, answers=answers)
    back = from_file(to_file(report, EN))
    plain = {key: answers.get(key, "").replace("\r\n", "\n").replace("\r", "\n") for key in KEYS}
    assert back == {key: text.strip("\n").rstrip() for key, text in plain.items()}


def test_a_line_that_looks_like_a_heading_stays_in_its_answer():
    odd = {"aim": "eerst\n## 2. geen kop\n\\## 3. ook niet", "moment": "dit"}
    assert from_file(to_file(replace(REPORT, answers=odd), EN)) == {**dict.fromkeys(KEYS, ""), **odd}


@given(st.text(max_size=300))
def test_no_word_of_an_edited_text_is_lost(text):
    kept = " ".join(from_file("Kop erboven\n" + text).values())
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for line in lines:
        if line.strip() and not line.startswith(("##", "\\")):
            assert line.strip() in kept


class Suspending(App):
    """Gives the terminal away without having one."""

    def suspend(self):
        from contextlib import nullcontext

        return nullcontext()


def editor(tmp_path, monkeypatch, script):
    path = tmp_path / "editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(path))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", None)


def test_an_editor_changes_the_text_and_leaves_no_file(tmp_path, monkeypatch):
    editor(tmp_path, monkeypatch, 'printf "## 1. x\\n\\nNieuw." > "$1"')
    assert from_file(edited(Suspending(), to_file(REPORT, EN)))["aim"] == "Nieuw."
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.parametrize(
    ("script", "says"),
    [("exit 0", "came back at once"), ("exit 1", "came back at once"), ('rm "$1"', "cannot be started"),
     ('head -c 3000000 /dev/zero > "$1"', "more than can be kept")],
)  # fmt: skip
def test_an_editor_that_fails_is_one_sentence(tmp_path, monkeypatch, script, says):
    editor(tmp_path, monkeypatch, script)
    with pytest.raises(PracticeError, match=says):
        edited(Suspending(), "tekst")
    left = list((tmp_path / "tmp").iterdir())
    assert len(left) == ("more than" in says)


def test_without_an_editor_or_a_terminal_one_sentence_says_so(monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    with pytest.raises(PracticeError, match="EDITOR"):
        edited(Suspending(), "tekst")
    monkeypatch.setenv("EDITOR", "/weg/ermee 'x")
    with pytest.raises(PracticeError, match="cannot be started"):
        edited(Suspending(), "tekst")

    class Without(App):
        def suspend(self):
            raise SuspendNotSupported

    monkeypatch.setenv("EDITOR", "true")
    with pytest.raises(PracticeError, match="write in the app"):
        edited(Without(), "tekst")


# -- files for others


def test_markdown_and_page_hold_questions_answers_and_quotes(store, talk, tmp_path):
    said = quotes(store, talk.id)[1]
    answers = {"aim": "<b>Vet</b> & zo", "moment": f"Dit:\n{quoted(said, EN)}\nen dat."}
    kept = keep(store, replace(REPORT, title="<i>Titel</i> *", answers=answers, conversations=(talk.id,)))
    text = markdown(kept, EN, ["Een _school_"])
    assert text.count("\n## ") == len(QUESTIONS)
    assert r"\<i\>" in text
    assert "> En daarna?" in text
    assert r"\<b>Vet\</b> & zo" in text
    tree = tree_of.fromstring(html(kept, EN, ["Een school"]))
    assert not tree.xpath("//b | //i | //script")
    assert "En daarna?" in tree.xpath("string(//blockquote)")
    assert tree.xpath("string(//figcaption)").startswith("— me, turn 1")
    assert len(tree.xpath("//h2")) == len(QUESTIONS)
    paths = [export(store, kept, form, tmp_path / "uit", EN) for form in ("markdown", "markdown", "html")]
    assert len(set(paths)) == 3
    assert all(path.stat().st_size > 100 for path in paths)
    with pytest.raises(CannotWrite, match="another folder"):
        export(store, kept, "html", Path(__file__), EN)
