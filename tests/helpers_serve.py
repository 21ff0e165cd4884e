"""A server over an app that is no app: two trainers with a class each, an admin, and browsers that are signed in."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from starlette.testclient import TestClient

from simulator.serve import accounts, tokens
from simulator.serve.accounts import Account
from simulator.serve.asgi import app
from simulator.serve.config import Config
from simulator.serve.database import Book
from simulator.serve.hall import Hall
from simulator.serve.passwords import Passwords

FAKE = Path(__file__).with_name("serve_fake_app.py")
HERE = "http://localhost"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def hall_in(folder: Path, **more: Any) -> Hall:
    """A hall in an empty folder."""
    config = Config(data=folder / "server", **{"language": "en", "disk_mb": 0, **more})
    return Hall(config, Book(config.data), command=(sys.executable, "-S", str(FAKE)), passwords=Passwords(CHEAP))


@contextmanager
def serving(hall: Hall) -> Iterator[TestClient]:
    """The app, running, with a browser that nobody is signed in with."""
    with TestClient(app(hall), base_url=HERE, headers={"origin": HERE}, follow_redirects=False) as client:
        yield client
    hall.book.close()


@dataclass
class Browser:
    """A browser of its own over the same app; it knows the seal of the last page."""

    client: TestClient
    cookies: dict[str, str] = field(default_factory=dict)
    seal: str = ""

    def get(self, path: str, **more: Any) -> Any:
        return self._kept(self._sent("GET", path, **more))

    def post(self, path: str, seal: str | None = None, **fields: str) -> Any:
        if seal is None and not self.seal:
            self.get("/")
            self.get("/home")
        data = {"seal": self.seal if seal is None else seal, **fields}
        return self._kept(self._sent("POST", path, data=data))

    def talk(self, **more: Any) -> Any:
        self.client.cookies.clear()
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"origin": HERE, "cookie": jar, **more}
        return self.client.websocket_connect("ws://localhost/talk/socket?width=80&height=24", headers=headers)

    def _sent(self, method: str, path: str, **more: Any) -> Any:
        self.client.cookies.clear()
        for name, value in self.cookies.items():
            self.client.cookies.set(name, value)
        answer = self.client.request(method, path, **more)
        self.client.cookies.clear()
        return answer

    def _kept(self, answer: Any) -> Any:
        for one in answer.headers.get_list("set-cookie"):
            name, _, rest = one.partition("=")
            value = rest.partition(";")[0].strip('"')
            if value and "Max-Age=0" not in one:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        found = re.search(r'name="seal" value="([0-9a-f]*)"', answer.text if "text/html" in _kind(answer) else "")
        self.seal = found[1] if found else self.seal
        return answer


def _kind(answer: Any) -> str:
    return str(answer.headers.get("content-type", ""))


def signed_in(hall: Hall, client: TestClient, account: Account) -> Browser:
    """A browser in which this account is signed in."""
    token = tokens.sign_in(hall.book, account.id, hall.clock.now())
    made = Browser(client, {"toask": token})
    made.get("/home")
    return made


@dataclass
class School:
    """Who is there."""

    admin: Account
    trainer: Account
    other_trainer: Account
    classroom: accounts.SchoolClass
    other_class: accounts.SchoolClass
    trainee: Account
    silent: Account
    stranger: Account


def school(hall: Hall) -> School:
    """Two classes: in the first a trainee who lets the trainer read along and one who does not."""
    book, now = hall.book, hall.clock.now()
    admin = accounts.add(book, "Beheer", "admin", now)
    trainer, other = (accounts.add(book, name, "trainer", now) for name in ("Tessa", "Otto"))
    one, two = (
        accounts.start_class(book, "Klas een", trainer.id, now),
        accounts.start_class(book, "Klas twee", other.id, now),
    )
    trainee = accounts.add(book, "Geheime Gerda", "trainee", now, one.id)
    silent = accounts.add(book, "Stille Sem", "trainee", now, one.id)
    stranger = accounts.add(book, "Vreemde Vera", "trainee", now, two.id)
    accounts.set_consent(book, trainee.id, True, now)
    return School(admin, trainer, other, one, two, accounts.by_id(book, trainee.id), silent, stranger)
