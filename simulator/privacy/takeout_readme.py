"""The page that lies in an export of everything: what is in it, what is not, and what was replaced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from simulator.privacy.pseudonyms import Pseudonyms
from simulator.report.plain import one_line
from simulator.report.words import Words


def readme(language: str, left: Sequence[Path], names: Pseudonyms | None) -> str:
    """Return the page.

    Args:
        language: `nl` or `en`.
        left: files that did not go along.
        names: what replaced names, when all else is written; None: nothing was replaced.
    """
    words = Words(language)
    tr = words.tr
    made = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    parts = [
        tr("What toask kept of you"),
        tr("Made on {when}. This file holds everything that toask kept of you on this computer.").format(when=made),
        _contents(words),
        tr(
            "Left out: the texts of the scenarios. They are not yours, and they would give away what a school has not "
            "told yet. For the same reason the turns do not say which hidden thing a question came near."
        ),
    ]
    if left:
        parts.append(tr("These files did not go along; look at them where they are:"))
        parts.append("\n".join(f"  {one_line(str(file))}" for file in left))
    if names is not None:
        parts += _replaced(words, names)
    return "\n\n".join(parts) + "\n"


def counted(words: Words, names: Pseudonyms) -> str:
    """Return how many of each kind were replaced, on one line; that there were none, otherwise."""
    counts, trn = names.counts(), words.trn
    said = {
        "name": trn("{n} name", "{n} names", counts.get("name", 0)),
        "email": trn("{n} e-mail address", "{n} e-mail addresses", counts.get("email", 0)),
        "phone": trn("{n} phone number", "{n} phone numbers", counts.get("phone", 0)),
        "url": trn("{n} website", "{n} websites", counts.get("url", 0)),
        "iban": trn("{n} bank account", "{n} bank accounts", counts.get("iban", 0)),
        "postcode": trn("{n} postcode", "{n} postcodes", counts.get("postcode", 0)),
    }
    found = [text for kind, text in said.items() if counts.get(kind)]
    return ", ".join(found) or words.tr("nothing was found to replace")


def warning(words: Words) -> str:
    """Return that a person has to read it all."""
    return words.tr(
        "No rule finds every name: nicknames, small letters, the name of a street or a school stay. Read everything "
        "before you give it to somebody."
    )


def _contents(words: Words) -> str:
    tr = words.tr
    rows = [
        ("conversations/", tr("each conversation to read, the branch that was shown last")),
        ("data/conversations.jsonl", tr("one line for each conversation: scenario, title, dates, result")),
        ("data/turns.jsonl", tr("every turn of every branch, with its codes and what the school did")),
        ("data/notes.jsonl", tr("your guesses, notes, looks back and the hints you asked for")),
        ("data/corrections.jsonl", tr("where you gave a line another code, and why")),
        ("data/documents.jsonl", tr("every version of your reflection reports, goals and observation sheets")),
        ("settings/", tr("what the app remembers between two starts")),
        ("scenarios/, observations/, drafts/, aside/", tr("your own scenarios and loose files, if there are any")),
    ]
    head = tr("JSONL is text: one line for each thing, readable in any editor and by any program.")
    return "\n".join([*(f"  {name}\n      {what}" for name, what in rows), "", head])


def _replaced(words: Words, names: Pseudonyms) -> list[str]:
    return [
        words.tr("Replaced: {what}. The same one has the same placeholder everywhere in this file.").format(
            what=counted(words, names)
        ),
        words.tr("The names of people in the scenarios stay: nobody is called so."),
        warning(words),
    ]
