"""What goes wrong between tabs and their scoring process: bad frames, tabs that leave, a process that dies."""

from __future__ import annotations

import json
import random
import socket
import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread, Timer
from time import monotonic, sleep

import pytest
from helpers_practice import MarkedTopics
from helpers_scenario import build, minimal_scenario
from helpers_scoring_process import serving, until

from simulator.practice.api import PracticeError
from simulator.practice.begin import begin
from simulator.practice.session import Minds
from simulator.practice.store import Store
from simulator.serve.scoring import address, client
from simulator.serve.scoring.errors import BUSY, GONE, CannotServe, ScoringGone
from simulator.serve.scoring.fair import FairQueue
from simulator.serve.scoring.frames import HEAD, MAGIC, pack
from simulator.serve.scoring.remote import RemoteCoder, RemoteVoice, voice_of
from simulator.voice.speak import Voice
from simulator.voice.types import Cancelled, Message, VoiceError

PROMPT = [Message("user", "Hoe ging het?", "Adviseur")]
HELLO = pack({"op": "hello", "token": ""})
GARBAGE = {
    "no frame": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "no greeting": pack({"id": 1, "op": "info"}),
    "another token": pack({"op": "hello", "token": "x"}),
    "a token of no kind": pack({"op": "hello", "token": 3}),
    "too large": HELLO + HEAD.pack(MAGIC, 1 << 30, 0),
    "too large numbers": HELLO + HEAD.pack(MAGIC, 2, 1 << 31),
    "no JSON": HELLO + HEAD.pack(MAGIC, 3, 0) + b"{'}",
    "a deep one": HELLO + HEAD.pack(MAGIC, 100_000, 0) + b"[" * 100_000,
    "a list": HELLO + HEAD.pack(MAGIC, 2, 0) + b"[]",
    "unknown": HELLO + pack({"id": 1, "op": "eval"}),
    "no number": HELLO + pack({"id": "1", "op": "info"}),
    "no turns": HELLO + pack({"id": 1, "op": "code"}),
    "too many texts": HELLO + pack({"id": 1, "op": "encode", "texts": ["x"] * 65}),
    "too much to weigh": HELLO + pack({"id": 1, "op": "fits", "prompt": [], "texts": ["x" * 70_000]}),
    "a message of nobody": HELLO + pack({"id": 1, "op": "fits", "prompt": [["root", "x", ""]], "texts": []}),
    "for ever": HELLO + pack({"id": 1, "op": "info", "timeout": 1e9}),
    "a shelf of no kind": HELLO + pack({"id": 1, "op": "keep", "shelf": ["x"]}),
}


def said_to(at, data: bytes) -> bytes:
    """Send bytes and return all that comes back until the server hangs up."""
    made, _ = address.connect(at.path)
    with made:
        made.settimeout(5)
        made.sendall(data)
        got = b""
        try:
            while piece := made.recv(1 << 16):
                got += piece
        except ConnectionError:
            pass
    return got


def weighs(at, **link) -> RemoteVoice:
    return RemoteVoice(at.link(**link), "toask-270m")


def held_up(at, pool):
    """Keep the one thread busy until `hold` is set."""
    at.parts.voice.hold.clear()
    found = pool.submit(weighs(at).fits, PROMPT, ["x"], Event())
    until(lambda: at.parts.voice.order)
    return found


def test_whoever_talks_rubbish_is_hung_up_on_and_nobody_else(tmp_path):
    dice = random.Random(7)
    with serving(tmp_path) as at:
        good = RemoteCoder(at.link())
        for name, data in GARBAGE.items():
            assert b'"error":"bad"' in said_to(at, data), name
            assert good.code("[OPEN] Hoe?", (), "nl").units[0].code == "OPEN", name
        for _ in range(30):
            said_to(at, HELLO + dice.randbytes(200))
        assert good.code("[OPEN] Hoe?", (), "nl").units[0].code == "OPEN"
        assert client.health(at.path)["clients"] == 2


def test_a_tab_that_leaves_costs_nothing(tmp_path):
    with serving(tmp_path) as at:
        at.parts.voice.hold.clear()
        working, _ = address.connect(at.path)
        working.sendall(HELLO + pack({"id": 1, "op": "fits", "prompt": [], "texts": ["x"]}))
        until(lambda: at.parts.voice.order)
        (number,) = at.parts.voice.order
        for _ in range(20):
            made, _ = address.connect(at.path)
            made.sendall(HELLO + b"".join(pack({"id": n, "op": "code", "turns": [["x", [], "nl"]]}) for n in range(9)))
            made.close()
        made, _ = address.connect(at.path)
        made.sendall(HELLO + HEAD.pack(MAGIC, 1000, 0) + b"{half a frame")
        made.close()
        until(lambda: client.health(at.path)["clients"] == 2)  # the one that works, and the one that asks
        assert client.health(at.path)["waiting"] == 0
        working.close()
        until(lambda: at.parts.voice.cancelled == [number])
        until(lambda: number in at.parts.voice.forgotten)
        assert at.parts.coder.passes == []


def test_escape_stops_at_once_and_the_next_question_gets_its_own_answer(tmp_path):
    with serving(tmp_path) as at, ThreadPoolExecutor(2) as pool:
        voice, cancel = weighs(at), Event()
        at.parts.voice.hold.clear()
        waiting = pool.submit(voice.fits, PROMPT, ["lang genoeg"], cancel)
        until(lambda: at.parts.voice.order)
        start = monotonic()
        cancel.set()
        with pytest.raises(Cancelled):
            waiting.result()
        assert monotonic() - start < 1
        until(lambda: at.parts.voice.cancelled)
        at.parts.voice.hold.set()
        assert voice.fits(PROMPT, ["kort"], Event()) == [4 / 3]


def test_who_waits_is_told_the_place(tmp_path):
    with serving(tmp_path) as at, ThreadPoolExecutor(4) as pool:
        held_up(at, pool)
        links = [at.link() for _ in range(3)]
        for n, one in enumerate(links):
            pool.submit(RemoteVoice(one, "toask-270m").fits, PROMPT, ["x"], Event())
            until(lambda n=n: client.health(at.path)["waiting"] == n + 1)
        until(lambda: [one.place for one in links] == [1, 2, 3])
        at.parts.voice.hold.set()
        until(lambda: [one.place for one in links] == [0, 0, 0])


def test_a_full_queue_is_tried_again_and_then_said(tmp_path):
    with serving(tmp_path, queue=FairQueue(most=1)) as at, ThreadPoolExecutor(3) as pool:
        held_up(at, pool)
        second = pool.submit(weighs(at).fits, PROMPT, ["xx"], Event())
        until(lambda: client.health(at.path)["waiting"] == 1)
        with pytest.raises(ScoringGone, match=BUSY[:30]):
            weighs(at, patience=0.2).fits(PROMPT, ["x"], Event())
        third = pool.submit(weighs(at).fits, PROMPT, ["xxx"], Event())
        until(lambda: client.metrics(at.path).get("refused_busy", 0) >= 3)
        at.parts.voice.hold.set()
        assert (second.result(), third.result()) == ([2 / 3], [1.0])


def test_what_takes_too_long_is_said_and_the_tab_goes_on(tmp_path):
    with serving(tmp_path) as at, ThreadPoolExecutor(1) as pool:
        held_up(at, pool)
        late = weighs(at, answer=0.2)
        with pytest.raises(ScoringGone, match=BUSY[:30]):
            late.fits(PROMPT, ["x"], Event())
        at.parts.voice.hold.set()
        assert late.fits(PROMPT, ["xxx"], Event()) == [1.0]
        assert len(at.parts.voice.order) == 2  # nobody waited for the one that was given up


# -- a process that dies ---------------------------------------------------------------------------------------------


@pytest.fixture
def talk(tmp_path):
    with serving(tmp_path) as at:
        link = at.link(patience=0.3)
        voice = Voice(voice_of(link, "scripted"))
        store = Store(tmp_path / "practice.db")
        minds = Minds(RemoteCoder(link), MarkedTopics(), voice)
        yield at, link, begin(store, build(minimal_scenario()), "id: x", minds)
        store.close()


def test_a_turn_sent_to_a_dead_process_is_kept_and_goes_on_when_it_is_back(talk):
    at, _link, session = talk
    at.stop()
    with pytest.raises(PracticeError) as told:
        session.turn("[OPEN] Hoe ging het?", Event(), lambda clause: None)
    assert str(told.value) == GONE
    assert session.view().pending == "[OPEN] Hoe ging het?"
    at.start()
    session.turn(session.view().pending, Event(), lambda clause: None)
    assert [turn.role for turn in session.view().turns][-2:] == ["trainee", "school"]
    assert session.view().trainee_turns == 1


def test_a_process_that_is_back_soon_is_not_even_noticed(talk):
    at, link, session = talk
    link._patience = 10.0
    at.stop()
    back = Timer(0.5, at.start)
    back.start()
    session.turn("[OPEN] Hoe ging het?", Event(), lambda clause: None)
    back.join()
    assert session.view().trainee_turns == 1


def test_a_process_that_dies_in_the_middle_of_an_answer_is_asked_again(tmp_path):
    with serving(tmp_path) as at, ThreadPoolExecutor(1) as pool:
        waiting = held_up(at, pool)
        at.stop()
        at.start()
        assert waiting.result() == [1 / 3]


def test_no_process_at_all_gets_one_sentence_with_the_next_step(tmp_path):
    with pytest.raises(ScoringGone) as told:
        RemoteCoder(client.Link(tmp_path / "nowhere", 0.1))
    assert f"start `python -m simulator.serve.scoring --socket {tmp_path / 'nowhere'}`" in str(told.value)
    (tmp_path / "notes").write_text("hello")
    with pytest.raises(ScoringGone):
        RemoteCoder(client.Link(tmp_path / "notes", 0.1))
    assert client.health(tmp_path / "nowhere", 0.1) is None


def test_a_server_that_speaks_otherwise_is_no_answer(tmp_path):
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "x"))
        made.listen()

        def talk():
            one, _ = made.accept()
            one.sendall(pack({"id": 0, "ok": {}}) + pack({"id": 1, "ok": {"coder": {"name": 3}}}))
            sleep(0.3)
            one.close()

        Thread(target=talk, daemon=True).start()
        with pytest.raises(ScoringGone):
            RemoteCoder(client.Link(tmp_path / "x", 0.1))


@pytest.mark.parametrize("name", ["gemma3-270m", "smollm2-135m"])
def test_another_model_does_not_speak_in_a_tab(tmp_path, name):
    with serving(tmp_path) as at, pytest.raises(VoiceError, match=f"{name} cannot speak in a tab: choose toask-270m"):
        voice_of(at.link(), name).load()


# -- its address -----------------------------------------------------------------------------------------------------


def test_an_address_belongs_to_one_process_and_its_owner(tmp_path):
    with serving(tmp_path) as at:
        assert stat.S_IMODE(at.path.stat().st_mode) == 0o600
        with pytest.raises(CannotServe, match=r"listens at .* already"):
            address.listen(at.path)
        at.path.unlink()
        later = address.listen(at.path)
        at.stop()
        assert at.path.exists()  # the next one's: not taken away
        later.socket.close()  # as if it had been killed
        address.listen(at.path).close()  # what one left that is gone is taken over
        assert not at.path.exists()
        at.path.write_text("notes of somebody")
        with pytest.raises(CannotServe, match="another kind"):
            address.listen(at.path)
        assert at.path.read_text() == "notes of somebody"


def test_a_token_lies_where_only_its_owner_reads_and_no_other_opens(tmp_path):
    with serving(tmp_path, tcp=True) as at:
        assert stat.S_IMODE(at.path.stat().st_mode) == 0o600
        found = json.loads(at.path.read_text())
        at.path.write_text(json.dumps({**found, "token": "0" * 64}))
        with pytest.raises(ScoringGone):
            RemoteCoder(at.link(patience=0.1))
        at.path.write_text(json.dumps(found))
        assert RemoteCoder(at.link()).name == "marked"


def test_a_path_too_long_for_a_socket_gets_a_token(tmp_path):
    long = tmp_path / ("x" * 120)
    held = address.listen(long)
    assert held.token
    assert address.connect(long)[1] == held.token
    held.close()
