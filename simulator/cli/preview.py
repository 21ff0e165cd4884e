"""`toask scenario preview`: opens the author's view, with the turns of a stored conversation if one is named."""

from __future__ import annotations

import argparse
import gc
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.language import chosen
from simulator.cli.wrong import CommandError
from simulator.i18n import tr
from simulator.practice.build import SCRIPTED, Workshop, shared_encoder
from simulator.practice.session import Minds
from simulator.scenario import catalog

if TYPE_CHECKING:
    from simulator.coding.question_coder.coder import QuestionCoder
    from simulator.coding.vector_cache import CachedEncoder
    from simulator.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Stored:
    """A conversation to play again: what was typed, what the school did, and all else that its acts depend on."""

    turns: list[str] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    seed: int = 0
    voice: str = SCRIPTED


def run(wanted: argparse.Namespace) -> int:
    """Open the preview; returns when it is closed."""
    language = chosen(wanted)
    path = Path(wanted.file)
    if not path.exists():
        path = catalog.resolve(wanted.file, language).path
    again = stored(wanted.replay) if wanted.replay else Stored()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CommandError(tr("The preview needs a terminal; `toask scenario run` plays turns without one."), 2)
    from simulator.app.preview.app import PreviewApp

    maker = Maker(wanted.voice or again.voice)
    PreviewApp(path, maker, again.turns, again.acts, again.seed).run()
    maker.close()
    return 0


class Maker:
    """Makes coder, topics and voice for a scenario as it is edited; models are loaded once.

    Args:
        voice: its name; `scripted` answers at once, for it also reads turns without the language model that
            practice has read them a second time.
    """

    def __init__(self, voice: str) -> None:
        self._whole = Workshop(voice) if voice != SCRIPTED else None
        self._coder: QuestionCoder | None = None
        self._encoder: CachedEncoder | None = None

    def __call__(self, scenario: Scenario) -> Minds:
        """Return them for this version of the scenario."""
        from simulator.coding.question_coder.coder import QuestionCoder
        from simulator.school.topics import Topics
        from simulator.voice.speak import default_voice

        if self._whole is not None:
            return self._whole.minds(scenario)
        if self._coder is None or self._encoder is None:
            self._coder = QuestionCoder.load()
            self._encoder = shared_encoder(self._coder)
            self._encoder.take(f"{scenario.language}-{scenario.id}")
            topics = Topics(scenario, self._encoder)
            self._encoder.keep()  # after an edit that would take longer than all else: see `close`
            _steady()
        else:
            topics = Topics(scenario, self._encoder)
        return Minds(self._coder, topics, default_voice(SCRIPTED))

    def close(self) -> None:
        """Keep what was read of the edited lines, for the next time."""
        if self._encoder is not None:
            self._encoder.keep()


def _steady() -> None:
    """Let no edit wait: one thread for small products, and no looking for garbage among all that was loaded.

    A turn is read in 15 ms by one thread; two wait for each other wherever anything else runs on their cores.
    """
    import torch
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    torch.set_num_threads(1)
    threadpool_limits(1, "blas")
    gc.collect()
    gc.freeze()


def stored(conversation: str) -> Stored:
    """Return what plays a stored conversation again.

    Raises:
        CommandError: there is none of that id.
    """
    from simulator.practice.store import Store

    store = Store()
    try:
        found = [row for row in store.conversations() if row.id.startswith(conversation)]
        if len(found) != 1:
            line = tr("'{name}' is no single conversation; the history of the app shows the ids: give more of one.")
            raise CommandError(line.format(name=conversation), 2)
        rows = [row for row in store.path_to(found[0].id) if row.role == "trainee"]
    finally:
        store.close()
    acts = []
    for row in rows:
        decided = row.data.get("decided", {})
        target = decided.get("target") or {}
        acts.append(f"{decided.get('act', '')} {target.get('id') or target.get('kind', '')}".strip())
    return Stored([row.text for row in rows], acts, found[0].seed, found[0].voice)
