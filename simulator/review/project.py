"""A review project as it stands: transcripts, the machine's codes, and who coded what and when.

It is what a run of events makes (each a line of JSON, see `journal.py`); no event takes away what was before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator.review.cuts import Cut, Cuts, begins, fits
from simulator.transcripts.model import Conversation, Line, Role

HEAD = "toask-review"
"""The key that the first event of a project has."""
Layer = Literal["own", "agreed"]
"""`own`: what one person finds; `agreed`: what several settled on afterwards."""
DECISIONS = ("split", "join", "sentences", "code", "flag", "reason", "right", "take", "undo")


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody decided about a turn; `at`: when last (UTC, ISO 8601), `who`: by whom."""

    cuts: Cuts
    at: str
    who: str

    @property
    def done(self) -> bool:
        """Whether every unit has a code."""
        return all(one.code for one in self.cuts)


@dataclass(slots=True)
class Coding:
    """One person's coding of one transcript, or (`name` empty) what was agreed on.

    Attributes:
        blind: coded without seeing anybody else's codes until it was finished.
        began, finished: when; empty: not yet.
        turns: by number, from 1, the school's counted. `steps`: what each decision replaced, for undo.
    """

    name: str
    blind: bool = False
    began: str = ""
    finished: str = ""
    turns: dict[int, Turn] = field(default_factory=dict)
    steps: list[tuple[int, Turn | None]] = field(default_factory=list)

    @property
    def closed(self) -> bool:
        """Whether nothing can be changed any more: a blind coding that is finished stays as it is."""
        return self.blind and bool(self.finished)


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine's codes of a transcript: its name, when it gave them, units by number of the turn."""

    coder: str
    at: str
    turns: Mapping[int, Cuts]


@dataclass(slots=True)
class Reviewed:
    """A transcript with all its codings. `trainee`: numbers of the trainee's turns that hold words."""

    talk: Conversation
    machine: Machine | None = None
    codings: dict[str, Coding] = field(default_factory=dict)
    agreed: Coding = field(default_factory=lambda: Coding(""))
    trainee: list[int] = field(init=False)

    def __post_init__(self) -> None:
        """Find the trainee's turns, once: a transcript never changes."""
        self.trainee = [n for n, line in enumerate(self.talk.lines, 1) if line.role == "trainee" and begins(line.text)]

    def text(self, turn: int) -> str:
        """Return the words of a turn."""
        return self.talk.lines[turn - 1].text

    def coding(self, name: str) -> Coding | None:
        """Return somebody's coding; capitals make no other name."""
        return next((one for one in self.codings.values() if one.name.casefold() == name.casefold()), None)


@dataclass(slots=True)
class Project:
    """All transcripts of a project, in the order in which they came. `skipped`: events that could not be read."""

    id: str = ""
    created: str = ""
    talks: dict[str, Reviewed] = field(default_factory=dict)
    skipped: int = 0

    @property
    def names(self) -> list[str]:
        """Everybody who coded, in the order in which they began."""
        return list({one.name.casefold(): one.name for held in self.talks.values() for one in held.codings.values()}
                    .values())  # fmt: skip

    def apply(self, event: Mapping[str, Any]) -> bool:
        """Take an event in; returns whether it was one that fits. One that does not changes nothing."""
        try:
            self._apply(event)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError):
            self.skipped += 1
            return False
        return True

    def _apply(self, event: Mapping[str, Any]) -> None:
        if HEAD in event:
            self.id, self.created = str(event["id"]), str(event["at"])
        elif event["do"] == "talk":
            talk = _talk(event["talk"])
            self.talks.setdefault(talk.id, Reviewed(talk))
        elif event["do"] == "machine":
            held = self.talks[event["talk"]]
            turns = {int(n): _checked(held, int(n), rows) for n, rows in event["turns"].items()}
            held.machine = Machine(str(event["coder"]), str(event["at"]), turns)
        else:
            _decided(self.talks[event["talk"]], event)


def _decided(held: Reviewed, event: Mapping[str, Any]) -> None:
    """Take in what a person did."""
    name, at, done = str(event["who"]), str(event["at"]), event["do"]
    if not name or done not in (*DECISIONS, "begin", "finish", "reopen"):
        raise ValueError(done)
    own = held.coding(name) or Coding(name)
    if done == "begin" and not own.began:
        own.began, own.blind = at, bool(event.get("blind"))
    elif done == "finish":
        own.finished = own.finished or at
    elif done == "reopen" and not own.blind:
        own.finished = ""
    elif done in DECISIONS:
        coding = held.agreed if event.get("layer") == "agreed" else own
        if not coding.closed:
            _turn(held, coding, event, Turn(_checked(held, int(event["turn"]), event["units"]), at, name))
    held.codings.setdefault(own.name, own)


def _turn(held: Reviewed, coding: Coding, event: Mapping[str, Any], new: Turn) -> None:
    number = int(event["turn"])
    if number not in held.trainee:
        raise ValueError(number)
    before = coding.turns.get(number)
    if event["do"] != "undo":
        coding.steps.append((number, before))
        coding.turns[number] = new
        return
    if coding.steps and coding.steps[-1][0] == number:
        coding.steps.pop()
    if event.get("untouched"):
        coding.turns.pop(number, None)
    else:
        coding.turns[number] = new


def _checked(held: Reviewed, turn: int, rows: Any) -> Cuts:  # noqa: ANN401 - whatever the file holds
    cuts = tuple(_cut(row) for row in rows)
    if not fits(held.text(turn), cuts):
        raise ValueError(turn)
    return cuts


def _cut(row: Mapping[str, Any]) -> Cut:
    return Cut(
        int(row["start"]), int(row["end"]), str(row.get("code", "")), tuple(map(str, row.get("flags", ()))),
        str(row.get("reason", "")), float(row.get("sure", 1.0)), bool(row.get("unsure", False)),
    )  # fmt: skip


def cut_json(cut: Cut, machine: bool = False) -> dict[str, Any]:
    """Return a unit as the file holds it; what it does not have is left out."""
    row: dict[str, Any] = {"start": cut.start, "end": cut.end, "code": cut.code}
    row |= {"flags": list(cut.flags)} if cut.flags else {}
    row |= {"reason": cut.reason} if cut.reason else {}
    return row | ({"sure": cut.sure} | ({"unsure": True} if cut.unsure else {}) if machine else {})


def _talk(data: Mapping[str, Any]) -> Conversation:
    lines = tuple(
        Line(str(row["speaker"]), str(row["text"]), str(row.get("timestamp", "")), _role(row["role"]))
        for row in data["lines"]
    )
    return Conversation(str(data["id"]), lines, str(data.get("language", "")), str(data.get("source", "")))


def _role(value: object) -> Role:
    if value not in ("trainee", "school"):
        raise ValueError(value)
    return value


def talk_json(talk: Conversation) -> dict[str, Any]:
    """Return a transcript as the file holds it."""
    rows = [
        {"speaker": line.speaker, "role": line.role, "text": line.text}
        | ({"timestamp": line.timestamp} if line.timestamp else {})
        for line in talk.lines
    ]  # fmt: skip
    return {"id": talk.id, "language": talk.language, "source": talk.source, "lines": rows}
