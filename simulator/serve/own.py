"""One's own page: practise, reports, whether the trainer may read along, a password, everything deleted."""

from __future__ import annotations

from datetime import datetime

from anyio.to_thread import run_sync
from starlette.responses import Response

from simulator.i18n import mark
from simulator.serve import accounts, past, tokens
from simulator.serve.doors import Door
from simulator.serve.errors import ServeError
from simulator.serve.render import page
from simulator.serve.visit import Visit, drop_cookie, go

SAID = {
    "password": mark("Your password is set; with it and your name you can sign in anywhere."),
    "consent": mark("That is kept."),
}

EVENTS = {"signed in": mark("Somebody signed in."), "link": mark("A link to your account was made.")}


def home(seen: Visit) -> Response:
    """Show one's own page."""
    done = seen.request.query_params.get("done", "")
    notice = seen.tr(SAID[done]) if done in SAID else ""
    counts = past.counts(seen.hall.folder(seen.me.id).database)
    lately = [(day(at), seen.tr(EVENTS[what])) for at, what in accounts.lately(seen.hall.book, seen.me.id)]
    runs = seen.me.id in seen.hall.seats.seats
    return page(seen, "home", seen.tr("Your page"), notice=notice, counts=counts, runs=runs, lately=lately)


def day(at: float) -> str:
    """Return a moment as people of this server read it."""
    return datetime.fromtimestamp(at).strftime("%Y-%m-%d %H:%M")


def consent(seen: Visit) -> Response:
    """Let the trainer read along, or no longer."""
    accounts.set_consent(seen.hall.book, seen.me.id, seen.form.get("consent") == "yes", seen.now)
    return go("/home?done=consent")


def password(seen: Visit) -> Response:
    """Set a password; other browsers in which one was signed in are signed out."""
    if seen.form.get("password", "") != seen.form.get("again", ""):
        raise ServeError(mark("The two passwords are not the same; go back and type them again."))
    seen.hall.passwords.set(seen.hall.book, seen.me.id, seen.me.login, seen.form.get("password", ""))
    tokens.sign_out_all(seen.hall.book, seen.me.id, but=seen.token)
    return go("/home?done=password")


def _teaches(seen: Visit) -> bool:
    return bool(accounts.classes(seen.hall.book, seen.me.id))


async def erase(seen: Visit) -> Response:
    """Remove the account and all that is in its folder."""
    if seen.form.get("login", "").strip() != seen.me.login:
        raise ServeError(mark("Nothing was deleted: type your sign-in name to delete your account."))
    if seen.me.role != "trainee" and await run_sync(_teaches, seen):
        raise ServeError(mark("You still have classes; whoever looks after the server can remove your account."))
    await seen.hall.erase(seen.me)
    answer = go("/")
    drop_cookie(seen.hall, answer, "toask")
    return answer


DOORS = (
    Door("GET", "/home", "signed in", home),
    Door("POST", "/home/consent", "signed in", consent),
    Door("POST", "/home/password", "signed in", password),
    Door("POST", "/home/erase", "signed in", live=erase),
)
