"""A run over a Ray cluster: one machine reads, workers score, and the journal is kept where the command runs.

The dataset is a stream: the reader is held up while the workers are behind, so that memory does not grow with the
corpus. Batches are those of a run in one process, which makes the figures the same to the last decimal.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.scale.cluster import cluster
from simulator.scale.errors import ScaleError
from simulator.scale.packets import InOrder, Told, told_of
from simulator.scale.worker import Worker, mark_of
from simulator.scoring.journal import Journal
from simulator.scoring.run import Run

if TYPE_CHECKING:
    from ray.data import Dataset

RESTARTS = 8
"""How often a worker that died is started again, and a batch tried again, before the run says so."""
AHEAD = 2
"""Batches that wait at each worker, so that it never waits itself."""


@dataclass(frozen=True, slots=True)
class Ray:
    """Where to score: the cluster's address (empty: this machine), and how many workers (0: one a core)."""

    address: str = ""
    workers: int = 0

    def keep(self, run: Run, journal: Journal) -> list[str]:
        """Do what `Run.keep` does, on the cluster.

        Raises:
            ScaleError, ScoringError, CoderError: one sentence with the next step.
        """
        coder = run.scorer.coder
        numbers = getattr(coder, "numbers", "")
        setting = {"TOASK_NUMBERS": numbers} if numbers else {}
        with cluster(self.address, self.workers, setting) as workers:
            run.progress.begin()
            rows = _dataset(run, journal.done, workers, mark_of(coder, run.scorer.codebook))
            return collect(run, journal, _read(rows))


def collect(run: Run, journal: Journal, rows: Iterable[dict[str, Any]]) -> list[str]:
    """Keep the rows of workers as they come, in any order; return the keys of all, in the order of the files.

    Raises:
        ScaleError: a worker, or the reader, could not go on; what was kept stays.
    """
    wanted: list[str] = []
    waiting = InOrder()
    for row in rows:
        if row["error"]:
            raise ScaleError(row["error"])
        keys = json.loads(row["keys"])
        if row["lines"]:
            journal.put(keys, row["lines"].split("\n"))
        for held, told in waiting.take(int(row["number"]), keys, told_of(row["told"])):
            wanted += held
            _tell(run, told)
    run.progress.close()
    return wanted


def _tell(run: Run, told: Told) -> None:
    for file, letters, new in told.read:
        run.progress.read(file, letters, new)
    for skipped in told.skipped:
        run.reading.skip(skipped)
    for sentence in told.notes:
        run.reading.note(sentence)
    if told.error:
        raise ScaleError(told.error)


def _read(rows: Dataset) -> Iterator[dict[str, Any]]:
    """Yield the rows of a dataset, with what Ray raises turned into one sentence."""
    from ray.exceptions import RayError

    try:
        yield from rows.iter_rows()
    except RayError as error:
        raise ScaleError(
            f"The cluster could not go on ({type(error).__name__}); what is scored is kept: the same command goes on."
        ) from error


def _dataset(run: Run, done: set[str], workers: int, mark: str) -> Dataset:
    """Return the lazy dataset of scored batches."""
    from ray.data import ActorPoolStrategy, DataContext, read_datasource

    from simulator.scale.feed import Feed

    context = DataContext.get_current()
    # A batch is a block of its own: it goes to a worker as soon as it is read, and back as soon as it is scored.
    context.target_max_block_size = context.target_min_block_size = 1
    context.enable_progress_bars = context.print_on_execution_start = False
    found = read_datasource(Feed(run.files, run.reading, done), override_num_blocks=1, num_cpus=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of how restarts are said: there is no other way yet
        return found.map_batches(
            Worker, fn_constructor_args=(run.scorer, mark), batch_size=1, num_cpus=1,
            compute=ActorPoolStrategy(size=workers, max_tasks_in_flight_per_actor=AHEAD),
            max_restarts=RESTARTS, max_task_retries=RESTARTS,
        )  # fmt: skip
