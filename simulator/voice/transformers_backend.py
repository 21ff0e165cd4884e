"""A language model in this process: candidates are scored in one pass behind one shared prefix, or text is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from simulator.models import memory
from simulator.voice import pasts
from simulator.voice.ahead import stood_in
from simulator.voice.convert import is_whole, prepared
from simulator.voice.machine import faster_dtype, threads_for
from simulator.voice.render import Template, ends_of, render
from simulator.voice.score import END, HEAD
from simulator.voice.types import Cancelled, Message, VoiceError, Way

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

    from simulator.voice.decoder import Decoder, Past

AHEAD = 32
"""Pieces of prompt that are read at once beforehand: a turn that comes then waits for one layer of so many."""


class TransformersBackend:
    """GGUF or safetensors weights through torch.

    Args:
        name: card name, for the log.
        weights: a GGUF file, its folder, or a folder with safetensors.
        template: how a prompt is written for this model (`plain` for base models, `chatml`, `gemma`).
        ways: what the card allows, best first.
        threads: torch threads; None: one core is left for the screen.
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
        self._read: pasts.Read = []
        self._ahead = False

    def load(self, progress: Callable[[str], None] = lambda step: None) -> None:
        """Get ready: about three seconds, a minute more the first time. Raises VoiceError with a next step."""
        with self._lock, memory.watched(self.name, VoiceError):
            if self._net is None:
                self._load(progress)

    def _load(self, progress: Callable[[str], None]) -> None:
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
        except Exception as problem:
            if isinstance(problem, VoiceError) or memory.ran_out(problem):
                raise
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
            self._beginning(prompt, cancel)
            _, past, last = self._prefix(prompt, cancel)
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

            self._beginning(prompt, cancel)
            ids = self._prompt(render(prompt, self._template))
            past = pasts.longest(self._read, ids, net.empty())
            parts = [list(self._ids(f"{self._lead}{text}{END}")) for text in texts]
            found, read = passes.fits(net, past, ids[past.length :], parts, lambda: _poll(cancel))
            self._read = pasts.kept(self._read, ids, read)
            return found

    def read_ahead(self, prompt: Sequence[Message], cancel: Event) -> None:
        """Read what of a prompt is known before its last message is; `cancel` ends it, and what was read is kept.

        From the first call on, that part is always read by itself and in the same steps, so that what is found does
        not hang on how much of it could be read beforehand.
        """
        import torch

        with self._lock, torch.inference_mode():
            if self._net is None:
                return
            self._ahead = True
            with suppress(Cancelled):
                self._beginning(prompt, cancel)

    def _beginning(self, prompt: Sequence[Message], cancel: Event) -> None:
        """Read what is known of a prompt whose last message was not written yet, where prompts are read ahead."""
        if not self._ahead:
            return
        from simulator.voice import passes

        net = self._ready()
        one, two = (self._prompt(text) for text in stood_in(prompt, self._template))
        ids = one[: pasts.common(one, two)]
        past = pasts.longest(self._read, ids, net.empty())
        while past.length < len(ids):
            _poll(cancel)
            _, past = passes.read(net, past, ids[past.length : past.length + AHEAD], lambda: _poll(cancel))
            self._read = pasts.kept(self._read, ids[: past.length], past)

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
            ids, past, last = self._prefix(prompt, cancel)
            from simulator.voice import drafts

            words = self._writable(prompt)
            pieces = drafts.write(net, past, last, ids, words, seed, limit, lambda: _poll(cancel))
            yield from drafts.texts(pieces, tokens.decode, ends_of(self._template))

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

    def _prefix(self, prompt: Sequence[Message], cancel: Event) -> tuple[list[int], Past, torch.Tensor]:
        """Return the prompt's pieces, their keys and values and the last one's state; what was read before is kept."""
        from simulator.voice import passes

        net, ids = self._ready(), self._prompt(render(prompt, self._template))
        past = pasts.longest(self._read, ids[:-1], net.empty())
        hidden, past = passes.read(net, past, ids[past.length :], lambda: _poll(cancel))
        self._read = pasts.kept(self._read, ids, past)
        return ids, past, hidden[-1]

    def _prompt(self, text: str) -> list[int]:
        """Return the pieces of a prompt; of one that is too long some are dropped."""
        assert self._tokens is not None
        return pasts.fitted(self._tokens.encode(text, add_special_tokens=self._template != "chatml").ids)

    def _vocabulary(self, parts: Sequence[Sequence[int]]) -> torch.Tensor:
        import torch

        return torch.tensor(sorted(self._pieces.union(*parts)))

    def _writable(self, prompt: Sequence[Message]) -> torch.Tensor:
        """Return the pieces that may be written: those primed and those of the prompt; all where nothing was primed."""
        import torch

        if not self._pieces:
            return torch.arange(len(self._ready().out))
        held = set(self._pieces)
        for message in prompt:
            held.update(self._ids(self._lead + message.content))
        for end in ends_of(self._template):
            held.update(self._ids(end))
        return torch.tensor(sorted(held))


def _poll(cancel: Event) -> None:
    if cancel.is_set():
        raise Cancelled
