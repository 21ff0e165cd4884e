"""A paper as plain text, for a pipe and a screen reader: one thing after the other, in words, without signs."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from simulator.debrief.paper.blocks import Block, Bullets, Card, Figure, Fold, Paper, Said, Table, Text

WIDTH = 88


def as_text(paper: Paper) -> str:
    """Return the whole paper; sections are numbered, so that one can be found again."""
    lines = [f"{paper.title}: {paper.about}", ", ".join(paper.facts)]
    for number, section in enumerate(paper.sections, 1):
        lines += ["", f"{number}. {section.title}", *_blocks(section.blocks, "")]
    lines += ["", *(_wrapped(line, "") for line in paper.foot)]
    return "\n".join(lines) + "\n"


def _blocks(blocks: tuple[Block, ...], indent: str) -> Iterator[str]:
    for one in blocks:
        if isinstance(one, Text):
            yield _wrapped(one.text, indent)
        elif isinstance(one, Said):
            yield _wrapped(f"{one.who}: {one.text}", indent)
        elif isinstance(one, Figure):
            yield _wrapped(f"{one.name}: {one.value}. {one.says}", indent)
        elif isinstance(one, Bullets):
            yield from [_wrapped(one.head, indent)] if one.head else []
            yield from (_wrapped(f"- {item.text}", indent, "  ") for item in one.items)
        elif isinstance(one, Table):
            yield from _table(one, indent)
        elif isinstance(one, Fold):
            yield from _under(one.title, one.blocks, indent)
        elif isinstance(one, Card):
            yield ""
            yield from _under(one.title, one.blocks, indent) if one.title else _blocks(one.blocks, indent)


def _under(title: str, blocks: tuple[Block, ...], indent: str) -> Iterator[str]:
    yield _wrapped(title, indent)
    yield from _blocks(blocks, indent + "  ")


def _table(table: Table, indent: str) -> Iterator[str]:
    """Yield a line a row: its heading, then each cell that says something with the name of its column."""
    for row in table.rows:
        named = [f"{name}: {cell.text}" for name, cell in zip(table.head[1:], row[1:], strict=True) if cell.text]
        head = f"{table.head[0]} {row[0].text}" if row[0].link else row[0].text
        yield _wrapped(f"{head}. {'; '.join(named)}.".replace("..", "."), indent)


def _wrapped(text: str, indent: str, hang: str = "") -> str:
    """Return text in lines of at most `WIDTH`; newlines of people stay."""
    return "\n".join(
        fill(
            line, WIDTH, initial_indent=indent, subsequent_indent=indent + hang, break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.splitlines() or [""]
    )  # fmt: skip
