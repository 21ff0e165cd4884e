"""A new conversation: the scenario is stored with it, and the opening lines are said."""

from __future__ import annotations

from simulator.practice.session import Minds, Session
from simulator.practice.store import Store
from simulator.scenario.model import Scenario


def begin(
    store: Store, scenario: Scenario, source: str, minds: Minds, *, seed: int = 0, mode: str = "practice"
) -> Session:
    """Make a conversation: the scenario is stored with it, and every speaker's opening line is said."""
    found = store.new_conversation(
        scenario_id=scenario.id,
        version=scenario.version,
        language=scenario.language,
        title=scenario.title,
        source=source,
        seed=seed,
        voice=minds.voice.name,
        mode=mode,
    )
    parent: int | None = None
    for speaker in scenario.speakers:
        parent = store.add_turn(found, parent, "school", speaker.opening, speaker=speaker.id, step="said")
    return Session(store, found, scenario, minds)
