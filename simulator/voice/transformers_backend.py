"""A language model in this process: candidates are scored in one pass behind one shared prefix, or text is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from simulator.voice.convert import is_whole, prepared
from simulator.voice.machine import faster_dtype, threads_for
from simulator.voice.render import Template, ends_of, render
from simulator.voice.score import END, HEAD
from simulator.voice.types import Cancelled, Message, VoiceError, Way

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

    from simulator.voice.decoder import Decoder, Past

KEPT = 8
"""Prompts whose keys and values are kept: the talk, "Hm." from nobody, and one for each question of a turn."""
ROOM = 1400
"""Tokens of prompt that are read at most; the oldest are dropped."""


class TransformersBackend:
    """GGUF or safetensors weights through torch.

    Args:
        name: card name, for the log.
        weights: a GGUF file, its folder, or a folder with safetensors.
        template: how a prompt is written for this model (`plain` for base models, `chatml`, `gemma`).
        ways: what the card allows, best first.
        threads: torch threads; None: one core is left for the screen where there are more than two.
        exact: compute in float32, whatever is faster here.
    """

    def __init__(
        self,
        name: str,
        weights: Path,
        template: Template = "plain",
        ways: tuple[Way, ...] = ("select",),
        threads: int | None = None,
        exact: bool = False,
    ) -> None:
        self.name = name
        self.ways = ways
        self._exact = exact
        self._weights = weights
        self._template = template
        self._lead = " " if template == "plain" else ""
        self._threads = threads or threads_for(os.cpu_count() or 1)
        self._lock = Lock()
        self._net: Decoder | None = None
        self._tokens: Tokenizer | None = None
        self._pieces: set[int] = set()
        self._known: dict[str, tuple[int, ...]] = {}
        self._read: list[tuple[list[int], Past]] = []

    def load(self, progress: Callable[[str], None] = lambda step: None) -> None:
        """Get ready: about three seconds, a minute more the first time. Raises VoiceError with a next step."""
        with self._lock:
            if self._net is not None:
                return
            folder = prepared(self._weights, progress)
            if not self._start(folder, progress):
                folder = prepared(self._weights, progress, anew=True)
                if not self._start(folder, progress):
                    raise VoiceError(
                        f"{self.name} changes on its way to the disk at {folder}: check that disk, or set TOASK_MODELS "
                        "to a folder elsewhere."
                    )
            import torch

            from simulator.voice import decoder

            torch.set_num_threads(self._threads)
            progress("reading the model")
            try:
                self._net = decoder.load(folder, torch.float32 if self._exact else faster_dtype())
            except KeyError as problem:
                raise VoiceError(
                    f"{self.name} is of a kind ({problem.args[0]}) that cannot run here: choose another with "
                    "`toask models use`, or run it behind a server."
                ) from problem
            except VoiceError:
                raise
            except Exception as problem:
                raise self._damaged() from problem

    def _start(self, folder: Path, progress: Callable[[str], None]) -> bool:
        """Read the tokenizer, start torch and look whether the folder is whole, beside each other; False: it is not."""
        from tokenizers import Tokenizer

        with ThreadPoolExecutor(2, "toask-reading") as beside:
            whole = beside.submit(is_whole, folder)
            # A quarter of a million pieces: read on the second core while torch starts on the first.
            reading = beside.submit(Tokenizer.from_file, str(folder / "tokenizer.json"))
            progress("starting torch")
            import torch  # noqa: F401

            from simulator.voice import decoder  # noqa: F401

            if not whole.result():
                return False
            try:
                self._tokens = reading.result()
            except Exception as problem:  # tokenizers raises bare ones
                raise self._damaged() from problem
            return True

    def _damaged(self) -> VoiceError:
        return VoiceError(f"{self.name} is damaged on disk: run `toask models pull {self.name}`.")

    def prime(self, texts: Iterable[str]) -> None:
        """Take the pieces of these texts into the vocabulary over which candidates are normalised."""
        with self._lock:
            for text in texts:
                self._pieces.update(self._ids(self._lead + text))

    def score(self, prompt: Sequence[Message], replies: Sequence[str], cancel: Event) -> list[float]:
        """Return the summed log-likelihood of each reply after the prompt, over the pieces in use.

        Raises:
            Cancelled: `cancel` was set. VoiceError: the model is not loaded.
        """
        if not replies:
            return []
        import torch

        with self._lock, torch.inference_mode():
            net = self._ready()
            past, last = self._prefix(render(prompt, self._template), cancel)
            parts = [list(self._ids(self._lead + reply)) or [0] for reply in replies]
            from simulator.voice.passes import likelihoods

            return likelihoods(net, past, last, parts, self._vocabulary(parts), lambda: _poll(cancel))

    @property
    def weighs(self) -> bool:
        """Whether the model was taught to weigh candidates: `fits` then ranks better than likelihoods do."""
        return self._net is not None and HEAD in self._net.weights

    def fits(self, prompt: Sequence[Message], texts: Sequence[str], cancel: Event) -> list[float]:
        """Return how well each text fits behind the prompt; only differences mean anything.

        Raises:
            Cancelled: `cancel` was set. VoiceError: the model is not loaded.
        """
        if not texts:
            return []
        import torch

        with self._lock, torch.inference_mode():
            net = self._ready()
            from simulator.voice import passes

            ids = self._prompt(render(prompt, self._template))
            past = self._known_part(ids)
            parts = [list(self._ids(f"{self._lead}{text}{END}")) for text in texts]
            found, read = passes.fits(net, past, ids[past.length :], parts, lambda: _poll(cancel))
            self._keep(ids, read)
            return found

    def tokens(self, text: str) -> int:
        """Return how many pieces `text` has."""
        with self._lock:
            return len(self._ids(self._lead + text))

    def write(self, prompt: Sequence[Message], cancel: Event, limit: int = 60, seed: int = 0) -> Iterator[str]:
        """Yield pieces of text as they are written, to the end of the line. Raises Cancelled or VoiceError."""
        import torch

        with self._lock, torch.inference_mode():
            net, tokens = self._ready(), self._tokens
            assert tokens is not None
            past, last = self._prefix(render(prompt, self._template), cancel)
            words = self._writable(prompt)
            rows = net.rows(words)
            dice = torch.Generator().manual_seed(seed)
            ends, ids, shown = ends_of(self._template), [], ""
            for _ in range(limit):
                _poll(cancel)
                ids.append(_draw(rows @ last, words, dice))
                text = tokens.decode(ids, skip_special_tokens=False)
                stop = min((text.find(end) for end in ends if end in text), default=-1)
                fresh = text[:stop] if stop >= 0 else text
                if not fresh.endswith("\ufffd") and len(fresh) > len(shown):
                    yield fresh[len(shown) :]
                    shown = fresh
                if stop >= 0:
                    return
                past, last = self._step(net, past, ids[-1], cancel)

    def close(self) -> None:
        """Free memory; safe to call twice."""
        with self._lock:
            self._net = self._tokens = None
            self._read.clear()
            self._known.clear()

    def _ready(self) -> Decoder:
        if self._net is None:
            raise VoiceError(f"{self.name} is not loaded yet: wait a moment and send again.")
        return self._net

    def _ids(self, text: str) -> tuple[int, ...]:
        if self._tokens is None:
            raise VoiceError(f"{self.name} is not loaded yet: wait a moment and send again.")
        found = self._known.get(text)
        if found is None:
            found = tuple(self._tokens.encode(text, add_special_tokens=False).ids)
            if len(self._known) < 20_000:
                self._known[text] = found
        return found

    def _prefix(self, text: str, cancel: Event) -> tuple[Past, torch.Tensor]:
        """Return keys and values of the prompt and the hidden state of its last token; what was read before is kept."""
        import torch

        net, ids = self._ready(), self._prompt(text)
        past = self._known_part(ids[:-1])
        same, fresh = past.length, len(ids) - past.length
        mask = torch.ones(fresh, len(ids), dtype=torch.bool).tril(same)
        hidden, past = net.run(
            torch.tensor(ids[same:]), torch.arange(same, len(ids)), mask, past, lambda: _poll(cancel)
        )
        self._keep(ids, past)
        return past, hidden[-1]

    def _prompt(self, text: str) -> list[int]:
        """Return the pieces of a prompt; of one that is too long the middle is dropped."""
        assert self._tokens is not None
        ids: list[int] = self._tokens.encode(text, add_special_tokens=self._template != "chatml").ids
        return ids if len(ids) <= ROOM else ids[:64] + ids[64 - ROOM :]

    def _known_part(self, ids: Sequence[int]) -> Past:
        """Return keys and values of the longest beginning of `ids` that was read before."""
        same, past = 0, self._ready().empty()
        for before, held in self._read:
            alike = _common(ids, before)
            if alike > same:
                same, past = alike, held.cut(alike)
        return past

    def _keep(self, ids: list[int], past: Past) -> None:
        self._read = [(ids, past), *(row for row in self._read if row[0] != ids)][:KEPT]

    def _step(self, net: Decoder, past: Past, piece: int, cancel: Event) -> tuple[Past, torch.Tensor]:
        import torch

        place = past.length
        mask = torch.ones(1, place + 1, dtype=torch.bool)
        hidden, past = net.run(torch.tensor([piece]), torch.tensor([place]), mask, past, lambda: _poll(cancel))
        return past, hidden[-1]

    def _vocabulary(self, parts: Sequence[Sequence[int]]) -> torch.Tensor:
        import torch

        return torch.tensor(sorted(self._pieces.union(*parts)))

    def _writable(self, prompt: Sequence[Message]) -> torch.Tensor:
        """Return the pieces that may be written: those primed and those of the prompt; all where nothing was primed."""
        import torch

        if not self._pieces:
            return torch.arange(self._ready().out.shape[0])
        held = set(self._pieces)
        for message in prompt:
            held.update(self._ids(self._lead + message.content))
        for end in ends_of(self._template):
            held.update(self._ids(end))
        return torch.tensor(sorted(held))


def _draw(logits: torch.Tensor, words: torch.Tensor, dice: torch.Generator, heat: float = 0.7, best: int = 20) -> int:
    import torch

    top = torch.topk(logits.float(), min(best, len(logits)))
    chosen = torch.multinomial((top.values / heat).softmax(-1), 1, generator=dice)
    return int(words[top.indices[chosen]])


def _common(one: Sequence[int], two: Sequence[int]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def _poll(cancel: Event) -> None:
    if cancel.is_set():
        raise Cancelled
