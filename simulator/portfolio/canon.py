"""Data as bytes that are always the same: sorted keys, UTF-8, NFC; and the hashes of them."""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import UTC, datetime
from typing import Any

from simulator.scoring.jsontext import dumps


def ordered(data: object) -> Any:  # noqa: ANN401 - what JSON may hold
    """Return plain data with sorted keys and every text in NFC."""
    if isinstance(data, str):
        return unicodedata.normalize("NFC", data)
    if isinstance(data, dict):
        pairs = {unicodedata.normalize("NFC", str(key)): ordered(one) for key, one in data.items()}
        return dict(sorted(pairs.items()))
    return [ordered(one) for one in data] if isinstance(data, list | tuple) else data


def text_of(data: object) -> str:
    """Return data as JSON on one line, the same for the same data."""
    return dumps(ordered(data))


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def now() -> str:
    """Return the time: UTC, ISO 8601, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")
