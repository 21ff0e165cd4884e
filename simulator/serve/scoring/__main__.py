"""The scoring process: `python -m simulator.serve.scoring --socket PATH`."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from simulator.errors import ToaskError
from simulator.serve.scoring.address import Listening, listen
from simulator.serve.scoring.errors import CannotServe
from simulator.serve.scoring.server import TOGETHER, Server
from simulator.serve.scoring.work import load

NICE = 5
"""How much this process stands back: typing in a tab goes before computing for one."""


def main(arguments: list[str] | None = None) -> int:
    """Serve until it is stopped; 1: it could not begin, and stderr says why."""
    wanted = _parser().parse_args(arguments)
    stand_back()
    try:
        listening = listen(wanted.socket, wanted.tcp)
        try:
            asyncio.run(_serve(listening, wanted.threads, wanted.together))
        finally:
            listening.close()
    except (CannotServe, ToaskError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except ModuleNotFoundError as problem:
        print(f"Scoring needs {problem.name}; run `pip install 'toask[model]'`.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


def stand_back() -> None:
    """Let the web server and the tabs go first where all want the processor, so that their screens stay quick."""
    with suppress(OSError, AttributeError):  # Windows has no such thing
        os.nice(NICE)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator.serve.scoring", description=__doc__)
    parser.add_argument("--socket", type=Path, required=True, metavar="PATH", help="the address, for TOASK_SCORING")
    parser.add_argument("--tcp", action="store_true", help="loopback with a token in PATH, not a unix socket")
    parser.add_argument("--threads", type=int, metavar="N", help="torch threads in all (as the machine has cores)")
    parser.add_argument(
        "--together", type=int, default=TOGETHER, metavar="N", help="turns of several tabs in one pass; 1: never"
    )
    return parser


async def _serve(listening: Listening, threads: int | None, together: int) -> None:
    server = Server(load(threads), listening.token, together)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(number, server.stop)
    await server.run(listening.socket)


if __name__ == "__main__":
    sys.exit(main())
