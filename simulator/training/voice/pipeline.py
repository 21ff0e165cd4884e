"""From the small schools and the written conversations to a packed voice: what is learnt from, and in which order."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

from simulator.training.scorer.base import common_words
from simulator.training.voice import vocabulary
from simulator.training.voice.choices import Choice, answers, learnt, spoken
from simulator.training.voice.learn import Args, Model, opened, train
from simulator.voice import packed
from simulator.voice.decoder import load

WORDS = 16_000
"""Commonest forms of both languages whose pieces stay in the vocabulary, beside those of all texts of the project."""


@dataclass
class Shop:
    """Where things lie, and how to train.

    Args:
        models: the folder `models` of the project.
        base: the base model, unpacked.
        work: where steps keep their results.
        device: `cpu` or `cuda`.
        at_once: choices in one pass.
        epochs: passes over the choices.
        say: is told how it goes.
    """

    models: Path
    base: Path
    work: Path
    device: str = "cpu"
    at_once: int = 2
    epochs: int = 1
    say: Callable[[str], None] = print

    def choices(self) -> list[Choice]:
        """Return all that can be learnt from, kept-out conversations and schools among it."""
        topics, pairs = self.models / "question-coder" / "topics", self.models / "voice" / "pairs"
        return [*answers(topics, self._unknown()), *spoken(pairs)]

    def learn(self) -> Model:
        """Train, or take up what was trained, and return the model."""
        every = self.choices()
        model = opened(self.base, [text for one in every for text in (one.prompt, *one.right, *one.wrong)], self.device)
        args = Args(at_once=self.at_once, epochs=self.epochs)
        some = learnt(every)
        self.say(f"learn: {len(some)} choices, {args}")
        train(model, some, args, self.work / "learn.pt", self.say)
        return model

    def pack(self, out: Path) -> dict[str, int]:
        """Write the trained voice with its vocabulary cut; returns the sizes of the files in bytes."""
        out.mkdir(parents=True, exist_ok=True)
        held = torch.load(self.work / "learn.pt", weights_only=True, map_location="cpu")
        merger = vocabulary.Merger(json.loads((self.base / "tokenizer.json").read_text(encoding="utf-8")))
        keep = vocabulary.needed(merger, self._texts(), _common())
        rows = vocabulary.cut(self.base / "tokenizer.json", keep, out / "tokenizer.json")
        config = json.loads((self.base / "config.json").read_text(encoding="utf-8"))
        (out / "config.json").write_text(json.dumps(config | {"vocab_size": len(rows)}, indent=2) + "\n", "utf-8")
        net = load(self.base, torch.float32)
        tensors = {f"model.{name}": _plain(name, value) for name, value in held["weights"].items()}
        tensors[packed.EMBEDDING] = net.embedding[torch.tensor(rows)].float()
        shutil.copy(self.work / "learn.json", out / "learnt.json")
        return packed.save(tensors, {"base": "gemma-3-270m", "pieces": len(rows)}, out)

    def _texts(self) -> list[str]:
        scenarios = sorted((self.models.parent / "scenarios").glob("*/*.yaml"))
        every = [text for one in self.choices() for text in (one.prompt, *one.right, *one.wrong)]
        return [*every, *(path.read_text(encoding="utf-8") for path in scenarios)]

    def _unknown(self) -> dict[str, tuple[str, ...]]:
        """Return what the shipped schools say when they do not know."""
        from simulator.scenario.load import load as load_scenario

        out: dict[str, list[str]] = {"nl": [], "en": []}
        for path in sorted((self.models.parent / "scenarios").glob("*/*.yaml")):
            scenario = load_scenario(path)
            out[scenario.language] += scenario.school.unknown
        return {language: tuple(lines) for language, lines in out.items()}


def _common() -> list[str]:
    """Return the commonest words; `common_words` gives those of a language behind each other, low and capital."""
    words = common_words()
    half = len(words) // 2
    return [*words[:WORDS], *words[half : half + WORDS]]


def _plain(name: str, value: torch.Tensor) -> torch.Tensor:
    """Return a weight as it is stored: the decoder adds one to Gemma's norms when it reads them."""
    return value - 1 if name.endswith("norm.weight") else value
