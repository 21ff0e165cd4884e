"""`toask scenario preview`: opens the author's view, with the turns of a stored conversation if one is named."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.wrong import CommandError
from simulator.scenario import catalog

if TYPE_CHECKING:
    from simulator.coding.vector_cache import CachedEncoder
    from simulator.practice.session import Minds
    from simulator.scenario.model import Scenario


def run(wanted: argparse.Namespace) -> int:
    """Open the preview; returns when it is closed."""
    path = Path(wanted.file)
    if not path.exists():
        path = catalog.resolve(wanted.file, wanted.lang).path
    turns, acts = _stored(wanted.replay) if wanted.replay else ([], [])
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError("The preview needs a terminal; `toask scenario run` plays turns without one.", 2)
    from simulator import i18n
    from simulator.app.preview.app import PreviewApp

    i18n.use()
    PreviewApp(path, Maker(wanted.voice or "scripted"), turns, acts).run()
    return 0


class Maker:
    """Makes coder, topics and voice for a scenario as it is edited; models are loaded once.

    Args:
        voice: its name; `scripted` answers at once.
    """

    def __init__(self, voice: str) -> None:
        self._voice = voice
        self._held: Minds | None = None
        self._encoder: CachedEncoder | None = None

    def __call__(self, scenario: Scenario) -> Minds:
        """Return them for this version of the scenario."""
        from simulator.coding.question_coder.coder import QuestionCoder
        from simulator.practice.build import shared_encoder
        from simulator.practice.session import Minds
        from simulator.school.topics import Topics
        from simulator.voice.speak import default_voice

        shelf = f"{scenario.language}-{scenario.id}"
        if self._held is None or self._encoder is None:
            coder = QuestionCoder.load()
            self._encoder = shared_encoder(coder)
            self._encoder.take(shelf)
            voice = default_voice(self._voice)
            voice.load(lambda step: None)
            self._held = Minds(coder, Topics(scenario, self._encoder), voice)
            self._encoder.keep()
            return self._held
        self._held = Minds(self._held.coder, Topics(scenario, self._encoder), self._held.voice)
        return self._held


def _stored(conversation: str) -> tuple[list[str], list[str]]:
    """Return the trainee turns of a stored conversation and what the school did.

    Raises:
        CommandError: there is none of that id.
    """
    from simulator.practice.store import Store

    store = Store()
    try:
        found = [row for row in store.conversations() if row.id.startswith(conversation)]
        if len(found) != 1:
            raise CommandError(f"There is no one conversation '{conversation}'; the history of the app shows ids.", 2)
        rows = [row for row in store.path_to(found[0].id) if row.role == "trainee"]
    finally:
        store.close()
    acts = []
    for row in rows:
        decided = row.data.get("decided", {})
        target = decided.get("target") or {}
        acts.append(f"{decided.get('act', '')} {target.get('id') or target.get('kind', '')}".strip())
    return [row.text for row in rows], acts
