"""A talk laid open for who writes its scenario: what was heard, matched and decided, and the very prompt.

Everything here may hold locked text: it is for authors, never for a trainee.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Event

from simulator.coding.codebook import CodedTurn, Said, Unit
from simulator.i18n import tr
from simulator.practice.ask import ask, locked_lines
from simulator.practice.records import TurnRow, unsaved
from simulator.practice.session import Minds
from simulator.scenario.model import Item, Scenario, wanted
from simulator.school import gates, mind
from simulator.school.acts import Decision, Stage, State, Target, TurnInput
from simulator.voice.prompt import context
from simulator.voice.render import render


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn and its answer, laid open.

    Attributes:
        text: the trainee's words. `coded`: its units. `read`: what the mind saw of it.
        decision, state: what the school did, and where it stands after it.
        prompt: as the model reads it. `reply`: what was said. `changed`: what differs from an earlier playing, if
            anything: the act and its target then.
    """

    text: str
    coded: CodedTurn
    read: TurnInput
    decision: Decision
    state: State
    prompt: str
    reply: str
    changed: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """Where an item stands: told, open, or closed and why, in the language of the interface."""

    item: Item
    told: bool
    reasons: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether the right question would open it now."""
        return not self.told and not self.reasons


class Xray:
    """A talk with a scenario that is being written. Not thread-safe: use it from one thread.

    Args:
        scenario: as it stands.
        minds: coder, topics of this scenario and voice.
        seed: the same seed and turns give the same talk.
    """

    def __init__(self, scenario: Scenario, minds: Minds, seed: int = 0) -> None:
        self.scenario, self.minds, self.seed = scenario, minds, seed
        self.start = mind.start(scenario, seed)
        self.exchanges: list[Exchange] = []
        self._waiting: list[tuple[str, str]] = []
        self._codes: dict[tuple[str, tuple[tuple[str, str], ...]], CodedTurn] = {}

    @property
    def state(self) -> State:
        """Where the school stands now."""
        return self.exchanges[-1].state if self.exchanges else self.start

    def say(self, text: str, before: str = "") -> Exchange:
        """Play one turn; `before`: act and target of an earlier playing, to mark what differs."""
        rows = self._rows()
        coded = self._coded(text)
        spoken: list[tuple[Target | None, str]] = [(Target("request"), rows[0].text)]
        spoken += [(one.decision.target or Target("more"), one.reply) for one in self.exchanges]
        read = self.minds.topics.read(text, coded.units, _targets(spoken), [one.text for one in self.exchanges])
        decision, state = mind.step(self.scenario, self.state, read)
        rows.append(unsaved(len(rows), "trainee", text))
        asked = ask(self.scenario, decision, state, rows, [unit.code for unit in coded.units])
        asked = replace(asked, fit=self.minds.topics.fit(text, asked.wordings))
        spoke = self.minds.voice.speak(asked, Event(), lambda clause: None, locked_lines(self.scenario, state))
        now = summary(decision)
        changed = before if before and before != now else ""
        made = Exchange(text, coded, read, decision, state, render(context(asked), "plain"), spoke.text, changed)
        self.exchanges.append(made)
        return made

    def again(self, scenario: Scenario, minds: Minds) -> list[Exchange]:
        """Play the same turns against a changed scenario; what differs is marked. The place is kept.

        Raises:
            VoiceError: something could not be said; then all is as it was.
        """
        before = self.scenario, self.minds, self.start, self.exchanges, self._waiting
        rows = [*((one.text, summary(one.decision)) for one in self.exchanges), *self._waiting]
        self.scenario, self.minds = scenario, minds
        self.start, self.exchanges = mind.start(scenario, self.seed), []
        try:
            self.play(rows)
        except BaseException:
            self.scenario, self.minds, self.start, self.exchanges, self._waiting = before
            raise
        return self.exchanges

    def play(self, turns: Sequence[tuple[str, str]]) -> None:
        """Play turns, each with what was done in an earlier playing; from where the talk ends or fails the rest waits.

        What waits is played by `again`: the next edit may let the talk go on.
        """
        for n, (text, before) in enumerate(turns):
            self._waiting = list(turns[n:])
            if self.state.ended:
                return
            self.say(text, before)
        self._waiting = []

    def back(self) -> None:
        """Take the last turn back."""
        self._waiting = []
        if self.exchanges:
            self.exchanges.pop()

    def set_out(
        self, rapport: int | None = None, said: Sequence[str] | None = None, stage: Stage | None = None
    ) -> None:
        """Begin anew from any state: rapport of all speakers (0 to 4), items that count as said, stage of the talk."""
        state = mind.start(self.scenario, self.seed)
        if rapport is not None:
            state = replace(state, rapport=dict.fromkeys(state.rapport, max(0, min(4, rapport))))
        if said is not None:
            known = {item.id for item in self.scenario.items}
            state = replace(state, said=tuple(one for one in dict.fromkeys(said) if one in known), stage="exploring")
        if stage is not None:
            state = replace(state, stage=stage)
        self.start, self.exchanges, self._waiting = state, [], []

    def gates(self) -> list[Gate]:
        """Return where every item stands now, for who spoke last."""
        return [gate(self.scenario, self.state, item) for item in self.scenario.items]

    def _coded(self, text: str) -> CodedTurn:
        """Code a turn, once behind the same talk: where the school's words changed, it is read anew, as in use."""
        past = [Said("school", self.scenario.speaker(self.start.speaker).opening)]
        for one in self.exchanges:
            act = "permission" if one.decision.variant == "permission" else one.decision.act
            past += [Said("trainee", one.text, one.coded.units), Said("school", one.reply, act=act)]
        key = text, tuple((one.text, one.act) for one in past)
        if key not in self._codes:
            self._codes[key] = self.minds.coder.code(text, past, self.scenario.language)
        return self._codes[key]

    def _rows(self) -> list[TurnRow]:
        rows = [unsaved(0, "school", self.scenario.speaker(self.start.speaker).opening, self.start.speaker)]
        for one in self.exchanges:
            rows.append(unsaved(len(rows), "trainee", one.text))
            said = {"wording": one.reply, "reaction": ""}
            rows.append(unsaved(len(rows), "school", one.reply, one.decision.speaker, said))
        return rows


def summary(decision: Decision) -> str:
    """Return an act and what it is about in a few words."""
    target = decision.target
    return f"{decision.act} {target.id or target.kind}" if target is not None else decision.act


def gate(scenario: Scenario, state: State, item: Item) -> Gate:
    """Return where an item stands, with every reason why it is closed."""
    speaker = gates.owner_of(scenario, item, state.speaker)
    reasons = []
    count, ids = wanted(item.needs)
    missing = [one for one in ids if one not in state.said]
    if count > len(ids) - len(missing):
        some = count - (len(ids) - len(missing)) if count < len(ids) else 0
        told = tr("needs {n} of {ids}") if some else tr("needs {ids}")
        reasons.append(told.format(n=some, ids=", ".join(missing)))
    asked = gates.rapport_asked(item, state, speaker)
    if state.rapport[speaker] < asked:
        reasons.append(tr("rapport {now} < {asked}").format(now=state.rapport[speaker], asked=asked))
    if item.never_surface:
        reasons.append(tr("never told"))
    return Gate(item, item.id in state.said, tuple(reasons))


def units_line(units: Sequence[Unit]) -> str:
    """Return the codes of a turn with values and flags on one line."""
    return "  ".join(
        f"{unit.code} {unit.value:+d}" + (f" ({', '.join(unit.flags)})" if unit.flags else "") for unit in units
    )


def _targets(spoken: Sequence[tuple[Target | None, str]]) -> list[tuple[Target, str]]:
    return [(target or Target("more"), text) for target, text in spoken]
