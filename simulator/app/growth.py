"""What the progress screen and `toask progress` show, gathered from the practice log and the scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from simulator.app.services import ScenarioCard, Services
    from simulator.growth.goals import Goal
    from simulator.growth.progress import Progress
    from simulator.growth.suggest import School, Suggestion


class Growth(NamedTuple):
    """Progress over the finished conversations, goals held against the last of them, and a next school."""

    progress: Progress
    goals: tuple[Goal, ...]
    suggestion: Suggestion | None


def growth(services: Services, language: str) -> Growth:
    """Return all of it; blocks.

    Args:
        services: of the app.
        language: of the reader; to practise in as long as there is no conversation to see that from.

    Raises:
        PracticeError: the practice log cannot be read.
    """
    from simulator.growth.goals import goals
    from simulator.growth.progress import past, progress
    from simulator.growth.suggest import suggest

    store = services.store()
    done = past(store)
    cards = services.scenarios()
    names = {(card.id, card.language): card.title for card in cards if not card.problem}
    return Growth(progress(done, names), goals(store, done), suggest(done, schools(cards), language))


def schools(cards: Sequence[ScenarioCard]) -> list[School]:
    """Return the scenarios that can be played, as far as a suggestion may know them."""
    from simulator.growth.suggest import School

    return [
        School(card.ref, card.id, card.language, card.title, card.level, card.patience, card.rupture)
        for card in cards
        if not card.problem
    ]
