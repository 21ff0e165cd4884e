"""The packets that a Textual app speaks over its standard input and output when a program, not a terminal, runs it.

A packet is one letter (`D` data, `M` JSON, `P` packed), four bytes with the size, most significant first, and the
payload. Before the first one the app writes the line `__GANGLION__`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping

READY = b"__GANGLION__\n"
LARGEST = 16_000_000
"""Bytes of a packet; a screen full of colours has some 50,000."""
MOST_LINES = 50
"""Lines that an app may write before it is ready."""


class NotAnApp(Exception):
    """What was started does not speak packets."""


def packet(kind: bytes, payload: bytes) -> bytes:
    """Return a packet of one kind (a letter)."""
    return b"%s%s%s" % (kind, len(payload).to_bytes(4, "big"), payload)


def data(text: str) -> bytes:
    """Return the packet of what was typed."""
    return packet(b"D", text.encode("utf-8", "replace"))


def meta(kind: str, **more: object) -> bytes:
    """Return the packet of a message to the app, such as `quit`."""
    return packet(b"M", json.dumps({"type": kind, **more}).encode())


async def until_ready(out: asyncio.StreamReader) -> None:
    """Read up to the line that says that packets follow.

    Raises:
        NotAnApp: it ended, or wrote something else for too long.
    """
    for _ in range(MOST_LINES):
        try:
            line = await out.readline()
        except ValueError as error:
            raise NotAnApp("a line without an end") from error
        if line == READY:
            return
        if not line:
            break
    raise NotAnApp("it ended before it was ready")


async def packets(out: asyncio.StreamReader) -> AsyncIterator[tuple[bytes, bytes]]:
    """Yield kind and payload of each packet until the app ends.

    Raises:
        NotAnApp: a packet is larger than any screen.
    """
    while True:
        try:
            head = await out.readexactly(5)
            size = int.from_bytes(head[1:], "big")
            if size > LARGEST:
                raise NotAnApp(f"a packet of {size} bytes")
            yield head[:1], await out.readexactly(size)
        except (asyncio.IncompleteReadError, ConnectionResetError):
            return


def unpacked(payload: bytes) -> tuple[str, bytes] | None:
    """Return the key and the bytes of a piece of a file that the app delivers; None for anything else."""
    from textual_serve._binary_encode import DecodeError, load

    try:
        found = load(payload)
    except (DecodeError, ValueError, TypeError, RecursionError):
        return None
    if isinstance(found, tuple) and len(found) == 3 and found[0] == "deliver_chunk":
        chunk = found[2]
        return str(found[1]), chunk.encode() if isinstance(chunk, str) else bytes(chunk)
    return None


def told(payload: bytes) -> Mapping[str, object]:
    """Return the JSON of an `M` packet; empty where it is none."""
    try:
        found = json.loads(payload)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
