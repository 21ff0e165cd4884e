"""What every request passes first: which host it names, whence it comes, its size; and headers of all answers."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.serve.config import Config, host_of, loopback, origin

LARGEST = 64 * 1024
"""Bytes of a form."""
ANY_HOST = ("/healthz", "/readyz", "/metrics")
STATIC = "/static/"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-read=()",
}
_SAFE = ("GET", "HEAD")
_DIGITS = 20  # as many as a server takes; Python refuses to count thousands of them


class TooLarge(Exception):
    """More came than a form may hold."""


class Guard:
    """ASGI middleware.

    Args:
        app: what is behind it.
        config: of the server.
        refused: told why, when something is refused.
    """

    def __init__(self, app: ASGIApp, config: Config, refused: Callable[[str], None] = lambda _: None) -> None:
        self.app, self.config, self.refused = app, config, refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        why, status = self._wrong(scope, headers)
        if why:
            self.refused(why)
            await self._refuse(scope, receive, send, status)
        elif scope["type"] == "websocket":
            await self.app(scope, receive, send)
        else:
            await self._through(scope, receive, send)

    def _wrong(self, scope: Scope, headers: Headers) -> tuple[str, int]:
        """Return why a request is refused, and with which status; empty when it is not."""
        if scope["path"] not in ANY_HOST and not self._ours(headers.get("host", "")):
            return "host", 421
        asks = scope["type"] == "http" and scope["method"] in _SAFE
        if not asks and not self._from_here(scope, headers):
            return "origin", 403
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > _DIGITS or int(length) > LARGEST:
            return "size", 413
        return "", 200

    def _ours(self, host: str) -> bool:
        """Return whether the name a browser used is this server's; another may be a trick to reach it from outside."""
        if self.config.address:
            scheme, _, own = origin(self.config.address).partition("://")
            return host_of(scheme, host) == own
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:  # brackets around what is no address
            return False
        return bool(name) and (loopback(name) or not loopback(self.config.host) or self.config.behind_proxy)

    def _from_here(self, scope: Scope, headers: Headers) -> bool:
        """Return whether a page of this server sent it; a browser always says where a form or a socket comes from."""
        said = headers.get("origin", "")
        return bool(said) and said.lower() == own_origin(self.config, scope)

    async def _through(self, scope: Scope, receive: Receive, send: Send) -> None:
        came, began = 0, False

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > LARGEST:
                raise TooLarge
            return message

        async def dressed(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                began = True
                self._dress(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            await self.app(scope, counted, dressed)
        except TooLarge:
            self.refused("size")
            if not began:
                await self._refuse(scope, receive, send, 413)

    def _dress(self, scope: Scope, headers: MutableHeaders) -> None:
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        headers.setdefault("cache-control", "max-age=3600" if scope["path"].startswith(STATIC) else "no-store")
        if self.config.secure:
            headers.setdefault("strict-transport-security", "max-age=31536000")

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        text = {413: "Too large.", 421: "This server has another address.", 403: "This did not come from a page here."}

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._dress(scope, MutableHeaders(scope=message))
            await send(message)

        answer = PlainTextResponse(text[status], status, {"connection": "close"})
        await answer(scope, receive, dressed)


def own_origin(config: Config, scope: Scope) -> str:
    """Return `scheme://host` as the browser that sent this names the server."""
    if config.address:
        return origin(config.address)
    scheme = {"ws": "http", "wss": "https"}.get(scope["scheme"], scope["scheme"])
    if config.tls_cert is not None:
        scheme = "https"
    return origin(f"{scheme}://{Headers(scope=scope).get('host', '')}")
