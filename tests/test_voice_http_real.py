"""A real `transformers serve` on loopback, with a tiny model of chance that is made on the spot."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Event

import pytest
from helpers_chat import PROMPT, said
from helpers_voice import NL

from simulator.voice.http_backend import HttpBackend
from simulator.voice.speak import Voice
from simulator.voice.types import Cancelled, VoiceError

NEEDED = ("torch", "transformers", "tokenizers", "fastapi", "uvicorn", "openai", "accelerate", "rich")
PATIENCE = 90.0
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        any(importlib.util.find_spec(name) is None for name in NEEDED),
        reason="needs pip install 'transformers[serving]'",
    ),
]
TEMPLATE = "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}{% endfor %}<|assistant|>"


def tiny(folder: Path) -> Path:
    """Write a model of some 20,000 weights with a tokenizer of bytes."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    ids = {piece: number for number, piece in enumerate(["<eos>", *alphabet])}
    made = Tokenizer(models.BPE(vocab=ids, merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=made, eos_token="<eos>", pad_token="<eos>")
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(folder)
    torch.manual_seed(1)
    shape = LlamaConfig(
        vocab_size=len(ids), hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
        num_key_value_heads=2, max_position_embeddings=4096, eos_token_id=0, pad_token_id=0, bos_token_id=None,
    )  # fmt: skip
    LlamaForCausalLM(shape).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    folder = tiny(tmp_path_factory.mktemp("tiny"))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = folder.parent / "serve.log"
    command = [sys.executable, "-m", "transformers.cli.transformers", "serve", str(folder), "--port", str(port)]
    environ = {**os.environ, "HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": ""}
    with log.open("w") as out:
        program = subprocess.Popen(command, stdout=out, stderr=out, env=environ)
    try:
        address, end = f"http://127.0.0.1:{port}/v1", time.monotonic() + PATIENCE
        while True:
            try:
                HttpBackend(address, str(folder)).load()
                break
            except VoiceError:
                if program.poll() is not None or time.monotonic() > end:
                    pytest.skip(f"transformers serve does not start here: {log.read_text()[-300:]}")
                time.sleep(0.5)
        yield address, str(folder)
    finally:
        program.terminate()
        try:
            program.wait(10)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


def test_it_writes_and_takes_what_is_sent(url):
    backend = HttpBackend(*url)
    backend.load()
    assert said(backend)
    assert said(backend)


def test_a_voice_over_it_never_shows_what_it_babbles(url):
    shown: list[str] = []
    spoken = Voice(HttpBackend(*url)).speak(NL, Event(), shown.append)
    assert spoken.text in NL.wordings
    assert "".join(shown) == spoken.text


def test_it_is_stopped_in_mid_sentence(url):
    cancel = Event()
    pieces = HttpBackend(*url).write(PROMPT, cancel, 2000)
    assert next(pieces)
    cancel.set()
    with pytest.raises(Cancelled):
        list(pieces)


def test_a_model_that_it_does_not_have(url):
    with pytest.raises(VoiceError, match="check"):
        said(HttpBackend(url[0], "no/such-model"))
