"""A transcript under review as rows of text, and what is said of one unit. Nothing here is ever parsed as markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from simulator.app.text import clean, one_line
from simulator.app.widgets.unitlist import Row
from simulator.coding.pieces import pieces
from simulator.i18n import language, tr
from simulator.observing.card import short_name
from simulator.report.labels import FLAG_NAMES
from simulator.report.words import Words as Figures
from simulator.report.words import value_text
from simulator.review.cuts import Cut, Cuts
from simulator.review.session import Session

WIDE = 60
"""Columns from which the code stands beside the words; below, above them."""
NONE = "·····"
Words = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Look:
    """How rows are drawn.

    Attributes:
        width: cells of a line. `at`: the current (turn, unit). `word`: which word of it the cursor is on, from 0.
        against: by turn, the units of the coding that it is laid beside; empty: of none.
        unsure: by turn, where the machine's units lie of which it is unsure.
    """

    width: int
    at: tuple[int, int]
    word: int
    against: Mapping[int, Cuts]
    unsure: Mapping[int, frozenset[tuple[int, int]]]


def rows(session: Session, look: Look) -> list[Row]:
    """Return all rows of a transcript."""
    return [row for turn in range(1, len(session.held.talk.lines) + 1) for row in turn_rows(session, turn, look)]


def turn_rows(session: Session, turn: int, look: Look) -> list[Row]:
    """Return the rows of a turn: one for each unit, or one for a turn that is not coded."""
    line = session.held.talk.lines[turn - 1]
    if line.role != "trainee" or turn not in session.held.trainee:
        who = clean(line.speaker) or tr("school")
        words = [(f"{who}:", "bold"), *((word, "") for word in clean(line.text).split())]
        return [Row(turn, None, tuple(hang(Text(f"{turn:>4}  "), words, look.width)))]
    return [
        Row(turn, unit, tuple(_unit(session, turn, unit, cut, look)))
        for unit, cut in enumerate(session.cuts(turn))
    ]  # fmt: skip


def _unit(session: Session, turn: int, unit: int, cut: Cut, look: Look) -> list[Text]:
    current = look.at == (turn, unit)
    number = f"{turn}{'✓' if session.done(turn) else ' '}" if unit == 0 else " "
    lead = Text(f"{'▶' if current else ' '}{number:>4} ", "bold")
    code = short_name(cut.code, language()) if cut.code and look.width >= WIDE else cut.code or NONE
    value = value_text(cut.value) if cut.code else ""
    marks = marks_of(session, turn, unit, cut, look)
    words = [*_words(session.held.text(turn), cut, look.word if current else 0)]
    words += [(f"[{', '.join(tr(FLAG_NAMES.get(flag, flag)) for flag in cut.flags)}]", "italic")] if cut.flags else []
    if look.width < WIDE:
        head = lead.append(f"{code} {value} {marks}".rstrip())
        return [head, *hang(Text("      "), words, look.width)]
    lead.append(set_cell_size(code, 15), "bold" if current else "").append(f" {value:>2} {marks:2} ")
    return hang(lead, words, look.width)


def marks_of(session: Session, turn: int, unit: int, cut: Cut, look: Look) -> str:
    """Return what is to be seen of a unit: ≠ another code beside it, ! a reason is wanted, ? the machine is unsure."""
    beside = look.against.get(turn)
    other = beside is not None and cut.given not in {one.given for one in beside}
    wanted = unit == 0 and session.wanting(turn)
    unsure = (cut.start, cut.end) in look.unsure.get(turn, frozenset()) and not session.done(turn)
    return f"{'≠' if other else ' '}{'!' if wanted else '?' if unsure else ' '}"


def _words(text: str, cut: Cut, cursor: int) -> Words:
    """Yield the words of a unit; the one that the cursor stands on, if not the first, is turned round."""
    for n, one in enumerate(one for one in pieces(text) if cut.start <= one.start < cut.end):
        for word in clean(one.text).split() or [""]:
            yield word, "reverse" if n and n == cursor else ""


def hang(lead: Text, words: Words, width: int) -> list[Text]:
    """Return words in lines of at most `width` cells behind `lead`; later lines begin under the first word."""
    indent = cell_len(lead.plain)
    lines, room = [lead], max(4, width - indent)
    used = 0
    for word, style in words:
        for part in _parts(word, max(4, width - indent)):
            size = cell_len(part)
            if used and used + 1 + size > room:
                lines.append(Text(" " * indent))
                used = 0
            lines[-1].append(" " if used else "").append(part, style or None)
            used += size + (1 if used else 0)
    return lines


def _parts(word: str, most: int) -> list[str]:
    """Return a word in parts that fit a line."""
    if cell_len(word) <= most:
        return [word]
    out = [""]
    for char in word:
        if cell_len(out[-1] + char) > most:
            out.append("")
        out[-1] += char
    return out


def figure(value: float | None) -> str:
    """Return a coefficient with two decimals; a dash where there is none."""
    return Figures(language()).number(value, 2)


def codes_of(cuts: Cuts) -> str:
    """Return the codes of a turn in a few words."""
    return ", ".join(short_name(one.code, language()) if one.code else NONE for one in cuts)


def words_of(text: str, cut: Cut, most: int = 60) -> str:
    """Return the words of a unit on one line."""
    return one_line(text[cut.start : cut.end], most)
