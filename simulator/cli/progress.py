"""`toask progress`: what was practised so far, in the terminal, as a page, or as JSON."""

from __future__ import annotations

import argparse
import json
import shutil
import textwrap
from dataclasses import asdict
from pathlib import Path

from simulator.app.growth import Growth, growth
from simulator.app.real import RealServices
from simulator.cli.language import chosen
from simulator.cli.say import say
from simulator.growth.progress_text import Section, sections
from simulator.i18n import tr
from simulator.report.words import Words

_WIDEST = 80


def run(wanted: argparse.Namespace) -> int:
    """Write what was asked for; 0."""
    services = RealServices()
    try:
        settings = services.settings()
        words = Words(chosen(wanted))
        seen = growth(services, words.language)
    finally:
        services.close()
    if wanted.html:
        from simulator.growth import progress_page

        progress_page.write(Path(wanted.html), *seen, words, settings.numbers)
        say(tr("{path} written.").format(path=wanted.html))
    if wanted.json:
        print(json.dumps(as_json(seen, words), ensure_ascii=False))
    elif not wanted.html:
        width = min(_WIDEST, shutil.get_terminal_size().columns)
        for section in sections(*seen, words, width, settings.numbers):
            print("\n".join(_lines(section, width)))
    return 0


def as_json(seen: Growth, words: Words) -> dict[str, object]:
    """Return all of it as plain data; the reason of the suggestion in the reader's language."""
    progress, goals, suggestion = seen
    following = suggestion and {
        "id": suggestion.school.id,
        "language": suggestion.school.language,
        "title": suggestion.school.title,
        "level": suggestion.school.level,
        "rule": suggestion.rule,
        "why": suggestion.why(words),
    }
    return {
        "conversations": [asdict(one) for one in progress.past],
        "trends": [asdict(one) for one in progress.trends],
        "schools": [asdict(one) for one in progress.schools],
        "goals": [asdict(one) for one in goals],
        "next": following,
    }


def _lines(section: Section, width: int) -> list[str]:
    head = [section.head, "─" * len(section.head)] if section.head else []
    rows = [row for line in section.lines for row in textwrap.wrap(line, width, subsequent_indent="  ") or [""]]
    return [*head, *section.plot, *rows, ""]
