"""The web app: every page behind its door, the tab's connection, health; around all of it the guard."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from simulator.errors import ToaskError
from simulator.i18n import mark
from simulator.serve import entry, health, own, reports, sockets, teaching, tokens, work
from simulator.serve.database import FULL
from simulator.serve.doors import NOT_HERE, Door, route
from simulator.serve.errors import ServeError
from simulator.serve.guard import Guard
from simulator.serve.hall import Hall, log
from simulator.serve.render import page
from simulator.serve.visit import set_cookie, visit

DOORS: tuple[Door, ...] = (*entry.DOORS, *own.DOORS, *work.DOORS, *reports.DOORS, *teaching.DOORS)
SWEEP_S = 3600.0
NOT_NOW = mark("That cannot be shown now; try again in a moment, or tell whoever looks after the server.")


def app(hall: Hall) -> Starlette:
    """Return the web app over a hall."""
    made = Starlette(
        routes=_routes(hall),
        middleware=[Middleware(Guard, config=hall.config, refused=lambda why: hall.figures.refused.labels(why).inc())],
        exception_handlers={ServeError: _said, ToaskError: _not_now, HTTPException: _no_page, OSError: _disk},
        lifespan=_lifespan,
    )
    made.state.hall = hall
    made.router.redirect_slashes = False
    return made


def _routes(hall: Hall) -> list[BaseRoute]:
    async def talk(tab: WebSocket) -> None:
        await sockets.talk(hall, tab)

    return [
        *(route(hall, door) for door in DOORS),
        WebSocketRoute("/talk/socket", talk, name="socket"),
        *health.routes(hall),
        Mount("/static/terminal", StaticFiles(directory=terminal_files()), name="terminal"),
        Mount("/static", StaticFiles(directory=Path(__file__).with_name("static")), name="static"),
    ]


def terminal_files() -> Path:
    """Return where the terminal's script and font lie: they come with textual-serve, and load nothing else."""
    import textual_serve

    return Path(textual_serve.__file__).parent / "static"


@asynccontextmanager
async def _lifespan(made: Starlette) -> AsyncIterator[None]:
    """Look after places and sign-ins while it runs; at the end every app is asked to stop, and waited for."""
    hall: Hall = made.state.hall
    tasks = [asyncio.create_task(hall.seats.sweep_for_ever()), asyncio.create_task(_sweep(hall))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await hall.seats.stop_all()


async def _sweep(hall: Hall) -> None:
    while True:
        with suppress(ServeError):
            await run_in_threadpool(tokens.sweep, hall.book, hall.clock.now(), hall.idle)
        await asyncio.sleep(SWEEP_S)


async def _said(request: Request, error: Exception) -> Response:
    """Say in one sentence what went wrong."""
    assert isinstance(error, ServeError)
    return await _problem(request, error)


async def _no_page(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    line = NOT_HERE if error.status_code in (404, 405) else str(error.detail)
    return await _problem(request, ServeError(line, error.status_code))


async def _not_now(request: Request, error: Exception) -> Response:
    """Say that something of an account could not be used; the log has the details, which name folders."""
    log.error("%s: %s", request.scope["route"].name if "route" in request.scope else "a page", error)
    full = "full" in str(error)
    return await _problem(request, ServeError(FULL, 507) if full else ServeError(NOT_NOW, 503))


async def _disk(request: Request, error: Exception) -> Response:
    assert isinstance(error, OSError)
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return await _not_now(request, ServeError("the disk is full") if full else error)


async def _problem(request: Request, error: ServeError) -> Response:
    hall: Hall = request.app.state.hall
    try:
        seen = await run_in_threadpool(visit, hall, request)
    except ServeError:
        # The database cannot even say who this is.
        return Response(f"{error}\n", error.status, media_type="text/plain")
    said = error.said(seen.words)
    new_guest = not seen.token and not seen.guest
    if new_guest:
        seen.guest = tokens.new_token()
    answer = page(seen, "problem", seen.tr("That did not work"), status=error.status, notice=said)
    if new_guest:
        set_cookie(hall, answer, "toask-guest", seen.guest)
    return answer
