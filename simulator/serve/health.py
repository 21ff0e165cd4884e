"""What machines ask: is it alive, can it take anybody, how is it going."""

from __future__ import annotations

import hmac

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from simulator.serve.config import loopback
from simulator.serve.hall import Hall


def routes(hall: Hall) -> list[Route]:
    """Return the three routes; none of them says anything about anybody."""

    async def alive(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def ready(_: Request) -> Response:
        why = await run_in_threadpool(hall.ready)
        return PlainTextResponse(f"{why or 'ready'}\n", 503 if why else 200)

    async def metrics(request: Request) -> Response:
        if not may_read(hall, request):
            return PlainTextResponse("not for you\n", 404)
        text = await run_in_threadpool(hall.figures.text)
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", metrics)]


def may_read(hall: Hall, request: Request) -> bool:
    """Return whether a request may read the figures: it shows the token, or comes from this machine itself."""
    wanted = hall.config.metrics_token
    shown = request.headers.get("authorization", "").removeprefix("Bearer ")
    if wanted:
        return hmac.compare_digest(shown.encode("utf-8", "replace"), wanted.encode())
    through = hall.config.behind_proxy or "x-forwarded-for" in request.headers or "forwarded" in request.headers
    return not through and loopback(request.client.host if request.client else "")
