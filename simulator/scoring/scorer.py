"""The scorer: a callable over batches of conversations that a worker process can hold."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from simulator.coding.codebook import VERSION, CodedTurn, Said
from simulator.coding.coder import Coder
from simulator.scoring.batch import Asked, ReadingCoder, checked, code_all, label_of, threshold_of
from simulator.scoring.bootstrap import RESAMPLES, SEED
from simulator.scoring.errors import ScoringError
from simulator.scoring.grounds import grounds
from simulator.scoring.measures import measure, until_own_question
from simulator.scoring.model import Scored, ScoredTurn
from simulator.transcripts.model import Conversation, Line

_READ_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Settings:
    """How conversations are scored; picklable.

    Attributes:
        language: nl or en, of the reasons.
        unsure_below: confidence (0 to 1) under which a unit is marked unsure; None: the coder's own, else 0.5.
        context: how many earlier turns a coder sees, so that a conversation of any length costs the same a turn.
        resamples: of the bootstrap. `seed`: the same conversation and seed give the same intervals.
    """

    language: str = "en"
    unsure_below: float | None = None
    context: int = 400
    resamples: int = RESAMPLES
    seed: int = SEED


def default_coder() -> Coder:
    """Return the shipped coder.

    Raises:
        CardError, WeightsError, CoderError: one sentence with the next step.
    """
    from simulator.practice.build import scoring_coder

    return scoring_coder()


class Scorer:
    """Codes and measures conversations; the coder is loaded at the first call and stays out of pickles.

    Args:
        settings: see `Settings`.
        make: makes the coder, in whichever process needs it: a function that can be pickled by its name.
    """

    def __init__(self, settings: Settings | None = None, make: Callable[[], Coder] = default_coder) -> None:
        self.settings = settings or Settings()
        self._make = make
        self._coder: Coder | None = None
        self._lock = threading.Lock()

    def __getstate__(self) -> tuple[Settings, Callable[[], Coder]]:
        """Return what a worker process needs to make this scorer again."""
        return self.settings, self._make

    def __setstate__(self, state: tuple[Settings, Callable[[], Coder]]) -> None:
        """Make it again, without the coder."""
        self.settings, self._make = state
        self._coder, self._lock = None, threading.Lock()

    @property
    def coder(self) -> Coder:
        """The coder, loaded when it is first needed."""
        with self._lock:
            if self._coder is None:
                self._coder = self._make()
            return self._coder

    @property
    def codebook(self) -> int:
        """The codebook's version."""
        return VERSION

    def __call__(self, batch: Sequence[Conversation], acts: Sequence[Sequence[str]] | None = None) -> list[Scored]:
        """Return each conversation with its turns coded and its measures.

        Turns are coded in order, so that a coder sees how it coded the trainee's earlier turns; turns at the same place
        of different conversations go to the coder together.

        Args:
            batch: conversations whose lines all have a role.
            acts: for practised conversations what the school did in each line (empty for the trainee's), one list a
                conversation and one act a line: thirds and slope then end where the school says its own question.

        Raises:
            ScoringError: a line has no role, or `acts` are not as long as the lines.
        """
        talks = [
            _Talk(conversation, tuple(acts[place]) if acts else (), self.settings.context)
            for place, conversation in enumerate(batch)
        ]
        coder = self.coder
        if isinstance(coder, ReadingCoder):
            self._read(coder, talks)
        else:
            self._in_rounds(coder, talks)
        return [self._scored(talk) for talk in talks]

    def _in_rounds(self, coder: Coder, talks: Sequence[_Talk]) -> None:
        """Code the first turns of all conversations, then the second ones, and so on."""
        waiting = [talk for talk in talks if talk.next() is not None]
        while waiting:
            asked: list[Asked] = [(talk.line.text, talk.seen(), self.settings.language) for talk in waiting]
            for talk, coded in zip(waiting, code_all(coder, asked), strict=True):
                talk.take(coded)
            waiting = [talk for talk in waiting if talk.next() is not None]

    def _read(self, coder: ReadingCoder, talks: Sequence[_Talk]) -> None:
        """Let the coder read all turns in some hundreds at once, then finish them in their order."""
        language = self.settings.language
        places = [(talk, place) for talk in talks for place in talk.places]
        for start in range(0, len(places), _READ_AT_ONCE):
            part = places[start : start + _READ_AT_ONCE]
            asked: list[Asked] = [
                (talk.conversation.lines[place].text, talk.plain(place), language) for talk, place in part
            ]
            readings = checked(coder.name, list(coder.read(asked)), len(asked))
            for (talk, _place), reading in zip(part, readings, strict=True):
                talk.next()
                talk.take(coder.finish(talk.line.text, reading, talk.seen(), language))

    def _scored(self, talk: _Talk) -> Scored:
        limit = self.settings.unsure_below
        limit = threshold_of(self.coder) if limit is None else limit
        turns = tuple(_turn(line, talk.coded.get(place), limit) for place, line in enumerate(talk.conversation.lines))
        until = until_own_question([turn.role for turn in turns], talk.acts) if talk.acts else None
        measures = measure(turns, until, self.settings.resamples, self.settings.seed)
        measures["grounds"] = grounds(turns, measures, self.settings.language, until)
        held = talk.conversation
        return Scored(held.id, held.language, turns, measures, held.source)


@dataclass(slots=True)
class _Talk:
    """A conversation on its way: how far it is coded, and what was said up to there."""

    conversation: Conversation
    acts: tuple[str, ...]
    context: int
    place: int = -1
    history: list[Said] = field(default_factory=list)
    coded: dict[int, CodedTurn] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lines = self.conversation.lines
        if self.acts and len(self.acts) != len(lines):
            raise ScoringError(
                f"{self.conversation.id} has {len(lines)} turns and {len(self.acts)} acts; give one each."
            )
        for line in lines:
            if line.role is None:
                raise ScoringError(
                    f"Nobody said who {line.speaker or 'the speaker without a name'} is in {self.conversation.id}; "
                    f"add --speaker NAME=trainee or --speaker NAME=school."
                )

    @property
    def line(self) -> Line:
        """The trainee's turn that is to be coded."""
        return self.conversation.lines[self.place]

    @property
    def places(self) -> list[int]:
        """The places of the trainee's turns."""
        return [place for place, line in enumerate(self.conversation.lines) if line.role == "trainee"]

    def plain(self, place: int) -> list[Said]:
        """Return the turns before a place that the coder may see, without codes, oldest first."""
        start = max(0, place - self.context)
        return [
            Said(line.role or "school", line.text, act=self.acts[start + step] if self.acts else "")
            for step, line in enumerate(self.conversation.lines[start:place])
        ]

    def next(self) -> int | None:
        """Go to the trainee's next turn and return its place; None: there is none."""
        lines = self.conversation.lines
        for place in range(self.place + 1, len(lines)):
            self.place = place
            if lines[place].role == "trainee":
                return place
            self.history.append(Said("school", lines[place].text, act=self.acts[place] if self.acts else ""))
        return None

    def seen(self) -> list[Said]:
        """Return the earlier turns that the coder may see, oldest first."""
        return self.history[-self.context :] if self.context else []

    def take(self, coded: CodedTurn) -> None:
        """Keep how the turn was coded."""
        self.coded[self.place] = coded
        self.history.append(Said("trainee", self.line.text, coded.units))


def _turn(line: Line, coded: CodedTurn | None, limit: float) -> ScoredTurn:
    if coded is None:
        return ScoredTurn(line.speaker, "school", line.text, timestamp=line.timestamp)
    unsure = tuple(unit.confidence < limit for unit in coded.units)
    return ScoredTurn(
        line.speaker, "trainee", line.text, coded.units, coded.main, label_of(coded), line.timestamp, unsure
    )  # fmt: skip
