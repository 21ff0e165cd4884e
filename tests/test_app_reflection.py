"""Reflection reports on screen, over fake services with a real practice log."""

from __future__ import annotations

from dataclasses import replace

import pytest
from app_helpers import notices, running, until
from fake_services import CARD, ENGLISH, FakeServices
from helpers_growth import opened, talked
from textual import events
from textual.widgets import OptionList, Static
from textual.widgets.text_area import Selection

from simulator.app.screens.confirm import AskLine, Choose, Confirm
from simulator.app.screens.quote import PickQuote, PickTalk
from simulator.app.screens.reflection import ReflectionScreen
from simulator.app.screens.reflections import ReflectionsScreen
from simulator.app.screens.versions import VersionsScreen
from simulator.app.settings import Settings
from simulator.growth import reflection as reports
from simulator.practice.store import Store


@pytest.fixture
def services(tmp_path):
    made = FakeServices(Settings(language="en", warmed_up=True), cards=[CARD, ENGLISH], exports=tmp_path)
    made.log = Store(tmp_path / "practice.db")
    yield made
    made.log.close()


async def writing(pilot, key="r"):
    """Begin a report on the first talk there is."""
    rows = await opened(pilot, key, ReflectionsScreen)
    await until(pilot, lambda: rows.read)
    await opened(pilot, "n", PickTalk)
    await until(pilot, lambda: pilot.app.screen.read)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReflectionScreen))
    return rows, pilot.app.screen


@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
async def test_a_report_is_written_with_a_quote_and_kept_on_leaving(services, size):
    made = talked(services.log)
    async with running(services, size) as pilot:
        rows, screen = await writing(pilot)
        assert screen.field.size.height >= 5
        await pilot.press(*"Ik ", "enter", *"wilde")
        await pilot.press("f4", *"Toen")
        await opened(pilot, "f2", PickQuote)
        await until(pilot, lambda: len(pilot.app.screen.quotes) == 3)
        await pilot.press("down", "enter")
        await until(pilot, lambda: pilot.app.screen is screen and ">" in screen.field.text)
        await pilot.press(*"daarom", "escape")
        await until(pilot, lambda: pilot.app.screen is rows and len(rows.reports) == 1)
        kept = reports.reflections(services.log)[0]
        assert kept.answers["aim"] == "Ik \nwilde"
        lines = kept.answers["moment"].split("\n")
        assert lines[:3] == ["Toen", "", "> Hoe ging het vorig jaar?"]
        assert lines[4].startswith("> — ")
        assert lines[-1] == "daarom"
        assert kept.conversations == (made,)
        assert "[b]gesprek" in kept.title


async def test_saving_twice_keeps_one_version_and_an_older_one_comes_back(services):
    talked(services.log)
    async with running(services) as pilot:
        _rows, screen = await writing(pilot)
        await opened_nothing(pilot, "f9")
        await pilot.press(*"een", "ctrl+s")
        await until(pilot, lambda: screen.kept.id)
        await pilot.press("ctrl+s")
        await pilot.press(*" twee")
        versions = await opened(pilot, "f9", VersionsScreen)
        await until(pilot, lambda: [one.answers["aim"] for one in versions.versions] == ["een twee", "een"])
        await pilot.press("down")
        await until(pilot, lambda: "een twee" not in str(versions.query_one("#version-text", Static).render()))
        await pilot.press("r")
        await until(pilot, lambda: pilot.app.screen is screen and screen.field.text == "een")
        assert [one.answers["aim"] for one in reports.versions(services.log, screen.kept.id)] == [
            "een", "een twee", "een",
        ]  # fmt: skip


async def opened_nothing(pilot, key):
    before = pilot.app.screen
    await pilot.press(key)
    await until(pilot, lambda: notices(pilot))
    assert pilot.app.screen is before


async def test_what_cannot_be_kept_stays_and_leaving_asks(services):
    talked(services.log)
    async with running(services) as pilot:
        rows, screen = await writing(pilot)
        await until(pilot, lambda: not pilot.app.workers)
        screen.field.put("x" * 200_001)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: any("Shorten" in notice for notice in notices(pilot)))
        assert len(screen.field.text) == 200_001
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("tab", "enter")
        await until(pilot, lambda: pilot.app.screen is rows)
        assert reports.reflections(services.log) == []


async def test_quitting_keeps_what_was_written_and_a_draft_comes_back(services):
    talked(services.log)
    async with running(services) as pilot:
        _rows, screen = await writing(pilot)
        await pilot.press(*"nog iets")
    assert [one.answers["aim"] for one in reports.reflections(services.log)] == ["nog iets"]
    reports.keep_draft(services.log, replace(screen.now, id=None, answers={"aim": "afgebroken"}))
    async with running(services) as pilot:
        _rows, screen = await writing(pilot)
        await until(pilot, lambda: screen.field.text == "afgebroken")


async def test_the_editor_needs_a_name_and_its_text_comes_back(services, monkeypatch):
    talked(services.log)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with running(services) as pilot:
        _rows, screen = await writing(pilot)
        await pilot.press(*"hier", "f8")
        await until(pilot, lambda: any("EDITOR" in notice for notice in notices(pilot)))
        assert screen.field.text == "hier"
        seen = []

        def elsewhere(app, text):
            seen.append(text)
            return text.replace("hier", "daar") + "\n## 5. x\n\nklein"

        monkeypatch.setattr("simulator.app.editing.edited", elsewhere)
        await pilot.press("f8")
        await until(pilot, lambda: screen.field.text == "daar")
        assert "hier" in seen[0]
        assert screen.now.answers["along"] == "klein"


async def test_a_report_is_exported_renamed_and_removed(services, monkeypatch, tmp_path):
    talked(services.log)
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path)
    async with running(services) as pilot:
        rows, screen = await writing(pilot)
        await pilot.press(*"tekst")
        await opened(pilot, "f5", AskLine)
        pilot.app.screen.query_one("#line").value = "Mijn verslag"
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is rows and [one.title for one in rows.reports] == ["Mijn verslag"])
        await opened(pilot, "e", Choose)
        await pilot.press("down", "enter")
        await until(pilot, lambda: list((tmp_path / "toask").glob("*-mijn-verslag.md")))
        await opened(pilot, "e", Choose)
        await pilot.press("enter")
        await until(pilot, lambda: list((tmp_path / "toask").glob("*-mijn-verslag.html")))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReflectionScreen))
        assert pilot.app.screen.field.text == "tekst"
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is rows)
        await opened(pilot, "x", Confirm)
        await pilot.press("tab", "enter")
        await until(pilot, lambda: rows.reports == ())


async def test_switching_the_language_keeps_what_stands_in_the_field(services):
    talked(services.log)
    async with running(services) as pilot:
        _rows, screen = await writing(pilot)
        await pilot.press(*"bezig")
        pilot.app.set_language("nl")
        pilot.app.set_language("en")
        await pilot.pause()
        assert screen.field.text == "bezig"


async def test_a_pasted_text_is_freed_of_control_codes_and_a_quote_lands_at_the_cursor(services):
    talked(services.log)
    async with running(services) as pilot:
        _rows, screen = await writing(pilot)
        screen.field.post_message(events.Paste("\x1b[31mrood\x1b[0m\twas"))
        await until(pilot, lambda: screen.field.text == "rood    was")
        screen.field.put("boven\nonder")
        screen.field.selection = Selection.cursor((0, 5))
        screen.field.add_block("> q")
        assert screen.field.text == "boven\n\n> q\n\n\nonder"


async def test_a_talk_to_quote_from_is_asked_when_the_report_is_on_none(services):
    talked(services.log)
    async with running(services) as pilot:
        rows = await opened(pilot, "r", ReflectionsScreen)
        await until(pilot, lambda: rows.read)
        await opened(pilot, "n", PickTalk)
        await until(pilot, lambda: pilot.app.screen.read)
        pilot.app.screen.query_one("#talks", OptionList).highlighted = 1
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReflectionScreen))
        screen = pilot.app.screen
        assert screen.conversations == ()
        await opened(pilot, "f2", PickTalk)
        await until(pilot, lambda: pilot.app.screen.read)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickQuote) and pilot.app.screen.quotes)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(pilot.app.screen, PickTalk))
        await pilot.press("escape", "end", "enter")
        await until(pilot, lambda: pilot.app.screen is screen and "Rommelig" in screen.field.text)
        assert len(screen.conversations) == 1
