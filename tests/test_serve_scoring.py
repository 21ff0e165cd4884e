"""One scoring process for many tabs: the same results, fair turns, and nobody harmed by anybody else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from helpers_scoring_process import Encoder, Reader, serving, until
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.coding.codebook import CodedTurn, Said, Unit
from simulator.serve.scoring import frames, wire
from simulator.serve.scoring.errors import FAILED, FrameError, ScoringGone
from simulator.serve.scoring.fair import FairQueue, Full, Job
from simulator.serve.scoring.frames import HEAD
from simulator.serve.scoring.remote import RemoteCoder, RemoteEncoder, RemoteVoice
from simulator.serve.scoring.remote_reader import RemoteReader
from simulator.serve.scoring.shelves import Shelves
from simulator.voice.types import Message, Weigher

PROMPT = [Message("system", "Karin is leerkracht."), Message("user", "Hoe ging het?", "Adviseur")]
HISTORY = (
    Said("school", "Welkom"),
    Said("trainee", "Hoi", (Unit("Hoi", "NEUTRAL", 0, ("asked",), 0.25, "x"),), "tell"),
)
TEXTS = ["Hoe ging dat?", "", "En toen \ud83d", "é" * 300]
UNITS = st.builds(
    Unit, st.text(max_size=9), st.sampled_from(["OPEN", "JUDGE"]), st.integers(-3, 3),
    st.lists(st.sampled_from(["guess", "why"])).map(tuple), st.floats(0, 1), st.text(max_size=9),
)  # fmt: skip
SAID = st.builds(Said, st.sampled_from(["trainee", "school"]), st.text(max_size=9), st.lists(UNITS).map(tuple))
few = settings(max_examples=40, deadline=None)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


# -- what goes over the wire -----------------------------------------------------------------------------------------


@few
@given(st.lists(st.tuples(st.text(max_size=9), st.lists(SAID, max_size=3), st.sampled_from(["nl", "en"])), max_size=3))
def test_turns_come_over_as_they_were(turns):
    assert wire.asked(json.loads(json.dumps(wire.asked_json(turns)))) == turns


@few
@given(st.lists(st.builds(CodedTurn, st.text(max_size=9), st.lists(UNITS).map(tuple), st.text(max_size=3)), max_size=3))
def test_coded_turns_come_over_as_they_were(turns):
    assert wire.coded(json.loads(json.dumps([wire.coded_json(one) for one in turns]))) == turns


@few
@given(JSONS)
def test_any_other_json_is_refused_and_nothing_else_happens(value):
    for read in (wire.asked, wire.coded, wire.prompt, wire.texts):
        try:
            read(value)
        except FrameError:
            continue
        assert isinstance(value, list)


@few
@given(st.binary(max_size=60), st.binary(max_size=20))
def test_any_bytes_are_a_frame_or_refused(text, raw):
    with suppress(FrameError):
        frames.sizes((text + bytes(HEAD.size))[: HEAD.size], 100)
    with suppress(FrameError):
        frames.unpack(text, raw)


def test_numbers_that_do_not_fit_their_shapes_are_refused():
    for shapes in ([[2]], [[-1]], [[1 << 30, 1 << 30]], [[True]], [["1"]], "x", [[1, 1, 1, 1]], [[0]] * 9):
        with pytest.raises(FrameError):
            frames.unpack(json.dumps({"arrays": shapes}).encode(), b"1234")
    with pytest.raises(FrameError):
        frames.unpack(b"[" * 100_000, b"")


# -- who is served next ----------------------------------------------------------------------------------------------


@few
@given(st.lists(st.lists(st.floats(0.01, 3.0), min_size=6, max_size=6), min_size=2, max_size=5))
def test_nobody_gets_more_time_than_others_who_wait(costs):
    queue, served, taken = FairQueue(), [0.0] * len(costs), [0] * len(costs)
    for who, mine in enumerate(costs):
        for number in range(len(mine)):
            queue.put(Job(who, number, "fits", {}))
    while all(count < 6 for count in taken):
        job = queue.take()
        served[job.client] += costs[job.client][job.id]
        taken[job.client] += 1
        queue.charge(job.client, costs[job.client][job.id])
        assert max(served) - min(served) <= max(map(max, costs)) + 1e-9


@few
@given(st.integers(2, 6), st.integers(1, 5))
def test_where_all_takes_alike_everybody_has_one_turn_after_the_other(many, rounds):
    queue = FairQueue()
    for who in range(many):
        for number in range(rounds):
            queue.put(Job(who, number, "fits", {}))
    for _ in range(rounds):
        assert [job.client for job in queue.order()] == list(range(many))
        for who in range(many):
            job = queue.take()
            queue.charge(job.client, 1.0)
            assert job.client == who


def test_a_pause_earns_nothing_and_a_queue_has_an_end():
    queue = FairQueue(most=3, each=2)
    for number in range(5):
        queue.put(Job(1, number, "fits", {}))
        queue.charge(queue.take().client, 1.0)
    queue.put(Job(1, 9, "fits", {}))
    queue.put(Job(2, 1, "fits", {}))  # has never been served, and still gets no five turns in a row
    queue.charge(queue.take().client, 1.0)
    queue.put(Job(2, 2, "fits", {}))
    assert queue.take().client == 1
    queue.put(Job(2, 3, "fits", {}))
    with pytest.raises(Full):
        queue.put(Job(2, 4, "fits", {}))
    queue.put(Job(3, 1, "fits", {}))
    with pytest.raises(Full):
        queue.put(Job(4, 1, "fits", {}))


# -- the same results ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tcp", [False, True])
def test_a_tab_gets_what_it_would_compute_itself(tmp_path, tcp):
    with serving(tmp_path, tcp) as at:
        link, own = at.link(), at.parts
        coder, encoder, voice = RemoteCoder(link), RemoteEncoder(link), RemoteVoice(link, "toask-270m")
        voice.load()
        assert (coder.name, coder.unsure_below) == ("marked", 0.625)
        assert (encoder.name, encoder.version, encoder.match) == ("question-coder", "test", Encoder.match)
        assert isinstance(voice, Weigher)
        turns = [(f"[OPEN +why] Vraag {n}? {text}", HISTORY, "nl") for n in range(30) for text in TEXTS]
        assert coder.code_many(turns) == [own.coder.code(*turn) for turn in turns]
        assert coder.code_many([]) == []
        texts = [f"{text} {n}" for n in range(30) for text in TEXTS]
        assert np.array_equal(encoder.encode(texts), Encoder().encode(texts))
        assert encoder.encode([]).shape == (0, 384)
        assert encoder.read([]) == []
        for mine, there in zip(Encoder().read(texts, "Ja"), encoder.read(texts, "Ja"), strict=True):
            assert all(
                np.array_equal(getattr(mine, one), getattr(there, one)) for one in ("vector", "pieces", "weights")
            )
        assert voice.fits(PROMPT, ["een", "twee drie"], Event()) == [1.0, 3.0]
        assert voice.fits(PROMPT, [], Event()) == []
        reader = RemoteReader(link)
        assert reader.match == Reader.match
        assert np.array_equal(reader.encode(texts), Reader().encode(texts))
        assert len(reader.encode([])) == 0
        assert np.array_equal(reader.turn("Ja", "Hoe dan"), Reader().turn("Ja", "Hoe dan"))


@pytest.mark.weights
def test_the_shipped_coder_gives_the_same_units_and_vectors(tmp_path):
    from simulator.coding.question_coder.coder import QuestionCoder
    from simulator.coding.question_coder.encoder import QuestionEncoder

    own = QuestionCoder.load()
    reader = QuestionEncoder(own.reader)
    with serving(tmp_path) as at:
        at.stop()
        at.parts = replace(at.parts, coder=own, shelves=Shelves(reader, None))
        at.start()
        coder, encoder = RemoteCoder(at.link()), RemoteEncoder(at.link())
        for text in ("Hoe kwamen jullie op dit idee?", "Dus het was leuk, maar er bleef niets hangen?"):
            assert coder.code(text, HISTORY, "nl") == own.code(text, HISTORY, "nl")
            assert np.abs(encoder.encode([text]) - reader.encode([text])).max() < 1e-5
            assert np.abs(encoder.read([text], "Ja.")[0].pieces - reader.read([text], "Ja.")[0].pieces).max() < 1e-5


def test_turns_of_several_tabs_share_a_pass_and_each_gets_its_own(tmp_path):
    with serving(tmp_path) as at, ThreadPoolExecutor(6) as tabs:
        coders = [RemoteCoder(at.link()) for _ in range(5)]
        at.parts.voice.hold.clear()
        busy = tabs.submit(RemoteVoice(at.link(), "toask-270m").fits, PROMPT, ["x"], Event())
        until(lambda: at.parts.voice.order)
        found = [tabs.submit(one.code, f"[OPEN] Vraag {n}?", HISTORY, "nl") for n, one in enumerate(coders)]
        until(lambda: len(at.server._queue) == 5)
        at.parts.voice.hold.set()
        assert [one.result().text for one in found] == [f"[OPEN] Vraag {n}?" for n in range(5)]
        assert at.parts.coder.passes == [5]
        assert busy.result() == [1 / 3]


def test_a_turn_that_cannot_be_read_takes_no_other_with_it(tmp_path, capfd):
    with serving(tmp_path, gather=0.3) as at, ThreadPoolExecutor(2) as tabs:
        one, two = RemoteCoder(at.link()), RemoteCoder(at.link())
        bad, good = tabs.submit(one.code, "BOOM", (), "nl"), tabs.submit(two.code, "[OPEN] Hoe?", (), "nl")
        assert good.result().units[0].code == "OPEN"
        with pytest.raises(ScoringGone, match=FAILED[:30]):
            bad.result()
        assert one.code("[OPEN] Hoe?", (), "nl").units
    assert "code failed: RuntimeError" in (said := capfd.readouterr().err)
    assert "secret" not in said


def test_a_shelf_is_read_once_for_all_tabs_and_kept_without_its_words(tmp_path):
    texts = [f"Geheim {n} van de school" for n in range(150)]
    with serving(tmp_path, shelves=tmp_path / "kept") as at:
        first, second = RemoteEncoder(at.link()), RemoteEncoder(at.link())
        for one in (first, second):
            one.take("nl-vakdocent")
            rows, read = one.encode(texts), one.read(texts)
            assert np.allclose(rows, [held.vector for held in read])
            one.keep()
        inner = at.parts.shelves.inner
        assert sorted(inner.read_texts) == sorted(texts)
        again = Shelves(Encoder(), tmp_path / "kept")
        assert np.allclose(again.encode(texts, "nl-vakdocent"), rows, atol=2e-3)
        assert again.inner.read_texts == []
        assert first.encode(["los"]).shape == second.encode(["los"]).shape
        assert inner.read_texts.count("los") == 1
        for reader in (RemoteReader(at.link()), RemoteReader(at.link())):
            reader.take("nl-vakdocent")
            reader.encode(texts)
        first.take("nl-vakdocent")
        first.keep()
        assert sorted(at.parts.phrases.inner.read_texts) == sorted(texts)
    files = list((tmp_path / "kept").rglob("*.npz"))
    assert {file.parent.name for file in files} == {"vectors-question-coder-test", "vectors-reader-test"}
    assert not any(b"Geheim" in file.read_bytes() for file in files)


# -- a tab -----------------------------------------------------------------------------------------------------------

TAB = """
import sys
from pathlib import Path
from threading import Event
from simulator.practice.begin import begin
from simulator.practice.build import Workshop, scoring_coder
from simulator.practice.store import Store
from simulator.scenario import catalog
from simulator.serve.scoring.memory import memory_mb
entry = catalog.resolve("nl/vakdocent-dans")
with Workshop("toask-270m") as workshop:
    session = begin(Store(Path(sys.argv[1])), entry.usable, entry.text, workshop.minds(entry.usable))
    for text in ("[OPEN] Hoe kwamen jullie op dit idee?", "[OPEN] En wat gebeurde er daarna?"):
        assert session.turn(text, Event(), lambda clause: None).reply
assert scoring_coder().name == "marked"
import simulator.app.screens.conversation
print(memory_mb(), [one for one in ("torch", "transformers", "tokenizers", "safetensors") if one in sys.modules])
"""


def test_a_tab_loads_no_model_library_and_stays_small(tmp_path):
    with serving(tmp_path) as at:
        found = subprocess.run(
            [sys.executable, "-c", TAB, str(tmp_path / "practice.db")],
            env={**os.environ, "TOASK_SCORING": f"unix:{at.path}", "TOASK_MODELS": str(tmp_path)},
            capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1],
        )  # fmt: skip
        assert not found.returncode, found.stderr
        memory, _, heavy = found.stdout.strip().partition(" ")
        assert heavy == "[]"
        assert float(memory) < 120
        assert at.parts.coder.passes == [1, 1]
        assert len(at.parts.voice.order) >= 2
        assert "[OPEN] Hoe kwamen jullie op dit idee?" in at.parts.shelves.inner.read_texts
