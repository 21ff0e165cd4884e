"""`toask group`: a class as a page, as tables, as JSON, or in the terminal."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

from simulator.cli import outputs
from simulator.cli.language import chosen
from simulator.cli.say import say
from simulator.cli.wrong import CommandError
from simulator.group import page, write
from simulator.group.disguise import disguised, pseudonyms
from simulator.group.from_server import is_server
from simulator.group.model import Group
from simulator.group.sources import gather, named
from simulator.group.tables import Person, people
from simulator.i18n import tr
from simulator.privacy.pseudonyms import read_names
from simulator.report.words import Words
from simulator.scoring.show import safe

_MOST_TOLD = 20


def run(wanted: argparse.Namespace) -> int:
    """Write what was asked for; 1 when something that should have gone along was left out."""
    words = Words(chosen(wanted))
    if wanted.names and not wanted.pseudonymise:
        raise CommandError(tr("A file with names goes with --pseudonymise; add that, or leave --names out."), 2)
    if wanted.classroom and not any(is_server(named(one)[0]) for one in wanted.sources):
        line = tr("--class chooses a class of a server, and none of these is one; leave it out, or give its folder.")
        raise CommandError(line, 2)
    listed = read_names(Path(wanted.names)) if wanted.names else []
    if wanted.parquet:
        write.check_parquet()
    outs = [Path(out) for out in (wanted.html, wanted.csv, wanted.parquet) if out]
    outputs.check(outs, map(Path, [*wanted.sources, *([wanted.names] if wanted.names else [])]))
    group = gather(wanted.sources, wanted.classroom, wanted.pseudonymise)
    if wanted.pseudonymise:
        group = disguised(group, pseudonyms(group, words.language, listed))
    for one in group.left[:_MOST_TOLD]:
        say(safe(f"{one.source}: {one.why}" if one.source and one.source not in one.why else one.why))
    if len(group.left) > _MOST_TOLD:
        say(tr("{n} more were left out; they are in --json and on the page.").format(n=len(group.left) - _MOST_TOLD))
    _write(wanted, group, words)
    return 1 if any(one.fault for one in group.left) else 0


def _write(wanted: argparse.Namespace, group: Group, words: Words) -> None:
    written = False
    outs: list[tuple[str, Callable[[Path], None]]] = [
        (wanted.html, lambda path: page.write(group, path, words, wanted.title)),
        (wanted.csv, lambda path: write.write_csv(group, path)),
        (wanted.parquet, lambda path: write.write_parquet(group, path)),
    ]
    for out, make in outs:
        if out:
            make(Path(out))
            say(tr("{path} written.").format(path=out))
            written = True
    if wanted.json:
        print(json.dumps(write.as_json(group), ensure_ascii=False))
    elif not written:
        print(page.lead(group, words))
        for one in people(group.talks):
            print(_line(one, page.titles(group, words), words))


def _line(one: Person, titles: page.Titles, words: Words) -> str:
    """Return a trainee on a line: name, conversations, ask share from first to last where known, where no further."""
    shares = one.shares
    path = f"{words.percent(shares[0])} → {words.percent(shares[-1])}" if shares else words.percent(None)
    aside = page.undated(one, words)
    stuck = ", ".join(titles[held.school] for held in one.tries if held.stuck)
    more = f"  {tr('ask shares, dates not known')}: {aside}" if aside else ""
    more += f"  {tr('gets no further')}: {safe(stuck)}" if stuck else ""
    return f"{safe(one.name, 32):32} {len(one.talks):>4}  {path:>11}{more}"
