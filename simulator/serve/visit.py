"""One visit to a page: who it is, in which language, with which form; and the cookies that tell so."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from simulator.i18n import LANGUAGES, mark
from simulator.report.words import Words
from simulator.serve import accounts, tokens
from simulator.serve.accounts import Account
from simulator.serve.errors import ServeError
from simulator.serve.hall import Hall

LANGUAGE = "toask-lang"
MOST_FIELDS = 300


def cookie(hall: Hall, name: str) -> str:
    """Return a cookie's full name; over TLS one that no other site, nor another part of this one, can set."""
    return f"__Host-{name}" if hall.config.secure else name


@dataclass(slots=True)
class Visit:
    """One request to a page.

    Attributes:
        token: of the sign-in; empty: nobody is signed in. `guest`: a random mark of this browser before that.
        form: what was filled in; a field that came twice has its last value.
    """

    hall: Hall
    request: Request
    words: Words
    account: Account | None = None
    token: str = ""
    guest: str = ""
    form: Mapping[str, str] = field(default_factory=dict)

    @property
    def me(self) -> Account:
        """Who is signed in, behind a door that lets nobody else in."""
        assert self.account is not None
        return self.account

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        return self.hall.clock.now()

    @property
    def address(self) -> str:
        """Where the browser is."""
        return self.request.client.host if self.request.client else ""

    def path(self, name: str) -> str:
        """Return a part of the page's address."""
        return str(self.request.path_params[name])

    @property
    def seal(self) -> str:
        """What a form of this browser carries, and no other site knows."""
        return sealed(self.hall.secret, self.token or self.guest)

    def sealed(self) -> bool:
        """Whether the form that came carries it."""
        return bool(self.token or self.guest) and hmac.compare_digest(
            _bytes(self.form.get("seal", "")), _bytes(self.seal)
        )

    def tr(self, message: str) -> str:
        """Return a message in the page's language."""
        return self.words.tr(message)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def sealed(secret: bytes, token: str) -> str:
    """Return the seal of a form for whoever has this token."""
    return hmac.new(secret, b"form:" + _bytes(token), hashlib.sha256).hexdigest()


def who(hall: Hall, request: HTTPConnection) -> tuple[Account | None, str]:
    """Return who is signed in and the token of the sign-in."""
    token = request.cookies.get(cookie(hall, "toask"), "")
    if not token:
        return None, ""
    found = tokens.signed_in(hall.book, token, hall.clock.now(), hall.idle)
    account = accounts.find(hall.book, found) if found else None
    return (account, token) if account else (None, "")


def visit(hall: Hall, request: Request) -> Visit:
    """Return a visit, without its form."""
    account, token = who(hall, request)
    guest = request.cookies.get(cookie(hall, "toask-guest"), "") if not token else ""
    return Visit(hall, request, Words(language(hall, request, account)), account, token, guest)


def language(hall: Hall, request: HTTPConnection, account: Account | None) -> str:
    """Return the language of a page: chosen, else that of the browser, else the server's."""
    chosen = (account.language if account else "") or request.cookies.get(LANGUAGE, "")
    if chosen in LANGUAGES:
        return chosen
    asked = request.headers.get("accept-language", "").lower().split(",")
    return next((one.strip()[:2] for one in asked if one.strip()[:2] in LANGUAGES), hall.config.language)


async def form(request: Request) -> dict[str, str]:
    """Return the fields of a form.

    Raises:
        ServeError: it is no plain form, or has too many fields.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise ServeError(mark("This page takes a plain form; go back and try again."), 415)
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise ServeError(mark("This form has too many fields; go back and send fewer."), 413) from error


def go(path: str) -> RedirectResponse:
    """Return an answer that leads on to another page."""
    return RedirectResponse(path, 303)


def set_cookie(hall: Hall, answer: Response, name: str, value: str, seconds: float | None = None) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send along with their forms."""
    more: dict[str, Any] = {"max_age": int(seconds)} if seconds else {}
    answer.set_cookie(
        cookie(hall, name) if name != LANGUAGE else name, value, httponly=True, samesite="lax", path="/",
        secure=hall.config.secure, **more,
    )  # fmt: skip


def drop_cookie(hall: Hall, answer: Response, name: str) -> None:
    """Remove a cookie."""
    answer.delete_cookie(cookie(hall, name), path="/", secure=hall.config.secure, httponly=True, samesite="lax")
