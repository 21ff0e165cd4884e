"""Tiny language models with random weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.voice.bags import bag

torch = pytest.importorskip("torch")
WORDS = tuple(
    bag("Karin : Adviseur Hm . ja nee de het een kinderen ouders klas les dans koffie kijken na wat doen zij dan ?")
)


def small(folder: Path, family: str) -> Path:
    """Write a tiny model with random weights and a tokenizer of a few words."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import AutoModelForCausalLM, Gemma3TextConfig, LlamaConfig, Qwen2Config

    torch.manual_seed(1)
    size = {
        "vocab_size": 60, "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4,
        "num_key_value_heads": 2, "max_position_embeddings": 512, "tie_word_embeddings": True,
    }  # fmt: skip
    kinds = ["sliding_attention", "full_attention", "sliding_attention"]
    config = {
        "llama": lambda: LlamaConfig(**size),
        "qwen2": lambda: Qwen2Config(**size),
        "gemma": lambda: Gemma3TextConfig(**size, head_dim=16, sliding_window=6, layer_types=kinds),
    }[family]()
    model = AutoModelForCausalLM.from_config(config).float()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(0.05 * torch.randn_like(parameter))
    model.save_pretrained(folder)
    vocabulary = {word: number for number, word in enumerate(["[UNK]", *sorted(WORDS)])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder
