"""What a YAML error means to somebody who wrote a conversation: place and one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from simulator.scenario.problems import clip

if yaml.__with_libyaml__:
    from yaml import CSafeLoader as _Loader
else:  # slower, same tokens
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_BREAK = re.compile("\r\n|\r|\n")
_TAB_INDENT = re.compile(r"^ *\t\s*\S")
_APOSTROPHE = re.compile(r"'[stnm]\b|'[a-z]+ ", re.IGNORECASE)
_AFTER_QUOTE = re.compile(r"""["']\s*$""")
_BEGINS = re.compile(r"\s*(?:-\s|(?:-\s+)*[\w-]{1,40}:(?:\s|$))")
_ODD_START = "@`%&*!|>{}[],"


def tabbed(text: str, most: int = 10) -> list[int]:
    """Return the lines (from 1) that are indented with a tab, at most `most` of them."""
    return [n for n, line in enumerate(_BREAK.split(text), 1) if _TAB_INDENT.match(line[:200])][:most]


def explain(error: yaml.YAMLError, text: str) -> tuple[int, int, str]:
    """Return line and column (from 1) and a sentence for a YAML error in `text`."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return 1, 1, f"This is not YAML here: {clip(error, 80)}."
    lines = _BREAK.split(text)
    mark, context = error.problem_mark, error.context_mark
    where = (mark.line + 1, mark.column + 1)
    opened = (context.line + 1, context.column + 1) if context is not None else where
    line = lines[mark.line][:2000] if mark.line < len(lines) else ""
    problem, about = str(error.problem or ""), str(error.context or "")
    if _TAB_INDENT.match(line):
        return (*where, "This line is indented with a tab; use spaces.")
    if "quoted scalar" in about and "end of" in problem:
        return (*opened, _unclosed(lines[opened[0] - 1][opened[1] - 1 :][:40]))
    if lost := _lost_quote(text, lines, where):
        return (*lost, _unclosed(lines[lost[0] - 1][lost[1] - 1 :][:40]))
    if "escape" in problem:
        return (*where, "A backslash between double quotes has a meaning of its own; use single quotes, or double it.")
    if _AFTER_QUOTE.search(line[: mark.column]) and ("did not find" in problem or "expected" in problem):
        message = "The text goes on after its closing quote; put quotes round the whole line, and other ones inside it."
        return (*where, message)
    return (*_place(problem, about, where, opened), _sentence(problem, about, line, mark.column))


def _place(problem: str, about: str, where: tuple[int, int], opened: tuple[int, int]) -> tuple[int, int]:
    flow = "flow sequence" in about or "flow mapping" in about
    return opened if flow or "simple key" in about or "could not find expected ':'" in problem else where


def _lost_quote(text: str, lines: Sequence[str], before: tuple[int, int]) -> tuple[int, int] | None:
    """Return where the quote opens that closed only at the next text's opening quote; None: that is not what is wrong.

    YAML lets a text between quotes run on over lines, so it complains where it ends. No such text of a scenario holds
    a line that begins with a key or a dash.
    """
    last = None
    try:
        for token in yaml.scan(text, Loader=_Loader):
            if (token.start_mark.line + 1, token.start_mark.column + 1) >= before:
                break
            if isinstance(token, yaml.ScalarToken):
                last = token
    except yaml.YAMLError:
        pass  # what came before it is known
    if last is None or last.style not in ("'", '"') or last.end_mark.line + 1 != before[0]:
        return None
    start, end = last.start_mark, last.end_mark
    begun = any(_BEGINS.match(line[:200]) for line in lines[start.line + 1 : end.line + 1])
    return (start.line + 1, start.column + 1) if begun else None


def _unclosed(start: str) -> str:
    if _APOSTROPHE.match(start):
        return "The quote that opens here is never closed; put double quotes round a text that begins with 's or 't."
    return "The quote that opens here is never closed; close it at the end of the text."


_SENTENCES = {
    "mapping values": "A colon and a space make a key of what stands before; put quotes round it, or mend the indent.",
    "sequence entries": "A list begins on a line of its own, under its key: '- …'.",
    "comment or line break": "After | or > the text begins on the next line, indented.",
    "tab character": "This line is indented with a tab; use spaces.",
    "node content": "A [ or { before here is never closed, or a value is missing.",
    "mapping keys": "A text cannot begin with '?'; put quotes round it.",
    "alphabetic or numeric": "A text cannot begin with & or *; put quotes round it.",
    "directive": "A line cannot begin with %; put quotes round it.",
}


def _sentence(problem: str, about: str, line: str, column: int) -> str:
    char = line[column : column + 1]
    known = next((sentence for part, sentence in _SENTENCES.items() if part in problem), None)
    if known:
        return known
    if "flow sequence" in about:
        return "The list that opens here with [ misses a comma or its closing ]."
    if "flow mapping" in about:
        return "What opens here with { misses a comma or its closing }."
    if "cannot start" in problem or (char and char in _ODD_START and "did not find expected" in problem):
        return f"A text cannot begin with '{clip(char)}'; put quotes round it."
    if "expected ':'" in problem:
        return "This line is neither a key ('title: …') nor part of a list ('- …'); check its indent and its dash."
    if "expected key" in problem or "'-' indicator" in problem or "block end" in problem or "document start" in problem:
        return "This line does not stand in line with those above it; check its indent and the quotes before it."
    return f"This is not YAML here: {clip(problem, 80)}."
