"""Words of people in Markdown, shown as they were typed."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")
_LINE_START = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)


def escape(text: str) -> str:
    """Return typed or spoken text so that Markdown shows it as it is; each newline breaks the line."""
    plain = _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", text))
    return plain.replace("\n", "  \n")
