"""The observer's screen and its plain twin: one key a code, at once on the disk, at both sizes."""

from __future__ import annotations

import json

import pytest
from app_helpers import notices, running, until
from fake_services import FakeServices
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, OptionList

from simulator import i18n
from simulator.app.screens.confirm import AskLine, Confirm
from simulator.app.screens.help import HelpScreen
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.observe import ObserveScreen
from simulator.app.screens.observe_begin import ObserveBegin
from simulator.app.screens.observed import ObservedScreen, export
from simulator.app.settings import Settings
from simulator.app.widgets.tickboard import TickBoard, drawn, layout
from simulator.coding.codebook import CODES, VALUES
from simulator.files import CannotWrite
from simulator.observing.card import short_name
from simulator.observing.keys import KEYS
from simulator.observing.sheet import OWN, read_lines
from simulator.observing.sheets import Desk

SIZES = [(80, 24), (40, 15)]


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    i18n.use("nl")
    return Desk()


async def opened(pilot, *names):
    """Go from home to a new sheet, with names filled in."""
    await pilot.press("o")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObserveBegin))
    for field, name in zip(("asks", "school", "observer"), names, strict=False):
        pilot.app.screen.query_one(f"#{field}", Input).value = name
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(pilot.app.screen, ObserveScreen))
    await pilot.pause()
    return pilot.app.screen


def board(screen):
    return screen.query_one(TickBoard).render().plain


def line(screen, name):
    return screen.query_one(f"#{name}").render().plain


def on_disk(screen):
    return read_lines(screen.sheet.path.read_bytes())[0]


# -- the board -----------------------------------------------------------------------------------------------------


@given(st.integers(40, 200), st.integers(11, 60))
def test_all_codes_stand_on_the_board_apart_and_inside_it(width, height):
    cells = layout(width, height)
    assert {cell.code for cell in cells} == set(CODES)
    points = [
        (x, y)
        for cell in cells
        for x in range(cell.x, cell.x + cell.width)
        for y in range(cell.y, cell.y + cell.height)
    ]
    assert len(set(points)) == len(points)
    assert all(x < width and 1 <= y < height for x, y in points)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("width", "height"), [(80, 20), (40, 11), (60, 11), (72, 30), (120, 40)])
def test_keys_names_and_counts_can_be_read_in_full(width, height, language):
    i18n.use(language)
    lines = drawn(width, height, KEYS, dict.fromkeys(CODES, 7), "OPEN").plain.splitlines()
    assert max(map(len, lines)) <= width
    assert len(lines) <= height
    for cell in layout(width, height):
        text = lines[cell.y][cell.x : cell.x + cell.width]
        assert text.strip().startswith(KEYS[cell.code])
        assert short_name(cell.code, language) in text
        assert text.rstrip().endswith("7")
    i18n.use("nl")


def test_asking_stands_left_of_telling():
    for size in ((80, 20), (40, 11)):
        places = {cell.code: cell.x for cell in layout(*size)}
        asks, tells = ([places[code] for code in CODES if VALUES[code] * sign > 0] for sign in (1, -1))
        assert max(asks) < min(tells)


# -- the screen ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_every_key_ticks_its_own_code_and_it_is_kept(desk, size):
    async with running(FakeServices(), size) as pilot:
        screen = await opened(pilot, "Anna", "Piet", "Els")
        assert all(short_name(code, "nl") in board(screen) for code in CODES)
        for number, code in enumerate(CODES, 1):
            await pilot.press(KEYS[code])
            assert [mark.code for mark in on_disk(screen).marks] == list(CODES[:number])
        await pilot.press("v")
        assert on_disk(screen).marks[-1].code == OWN
        assert on_disk(screen).asks == "Anna"


@pytest.mark.parametrize("size", SIZES)
async def test_undo_note_pause_and_the_hidden_count(desk, size):
    async with running(FakeServices(Settings(language="en", warmed_up=True)), size) as pilot:
        screen = await opened(pilot)
        await pilot.press("w", "o", "z")
        assert [mark.code for mark in on_disk(screen).marks] == ["OPEN"]
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        await pilot.press(*"q [b]", "enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert [(mark.code, mark.note) for mark in on_disk(screen).marks] == [("OPEN", "q [b]")]
        assert "[b]" in line(screen, "observe-last")
        assert "asking 1" in line(screen, "observe-status")
        await pilot.press("f4")
        assert "asking" not in line(screen, "observe-status")
        assert "1" not in board(screen).replace("+1", "").replace("−1", "")
        await pilot.press("p")
        assert screen.sheet.paused
        assert "paused" in line(screen, "observe-status")
        await pilot.press("q")
        assert not screen.sheet.paused


async def test_a_press_on_the_board_ticks(desk):
    async with running(FakeServices()) as pilot:
        screen = await opened(pilot)
        size = screen.query_one(TickBoard).size
        cell = next(cell for cell in layout(size.width, size.height) if cell.code == "LEAD")
        await pilot.click(TickBoard, offset=(cell.x + 2, cell.y))
        await until(pilot, lambda: on_disk(screen).marks)
        assert on_disk(screen).marks[0].code == "LEAD"


async def test_a_sheet_that_was_left_is_offered_and_gone_on_with(desk):
    async with running(FakeServices()) as pilot:
        screen = await opened(pilot, "Anna")
        await pilot.press("w", "q", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ObserveBegin) and pilot.app.screen.left)
        await until(pilot, lambda: pilot.app.screen.query_one("#sheets", OptionList).option_count == 2)
        pilot.app.screen.query_one("#sheets").focus()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ObserveScreen) and pilot.app.screen is not screen)
        await pilot.press("d")
        assert [mark.code for mark in on_disk(pilot.app.screen).marks] == ["OPEN", "DEEP", "CLOSED"]


async def test_finishing_asks_first_and_then_says_what_was_seen(desk):
    async with running(FakeServices()) as pilot:
        screen = await opened(pilot, "Anna [b]")
        await pilot.press("f8")
        assert pilot.app.screen is screen, "there is nothing to finish yet"
        await pilot.press("w", "q", "s", "a", "v", "i", "f8")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("f8", "tab", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ObservedScreen))
        text = pilot.app.screen.text().plain
        assert "80%" in text
        assert "Anna [b]" in text
        assert desk.kept()[0].counted["OFFER"] == 1
        assert desk.unfinished() == []
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ObserveBegin))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_under_five_ticks_the_screen_gives_no_share(desk):
    async with running(FakeServices()) as pilot:
        screen = await opened(pilot)
        await pilot.press("w", "q", "s", "i")
        assert "%" not in line(screen, "observe-status")
        await pilot.press("f8", "tab", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ObservedScreen))
        assert "%" not in pilot.app.screen.text().plain


async def test_an_empty_sheet_leaves_nothing_behind(desk):
    async with running(FakeServices()) as pilot:
        await opened(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ObserveBegin))
        assert desk.unfinished() == []


async def test_what_could_not_be_kept_is_not_shown_as_ticked(desk, monkeypatch):
    async with running(FakeServices()) as pilot:
        screen = await opened(pilot)
        await pilot.press("w")

        def full(number):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as broken:
            broken.setattr("os.fsync", full)
            await pilot.press("q")
        await until(pilot, lambda: notices(pilot))
        assert [mark.code for mark in on_disk(screen).marks] == ["OPEN"] == [m.code for m in screen.sheet.seen.marks]
        await pilot.press("s")
        assert [mark.code for mark in on_disk(screen).marks] == ["OPEN", "REFL-S"]


async def test_throwing_away_asks_first(desk):
    left = desk.new("nl", "Anna")
    left.tick("OPEN")
    left.close()
    async with running(FakeServices()) as pilot:
        await pilot.press("o")
        await until(pilot, lambda: isinstance(pilot.app.screen, ObserveBegin) and pilot.app.screen.left)
        await until(pilot, lambda: pilot.app.screen.query_one("#sheets", OptionList).option_count == 2)
        pilot.app.screen.query_one("#sheets").focus()
        await pilot.press("delete")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm))
        assert desk.unfinished()
        await pilot.press("tab", "enter")
        await until(pilot, lambda: not desk.unfinished())


@pytest.mark.parametrize("size", SIZES)
async def test_help_lists_the_codes_and_the_language_can_change(desk, size):
    async with running(FakeServices(), size) as pilot:
        screen = await opened(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        await pilot.press("f1")
        await until(pilot, lambda: pilot.app.screen is screen)
        pilot.app.set_language("en")
        await pilot.pause()
        assert "following up" in board(screen)


def test_an_export_says_where_it_cannot_write(tmp_path, desk):
    sheet = desk.new("nl")
    sheet.tick("OPEN")
    seen = desk.finish(sheet)
    path = export(seen, tmp_path / "uit")
    assert json.loads(path.read_text("utf-8"))["codes"]["OPEN"] == 1
    assert "OPEN" in path.with_suffix(".csv").read_text("utf-8")
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="file"):
        export(seen, tmp_path / "file")
