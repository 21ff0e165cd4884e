"""Pages out of templates that escape all that is filled in; each with its text in the reader's language."""

from __future__ import annotations

from pathlib import Path

from starlette.responses import HTMLResponse

from simulator.i18n import LANGUAGES
from simulator.report.render import environment
from simulator.serve.visit import Visit
from simulator.when import day

_FOLDER = Path(__file__).with_name("templates")


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
    text = environment(_FOLDER).get_template(f"{name}.html").render(
        {
            "t": seen.words.tr, "day": day, "words": seen.words, "language": seen.words.language, "others": others,
            "me": seen.account, "seal": seen.seal, "title": title, "notice": notice, "problem": status >= 400, **values,
        }
    )  # fmt: skip
    return HTMLResponse(text, status)
