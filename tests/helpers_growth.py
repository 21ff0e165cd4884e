"""Finished talks in a practice log, and opening a screen, for tests of progress and reflection on screen."""

from __future__ import annotations

from app_helpers import until

RESULT = {"ask_share": 0.6, "uptake": 0.3, "reached": False, "turns": 9, "deepest": "visible", "ruptures": 0}


def talked(store, title="Mijn [b]gesprek[/b]", result=RESULT):
    made = store.new_conversation(
        scenario_id="vakdocent-dans", version=1, language="nl", title=title, source="id: [", seed=0, voice="v"
    )
    last = store.add_turn(made, None, "school", "Kom binnen.", speaker="karin")
    last = store.add_turn(made, last, "trainee", "Hoe ging het vorig jaar?")
    store.add_turn(made, last, "school", "Rommelig [/x].", speaker="karin")
    store.set_status(made, "ended")
    store.set_meta(made, result=result)
    return made


async def opened(pilot, key, kind):
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    return pilot.app.screen
