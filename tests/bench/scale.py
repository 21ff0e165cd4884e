"""Scoring large corpora: Ray with 1 to N workers, a worker killed in the middle, and one process over 100,000 turns.

Run: python -m tests.bench.scale [--turns 4000] [--large 100000] [--workers 1 2]. Prints one JSON object; exits 1 when a
limit is missed. Times count only on a machine that does nothing else: with a load above 0.5 at the start `quiet` is
false, and efficiency is then judged by the workers' processor time a turn, which others disturb less.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "models" / "question-coder" / "data"
EFFICIENCY = 0.85
FLAT = 1.10
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
OUT = ("scored.json", "units.csv")


def corpus(path: Path, turns: int) -> int:
    """Write conversations of the shipped corpus, in a mixed order and under new names, until there are so many turns.

    Returns the trainee's turns.
    """
    every = [json.loads(line) for file in sorted(CORPUS.rglob("*.jsonl")) for line in file.open(encoding="utf-8")]
    dice, count = random.Random(7), 0
    with path.open("w", encoding="utf-8") as out:
        number = 0
        while count < turns:
            one = dice.choice(every)
            rows = [{"speaker": turn["speaker"], "text": turn["text"]} for turn in one["turns"]]
            out.write(json.dumps({"id": f"{number:06}", "language": one["language"], "turns": rows}) + "\n")
            count += sum(row["speaker"] == "trainee" for row in rows)
            number += 1
    return count


def tree(root: int) -> Iterator[int]:
    """Yield a process and all that it started."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            held = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(held[1]), []).append(int(path.parent.name))
    waiting = [root]
    while waiting:
        yield (one := waiting.pop())
        waiting += parents.get(one, [])


def is_worker(process: int) -> bool:
    """Return whether a process is a worker that scores."""
    try:
        return b"Worker" in Path(f"/proc/{process}/cmdline").read_bytes().partition(b"\0")[0]
    except OSError:
        return False


def used(process: int) -> tuple[float, float]:
    """Return a process's processor seconds and its memory in MB; zero when it is gone."""
    try:
        held = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0, 0.0
    return (int(held[11]) + int(held[12])) / TICKS, int(held[21]) * PAGE / 1e6


class Watch(threading.Thread):
    """Samples the processes under one: memory over time and processor seconds; kills one worker when told to."""

    def __init__(self, process: int, journal: Path, kill_at: int = 0) -> None:
        super().__init__(daemon=True)
        self.process, self.journal, self.kill_at = process, journal, kill_at
        self.memory: list[tuple[float, float]] = []
        self.workers: dict[int, tuple[float, float]] = {}
        self.began = 0.0
        self.killed = 0
        self._before: dict[int, float] = {}

    def run(self) -> None:
        """Sample until the process is gone."""
        while Path(f"/proc/{self.process}").exists():
            self.sample()
            time.sleep(0.2)

    def sample(self) -> None:
        """Take one sample."""
        self.memory.append((time.monotonic(), used(self.process)[1]))
        found = [one for one in tree(self.process) if is_worker(one)]
        held = self.journal.stat().st_size if self.journal.exists() else 0
        if not self.began and held > 1000:
            # The first batch is in: everybody has loaded, and the clock starts.
            self.began = time.monotonic()
            self._before = {one: used(one)[0] for one in found}
        for one in found:
            seconds, memory = used(one)
            before = self._before.get(one, 0.0)
            self.workers[one] = (max(seconds - before, 0.0), max(memory, self.workers.get(one, (0, 0))[1]))
        if self.kill_at and not self.killed and held > self.kill_at and found:
            self.killed = found[-1]
            os.kill(self.killed, signal.SIGKILL)


def score(path: Path, out: Path, *options: str, kill_at: int = 0) -> tuple[Watch, float]:
    """Run `toask score` with its output in a folder; return what was seen and the seconds of all of it."""
    start = time.monotonic()
    command = [sys.executable, "-m", "simulator.cli.main", "score", str(path), "--out", str(out), *options]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "TOASK_LANG": "en"}
    ) as running:
        watch = Watch(running.pid, out / "journal.jsonl", kill_at)
        watch.start()
        status = running.wait()
    watch.join()
    if status:
        raise SystemExit(f"toask score ended with {status}: {' '.join(options)}")
    return watch, time.monotonic() - start


def digest(out: Path) -> str:
    """Return what tells one output from another."""
    return hashlib.sha256(b"".join((out / name).read_bytes() for name in OUT)).hexdigest()


def first_batch(out: Path) -> int:
    """Return the trainee's turns that were in when the clock started, as good as: those of one batch."""
    count = 0
    for line in (out / "journal.jsonl").read_text("utf-8").splitlines()[1:]:
        count += sum(turn["role"] == "trainee" for turn in json.loads(line)["scored"]["turns"])
        if count >= 256:
            break
    return count


def with_workers(path: Path, folder: Path, turns: int, workers: int) -> dict[str, object]:
    """Return figures of one run on Ray, over what comes after the first batch."""
    out = folder / f"ray{workers}"
    watch, wall = score(path, out, "--engine", "ray", "--workers", str(workers))
    rest = turns - first_batch(out)
    scoring = (out / "journal.jsonl").stat().st_mtime - (time.time() - time.monotonic() + watch.began)
    seconds = sum(one[0] for one in watch.workers.values())
    return {
        "workers": workers, "wall_s": round(wall, 1), "turns_per_s": round(rest / scoring, 1),
        "turns_per_core_s": round(rest / seconds, 1), "worker_mb": round(max(m for _, m in watch.workers.values())),
        "reader_mb": round(max(m for _, m in watch.memory)), "digest": digest(out),
    }  # fmt: skip


def one_process(folder: Path, turns: int) -> dict[str, object]:
    """Return figures of `toask score` in one process: speed and how flat its memory is."""
    path, out = folder / "large.jsonl", folder / "large"
    count = corpus(path, turns)
    before = os.times()
    watch, wall = score(path, out)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    scoring = [m for t, m in watch.memory if watch.began and t >= watch.began]
    quarter = max(1, len(scoring) // 4)
    first, last = max(scoring[:quarter]), max(scoring[-quarter:])
    return {
        "turns": count, "wall_s": round(wall, 1), "turns_per_s": round(count / wall, 1),
        "turns_per_core_s": round(count / cpu, 1), "mb_first_quarter": round(first), "mb_last_quarter": round(last),
        "grown": round(last / first, 3),
    }  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=4000)
    parser.add_argument("--large", type=int, default=100_000, help="0 leaves it out")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    args = parser.parse_args()
    load = os.getloadavg()[0]
    found: dict[str, object] = {"load_at_start": round(load, 2), "quiet": load < 0.5, "cores": os.cpu_count()}
    missed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="toask-bench-") as name:
        folder = Path(name)
        if args.workers:
            missed += _ray(folder, args.turns, args.workers, found)
        if args.large:
            found["large"] = large = one_process(folder, args.large)
            missed += ["flat memory"] if float(str(large["grown"])) > FLAT else []
    found["missed"] = missed
    print(json.dumps(found, indent=1))
    sys.exit(1 if missed else 0)


def _ray(folder: Path, wanted: int, workers: list[int], found: dict[str, object]) -> list[str]:
    """Measure the runs on Ray; return the limits that are missed."""
    path, missed = folder / "corpus.jsonl", []
    found["turns"] = turns = corpus(path, wanted)
    _, wall = score(path, folder / "alone")
    found["alone"] = {"wall_s": round(wall, 1)}
    whole = digest(folder / "alone")
    rows = [with_workers(path, folder, turns, number) for number in workers]
    key = "turns_per_s" if found["quiet"] else "turns_per_core_s"
    for row in rows:
        row["same_bytes"] = row.pop("digest") == whole
        by = int(str(row["workers"])) / int(str(rows[0]["workers"])) if key == "turns_per_s" else 1
        row["efficiency"] = round(float(str(row[key])) / float(str(rows[0][key])) / by, 3)
        missed += [] if row["same_bytes"] else [f"{row['workers']} workers: same bytes"]
        missed += [] if float(str(row["efficiency"])) >= EFFICIENCY else [f"{row['workers']} workers: efficiency"]
    found["ray"] = rows
    out = folder / "killed"
    half = (folder / "alone" / "journal.jsonl").stat().st_size // 2
    watch, wall = score(path, out, "--engine", "ray", "--workers", str(max(workers)), kill_at=half)
    found["killed"] = {
        "a_worker_was_killed": bool(watch.killed), "wall_s": round(wall, 1), "same_bytes": digest(out) == whole
    }  # fmt: skip
    return missed + ([] if watch.killed and digest(out) == whole else ["killed in the middle: same bytes"])


if __name__ == "__main__":
    main()
