"""A debrief as a PDF, set by typst: no browser, no network. Words of people go in as data, never as markup."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from simulator.debrief.model import Debrief
from simulator.debrief.paper import chart
from simulator.debrief.paper.sections import paper
from simulator.files import write_bytes
from simulator.report.pdf import pdf_of

BOX = {name: getattr(chart, name) for name in ("TOP", "ZERO", "BOTTOM", "OPENED", "UNDER", "HEIGHT")}


def write_pdf(debrief: Debrief, path: Path, *, hidden: bool = False, numbers: bool = True) -> None:
    """Write the debrief as a tagged PDF on A4; it is whole or not there at all.

    Raises:
        MissingExtra: typst is not installed.
        CannotSet: it cannot set this text.
        CannotWrite: it cannot be written.
    """
    template = resources.files("simulator.debrief.paper").joinpath("paper.typ").read_bytes()
    write_bytes(path, pdf_of(template, data_of(debrief, hidden=hidden, numbers=numbers)))


def data_of(debrief: Debrief, *, hidden: bool = False, numbers: bool = True) -> dict[str, Any]:
    """Return what the template is filled with: the paper, and the measures of the map's box in pixels."""
    return {**_plain(paper(debrief, hidden=hidden, numbers=numbers)), "box": BOX}


def _plain(one: object) -> Any:  # noqa: ANN401  (any JSON value)
    """Return a paper or a part of it as plain data; each block with its kind."""
    if isinstance(one, tuple | list):
        return [_plain(part) for part in one]
    if not is_dataclass(one):
        return one
    data = {field.name: _plain(getattr(one, field.name)) for field in fields(one)}
    kind = getattr(one, "kind", "")
    return {**data, "kind": kind} if kind else data
