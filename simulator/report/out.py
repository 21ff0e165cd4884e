"""One conversation: one page. Several: a folder with a page each and one that lists them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from urllib.parse import quote

from simulator.files import slug
from simulator.report.group import Row, row_of, write_group
from simulator.report.page import Maker, write_report
from simulator.scoring.errors import ScoringError
from simulator.scoring.model import Scored

INDEX = "index.html"
PAGES = "pages"
_OURS = re.compile(r"\d{4,}(?:-[a-z0-9-]*)?\.html")
_SIGN = '<meta name="generator" content="toask'


def write_all(conversations: Iterable[Scored], path: Path, language: str, maker: Maker | None = None) -> int:
    """Write the reports and return how many conversations there were; one conversation is in memory at a time.

    One conversation becomes the page `path` (`path/index.html` where `path` is a folder). Several become the folder
    `path` with `index.html` and a page each; where `path` ends in `.html`, that is the group's page and the others lie
    in a folder beside it. Pages that an earlier run left there and this one did not write are taken away.

    Raises:
        ScoringError: it cannot be written.
    """
    stream = iter(conversations)
    first = list(islice(stream, 2))
    if not first:
        return 0
    if len(first) == 1:
        write_report(first[0], path / INDEX if path.is_dir() else path, language, maker)
        return 1
    index, pages = _places(path)
    written: set[str] = set()
    write_group(_pages(chain(first, stream), index, pages, language, maker, written), index, language, maker)
    _tidy(pages, written)
    return len(written)


def _places(path: Path) -> tuple[Path, Path]:
    """Return where the group's page goes and the folder of the others: `x.html` gets them beside it, in `x-pages`."""
    if path.suffix.lower() in (".html", ".htm") and not path.is_dir():
        return path, path.with_name(f"{path.stem}-{PAGES}")
    if path.exists() and not path.is_dir():
        raise ScoringError(f"{path} is a file and there are several conversations; give --html the name of a folder.")
    return path / INDEX, path / PAGES


def _pages(
    conversations: Iterator[Scored], index: Path, pages: Path, language: str, maker: Maker | None, written: set[str]
) -> Iterator[Row]:
    """Write a page for each conversation and yield its row."""
    for number, scored in enumerate(conversations, 1):
        name = page_name(number, scored.id)
        write_report(scored, pages / name, language, maker, quote(f"../{index.name}"))
        written.add(name)
        yield row_of(scored, quote(f"{pages.name}/{name}"))


def page_name(number: int, title: str) -> str:
    """Return a file name that any system takes, that no other conversation has and that tells something."""
    short = slug(title)
    return f"{number:04}-{short}.html" if short else f"{number:04}.html"


def _tidy(folder: Path, written: set[str]) -> None:
    """Take away pages of an earlier run, so that nobody is kept in a report that was left out of it since."""
    for old in folder.glob("*.html"):
        if old.name not in written and _OURS.fullmatch(old.name) and old.is_file() and not old.is_symlink():
            with old.open(encoding="utf-8", errors="replace") as file:
                if _SIGN in file.read(2000):
                    old.unlink(missing_ok=True)
