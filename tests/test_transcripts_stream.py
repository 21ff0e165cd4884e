"""Large files: memory holds one conversation, and the first one is there at once."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time

import pytest

from simulator.transcripts import Conversation, Line, TranscriptError, read, write
from tests.pace import slowness

TURNS = 40
PEAK = """
import resource, sys
from simulator.transcripts import read
count = sum(len(one.lines) for one in read(sys.argv[1]))
print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def many(count):
    for number in range(count):
        yield Conversation(f"g{number}", tuple(
            Line("trainee" if n % 2 == 0 else "school", f"Beurt {n}: wat zie je dan gebeuren in de klas? " * 3)
            for n in range(TURNS)
        ))  # fmt: skip


def peak(path):
    found = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True)
    count, kilobytes = map(int, found.stdout.split())
    return count, kilobytes / 1024


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
def test_memory_does_not_grow_with_the_file(tmp_path, form):
    small, large = tmp_path / f"s.{form}", tmp_path / f"l.{form}"
    write(many(20), small)
    write(many(4000), large)
    assert large.stat().st_size > 20_000_000
    few, little = peak(small)
    lots, much = peak(large)
    assert (few, lots) == (20 * TURNS, 4000 * TURNS)
    assert much - little < 16, f"{much - little:.1f} MB more for a file of {large.stat().st_size >> 20} MB"


def test_the_first_conversation_does_not_wait_for_the_last(tmp_path):
    path = tmp_path / "x.jsonl"
    write(many(2000), path)
    began = time.perf_counter()
    first = list(itertools.islice(read(path), 2))
    assert [one.id for one in first] == ["g0", "g1"]
    assert time.perf_counter() - began < slowness()


def test_what_was_yielded_before_an_error_is_complete(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("conversation_id,speaker,text\n1,a,b\n1,c,d\n2,a,b\n1,a,b\n")
    found = read(path)
    assert [len(next(found).lines) for _ in range(2)] == [2, 1]
    with pytest.raises(TranscriptError, match="line 5"):
        next(found)


def test_one_endless_conversation_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("speaker,text\n" + "a,b\n" * 20_001)
    with pytest.raises(TranscriptError, match="line 20002: more under"):
        list(read(path))


@pytest.mark.parametrize("form", ["vtt", "txt", "srt", "docx"])
def test_formats_that_are_read_whole_have_a_limit(tmp_path, form):
    path = tmp_path / f"x.{form}"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    began = time.perf_counter()
    with pytest.raises(TranscriptError, match="500 MB, more than one conversation"):
        list(read(path))
    assert time.perf_counter() - began < slowness()
