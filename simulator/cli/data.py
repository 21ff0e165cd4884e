"""`toask data`: what is kept of the user, where, and how to take it along or away."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import closing
from pathlib import Path

from simulator.app import settings
from simulator.cli.language import chosen
from simulator.cli.wrong import CommandError
from simulator.i18n import tr, trn
from simulator.practice.store import Store
from simulator.privacy import disguise, places, pseudonyms, takeout
from simulator.privacy.pseudonyms import Pseudonyms
from simulator.privacy.takeout_readme import counted, warning
from simulator.report.words import Words
from simulator.scoring.show import safe


def run(wanted: argparse.Namespace) -> int:
    """Show, export or delete; 0, or 1 where nothing was done."""
    words = Words(chosen(wanted))
    if wanted.sub == "where":
        return _where(wanted, words)
    if wanted.sub == "export":
        return _export(wanted, words)
    from simulator.cli import data_delete

    return data_delete.run(wanted)


def kinds() -> dict[places.Kind, str]:
    """Return what each place holds, in the interface's language."""
    return {
        "database": tr("Conversations, notes, corrections, reports, goals"),
        "aside": tr("Damaged copies of the database that were kept"),
        "observations": tr("Observer sheets that are not finished"),
        "reviews": tr("Codes that people gave to conversations"),
        "drafts": tr("Texts that an editor left behind"),
        "settings": tr("Settings"),
        "vectors": tr("Numbers made of scenarios, no words of yours"),
        "scenarios": tr("Scenarios of your own"),
        "other": tr("Not of toask, in the same folder"),
        "exports": tr("What you exported from the app"),
    }


def size(count: int, words: Words) -> str:
    """Return bytes for a reader."""
    if count < 1000:
        return f"{count} B"
    return f"{words.number(count / 1000, 0)} kB" if count < 1_000_000 else f"{words.number(count / 1_000_000)} MB"


def _where(wanted: argparse.Namespace, words: Words) -> int:
    found = places.places(settings.default_path())
    if wanted.json:
        rows = [{"kind": one.kind, "path": str(one.path), "files": len(one.files), "bytes": one.size} for one in found]
        print(json.dumps({"places": rows}, ensure_ascii=False))
        return 0
    names = kinds()
    print(tr("All of it is on this computer; toask sends nothing anywhere, unless you choose a server as the voice."))
    for one in found:
        if one.there:
            many = trn("{n} file", "{n} files", len(one.files)).format(n=len(one.files))
            print(f"\n{names[one.kind]}\n  {safe(str(one.path))}\n  {many}, {size(one.size, words)}")
    print()
    print(tr("Take it with you: `toask data export FILE.zip`. Delete it: `toask data delete`."))
    print(tr("Reports and bundles that you wrote to a place of your own choice are not in this list."))
    return 0


def _export(wanted: argparse.Namespace, words: Words) -> int:
    if wanted.names and not wanted.pseudonymise:
        raise CommandError(tr("A file with names goes with --pseudonymise; add that, or leave --names out."), 2)
    out = Path(wanted.out)
    if out.suffix.lower() != ".zip":
        raise CommandError(tr("An export is a ZIP file; give it a name that ends in .zip."), 2)
    listed = pseudonyms.read_names(Path(wanted.names)) if wanted.names else []
    held = places.places(settings.default_path())
    with closing(Store()) as store:
        names = Pseudonyms(words.language, disguise.characters(store), listed) if wanted.pseudonymise else None
        found = takeout.take_out(store, out, held, words.language, names)
    many = found["conversations"]
    print(trn("{n} conversation", "{n} conversations", many).format(n=many) + f": {safe(str(out))}")
    if names is not None:
        _told(names, words)
    return 0


def _told(names: Pseudonyms, words: Words) -> None:
    """Say on this screen, and nowhere else, what was replaced by what."""
    print(tr("Replaced: {what}.").format(what=counted(words, names)), file=sys.stderr)
    for placeholder, forms in names.replaced.items():
        print(f"  {placeholder}  {safe(', '.join(forms), 100)}", file=sys.stderr)
    print(warning(words), file=sys.stderr)
