"""Who reads a paper: the words of its language, what is foreign to it, and whether figures are shown."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.debrief.model import Debrief
from simulator.debrief.paper.blocks import Bullets, Card, Said, Text
from simulator.report.plain import one_line, plain
from simulator.report.words import Words


@dataclass(frozen=True, slots=True)
class Reading:
    """A debrief and its reader.

    Attributes:
        debrief: what may be shown of it. `words`: of the reader. `numbers`: figures are shown.
    """

    debrief: Debrief
    words: Words
    numbers: bool = True

    @property
    def lang(self) -> str:
        """Language of what was said, where it is not the reader's; else empty."""
        spoken = self.debrief.language
        return spoken if spoken in ("nl", "en") and spoken != self.words.language else ""

    def tr(self, message: str, **filled: object) -> str:
        """Return a message in the reader's language, filled in."""
        text = self.words.tr(message)
        return text.format(**filled) if filled else text

    def mine(self, text: str) -> Said:
        """Return the trainee's words in the conversation."""
        return Said(self.words.tr("You"), plain(text).strip(), self.lang, "own")

    def theirs(self, text: str, who: str = "") -> Said:
        """Return the school's words."""
        return Said(one_line(who, 80) or self.words.tr("The school"), plain(text).strip(), self.lang)

    def example(self, who: str, text: str) -> Said:
        """Return an example of what could be said."""
        return Said(who, plain(text).strip(), self.lang, "try")

    def quotes(self, head: str, texts: tuple[str, ...]) -> Bullets:
        """Return contents of the scenario as a list."""
        return Bullets(tuple(Text(plain(one).strip(), self.lang) for one in texts), head)

    def turn(self, number: int) -> str:
        """Return `Turn 5`."""
        return f"{self.words.tr('Turn')} {number}"

    def card(self, number: int, *blocks: Text | Said | Bullets, tone: str = "") -> Card:
        """Return blocks under the number of a turn, which leads to the turn itself."""
        return Card(self.turn(number), blocks, link=anchor(number), tone=tone)


def anchor(number: int) -> str:
    """Return the anchor of a turn."""
    return f"t{number}"
