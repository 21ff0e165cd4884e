"""The reader as a source of a Ray dataset: one task, where the command runs, that reads as it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import pyarrow as pa
from ray.data.block import BlockMetadata
from ray.data.datasource import Datasource, ReadTask

from simulator import i18n
from simulator.scale.packets import packets
from simulator.scoring.intake import File, Reading


class Feed(Datasource):  # type: ignore[misc] # Ray has no types that mypy follows
    """Batches of a run as blocks of one row, see `simulator.scale.packets`.

    Args:
        files: what is read, in its order.
        reading: how; nobody is asked who speaks.
        done: keys of the conversations that need no scoring.
    """

    def __init__(self, files: Iterable[File], reading: Reading, done: set[str]) -> None:
        super().__init__()
        plain = Reading(reading.options, dict(reading.speakers), reading.language)
        self._read = partial(_blocks, files, plain, frozenset(done), i18n.language())

    @property
    def supports_distributed_reads(self) -> bool:
        """Whether any machine may read: no, the files lie where the command runs."""
        return False

    def estimate_inmemory_data_size(self) -> int | None:
        """Return the size in bytes: nobody knows it before the end."""
        return None

    def get_read_tasks(self, parallelism: int, *more: object, **named: object) -> list[ReadTask]:
        """Return the one task there is: batches follow each other through the files."""
        return [ReadTask(self._read, BlockMetadata(num_rows=None, size_bytes=None, exec_stats=None))]


def _blocks(files: Iterable[File], reading: Reading, done: frozenset[str], language: str) -> Iterator[pa.Table]:
    i18n.use(language)
    for row in packets(files, reading, done):
        yield pa.table({name: [value] for name, value in row.items()})
