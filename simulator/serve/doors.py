"""Every page has a door that says who may come in; there is no way to a page past its door."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from simulator.i18n import mark
from simulator.serve import tokens, visit
from simulator.serve.errors import ServeError
from simulator.serve.hall import Hall
from simulator.serve.visit import Visit, go, set_cookie

Who = Literal["anyone", "signed in", "trainer", "admin"]
Page = Callable[[Visit], Response]
LivePage = Callable[[Visit], Awaitable[Response]]
NOT_HERE = mark("There is no such page, or it is not yours; go back to your own page.")
OLD_FORM = mark("This page was open for too long; go back, load it again and try once more.")


@dataclass(frozen=True, slots=True)
class Door:
    """One page, by method and path.

    Attributes:
        who: who may come in. Whose things are shown, the page itself looks after.
        page: makes the answer, in a thread; `live`: in the event loop, where it must not block.
    """

    method: Literal["GET", "POST"]
    path: str
    who: Who
    page: Page | None = None
    live: LivePage | None = None


def route(hall: Hall, door: Door) -> Route:
    """Return the route of a door."""

    async def endpoint(request: Request) -> Response:
        seen = await run_in_threadpool(visit.visit, hall, request)
        if door.method == "POST":
            seen.form = await visit.form(request)
        turned = _turned_away(door, seen)
        if turned is not None:
            return turned
        if door.method == "POST" and not seen.sealed():
            raise ServeError(OLD_FORM, 403)
        new_guest = not seen.token and not seen.guest
        if new_guest:
            seen.guest = tokens.new_token()
        answer = await (door.live(seen) if door.live else run_in_threadpool(_page(door), seen))
        if new_guest and door.method == "GET":
            set_cookie(hall, answer, "toask-guest", seen.guest)
        return answer

    return Route(door.path, endpoint, methods=[door.method], name=f"{door.method} {door.path}")


def _page(door: Door) -> Page:
    assert door.page is not None
    return door.page


def _turned_away(door: Door, seen: Visit) -> Response | None:
    """Return what whoever may not come in gets; None: come in."""
    if door.who == "anyone":
        return None
    if seen.account is None:
        return go("/")
    if door.who != "signed in" and seen.account.role != door.who:
        raise ServeError(NOT_HERE, 404)
    return None
