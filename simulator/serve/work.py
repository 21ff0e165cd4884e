"""The way to the app: the queue, the page with the terminal, and files that the app delivers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.responses import JSONResponse, Response, StreamingResponse

from simulator.serve.doors import NOT_HERE, Door
from simulator.serve.errors import ServeError
from simulator.serve.guard import POLICY, own_origin
from simulator.serve.render import page
from simulator.serve.seat import Seat
from simulator.serve.visit import Visit

CHUNK = 64 * 1024
CHUNK_S = 5.0
_NAME_MOST = 120


def wait(seen: Visit) -> Response:
    """Show the queue; the page asks for its place, and goes on when it is its turn."""
    return page(seen, "wait", seen.tr("Waiting for a place"))


async def place(seen: Visit) -> Response:
    """Say which place in the queue this account has; 0: go on."""
    return JSONResponse({"place": seen.hall.seats.place(seen.me.id), "of": len(seen.hall.seats.waiting)})


def talk(seen: Visit) -> Response:
    """Show the terminal."""
    here = own_origin(seen.hall.config, seen.request.scope).replace("http", "ws", 1)
    answer = page(seen, "talk", seen.tr("Practise"), socket=f"{here}/talk/socket")
    # The terminal's script writes its own styles; nothing else on this page comes from anybody.
    policy = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    answer.headers["content-security-policy"] = policy.replace("connect-src 'self'", f"connect-src 'self' {here}")
    return answer


async def delivered(seen: Visit) -> Response:
    """Give a file that this account's own app delivers, such as a picture of the screen."""
    seat, key = seen.hall.seats.seats.get(seen.me.id), seen.path("key")
    message = seat.files.pop(key, None) if seat is not None else None
    if seat is None or message is None:
        raise ServeError(NOT_HERE, 404)
    name = str(message.get("path", "")).replace("\\", "/").rpartition("/")[2]
    safe = "".join(one if one.isalnum() or one in "-_. " else "-" for one in name)[:_NAME_MOST] or "toask"
    headers = {"content-disposition": f'attachment; filename="{safe.encode("ascii", "replace").decode()}"'}
    return StreamingResponse(_chunks(seat, key, message.get("name")), 200, headers, "application/octet-stream")


async def _chunks(seat: Seat, key: str, name: object) -> AsyncIterator[bytes]:
    pieces = seat.process.pieces[key]
    try:
        while True:
            await seat.process.tell("deliver_chunk_request", key=key, size=CHUNK, name=name)
            async with asyncio.timeout(CHUNK_S):
                chunk = await pieces.get()
            if not chunk:
                return
            yield chunk
    except TimeoutError:
        return
    finally:
        seat.process.pieces.pop(key, None)


DOORS = (
    Door("GET", "/wait", "signed in", wait),
    Door("GET", "/place", "signed in", live=place),
    Door("GET", "/talk", "signed in", talk),
    Door("GET", "/download/{key}", "signed in", live=delivered),
)
