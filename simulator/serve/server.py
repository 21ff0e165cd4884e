"""Running it: one web process, which starts the apps; it stops when it is told to, after every app has."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from simulator.serve.config import Config
from simulator.serve.folders import private
from simulator.serve.listen import listening
from simulator.serve.lock import held

if TYPE_CHECKING:
    from simulator.serve.models.backing import Backing
    from simulator.serve.models.watch import Report

log = logging.getLogger("toask.serve")
RUN = "run"
"""Folder in the server's own where the scoring process has its address; every app may look into it."""

STOP_S = 20
LARGEST_FRAME = 256 * 1024
LARGEST_HEADERS = 32 * 1024


def run(config: Config) -> int:
    """Serve until told to stop; return the exit status.

    Raises:
        ServeError: it cannot start; the message says what to do.
    """
    import uvicorn

    from simulator.serve.asgi import app
    from simulator.serve.database import Book
    from simulator.serve.hall import Hall

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)  # it would log addresses of people
    for line in remarks(config):
        log.warning("%s", line)
    with (
        held(config.data),
        listening(config.host, config.port) as sockets,
        closing(Book(config.data)) as book,
        behind(config) as backing,
    ):
        hall = Hall(config, book, environ=os.environ | backing.environment())
        server = uvicorn.Server(uvicorn.Config(app(hall), **settings(config)))
        log.info("Serving on %s port %s; stop it with Ctrl+C.", config.host, config.port)
        server.run(sockets=sockets)
    return 0 if server.started else 1


@contextmanager
def behind(config: Config) -> Iterator[Backing]:
    """Run what stands behind the server: the scoring process and, where one is set up, the model server."""
    from simulator.serve.models.backing import Backing

    folder = config.data / RUN
    private(folder)
    voice = config.voice or os.environ.get("TOASK_VOICE", "")
    scoring = config.scoring or os.environ.get("TOASK_SCORING", "")
    backing = Backing(config.tables, folder, scoring, voice, _tell)
    backing.start()
    try:
        yield backing
    finally:
        backing.stop()


def _tell(report: Report) -> None:
    log.info("%s: %s", report.name, report.state)


def settings(config: Config) -> dict[str, Any]:
    """Return what uvicorn runs with. No request is logged: a link's token stands in its address."""
    return {
        "host": config.host, "port": config.port, "workers": 1, "lifespan": "on", "log_config": None,
        "access_log": False, "server_header": False, "ws": "websockets-sansio", "ws_max_size": LARGEST_FRAME,
        "ws_ping_interval": 20.0, "ws_ping_timeout": 20.0, "h11_max_incomplete_event_size": LARGEST_HEADERS,
        "limit_concurrency": config.most * 8 + 200, "timeout_keep_alive": 10, "timeout_graceful_shutdown": STOP_S,
        "proxy_headers": config.behind_proxy, "forwarded_allow_ips": ",".join(config.proxies),
        "ssl_certfile": config.tls_cert, "ssl_keyfile": config.tls_key,
    }  # fmt: skip


def remarks(config: Config) -> list[str]:
    """Return what whoever starts the server should know."""
    from simulator.serve.confine import version
    from simulator.serve.tab import FOLDER, reads

    found = []
    if not config.confine:
        found.append("confine is off: an app could read the folder of another account.")
    elif not version():
        found.append("This system cannot hold an app to its folder (Landlock, Linux 5.13); folders are still separate.")
    elif any(
        config.data.resolve().is_relative_to(one.resolve()) for one in reads(os.environ | {FOLDER: f"{config.data}"})
    ):
        found.append(f"{config.data} lies where every app may read; choose a --data folder elsewhere.")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        found.append("It runs as root; give it a user of its own.")
    return found
