"""The shipped voice as a GGUF: the same numbers under llama.cpp's names."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.voice import as_gguf, llama_beside, packed
from simulator.voice.fixed_talk import asks
from simulator.voice.types import VoiceError

torch = pytest.importorskip("torch")
gguf = pytest.importorskip("gguf")
VOICE = Path(__file__).resolve().parents[1] / "models" / "voice"


def test_only_a_packed_gemma_can_be_written(tmp_path):
    with pytest.raises(VoiceError, match="no packed voice"):
        as_gguf.write(tmp_path, tmp_path / "out.gguf")
    with pytest.raises(KeyError):
        as_gguf.named("model.layers.3.mlp.bias_proj.weight")


@pytest.mark.weights
@pytest.mark.slow
def test_a_gguf_holds_the_same_numbers(tmp_path):
    path = tmp_path / "voice.gguf"
    as_gguf.write(VOICE, path)
    read = gguf.GGUFReader(path)
    found = {one.name: one for one in read.tensors}
    held, _ = packed.load(VOICE, torch.float32)
    assert len(found) == len(held), "all but the score, and the pieces"
    for name in ("model.layers.4.mlp.up_proj.weight", "model.layers.17.self_attn.q_proj.weight"):
        one = found[as_gguf.named(name)]
        numbers = gguf.quants.dequantize(one.data, one.tensor_type)
        assert np.allclose(numbers, held[name].numpy(), atol=2e-3), "four bits as they are shipped"
    norm = found["blk.2.attn_norm.weight"].data
    assert np.allclose(norm, held["model.layers.2.input_layernorm.weight"].numpy() + 1)
    assert found["token_embd.weight"].tensor_type == gguf.GGMLQuantizationType.Q8_0


@pytest.mark.weights
@pytest.mark.slow
@pytest.mark.skipif(not llama_beside.installed(), reason="llama-cpp-python is not installed (extra dev)")
def test_llama_cpp_writes_no_more_than_was_shown():
    beside = llama_beside.LlamaBeside(VOICE, 1)
    ask = asks("nl")[0]
    written = beside.turn(ask, "Ja hoor.")
    assert 1 <= len(written.pieces) <= 4
    assert 0 < written.first <= written.total
    assert beside.text(written.pieces).strip()
