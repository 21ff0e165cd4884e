"""The model in this process: our decoder against the library's, scoring, writing, damage; once with real weights."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Event

import pytest
from helpers_models import WORDS, small
from helpers_voice import EN, NL

from simulator.voice.convert import ANEW, WEIGHTS, is_whole, prepared
from simulator.voice.machine import threads_for
from simulator.voice.prompt import context
from simulator.voice.render import ends_of, render
from simulator.voice.score import HEAD
from simulator.voice.transformers_backend import TransformersBackend
from simulator.voice.types import Cancelled, Message, VoiceError, Weigher

torch = pytest.importorskip("torch")


class SetAfter(Event):
    """A cancel that is set once it was looked at `looks` times."""

    def __init__(self, looks):
        super().__init__()
        self.looks, self.asked = looks, 0

    def is_set(self):
        self.asked += 1
        return self.asked > self.looks


@pytest.fixture(scope="module", params=["llama", "qwen2", "gemma"])
def model(request, tmp_path_factory):
    folder = small(tmp_path_factory.mktemp(request.param), request.param)
    backend = TransformersBackend("tiny", folder, threads=1, exact=True)
    backend.load()
    return folder, backend


def library(folder, text, reply):
    """Return the summed log-likelihood that the library's own model gives."""
    from tokenizers import Tokenizer
    from transformers import AutoModelForCausalLM

    tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
    head, tail = tokens.encode(text).ids, tokens.encode(" " + reply, add_special_tokens=False).ids
    net = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    with torch.inference_mode():
        chances = net(torch.tensor([head + tail])).logits[0].log_softmax(-1)
    return sum(float(chances[len(head) + n - 1, piece]) for n, piece in enumerate(tail))


PROMPT = [Message("system", "school", "Karin"), Message("user", "wat doen de kinderen dan ?", "Adviseur")]
REPLIES = ["de kinderen kijken na .", "ja .", "nee , koffie dan", "het een de school wat doen zij na dans les"]


@pytest.mark.slow
def test_scores_are_the_librarys_own(model):
    folder, backend = model
    backend.prime([" ".join(WORDS), "[UNK]"])
    backend._pieces.update(range(60))
    found = backend.score(PROMPT, REPLIES, Event())
    wanted = [library(folder, render(PROMPT, "plain"), reply) for reply in REPLIES]
    assert found == pytest.approx(wanted, abs=2e-3)


@pytest.mark.slow
def test_a_prompt_read_with_the_candidates_weighs_them_as_one_read_before(tmp_path):
    folder = small(tmp_path, "gemma")
    backend = TransformersBackend("tiny", folder, threads=1, exact=True)
    backend.load()
    net = backend._net
    net.weights[HEAD] = torch.randn(1, net.shape.width, generator=torch.Generator().manual_seed(3))
    longer = [*PROMPT, Message("assistant", "ja .", "Karin"), Message("user", "na wat dan ?", "Adviseur")]
    fresh = backend.fits(longer, REPLIES, Event())
    again = backend.fits(longer, REPLIES, Event())
    assert again == pytest.approx(fresh, abs=1e-4)
    assert [len(ids) == past.length for ids, past in backend._read] == [True], "candidates are not kept as said"
    backend._read.clear()
    backend.score(PROMPT, REPLIES, Event())
    assert backend.fits(longer, REPLIES, Event()) == pytest.approx(fresh, abs=1e-4)
    alone = [backend.fits(longer, [reply], Event())[0] for reply in REPLIES]
    assert alone == pytest.approx(fresh, abs=1e-4)
    with pytest.raises(Cancelled):
        backend.fits([*longer, Message("user", "koffie ?", "Adviseur")], REPLIES, SetAfter(1))


@pytest.mark.slow
def test_candidates_do_not_see_each_other_nor_what_was_read_before(model):
    _, backend = model
    together = backend.score(PROMPT, REPLIES, Event())
    backend.score([*PROMPT, Message("user", "school ?", "Adviseur")], REPLIES, Event())
    backend._pieces.update(range(60))
    again = backend.score(PROMPT, REPLIES, Event())
    alone = [backend.score(PROMPT, [reply], Event())[0] for reply in REPLIES]
    assert again == pytest.approx(alone, abs=1e-3)
    assert len(together) == len(REPLIES)


@pytest.mark.slow
def test_writing_is_reproducible_and_can_be_cancelled(model):
    _, backend = model
    one = list(backend.write(PROMPT, Event(), limit=8, seed=5))
    assert one == list(backend.write(PROMPT, Event(), limit=8, seed=5))
    cancel = Event()
    stream = backend.write(PROMPT, cancel, limit=50, seed=5)
    next(stream)
    cancel.set()
    with pytest.raises(Cancelled):
        list(stream)
    with pytest.raises(Cancelled):
        backend.score(PROMPT, REPLIES, cancel)


def test_not_loaded_yet_is_said():
    with pytest.raises(VoiceError, match="not loaded"):
        TransformersBackend("x", Path("nowhere")).score(PROMPT, REPLIES, Event())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "toask models pull"),
        (b"<html>", "not a GGUF"),
        (b"GGUF", "cannot be read"),
        (b"GGUF" + b"\x00" * 90, "cannot be read"),
    ],
)
@pytest.mark.slow
def test_weights_that_are_none(tmp_path, content, sentence):
    file = tmp_path / "model.gguf"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(VoiceError, match=sentence):
        prepared(file)
    assert [path.name for path in tmp_path.iterdir()] == ([file.name] if content is not None else [])


@pytest.mark.parametrize("damage", ["config.json", "model.safetensors", "tokenizer.json"])
@pytest.mark.slow
def test_a_damaged_folder_is_said(tmp_path, damage):
    folder = small(tmp_path, "llama")
    (folder / damage).write_bytes(b"{}")
    with pytest.raises(VoiceError):
        TransformersBackend("tiny", folder).load()


def test_another_kind_of_model_is_said(tmp_path):
    folder = small(tmp_path, "llama")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"model_type": "mamba"}))
    with pytest.raises(VoiceError, match="mamba"):
        TransformersBackend("tiny", folder).load()


def test_one_core_stays_for_the_screen():
    assert [threads_for(cores) for cores in (1, 2, 4, 16)] == [1, 2, 3, 6]


@pytest.mark.parametrize("template", ["plain", "chatml", "gemma"])
def test_prompts_end_where_the_school_speaks(template):
    text = render(context(NL), template)
    assert text.rstrip().endswith({"plain": "Karin:", "chatml": "assistant", "gemma": "model"}[template])
    assert NL.trainee in text
    assert ends_of(template)[0] == "\n"


@pytest.mark.weights
@pytest.mark.slow
def test_the_default_model_chooses_what_fits_in_time():
    from simulator.voice.speak import default_voice

    voice = default_voice("toask-270m")
    voice.load()
    for ask, right, wrong in (
        (NL, "De collega's kijken dan na, in de koffiekamer.", "Vierduizend euro, dat is het budget."),
        (EN, "The teachers do their marking in the staff room.", "Four thousand pounds, that's the budget."),
    ):
        assert isinstance(voice.backend, Weigher)
        good, bad = voice.backend.fits(context(ask), [right, wrong], Event())
        assert good > bad
        spoken = voice.speak(ask, Event(), lambda clause: None)
        assert spoken.voiced_by == "chosen"
        assert spoken.wording in ask.wordings
    cancel = SetAfter(2)
    with pytest.raises(Cancelled):
        voice.backend.fits(context(NL), [f"{line} {n}" for n in range(8) for line in NL.wordings], cancel)
    assert cancel.asked == 3  # it stopped the first time that it looked
    voice.close()


@pytest.fixture
def unpacking(tmp_path, monkeypatch):
    """A GGUF file of no content whose conversion gives a tiny model; returns the file and what was converted."""
    from simulator.voice import convert

    made = []

    def fake(source, folder, progress):
        made.append(source.name)
        progress(convert.WEIGHTS)
        small(folder, "llama")

    monkeypatch.setattr(convert, "_convert", fake)
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF....")
    return file, made


def test_a_torn_folder_is_made_anew_and_a_whole_one_is_not(unpacking):
    file, made = unpacking
    steps = []
    folder = prepared(file, steps.append)
    assert prepared(file.parent, steps.append) == folder
    assert (len(made), steps) == (1, [WEIGHTS])
    (folder / "model.safetensors").write_text("who")
    assert prepared(file, steps.append) == folder
    assert (len(made), steps) == (2, [WEIGHTS, ANEW])
    assert is_whole(folder)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
def test_one_damaged_byte_is_noticed_and_the_model_unpacked_anew_in_one_line(unpacking, name):
    file, made = unpacking
    TransformersBackend("tiny", file).load()
    damaged = file.with_suffix(".ready") / name
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    steps = []
    TransformersBackend("tiny", file).load(steps.append)
    assert steps.count(ANEW) == 1
    assert WEIGHTS not in steps
    assert len(made) == 2
    assert is_whole(damaged.parent)
    steps.clear()
    TransformersBackend("tiny", file).load(steps.append)
    assert ANEW not in steps


def test_pulling_again_mends_a_damaged_unpacked_model(unpacking):
    from simulator.cli.models import _unpack

    file, made = unpacking
    _unpack(file)
    damaged = file.with_suffix(".ready") / "model.safetensors"
    whole = damaged.read_bytes()
    damaged.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    _unpack(file)
    _unpack(file)
    assert len(made) == 2
    assert is_whole(damaged.parent)


def test_the_libraries_draw_no_bars_of_their_own(unpacking):
    import subprocess
    import sys

    code = (
        f"import pathlib, sys; from simulator.voice import convert; convert._convert = lambda *rest: sys.exit(7)\n"
        f"try: convert.prepared(pathlib.Path({str(unpacking[0])!r}))\n"
        "except SystemExit: pass\n"
        "import os, tqdm; print(os.environ['TQDM_DISABLE'], list(tqdm.tqdm([1])))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (found.stdout, found.stderr) == ("1 [1]\n", "")


def test_a_disk_that_damages_what_is_written_is_said(unpacking, monkeypatch):
    file, _ = unpacking
    monkeypatch.setattr("simulator.voice.transformers_backend.is_whole", lambda folder: False)
    with pytest.raises(VoiceError, match="check that disk"):
        TransformersBackend("tiny", file).load()


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path, monkeypatch):
    from simulator.voice import convert

    def full(source, folder, progress):
        (folder / "model.safetensors").write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(convert, "_convert", full)
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF....")
    with pytest.raises(VoiceError, match="make room"):
        prepared(file)
    assert [path.name for path in tmp_path.iterdir()] == ["model.gguf"]
