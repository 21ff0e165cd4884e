"""The debrief line by line, in the very words of `toask report`: for who practises with `--plain`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from simulator.app.services import Services
    from simulator.app.talk import Closing


class Debriefed(NamedTuple):
    """A debrief as text. `held`: the parts that also say what the school did not, empty where nothing is held back."""

    text: str
    held: str = ""


def debriefed(services: Services, conversation: str) -> Debriefed:
    """Return the debrief of a conversation, with figures where the app shows them.

    Raises:
        PracticeError: it cannot be made.
    """
    from simulator.debrief.paper.as_text import as_text
    from simulator.debrief.paper.sections import paper
    from simulator.debrief.shown import holds_back, kept

    found, numbers = services.debrief(conversation), services.settings().numbers
    shown = paper(found, numbers=numbers)
    if not holds_back(kept(found)):
        return Debriefed(as_text(shown))
    whole = paper(found, hidden=True, numbers=numbers)
    more = tuple(one for one in whole.sections if one not in shown.sections)
    return Debriefed(as_text(shown), as_text(replace(whole, sections=more, foot=())))


def summarised(ended: Closing) -> Debriefed:
    """Return the short summary, as the screen after a warm-up shows it."""
    from simulator.app.screens.summary import holds_back, summary_text

    held = holds_back(ended.summary)
    more = summary_text(ended, held=False).plain if held else ""
    return Debriefed(summary_text(ended, held=held).plain, more)
