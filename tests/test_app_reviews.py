"""Coding reached from the home screen: what is under review, one's own conversations, and no file of anybody else."""

from __future__ import annotations

import pytest
from app_helpers import notices, running, until
from fake_services import FakeServices
from helpers_debrief import GOOD, talked
from helpers_review import TALK, OneCode, at_work, machines, project
from textual.widgets import OptionList

from simulator import i18n
from simulator.app.commands import commands
from simulator.app.listing import row_of
from simulator.app.review import ReviewApp
from simulator.app.screens.confirm import AskLine
from simulator.app.screens.home import HomeScreen
from simulator.app.screens.progress import ProgressScreen
from simulator.app.screens.review import ReviewProject
from simulator.app.screens.review_code import ReviewCode
from simulator.app.screens.reviews import ReviewsScreen
from simulator.app.settings import MOST_REVIEWS, Settings, load, save
from simulator.review.desk import Desk
from simulator.review.journal import load as read_project


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    i18n.use("en")
    return tmp_path


def services(*known, rows=()):
    return FakeServices(Settings(language="en", warmed_up=True, reviews=tuple(map(str, known))), rows=list(rows))


def practised(place):
    """An ended conversation in the practice log, and its row."""
    store, one = talked(place / "data", GOOD)
    one.end()
    row = row_of(store.conversation(one.id))
    store.close()
    return row


def under_way(folder, name="les.review"):
    """A project in a folder in which Els coded a turn of three."""
    folder.mkdir(parents=True, exist_ok=True)
    journal, talk = project(folder, TALK, name)
    at_work(journal, talk, "Els").code(2, 0, "OPEN")
    journal.close()
    return folder / name


async def listed(pilot):
    """Go to the list from home and return its lines."""
    await pilot.press("c")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReviewsScreen) and pilot.app.screen.read)
    return [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]


@pytest.mark.parametrize("size", [(80, 24), (40, 15)])
async def test_what_is_under_review_stands_on_top_and_opens_where_it_was(place, size):
    path = under_way(place / "elsewhere")
    async with running(services(path, rows=[practised(place)]), size) as pilot:
        lines = await listed(pilot)
        assert lines[0] == "Under review"
        assert lines[1].startswith("gesprek")
        assert "Els: 1 of 3 turns" in lines[1]
        assert lines[2] == "Your own conversations"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        await pilot.press(*"Els", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewCode))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewProject))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewsScreen))
        assert pilot.app.screen.coder == "Els"  # not asked again
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_an_own_conversation_is_coded_and_is_under_review_from_then_on(place):
    row = practised(place)
    async with running(services(rows=[row])) as pilot:
        assert (await listed(pilot))[0] == "Your own conversations"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        await pilot.press(*"Bo", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewCode))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewsScreen) and pilot.app.screen.projects)
        screen = pilot.app.screen
        assert screen.rows == ()
        held = read_project(screen.projects[0].path).talks
        assert [one.talk.source for one in held.values()] == [f"conversation:{row.id}"]
        assert screen.projects[0].path.parent == place / "data" / "reviews"


async def test_whoever_does_not_say_who_codes_comes_back_and_nothing_is_under_review(place):
    async with running(services(rows=[practised(place)])) as pilot:
        await listed(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskLine))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReviewsScreen))
        await until(pilot, lambda: pilot.app.screen.rows)
        assert pilot.app.screen.projects == ()


async def test_a_damaged_project_says_why_and_one_that_is_gone_is_left_out(place):
    bad = place / "here" / "kapot.review"
    bad.write_text("geen project\n")
    async with running(services(place / "weg.review")) as pilot:
        lines = await listed(pilot)
        assert len(lines) == 2
        assert "kapot.review" in lines[1]
        await pilot.press("enter")
        await until(pilot, lambda: notices(pilot))
        assert "is no review project" in notices(pilot)[-1]
        assert isinstance(pilot.app.screen, ReviewsScreen)
    assert bad.read_text() == "geen project\n"


async def test_without_anything_a_sentence_says_what_to_do_first():
    async with running(services()) as pilot:
        assert await listed(pilot) == ["There is nothing to code yet: hold a conversation first."]
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ReviewsScreen)


async def test_a_tab_shows_what_lies_in_its_accounts_folder_only(place, monkeypatch):
    other, own = under_way(place / "other"), under_way(place / "data" / "reviews", "eigen.review")
    under_way(place / "here", "server.review")
    held = services(other)
    async with running(held) as pilot:
        monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
        await listed(pilot)
        assert [one.path for one in pilot.app.screen.projects] == [own]
        assert "toask review FILE" not in str(pilot.app.screen.query_one("#reviews-lead").render())


async def test_toask_review_is_remembered_for_the_home_screen(place):
    path = under_way(place / "elsewhere")
    held, before = services("/een/ander.review"), {}
    app = ReviewApp(held, Desk([str(path)], coder="Els", machines=machines(OneCode())[0]))
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, ReviewCode))
        before = held.remembered.reviews
    assert before == (str(path), "/een/ander.review")


def test_only_the_latest_are_remembered_each_once(tmp_path):
    settings = Settings()
    for number in [*range(MOST_REVIEWS + 5), 7]:
        settings = settings.reviewed(tmp_path / f"{number}.review")
    assert len(settings.reviews) == len(set(settings.reviews)) == MOST_REVIEWS
    assert settings.reviews[0].endswith("/7.review")
    save(settings, tmp_path / "s.json")
    assert load(tmp_path / "s.json") == settings


async def test_the_palette_offers_both_from_other_screens_too():
    async with running(services()) as pilot:
        await pilot.press("p")
        await until(pilot, lambda: isinstance(pilot.app.screen, ProgressScreen))
        titles = [one.title for one in commands(pilot.app, pilot.app.screen)]
        assert titles.count("Review") == titles.count("Portfolio") == 1
