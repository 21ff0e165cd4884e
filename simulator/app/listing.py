"""Scenario files and kept conversations as the app's lists show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.app.services import Conversation, LastResult, ScenarioCard, difficulty_level
from simulator.i18n import language, tr
from simulator.practice.api import WARMUP

if TYPE_CHECKING:
    from simulator.practice.records import ConversationRow
    from simulator.practice.store import Store
    from simulator.scenario.catalog import Entry


def card_of(entry: Entry, results: dict[tuple[str, str], dict[str, Any]]) -> ScenarioCard:
    """Return a scenario file as a list shows it; `results`: the latest kept result by (id, language)."""
    head = entry.head
    ref = f"{entry.language}/{entry.id}" if entry.shipped and head else str(entry.path)
    if head is None:
        return ScenarioCard(ref, entry.id, entry.language, entry.title, problem=_problem(entry))
    hard, result = head.difficulty, results.get((entry.id, entry.language))
    return ScenarioCard(
        ref=ref,
        id=entry.id,
        language=entry.language,
        title=entry.title,
        level=difficulty_level(hard.rapport, hard.patience, hard.rupture),
        patience=hard.patience,
        rupture=hard.rupture,
        brief=head.brief,
        role=head.you.role,
        offer=head.you.offer,
        goals=tuple(head.goals),
        last=LastResult(result.get("when", ""), result["ask_share"], result["reached"]) if result else None,
    )


def _problem(entry: Entry) -> str:
    """Return in one sentence why a file cannot be played, in the language of the interface."""
    from simulator.scenario.said import why

    problems = entry.problems
    return why(problems, language()) if problems else tr("This file changed just now; press F5 to look again.")


def row_of(row: ConversationRow, snippet: str = "") -> Conversation:
    """Return a kept conversation as a list shows it."""
    result = row.result or {}
    return Conversation(
        id=row.id,
        ref=f"{WARMUP if row.mode == WARMUP else row.language}/{row.scenario_id}",
        title=row.title,
        language=row.language,
        turns=row.turns,
        updated=row.updated,
        ended=row.status == "ended",
        archived=row.archived,
        retrying=row.earlier is not None,
        ask_share=result.get("ask_share"),
        reached=result.get("reached"),
        snippet=snippet,
    )


def talked(row: ConversationRow) -> bool:
    """Whether a turn was ever sent; going back to before the first one leaves the others in the log."""
    return bool(row.turns or row.meta.get("forked"))


def snippet_of(store: Store, conversation: str, search: str) -> str:
    """Return the first turn that holds one of the words looked for, shortened."""
    words = search.lower().split()
    if not words:
        return ""
    for turn in store.tree(conversation):
        place = next((turn.text.lower().find(word) for word in words if word in turn.text.lower()), -1)
        if place >= 0:
            start = max(0, place - 30)
            end = place + 60
            return ("…" if start else "") + " ".join(turn.text[start:end].split()) + ("…" if turn.text[end:] else "")
    return ""
