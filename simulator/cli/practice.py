"""`toask` and `toask practice`: the app, or the plain conversation."""

from __future__ import annotations

import argparse
import sys


def run(wanted: argparse.Namespace) -> int:
    """Open the app, or talk line by line with `--plain`."""
    if wanted.command is None:
        wanted = argparse.Namespace(scenario=None, plain=False, voice=None, seed=None, lang=None)
    if wanted.plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return _plain(wanted)
    from simulator.app.app import run as run_app
    from simulator.app.real import RealServices

    services = RealServices(voice=wanted.voice, seed=wanted.seed, language=wanted.lang or "")
    try:
        return run_app(services, wanted.scenario or "")
    finally:
        services.close()


def _plain(wanted: argparse.Namespace) -> int:
    from simulator.app.plain import run as run_plain
    from simulator.app.real import RealServices
    from simulator.cli.wrong import CommandError

    if not wanted.scenario:
        raise CommandError("Name a scenario for --plain, such as `toask practice vakdocent-dans --plain`.", 2)
    services = RealServices(voice=wanted.voice, seed=wanted.seed, language=wanted.lang or "")
    try:
        return run_plain(services, wanted.scenario)
    finally:
        services.close()
