"""Scoring on many machines, without a cluster: what travels, what a worker does with it, and where files come from.

`python -m tests.bench.scale` runs it on Ray, kills a worker and compares every byte.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from helpers_scoring import KeyCoder, key_coder
from hypothesis import given, settings
from hypothesis import strategies as st
from test_scoring_run import DUTCH, HEAD, SPEAKERS, jsonl

from simulator.scale import places
from simulator.scale.cluster import cluster
from simulator.scale.engine import collect
from simulator.scale.errors import ScaleError
from simulator.scale.packets import InOrder, Told, packets, talks_of, told_of
from simulator.scale.worker import Worker, mark_of
from simulator.scoring.errors import ScoringError
from simulator.scoring.intake import Reading, find, take
from simulator.scoring.journal import Journal
from simulator.scoring.progress import Progress
from simulator.scoring.run import Run
from simulator.scoring.scorer import Scorer, Settings
from simulator.transcripts.options import ReadOptions
from simulator.transcripts.read import read

MARK = mark_of(KeyCoder(), Scorer().codebook)
SETTINGS = Settings(resamples=20)


class Neighbours(KeyCoder):
    """Says with every turn how many were coded before it: what else is in a batch then shows in the result."""

    def code(self, text, history, language):
        coded = super().code(text, history, language)
        (unit,) = coded.units
        object.__setattr__(unit, "reason", f"{len(self.seen)}")
        return coded


class Counting(Scorer):
    """A scorer with a new coder for every batch."""

    def __call__(self, *asked):
        self._coder = Neighbours()
        return super().__call__(*asked)


def job(*paths, scorer=None, **more):
    reading = Reading(speakers=dict(SPEAKERS), **more)
    return Run(find(paths), scorer or Counting(SETTINGS, Neighbours), reading, Progress([1] * 5, io.StringIO()))


def by_workers(run, journal, dice=None, mark=MARK):
    """Do what the engine does, with one worker here; `dice` mixes the order in which batches come back."""
    worker = Worker(run.scorer, mark)
    rows = list(packets(run.files, run.reading, frozenset(journal.done)))
    if dice:
        dice.shuffle(rows)
    out = (worker({name: [value] for name, value in row.items()}) for row in rows)
    return collect(run, journal, ({name: values[0] for name, values in one.items()} for one in out))


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_workers_give_what_one_process_gives_in_any_order(tmp_path, seed):
    jsonl(tmp_path / "a.jsonl", 150)
    (tmp_path / "b.jsonl").write_text("{broken\n", "utf-8")
    jsonl(tmp_path / "c.jsonl", 70)
    alone, many = job(tmp_path), job(tmp_path)
    with Journal(tmp_path / "j1", HEAD) as journal:
        wanted = list(journal.rows(alone.keep(journal)))
    with Journal(tmp_path / "j2", HEAD) as journal:
        assert list(journal.rows(by_workers(many, journal, random.Random(seed)))) == wanted
    assert many.reading.skipped == alone.reading.skipped
    assert len(wanted) == 220


@given(st.sets(st.integers(0, 129)))
@settings(max_examples=4, deadline=None)
def test_a_run_that_stopped_anywhere_ends_the_same(tmp_path_factory, kept):
    folder = tmp_path_factory.mktemp("stopped")
    path = jsonl(folder / "a.jsonl", 130, DUTCH[:4])
    with Journal(folder / "whole", HEAD) as journal:
        keys = job(path).keep(journal)
        wanted = list(journal.rows(keys))
    lines = (folder / "whole").read_text("utf-8").splitlines(keepends=True)
    (folder / "cut").write_text(lines[0] + "".join(lines[1 + place] for place in sorted(kept)), "utf-8")
    (folder / "far").write_bytes((folder / "cut").read_bytes())
    with Journal(folder / "cut", HEAD) as journal:
        assert list(journal.rows(job(path).keep(journal))) == wanted
    with Journal(folder / "far", HEAD) as journal:
        assert list(journal.rows(by_workers(job(path), journal))) == wanted


def test_what_is_done_is_not_sent(tmp_path):
    path = jsonl(tmp_path / "a.jsonl", 70)
    with Journal(tmp_path / "j", HEAD) as journal:
        job(path).keep(journal)
        rows = list(packets(find([path]), Reading(speakers=dict(SPEAKERS)), journal.done))
    assert {row["talks"] for row in rows} == {"[]"}
    assert sum(len(json.loads(row["keys"])) for row in rows) == 70


def test_conversations_travel_whole(tmp_path):
    rows = [
        {"conversation_id": "é", "speaker": "trainee", "text": 'OPEN: "wat"\n\u2028\U0001f600', "act": "tell"},
        {"conversation_id": "é", "speaker": "Piet", "timestamp": "0:01", "role": "school", "text": "Nou."},
    ]  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (taken,) = take(find([path]), Reading(language="nl"))
    row, last = packets(find([path]), Reading(language="nl"), set())
    (found,), (acts,) = talks_of(row["talks"])
    assert (found, acts) == (taken.conversation, taken.acts)
    assert told_of(row["told"]).read == ((0, taken.letters, True),)
    assert (last["number"], told_of(last["told"])) == (1, Told())


def test_another_toask_on_a_worker_is_refused(tmp_path):
    run = job(jsonl(tmp_path / "a.jsonl", 2))
    with Journal(tmp_path / "j", HEAD) as journal, pytest.raises(ScaleError, match=r"same toask.*every machine"):
        by_workers(run, journal, mark="toask 0.0.1, other, codebook 1")


def test_an_error_of_a_worker_or_the_reader_is_one_sentence_and_keeps_what_was_done(tmp_path):
    class Broken(Scorer):
        def __call__(self, batch, *more):
            if any("100" in line.text for one in batch for line in one.lines):
                raise ScoringError("The weights are gone; install them again.")
            return super().__call__(batch, *more)

    path = jsonl(tmp_path / "a.jsonl", 130)
    with Journal(tmp_path / "j", HEAD) as journal:
        with pytest.raises(ScaleError, match="weights are gone"):
            by_workers(job(path, scorer=Broken(SETTINGS, key_coder)), journal)
        assert len(journal.done) == 86

    class Gone:
        def __iter__(self):
            yield from find([path])
            raise ScaleError("s3://b/c cannot be read; check it.")

    run = job(path)
    run.files = Gone()
    with Journal(tmp_path / "j", HEAD) as journal:
        with pytest.raises(ScaleError, match="cannot be read"):
            by_workers(run, journal)
        assert len(journal.done) == 129  # the batch that was not full is read again


@given(st.permutations(range(12)))
def test_order_comes_back(order):
    waiting = InOrder()
    out = [keys for number in order for keys, _ in waiting.take(number, [str(number)], Told())]
    assert out == [[str(number)] for number in range(12)]


def test_a_cluster_far_away_and_one_that_is_not_there_are_said():
    with pytest.raises(ScaleError, match="--ray-address auto"), cluster("ray://head:10001", 1, {}):
        pass


def test_without_ray_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(Exception, match=r"toask\[ray\]"), cluster("", 1, {}):
        pass


@pytest.fixture
def memory():
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")
    yield system
    system.rm("/", recursive=True)


def test_files_come_from_an_address_one_at_a_time(tmp_path, memory):
    jsonl(tmp_path / "a.jsonl", 3)
    for name in ("corpus/b/x.jsonl", "corpus/a.jsonl", "corpus/notes.pdf", "corpus/.hidden.jsonl"):
        memory.pipe(f"/{name}", (tmp_path / "a.jsonl").read_bytes())
    found = places.gather(
        [str(tmp_path / "a.jsonl"), "memory://corpus", "memory://corpus/a.jsonl", "memory://corpus/*.jsonl"]
    )
    assert [one.name for one in found.found] == ["a.jsonl", "a.jsonl", "b/x.jsonl"]
    assert found.sizes == [(tmp_path / "a.jsonl").stat().st_size] * 3
    seen = []
    for file in found:
        assert file.path.exists()
        assert not any(path.exists() for path in seen)
        seen += [file.path] if file.path.parent != tmp_path else []
    assert not any(path.exists() for path in seen)
    run = job(tmp_path / "a.jsonl")
    run.files = found
    assert [(one.source, one.id) for one in run.stream()][3:] == [
        (name, f"talk-{n}") for name in ("a.jsonl", "b/x.jsonl") for n in range(3)
    ]


@pytest.mark.parametrize(
    ("address", "says"),
    [("memory://nobody", "no transcripts"), ("nope://x", "cannot be"), ("s4://bucket/x.csv", "cannot be")],
)
def test_an_address_that_cannot_be_read_is_one_sentence(address, says, memory):
    with pytest.raises(ScaleError, match=says) as error:
        places.gather([address])
    assert "\n" not in str(error.value)


def test_a_far_file_that_goes_away_is_told(memory):
    memory.pipe("/c/a.jsonl", b"{}")
    found = places.gather(["memory://c"])
    memory.rm("/c/a.jsonl")
    with pytest.raises(ScaleError, match="nothing at"):
        list(found)


def parquet(path, **columns):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table(columns), path)
    return path


TURNS = {"speaker": ["Anna", "School"], "text": ["=wat wil je?", None]}


def test_parquet_reads_as_rows(tmp_path):
    path = parquet(tmp_path / "a.parquet", **TURNS, conversation_id=[7, 7], extra=[[1], [2]], act=["", "tell"])
    (one,) = read(path)
    assert (one.id, [(line.speaker, line.text) for line in one.lines]) == (
        "7",
        [("Anna", "=wat wil je?"), ("School", "")],
    )


@pytest.mark.parametrize(
    ("columns", "options", "says"),
    [
        ({"who": ["a"], "words": ["b"]}, {}, ["who, words", "--column speaker="]),
        ({"speaker": ["a"], "utterance": ["b"]}, {}, ["speaker, utterance", "--column text=utterance"]),
        ({"speaker": ["a"], "text": [1]}, {}, ['"text" holds int64', "--column text=NAME", "speaker, text"]),
        ({**TURNS, "session": ["x", "y"]}, {}, ["--column conversation_id=session"]),
        ({**TURNS, "id": [["x"], ["y"]]}, {"conversation_id": "id"}, ['"id" is no text']),
    ],
)
def test_parquet_with_other_columns_is_one_sentence(tmp_path, columns, options, says):
    path = parquet(tmp_path / "a.parquet", **columns)
    with pytest.raises(Exception, match=r"a\.parquet") as error:
        list(read(path, ReadOptions(columns=options)))
    assert type(error.value).__name__ == "TranscriptError"
    assert all(word in str(error.value) for word in says), str(error.value)
    assert "\n" not in str(error.value)


def test_what_is_no_parquet_is_one_sentence(tmp_path):
    pytest.importorskip("pyarrow")
    (tmp_path / "a.parquet").write_bytes(b"PAR1 nothing at all")
    with pytest.raises(Exception, match="not a whole Parquet file"):
        list(read(tmp_path / "a.parquet"))


def test_options_belong_together(tmp_path):
    jsonl(tmp_path / "a.jsonl", 1)
    command = [sys.executable, "-m", "simulator.cli.main", "score", str(tmp_path / "a.jsonl"), "--workers"]
    english = {**os.environ, "TOASK_LANG": "en"}
    for number, says in (("2", "belong to --engine ray"), ("0", "a whole number from 1")):
        found = subprocess.run([*command, number], capture_output=True, text=True, check=False, env=english)
        assert (found.returncode, says in found.stderr) == (2, True)


def test_nothing_heavy_comes_along():
    code = "import sys, simulator.cli.score, simulator.scale.engine; print(*{n.split('.')[0] for n in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"ray", "torch", "fsspec", "pyarrow", "textual"} & set(loaded)
    assert Path(places.__file__).is_file()
