"""Coder, encoder and voice of a tab: the seams of `coding.coder` and `voice.types`, answered by the scoring process.

Neither torch nor transformers is imported here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock
from typing import Any, TypeVar, cast

import numpy as np

from simulator.coding.codebook import CodedTurn, Said
from simulator.coding.coder import ReadText
from simulator.models.memory import give_back
from simulator.serve.scoring import wire
from simulator.serve.scoring.client import Link
from simulator.serve.scoring.errors import FAILED, OTHER, FrameError, ScoringGone
from simulator.serve.scoring.frames import Floats, Frame
from simulator.voice.scripted import ScriptedBackend
from simulator.voice.types import Backend, Message, VoiceError, Way

PLACE = "TOASK_SCORING"
"""Names the address of the scoring process: a path, `unix:` may stand before it; empty: this process computes."""
Asked = tuple[str, Sequence[Said], str]
Thing = TypeVar("Thing")
Many = TypeVar("Many", bound=Sized)

_links: dict[Path, Link] = {}
_lock = Lock()


def link() -> Link | None:
    """Return this process's connection to the scoring process; None: `TOASK_SCORING` names none. Opens nothing yet."""
    named = os.environ.get(PLACE, "").strip()
    if not named:
        return None
    path = Path(named.removeprefix("unix:")).expanduser()
    with _lock:
        return _links.setdefault(path, Link(path))


def place() -> int:
    """Return how many tabs are served before this one; 0: it waits for nothing, or was not told yet."""
    held = link()
    return held.place if held is not None else 0


def voice_of(link: Link, name: str) -> Backend:
    """Return what speaks in a tab under that name, not loaded.

    Args:
        link: the connection.
        name: `scripted`, a server's address, or the voice that the scoring process has.

    Raises:
        VoiceError: a wrong address.
    """
    if name == ScriptedBackend.name:
        return ScriptedBackend()
    if name.startswith(("http:", "https:")):
        from simulator.serve.models.patient import PatientBackend
        from simulator.voice.http_backend import from_name

        return PatientBackend(from_name(name))
    return RemoteVoice(link, name)


class RemoteCoder:
    """Implements `simulator.scoring.batch.BatchCoder`.

    Args:
        link: the connection.

    Raises:
        ScoringGone: nobody answers.
    """

    def __init__(self, link: Link) -> None:
        self.name, self.unsure_below = about(link, "coder", lambda one: (str(one["name"]), float(one["unsure_below"])))
        self._link = link

    def code(self, text: str, history: Sequence[Said], language: str) -> CodedTurn:
        """Return the units of `text`. Raises ScoringGone."""
        return self.code_many([(text, history, language)])[0]

    def code_many(self, turns: Sequence[Asked]) -> list[CodedTurn]:
        """Return one coded turn for each. Raises ScoringGone."""
        out: list[CodedTurn] = []
        for at in range(0, len(turns), wire.MOST_TURNS):
            some = turns[at : at + wire.MOST_TURNS]
            frame = self._link.ask("code", {"turns": wire.asked_json(some)})
            out += fitting(frame, len(some), lambda held: wire.coded(held.body["ok"]["turns"]))
        return out


class RemoteEncoder:
    """Implements `simulator.coding.coder.PieceEncoder`; the vectors are kept by the scoring process, for all tabs.

    Args:
        link: the connection.

    Raises:
        ScoringGone: nobody answers.
    """

    def __init__(self, link: Link) -> None:
        self.name, self.version, self.match = about(
            link, "encoder", lambda one: (str(one["name"]), str(one["version"]), tuple(map(float, one["match"])))
        )
        self._link = link
        self._shelf = ""

    def take(self, shelf: str) -> None:
        """Read texts from now on with a shelf (a scenario's): those that lie on it are there at once."""
        self._shelf = shelf

    def keep(self) -> None:
        """Keep what was read with the shelf, and read without it from now on; where that fails it costs time later."""
        if self._shelf:
            with suppress(ScoringGone):
                self._link.ask("keep", {"shelf": self._shelf})
        self._shelf = ""
        give_back()  # what was needed to take a school's phrases in

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one L2-normalised row a text. Raises ScoringGone."""
        found = self._asked("encode", texts)
        return np.concatenate([fitting(frame, many, lambda held: held.arrays[0]) for frame, many in found])

    def read(self, texts: Sequence[str], before: str = "") -> list[ReadText]:
        """Return each text with its pieces; `before`: what the school had said before all. Raises ScoringGone."""
        found = self._asked("read", texts, {"before": before})
        return [one for frame, many in found for one in fitting(frame, many, _texts)]

    def _asked(
        self, op: str, texts: Sequence[str], what: Mapping[str, Any] | None = None
    ) -> Iterator[tuple[Frame, int]]:
        """Yield answers, each with how many texts it is for. A few at a time, so that others come in between."""
        for at in range(0, max(1, len(texts)), wire.MOST_TEXTS):
            some = list(texts[at : at + wire.MOST_TEXTS])
            yield self._link.ask(op, {"texts": some, "shelf": self._shelf, **(what or {})}), len(some)


class RemoteVoice:
    """Implements `simulator.voice.types.Backend` and `Weigher`: the shipped voice, which weighs written lines.

    Args:
        link: the connection.
    """

    def __init__(self, link: Link, name: str) -> None:
        self.name = name
        self.ways: tuple[Way, ...] = ("select",)
        self._link = link

    @property
    def weighs(self) -> bool:
        """Always: the scoring process begins with no other voice."""
        return True

    def load(self, progress: Callable[[str], None] = lambda step: None) -> None:
        """Look whether the scoring process has this voice.

        Raises:
            ScoringGone: nobody answers. VoiceError: it has another.
        """
        name, ways = about(self._link, "voice", lambda one: (str(one["name"]), cast("list[Way]", list(one["ways"]))))
        if name != self.name:
            raise VoiceError(OTHER.format(name=self.name, own=name))
        self.ways = tuple(ways)

    def fits(self, prompt: Sequence[Message], texts: Sequence[str], cancel: Event) -> list[float]:
        """Return how well each text fits behind the prompt. Raises Cancelled or ScoringGone."""
        if not texts:
            return []
        frame = self._link.ask("fits", {"prompt": wire.prompt_json(prompt), "texts": list(texts)}, cancel)
        return fitting(frame, len(texts), lambda held: [float(one) for one in held.body["ok"]["fits"]])

    def score(self, prompt: Sequence[Message], replies: Sequence[str], cancel: Event) -> list[float]:
        """Raise VoiceError: this voice weighs (`fits`)."""
        raise VoiceError("This voice weighs lines in a tab and gives no likelihoods: run it without TOASK_SCORING.")

    def write(self, prompt: Sequence[Message], cancel: Event, limit: int = 60, seed: int = 0) -> Iterator[str]:
        """Raise VoiceError: this voice chooses among written lines."""
        raise VoiceError("This voice chooses and does not write: choose a server's address with TOASK_VOICE for that.")

    def close(self) -> None:
        """Hang up; safe to call twice."""
        self._link.close()


def about(link: Link, part: str, made: Callable[[Mapping[str, Any]], Thing]) -> Thing:
    """Return what the process says of one of its parts. Raises ScoringGone."""
    return _made(link.ask("info"), lambda frame: made(frame.body["ok"][part]))


def _texts(frame: Frame) -> list[ReadText]:
    return wire.read_texts(frame.body["ok"]["counts"], frame.arrays)


def fitting(frame: Frame, many: int, made: Callable[[Frame], Many]) -> Many:
    """Return what an answer holds, as many as were asked for. Raises ScoringGone."""
    found = _made(frame, made)
    if len(found) != many:
        raise ScoringGone(FAILED)
    return found


def _made(frame: Frame, made: Callable[[Frame], Thing]) -> Thing:
    """Return what an answer holds. Raises ScoringGone: it is not as agreed."""
    try:
        return made(frame)
    except (FrameError, KeyError, IndexError, TypeError, ValueError) as problem:
        raise ScoringGone(FAILED) from problem
