"""A debrief as a PDF, set by typst: no browser, no network. Words of people go in as data, never as markup."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulator.debrief.model import Debrief
from simulator.debrief.paper import chart
from simulator.debrief.paper.sections import paper
from simulator.practice.api import PracticeError
from simulator.scoring.write import whole

if TYPE_CHECKING:
    from types import ModuleType

BOX = {name: getattr(chart, name) for name in ("TOP", "ZERO", "BOTTOM", "OPENED", "UNDER", "HEIGHT")}
MISSING = "A PDF needs typst, which is not installed; run `pip install 'toask[pdf]'`, or print the page of --html."


def typst() -> ModuleType:
    """Return the typesetter.

    Raises:
        PracticeError: it is not installed.
    """
    try:
        import typst as found
    except ModuleNotFoundError as error:
        raise PracticeError(MISSING) from error
    return found


def write_pdf(debrief: Debrief, path: Path, *, hidden: bool = False, numbers: bool = True) -> None:
    """Write the debrief as a tagged PDF on A4; it is whole or not there at all.

    Raises:
        PracticeError: typst is not installed, or cannot set this text.
        ScoringError: it cannot be written.
    """
    data = _plain(paper(debrief, hidden=hidden, numbers=numbers)) | {"box": BOX}
    made = pdf_of(data)
    with whole(path) as beside:
        beside.write_bytes(made)


def pdf_of(data: dict[str, Any]) -> bytes:
    """Return a paper's data as a PDF.

    Raises:
        PracticeError: typst is not installed, or cannot set this text.
    """
    made = typst()
    template = resources.files("simulator.debrief.paper").joinpath("paper.typ").read_bytes()
    try:
        found: bytes = made.compile(template, sys_inputs={"paper": json.dumps(data)})
    except RuntimeError as error:
        raise PracticeError(f"typst could not set this debrief ({error}); use --html instead.") from error
    return found


def _plain(one: object) -> Any:  # noqa: ANN401  (any JSON value)
    """Return a paper or a part of it as plain data; each block with its kind."""
    if isinstance(one, tuple | list):
        return [_plain(part) for part in one]
    if not is_dataclass(one):
        return one
    data = {field.name: _plain(getattr(one, field.name)) for field in fields(one)}
    kind = getattr(one, "kind", "")
    return {**data, "kind": kind} if kind else data
