"""Topics that cannot open their item: phrasings of an author that the coder takes for something the gate refuses.

`check` compares words and meanings but codes nothing; a topic such as "waarom heb je dat nooit gezegd" is there for
topic matching, yet as a reproach it opens nothing, whoever says it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from simulator.coding.codebook import Said
from simulator.coding.question_coder.coder import QuestionCoder
from simulator.scenario.model import Item, Scenario
from simulator.scenario.yaml_strict import parse
from simulator.school import mind
from simulator.school.acts import TurnInput
from simulator.school.credit import Reading, read
from simulator.school.gates import moved


@dataclass(frozen=True, slots=True)
class Shut:
    """A topic that cannot open its item.

    Attributes:
        item: its id. `number`: of the topic, from 0. `text`: the topic.
        codes: of its units, in order. `opens_on`: the moves that the item asks for.
        line: in the file, from 1; 0 where it is not known.
    """

    item: str
    number: int
    text: str
    codes: tuple[str, ...]
    opens_on: tuple[str, ...]
    line: int = 0

    @property
    def row(self) -> dict[str, Any]:
        """The topic as a mapping for JSON."""
        return {
            "item": self.item, "line": self.line, "text": self.text,
            "codes": list(self.codes), "opens_on": list(self.opens_on),
        }  # fmt: skip


def shut(scenario: Scenario, coder: QuestionCoder, ids: Collection[str] | None = None) -> Iterator[Shut]:
    """Yield the topics that open nothing, asked right after the item's cue (where it has none, the opening line).

    Args:
        scenario: the school.
        coder: reads them.
        ids: only of these items; None: of all.
    """
    for item in scenario.items:
        if item.never_surface or (ids is not None and item.id not in ids):
            continue
        before, ways = _before(scenario, item), [spoken(topic) for topic in item.topics]
        heard = _heard(scenario, coder, [first for first, *_ in ways], before)
        closed = {first for first in heard if not _opens(item, heard[first])}
        heard |= _heard(scenario, coder, [text for first, *rest in ways if first in closed for text in rest], before)
        for number, (topic, texts) in enumerate(zip(item.topics, ways, strict=True)):
            if texts[0] in closed and not any(_opens(item, heard[text]) for text in texts):
                yield Shut(item.id, number, topic, heard[texts[0]].codes, tuple(item.opens_on.moves))


def _opens(item: Item, heard: Reading) -> bool:
    return heard.closing is None and moved(item, heard.moves)


def placed(found: Collection[Shut], scenario: Scenario, text: str) -> list[Shut]:
    """Return the topics with their lines in the YAML that the scenario was read from, in the order of the file."""
    root = parse(text, "").root
    if root is None:
        return list(found)
    places = {item.id: n for n, item in enumerate(scenario.items)}
    lined = [replace(one, line=root.find(("items", places[one.item], "topics", one.number)).line) for one in found]
    return sorted(lined, key=lambda one: one.line)


def spoken(topic: str) -> tuple[str, ...]:
    """Return how a trainee may say a topic, which authors write without capital or mark: as a question, as it is."""
    text = topic.strip()
    asked = text[:1].upper() + text[1:]
    return (asked,) if asked.endswith((".", "!", "?")) else (f"{asked}?", text)


def _heard(scenario: Scenario, coder: QuestionCoder, texts: Sequence[str], before: Said) -> dict[str, Reading]:
    """Return how the school takes each of the texts, all said behind the same words."""
    coded = coder.code_many([(text, (before,), scenario.language) for text in texts])
    return {one.text: read(TurnInput(one.text, one.units), mind.start(scenario)) for one in coded}


def _before(scenario: Scenario, item: Item) -> Said:
    if item.cue:
        return Said("school", item.cue[0], act="cue")
    speaker = scenario.speaker(item.speaker) if item.speaker else scenario.speakers[0]
    return Said("school", speaker.opening)
