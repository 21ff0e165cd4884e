"""`toask serve backup` and `toask serve restore`: a server's folder in one file, and back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from simulator.i18n import tr, trn
from simulator.scoring.show import safe

_LISTED = 20


def run(wanted: argparse.Namespace, data: Path) -> int:
    """Back up or restore; 0, or 1 where a database in it was damaged before."""
    return _backup(wanted, data) if wanted.sub == "backup" else _restore(wanted, data)


def _backup(wanted: argparse.Namespace, data: Path) -> int:
    from simulator.serve.backup import back_up

    made = back_up(data, Path(wanted.out), wanted.replace)
    files = trn("{n} file", "{n} files", len(made.parts)).format(n=len(made.parts))
    print(f"{safe(str(made.out))}: {_many(made.accounts)}, {files}, {made.bytes / 1e6:.1f} MB")
    if made.left:
        _tell(tr("Left out are links, and names that not every system takes: {names}"), made.left)
    if made.unsound:
        _tell(tr("The backup is whole, but these databases were damaged before: {names}"), made.unsound)
    return 1 if made.unsound else 0


def _restore(wanted: argparse.Namespace, data: Path) -> int:
    from simulator.serve.restore import restore

    done = restore(Path(wanted.file), data, wanted.set_aside)
    when = tr("as it was on {when}").format(when=safe(done.manifest.made))
    print(f"{safe(str(data))}: {_many(done.accounts)}, {when}")
    _tell(tr("Everybody signs in again; who has no password gets a new link from the trainer."))
    if done.aside is not None:
        _tell(tr("What was there is kept in {names}; remove it when you need it no longer."), [str(done.aside)])
    if done.back:
        _tell(tr("These were there no longer and are back; remove again who was deleted: {names}"), done.back)
    return 0


def _many(accounts: int) -> str:
    return trn("{n} account", "{n} accounts", accounts).format(n=accounts)


def _tell(line: str, names: Sequence[str] = ()) -> None:
    listed = ", ".join(safe(one) for one in names[:_LISTED])
    left = len(names) - _LISTED
    more = " " + trn("and {n} more", "and {n} more", left).format(n=left) if left > 0 else ""
    print(line.format(names=listed + more), file=sys.stderr)
