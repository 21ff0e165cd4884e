"""Finding scenarios by id, by file and by language; a broken file is listed, not fatal."""

import os
from pathlib import Path

import pytest
from helpers_scenario import TEXT, changed

from simulator.scenario import ScenarioErrors, catalog


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch) -> Path:
    """A folder with a Dutch and an English twin and a broken file; nothing else is on the shelf."""
    folder = tmp_path / "shelf"
    for language in ("nl", "en"):
        (folder / language).mkdir(parents=True)
    (folder / "nl" / "muziekmiddag.yaml").write_text(TEXT, encoding="utf-8")
    english = TEXT.replace("language: nl", "language: en").replace("address: je", "address: you")
    (folder / "en" / "muziekmiddag.yaml").write_text(english, encoding="utf-8")
    (folder / "nl" / "kapot.yaml").write_text("a: [", encoding="utf-8")
    monkeypatch.setattr(catalog, "shipped_folder", lambda: folder)
    monkeypatch.setattr(catalog, "user_folder", lambda: tmp_path / "own")
    monkeypatch.delenv(catalog.VARIABLE, raising=False)
    return folder


def test_the_list_shows_broken_files_with_their_problem(shelf):
    found = catalog.entries()
    assert [(e.id, e.language) for e in found] == [("muziekmiddag", "en"), ("muziekmiddag", "nl"), ("kapot", "nl")]
    assert found[2].scenario is None
    assert "yaml" in {p.rule for p in found[2].problems}
    with pytest.raises(ScenarioErrors):
        _ = found[2].usable
    assert [e.id for e in catalog.entries("en")] == ["muziekmiddag"]


def test_twins_are_told_apart_by_language(shelf):
    assert catalog.resolve("muziekmiddag", "nl").language == "nl"
    assert catalog.resolve("muziekmiddag", "en").language == "en"
    assert catalog.resolve("nl/muziekmiddag", "en").language == "nl"
    (shelf / "en" / "muziekmiddag.yaml").unlink()
    assert catalog.resolve("muziekmiddag", "en").usable.language == "nl"


def test_files_and_unknown_names(shelf):
    path = shelf / "nl" / "muziekmiddag.yaml"
    assert catalog.resolve(str(path)).text == TEXT
    assert catalog.resolve("kapot").scenario is None
    with pytest.raises(catalog.ScenarioNotFound, match="did you mean 'muziekmiddag'"):
        catalog.resolve("muziekmidag")
    with pytest.raises(catalog.ScenarioNotFound, match="There is no file"):
        catalog.resolve("nergens/x.yaml")
    for odd in ("", "a\0b", "/", "x" * 5000):
        with pytest.raises(catalog.ScenarioNotFound):
            catalog.resolve(odd)


def test_own_scenarios_come_before_shipped_ones(shelf, tmp_path, monkeypatch):
    own = tmp_path / "mine"
    own.mkdir()
    (own / "x.yml").write_text(changed(("title: Een", "title: Mijn")), encoding="utf-8")
    monkeypatch.setenv(catalog.VARIABLE, f"{own}{os.pathsep}{tmp_path / 'nowhere'}")
    found = catalog.resolve("muziekmiddag", "nl")
    assert found.title.startswith("Mijn")
    assert not found.shipped
    (own / "x.yml").write_text("kapot", encoding="utf-8")
    assert catalog.resolve("muziekmiddag", "nl").shipped


def test_every_shipped_scenario_is_without_a_problem():
    found = [catalog.entry(path, True) for path in catalog._files(catalog.shipped_folder())]
    assert [str(problem) for one in found for problem in one.problems] == []
