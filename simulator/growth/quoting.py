"""Words from one's own talks, to be put into a reflection report with their source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.practice.store import Store
from simulator.report.plain import one_line, plain
from simulator.report.words import Words
from simulator.scenario.load import load_text
from simulator.scenario.problems import ScenarioErrors


@dataclass(frozen=True, slots=True)
class TalkHead:
    """A talk to quote from. `created`: UTC, ISO 8601."""

    id: str
    title: str
    created: str
    ended: bool


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


def talks(store: Store) -> list[TalkHead]:
    """Return the talks that have a turn of the trainee, latest first; without those put away and the warm-up."""
    rows = store.read(
        "SELECT id, title, created, status FROM conversations c WHERE archived = 0 AND mode NOT IN ('warmup', 'run')"
        " AND EXISTS (SELECT 1 FROM turns WHERE conversation = c.id AND role = 'trainee') ORDER BY updated DESC"
    )
    return [TalkHead(row["id"], row["title"], row["created"], row["status"] == "ended") for row in rows]


def quotes(store: Store, conversation: str) -> list[Quote]:
    """Return what was said in the branch that is shown, in order.

    Raises:
        StoreError: there is no such conversation.
    """
    head = store.conversation(conversation)
    names = _names(head.source)
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
    return f"{who}, {where}, {one_line(quote.talk, 80)} ({quote.created[:10]})"


def titles(store: Store, conversations: Sequence[str]) -> dict[str, str]:
    """Return the titles of those talks that are still in the log, by id."""
    marks = ", ".join("?" for _ in conversations)
    rows = store.read(f"SELECT id, title FROM conversations WHERE id IN ({marks})", tuple(conversations))
    return {row["id"]: row["title"] for row in rows}


def _names(source: str) -> Mapping[str, str]:
    """Return the speakers' names by id; none where the scenario kept with the talk cannot be read any more."""
    try:
        scenario = load_text(source, "scenario", checks=False)
    except ScenarioErrors:
        return {}
    return {speaker.id: speaker.name for speaker in scenario.speakers}
