"""Data set on paper by typst: no browser, no network. Words of people go in as data, never as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from simulator.errors import ToaskError
from simulator.extras import needed

if TYPE_CHECKING:
    from types import ModuleType


class CannotSet(ToaskError):
    """The typesetter is there and cannot make a PDF of this."""


def typst() -> ModuleType:
    """Return the typesetter.

    Raises:
        MissingExtra: it is not installed.
    """
    with needed("A PDF"):
        import typst as found
    return found


def pdf_of(template: bytes, data: Mapping[str, object], created: str = "") -> bytes:
    """Return data as a PDF.

    Args:
        template: typst, which reads `sys.inputs.data` as JSON.
        data: plain JSON.
        created: UTC, ISO 8601, for the PDF's own date; empty: now.

    Raises:
        MissingExtra: typst is not installed.
        CannotSet: it cannot set this.
    """
    when = int(datetime.fromisoformat(created).timestamp()) if created else None
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    try:
        made: bytes = typst().compile(template, sys_inputs=inputs, timestamp=when)
    except (RuntimeError, ValueError) as error:
        why = (str(error).splitlines() or ["unknown"])[0]
        raise CannotSet(f"typst cannot set this ({why}); do without the PDF, and report this.") from error
    return made
