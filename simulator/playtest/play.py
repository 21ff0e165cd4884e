"""Plays simulated trainees against a scenario: coder, topics and mind as in use, all talks a step at a time.

Without a model that speaks, any unused wording of the act is said. That changes nothing in what opens: the voice only
chooses among lines of an act that the mind has chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from simulator.coding.codebook import CodedTurn, Said, Unit, main_of
from simulator.coding.question_coder.coder import QuestionCoder
from simulator.coding.question_coder.reader import Reading
from simulator.playtest.ahead import ReadAhead
from simulator.playtest.known import Known
from simulator.playtest.secrets import Secrets
from simulator.playtest.trainees import Trainee
from simulator.scenario.model import Scenario
from simulator.school import mind
from simulator.school.acts import Decision, State, Target
from simulator.school.asked import cuts
from simulator.school.meant import Reads
from simulator.school.topics import ASKS, Topics

FRESH = 12
"""No line is said twice in so many turns."""
CLOSE = 1
"""So many of the last turns, the school's own words, are read with a turn where not all are."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a played talk.

    Attributes:
        text: the trainee's words. `codes`: of its units. `main`: ask, tell or neutral.
        act, target: what the school did, about what (`kind:id`). `because`: by which rule. `reply`: its words.
        speaker: who spoke. `rapport`: theirs, afterwards. `stage`: of the talk, afterwards.
        leaks: ids of items whose locked content the reply gives away.
    """

    text: str
    codes: tuple[str, ...]
    main: str
    act: str
    target: str
    because: str
    reply: str
    speaker: str
    rapport: int
    stage: str
    leaks: tuple[str, ...] = ()


@dataclass(slots=True)
class Talk:
    """One talk on its way.

    Attributes:
        profile, seed: of the trainee. `trainee`: who asks. `state`: of the school's mind.
        turns: so far. `past`: as the coder sees it. `spoken`: as topic matching sees it. `school`: the school's words.
    """

    profile: str
    seed: int
    trainee: Trainee
    state: State
    dice: Random
    turns: list[Turn] = field(default_factory=list)
    past: list[Said] = field(default_factory=list)
    spoken: list[tuple[Target | None, str]] = field(default_factory=list)

    @property
    def school(self) -> list[str]:
        """What the school has said, its opening line first."""
        return [text for _, text in self.spoken]

    @property
    def mine(self) -> list[str]:
        """What the trainee has said."""
        return [turn.text for turn in self.turns]


def begun(scenario: Scenario, profile: str, seed: int) -> Talk:
    """Return a talk in which the school has said its opening line."""
    state = mind.start(scenario, seed)
    opening = scenario.speaker(state.speaker).opening
    talk = Talk(profile, seed, Trainee(profile, scenario, seed), state, Random(f"{scenario.id} {profile} {seed}"))
    talk.past.append(Said("school", opening))
    talk.spoken.append((Target("request"), opening))
    return talk


_Read = tuple[str, Sequence[Said], str]
Says = Callable[[Talk, str, tuple[str, ...], Decision, State], str]
"""Phrases a decision: talk, the trainee's turn, its codes, the act, the state after it."""


def unused(talk: Talk, text: str, codes: tuple[str, ...], decision: Decision, state: State) -> str:
    """Return one of the act's lines that was not said lately."""
    lately = {line for _, line in talk.spoken[-FRESH:]}
    return talk.dice.choice([line for line in decision.wordings if line not in lately] or list(decision.wordings))


class Stage:
    """Where talks on one scenario are played.

    Args:
        scenario: the school.
        coder: codes what trainees say.
        encoder: finds what it is about.
        known: what was read of written lines before.
        says: phrases what the school does.
        reads: looks again at the likeliest topics, as in use; None: nothing does.
    """

    def __init__(
        self,
        scenario: Scenario,
        coder: QuestionCoder,
        encoder: ReadAhead,
        known: Known,
        says: Says = unused,
        reads: Reads | None = None,
    ) -> None:
        self.scenario, self._coder, self._encoder, self.says = scenario, coder, encoder, says
        self._known = known
        self._read: dict[tuple[str, str], Reading] = {}
        self.topics = Topics(scenario, encoder, reads)
        self._matchers = [one for one in (self.topics.matcher, self.topics.details) if one is not None]
        if not encoder.exact:
            for matcher in self._matchers:
                matcher.kept = {}
        self._secrets = Secrets(scenario)

    def play(self, talks: Sequence[Talk]) -> Iterator[int]:
        """Play all talks to their end; after every step the number still going on is yielded."""
        going = [talk for talk in talks if not talk.state.ended]
        while going:
            texts = [self._next(talk) for talk in going]
            coded = self._coded(going, texts)
            pairs = list(zip(going, coded, strict=True))
            self._encoder.ahead(self._wanted((talk, one) for talk, one in pairs if talk.trainee.plain), self._known)
            self._encoder.ahead(self._wanted((talk, one) for talk, one in pairs if not talk.trainee.plain))
            for matcher in self._matchers:
                matcher.ahead(cuts(unit.text)[0] for _, one in pairs for unit in one.units[:6] if _asks(unit))
            for talk, one in pairs:
                self._answer(talk, one)
            going = [talk for talk in going if not talk.state.ended]
            yield len(going)

    def _next(self, talk: Talk) -> str:
        heard = [turn.act for turn in talk.turns]
        return talk.trainee.next(talk.school, talk.mine, heard, self.scenario.speaker(talk.state.speaker).name)

    def _coded(self, going: Sequence[Talk], texts: Sequence[str]) -> list[CodedTurn]:
        """Return the turns as coded, exact: each read by itself as in use.

        Not exact: the net reads a written line once, others behind the last words only; the codebook's own rules see
        the whole talk either way.
        """
        language = self.scenario.language
        if self._encoder.exact:
            found = [
                self._coder.read([(text, talk.past, language)])[0] for talk, text in zip(going, texts, strict=True)
            ]
        else:
            found = self._quickly(going, texts)
        return [
            self._coder.finish(text, reading, talk.past, language)
            for talk, text, reading in zip(going, texts, found, strict=True)
        ]

    def _quickly(self, going: Sequence[Talk], texts: Sequence[str]) -> list[Reading]:
        """Return the readings of turns: of the same words behind the same words they were made before.

        New ones share a pass: a chance may differ in its third decimal then (of 444 questions read both ways none had
        another code). The same pass says what a turn is about, behind the school's last words: of 1,134 questions 0.89
        have the same likeliest target as in use; read by themselves 0.79 had.
        """
        plain, new = dict[str, _Read](), dict[tuple[str, str], _Read]()
        for talk, text in zip(going, texts, strict=True):
            past = talk.past[-CLOSE:]
            if talk.trainee.plain:
                if text not in self._known:
                    plain[text] = text, (), self.scenario.language
            elif (text, past[-1].text) not in self._read:
                new[text, past[-1].text] = text, past, self.scenario.language
        for text, (reading, whole) in zip(plain, self._coder.read_with_text(list(plain.values())), strict=True):
            self._known.put(text, reading)
            if whole is not None:
                self._known.put_text(text, whole)
        for key, (reading, whole) in zip(new, self._coder.read_with_text(list(new.values())), strict=True):
            self._read[key] = reading
            if whole is not None:
                self._encoder.put(key[0], whole)
        return [
            self._known[text] if talk.trainee.plain else self._read[text, talk.past[-1].text]
            for talk, text in zip(going, texts, strict=True)
        ]

    def _wanted(self, pairs: Iterable[tuple[Talk, CodedTurn]]) -> Iterator[tuple[str, str]]:
        """Yield what topic matching will read."""
        for talk, one in pairs:
            yield one.text, ""
            for unit in one.units[:6]:
                if _asks(unit):
                    yield from ((part, "") for part in cuts(unit.text))
                    yield cuts(unit.text)[0], talk.spoken[-1][1]

    def _answer(self, talk: Talk, coded: CodedTurn) -> None:
        read = self.topics.read(coded.text, coded.units, talk.spoken, talk.mine)
        decision, state = mind.step(self.scenario, talk.state, read)
        codes = tuple(unit.code for unit in coded.units)
        reply = self.says(talk, coded.text, codes, decision, state)
        leaks = self._secrets.given_away(reply, state)
        talk.turns.append(_turn(coded.units, coded.text, decision, state, reply, leaks))
        act = "permission" if decision.variant == "permission" else decision.act
        talk.past += [Said("trainee", coded.text, coded.units), Said("school", reply, act=act)]
        talk.spoken.append((decision.target or Target("more"), reply))
        talk.state = state


def _asks(unit: Unit) -> bool:
    return unit.code in ASKS or unit.code == "LEAD"


def _turn(
    units: Sequence[Unit], text: str, decision: Decision, state: State, reply: str, leaks: tuple[str, ...]
) -> Turn:
    target = f"{decision.target.kind}:{decision.target.id}" if decision.target else ""
    return Turn(
        text, tuple(unit.code for unit in units), main_of(units), decision.act, target, decision.because, reply,
        decision.speaker, state.rapport[decision.speaker], state.stage, leaks,
    )  # fmt: skip
