"""A trainee's own portfolio: what was chosen for it, where it stands, and the files to hand in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.files import write_bytes
from simulator.portfolio import archive, attendance, bundle, criteria
from simulator.portfolio.gather import gathered
from simulator.practice.store import Store
from simulator.report.words import Words
from simulator.when import day

VARIABLE = "TOASK_CRITERIA"
"""Names criteria files that a training gives to everybody, with the system's separator between them."""
SHOWN: Mapping[str, str] = {archive.PAGE: ".html", archive.PRINT: ".pdf", archive.DATA: ".json"}
"""Parts of a bundle that also lie beside it, with the ending of their file."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a portfolio is made with: the criteria file, one's name (empty: not said), the signed attendance or None."""

    criteria: Path
    name: str = ""
    attendance: Path | None = None


@dataclass(frozen=True, slots=True)
class Files:
    """What was written: the bundle to hand in, what lies beside it to read, and a sentence where there is no PDF."""

    bundle: Path
    beside: tuple[Path, ...]
    notice: str = ""


def example() -> Path:
    """Return the criteria file that came with toask."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "_data" / "examples" / "criteria.yaml"
    return inside if inside.is_file() else package.parent / "docs" / "examples" / "criteria.yaml"


def offered() -> list[Path]:
    """Return the criteria files that can be chosen without naming one: those of the training, then the example."""
    named = [Path(one).expanduser() for one in os.environ.get(VARIABLE, "").split(os.pathsep) if one.strip()]
    return [one for one in (*named, example()) if one.is_file()]


def standing(store: Store, chosen: Chosen, reader: str) -> dict[str, Any]:
    """Return the whole portfolio as it stands now, as `gather.gathered` does; blocks.

    Args:
        store: the practice log.
        chosen: files and name.
        reader: language of the pages, `nl` or `en`.

    Raises:
        PortfolioError: a file cannot be used; a line for each problem.
        StoreError: the log cannot be read.
    """
    asked = criteria.load(chosen.criteria)
    held = attendance.read(chosen.attendance) if chosen.attendance else None
    return gathered(store, asked, chosen.name, held, None, reader)


def write(folder: Path, portfolio: Mapping[str, Any]) -> Files:
    """Write the bundle, and its page, print and data beside it; nothing is overwritten.

    Args:
        folder: where; it need not exist.
        portfolio: as `standing` gave it.

    Raises:
        PortfolioError: a part cannot be made.
        CannotWrite: something cannot be written.
    """
    about = portfolio["about"]
    name = Words(about["reader"]).tr("portfolio")
    stem = _free(folder, f"{day(about['created'])}-{name}")
    path = folder / f"{stem}.zip"
    made = bundle.write(path, portfolio)
    parts = archive.read(path).parts
    beside = {folder / f"{stem}{ending}": parts[name] for name, ending in SHOWN.items() if name in parts}
    for one, data in beside.items():
        write_bytes(one, data)
    return Files(path, tuple(beside), made.notice)


def _free(folder: Path, stem: str) -> str:
    """Return a name under which nothing lies there yet."""
    name, count = stem, 1
    while any((folder / f"{name}{ending}").exists() for ending in (".zip", *SHOWN.values())):
        count += 1
        name = f"{stem}-{count}"
    return name
