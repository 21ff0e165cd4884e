"""Writes the shipped voice as a GGUF, so that llama.cpp can run the same weights: only to measure beside it.

Names and numbers as llama.cpp's own converter gives them for Gemma 3 (`convert_hf_to_gguf.py`, MIT): norms hold the
factor itself, not what it is above one. Matrices keep their four bits (Q4_0 is the layout they are shipped in); piece
vectors get Q8_0.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from simulator.voice import packed
from simulator.voice.score import HEAD
from simulator.voice.types import VoiceError

ARCH = "gemma3"
_NORMS_ABOVE_ONE = "norm.weight"
_MODEL = {"model.embed_tokens": "token_embd", "model.norm": "output_norm"}
_LAYER = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "post_attention_layernorm": "post_attention_norm",
    "pre_feedforward_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
    "post_feedforward_layernorm": "post_ffw_norm",
}


def write(folder: Path, to: Path) -> None:
    """Write a packed voice as one GGUF file.

    Args:
        folder: as `simulator.voice.packed` writes it.
        to: the file.

    Raises:
        VoiceError: the folder holds no packed Gemma 3, or it is damaged.
    """
    import torch
    from gguf import GGMLQuantizationType as Kind
    from gguf import GGUFWriter, quants

    if not packed.is_packed(folder):
        raise VoiceError(f"There is no packed voice in {folder}: only the one that comes with toask can be written.")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if config["model_type"] != "gemma3_text":
        raise VoiceError(f"The voice in {folder} is no Gemma 3: it cannot be written as a GGUF.")
    out = GGUFWriter(to, ARCH)
    _numbers(out, config)
    _pieces(out, folder, int(config["vocab_size"]))
    tensors, pieces = packed.load(folder, torch.float32)
    for name, value in (*tensors.items(), (packed.EMBEDDING, pieces.whole())):
        if name == HEAD:
            continue
        array = value.float().numpy()
        if array.ndim == 1:
            out.add_tensor(named(name), array + 1 if name.endswith(_NORMS_ABOVE_ONE) else array)
        else:
            kind = Kind.Q8_0 if name == packed.EMBEDDING else Kind.Q4_0
            out.add_tensor(named(name), quants.quantize(np.ascontiguousarray(array), kind), raw_dtype=kind)
    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()


def named(name: str) -> str:
    """Return how GGUF calls a tensor. Raises KeyError where it has no such one."""
    stem, _, end = name.rpartition(".")
    if stem.startswith("model.layers."):
        number, _, part = stem.removeprefix("model.layers.").partition(".")
        return f"blk.{number}.{_LAYER[part]}.{end}"
    return f"{_MODEL[stem]}.{end}"


def _numbers(out: Any, config: dict[str, Any]) -> None:  # noqa: ANN401 - gguf has no types
    ropes = config["rope_parameters"]
    out.add_name("toask")
    out.add_context_length(config["max_position_embeddings"])
    out.add_embedding_length(config["hidden_size"])
    out.add_block_count(config["num_hidden_layers"])
    out.add_feed_forward_length(config["intermediate_size"])
    out.add_head_count(config["num_attention_heads"])
    out.add_head_count_kv(config["num_key_value_heads"])
    out.add_key_length(config["head_dim"])
    out.add_value_length(config["head_dim"])
    out.add_layer_norm_rms_eps(config["rms_norm_eps"])
    out.add_rope_freq_base(ropes["full_attention"]["rope_theta"])
    out.add_sliding_window(config["sliding_window"])


def _pieces(out: Any, folder: Path, many: int) -> None:  # noqa: ANN401 - gguf has no types
    """Write the vocabulary; prompts come as numbers of pieces, so how text is cut is left to the tokenizer."""
    from gguf import TokenType

    held = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
    texts = [f"<unused {n}>" for n in range(many)]
    kinds = [TokenType.UNUSED] * many
    for text, n in held["model"]["vocab"].items():
        texts[n], kinds[n] = text, TokenType.NORMAL
        if len(text) == 6 and text.startswith("<0x"):
            kinds[n] = TokenType.BYTE
    for one in held["added_tokens"]:
        texts[one["id"]], kinds[one["id"]] = one["content"], TokenType.CONTROL
    out.add_tokenizer_model("llama")
    out.add_token_list(texts)
    out.add_token_scores([-float(n) for n in range(many)])
    out.add_token_types(kinds)
    out.add_bos_token_id(2)
    out.add_eos_token_id(1)
    out.add_unk_token_id(3)
    out.add_pad_token_id(0)
