"""Plays crowds of simulated trainees over one or more scenarios, on as many cores as are given, always alike."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from simulator.playtest.trainees import PROFILES
from simulator.scenario.model import Scenario

if TYPE_CHECKING:
    from simulator.coding.question_coder.coder import QuestionCoder
    from simulator.coding.vector_cache import CachedEncoder
    from simulator.playtest.play import Turn
    from simulator.playtest.topics import Shut
    from simulator.school.meant import Reads
    from simulator.voice.speak import Voice

LAYERS = {"surface": 0.0, "visible": 1 / 3, "underlying": 2 / 3}
NEED = 1.0
MOST_CORES = 8
WRITTEN = {
    "attacker": 6.6, "wanderer": 3.6, "box_ticker": 1.6, "teller": 1.3, "guesser": 1.0, "off_topic": 0.8,
    "flatterer": 0.7, "silent": 0.2,
}  # fmt: skip
"""Profiles whose every line is a written one: seconds that twenty talks took where no line had been read before."""
FEW = 40
"""With more seeds the talks themselves take longer than reading their lines."""


@dataclass(frozen=True, slots=True)
class Played:
    """One talk that was played.

    Attributes:
        scenario, language: which. `profile`, `seed`: of the trainee.
        turns: in order. `said`, `cued`: ids of items told and of cues given, in order.
    """

    scenario: str
    language: str
    profile: str
    seed: int
    turns: tuple[Turn, ...]
    said: tuple[str, ...]
    cued: tuple[str, ...]

    @property
    def reached(self) -> bool:
        """Whether the school said its own question."""
        return self.turn_of_need is not None

    @property
    def turn_of_need(self) -> int | None:
        """The turn (from 1) in which the school said its own question, or None."""
        return next((n for n, turn in enumerate(self.turns, 1) if turn.act == "own_question"), None)


def depth(scenario: Scenario, played: Played) -> float:
    """Return the deepest layer said: surface 0, visible 1/3, underlying 2/3, need 1; nothing said is 0."""
    layers = {item.id: item.layer for item in scenario.items}
    return NEED if played.reached else max((LAYERS[layers[name]] for name in played.said), default=0.0)


@dataclass(frozen=True, slots=True)
class Task:
    """Talks that one worker plays together."""

    scenario: Scenario
    talks: tuple[tuple[str, int], ...]
    """Profile and seed of each."""
    exact: bool = False
    """Whether turns are read as in use: behind all that was said, and looked at again by the model that listens."""
    voice: str = ""
    """Who phrases what the school does; empty: any unused line is said."""
    items: tuple[str, ...] = ()
    """Ids of items whose topics are coded beside the talks."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a task gives: its talks, and the topics of its items that open nothing."""

    played: list[Played]
    shut: list[Shut]


def tasks(
    scenarios: Sequence[Scenario],
    profiles: Sequence[str],
    seeds: Sequence[int],
    parts: int,
    exact: bool = False,
    voice: str = "",
    topics: bool = False,
) -> list[Task]:
    """Return the work, each scenario in `parts`; the result is the same for any number of parts.

    `topics`: its own topics are coded too, a share of the items in each part.
    """
    out = []
    shares = _shares(profiles, seeds, min(parts, len(seeds)), exact)
    for scenario in scenarios:
        ids = tuple(item.id for item in scenario.items) if topics else ()
        for part, talks in enumerate(shares):
            out.append(Task(scenario, tuple(talks), exact, voice, ids[part :: len(shares)]))
    return out


def _shares(profiles: Sequence[str], seeds: Sequence[int], parts: int, exact: bool) -> list[list[tuple[str, int]]]:
    """Return the talks in parts that take about as long: by seeds, and by profile for those that say written lines.

    Each of these has lines of its own, which the net reads once a process: so no two processes read the same.
    """
    out: list[list[tuple[str, int]]] = [[] for _ in range(parts)]
    load = [0.0] * parts
    for name in sorted(profiles, key=lambda one: -WRITTEN.get(one, 0.0)):
        if name in WRITTEN and not exact and len(seeds) <= FEW:
            part = load.index(min(load))
            load[part] += WRITTEN[name]
            out[part] += [(name, seed) for seed in seeds]
        else:
            for part in range(parts):
                out[part] += [(name, seed) for seed in seeds[part::parts]]
    return out


def play_all(
    work: Sequence[Task], jobs: int | None = None, tell: Callable[[int], None] = lambda done: None
) -> Iterator[Done]:
    """Yield what each task gives, in order. With one job everything runs in this process.

    Args:
        work: the tasks.
        jobs: processes; None: one for each core, eight at most.
        tell: is told how many tasks are done.

    Raises:
        KeyError: a profile is unknown. CoderError: the weights are missing or damaged.
    """
    for task in work:
        for profile, _ in task.talks:
            PROFILES[profile]
    many = max(1, min(jobs or cores(), len(work), MOST_CORES))
    if many == 1:
        _prepare(1)
        for done, task in enumerate(work, 1):
            yield play(task)
            tell(done)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(many, mp_context=context, initializer=_prepare, initargs=(1,)) as pool:
        for done, found in enumerate(pool.map(play, work), 1):
            yield found
            tell(done)


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_MINDS: list[tuple[QuestionCoder, CachedEncoder]] = []
"""Coder and encoder of this process, once it has loaded them."""


def _prepare(threads: int) -> None:
    """Load what a worker needs, once."""
    if _MINDS:
        return
    import torch
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    from simulator.coding.question_coder.coder import QuestionCoder
    from simulator.practice.build import shared_encoder

    torch.set_num_threads(threads)
    threadpool_limits(threads)  # numpy's own threads would wait for each other where every core has a worker
    coder = QuestionCoder.load()
    _MINDS.append((coder, shared_encoder(coder)))


@lru_cache(maxsize=1)
def _voice(name: str) -> Voice:
    import torch

    from simulator.voice.speak import default_voice

    voice = default_voice(name)
    voice.load(lambda step: None)
    torch.set_num_threads(1)  # the model asked for more, and every core has a worker
    return voice


@lru_cache(maxsize=1)
def _question_reader() -> Reads:
    """Return what reads questions in use."""
    from simulator.practice.build import question_reader

    return question_reader()


def play(task: Task) -> Done:
    """Do one task in this process."""
    from simulator.models import folder
    from simulator.playtest.ahead import ReadAhead
    from simulator.playtest.known import Known
    from simulator.playtest.play import Stage, begun
    from simulator.playtest.topics import shut

    _prepare(1)
    coder, encoder = _MINDS[0]
    shelf = f"{task.scenario.language}-{task.scenario.id}"
    encoder.take(shelf)
    ahead = ReadAhead(encoder, coder.reader, task.exact)
    known = Known(folder.root(), coder.reader.loaded.codes_version, task.scenario.language)
    reads = _question_reader() if task.exact else None
    if reads is not None:
        reads.take(shelf)
    stage = Stage(task.scenario, coder, ahead, known, reads=reads)
    if reads is not None:
        reads.keep()
    if task.voice:
        from simulator.playtest.voiced import Voiced

        stage.says = Voiced(task.scenario, stage.topics, _voice(task.voice))
    encoder.keep()
    talks = [begun(task.scenario, profile, seed) for profile, seed in task.talks]
    for _ in stage.play(talks):
        pass
    known.keep()
    one = task.scenario
    played = [
        Played(one.id, one.language, talk.profile, talk.seed, tuple(talk.turns), talk.state.said, talk.state.cued)
        for talk in talks
    ]
    return Done(played, list(shut(one, coder, task.items)))
