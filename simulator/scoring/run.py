"""Scores one file or thousands: in batches, with one batch in memory, and going on where a killed run stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import asdict
from pathlib import Path
from typing import Any

from simulator.i18n import tr
from simulator.models.memory import give_back
from simulator.scoring.intake import File, Reading, Taken, take
from simulator.scoring.journal import Journal
from simulator.scoring.model import Scored
from simulator.scoring.progress import Progress
from simulator.scoring.scorer import Scorer

BATCH_TURNS = 256
BATCH_TALKS = 64
_MOST_NOTED = 20


class Run:
    """One run over files.

    Args:
        files: what `simulator.scoring.intake.find` found, or anything that yields files one by one.
        scorer: codes and measures.
        reading: how files are read; `reading.skipped` fills with what is not scored.
        progress: is told how far it is; None: on stderr.
    """

    def __init__(
        self, files: Iterable[File], scorer: Scorer, reading: Reading, progress: Progress | None = None
    ) -> None:
        self.files = files
        self.scorer = scorer
        self.reading = reading
        self._noted = 0
        self.progress = progress or Progress([_size(file.path) for file in files])
        reading.note = self._note

    @property
    def head(self) -> dict[str, Any]:
        """What the figures depend on, besides the words."""
        return {"coder": self.scorer.coder.name, "codebook": self.scorer.codebook, **asdict(self.scorer.settings)}

    def stream(self) -> Iterator[Scored]:
        """Yield every conversation scored, in the order of the files; nothing is kept.

        Raises:
            ScoringError, CardError, WeightsError, CoderError: one sentence with the next step.
        """
        for batch in self._batches(set()):
            yield from self._score(batch)

    def keep(self, journal: Journal) -> list[str]:
        """Score what the journal does not hold yet and keep it there; return the keys of all that belongs to this run.

        The keys stand in the order of the files.

        Raises:
            ScoringError, CardError, WeightsError, CoderError: one sentence with the next step.
        """
        wanted: list[str] = []
        for batch in self._batches(journal.done):
            keys = [taken.key for taken in batch]
            wanted += keys
            if not journal.done.issuperset(keys):
                journal.add(keys, self._score(batch))
        return wanted

    def _note(self, sentence: str) -> None:
        self._noted += 1
        if self._noted <= _MOST_NOTED:
            self.progress.say(f"toask: {sentence}")
        elif self._noted == _MOST_NOTED + 1:
            self.progress.say("toask: " + tr("and more conversations that mix languages; they are scored too."))

    def _score(self, batch: Sequence[Taken]) -> list[Scored]:
        found = self.scorer([taken.conversation for taken in batch], [taken.acts for taken in batch])
        give_back()
        return found

    def _batches(self, done: Set[str]) -> Iterator[list[Taken]]:
        def read(taken: Taken) -> None:
            self.progress.read(taken.file, taken.letters, taken.key not in done)

        yield from batches(self.files, self.reading, read)
        self.progress.close()


def batches(
    files: Iterable[File], reading: Reading, read: Callable[[Taken], None] = lambda taken: None
) -> Iterator[list[Taken]]:
    """Yield all conversations in batches of some hundreds of turns; `read` is told of each as it comes.

    Where batches end depends on the files alone, never on what is done already: what else is in a batch moves the third
    decimal of a confidence, and a run that was killed ends with the same figures as one that was not.
    """
    held: list[Taken] = []
    turns = 0
    for taken in take(files, reading):
        held.append(taken)
        turns += sum(line.role == "trainee" for line in taken.conversation.lines)
        if turns >= BATCH_TURNS or len(held) >= BATCH_TALKS:
            yield held
            held, turns = [], 0
        read(taken)
    if held:
        yield held


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
