"""A portfolio as one page of HTML: everything in it, nothing loaded from elsewhere, nothing that runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator import __version__
from simulator.extras import needed
from simulator.report.words import Words


def page(shown: Mapping[str, Any], words: Words) -> bytes:
    """Return the page of what `view` gave.

    Raises:
        MissingExtra: jinja2 is not installed.
    """
    with needed("A page"):
        from simulator.report.render import shell, template
    filled = shell(words, styles=("style.css", "portfolio.css"))
    filled |= {"version": __version__, "say": texts(words), "title": shown["title"], "paper": shown}
    return template("portfolio.html").render(filled).encode("utf-8", "replace")


def texts(words: Words) -> dict[str, str]:
    """Return the fixed texts of page and print."""
    tr = words.tr
    return {
        "skip": tr("Go to the criteria"), "criteria": tr("Criteria"), "asked": tr("what is asked"),
        "criterion": tr("criterion"), "found": tr("found"), "result": tr("result"),
        "attendance": tr("Attendance"), "day": tr("day"), "meeting": tr("meeting"), "there": tr("there"),
        "talks": tr("Conversations"), "no_talks": tr("There are no conversations in this portfolio."),
        "talks_note": tr(
            "Every conversation that was kept is here, also those that do not count; what was deleted is not. Ask "
            "share: what asked, over what asked and what told together. The program's codes count, not the trainee's "
            "own corrections."
        ),
        "number": tr("no."), "title": tr("conversation"), "mode": tr("mode"), "turns": tr("own turns"),
        "share": tr("ask share"), "depth": tr("depth"), "retries": tr("other tries"), "hints": tr("help"),
        "not_counted": tr("does not count"), "read": tr("Read the conversation"),
        "aside": tr("Other ways that were tried"), "back": tr("taken back"), "corrections": tr("The trainee disagrees"),
        "own": tr("What the trainee thought"), "reflections": tr("Reflection reports"),
        "no_reflections": tr("There are no reflection reports in this portfolio."),
        "empty": tr("Nothing is written in this report yet."),
        "signature": tr("Signature"), "certificate": tr("Certificate"),
        "talk": tr("Conversation {n}"),
        "of": tr("page {n} of {all}"),
    }  # fmt: skip
