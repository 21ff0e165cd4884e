"""`toask serve`: the app in a browser; and its accounts, from the machine it runs on."""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.wrong import CommandError
from simulator.i18n import tr
from simulator.serve import config as settings
from simulator.serve.sources import FILE

if TYPE_CHECKING:
    from simulator.serve.accounts import Account, Role
    from simulator.serve.database import Book

GIVEN = ("host", "port", "data", "address", "most", "tls_cert", "tls_key", "behind_proxy")


def run(wanted: argparse.Namespace) -> int:
    """Serve, show the settings, look after accounts, or after the folder."""
    path = wanted.config or os.environ.get(FILE) or ""
    given = {name: getattr(wanted, name) for name in GIVEN}
    config, came = settings.found(Path(path) if path else None, os.environ, given)
    if wanted.show_config:
        from simulator.serve.shown import shown

        print(shown(config, came, os.environ), end="")
        return 0
    if wanted.sub == "admin":
        return _admin(wanted, config)
    if wanted.sub in ("backup", "restore"):
        from simulator.cli import serve_folder

        return serve_folder.run(wanted, config.data)
    from simulator.serve.server import run as serve

    return serve(config)


def _admin(wanted: argparse.Namespace, config: settings.Config) -> int:
    from simulator.serve import accounts
    from simulator.serve.database import Book

    with closing(Book(config.data)) as book:
        if wanted.does == "list":
            return _list(book)
        if wanted.does in ("add-trainer", "add-admin"):
            role: Role = "trainer" if wanted.does == "add-trainer" else "admin"
            return _added(book, config, wanted.name, role)
        found = accounts.by_login(book, wanted.account)
        if found is None:
            line = tr("No account signs in as '{name}'; see `toask serve admin list`.")
            raise CommandError(line.format(name=wanted.account), 2)
        if wanted.does == "link":
            return _link(book, config, found)
        return _remove(book, config, found, wanted.yes)


def _added(book: Book, config: settings.Config, name: str, role: Role) -> int:
    from simulator.serve import accounts

    before = [one.login for one in accounts.with_role(book, role) if one.name == accounts.name_of(name)]
    made = accounts.add(book, name, role, time.time())
    if before:
        line = tr(
            "There is an account of that name already ({login}; a new link for it: `toask serve admin link {login}`). "
            "This is a second one; `toask serve admin remove {new} --yes` takes it away."
        )
        print(line.format(login=before[0], new=made.login), file=sys.stderr)
    return _link(book, config, made)


def _list(book: Book) -> int:
    from simulator.scoring.show import safe
    from simulator.serve import accounts

    for role in accounts.ROLES:
        for one in accounts.with_role(book, role):
            print(f"{one.login}\t{one.role}\t{safe(one.name)}")
    return 0


def _link(book: Book, config: settings.Config, account: Account) -> int:
    from simulator.serve import tokens

    host = "localhost" if settings.loopback(config.host) else config.host
    here = config.address.rstrip("/") or f"{'https' if config.tls_cert else 'http'}://{host}:{config.port}"
    print(f"{here}/in/{tokens.make_link(book, account.id, time.time(), config.link_days, 'command line')}")
    line = tr("{name} signs in as {login}; the link works once.")
    print(line.format(name=account.name, login=account.login), file=sys.stderr)
    return 0


def _remove(book: Book, config: settings.Config, account: Account, sure: bool) -> int:
    from simulator.serve import accounts
    from simulator.serve.folders import folder_of

    if not sure:
        line = tr("Everything of {name} would go for good; add --yes to do it.")
        raise CommandError(line.format(name=account.name), 2)
    accounts.remove(book, account.id)
    folder_of(config.data, account.id).erase()
    print(tr("Everything of {name} was removed.").format(name=account.name), file=sys.stderr)
    return 0
