"""The place in the queue: shown above the line one types in while a turn waits, and while a school is loaded."""

from __future__ import annotations

from threading import Event

from app_helpers import coach, running, talking, until, write
from fake_practice import FakePractice
from fake_services import CARD, FakeServices

from simulator import i18n
from simulator.app.loading import Loading
from simulator.app.settings import Settings
from simulator.app.text import before_text
from simulator.app.widgets.loadpanel import load_text


def english(**changes):
    return FakeServices(Settings(language="en", warmed_up=True), **changes)


async def test_who_waits_sees_how_many_are_before_them_until_it_is_their_turn():
    services, gate = english(before=2), Event()
    async with talking(FakePractice(gate=gate), services=services) as (pilot, screen):
        await write(pilot, screen, "Wat zie je?")
        await until(pilot, lambda: coach(screen) == "2 before you; your turn is kept.")
        services.before = 1
        await until(pilot, lambda: coach(screen) == "1 before you; your turn is kept.")
        services.before = 0
        await until(pilot, lambda: coach(screen) == "")
        gate.set()
        await until(pilot, lambda: screen.busy is None)
        services.before = 3  # of nothing that waits here
        await pilot.pause(0.6)
        assert coach(screen) == ""


async def test_what_else_the_line_says_is_not_covered():
    services, gate = english(), Event()
    async with talking(FakePractice(gate=gate), services=services) as (pilot, screen):
        await write(pilot, screen, "Wat zie je?")
        await write(pilot, screen, "En nog iets")
        told = coach(screen)
        assert told.startswith("The school is still answering")
        services.before = 2
        await pilot.pause(0.6)
        assert coach(screen) == told
        gate.set()
        await until(pilot, lambda: screen.busy is None)


async def test_the_tip_of_the_warmup_comes_back():
    services, gate = english(before=1), Event()
    async with talking(FakePractice(gate=gate), services=services, warmup=True) as (pilot, screen):
        tip = coach(screen)
        await write(pilot, screen, "Wat zie je?")
        await until(pilot, lambda: coach(screen).startswith("1 before you"))
        services.before = 0
        await until(pilot, lambda: coach(screen) == tip)
        gate.set()
        await until(pilot, lambda: screen.busy is None)


async def test_a_school_that_is_loaded_says_it_too():
    services = english(rows=[], gate=Event(), before=4)
    async with running(services) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.loading.step == "voice")
        await until(pilot, lambda: "4 before you" in str(pilot.app.screen.query_one("#load-line").render()))
        services.gate.set()
        await until(pilot, lambda: pilot.app.loading.state == "ready")
        assert "before you" not in load_text(pilot.app.loading).plain
    assert CARD.ref


def test_nobody_before_you_is_nothing_to_say():
    i18n.use("en")
    assert before_text(0) == before_text(-1) == ""
    assert Loading(english(before=3)).place == 0  # it does not load yet


def test_where_models_are_loaded_here_nobody_is_before_you(monkeypatch):
    import sys

    from simulator.app.real import RealServices

    monkeypatch.delitem(sys.modules, "simulator.serve.scoring.remote", raising=False)
    assert RealServices().place() == 0
