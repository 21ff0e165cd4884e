"""One coder at work on one transcript: every decision is kept before it is seen.

Layers: `own` is what this person finds; on `agreed` several people settle, after having finished, where they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from simulator.i18n import tr
from simulator.observing.sheet import LONGEST_NAME, tidy
from simulator.review import cuts as edits
from simulator.review.cuts import Cuts
from simulator.review.errors import ReviewError
from simulator.review.journal import Journal
from simulator.review.project import Coding, Layer, Machine, Reviewed, cut_json, talk_json
from simulator.review.sight import Sight
from simulator.transcripts.model import Conversation

LONGEST_REASON = 500
NOBODY = frozenset({"machine", "agreed"})
"""Names that stand for something else."""


def coder_name(text: str) -> str:
    """Return a coder's name as it is kept.

    Raises:
        ReviewError: it is empty, or stands for something else.
    """
    name = tidy(text, LONGEST_NAME)
    if not name or name.casefold() in NOBODY:
        raise ReviewError(
            tr("Give the name of the one who codes, such as --coder Els; “machine” and “agreed” are none.")
        )
    return name


def add_talk(journal: Journal, talk: Conversation, who: str) -> str:
    """Take a transcript into the project, once, and return its id in it; its lines all have a role."""
    held = journal.project.talks
    same = next((one for one, other in held.items() if other.talk.lines == talk.lines), None)
    if same is not None:
        return same
    name = free(talk.id, list(held))
    row = talk_json(talk) | {"id": name}
    journal.write({"do": "talk", "who": who, "talk": row})
    return name


def free(name: str, taken: list[str]) -> str:
    """Return a name that is not taken yet, with a number behind it where it must be."""
    found, count = name or "1", 1
    while found in taken:
        count += 1
        found = f"{name} ({count})"
    return found


def add_machine(journal: Journal, talk: str, machine: Machine) -> None:
    """Keep a machine's codes of a transcript."""
    turns = {str(n): [cut_json(cut, True) for cut in cuts] for n, cuts in machine.turns.items()}
    journal.write({"do": "machine", "talk": talk, "coder": machine.coder, "turns": turns})


@dataclass(slots=True)
class Session:
    """A coder, a transcript, a layer. Turns are meant by their number, from 1, the school's counted."""

    journal: Journal
    talk: str
    who: str
    layer: Layer = "own"

    def begin(self, blind: bool) -> bool:
        """Begin to code, or go on as it was begun; returns whether it is blind.

        What was begun with the codes in sight cannot become blind, and what was begun blind stays so.
        """
        own = self.held.coding(self.who)
        if own is None or not own.began:
            self.journal.write({"do": "begin", "talk": self.talk, "who": self.who, "blind": blind})
        return self.sight.own.blind

    @property
    def held(self) -> Reviewed:
        """The transcript with all its codings."""
        return self.journal.project.talks[self.talk]

    @property
    def sight(self) -> Sight:
        """What this coder may see."""
        return Sight(self.held, self.who)

    @property
    def coding(self) -> Coding:
        """The coding that decisions go into."""
        return self.held.agreed if self.layer == "agreed" else self.sight.own

    def cuts(self, turn: int) -> Cuts:
        """Return the units of a turn as they stand."""
        return self.sight.agreed_cuts(turn) if self.layer == "agreed" else self.sight.cuts(turn)

    def done(self, turn: int) -> bool:
        """Whether a turn is decided: every unit has a code from this coder (or from all, on `agreed`)."""
        found = self.sight.agreed(turn) if self.layer == "agreed" else self.coding.turns.get(turn)
        return found is not None and found.done

    def wanting(self, turn: int) -> bool:
        """Whether a reason is still wanted: a turn that differs from the codes in sight needs one somewhere in it."""
        made = self.coding.turns.get(turn)
        if made is None or any(cut.reason for cut in made.cuts):
            return False
        if self.layer == "agreed":
            return True
        machine = None if self.coding.blind else self.sight.machine
        given = machine.turns.get(turn) if machine else None
        return given is not None and [one.given for one in given] != [one.given for one in made.cuts]

    # -- decisions -----------------------------------------------------------------------------------------------

    def split(self, turn: int, unit: int, at: int) -> None:
        """Cut a unit in two where a word begins."""
        text = self.held.text(turn)
        self._decide("split", turn, unit, lambda held: edits.split(text, held, unit, at))

    def sentences(self, turn: int, unit: int) -> None:
        """Cut a unit where its sentences end."""
        text = self.held.text(turn)
        self._decide("sentences", turn, unit, lambda held: edits.sentences(text, held, unit))

    def join(self, turn: int, unit: int) -> None:
        """Join a unit with the next one of its turn."""
        self._decide("join", turn, unit, lambda held: edits.join(held, unit))

    def code(self, turn: int, unit: int, code: str) -> None:
        """Give a code."""
        self._decide("code", turn, unit, lambda held: edits.coded(held, unit, code))

    def flag(self, turn: int, unit: int, flag: str) -> None:
        """Set a flag, or take it off."""
        self._decide("flag", turn, unit, lambda held: edits.flagged(held, unit, flag))

    def reason(self, turn: int, unit: int, reason: str) -> None:
        """Say why; an empty reason takes away what was there."""
        kept = tidy(reason, LONGEST_REASON)
        self._decide("reason", turn, unit, lambda held: edits.reasoned(held, unit, kept))

    def right(self, turn: int) -> None:
        """Say that a turn is right as it stands."""
        if not all(cut.code for cut in self.cuts(turn)):
            raise ReviewError(tr("A part of this turn has no code yet; give it one first."))
        if turn not in self.coding.turns:
            self._decide("right", turn, 0, lambda held: held, same=True)

    def take(self, turn: int, cuts: Cuts, reason: str) -> None:
        """Settle a turn as somebody has it, with the reason why.

        Raises:
            ReviewError: there is no reason.
        """
        why = tidy(reason, LONGEST_REASON)
        if not why:
            raise ReviewError(tr("Say in a few words why; then you both know later on."))
        new = edits.reasoned(edits.plain(cuts), 0, why)
        self._decide("take", turn, 0, lambda held: new, same=True)

    def undo(self) -> int | None:
        """Take the last decision of this layer back; returns its turn, None: there is none."""
        if not self.coding.steps:
            return None
        self._may()
        turn, before = self.coding.steps[-1]
        cuts = before.cuts if before else self.sight.base(turn)
        self._write("undo", turn, 0, cuts, untouched=before is None)
        return turn

    def finish(self) -> None:
        """Say that all is coded; a blind coding then stays as it is.

        Raises:
            ReviewError: something is still open.
        """
        left = next(self.open_turns(), None)
        if left is not None:
            raise ReviewError(tr("Turn {n} is not done yet.").format(n=left))
        self.journal.write({"do": "finish", "talk": self.talk, "who": self.who})

    def reopen(self) -> None:
        """Go on with a coding that was finished with the codes in sight."""
        if self.coding.closed:
            self._may()
        self.journal.write({"do": "reopen", "talk": self.talk, "who": self.who})

    def open_turns(self) -> Iterator[int]:
        """Yield the turns that are not done or still want a reason, in order."""
        return (turn for turn in self.held.trainee if not self.done(turn) or self.wanting(turn))

    def _decide(self, do: str, turn: int, unit: int, change: Callable[[Cuts], Cuts], same: bool = False) -> None:
        """Keep a decision; one that changes nothing is not kept.

        Raises:
            ReviewError: it could not be kept, or nothing can be changed any more.
        """
        self._may()
        held = self.cuts(turn)
        new = change(held)
        if new != held or same:
            self._write(do, turn, unit, new)

    def _write(self, do: str, turn: int, unit: int, cuts: Cuts, **more: object) -> None:
        event = {"do": do, "talk": self.talk, "who": self.who, "turn": turn, "unit": unit, **more}
        layer = {"layer": "agreed"} if self.layer == "agreed" else {}
        self.journal.write({**event, **layer, "units": [cut_json(cut) for cut in cuts]})

    def _may(self) -> None:
        """See that something may be changed. Raises ReviewError."""
        if self.layer == "agreed" and not self.sight.together:
            raise ReviewError(tr("Settling begins when at least two people have finished this transcript."))
        if self.layer == "own" and self.coding.closed:
            line = tr(
                "You coded this blind and finished it, so it stays as it is; settle differences in the work list."
            )
            raise ReviewError(line)
        if self.layer == "own" and self.coding.finished:
            raise ReviewError(tr("You finished this transcript; press F8 to go on with it."))
