"""All that a server holds: settings, accounts, apps, figures; one object, given to every page."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from simulator.serve import accounts, child, past
from simulator.serve.accounts import Account
from simulator.serve.clock import Clock
from simulator.serve.config import Config
from simulator.serve.database import FULL, Book
from simulator.serve.errors import ServeError
from simulator.serve.figures import Figures
from simulator.serve.folders import Folder, folder_of
from simulator.serve.once import Once
from simulator.serve.passwords import Passwords
from simulator.serve.process import Start
from simulator.serve.seat import Seat
from simulator.serve.seats import Hooks, Limits, Seats

log = logging.getLogger("toask.serve")
_LATE = 60.0


@dataclass(slots=True)
class Hall:
    """A server's things.

    Attributes:
        command: what is started for an account, with `practice resume:ID` behind it where there is something to go on
            with.
        environ: what of the server's environment an app gets a part of.
    """

    config: Config
    book: Book
    command: Sequence[str] = child.COMMAND
    environ: Mapping[str, str] = field(default_factory=child.server_environment)
    clock: Clock = field(default_factory=Clock)
    passwords: Passwords = field(default_factory=Passwords)
    figures: Figures = field(default_factory=Figures)
    secret: bytes = b""
    seats: Seats = field(init=False)
    once: Once = field(init=False)

    def __post_init__(self) -> None:
        """Make the places."""
        self.secret = self.secret or self.book.secret("forms")
        self.once = Once(self.clock.now)
        config = self.config
        limits = Limits(config.most, config.idle_minutes * 60, config.idle_minutes_full * 60, config.grace_seconds)
        self.seats = Seats(limits, Hooks(self._start, self._closed, self.figures.echo.observe))
        self.figures.watch(lambda: len(self.seats.seats), lambda: len(self.seats.waiting), config.most)

    @property
    def idle(self) -> float:
        """Seconds without doing anything after which one is signed out."""
        return self.config.signed_in_hours * 3600

    def folder(self, account: str) -> Folder:
        """Return an account's folder."""
        return folder_of(self.config.data, account)

    def ready(self) -> str:
        """Return why the server cannot take anybody now; empty when it can."""
        if self.seats.stopping:
            return "it stops"
        try:
            self.book.write("DELETE FROM attempts WHERE at < 0")
            free = shutil.disk_usage(self.config.data).free
        except (ServeError, OSError) as error:
            return str(error)
        return "" if free >= self.config.disk_mb * 1_000_000 else FULL

    async def erase(self, account: Account) -> None:
        """Remove an account and all that is its own, for good."""
        await self.seats.stop(account.id)
        await asyncio.to_thread(accounts.remove, self.book, account.id)
        await asyncio.to_thread(self.folder(account.id).erase)

    async def _start(self, account: str, width: int, height: int) -> Start:
        return await asyncio.to_thread(self._made_ready, account, width, height)

    def _made_ready(self, account: str, width: int, height: int) -> Start:
        who, folder = accounts.by_id(self.book, account), self.folder(account)
        try:
            folder.make()
        except OSError as error:
            raise ServeError(FULL, 507) from error
        kept = self.book.one("SELECT opened FROM tabs WHERE account = ?", account)
        under_way = past.unfinished(folder.database, kept["opened"] - _LATE) if kept else None
        if kept is None:
            self.book.write("INSERT OR IGNORE INTO tabs (account, opened) VALUES (?, ?)", account, self.clock.now())
        more = ("practice", f"resume:{under_way}") if under_way else ()
        environment = child.environment(self.config, who, folder, width, height, self.environ)
        return Start((*self.command, *more), environment, folder.top)

    async def _closed(self, seat: Seat, by_user: bool) -> None:
        failed = not by_user and not seat.asked_to_stop
        self.figures.apps.labels("quit" if by_user else "failed" if failed else "stopped").inc()
        await asyncio.to_thread(self._noted, seat, by_user or failed, failed)

    def _noted(self, seat: Seat, forget: bool, failed: bool) -> None:
        """Keep that there is something to go on with, and what a failed app said, in its own account's folder."""
        try:
            if forget:
                self.book.write("DELETE FROM tabs WHERE account = ?", seat.account)
            if failed:
                path = self.folder(seat.account).log
                log.warning("An app ended with status %s; see %s.", seat.process.status, path)
                path.write_text(seat.process.said, "utf-8", errors="replace")
        except (ServeError, OSError) as error:
            log.warning("%s", error)
