"""Runs over files: streaming, going on after a kill, output whole or not there, what cannot be scored said."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest
from helpers_scoring import KeyCoder, conversation, key_coder
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.extras import MissingExtra
from simulator.files import CannotWrite
from simulator.scoring import write
from simulator.scoring.errors import ScoringError
from simulator.scoring.intake import Reading, Skipped, find, key_of, scored_as, take
from simulator.scoring.journal import Journal
from simulator.scoring.jsontext import dumps
from simulator.scoring.model import to_json
from simulator.scoring.progress import Progress, spell
from simulator.scoring.run import Run
from simulator.scoring.scorer import Scorer, Settings
from simulator.transcripts.language import Language

TESTS = Path(__file__).parent
DUTCH = [
    ("Anna", "OPEN: wat willen jullie dat de kinderen hiervan meenemen?"),
    ("School", "Nou, dat ze iets durven maken, en de leerkrachten eigenlijk ook."),
    ("Anna", "OFFER: dan moeten jullie ons programma nemen, dat is heel goed."),
    ("School", "Dat weet ik nog niet zo goed."),
] * 3
SPEAKERS = {"anna": "trainee"}
HEAD = {"coder": "key-coder", "codebook": 1}


def jsonl(path, many, lines=DUTCH):
    with path.open("w", encoding="utf-8") as file:
        for number in range(many):
            turns = [{"speaker": name, "text": f"{text} {number}"} for name, text in lines]
            file.write(json.dumps({"id": f"talk-{number}", "turns": turns}) + "\n")
    return path


def job(*paths, reading=None, settings=None):
    scorer = Scorer(settings or Settings(resamples=50), key_coder)
    return Run(find(paths), scorer, reading or Reading(speakers=dict(SPEAKERS)), Progress([1], io.StringIO()))


def test_a_folder_is_read_in_order_without_what_is_no_transcript(tmp_path):
    inside = tmp_path / "b"
    inside.mkdir()
    jsonl(tmp_path / "z.jsonl", 1)
    jsonl(inside / "a.jsonl", 2)
    (tmp_path / "notes.pdf").write_bytes(b"%PDF")
    (tmp_path / ".hidden.jsonl").write_text("{}", "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    (out / "scored.json").write_text("{}", "utf-8")
    found = find([tmp_path, tmp_path / "z.jsonl"], without=[out])
    assert [file.name for file in found] == ["b/a.jsonl", "z.jsonl"]
    assert [one.source for one in job(tmp_path / "z.jsonl", inside).stream()] == ["z.jsonl", "a.jsonl", "a.jsonl"]
    with pytest.raises(ScoringError, match="no file"):
        find([tmp_path / "nobody.csv"])
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ScoringError, match="no transcripts"):
        find([empty])


def test_what_cannot_be_scored_is_told_and_the_rest_is_scored(tmp_path):
    jsonl(tmp_path / "a.jsonl", 2)
    (tmp_path / "b.jsonl").write_text("{broken\n", "utf-8")
    french = [
        ("Anna", "Bonjour madame, qu'est-ce que vous voulez pour les enfants cette année à l'école?"),
        ("School", "Nous cherchons un atelier de danse pour toutes les classes avant les vacances."),
    ] * 3
    jsonl(tmp_path / "c.jsonl", 1, french)
    jsonl(tmp_path / "d.jsonl", 1, [("Kees", "OPEN: wat wil je?"), ("Bo", "Niets.")])
    jsonl(tmp_path / "e.jsonl", 1, [("Anna", "OPEN: wat wil je?")] * 6)
    told: list[Skipped] = []
    reading = Reading(speakers=dict(SPEAKERS), tell=told.append)
    scored = list(job(tmp_path, reading=reading).stream())
    assert [one.id for one in scored] == ["talk-0", "talk-1"]
    assert told == reading.skipped
    assert [one.source for one in told] == ["b.jsonl", "c.jsonl", "d.jsonl", "e.jsonl"]
    assert [one.speakers for one in told] == [False, False, True, False]
    for one, words in zip(told, ("not JSON", "French", "--speaker", "one speaker"), strict=True):
        assert words in one.why


def test_a_person_is_asked_once_and_the_answer_is_kept(tmp_path):
    jsonl(tmp_path / "a.jsonl", 3, [("Kees", "OPEN: wat wil je dat er gebeurt?"), ("Bo", "Dat weet ik niet.")] * 3)
    asked = []

    def ask(unknown):
        asked.append([speaker.name for speaker in unknown.speakers])
        return {"Kees": "trainee", "Bo": "school"}

    assert len(list(job(tmp_path, reading=Reading(ask=ask)).stream())) == 3
    assert asked == [["Kees", "Bo"]]


def test_languages_that_are_scored():
    assert scored_as(Language("nl")) == "nl"
    assert scored_as(Language("", ()), "en") == "en"
    assert scored_as(Language("", ())) == ""
    assert scored_as(Language("other", (("fr", 1.0),))) is None
    assert scored_as(Language("mixed", (("nl", 0.6), ("en", 0.4)))) == "nl"
    assert scored_as(Language("mixed", (("nl", 0.6), ("fr", 0.4)))) is None


def test_acts_of_a_practised_conversation_end_its_thirds(tmp_path):
    rows = []
    for number in range(12):
        code = "OPEN" if number < 6 else "OFFER"
        act = "own_question" if number == 5 else "tell"
        rows.append({"conversation_id": "a", "speaker": "trainee", "text": f"{code}: wat willen jullie", "act": act})
        rows.append({"conversation_id": "a", "speaker": "Piet", "role": "school", "text": "Nou, dat ze durven dansen."})
    path = tmp_path / "practised.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    (taken,) = take(find([path]), Reading())
    assert taken.acts[:2] == ("", "tell")
    assert taken.acts[11] == "own_question"
    (scored,) = job(path, reading=Reading()).stream()
    assert scored.measures["thirds"] == [1, 1, 1]
    assert scored.measures["ask_share"] == 0.5


@pytest.mark.slow
def test_memory_does_not_grow_with_the_corpus(tmp_path):
    class Forgetful(KeyCoder):
        def code(self, *asked):
            self.seen = []
            return super().code(*asked)

    def peak(path):
        run = job(path, reading=Reading(speakers=dict(SPEAKERS), language="nl"))
        run.scorer = Scorer(Settings(resamples=20), Forgetful)
        tracemalloc.start()
        with Journal(path.with_suffix(".journal"), HEAD) as journal:
            keys = run.keep(journal)
            write.write_csv(journal.rows(keys), path.with_suffix(".csv"), HEAD)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(jsonl(tmp_path / "warm.jsonl", 5))
    small, large = peak(jsonl(tmp_path / "a.jsonl", 100)), peak(jsonl(tmp_path / "b.jsonl", 800))
    assert large < 2 * small  # keys, and what Python keeps for reuse; the conversations themselves are ten times that


SLOW = """
import sys, time
from pathlib import Path
from helpers_scoring import KeyCoder
from test_scoring_run import HEAD, job
from simulator.scoring.journal import Journal
from simulator.scoring.scorer import Scorer, Settings

class Slow(KeyCoder):
    def code(self, *words):
        time.sleep(0.002)
        return super().code(*words)

run = job(sys.argv[1])
run.scorer = Scorer(Settings(resamples=50), Slow)
with Journal(Path(sys.argv[2]), HEAD) as journal:
    print(len(run.keep(journal)))
"""


@pytest.mark.slow
def test_a_killed_run_goes_on_and_ends_the_same(tmp_path):
    path = jsonl(tmp_path / "a.jsonl", 250)
    broken, plain = tmp_path / "broken.journal", tmp_path / "plain.journal"
    command = [sys.executable, "-c", SLOW, str(path), str(broken)]
    more = {"env": {**os.environ, "PYTHONPATH": str(TESTS)}, "cwd": TESTS.parent}
    size = 1000
    for _ in range(2):
        with subprocess.Popen(command, **more) as running:
            end = time.monotonic() + 30
            while time.monotonic() < end and (not broken.exists() or broken.stat().st_size <= size):
                time.sleep(0.01)
            running.send_signal(signal.SIGKILL)
        size = broken.stat().st_size
    held = broken.read_bytes()
    assert held.count(b"\n") > 1
    broken.write_bytes(held + b'{"key": "abc", "scored": {"id')
    before = held.count(b"\n") - 1
    run = job(path)
    with Journal(broken, HEAD) as journal:
        assert len(journal.done) == before
        assert before < 250
        keys = run.keep(journal)
        again = list(journal.rows(keys))
    with Journal(plain, HEAD) as journal:
        assert list(journal.rows(job(path).keep(journal))) == again
    assert len(again) == 250


def test_what_is_done_is_not_coded_again(tmp_path):
    path = jsonl(tmp_path / "a.jsonl", 70)
    with Journal(tmp_path / "j", HEAD) as journal:
        job(path).keep(journal)
    coder = key_coder()
    run = job(path)
    run.scorer = Scorer(make=lambda: coder)
    with Journal(tmp_path / "j", HEAD) as journal:
        run.keep(journal)
    assert coder.seen == []


def test_a_changed_conversation_is_scored_again(tmp_path):
    path = jsonl(tmp_path / "a.jsonl", 3)
    with Journal(tmp_path / "j", HEAD) as journal:
        job(path).keep(journal)
    path.write_text(path.read_text("utf-8").replace("programma nemen, dat is heel goed. 1", "aanbod nemen. 1"), "utf-8")
    with Journal(tmp_path / "j", HEAD) as journal:
        keys = job(path).keep(journal)
        held = list(journal.rows(keys))
    assert sorted(one["id"] for one in held) == ["talk-0", "talk-1", "talk-2"]
    assert sum("aanbod" in json.dumps(one) for one in held) == 1


def test_a_journal_is_not_mixed_nor_shared_nor_made_of_somebodys_file(tmp_path):
    with Journal(tmp_path / "j", HEAD), pytest.raises(ScoringError, match="Another run"):
        Journal(tmp_path / "j", HEAD)
    with pytest.raises(ScoringError, match="different: coder;"):
        Journal(tmp_path / "j", {**HEAD, "coder": "other"})
    mine = tmp_path / "mine.txt"
    mine.write_text("my only copy", "utf-8")
    with pytest.raises(ScoringError, match="a file of something else"):
        Journal(mine, HEAD)
    assert mine.read_text("utf-8") == "my only copy"
    (tmp_path / "cut").write_bytes(b'{"toask-jou')
    with Journal(tmp_path / "cut", HEAD) as journal:
        assert journal.done == set()
    with pytest.raises(ScoringError, match="Cannot write"):
        Journal(tmp_path / "mine.txt" / "j", HEAD)


def test_keys_tell_conversations_apart():
    one = conversation("a", "OPEN: wat", "niets")
    keys = {key_of(one, 0), key_of(one, 1), key_of(conversation("b", "OPEN: wat", "niets"), 0),
            key_of(conversation("a", "OPEN: wat niets", ""), 0), key_of(one, 0, ("", "tell"))}  # fmt: skip
    assert len(keys) == 5
    assert key_of(one, 0) == key_of(conversation("a", "OPEN: wat", "niets"), 0)


def scored_row(*lines):
    (scored,) = Scorer(Settings(resamples=20), key_coder)([conversation("=a", *lines)])
    return {**to_json(scored), "source": "+b.csv"}


def test_csv_runs_nothing_in_a_spreadsheet(tmp_path):
    row = scored_row("OPEN: =cmd|' /C calc'!A0; OFFER:@SUM(A1)", "ja", "INFO: -1+1;CLOSED: +31 6", "nee")
    write.write_csv([row], tmp_path / "u.csv", HEAD)
    with (tmp_path / "u.csv").open(encoding="utf-8", newline="") as file:
        held = list(csv.DictReader(file))
    for cells in held:
        for name, cell in cells.items():
            assert name in ("value", "confidence") or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert [cells["code"] for cells in held] == ["OPEN", "OFFER", "INFO", "CLOSED"]
    assert [int(cells["value"]) for cells in held] == [2, -2, -1, 1]
    assert [(cells["turn"], cells["unit"]) for cells in held] == [("1", "1"), ("1", "2"), ("3", "1"), ("3", "2")]


def test_parquet_holds_the_same_rows(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    row = scored_row("OPEN: wat; OFFER uptake: neem", "ja")
    write.write_parquet((row for _ in range(6000)), tmp_path / "u.parquet", HEAD)
    held = pq.read_table(tmp_path / "u.parquet")
    assert held.num_rows == 12_000
    assert held.slice(1, 1).to_pylist()[0] | {"reason": ""} == {
        "source": "+b.csv", "conversation_id": "=a", "language": "nl", "turn": 1, "speaker": "Anna", "role": "trainee",
        "timestamp": "", "main": "neutral", "annomi": "question", "unit": 2, "text": "neem", "code": "OFFER",
        "value": -2, "confidence": 1.0, "flags": "uptake", "reason": "", "unsure": False, "codebook": 1,
        "coder": "key-coder",
    }  # fmt: skip


def test_without_pyarrow_or_jinja_it_says_so_before_scoring(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"toask\[parquet\]"):
        write.check_parquet()
    for name in [one for one in sys.modules if one.startswith("simulator.report.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtra, match=r"toask\[report\]"):
        write.check_html()


def test_output_is_whole_or_not_there(tmp_path):
    def breaking():
        yield scored_row("OPEN: wat", "ja")
        raise RuntimeError

    (tmp_path / "u.csv").write_text("old", "utf-8")
    with pytest.raises(RuntimeError):
        write.write_csv(breaking(), tmp_path / "u.csv", HEAD)
    assert [path.name for path in tmp_path.iterdir()] == ["u.csv"]
    assert (tmp_path / "u.csv").read_text("utf-8") == "old"
    with pytest.raises(CannotWrite, match="Cannot write"):
        write.write_csv([], tmp_path / "u.csv" / "x.csv", HEAD)


def test_json_comes_conversation_by_conversation():
    out = io.StringIO()
    skipped: list[Skipped] = []

    def coming():
        yield scored_row("OPEN: wat", "ja")
        assert '"id": "=a"' in out.getvalue()
        skipped.append(Skipped("x", "y.csv", "why"))
        yield scored_row("OPEN: wat", "ja")

    assert write.write_json(coming(), out, HEAD, skipped) == 2
    held = json.loads(out.getvalue())
    assert set(held) == {"conversations", "codebook", "coder", "skipped"}
    assert held["skipped"] == [{"id": "x", "source": "y.csv", "why": "why"}]
    empty = io.StringIO()
    assert write.write_json([], empty, HEAD) == 0
    assert json.loads(empty.getvalue())["conversations"] == []


@given(st.text(st.characters(), max_size=30))
@settings(max_examples=100, deadline=None)
def test_json_text_is_true_and_steers_no_terminal(text):
    written = dumps({"text": text, "more": [text]})
    assert json.loads(written) == {"text": text, "more": [text]}
    assert written.encode("utf-8")
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in written)


def test_progress_knows_how_long_it_takes(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    out = io.StringIO()
    progress = Progress([1000, 3000], out)
    assert progress.seconds_left() is None
    for number in range(5):
        now[0] += 4
        progress.read(0, 150, new=number > 0)
    progress.read(1, 0)
    assert progress.share == pytest.approx(0.25)
    left = 16 * 0.75 / (0.25 - 150 * 1.3 / 4000)
    assert progress.seconds_left() == pytest.approx(left)
    assert "conversations" in out.getvalue()
    assert "left" in out.getvalue()
    now[0] += 20
    progress.read(1, 3000)
    assert out.getvalue().endswith("7 conversations, 100 %\n")
    assert [spell(seconds) for seconds in (0.2, 59, 600, 7200)] == ["1 s", "59 s", "10 min", "2.0 h"]
    assert Progress([], out).share == 1
