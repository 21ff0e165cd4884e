"""The author's preview: what a talk shows of itself, and how it keeps up with the file."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from helpers_practice import MarkedCoder, minds, say
from textual.widgets import Input, Static

from simulator import i18n
from simulator.app.preview import watching
from simulator.app.preview.app import PreviewApp
from simulator.app.preview.watching import Watch, lines_of
from simulator.cli.preview import Maker, stored
from simulator.coding.hash_encoder import HashEncoder
from simulator.coding.vector_cache import CachedEncoder
from simulator.practice.begin import begin
from simulator.practice.store import Store
from simulator.practice.xray import Xray, gate, summary
from simulator.scenario.load import load
from simulator.scenario.yaml_strict import parse
from simulator.voice.types import VoiceError
from tests.pace import slowness

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
    line = lines_of(parse(TEXT, "").root, scenario)["karin-zelf"]
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
        assert time.perf_counter() - start < 3 * slowness()
        path.write_text(TEXT + broken + "\n", encoding="utf-8")
        await until(pilot, lambda: app.query_one("#broken").has_class("on"))
        assert "Echt waar." in shown(app, "#talk"), "the last good version stays"
        path.write_text(TEXT, encoding="utf-8")
        await until(pilot, lambda: not app.query_one("#broken").has_class("on"))
        assert len(app.xray.exchanges) == 1, "the place is kept"


async def test_a_file_that_went_away_is_said_to_be_gone_until_it_comes_back(path, monkeypatch):
    monkeypatch.setattr(watching, "GONE", 0.2)
    app = PreviewApp(path, minds_of)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.xray is not None and not app.busy)
        path.unlink()
        await until(pilot, lambda: app.query_one("#broken").has_class("on"))
        assert "no such file" in shown(app, "#broken")
        assert "last good version" in shown(app, "#broken")
        path.write_text(TEXT, encoding="utf-8")
        await until(pilot, lambda: not app.query_one("#broken").has_class("on"))


async def test_what_is_wrong_is_said_in_the_language_of_the_view(path):
    i18n.use("nl")
    app = PreviewApp(path, minds_of)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: app.xray is not None and not app.busy)
        path.write_text(TEXT.replace("title:", "titel:", 1), encoding="utf-8")
        await until(pilot, lambda: app.query_one("#broken").has_class("on"))
        for place in ("#broken", "#problems"):
            assert "fout: De sleutel 'titel' bestaat hier niet; bedoel je 'title'?" in shown(app, place)


def test_a_turn_is_coded_anew_only_where_the_schools_words_before_it_changed(path):
    """What a coder makes of a turn hangs on what was said before it, so the view may not show it as it was."""
    heard: list[tuple[str, str]] = []

    class Hears(MarkedCoder):
        def code(self, text, history, language):
            heard.append((history[-1].text, text))
            return super().code(text, history, language)

    scenario = load(path)
    one = minds()
    one = type(one)(Hears(), one.topics, one.voice)
    xray = Xray(scenario, one)
    for text in (OPEN, "[DEEP ~last] En toen?"):
        xray.say(text)
    xray.again(scenario, one)
    assert len(heard) == 2, "nothing changed"
    speaker = scenario.speakers[0].model_copy(update={"opening": "Goedemorgen. Waar waren we?"})
    xray.again(scenario.model_copy(update={"speakers": [speaker, *scenario.speakers[1:]]}), one)
    assert heard[2] == ("Goedemorgen. Waar waren we?", OPEN)
    assert [one.text for one in xray.exchanges] == [OPEN, "[DEEP ~last] En toen?"]


def test_turns_wait_where_an_edit_ends_the_talk_and_come_back(path):
    scenario = load(path)
    xray = Xray(scenario, minds())
    said = [f"[OPEN] Vraag {n}?" for n in range(7)]
    for text in said:
        xray.say(text)
    short = scenario.model_copy(update={"difficulty": scenario.difficulty.model_copy(update={"patience": 5})})
    assert [one.text for one in xray.again(short, minds())] == said[:5]
    assert xray.state.ended
    assert [one.text for one in xray.again(scenario, minds())] == said


def test_an_edit_that_cannot_be_said_leaves_all_as_it_was(path):
    class Silent:
        name = "silent"

        def speak(self, *args):
            raise VoiceError("Nothing can be said here.")

    scenario, one = load(path), minds()
    xray = Xray(scenario, one)
    xray.say(OPEN)
    held = list(xray.exchanges)
    other = scenario.model_copy(update={"title": "Anders"})
    with pytest.raises(VoiceError):
        xray.again(other, type(one)(one.coder, one.topics, Silent()))
    assert (xray.scenario, xray.exchanges, xray.minds) == (scenario, held, one)


def test_vectors_are_kept_at_the_start_and_at_the_end_not_at_each_edit(path, monkeypatch):
    class Keeps(CachedEncoder):
        kept = 0

        def keep(self) -> None:
            self.kept += 1

    encoder = Keeps(HashEncoder())
    monkeypatch.setattr("simulator.coding.question_coder.coder.QuestionCoder.load", lambda: MarkedCoder())
    monkeypatch.setattr("simulator.cli.preview.shared_encoder", lambda coder: encoder)
    monkeypatch.setattr("simulator.cli.preview._steady", lambda: None)
    maker, scenario = Maker("scripted"), load(path)
    held = [maker(scenario) for _ in range(3)]
    assert encoder.kept == 1
    assert held[0].coder is held[2].coder
    maker.close()
    assert encoder.kept == 2
    Maker("scripted").close()


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


async def until(pilot, true, seconds: float = 40):
    end = time.perf_counter() + seconds
    while not true():
        assert time.perf_counter() < end
        await pilot.pause(0.05)
