"""How much memory there is: the system, a container's limits, graphics cards; what is said where it is too little."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from simulator.app.errors import said
from simulator.cli.models_list import fit
from simulator.models import card as cards
from simulator.models import memory
from simulator.models.memory import Gpu, Memory
from simulator.practice import build
from simulator.voice.defaults import backend_of, default_voice_backend
from simulator.voice.transformers_backend import TransformersBackend
from simulator.voice.types import VoiceError

GB = 1 << 30


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine of 8 GB of which 6 are available, in a group without a limit."""
    (tmp_path / "proc" / "self").mkdir(parents=True)
    (tmp_path / "proc" / "meminfo").write_text(f"MemTotal: {8 << 20} kB\nMemFree: 5 kB\nMemAvailable: {6 << 20} kB\n")
    (tmp_path / "cgroup").mkdir()
    monkeypatch.setattr(memory, "PROC", tmp_path / "proc")
    monkeypatch.setattr(memory, "CGROUP", tmp_path / "cgroup")
    monkeypatch.setattr(memory, "_ulimit", lambda: iter(()))
    monkeypatch.setattr("simulator.models.memory.shutil.which", lambda name: None)
    monkeypatch.setattr("simulator.models.memory.sys.platform", "linux")
    return tmp_path


def group(system: Path, line: str, place: str, files: dict[str, object]) -> None:
    (system / "proc" / "self" / "cgroup").write_text(line + "\n")
    (system / "cgroup" / place).mkdir(parents=True, exist_ok=True)
    for name, value in files.items():
        (system / "cgroup" / place / name).write_text(f"{value}\n")


def room(monkeypatch: pytest.MonkeyPatch, free: int, total: int = 8000) -> None:
    monkeypatch.setattr(memory, "now", lambda: Memory(free, total))


def test_without_a_container(system: Path) -> None:
    assert memory.now() == Memory(6 << 10, 8 << 10)


def test_a_container_counts_what_it_keeps_of_files_as_free(system: Path) -> None:
    group(system, "0::/a/b", "a/b", {"memory.max": "max", "memory.current": 1})
    group(system, "0::/a/b", "a", {
        "memory.max": 2 * GB, "memory.current": GB + GB // 2, "memory.stat": f"anon 1\ninactive_file {GB // 4}",
    })  # fmt: skip
    assert memory.now() == Memory(768, 2 << 10, capped=True)


def test_an_older_container(system: Path) -> None:
    line = "4:cpu:/x\n3:memory:/jail"
    group(system, line, "memory/jail", {"memory.limit_in_bytes": GB, "memory.usage_in_bytes": GB // 2})
    group(system, line, "memory", {"memory.limit_in_bytes": 9223372036854771712, "memory.usage_in_bytes": 5})
    assert memory.now() == Memory(512, 1 << 10, capped=True)


def test_a_system_that_does_not_say(system: Path) -> None:
    (system / "proc" / "meminfo").unlink()
    assert memory.now() is None
    assert memory.short(cards.card("toask-270m")) is None


def test_graphics_cards(system: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert memory.gpus() == []
    place = system / "proc" / "driver" / "nvidia" / "gpus" / "0000:01"
    place.mkdir(parents=True)
    (place / "information").write_text("Model: \t\t NVIDIA T4\nIRQ: 1\n")
    assert memory.gpus() == [Gpu("NVIDIA T4")]
    monkeypatch.setattr("simulator.models.memory.shutil.which", lambda name: name)
    monkeypatch.setattr(memory, "_told", lambda command: "NVIDIA H100 80GB HBM3, 81559\n")
    assert memory.gpus() == [Gpu("NVIDIA H100 80GB HBM3", 81559)]
    monkeypatch.setattr("simulator.models.memory.sys.platform", "darwin")
    monkeypatch.setattr("simulator.models.memory.platform.machine", lambda: "arm64")
    assert memory.gpus() == [Gpu("Apple GPU")]


def test_too_little_is_said_before_anything_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    room(monkeypatch, 1500)
    with pytest.raises(VoiceError) as caught:
        backend_of(cards.card("qwen2.5-coder-0.5b"))
    assert str(caught.value) == (
        "qwen2.5-coder-0.5b needs 2.0 GB of memory and 1.5 GB is free: close other programs, or choose toask-270m with "
        "`toask models use toask-270m`."
    )
    room(monkeypatch, 880)
    with pytest.raises(VoiceError, match=r"needs 0\.88 GB of memory and 0\.86 GB is free: .* `--voice scripted`\."):
        default_voice_backend("toask-270m")
    assert default_voice_backend("scripted").name == "scripted"


def test_where_there_is_no_room_scripted_does_without_the_model_that_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "_reading", lambda: (object(), object()))
    room(monkeypatch, 100)
    with build.Workshop("scripted") as workshop:
        workshop.load()
        assert workshop.ready
    with build.Workshop("toask-270m") as workshop, pytest.raises(VoiceError, match="of memory"):
        workshop.load()


@pytest.mark.parametrize(
    "problem", [MemoryError(), RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried")]
)
def test_memory_that_runs_out_is_not_called_damage(
    problem: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise problem

    room(monkeypatch, 300)
    monkeypatch.setattr("simulator.voice.transformers_backend.prepared", lambda *_: tmp_path)
    monkeypatch.setattr(TransformersBackend, "_start", lambda *_: True)
    monkeypatch.setattr("simulator.voice.decoder.load", fail)
    with pytest.raises(VoiceError, match=r"Memory ran out while gemma3-270m was loaded, which needs 1\.2 GB"):
        TransformersBackend("gemma3-270m", tmp_path).load()
    with pytest.raises(VoiceError, match=r"Memory ran out while other was loaded: close"):
        TransformersBackend("other", tmp_path).load()


def test_what_fits_and_why() -> None:
    here, behind = cards.card("qwen2.5-coder-0.5b"), cards.card("gemma-4-e4b")
    assert fit(here, Memory(4096, 8192), []).fits
    tight = fit(here, Memory(1024, 8192), [])
    assert (tight.fits, tight.why) == (False, "does not fit now: needs 2.0 GB, 1.0 GB free")
    assert "this machine has 1.0 GB" in fit(here, Memory(900, 1024), []).why
    assert "the limit set" in fit(here, Memory(900, 1024, capped=True), []).why
    assert fit(here, None, []).fits is None
    gpu = Gpu("NVIDIA T4", 15360)
    assert fit(behind, Memory(900, 1024), [gpu]).why == "fits on NVIDIA T4: needs 6.0 GB, it has 15.0 GB"
    assert not fit(here, Memory(900, 1024), [gpu]).fits


def test_its_sentences_are_known_to_the_interface(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.app.errors.tr", lambda message: "¤" + message)
    for free in (1500, 100):
        room(monkeypatch, free)
        for sentence in (memory.short(cards.card("qwen2.5-coder-0.5b")), memory.ended("qwen2.5-coder-0.5b")):
            assert sentence is not None
            assert said(sentence).startswith("¤")
            assert said(sentence).count("¤") == 2


def test_a_list_loads_no_torch() -> None:
    code = "import sys, simulator.cli.models_list, simulator.models.memory as m; m.now(); m.gpus();"
    code += "print('torch' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


@pytest.mark.parametrize(("voice", "free", "spares"), [
    ("scripted", 500, True), ("scripted", 700, False), ("toask-270m", 1200, True), ("toask-270m", 1600, False),
])  # fmt: skip
def test_without_room_beside_the_voice_the_reader_of_questions_is_left_out(monkeypatch, voice, free, spares):
    monkeypatch.delenv(build.SCORING, raising=False)
    monkeypatch.setattr(memory, "now", lambda: Memory(free, 4096))
    assert build._spares(voice) is spares
