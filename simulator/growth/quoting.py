"""Words from one's own talks, to be put into a reflection report with their source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.practice.api import PracticeError
from simulator.practice.kept import scenario_of
from simulator.practice.records import ConversationRow
from simulator.practice.store import Store
from simulator.report.plain import one_line, plain
from simulator.report.words import Words
from simulator.when import day


@dataclass(frozen=True, slots=True)
class Quote:
    """One turn of the branch that is shown.

    Attributes:
        turn: number of the trainee's turn it is, or that it answers; 0: the school's first words.
        mine: said by the trainee. `who`: name of who said it at the school.
        talk, created: of the conversation.
    """

    turn: int
    mine: bool
    who: str
    text: str
    talk: str
    created: str


def quotes(store: Store, conversation: str) -> list[Quote]:
    """Return what was said in the branch that is shown, in order.

    Raises:
        StoreError: there is no such conversation.
    """
    head = store.conversation(conversation)
    names = _names(head)
    found: list[Quote] = []
    turn = 0
    for row in store.path_to(conversation):
        mine = row.role == "trainee"
        turn += mine
        who = "" if mine else names.get(row.speaker, row.speaker)
        found.append(Quote(turn, mine, who, row.text, head.title, head.created))
    return found


def quoted(quote: Quote, words: Words) -> str:
    """Return a turn as quoted lines with its source below, in Markdown."""
    lines = [f"> {line}".rstrip() for line in plain(quote.text).strip().split("\n")]
    return "\n".join([*lines, ">", f"> — {source(quote, words)}"])


def source(quote: Quote, words: Words) -> str:
    """Return who said it, in which turn of which talk, and the day."""
    who = words.tr("me") if quote.mine else one_line(quote.who, 60) or words.tr("the school")
    where = words.tr("turn {n}").format(n=quote.turn) if quote.turn else words.tr("at the start")
    return f"{who}, {where}, {one_line(quote.talk, 80)} ({day(quote.created)})"


def _names(row: ConversationRow) -> Mapping[str, str]:
    """Return the speakers' names by id; none where the scenario kept with the talk cannot be read any more."""
    try:
        return {speaker.id: speaker.name for speaker in scenario_of(row).speakers}
    except PracticeError:
        return {}
