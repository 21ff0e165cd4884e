"""The portfolio in the app: where it stands by the same source as the command, and the bundle with what lies beside."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from app_helpers import notices, running, until
from fake_services import FakeServices
from helpers_portfolio import CRITERIA, attended, filled, key
from textual.widgets import Input, OptionList

from simulator import i18n
from simulator.app.screens import portfolio as screens
from simulator.app.screens.confirm import AskLine, Choose
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.portfolio import PortfolioScreen
from simulator.app.settings import Settings
from simulator.extras import MissingExtra
from simulator.portfolio import bundle, criteria, own
from simulator.portfolio.gather import gathered
from simulator.portfolio.told import lines_of
from simulator.portfolio.verify import verify
from simulator.report.words import Words


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    for name in ("TEXTUAL_DRIVER", own.VARIABLE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(screens, "exports_folder", lambda: tmp_path / "out")
    (tmp_path / "eisen.yaml").write_text(CRITERIA, "utf-8")
    i18n.use("en")
    return tmp_path


def services(place, log=None, **settings):
    return FakeServices(Settings(language="en", warmed_up=True, **settings), log=log)


async def opened(pilot):
    await pilot.press("f")
    await until(pilot, lambda: isinstance(pilot.app.screen, PortfolioScreen))
    return pilot.app.screen


async def read(pilot):
    screen = await opened(pilot)
    await until(pilot, lambda: screen.found is not None)
    return screen


def shown(screen):
    return screen.query_one("#portfolio-text").render().plain


@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
async def test_before_a_file_is_chosen_one_sentence_says_how_and_where_the_example_lies(place, size):
    async with running(services(place), size) as pilot:
        screen = await opened(pilot)
        assert "No criteria file is chosen yet" in shown(screen)
        assert str(own.example()) in shown(screen)
        await pilot.press("w")  # nothing to write
        assert not (place / "out").exists()
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


def test_the_example_can_be_used_as_it_is():
    assert criteria.load(own.example()).assessor


async def test_a_file_is_typed_remembered_and_held_against_the_log_as_the_command_does(place):
    log = filled(place / "practice.db")
    held = services(place, log)
    async with running(held) as pilot:
        screen = await opened(pilot)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        pilot.app.screen.query_one(Input).value = f"'{place / 'eisen.yaml'}'"
        await pilot.press("enter")
        await until(pilot, lambda: screen.found is not None)
        assert held.remembered.criteria == str(place / "eisen.yaml")
        told = lines_of(gathered(log, criteria.load(place / "eisen.yaml"), "", None, None, "en"), Words("en"))
        assert [line for line in shown(screen).splitlines() if line][: len(told) - told.count("")] == [
            line for line in told if line
        ]
        assert "toask portfolio review BUNDLE" in shown(screen)
    log.close()


async def test_a_tab_names_the_files_and_never_the_folders_of_its_server(place, monkeypatch):
    log = filled(place / "practice.db")
    async with running(services(place, log, criteria=str(place / "eisen.yaml"))) as pilot:
        monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
        screen = await read(pilot)
        await pilot.press("w")
        await until(pilot, lambda: screen.files is not None)
        said = shown(screen) + " ".join(notices(pilot))
        assert f"{screen.files.bundle.name}, to download under Your reports" in said
        assert str(place) not in said
    log.close()


async def test_name_and_attendance_count(place):
    log, signed = filled(place / "practice.db"), attended(place, key(place, "Trainer T."))
    held = services(place, log, criteria=str(place / "eisen.yaml"))
    async with running(held) as pilot:
        screen = await read(pilot)
        assert "✗ Meetings attended" in shown(screen)
        for press, value in (("n", "Sanne de Boer"), ("a", str(signed))):
            await pilot.press(press)
            await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
            pilot.app.screen.query_one(Input).value = value
            await pilot.press("enter")
            await until(pilot, lambda: pilot.app.screen is screen and screen.found is not None)
        assert "Portfolio of Sanne de Boer" in shown(screen)
        assert "✓ Meetings attended" in shown(screen)
    assert (held.remembered.name, held.remembered.attendance) == ("Sanne de Boer", str(signed))
    log.close()


async def test_the_bundle_is_written_whole_with_its_parts_beside_it_and_nothing_is_overwritten(place):
    log = filled(place / "practice.db")
    async with running(services(place, log, criteria=str(place / "eisen.yaml"))) as pilot:
        screen = await read(pilot)
        for _ in range(2):
            screen.files = None
            await pilot.press("w")
            await until(pilot, lambda: screen.files is not None)
        bundles = sorted((place / "out").glob("*.zip"))
        assert len(bundles) == 2
        assert str(screen.files.bundle) in " ".join(notices(pilot))
        assert f"To hand in: {screen.files.bundle}" in shown(screen)
        assert f"toask portfolio review {screen.files.bundle}" in shown(screen)
    for path in bundles:
        found = verify(path)
        assert (found.whole, found.signed) == (True, "no")
        with zipfile.ZipFile(path) as inside:
            for name, ending in own.SHOWN.items():
                assert path.with_suffix(ending).read_bytes() == inside.read(name)
    log.close()


async def test_without_typst_there_is_no_pdf_and_the_screen_says_so(place, monkeypatch):
    def without(*_):
        raise MissingExtra("A PDF needs typst, which is not installed; run `pip install 'toask[pdf]'`.")

    monkeypatch.setattr(bundle, "printed", without)
    log = filled(place / "practice.db")
    async with running(services(place, log, criteria=str(place / "eisen.yaml"))) as pilot:
        screen = await read(pilot)
        await pilot.press("w")
        await until(pilot, lambda: screen.files is not None)
        assert "No PDF was written. A PDF needs typst" in shown(screen)
    assert sorted(path.suffix for path in (place / "out").iterdir()) == [".html", ".json", ".zip"]
    log.close()


@pytest.mark.parametrize(
    ("text", "says"), [(None, "There is no file"), ("id: proef\ntitel: x\n", "eisen.yaml:2"), ("", "is empty")]
)
async def test_a_file_that_cannot_be_used_says_why_in_the_place_of_the_text(place, text, says):
    path = place / "eisen.yaml"
    path.unlink() if text is None else path.write_text(text)
    async with running(services(place, criteria=str(path))) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: says in shown(screen))
        assert screen.check_action("write", ()) is False
        path.write_text(CRITERIA)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))


async def test_a_folder_that_cannot_be_written_keeps_everything(place):
    (place / "out").write_text("een bestand")
    log = filled(place / "practice.db")
    async with running(services(place, log, criteria=str(place / "eisen.yaml"))) as pilot:
        screen = await read(pilot)
        await pilot.press("w")
        await until(pilot, lambda: notices(pilot))
        assert "Cannot write" in notices(pilot)[-1]
        assert screen.files is None
        assert "Portfolio" in shown(screen)
    log.close()


async def test_a_tab_chooses_among_given_files_and_names_none(place, monkeypatch):
    monkeypatch.setenv(own.VARIABLE, str(place / "eisen.yaml"))
    held = services(place)
    async with running(held) as pilot:
        screen = await opened(pilot)
        monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
        await pilot.press("a")
        assert pilot.app.screen is screen
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, Choose))
        choices = [str(one.prompt) for one in pilot.app.screen.query_one(OptionList).options]
        assert choices == ["eisen.yaml", "The example that came with toask: criteria.yaml"]
        await pilot.press("enter")
        await until(pilot, lambda: screen.found is not None)
    assert held.remembered.criteria == str(place / "eisen.yaml")


def test_the_files_of_a_training_reach_a_tab(place):
    from simulator.serve.tab import reads

    assert Path("/a/eisen.yaml") in reads({own.VARIABLE: "/a/eisen.yaml"})


async def test_a_title_is_never_markup(place):
    text = CRITERIA.replace("title: Coachen binnen Cultuur Onderwijs", 'title: "[/x] [b]vet[/b]"')
    (place / "eisen.yaml").write_text(text)
    held = services(place, criteria=str(place / "eisen.yaml"))
    held.remembered = replace(held.remembered, name="\x1b[31m[b]Sanne")
    async with running(held) as pilot:
        assert "[b]vet[/b]" in shown(await read(pilot))
        assert "\x1b" not in shown(pilot.app.screen)


async def test_a_reading_of_an_older_choice_is_forgotten(place):
    from simulator.app.jobs import Done, Failed

    async with running(services(place, criteria=str(place / "eisen.yaml"))) as pilot:
        screen = await read(pilot)
        before = shown(screen)
        screen.on_done(Done("read 0", {"other": "things"}))
        screen.on_failed(Failed("read 0", ValueError("old")))
        assert shown(screen) == before
