"""Text as it is shown and scored: NFC, without control codes; nothing else is changed."""

from __future__ import annotations

import re
import unicodedata

# A title or link goes only with its end, on one line, so that a stray code takes no words along. 8-bit codes need their
# digits: the bytes of ” or ß, read in another encoding, look like them.
_ANSI = re.compile(
    r"(?:\x1b\[[0-?]*|\x9b[0-?]+)[ -/]*[@-~]"  # colours, cursor
    r"|(?:\x1b[\]PX^_]|\x9d[0-9]+;)[^\x07\x1b\x9c\x9d\r\n]{0,4096}(?:\x07|\x1b\\|\x9c)"  # titles, links
    r"|\x1b[ -/]*[0-~]"
)
_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x85]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    r"""Return `text` in NFC without ANSI escapes and control characters (tab and newline stay); CRLF becomes \n.

    Vertical tab, form feed and NEL become newlines, so that the words around them stay apart. Half surrogate pairs,
    which JSON can hold and UTF-8 cannot, become U+FFFD.
    """
    if text.isascii() and text.isprintable():
        return text
    plain = _CONTROL.sub("", _BREAK.sub("\n", _ANSI.sub("", text)))
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", plain))


def clean_name(name: str) -> str:
    """Return a speaker's name on one line, without spaces around it."""
    return " ".join(clean(name).split())
