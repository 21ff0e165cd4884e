"""What a tab may ask for, checked before it waits in the queue."""

from __future__ import annotations

from typing import Any

from simulator.serve.scoring import wire
from simulator.serve.scoring.errors import FrameError
from simulator.serve.scoring.fair import Job

SECONDS = 60.0
"""So long a request waits at most, when it does not say how long."""
_LONGEST = 600.0
_SHELF = 80


def job_of(client: int, body: dict[str, Any], now: float) -> Job:
    """Return the request in a frame.

    Args:
        client: whose.
        body: the frame's.
        now: the server's clock, in seconds.

    Raises:
        FrameError: it asks for nothing known, or not as agreed.
    """
    number, op = body.get("id"), body.get("op")
    if type(number) is not int or not isinstance(op, str):
        raise FrameError("a request without number or kind")
    what = _what(op, body)
    seconds = body.get("timeout", SECONDS)
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= _LONGEST:
        raise FrameError("a request that waits for no time or for ever")
    size = len(what.get("turns") or what.get("texts") or [None])
    return Job(client, number, op, what, size, now + seconds)


def _what(op: str, body: dict[str, Any]) -> dict[str, Any]:
    if op == "code":
        return {"turns": wire.asked(body.get("turns"))}
    if op in ("encode", "phrases"):
        return {"texts": wire.texts(body.get("texts")), "shelf": _shelf(body)}
    if op == "read":
        return {"texts": wire.texts(body.get("texts")), "before": _text(body, "before"), "shelf": _shelf(body)}
    if op == "turn":
        return {"before": _text(body, "before"), "text": _text(body, "text")}
    if op == "keep":
        return {"shelf": _shelf(body)}
    if op == "fits":
        return _weighed(body)
    if op == "info":
        return {}
    raise FrameError("a request of no known kind")


def _weighed(body: dict[str, Any]) -> dict[str, Any]:
    prompt, texts = wire.prompt(body.get("prompt")), wire.texts(body.get("texts"), wire.MOST_WEIGHED)
    if sum(map(len, texts)) > wire.MOST_LETTERS:
        raise FrameError("more to weigh than fits into one pass")
    return {"prompt": prompt, "texts": texts}


def _text(body: dict[str, Any], name: str) -> str:
    text = body.get(name, "")
    if not isinstance(text, str) or len(text) > wire.MOST_LETTERS:
        raise FrameError("no text where one belongs")
    return text


def _shelf(body: dict[str, Any]) -> str:
    shelf = body.get("shelf", "")
    if not isinstance(shelf, str) or len(shelf) > _SHELF:
        raise FrameError("no shelf of that name")
    return shelf
