"""`toask score`: codes transcripts and writes what was found."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from simulator import i18n
from simulator.cli import outputs
from simulator.cli.say import say
from simulator.cli.speakers import also, ask
from simulator.cli.wrong import CommandError
from simulator.files import whole
from simulator.scale.places import Files, gather
from simulator.scoring import results, write
from simulator.scoring.intake import Reading, Skipped
from simulator.scoring.journal import Journal
from simulator.scoring.memory import steady
from simulator.scoring.model import to_json
from simulator.scoring.progress import Progress
from simulator.scoring.run import Run
from simulator.scoring.scorer import Scorer, Settings
from simulator.scoring.show import show
from simulator.transcripts.errors import TranscriptError
from simulator.transcripts.formats import format_of
from simulator.transcripts.options import ReadOptions, columns_of
from simulator.transcripts.speakers import mapping_of

Row = dict[str, Any]
_MOST_TOLD = 20


def run(wanted: argparse.Namespace) -> int:
    """Score and write; 0 when all was scored, 1 when something was not, 2 when speakers were missing for all of it."""
    steady()
    if wanted.language:
        i18n.use(wanted.language)
    targets = _targets(wanted)
    _check(targets, wanted.files)
    reading = _reading(wanted)
    files = _transcripts(wanted, reading.options.format, targets)
    settings = Settings(i18n.language(), _threshold(wanted.unsure_below))
    job = Run(files, Scorer(settings), reading, Progress(files.sizes))
    reading.tell = _teller(job)
    try:
        count = _count(wanted, job, targets)
    finally:
        job.progress.close()
    return _status(job, count)


def _transcripts(wanted: argparse.Namespace, chosen: str, targets: _Targets) -> Files:
    """Return the files to score; of folders without what toask itself wrote there, which is told."""
    found = gather(wanted.files, chosen, [*targets.written])
    kept, left = results.apart(found.found, wanted.files)
    if left:
        say(results.told(left))
    return Files(tuple(kept))


def _count(wanted: argparse.Namespace, job: Run, targets: _Targets) -> int:
    """Score, here or on a cluster, and write; return how many conversations there were."""
    if wanted.engine == "ray":
        from simulator.scale.engine import Ray

        ray = Ray(wanted.ray_address, wanted.workers)
        with TemporaryDirectory(prefix="toask-") as folder:
            place = targets.journal or Path(folder) / "journal.jsonl"
            return _from_journal(job, replace(targets, journal=place), job.head, partial(ray.keep, job))
    if wanted.ray_address or wanted.workers:
        line = i18n.tr("--ray-address and --workers belong to --engine ray; add that, or leave them out.")
        raise CommandError(line, 2)
    return _from_journal(job, targets, job.head, job.keep) if targets.journal else _directly(job, targets, job.head)


@dataclass(frozen=True, slots=True)
class _Targets:
    """What is written where."""

    json: bool
    csv: tuple[Path, ...]
    parquet: Path | None
    html: Path | None
    folder: Path | None
    journal: Path | None

    @property
    def written(self) -> list[Path]:
        """All places that this run writes to."""
        return [path for path in (*self.csv, self.parquet, self.html, self.folder, self.journal) if path]


def _targets(wanted: argparse.Namespace) -> _Targets:
    """Return where things go, having seen that they can be written at all."""
    csv, parquet, html, folder = (
        Path(name) if name else None for name in (wanted.csv, wanted.parquet, wanted.html, wanted.out)
    )
    if parquet:
        write.check_parquet()
    if html:
        write.check_html()
    beside = next((path for path in (csv, parquet, html) if path), None)
    journal = folder / "journal.jsonl" if folder else beside.with_name(f"{beside.name}.journal") if beside else None
    tables = [path for path in (csv, folder / "units.csv" if folder else None) if path]
    return _Targets(wanted.json, tuple(tables), parquet, html, folder, journal)


def _check(targets: _Targets, names: list[str]) -> None:
    """See that nothing is lost by what will be written. Raises CommandError."""
    outputs.check((*targets.csv, targets.parquet, targets.html), map(Path, names))
    for path in (*targets.csv, targets.parquet, targets.folder / "scored.json" if targets.folder else None):
        outputs.check_file(path)
    outputs.check_page(targets.html)


def _reading(wanted: argparse.Namespace) -> Reading:
    try:
        options = ReadOptions(wanted.format, columns_of(wanted.column), wanted.encoding)
        speakers = mapping_of(wanted.speaker)
        if wanted.format:
            format_of(Path(), wanted.format)
    except TranscriptError as error:
        raise CommandError(str(error), 2) from error
    there = sys.stdin.isatty() and sys.stderr.isatty()
    return Reading(options, speakers, wanted.lang, ask if there else None, also=also if there else None)


def _threshold(value: float | None) -> float | None:
    if value is not None and not 0 <= value <= 1:
        raise CommandError(i18n.tr("--unsure-below is a confidence; give a number from 0 to 1."), 2)
    return value


def _directly(job: Run, targets: _Targets, head: Row) -> int:
    """Print as it comes; nothing is kept."""
    scored: Iterator[Row] = ({**to_json(one), "source": one.source} for one in job.stream())
    if targets.json:
        return write.write_json(scored, sys.stdout, head, job.reading.skipped, flush=True)
    return show(scored, sys.stdout)


def _from_journal(job: Run, targets: _Targets, head: Row, keep: Callable[[Journal], list[str]]) -> int:
    """Score into the journal, then write all that was asked for from it."""
    assert targets.journal is not None
    with Journal(targets.journal, head) as journal:
        try:
            keys = keep(journal)
        except KeyboardInterrupt:
            job.progress.say("toask: " + i18n.tr("stopped; the same command goes on where it was."))
            raise

        def again() -> Iterator[Row]:
            return journal.rows(keys)

        _write(again, job, targets, head)
        count = (
            write.write_json(again(), sys.stdout, head, job.reading.skipped)
            if targets.json
            else show(again(), sys.stdout)
        )
    if targets.folder is None:
        targets.journal.unlink(missing_ok=True)
    return count


def _write(again: Callable[[], Iterator[Row]], job: Run, targets: _Targets, head: Row) -> None:
    for path in targets.csv:
        write.write_csv(again(), path, head)
    if targets.parquet:
        write.write_parquet(again(), targets.parquet, head)
    if targets.html:
        write.write_html(again(), targets.html, head)
    if targets.folder:
        with whole(targets.folder / "scored.json") as beside, beside.open("w", encoding="utf-8") as file:
            write.write_json(again(), file, head, job.reading.skipped)


def _teller(job: Run) -> Callable[[Skipped], None]:
    """Return what says each conversation that is not scored, up to a number of them."""

    def tell(skipped: Skipped) -> None:
        told = len(job.reading.skipped)
        if told <= _MOST_TOLD:
            job.progress.say(f"toask: {skipped.why}")
        elif told == _MOST_TOLD + 1:
            line = i18n.tr("and more; all are listed under “skipped” with --json or --out.")
            job.progress.say(f"toask: {line}")

    return tell


def _status(job: Run, count: int) -> int:
    skipped = job.reading.skipped
    if skipped and not count and all(one.speakers for one in skipped):
        return 2
    if skipped and count:
        say(i18n.tr("{n} scored, {left} not; see above.").format(n=count, left=len(skipped)))
    return 1 if skipped else 0
