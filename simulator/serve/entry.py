"""Coming in and going out: by a link that works once, or by name and password."""

from __future__ import annotations

from starlette.responses import Response

from simulator.i18n import LANGUAGES, mark
from simulator.serve import accounts, attempts, tokens
from simulator.serve.accounts import Account
from simulator.serve.doors import Door
from simulator.serve.errors import ServeError
from simulator.serve.render import page
from simulator.serve.seat import SIGNED_OUT
from simulator.serve.visit import LANGUAGE, Visit, drop_cookie, go, set_cookie

WRONG = mark("That name and password do not go together; try again, or ask your trainer for a new link.")
WAIT = mark("There were too many tries; wait {minutes} minutes, or ask your trainer for a new link.")
LINKS = {
    "used": mark("This link was used already; a link works once. Sign in with your password, or ask for a new link."),
    "expired": mark("This link no longer works: it was not used in time. Ask your trainer for a new one."),
    "unknown": mark("This link is not complete, or a newer one was made; copy all of it, or ask for a new one."),
}
YEAR = 365 * 86_400


def front(seen: Visit) -> Response:
    """Show the front page, or one's own to whoever is signed in."""
    return go("/home") if seen.account else _front(seen)


def _front(seen: Visit, notice: str = "", status: int = 200, login: str = "") -> Response:
    return page(seen, "front", seen.tr("Sign in"), status=status, notice=notice, login=login)


def with_password(seen: Visit) -> Response:
    """Sign in with name and password."""
    login, password = seen.form.get("login", "").strip(), seen.form.get("password", "")
    account_key = attempts.account_key(seen.hall.secret, login)
    tried = _tried(seen, (account_key, attempts.PER_ACCOUNT))
    if tried is not None:
        return tried
    account = accounts.by_login(seen.hall.book, login)
    if not seen.hall.passwords.right(seen.hall.book, account.id if account else "", password) or account is None:
        seen.hall.figures.signins.labels("password", "wrong").inc()
        return _front(seen, seen.tr(WRONG), 403, login)
    attempts.forget(seen.hall.book, account_key)
    return _signed_in(seen, account, "password")


def _tried(seen: Visit, *more: tuple[bytes, int]) -> Response | None:
    """Count a try; return what to say when there were too many."""
    address = (attempts.address_key(seen.hall.secret, seen.address), attempts.PER_ADDRESS)
    wait = max(attempts.take(seen.hall.book, key, most, seen.now) for key, most in (*more, address))
    if not wait:
        return None
    seen.hall.figures.signins.labels("any", "too many").inc()
    answer = _front(seen, seen.tr(WAIT).format(minutes=int(wait // 60) + 1), 429)
    answer.headers["retry-after"] = str(int(wait) + 1)
    return answer


def link(seen: Visit) -> Response:
    """Show who opens a link a button; looking alone (a mail program does) does not use it."""
    state = tokens.look(seen.hall.book, seen.path("token"), seen.now)
    if state != "good":
        return _front(seen, seen.tr(LINKS[state]), 410)
    return page(seen, "link", seen.tr("Welcome"), token=seen.path("token"))


def with_link(seen: Visit) -> Response:
    """Sign in with a link."""
    tried = _tried(seen)
    if tried is not None:
        return tried
    state = tokens.look(seen.hall.book, seen.path("token"), seen.now)
    account = tokens.use_link(seen.hall.book, seen.path("token"), seen.now)
    if account is None:
        seen.hall.figures.signins.labels("link", state).inc()
        known = "used" if state == "good" else state
        return _front(seen, seen.tr(LINKS[known]), 410)
    return _signed_in(seen, accounts.by_id(seen.hall.book, account), "link")


def _signed_in(seen: Visit, account: Account, how: str) -> Response:
    """Begin a sign-in under a new token; one that this browser had before ends."""
    hall = seen.hall
    attempts.give_back(hall.book, attempts.address_key(hall.secret, seen.address))
    if seen.token:
        tokens.sign_out(hall.book, seen.token)
    if not account.language:
        accounts.set_language(hall.book, account.id, seen.words.language)
    hall.figures.signins.labels(how, "in").inc()
    answer = go("/home")
    set_cookie(hall, answer, "toask", tokens.sign_in(hall.book, account.id, seen.now), tokens.LONGEST_DAYS * tokens.DAY)
    drop_cookie(hall, answer, "toask-guest")
    return answer


async def out(seen: Visit) -> Response:
    """Sign out: the app of this account ends too, for somebody else may sit here next."""
    from anyio.to_thread import run_sync

    await run_sync(tokens.sign_out, seen.hall.book, seen.token)
    await seen.hall.seats.stop(seen.me.id, SIGNED_OUT)
    answer = go("/")
    drop_cookie(seen.hall, answer, "toask")
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer


def language(seen: Visit) -> Response:
    """Choose the language of the pages."""
    chosen = seen.form.get("language", "")
    if chosen not in LANGUAGES:
        raise ServeError(mark("Choose Dutch or English."))
    if seen.account:
        accounts.set_language(seen.hall.book, seen.account.id, chosen)
    answer = go("/home" if seen.account else "/")
    set_cookie(seen.hall, answer, LANGUAGE, chosen, YEAR)
    return answer


DOORS = (
    Door("GET", "/", "anyone", front),
    Door("POST", "/sign-in", "anyone", with_password),
    Door("GET", "/in/{token}", "anyone", link),
    Door("POST", "/in/{token}", "anyone", with_link),
    Door("POST", "/sign-out", "signed in", live=out),
    Door("POST", "/language", "anyone", language),
)
