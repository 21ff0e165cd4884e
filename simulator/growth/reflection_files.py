"""A reflection report as text: for an editor and back, and as Markdown or a page for others to read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from simulator.extras import needed
from simulator.files import slug, write_new
from simulator.growth.reflection import KEYS, Reflection, asked
from simulator.practice.lookup import titles
from simulator.practice.store import Store
from simulator.report.markdown import escape
from simulator.report.plain import one_line, plain
from simulator.report.words import Words
from simulator.when import day

Form = Literal["markdown", "html"]
ENDINGS: dict[Form, str] = {"markdown": ".md", "html": ".html"}
_HEADING = re.compile(r"^##[ \t]*([1-5])\.")
_LIKE_HEADING = re.compile(r"^(\\*)(##[ \t]*[1-5]\.)")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an answer: a paragraph, or quoted words with their source."""

    text: str
    quoted: bool = False
    source: str = ""


def to_file(report: Reflection, words: Words) -> str:
    """Return a report as text to be edited; `from_file` reads it back."""
    parts = [f"# {one_line(report.title)}\n"]
    for number, (key, question, _helps) in enumerate(asked(words), 1):
        lines = report.answers.get(key, "").strip("\n").rstrip().split("\n")
        # A line of an answer that looks like a heading is kept apart from the real ones by a backslash.
        answer = "\n".join(_LIKE_HEADING.sub(r"\1\\\2", line) for line in lines)
        parts.append(f"## {number}. {question}\n\n{answer}\n")
    return "\n".join(parts)


def from_file(text: str) -> dict[str, str]:
    """Return the answers in an edited text by key; what stands before the first heading goes to the first question.

    A heading that was taken out leaves its answer with the question before it: no word is lost.
    """
    found: dict[str, list[str]] = {key: [] for key in KEYS}
    now = KEYS[0]
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        heading = _HEADING.match(line)
        if heading:
            now = KEYS[int(heading[1]) - 1]
        elif not (number == 0 and line.startswith("# ")):
            found[now].append(re.sub(r"^\\(?=\\*##[ \t]*[1-5]\.)", "", line))
    return {key: "\n".join(lines).strip("\n").rstrip() for key, lines in found.items()}


def export(store: Store, report: Reflection, form: Form, folder: Path, words: Words) -> Path:
    """Write a report to a new file in `folder` and return its path; nothing is overwritten.

    Raises:
        CannotWrite: the folder cannot be written.
        MissingExtra: a page is wanted and jinja2 is not installed.
    """
    about = list(titles(store, report.conversations).values()) if report.conversations else []
    text = markdown(report, words, about) if form == "markdown" else html(report, words, about)
    name = slug(report.title, 60) or "reflection"
    return write_new(folder, f"{day(report.created)}-{name}", ENDINGS[form], text)


def markdown(report: Reflection, words: Words, about: Sequence[str] = ()) -> str:
    """Return a report as Markdown; answers stand as they were written, but for tags, which are shown as they are.

    Args:
        report: the report.
        words: of the reader.
        about: titles of the talks that it is about.
    """
    parts = [f"# {_escaped(report.title)}", day(report.created)]
    if about:
        parts.append(f"{words.tr('About')}: {', '.join(_escaped(one) for one in about)}")
    for number, (key, question, _helps) in enumerate(asked(words), 1):
        parts += [f"## {number}. {question}", _answer(report.answers.get(key, "")) or f"*{_none(words)}*"]
    return "\n\n".join(part for part in parts if part) + "\n"


def html(report: Reflection, words: Words, about: Sequence[str] = ()) -> str:
    """Return a report as a page that stands on its own.

    Raises:
        MissingExtra: jinja2 is not installed.
    """
    with needed("A page"):
        from simulator.report.render import shell, template
    from simulator import __version__

    answers = [(question, blocks(report.answers.get(key, ""))) for key, question, _helps in asked(words)]
    say = {"about": words.tr("About"), "none": _none(words), "kind": words.tr("Reflection report")}
    return template("reflection.html").render(
        shell(words) | {
            "title": one_line(report.title, 200), "day": day(report.created), "answers": answers, "say": say,
            "about": [one_line(one, 200) for one in about], "version": __version__,
            "spoken": report.language if report.language in ("nl", "en") else "",
        }
    )  # fmt: skip


def blocks(answer: str) -> tuple[Block, ...]:
    """Return an answer as paragraphs and quotes; lines that begin with `>` are a quote, its last `> —` the source."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", plain(answer).strip()):
        held: list[str] = []
        for line in [*part.split("\n"), None]:
            if held and (line is None or line.startswith(">") != held[0].startswith(">")):
                found.append(_block(held))
                held = []
            if line is not None and (line.strip() or held):
                held.append(line)
    return tuple(found)


def _block(lines: Sequence[str]) -> Block:
    if not lines[0].startswith(">"):
        return Block("\n".join(lines).strip("\n"))
    bare = [line[1:].removeprefix(" ") for line in lines]
    last = bare[-1].removeprefix("— ") if len(bare) > 1 and bare[-1].startswith("— ") else ""
    return Block("\n".join(bare[:-1] if last else bare).strip("\n"), True, last)


def _answer(text: str) -> str:
    return plain(text).strip().replace("<", "\\<")


def _escaped(text: str) -> str:
    return escape(one_line(text, 200))


def _none(words: Words) -> str:
    return words.tr("not answered yet")
