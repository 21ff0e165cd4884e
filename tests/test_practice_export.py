"""Exports: UTF-8, complete, and harmless in Markdown and spreadsheets."""

from __future__ import annotations

import csv
import json

import pytest
from helpers_practice import say, session
from helpers_scenario import TEXT, build, minimal_scenario

from simulator import i18n
from simulator.files import CannotWrite
from simulator.practice.store import Store
from simulator.privacy.export import escape, export

SCENARIO = build(minimal_scenario())
HARD = '[OPEN] =HYPERLINK("x") **vet** <b> été 👋🏽 \u202eright'


@pytest.fixture
def talk(tmp_path):
    store = Store(tmp_path / "practice.db")
    one = session(store, SCENARIO, source=TEXT)
    say(one, HARD)
    say(one, "[OPEN @item:losse-middagen] Hoe ging het?\nEn daarna?")
    one.note("hypothesis", "Ze durven *niet*")
    return store, one


def test_jsonl_has_every_turn_with_its_units(talk, tmp_path):
    store, one = talk
    path = export(store, one.id, "jsonl", tmp_path / "uit")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [row["role"] for row in rows] == ["school", "trainee", "school", "trainee", "school"]
    assert rows[1]["text"] == HARD
    assert rows[1]["units"][0]["code"] == "OPEN"
    assert rows[4]["voiced_by"] == "author"


def test_csv_opens_as_a_table_and_runs_nothing(talk, tmp_path):
    store, one = talk
    say(one, "=1+1")
    with export(store, one.id, "csv", tmp_path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[1]["text"] == HARD
    assert rows[5]["text"] == "'=1+1"
    assert rows[3]["text"].endswith("\nEn daarna?")


def test_markdown_shows_markup_as_text(talk, tmp_path):
    store, one = talk
    text = export(store, one.id, "markdown", tmp_path).read_text("utf-8")
    assert r"\*\*vet\*\* \<b\>" in text
    assert "👋🏽" in text
    assert r"Ze durven \*niet\*" in text
    assert escape("1. een\n- twee") == "\\1. een  \n\\- twee"


def test_markdown_speaks_the_language_of_the_interface_and_names_who_spoke(talk, tmp_path):
    store, one = talk
    i18n.use("nl")
    try:
        text = export(store, one.id, "markdown", tmp_path).read_text("utf-8")
    finally:
        i18n.use("en")
    assert f"**{SCENARIO.speakers[0].name}:**" in text
    assert "**Jij:**" in text
    assert "## Notities\n\n- *Vermoeden*: Ze durven" in text


def test_nothing_is_overwritten_and_a_bad_folder_says_so(talk, tmp_path):
    store, one = talk
    first = export(store, one.id, "csv", tmp_path)
    assert export(store, one.id, "csv", tmp_path) != first
    (tmp_path / "bestand").write_text("x")
    with pytest.raises(CannotWrite, match="choose another folder"):
        export(store, one.id, "csv", tmp_path / "bestand")
