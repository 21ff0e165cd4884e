"""Which programs stand behind a web server, from its settings, and what a tab must know of them.

In the file of settings:

```toml
[scoring_process]
threads = 4                   # torch threads; else as many as there are cores, one less of more than two
together = 16                 # turns of several tabs in one pass; 1: never
socket = "/run/toask/scoring" # its address; else in the data folder

[model]                       # only where another voice than the shipped one speaks
address = "http://127.0.0.1:8001/v1#name"  # any server that speaks OpenAI's way: it is used as it is
serve = "/srv/models/qwen"    # or: a model for `transformers serve`, which is started and watched
command = ["vllm", "serve", "…", "--port", "8001"]  # or: another program, beside its `address`
port = 8001                   # of `serve`; else any that is free
```
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from simulator.serve.errors import ServeError
from simulator.serve.models.watch import Program, Report, Watched
from simulator.serve.scoring.address import fits
from simulator.serve.sources import hint

Table = Mapping[str, Any]
SCORING: dict[str, type] = {"socket": str, "threads": int, "together": int, "tcp": bool}
MODEL: dict[str, type] = {"address": str, "serve": str, "command": list, "port": int}
FRUGAL = {
    "MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "65536", "MALLOC_MMAP_THRESHOLD_": "65536",
    "OPENBLAS_NUM_THREADS": "1",
}  # fmt: skip
"""Keeps a tab small: what it has freed goes back to the system (glibc), and it computes with one thread."""


class Backing:
    """The scoring process and the model server of one web server.

    Args:
        tables: `scoring_process` and `model` of the settings.
        folder: where the scoring process has its address, when the settings name none.
        scoring: address of a scoring process that runs already; then none is started.
        voice: the voice that was chosen; empty: the model server's where there is one, else the shipped one.
        changed: called from another thread when one of the programs is started, well or gone.

    Raises:
        ServeError: a setting is not known or not right.
    """

    def __init__(
        self,
        tables: Mapping[str, Table],
        folder: Path,
        scoring: str = "",
        voice: str = "",
        changed: Callable[[Report], None] = lambda report: None,
    ) -> None:
        of_scoring = checked("scoring_process", tables.get("scoring_process", {}), SCORING)
        of_model = checked("model", tables.get("model", {}), MODEL)
        programs: list[Program] = []
        if not scoring:
            path = Path(of_scoring.get("socket") or folder / "scoring")
            programs.append(scoring_program(path, of_scoring))
            scoring = f"unix:{path}" if fits(path) and not of_scoring.get("tcp") else str(path)
        address, program = model(of_model)
        programs += [program] if program else []
        self._environment = {**FRUGAL, "TOASK_SCORING": scoring}
        if voice or address:
            self._environment["TOASK_VOICE"] = voice or address
        self._watched = [Watched(one, changed=changed) for one in programs]

    def environment(self) -> dict[str, str]:
        """Return what every tab gets into its environment."""
        return dict(self._environment)

    def start(self) -> None:
        """Start all programs; returns at once, tabs wait by themselves until they are ready."""
        for one in self._watched:
            one.start()

    def reports(self) -> list[Report]:
        """Return how each program is."""
        return [one.report for one in self._watched]

    def wait(self, seconds: float) -> bool:
        """Wait until all are ready; False: one is not after so many seconds."""
        return all(one.wait(seconds) for one in self._watched)

    def stop(self) -> None:
        """Stop all programs; safe to call twice."""
        for one in self._watched:
            one.stop()


def scoring_program(path: Path, table: Table) -> Program:
    """Return the scoring process at that address."""
    from simulator.serve.scoring.client import health

    command = [sys.executable, "-m", "simulator.serve.scoring", "--socket", str(path)]
    for name in ("threads", "together"):
        if name in table:
            command += [f"--{name}", str(table[name])]
    if table.get("tcp"):
        command.append("--tcp")
    return Program("scoring process", command, lambda: (health(path) or {}).get("state") == "ready")


def model(table: Table) -> tuple[str, Program | None]:
    """Return the address of the model server as a voice, empty without one, and the program that is started for it.

    Raises:
        ServeError: the settings do not go together.
    """
    if not table:
        return "", None
    if "serve" in table:
        if "address" in table or "command" in table:
            raise ServeError("[model] has both serve and address or command; leave one of them out.")
        port = table.get("port") or _free_port()
        name = str(table["serve"])
        command = [sys.executable, "-m", "transformers.cli.transformers", "serve", name]
        command += ["--host", "127.0.0.1", "--port", str(port)]
        url = f"http://127.0.0.1:{port}/v1"
        # What the model needs lies on this machine: nothing is fetched while people practise.
        program = Program("model server", command, lambda: answers(url), {"HF_HUB_OFFLINE": "1"})
        return f"{url}#{name}", program
    address = str(table.get("address", ""))
    url = address.partition("#")[0].rstrip("/")
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ServeError("[model] needs an address such as http://127.0.0.1:8001/v1#name, or serve = a model.")
    if "command" not in table:
        return address, None
    words = [str(one) for one in table["command"]]
    if not words:
        raise ServeError("[model] has an empty command; name the program and its arguments, or leave it out.")
    return address, Program("model server", words, lambda: answers(url))


def answers(url: str, seconds: float = 3.0) -> bool:
    """Whether a server that speaks OpenAI's way answers at all; also where it wants a key."""
    import httpx

    try:
        return httpx.get(f"{url}/models", timeout=seconds).status_code < 500
    except (httpx.HTTPError, httpx.InvalidURL):
        return False


def checked(name: str, table: Table, known: Mapping[str, type]) -> Table:
    """Return a table of settings. Raises ServeError: one is not known, or is of another kind."""
    for key, value in table.items():
        if key not in known:
            raise ServeError(f"[{name}]: '{key}' is not a setting; {hint(key, known)}")
        if type(value) is not known[key] or (isinstance(value, int) and known[key] is int and not 0 < value < 65536):
            raise ServeError(f"[{name}]: {key} is {value!r}; it takes {_KINDS[known[key]]}.")
    return table


_KINDS = {str: "a text", int: "a number from 1", bool: "true or false", list: "a list of words"}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as made:
        return int(made.getsockname()[1])
