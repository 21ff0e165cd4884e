"""Pages out of templates that escape all that is filled in; each with its text in the reader's language."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from simulator.i18n import LANGUAGES
from simulator.serve.visit import Visit

_FOLDER = Path(__file__).with_name("templates")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment of all templates."""
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(seen: Visit, name: str, title: str, *, status: int = 200, notice: str = "", **values: object) -> HTMLResponse:
    """Return a page.

    Args:
        seen: whose page it is.
        name: of the template, without its ending.
        title: of the page, in the reader's language.
        status: HTTP status.
        notice: a sentence that stands on top, such as what went wrong.
        values: what the template fills in.
    """
    others = {code: label for code, label in LANGUAGES.items() if code != seen.words.language}
    text = environment().get_template(f"{name}.html").render(
        {
            "t": seen.words.tr, "words": seen.words, "language": seen.words.language, "others": others,
            "me": seen.account, "seal": seen.seal, "title": title, "notice": notice, "problem": status >= 400, **values,
        }
    )  # fmt: skip
    return HTMLResponse(text, status)
