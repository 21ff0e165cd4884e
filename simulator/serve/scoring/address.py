"""Where the scoring process listens: a unix socket, or where there are none, this machine's loopback with a token.

Either way the address is a path. It is a socket that only its owner may open, or a file that only its owner may read
and that holds port and token (`{"port": 40123, "token": "…"}`).
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from simulator.serve.scoring.errors import CannotServe

LONGEST = 100
"""Bytes of a socket's path: systems take 104 to 108."""
_QUICK = 2.0


@dataclass(frozen=True, slots=True)
class Listening:
    """A socket that listens.

    Attributes:
        socket: it. `path`: the address. `token`: what a client must say first; empty: the path alone is enough.
        mark: by which the path is known again, so that one process never takes away the address of the next.
    """

    socket: socket.socket
    path: Path
    token: str
    mark: tuple[int, int]

    def close(self) -> None:
        """Stop listening and take the address away, unless somebody else has it by now."""
        self.socket.close()
        with suppress(OSError):
            if _mark(self.path) == self.mark:
                self.path.unlink()


def listen(path: Path, tcp: bool = False) -> Listening:
    """Listen at an address; what a process left there that is gone is taken away.

    Args:
        path: the address.
        tcp: loopback with a token, also where there are unix sockets.

    Raises:
        CannotServe: somebody listens there already, something else lies there, or its folder cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _free(path)
        return _loopback(path) if tcp or not fits(path) else _unix(path)
    except OSError as problem:
        raise CannotServe(
            f"Cannot listen at {path} ({problem.strerror or problem}): make its folder writable, or choose another."
        ) from problem


def fits(path: Path) -> bool:
    """Whether a unix socket can have this path here."""
    return hasattr(socket, "AF_UNIX") and len(os.fsencode(path)) <= LONGEST


def connect(path: Path, seconds: float = _QUICK) -> tuple[socket.socket, str]:
    """Return a connection and the token that must be said first.

    Raises:
        OSError: nobody listens there. ValueError, KeyError: what lies there is no address.
    """
    if stat.S_ISSOCK(path.stat().st_mode):
        made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            made.settimeout(seconds)
            made.connect(str(path))
        except BaseException:
            made.close()
            raise
        return made, ""
    found = json.loads(path.read_text("ascii"))
    return socket.create_connection(("127.0.0.1", int(found["port"])), seconds), str(found["token"])


def _free(path: Path) -> None:
    """Take away what a process left that is gone. Raises CannotServe."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    try:
        connect(path)[0].close()
    except (ValueError, KeyError, TypeError) as problem:
        raise CannotServe(f"{path} is a file of another kind: choose another address.") from problem
    except OSError:
        if not (stat.S_ISSOCK(mode) or stat.S_ISREG(mode)):
            raise CannotServe(f"{path} is no address: choose another one.") from None
        path.unlink()
        return
    raise CannotServe(f"A scoring process listens at {path} already: use that one, or stop it first.")


def _unix(path: Path) -> Listening:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        made.bind(str(path))
    except BaseException:
        made.close()
        raise
    finally:
        os.umask(before)
    made.listen(128)
    return Listening(made, path, "", _mark(path))


def _loopback(path: Path) -> Listening:
    made = socket.create_server(("127.0.0.1", 0), backlog=128)
    token = secrets.token_hex(32)
    try:
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # readable by its owner only
        with os.fdopen(handle, "w", encoding="ascii") as out:
            json.dump({"port": made.getsockname()[1], "token": token}, out)
        Path(beside).replace(path)
    except BaseException:
        made.close()
        raise
    return Listening(made, path, token, _mark(path))


def _mark(path: Path) -> tuple[int, int]:
    found = path.lstat()
    return found.st_dev, found.st_ino
