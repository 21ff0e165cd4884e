"""A portfolio as PDF, by typst, where that is installed. All words come in as data, never as markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from importlib import resources
from typing import Any

from simulator.portfolio.errors import PortfolioError
from simulator.portfolio.page import texts
from simulator.report.words import Words

MISSING = "No PDF was written: that needs typst, which is not installed; run `pip install 'toask[pdf]'`."


def printed(shown: Mapping[str, Any], words: Words, created: str) -> bytes | None:
    """Return the PDF of what `view` gave; None: typst is not installed.

    Args:
        shown: what page and print show; the conversations themselves stand in the page only.
        words: of the reader.
        created: UTC, ISO 8601, for the PDF's own date.

    Raises:
        PortfolioError: typst cannot make it; the message says why.
    """
    try:
        import typst
    except ImportError:
        return None
    source = resources.files("simulator.portfolio").joinpath("portfolio.typ").read_bytes()
    lean = {**shown, "talks": [{k: v for k, v in one.items() if k not in ("words", "aside")} for one in shown["talks"]]}
    data = json.dumps({"paper": lean, "say": texts(words)}, ensure_ascii=False)
    when = int(datetime.fromisoformat(created).timestamp())
    try:
        made = typst.compile(source, sys_inputs={"data": data}, timestamp=when)
    except (RuntimeError, ValueError) as error:
        why = (str(error).splitlines() or ["unknown"])[0]
        raise PortfolioError(
            f"The PDF cannot be made ({why}); uninstall typst to do without, and report this."
        ) from error
    assert isinstance(made, bytes)
    return made
