"""The queue is fair, and what nobody uses ends: with a clock that the test moves."""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from pathlib import Path

import pytest

pytest.importorskip("starlette")

from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.serve import seat as codes
from simulator.serve.process import Start
from simulator.serve.seats import POLLED_S, PROMISE_S, Hooks, Limits, Seats

FAKE = Path(__file__).with_name("serve_fake_app.py")


class Viewer:
    """A tab that notes what it is shown."""

    def __init__(self) -> None:
        self.seen, self.code = b"", 0

    async def draw(self, data: bytes) -> None:
        self.seen += data

    async def tell(self, kind: str, value: object) -> None:
        self.seen += kind.encode()

    async def close(self, code: int) -> None:
        self.code = self.code or code


class Place:
    """Seats over the fake app, with a clock of their own."""

    def __init__(self, folder: Path, **limits: float) -> None:
        self.time, self.closed, self.folder = 0.0, [], folder
        self.seats = Seats(Limits(**limits), Hooks(self.start, self.close), lambda: self.time)

    async def start(self, account: str, width: int, height: int) -> Start:
        return Start((sys.executable, "-S", str(FAKE)), {}, self.folder)

    async def close(self, seat, by_user: bool) -> None:
        self.closed.append((seat.account, by_user))

    async def later(self, seconds: float) -> None:
        self.time += seconds
        await self.seats.sweep()


async def seen(viewer: Viewer, what: bytes) -> None:
    async with asyncio.timeout(8):
        while what not in viewer.seen:
            await asyncio.sleep(0.01)


async def test_who_does_nothing_is_closed_and_sooner_when_others_wait(tmp_path):
    place = Place(tmp_path, most=1, idle=100.0, idle_full=50.0)
    tab = Viewer()
    seat = await place.seats.sit("a", tab, 80, 24)
    await seen(tab, b"start")
    await place.later(60)
    assert tab.code == 0
    await seat.type("x")
    await place.later(60)
    assert tab.code == 0
    assert place.seats.place("b") == 1
    await place.later(1)
    assert tab.code == codes.IDLE
    assert place.seats.place("b") == 0
    assert place.closed == [("a", False)]


async def test_an_app_without_a_tab_lives_through_the_grace_only(tmp_path):
    place = Place(tmp_path, grace=30.0)
    tab = Viewer()
    seat = await place.seats.sit("a", tab, 80, 24)
    await seen(tab, b"start")
    seat.detach(tab)
    await place.later(20)
    back = Viewer()
    assert await place.seats.sit("a", back, 80, 24) is seat
    await place.later(25)
    seat.detach(back)
    await place.later(31)
    assert not place.seats.seats
    assert seat.process.status == 0


async def test_a_tab_that_was_replaced_does_not_take_the_new_one_along(tmp_path):
    place = Place(tmp_path)
    old, new = Viewer(), Viewer()
    seat = await place.seats.sit("a", old, 80, 24)
    await place.seats.sit("a", new, 80, 24)
    seat.detach(old)
    assert (old.code, seat.viewer) == (codes.TAKEN, new)
    await place.seats.stop_all()
    assert await place.seats.sit("b", Viewer(), 80, 24) is None


async def test_many_tabs_of_one_account_at_once_start_one_app(tmp_path):
    place = Place(tmp_path, most=1)
    tabs = [Viewer() for _ in range(5)]
    found = await asyncio.gather(*(place.seats.sit("a", tab, 80, 24) for tab in tabs))
    assert len({id(one) for one in found}) == 1
    assert sorted(tab.code for tab in tabs) == [0] + [codes.TAKEN] * 4
    await place.seats.stop_all()


async def test_what_is_no_app_is_told_and_its_place_is_free(tmp_path):
    place = Place(tmp_path, most=1)

    async def wrong(account: str, width: int, height: int) -> Start:
        return Start((sys.executable, "-c", "print('hello')"), {}, tmp_path)

    good, place.seats.hooks.start = place.seats.hooks.start, wrong
    tab = Viewer()
    assert await place.seats.sit("a", tab, 80, 24) is None
    assert tab.code == codes.FAILED
    place.seats.hooks.start = good
    assert await place.seats.sit("b", Viewer(), 80, 24) is not None
    await place.seats.stop_all()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(["asks", "leaves", "goes"]), st.floats(0, 3))))
def test_nobody_overtakes_in_the_queue(tmp_path_factory, steps):
    asyncio.run(_queue(tmp_path_factory.getbasetemp(), steps))


async def _queue(folder: Path, steps) -> None:
    """Whoever asked first and kept asking is let in first; at no time are more let in than there are places."""
    place = Place(folder, most=2)
    line: deque[str] = deque()
    asked: dict[str, float] = {}
    let_in: dict[str, float] = {}
    for who, what, seconds in steps:
        await place.later(seconds)
        for one in [one for one in line if place.time - asked[one] >= POLLED_S]:
            line.remove(one)
        let_in = {one: at for one, at in let_in.items() if place.time - at < PROMISE_S}
        if what == "asks":
            if who not in line and who not in let_in:
                line.append(who)
            asked[who] = place.time
        else:
            line = deque(one for one in line if one != who)
            let_in.pop(who, None)
            place.seats.leave_queue(who)
        while line and len(let_in) < 2:
            let_in[line.popleft()] = place.time
        found = place.seats.place(who) if what == "asks" else None
        assert place.seats.taken <= 2
        if found is not None:
            assert found == (0 if who in let_in else line.index(who) + 1)
