"""From the small schools and the written conversations to a packed voice: what is learnt from, and in which order."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from simulator.training.scorer.base import common_words
from simulator.training.voice import choices, vocabulary
from simulator.training.voice.choices import Turn
from simulator.training.voice.learn import Args, Model, firsts, opened, train
from simulator.training.voice.near import ranks
from simulator.voice import packed
from simulator.voice.decoder import load
from simulator.voice.score import HEAD

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
        epochs: passes over the turns. `rate`: highest learning rate.
        say: is told how it goes.
    """

    models: Path
    base: Path
    work: Path
    device: str = "cpu"
    at_once: int = 2
    epochs: int = 1
    rate: float = 3e-5
    say: Callable[[str], None] = print

    def choices(self) -> list[Turn]:
        """Return all that can be learnt from, kept-out ones among it; written anew where the data are newer."""
        path = self.work / "choices.jsonl"
        topics, pairs = self.models / "question-coder" / "topics", self.models / "voice" / "pairs"
        newest = max(one.stat().st_mtime for folder in (topics, pairs) for one in folder.glob("*.jsonl"))
        if not path.is_file() or path.stat().st_mtime < newest:
            from simulator.practice.build import shared_encoder

            near = ranks(shared_encoder())
            choices.save([*choices.answers(topics, self._unknown(), near), *choices.spoken(pairs)], path)
        return choices.load(path)

    def learn(self) -> Model:
        """Train, or take up what was trained, and return the model."""
        every = self.choices()
        model = opened(self.base, texts(every), self.device)
        args = Args(rate=self.rate, at_once=self.at_once, epochs=self.epochs)
        some = choices.learnt(every)
        self.say(f"learn: {len(some)} turns, {args}")
        train(model, some, args, self.work / "learn.pt", self.say)
        seen = {id(one) for one in some}
        self.say(str(firsts(model, [one for one in every if id(one) not in seen], self.at_once)))
        return model

    def pack(self, out: Path, other: Path | None = None, share: float = 0.0) -> dict[str, int]:
        """Write the trained voice with its vocabulary cut.

        Args:
            out: where to.
            other: the work folder of another training from the same base, of whose weights `share` is taken: means of
                runs generalise better than either (Wortsman et al. 2022).
            share: 0 to 1.

        Returns:
            The sizes of the files in bytes.
        """
        out.mkdir(parents=True, exist_ok=True)
        weights = _weights(self.work)
        if other is not None:
            weights = {name: value.lerp(_weights(other)[name], share) for name, value in weights.items()}
        merger = vocabulary.Merger(json.loads((self.base / "tokenizer.json").read_text(encoding="utf-8")))
        keep = vocabulary.needed(merger, self._texts(), _common())
        rows = vocabulary.cut(self.base / "tokenizer.json", keep, out / "tokenizer.json")
        config = json.loads((self.base / "config.json").read_text(encoding="utf-8"))
        (out / "config.json").write_text(json.dumps(config | {"vocab_size": len(rows)}, indent=2) + "\n", "utf-8")
        net = load(self.base, torch.float32)
        tensors = {name if name == HEAD else f"model.{name}": _plain(name, value) for name, value in weights.items()}
        tensors[packed.EMBEDDING] = net.embedding[torch.tensor(rows)].float()
        return packed.save(tensors, {"base": "gemma-3-270m", "pieces": len(rows)}, out)

    def _texts(self) -> list[str]:
        scenarios = sorted((self.models.parent / "scenarios").glob("*/*.yaml"))
        return [*texts(self.choices()), *(path.read_text(encoding="utf-8") for path in scenarios)]

    def _unknown(self) -> dict[str, tuple[str, ...]]:
        """Return what the shipped schools say when they do not know."""
        from simulator.scenario.load import load as load_scenario

        out: dict[str, list[str]] = {"nl": [], "en": []}
        for path in sorted((self.models.parent / "scenarios").glob("*/*.yaml")):
            scenario = load_scenario(path)
            out[scenario.language] += scenario.school.unknown
        return {language: tuple(lines) for language, lines in out.items()}


def _weights(work: Path) -> dict[str, torch.Tensor]:
    held: dict[str, torch.Tensor] = torch.load(work / "learn.pt", weights_only=True, map_location="cpu")["weights"]
    return {name: value.detach() for name, value in held.items()}


def texts(turns: Sequence[Turn]) -> list[str]:
    """Return everything that is written in turns."""
    rows = (
        (one.prompt, *one.spoken, *(text for held in one.choices for text in (*held.right, *held.wrong)))
        for one in turns
    )
    return [text for row in rows for text in row]


def _common() -> list[str]:
    """Return the commonest words; `common_words` gives those of a language behind each other, low and capital."""
    words = common_words()
    half = len(words) // 2
    return [*words[:WORDS], *words[half : half + WORDS]]


def _plain(name: str, value: torch.Tensor) -> torch.Tensor:
    """Return a weight as it is stored: the decoder adds one to Gemma's norms when it reads them."""
    return value - 1 if name.endswith("norm.weight") else value
