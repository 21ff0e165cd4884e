"""The author's preview: what a talk shows of itself, and how it keeps up with the file."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from helpers_practice import minds, say
from textual.widgets import Input, Static

from simulator.app.preview.app import PreviewApp
from simulator.app.preview.watching import Watch, lines_of
from simulator.cli.preview import Maker, stored
from simulator.practice.begin import begin
from simulator.practice.store import Store
from simulator.practice.xray import Xray, gate, summary
from simulator.scenario.load import load

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "scenarios" / "nl" / "vakdocent-dans.yaml").read_text(encoding="utf-8")
OPEN = "[OPEN @item:vorig-aanbod] Hoe ging het vorig jaar, na die reeks?"


def minds_of(scenario):
    return minds()


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "dans.yaml"
    file.write_text(TEXT, encoding="utf-8")
    return file


def shown(app, id_: str) -> str:
    return str(app.query_one(id_, Static).visual)


def test_gates_say_why_an_item_is_closed(path):
    scenario = load(path)
    xray = Xray(scenario, minds_of(scenario))
    held = {one.item.id: one for one in xray.gates()}
    assert held["vorig-aanbod"].open
    assert held["karin-zelf"].reasons == ("needs 1 of over-zichzelf, tijdens-de-les", "rapport 1 < 3")
    xray.set_out(rapport=3, said=["tijdens-de-les"])
    assert gate(scenario, xray.state, scenario.item("karin-zelf")).open
    assert gate(scenario, xray.state, scenario.item("tijdens-de-les")).told


def test_a_changed_file_is_played_again_and_differences_are_marked(path):
    scenario = load(path)
    xray = Xray(scenario, minds_of(scenario))
    first = xray.say(OPEN)
    before = summary(first.decision)
    assert first.reply in first.decision.wordings
    assert OPEN in first.prompt
    assert not any(line in first.prompt for line in scenario.item("karin-zelf").say)
    again = xray.again(scenario, minds_of(scenario))
    assert [one.text for one in again] == [OPEN]
    assert again[0].changed == ""
    assert before == "tell vorig-aanbod"
    data = TEXT.replace("  - id: vorig-aanbod\n", "  - id: vorig-aanbod\n    needs: [waarom-dans]\n", 1)
    path.write_text(data, encoding="utf-8")
    assert xray.again(load(path), minds_of(scenario))[0].changed == "tell vorig-aanbod"


def test_the_watch_sees_changes_and_lines(path):
    watch = Watch(path)
    assert watch.changed()
    assert not watch.changed()
    path.write_text(TEXT + "\n", encoding="utf-8")
    assert watch.changed()
    scenario = load(path)
    line = lines_of(TEXT, scenario)["karin-zelf"]
    assert TEXT.splitlines()[line - 1].strip() == "- id: karin-zelf"
    path.unlink()
    assert not watch.changed()


@pytest.mark.parametrize("broken", ["  kapot: [", "\tid: x", "id: [1, 2"])
async def test_an_edit_shows_at_once_and_a_broken_file_keeps_the_last_good_one(path, broken):
    app = PreviewApp(path, minds_of)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.xray is not None and not app.busy)
        app.query_one("#say", Input).value = OPEN
        await pilot.press("enter")
        await until(pilot, lambda: len(app.xray.exchanges) == 1 and not app.busy)
        reply = app.xray.exchanges[0].reply
        assert reply in shown(app, "#talk")
        start = time.perf_counter()
        path.write_text(TEXT.replace(reply, reply + " Echt waar."), encoding="utf-8")
        await until(pilot, lambda: "Echt waar." in shown(app, "#talk"))
        assert time.perf_counter() - start < 3
        path.write_text(TEXT + broken + "\n", encoding="utf-8")
        await until(pilot, lambda: app.query_one("#broken").has_class("on"))
        assert "Echt waar." in shown(app, "#talk"), "the last good version stays"
        path.write_text(TEXT, encoding="utf-8")
        await until(pilot, lambda: not app.query_one("#broken").has_class("on"))
        assert len(app.xray.exchanges) == 1, "the place is kept"


async def test_any_state_can_be_set_out_from(path):
    app = PreviewApp(path, minds_of)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.xray is not None and not app.busy)
        for command in ("/rapport 3", "/said tijdens-de-les over-zichzelf"):
            app.query_one("#say", Input).value = command
            await pilot.press("enter")
            await pilot.pause()
        assert app.xray.state.rapport["karin"] == 3
        assert app.xray.state.said == ("tijdens-de-les", "over-zichzelf")
        app.query_one("#say", Input).value = "/said bestaat-niet [/x]"
        await pilot.press("enter")
        await pilot.pause()
        assert app.xray.state.said == ("tijdens-de-les", "over-zichzelf")


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_stored_conversation_is_played_again_as_it_was(path, seed, monkeypatch, tmp_path):
    monkeypatch.setattr("simulator.practice.store.default_path", lambda: tmp_path / "practice.db")
    store, scenario = Store(), load(path)
    one = begin(store, scenario, TEXT, minds(), seed=seed)
    said = [say(one, text).reply for text in (OPEN, "[NEUTRAL] Mooi lokaal is dit.", "[OPEN] En verder?")]
    store.close()
    found = stored(one.id[:12])
    app = PreviewApp(path, minds_of, found.turns, found.acts, found.seed)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.xray is not None and not app.busy and len(app.xray.exchanges) == 3)
        assert [turn.reply for turn in app.xray.exchanges] == said
        assert "≠" not in shown(app, "#talk")
    assert (found.seed, found.voice) == (seed, "scripted")


async def test_a_voice_that_cannot_be_had_is_said_and_the_preview_stays(path):
    app = PreviewApp(path, Maker("no-such-voice"))
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.query_one("#broken").has_class("on"))
        assert "no-such-voice" in shown(app, "#broken")
        app.query_one("#say", Input).value = "Hoe ging dat?"
        await pilot.press("enter")
        await pilot.pause()
        assert app.is_running


async def until(pilot, true, seconds: float = 15):
    end = time.perf_counter() + seconds
    while not true():
        assert time.perf_counter() < end
        await pilot.pause(0.05)
