"""Simulated trainees: each has a way of talking and its own lines, and knows no more than what the school has said.

They try a scenario out: a good listener should get to the need, a seller never (see `simulator.playtest.play`). Lines
come from `banks/*.yaml`, which were written for any school, not from the scenario; words they take up are the school's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from random import Random

from simulator.practice.hints import worth_picking_up
from simulator.scenario.model import Scenario

LONGEST_PARROT = 400
_ENOUGH, _PAUSE = 5, 3
"""Things told before a listener asks what the question really is; turns before asking it again."""


_TOLD = ("tell", "fact", "hold_request", "")
"""After these a listener asks on with the school's own words."""


@dataclass(frozen=True, slots=True)
class View:
    """What a trainee knows in a talk.

    Attributes:
        language: `nl` or `en`. `offer`: what they have to sell. `names`: first names of who speaks for the school.
        school: what the school has said, its opening line first.
        mine: what the trainee has said.
        heard: what the school did in each of its answers (`tell`, `own_question`, …), as anyone hears it.
        speaker: first name of who spoke last.
    """

    language: str
    offer: str
    names: tuple[str, ...]
    school: Sequence[str]
    mine: Sequence[str]
    heard: Sequence[str]
    speaker: str


@lru_cache(maxsize=2)
def bank(language: str) -> dict[str, tuple[str, ...]]:
    """Return the written lines of a language by group."""
    import yaml

    text = files("simulator.playtest").joinpath("banks", f"{language}.yaml").read_text(encoding="utf-8")
    return {name: tuple(lines) for name, lines in yaml.safe_load(text).items()}


@dataclass(slots=True)
class Lines:
    """Draws lines: none twice before the others of its group were used.

    Args:
        language: of the bank.
        dice: decides.
    """

    language: str
    dice: Random
    plain: bool = False
    """Whether the last line stands in the bank as it was said."""
    _left: dict[str, list[str]] = field(default_factory=dict)
    _drawn: list[str] = field(default_factory=list)

    def since(self, group: str) -> int:
        """Return how many lines ago one of a group was drawn."""
        return next((back for back, one in enumerate(reversed(self._drawn)) if one == group), len(self._drawn))

    def draw(self, group: str, **slots: str) -> str:
        """Return a line of a group with its slots filled."""
        self.plain = group not in ("follow", "reflect")
        self._drawn.append(group)
        left = self._left.get(group)
        if not left:
            left = list(bank(self.language)[group])
            self.dice.shuffle(left)
            self._left[group] = left
        return left.pop().format(**slots)


Talks = Callable[[View, Lines], str]


def _teller(view: View, lines: Lines) -> str:
    group = lines.dice.choice(("pitch", "pitch", "advise"))
    return lines.draw(group, offer=view.offer)


def _box_ticker(view: View, lines: Lines) -> str:
    return lines.draw("greet" if not view.mine else "box")


def _guesser(view: View, lines: Lines) -> str:
    return lines.draw("guess")


def _flatterer(view: View, lines: Lines) -> str:
    return lines.draw("flatter")


def _silent(view: View, lines: Lines) -> str:
    return lines.draw("silent")


def _off_topic(view: View, lines: Lines) -> str:
    return lines.draw("off_topic")


def _parrot(view: View, lines: Lines) -> str:
    lines.plain = False
    return view.school[-1][:LONGEST_PARROT]


def _attacker(view: View, lines: Lines) -> str:
    lines.plain = True
    return lines.dice.choice(_attacks(view.language))


@lru_cache(maxsize=2)
def _attacks(language: str) -> tuple[str, ...]:
    from simulator.playtest.attack import LEGITIMATE, attempts

    return tuple(one.text for one in attempts(language) if one.family != LEGITIMATE)


def _asker(view: View, lines: Lines) -> str:
    """Take up what was said, ask on, and when much was said ask what it is really about."""
    if "own_question" in view.heard:
        after = view.heard[view.heard.index("own_question") :]
        return lines.draw("bye" if "commit" in after else "begin" if "choose" in after else "want")
    if not view.mine:
        return lines.draw("open")
    if view.heard.count("tell") >= _ENOUGH and lines.since("own") >= _PAUSE and lines.dice.random() < 0.5:
        return lines.draw("own")
    others = [name for name in view.names if name != view.speaker]
    if others and lines.dice.random() < 0.15:
        return lines.draw("other", name=others[0])
    return _on(view, lines)


@lru_cache(maxsize=4000)
def _phrases(text: str, language: str) -> tuple[str, ...]:
    """Return what is worth picking up of a line; lines come back in many talks."""
    return worth_picking_up(text, language)


def _on(view: View, lines: Lines) -> str:
    """Return what goes on from the school's last words: mostly with a phrase of theirs, always after a cue."""
    words = _phrases(view.school[-1], view.language)
    luck = lines.dice.random()
    last = view.heard[-1] if view.heard else ""
    if words and (last == "cue" or (last in _TOLD and luck < 0.75)):
        picked = lines.dice.choice(words)
        earlier = [one for text in view.school[:-1] for one in _phrases(text, view.language)]
        group = "reflect" if luck < 0.25 and earlier else "follow"
        return lines.draw(group, words=picked, before=lines.dice.choice(earlier) if earlier else picked)
    return lines.draw("deepen" if luck < 0.88 and last in ("tell", "fact") else "broad")


def _wanderer(view: View, lines: Lines) -> str:
    """Ask openly about anything, and never follow up."""
    return lines.draw("open" if not view.mine else "aside")


def _repairer(view: View, lines: Lines) -> str:
    """Sell twice early on, take it back, and go on asking."""
    turn = len(view.mine)
    if turn in (1, 4):
        return lines.draw("pitch" if turn == 1 else "advise", offer=view.offer)
    return lines.draw("sorry") if turn in (2, 5) else _asker(view, lines)


def _drifter(view: View, lines: Lines) -> str:
    """Ask well at first, then tell more and more."""
    telling = max(0.0, (len(view.mine) - 3) / 5)
    return _teller(view, lines) if lines.dice.random() < telling else _asker(view, lines)


PROFILES: dict[str, Talks] = {
    "teller": _teller, "box_ticker": _box_ticker, "guesser": _guesser, "asker": _asker, "repairer": _repairer,
    "drifter": _drifter, "flatterer": _flatterer, "silent": _silent, "off_topic": _off_topic, "parrot": _parrot,
    "attacker": _attacker, "wanderer": _wanderer,
}  # fmt: skip
"""Profile: how it talks."""
ENDS_WELL = ("asker", "repairer")
NEVER = ("teller", "guesser", "flatterer", "attacker")
"""Profiles that must never get to the need."""


class Trainee:
    """One simulated trainee in one talk.

    Args:
        profile: a name of `PROFILES`.
        scenario: for its language, offer and names, as a trainee's brief gives them.
        seed: the same seed says the same to the same answers.

    Raises:
        KeyError: there is no such profile.
    """

    def __init__(self, profile: str, scenario: Scenario, seed: int) -> None:
        self.profile, self._talks = profile, PROFILES[profile]
        self._lines = Lines(scenario.language, Random(f"{profile} {scenario.language} {seed}"))
        self._offer = scenario.you.offer
        self._names = tuple(speaker.name.split()[0] for speaker in scenario.speakers)

    @property
    def plain(self) -> bool:
        """Whether the last turn is a written line as it stands."""
        return self._lines.plain

    def next(self, school: Sequence[str], mine: Sequence[str], heard: Sequence[str], speaker: str) -> str:
        """Return the next turn; see `View` for what is given."""
        view = View(self._lines.language, self._offer, self._names, school, mine, heard, speaker.split()[0])
        return self._talks(view, self._lines)
