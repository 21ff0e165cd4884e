"""The scenario as it was when they talked: its YAML is kept with the conversation."""

from __future__ import annotations

from simulator.practice.api import PracticeError
from simulator.practice.records import ConversationRow
from simulator.scenario.load import load_text
from simulator.scenario.model import Scenario
from simulator.scenario.problems import ScenarioErrors


def scenario_of(row: ConversationRow) -> Scenario:
    """Return the scenario of a conversation.

    Raises:
        PracticeError: it was kept in a form that this version cannot read.
    """
    try:
        return load_text(row.source, row.scenario_id, checks=False)
    except ScenarioErrors as error:
        raise PracticeError(
            f"The scenario of '{row.title}' was kept in a form that this version cannot read; export the conversation."
        ) from error
