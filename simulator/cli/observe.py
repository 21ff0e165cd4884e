"""`toask observe`: the observer's sheet, and what is done with it afterwards."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from simulator import i18n
from simulator.cli import outputs
from simulator.cli.language import chosen
from simulator.cli.wrong import CommandError
from simulator.files import write_text
from simulator.observing.observed_says import clock, figures, sentences
from simulator.observing.sheets import Desk, title
from simulator.report.words import NONE, Words
from simulator.scoring.jsontext import dumps
from simulator.scoring.show import safe
from simulator.when import moment

_LISTED = 10


def run(wanted: argparse.Namespace) -> int:
    """Run what is asked; without more, the sheet itself."""
    chosen(wanted)
    found = {"list": _list, "export": _export, "compare": _compare}.get(wanted.sub or "")
    return found(wanted) if found else _observe(wanted)


def _observe(wanted: argparse.Namespace) -> int:
    if wanted.plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        from simulator.cli.observe_plain import observe

        return observe(Desk(), wanted, sys.stdin, sys.stdout, sys.stderr)
    from simulator.app.app import run as run_app
    from simulator.app.openings import OBSERVE
    from simulator.app.real import RealServices

    services = RealServices()
    try:
        return run_app(services, f"{OBSERVE}{wanted.lang}")
    finally:
        services.close()


def _list(wanted: argparse.Namespace) -> int:
    desk = Desk()
    sheets = [(seen, False) for seen in desk.unfinished()] + [(seen, True) for seen in desk.kept()]
    talks = _talks(desk)
    if wanted.json:
        rows = [
            {
                "id": seen.id, "finished": finished, "created": seen.created, "asks": seen.asks, "school": seen.school,
                "observer": seen.observer, "ticks": len(seen.ticks), "seconds": seen.seconds,
            }
            for seen, finished in sheets
        ]  # fmt: skip
        print(dumps({"sheets": rows, "conversations": talks}))
        return 0
    tr, trn = i18n.tr, i18n.trn
    print(tr("Sheets") if sheets else tr("There are no sheets yet; `toask observe` begins one."))
    for seen, finished in sheets:
        ticks = trn("{n} tick", "{n} ticks", len(seen.ticks)).format(n=len(seen.ticks))
        state = "" if finished else f" · {tr('not finished')}"
        print(f"  {seen.id[:8]}  {safe(title(seen), 60)} · {ticks} · {clock(seen.seconds)}{state}")
    if talks:
        print("\n" + tr("Conversations"))
    for talk in talks:
        print(f"  {talk['id'][:8]}  {safe(talk['title'], 60)} · {moment(talk['updated'])}")
    return 0


def _talks(desk: Desk) -> list[dict[str, str]]:
    from simulator.practice.store import Store

    with closing(Store(desk.database)) as store:
        rows = [row for row in store.conversations(archived=None, limit=50) if row.turns]
    return [{"id": row.id, "title": row.title, "updated": row.updated} for row in rows[:_LISTED]]


def _export(wanted: argparse.Namespace) -> int:
    from simulator.observing.sheet_out import to_csv, to_json

    seen = Desk().find(wanted.sheet)
    if not (wanted.json_out or wanted.csv_out):
        raise CommandError(i18n.tr("Say how: --json OUT or --csv OUT; - prints it."), 2)
    _write(wanted.json_out, dumps(to_json(seen)) + "\n")
    _write(wanted.csv_out, to_csv(seen))
    return 0


def _write(out: str | None, text: str) -> None:
    """Write to a file, or print for `-`; nothing where it was not asked."""
    if out == "-":
        sys.stdout.write(text)
    elif out:
        write_text(Path(out), text)


def _compare(wanted: argparse.Namespace) -> int:
    from simulator.observing.observed import compare
    from simulator.observing.scored import of_file, of_log

    language = i18n.language()
    if wanted.html:
        from simulator.scoring.write import check_html

        check_html()
    desk = Desk()
    seen = desk.find(wanted.sheet)
    path = Path(wanted.talk)
    outputs.check([Path(wanted.html)] if wanted.html else [], [path])
    if path.suffix or path.is_file():
        coded = of_file(path, wanted.conversation)
    else:
        from simulator.practice.store import Store

        with closing(Store(desk.database)) as store:
            coded = of_log(store, wanted.talk)
    found = compare(seen, coded)
    if wanted.html:
        from simulator.observing.observed_page import write_observed

        write_observed(found, Path(wanted.html), language)
    if wanted.json:
        print(dumps(found))
    elif not wanted.html:
        _show(found, Words(language))
    return 0


def _show(found: Mapping[str, Any], words: Words) -> None:
    tr, rows = words.tr, figures(found, words)
    print(f"{safe(found['conversation'], 80)}\n")
    width = max(len(name) for name, _, _ in rows) + 2
    print(f"{'':{width}}{tr('observer'):>12}{tr('scorer'):>12}")
    for name, observer, scorer in rows:
        print(f"{name:{width}}{observer:>12}{scorer:>12}")
    print()
    for code, one in found["codes"].items():
        if one["observer"] or one["scorer"]:
            print(f"{code:{width}}{one['observer']:>12}{one['scorer']:>12}")
    print()
    for sentence in sentences(found, words):
        print(sentence)
    if found["differences"]:
        print(f"\n{tr('Where you differ')}")
    for row in found["differences"]:
        codes = f"{row['scorer'] or NONE} / {row['observer'] or NONE}"
        note = f"  ({safe(row['note'], 60)})" if row["note"] else ""
        turn, time = row["turn"] or "", clock(row["at"])
        print(f"  {turn:>4} {time:>6}  {codes:20} {safe(row['unit'], 70)}{note}")
