"""The blocks of a paper. `kind` is what a template knows them by; `lang`: the text's language where it is another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from simulator.debrief.paper.chart import Chart

LONG = 900
"""Characters of a quote that a page shows at once; the rest is folded away."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `tone`: `notice` (stands out), `note` (small print), or empty."""

    text: str
    lang: str = ""
    tone: str = ""
    kind: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's words. `who`: said before them. `tone`: `own` (the trainee's), `other`, or `try` (an example)."""

    who: str
    text: str
    lang: str = ""
    tone: str = "other"
    kind: ClassVar[str] = "said"

    @property
    def parts(self) -> tuple[str, str]:
        """The words in two: what is shown at once, and the rest (empty where they are short)."""
        if len(self.text) <= LONG:
            return self.text, ""
        cut = self.text.rfind(" ", 0, LONG)
        cut = cut if cut > LONG // 2 else LONG
        return self.text[:cut], self.text[cut:].lstrip()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: name, value as written, its place on the scale from telling (0) to asking (1), and what it says."""

    name: str
    value: str
    at: float | None
    says: str
    kind: ClassVar[str] = "figure"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; `head` stands above it."""

    items: tuple[Text, ...]
    head: str = ""
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `at`: a share (0 to 1) that a page draws as a bar. `link`: anchor that it leads to."""

    text: str
    lang: str = ""
    at: float | None = None
    link: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row is its heading. `caption`: what it holds."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    kind: ClassVar[str] = "table"


@dataclass(frozen=True, slots=True)
class Card:
    """Blocks that belong together.

    Attributes:
        title: its heading. `sign`: side of a turn (`ask`, `tell`, `neutral`), drawn before it.
        anchor: what links lead to. `link`: anchor that the title leads to.
        tone: `good`, `missed`, `turn`, or empty.
    """

    title: str
    blocks: tuple[Block, ...]
    sign: str = ""
    anchor: str = ""
    link: str = ""
    tone: str = ""
    kind: ClassVar[str] = "card"


@dataclass(frozen=True, slots=True)
class Fold:
    """Blocks that a page opens on demand; `title` says what is in them."""

    title: str
    blocks: tuple[Block, ...]
    kind: ClassVar[str] = "fold"


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map from tell to ask.

    Attributes:
        says: what it shows, for who does not see it. `note`: how a page's reader uses it.
        asks, tells: names of its two ends. `legend`: (sign, what it means).
    """

    chart: Chart
    says: str
    note: str
    asks: str
    tells: str
    legend: tuple[tuple[str, str], ...]
    kind: ClassVar[str] = "drawing"


Block: TypeAlias = "Text | Said | Figure | Bullets | Table | Card | Fold | Drawing"


@dataclass(frozen=True, slots=True)
class Section:
    """One section: anchor, heading, blocks."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole debrief for a reader.

    Attributes:
        title: of the document; `about`: the scenario's title, in `lang` where that is another language.
        facts: date, turns and the like, one line. `foot`: the small print.
    """

    language: str
    title: str
    about: str
    lang: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
