"""Scores one file or thousands: in batches, with one batch in memory, and going on where a killed run stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from simulator.scoring.intake import File, Reading, Taken, take
from simulator.scoring.journal import Journal, key_of
from simulator.scoring.model import Scored
from simulator.scoring.progress import Progress
from simulator.scoring.scorer import Scorer

BATCH_TURNS = 256
BATCH_TALKS = 64


class Run:
    """One run over files.

    Args:
        files: what `simulator.scoring.intake.find` found.
        scorer: codes and measures.
        reading: how files are read; `reading.skipped` fills with what is not scored.
        progress: is told how far it is; None: on stderr.
    """

    def __init__(
        self, files: Sequence[File], scorer: Scorer, reading: Reading, progress: Progress | None = None
    ) -> None:
        self.files = files
        self.scorer = scorer
        self.reading = reading
        self.progress = progress or Progress([_size(file.path) for file in files])

    @property
    def head(self) -> dict[str, Any]:
        """What the figures depend on, besides the words."""
        return {"coder": self.scorer.coder.name, "codebook": self.scorer.codebook, **asdict(self.scorer.settings)}

    def stream(self) -> Iterator[Scored]:
        """Yield every conversation scored, in the order of the files; nothing is kept.

        Raises:
            ScoringError, CardError, WeightsError, CoderError: one sentence with the next step.
        """
        for batch in self._batches(lambda taken: ""):
            yield from self._score([taken for _, taken in batch])

    def keep(self, journal: Journal) -> set[str]:
        """Score what the journal does not hold yet and keep it there; return the keys of all that belongs to this run.

        Raises:
            ScoringError, CardError, WeightsError, CoderError: one sentence with the next step.
        """
        wanted: set[str] = set()

        def key_if_new(taken: Taken) -> str | None:
            key = key_of(taken.conversation, taken.place, taken.acts)
            wanted.add(key)
            return None if key in journal.done else key

        for batch in self._batches(key_if_new):
            journal.add([key for key, _ in batch], self._score([taken for _, taken in batch]))
        return wanted

    def _score(self, batch: Sequence[Taken]) -> list[Scored]:
        return self.scorer([taken.conversation for taken in batch], [taken.acts for taken in batch])

    def _batches(self, key_if_new: Callable[[Taken], str | None]) -> Iterator[list[tuple[str, Taken]]]:
        """Yield conversations that have a key (others are done) in batches of some hundreds of turns."""
        held: list[tuple[str, Taken]] = []
        turns = 0
        for taken in take(self.files, self.reading):
            key = key_if_new(taken)
            letters = sum(len(line.text) + len(line.speaker) for line in taken.conversation.lines)
            if key is not None:
                held.append((key, taken))
                turns += sum(line.role == "trainee" for line in taken.conversation.lines)
            if turns >= BATCH_TURNS or len(held) >= BATCH_TALKS:
                yield held
                held, turns = [], 0
            self.progress.read(taken.file, letters, key is not None)
        if held:
            yield held
        self.progress.close()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
