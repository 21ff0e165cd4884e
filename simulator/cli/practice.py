"""`toask` and `toask practice`: the app, or the plain conversation."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.say import say_damaged_cards
from simulator.cli.wrong import CommandError
from simulator.i18n import LANGUAGES, tr

if TYPE_CHECKING:
    from simulator.app.real import RealServices
    from simulator.practice.api import UnknownName


def run(wanted: argparse.Namespace) -> int:
    """Open the app, or talk line by line with `--plain`."""
    from simulator.app.real import RealServices
    from simulator.practice.api import RESUME, UnknownName

    if wanted.command is None:
        wanted = argparse.Namespace(scenario=None, plain=False, voice=None, seed=None, lang=None, assessment=False)
    plain = wanted.plain or not (_served() or (sys.stdin.isatty() and sys.stdout.isatty()))
    ref = wanted.scenario or ""
    if wanted.assessment and (not ref or ref.startswith(RESUME)):
        raise CommandError(tr("Name a scenario for --assessment; a kept conversation stays as it was begun."), 2)
    if plain and not ref and not wanted.plain:
        raise CommandError(tr("toask needs a terminal; line by line: `toask practice NAME --plain`."), 2)
    if plain and not ref:
        raise CommandError(tr("Name a scenario for --plain, such as `toask practice vakdocent-dans --plain`."), 2)
    if _other_language(ref, wanted.lang or ""):
        line = tr("{name} names one language and --lang another; leave out --lang, or give the name without `{lang}/`.")
        raise CommandError(line.format(name=ref, lang=ref.partition("/")[0]), 2)
    services = RealServices(voice=wanted.voice, seed=wanted.seed, language=wanted.lang or "")
    try:
        services.check_names(ref)
        say_damaged_cards()
        return _open(services, ref, plain, wanted.lang or "", wanted.assessment)
    except UnknownName as error:
        return _refuse(services, error)
    finally:
        services.close()


def _other_language(ref: str, language: str) -> bool:
    """Whether the name of a scenario (`nl/klei-ochtend`, no file) says another language than the one asked for."""
    named, _, name = ref.rpartition("/")
    return bool(language) and named in LANGUAGES and named != language and not Path(name).suffix


def _served() -> bool:
    """Whether a server shows the app in a browser: then it speaks packets, and needs no terminal."""
    from simulator.app.terminal import served

    return served()


def _open(services: RealServices, ref: str, plain: bool, language: str, assessment: bool) -> int:
    if plain:
        from simulator.app.plain import run as run_plain

        return run_plain(services, ref, language=language, assessment=assessment)
    from simulator.app.app import run as run_app

    return run_app(services, ref, assessment=assessment)


def _refuse(services: RealServices, error: UnknownName) -> int:
    """Say, before any screen opens, that nothing has the name that was given."""
    from simulator import i18n
    from simulator.app.errors import said

    i18n.use(services.settings().language)
    print(said(str(error)), file=sys.stderr)
    return 2
