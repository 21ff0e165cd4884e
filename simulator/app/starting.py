"""What a conversation opens with: the brief of the warm-up, of a kept conversation, of one named at the start."""

from __future__ import annotations

from simulator import i18n
from simulator.app.services import Conversation, ScenarioCard, Services
from simulator.i18n import tr
from simulator.practice.api import PracticeError


def kept_card(services: Services, kept: Conversation) -> tuple[Conversation, ScenarioCard]:
    """Return a kept conversation with its brief, or a bare one when its scenario is gone."""
    try:
        return kept, services.scenario(kept.ref)
    except PracticeError:
        return kept, ScenarioCard(kept.ref, kept.ref, kept.language, kept.title)


def kept_by_id(services: Services, conversation: str) -> Conversation:
    """Return a kept conversation.

    Raises:
        PracticeError: there is none with that id.
    """
    for row in (*services.unfinished(), *services.history(), *services.history(archived=True)):
        if row.id == conversation:
            return row
    raise PracticeError("That conversation is not in the database; pick one from the history.")


def warmup_card() -> ScenarioCard:
    """Return the brief of the guided warm-up, in the interface's language."""
    return ScenarioCard(
        ref="",
        id="warmup",
        language=i18n.language(),
        title=tr("Warm-up"),
        level=1,
        patience=5,
        brief=tr(
            "A friendly school has asked you by. In five turns you try out what asking does, and what telling does. "
            "Above your words stands a tip; nothing can go wrong here."
        ),
        role=tr("educator at a museum"),
        offer=tr("a tour with a workshop"),
        goals=(tr("try out the keys"), tr("hear what happens when you ask on")),
    )
