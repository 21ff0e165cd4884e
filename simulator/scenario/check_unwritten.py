"""What `toask scenario new` filled in from its template and marked, as long as the mark stands there.

Rule: unwritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.scenario.problems import Problem

MARKS = {"nl": "SCHRIJF ZELF", "en": "WRITE YOUR OWN"}
"""What such a comment begins with."""
_MARKED = re.compile(rf"(?:^|[ \t])#[ \t]*({'|'.join(MARKS.values())})\b", re.MULTILINE)


def unwritten(text: str) -> int:
    """Return how many marks stand in the text of a file."""
    return sum(1 for _ in _MARKED.finditer(text))


def check_unwritten(text: str, file: str) -> Iterator[Problem]:
    """Yield a warning at the first mark, where there is one."""
    first = _MARKED.search(text)
    if first is None:
        return
    at = first.start(1)
    line = len(re.findall("\r\n|\r|\n", text[:at])) + 1
    col = at - max(text.rfind("\n", 0, at), text.rfind("\r", 0, at))
    mark = first.group(1)
    message = f"{mark} is left {unwritten(text)}×, first here; delete it where the words are your own."
    yield Problem(file, line, col, "warning", message, "unwritten")
