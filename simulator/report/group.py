"""The page of a group: a row a conversation, and how the ask share is spread; memory stays flat over thousands."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile

from simulator import __version__
from simulator.files import whole
from simulator.report import figures
from simulator.report.page import Maker
from simulator.report.plain import one_line
from simulator.report.render import shell, template
from simulator.report.spark import Spark, spark, sums
from simulator.report.spread import Spread
from simulator.report.texts import group_texts
from simulator.report.words import Words
from simulator.scoring.few_words import unsure_says
from simulator.scoring.model import Scored

_HELD = 4_000_000
_FILE = re.compile(r'<span class="small file">[^<]*</span>')


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation of a group; shares are 0 to 1, and None where there is no figure.

    Attributes:
        link: address of its page, from the group's page; empty: it has none.
        source: its file, shown where another conversation has the same id.
    """

    id: str
    link: str
    language: str
    turns: int
    spark: Spark
    ask_share: float | None = None
    interval: tuple[float, float] | None = None
    thirds: tuple[float | None, ...] = ()
    uptake: float | None = None
    talk_share: float | None = None
    run: int | None = None
    source: str = ""


def row_of(scored: Scored, link: str = "") -> Row:
    """Return what a group's page shows of a conversation."""
    held = figures.measures_of(scored)
    turns = int(held.get("trainee_turns") or 0)
    drawn = spark(sums(scored.turns))
    name, source = one_line(scored.id, 80), one_line(scored.source, 120)
    if not figures.enough(held):
        return Row(name, link, scored.language, turns, drawn, source=source)
    share = held["intervals"].get("ask_share") or {}
    low, high = share.get("low"), share.get("high")
    return Row(
        name, link, scored.language, turns, drawn, held.get("ask_share"),
        None if low is None or high is None else (low, high),
        tuple(held.get("thirds") or ()), held.get("uptake"), held.get("talk_share"), held.get("longest_tell_run"),
        source,
    )  # fmt: skip


def write_group(rows: Iterable[Row], path: Path, language: str, maker: Maker | None = None) -> None:
    """Write the page of a group; it is whole or not there at all.

    Rows go to the disk as they come: the spread, which stands above them, and which ids come twice is known only when
    all have been seen.

    Args:
        rows: one a conversation, in the order in which they stand.
        path: of the page.
        language: nl or en, of the page.
        maker: who made the codes, for the foot.

    Raises:
        CannotWrite: it cannot be written.
    """
    words, spread = Words(language), Spread()
    texts = group_texts(words)
    filled = shell(words, "sort.js") | texts | {"maker": maker or Maker(), "version": __version__}
    line = template("group_row.html")
    with SpooledTemporaryFile(_HELD, "w+", encoding="utf-8", errors="replace", newline="\n") as body:
        unsure, ids = 0, Counter[str]()
        for row in rows:
            spread.add(row.ask_share)
            unsure += not row.language
            ids[row.id] += 1
            shown = line.render(row=row, words=words, **texts)
            body.write(json.dumps([row.id, shown], ensure_ascii=False) + "\n")
        body.seek(0)
        with whole(path) as beside, beside.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(template("group_top.html").render(filled | _above(spread, words, unsure)))
            for kept in body:
                name, shown = json.loads(kept)
                file.write(shown if ids[name] > 1 else _FILE.sub("", shown))
            file.write(template("group_end.html").render(filled))


def _above(spread: Spread, words: Words, unsure: int) -> dict[str, object]:
    """Return what stands above the rows."""
    return {
        "unsure": unsure_says(unsure, words),
        "title": words.trn("{n} conversation", "{n} conversations", spread.seen),
        "number": spread.number,
        "bins": spread.bins(),
        "summary": spread.says(words),
        "bins_said": spread.said(words),
    }
