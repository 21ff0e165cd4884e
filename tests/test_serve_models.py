"""Programs behind a web server: kept up, started again, and never left behind; and turns that wait for them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Timer

import pytest
from helpers_scoring_process import until

from simulator.serve.errors import ServeError
from simulator.serve.models.backing import FRUGAL, Backing, answers, model, scoring_program
from simulator.serve.models.patient import PatientBackend
from simulator.serve.models.watch import Program, Report, Watched
from simulator.voice.types import Cancelled, VoiceError

ROOT = Path(__file__).parents[1]
PROMPT = []
SLEEPS = "import os,sys,time; open(sys.argv[1],'a').write(f'{os.getpid()} '); time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPS}"


def alive(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def program(file: Path, code: str = SLEEPS, well=lambda: True, **more) -> Program:
    return Program(
        "it", [sys.executable, "-c", code, str(file)], lambda: bool(pids(file)) and well(), first=0.05, **more
    )


def pids(file: Path) -> list[int]:
    return [int(one) for one in file.read_text().split()] if file.exists() else []


@pytest.fixture
def watched(tmp_path):
    made = []

    def start(one: Program, **more) -> Watched:
        made.append(Watched(one, every=0.05, **more))
        made[-1].start()
        return made[-1]

    yield start
    for one in made:
        one.stop()


def test_a_program_that_is_killed_is_started_again_and_stopped_with_the_rest(tmp_path, watched):
    reports: list[Report] = []
    one = watched(program(tmp_path / "pids"), changed=reports.append)
    assert one.wait(20)
    os.kill(pids(tmp_path / "pids")[0], signal.SIGKILL)
    until(lambda: len(pids(tmp_path / "pids")) == 2, 20)
    assert one.wait(20)
    one.stop()
    assert not any(map(alive, pids(tmp_path / "pids")))
    assert [report.state for report in reports] == ["starting", "ready", "waiting", "starting", "ready", "stopped"]
    assert one.report.starts == 2


def test_pauses_grow_for_a_program_that_cannot_run(tmp_path, watched):
    reports: list[Report] = []
    watched(program(tmp_path / "pids", "import sys; sys.exit(3)"), changed=reports.append)
    until(lambda: sum(report.state == "waiting" for report in reports) >= 3, 30)
    pauses = [report.pause for report in reports if report.state == "waiting"]
    assert pauses[:3] == [0.05, 0.1, 0.2]


def test_a_program_that_no_longer_answers_is_started_again(tmp_path, watched):
    ill = Event()
    one = watched(program(tmp_path / "pids", well=lambda: not ill.is_set()))
    assert one.wait(20)
    ill.set()
    until(lambda: one.report.starts == 2, 20)
    ill.clear()
    assert one.wait(20)
    assert not alive(pids(tmp_path / "pids")[0])


def test_a_program_that_will_not_go_is_stopped_all_the_same(tmp_path):
    file = tmp_path / "pids"
    leash = subprocess.Popen(
        [sys.executable, "-c",
         "import subprocess, sys, time\nfrom simulator.serve.models.leash import stop\n"
         "one = subprocess.Popen(sys.argv[1:], start_new_session=True)\n"
         "from pathlib import Path\n"
         "while not Path(sys.argv[-1]).exists(): time.sleep(0.02)\n"
         "print(stop(one, 0.2))", sys.executable, "-c", STUBBORN, str(file)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert leash.communicate(timeout=20)[0].strip() == "-9"
    assert not alive(pids(file)[0])


def test_nothing_is_left_behind_by_a_server_that_is_killed(tmp_path):
    file = tmp_path / "pids"
    server = subprocess.Popen(
        [sys.executable, "-c", "import sys, time\nfrom simulator.serve.models.watch import Program, Watched\n"
         "Watched(Program('it', sys.argv[1:], lambda: True)).start()\ntime.sleep(60)",
         sys.executable, "-c", SLEEPS, str(file)], cwd=ROOT,
    )  # fmt: skip
    until(lambda: pids(file), 20)
    server.kill()
    server.wait()
    until(lambda: not alive(pids(file)[0]), 20)


def test_a_program_that_is_not_there_is_said_once_a_start(tmp_path, watched, capfd):
    one = watched(Program("it", ["no-such-program"], lambda: False, first=10.0))
    until(lambda: one.report.state == "waiting", 20)
    assert capfd.readouterr().err == "no-such-program cannot be run (No such file or directory): check its name.\n"
    start = time.monotonic()
    one.stop()
    assert time.monotonic() - start < 5


def test_the_scoring_process_is_started_watched_and_found_by_tabs(tmp_path):
    made = Backing({"scoring_process": {"threads": 2, "together": 1}}, tmp_path)
    assert made.environment() == {**FRUGAL, "TOASK_SCORING": f"unix:{tmp_path / 'scoring'}"}
    assert [report.name for report in made.reports()] == ["scoring process"]
    wanted = scoring_program(tmp_path / "scoring", {"threads": 2, "tcp": True})
    assert list(wanted.command)[1:] == [
        *("-m", "simulator.serve.scoring", "--socket", str(tmp_path / "scoring"), "--threads", "2", "--tcp")
    ]
    assert not wanted.well()
    elsewhere = Backing({}, tmp_path, scoring="unix:/run/x", voice="scripted")
    assert elsewhere.reports() == []
    assert elsewhere.environment()["TOASK_SCORING"] == "unix:/run/x"
    assert elsewhere.environment()["TOASK_VOICE"] == "scripted"


def test_a_model_server_is_taken_as_it_is_or_started():
    assert model({}) == ("", None)
    assert model({"address": "http://gpu:8001/v1#qwen"}) == ("http://gpu:8001/v1#qwen", None)
    address, started = model({"serve": "/srv/models/qwen", "port": 8123})
    assert address == "http://127.0.0.1:8123/v1#/srv/models/qwen"
    assert list(started.command)[2:] == [
        *("transformers.cli.transformers", "serve", "/srv/models/qwen", "--host", "127.0.0.1", "--port", "8123")
    ]
    assert started.environment == {"HF_HUB_OFFLINE": "1"}
    _, own = model({"address": "http://127.0.0.1:8001/v1", "command": ["vllm", "serve", "x"]})
    assert own.command == ["vllm", "serve", "x"]
    assert not answers("http://127.0.0.1:9/v1", 0.5)


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        ({"model": {"adress": "x"}}, "'adress' is not a setting; did you mean address"),
        ({"model": {"port": "8001"}}, "port is '8001'; it takes a number"),
        ({"model": {"port": True, "serve": "x"}}, "port is True"),
        ({"model": {"address": "gpu:8001"}}, "needs an address such as http"),
        ({"model": {"port": 8001}}, "needs an address such as http"),
        ({"model": {"address": "http://x/v1", "serve": "y"}}, "both serve and address"),
        ({"model": {"address": "http://x/v1", "command": []}}, "empty command"),
        ({"scoring_process": {"threads": 0}}, "threads is 0; it takes a number from 1"),
        ({"scoring_process": {"thread": 2}}, "did you mean threads"),
        ({"scoring_process": {"qq": 2}}, "known are socket, threads"),
    ],
)
def test_a_wrong_setting_gets_one_sentence(tmp_path, tables, says):
    with pytest.raises(ServeError, match=says):
        Backing(tables, tmp_path)


# -- a model server that goes and comes back -------------------------------------------------------------------------


class Flaky:
    """A server that is down for a while, and breaks off after some pieces when told so."""

    name, ways = "m@host", ("adapt",)

    def __init__(self, pieces=("Ja, ", "goed."), breaks_at=None):
        self.down, self.asked, self.pieces, self.breaks_at = Event(), 0, pieces, breaks_at

    def load(self, progress=lambda step: None):
        if self.down.is_set():
            raise VoiceError("The server host cannot be reached: start it, or choose another voice.")

    def write(self, prompt, cancel, limit=60, seed=0):
        self.asked += 1
        self.load()
        for n, piece in enumerate(self.pieces):
            if n == self.breaks_at:
                raise VoiceError("The server host cannot be reached: start it, or choose another voice.")
            yield piece

    def score(self, prompt, replies, cancel):
        raise VoiceError("A chat server cannot choose.")

    def close(self):
        pass


def test_a_turn_waits_for_a_model_server_that_comes_back():
    server = Flaky()
    server.down.set()
    back = Timer(0.3, server.down.clear)
    back.start()
    assert list(PatientBackend(server, 10.0).write(PROMPT, Event())) == ["Ja, ", "goed."]
    assert server.asked == 2


def test_words_that_were_shown_are_not_said_twice():
    server = Flaky(breaks_at=1)
    pieces = PatientBackend(server, 10.0).write(PROMPT, Event())
    assert next(pieces) == "Ja, "
    with pytest.raises(VoiceError, match="cannot be reached"):
        next(pieces)
    assert server.asked == 1


def test_a_server_that_is_there_and_talks_rubbish_is_not_asked_for_a_minute():
    server = Flaky(breaks_at=0)
    with pytest.raises(VoiceError):
        list(PatientBackend(server, 60.0).write(PROMPT, Event()))
    assert server.asked == 1


def test_a_server_that_stays_away_is_said_and_escape_ends_the_waiting():
    server, cancel = Flaky(), Event()
    server.down.set()
    with pytest.raises(VoiceError, match="cannot be reached: start it"):
        list(PatientBackend(server, 0.0).write(PROMPT, cancel))
    Timer(0.2, cancel.set).start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        list(PatientBackend(server, 60.0).write(PROMPT, cancel))
    assert time.monotonic() - start < 5
