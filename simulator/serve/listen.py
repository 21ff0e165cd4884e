"""Where the server listens: taken before anything is said or started that would be in vain."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from simulator.serve.errors import ServeError

BACKLOG = 2048
_ABSENT = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)
"""`localhost` may stand for an IPv6 address on a system that has none; the other one does."""


@contextmanager
def listening(host: str, port: int) -> Iterator[list[socket.socket]]:
    """Listen on every address that a host stands for.

    Raises:
        ServeError: another program has one of them, or there is none here.
    """
    with ExitStack() as stack:
        found: list[socket.socket] = []
        absent: OSError | None = None
        try:
            for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                try:
                    found.append(stack.enter_context(_open(family, kind, protocol, address)))
                except OSError as error:
                    if error.errno not in _ABSENT:
                        raise
                    absent = error
            if not found:
                raise absent or OSError("no such address")
        except OSError as error:
            raise _cannot(f"{host} port {port}", error) from error
        yield found


def _open(family: int, kind: int, protocol: int, address: Any) -> socket.socket:  # noqa: ANN401  (by its family)
    one = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere that would let two servers share the port
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind(address)
        one.listen(BACKLOG)
    except OSError:
        one.close()
        raise
    return one


def _cannot(where: str, error: OSError) -> ServeError:
    if error.errno == errno.EADDRINUSE:
        return ServeError(f"Another program listens on {where} already; stop that one, or give another --port.", 503)
    why = error.strerror or error
    return ServeError(f"Nothing can listen on {where} ({why}); give another --host or --port.", 503)
