"""JSON as text that is safe to print and never fails to encode."""

from __future__ import annotations

import json
import re

# Terminal codes, line separators, marks that turn the direction of text round; in JSON they are only in strings.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def dumps(data: object) -> str:
    """Return `data` as JSON on one line, with what could steer a terminal written as escapes."""
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(data, ensure_ascii=False, allow_nan=False))
