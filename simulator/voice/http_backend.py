"""Any OpenAI-compatible server: vLLM, llama-server, Ollama, `transformers serve`. The screen names it first."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import httpx

from simulator.voice.aloud import Aloud
from simulator.voice.feed import Feed, Late, TooMuch, beginning, lines, text
from simulator.voice.optional import THINKING, Optional
from simulator.voice.types import Cancelled, Message, VoiceError, Way

KEY = "TOASK_API_KEY"
TRIES, PAUSE = 3, 0.5
LONGEST = 8000
"""Characters of one answer, said or thought aloud, that are read at most: a server that never stops is cut off."""
LISTING = 15.0
"""Seconds that a server may take to list its models."""
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_WAYS: tuple[Way, ...] = ("adapt", "compose")

_LISTLESS = frozenset({404, 405, 500, 501})
"""A server that answers so when it is asked for its models may still serve the one that was named."""


class HttpBackend:
    """A model behind `POST {url}/chat/completions` with streaming.

    Args:
        url: up to and with `/v1`.
        model: its name there.
        timeout: seconds without a sign of life before a request is given up.
        whole: seconds that one answer may take in all, with every try.
        client: for tests.
    """

    def __init__(
        self, url: str, model: str, timeout: float = 20.0, whole: float = 60.0, client: httpx.Client | None = None
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise VoiceError(f"{url!r} is not a server's address: write it as http://host:port/v1#model.")
        self._host = parts.netloc.rpartition("@")[2]
        self.name = f"{model or 'default'}@{self._host}"
        self.ways = _WAYS
        self._url, self._model, self._whole = url.rstrip("/"), model, whole
        self._client = client or httpx.Client(timeout=httpx.Timeout(timeout, connect=5.0))
        self._optional = Optional()
        self._feed: Feed | None = None

    def load(self, progress: Callable[[str], None] = lambda step: None) -> None:
        """Ask the server for its models; without a name the first is taken. Raises VoiceError."""
        progress(f"asking {self._host}")
        try:
            served = self._served()
        except _NoList:
            return  # `transformers serve` with a model in a folder of its own has no list to give
        if not self._model:
            if not served:
                raise VoiceError(f"The server {self._url} serves no model: load one there, then try again.")
            self._model = served[0]
            self.name = f"{self._model}@{self._host}"

    def score(self, prompt: Sequence[Message], replies: Sequence[str], cancel: Event) -> list[float]:
        """Raise VoiceError: chat servers write, they do not score."""
        raise VoiceError("A chat server cannot choose among lines: let it write, or choose a model on this machine.")

    def write(self, prompt: Sequence[Message], cancel: Event, limit: int = 60, seed: int = 0) -> Iterator[str]:
        """Yield pieces as they come; tries again only while nothing has come. Raises Cancelled or VoiceError."""
        body = {
            "model": self._model,
            "messages": [{"role": m.role, "content": m.content} for m in _merged(prompt)],
            "stream": True, "max_tokens": limit, "temperature": 0.7, "seed": seed, **THINKING,
        }  # fmt: skip
        end, turn = time.monotonic() + self._whole, 0
        while True:
            try:
                yield from self._stream(self._optional.fitting(body), cancel, end)
                return
            except _Unfit as problem:
                if not self._optional.refused(problem.why):
                    raise VoiceError(str(problem)) from problem
            except _Retry as problem:
                turn += 1
                if turn == TRIES or time.monotonic() >= end:
                    raise VoiceError(str(problem)) from problem
                if cancel.wait(PAUSE * 2 ** (turn - 1)):
                    raise Cancelled from problem

    def close(self) -> None:
        """Close connections, and end what still waits for an answer; safe to call twice."""
        if self._feed is not None:
            self._feed.stop()  # before the client closes its connections: that alone wakes nobody
        self._client.close()

    def _served(self) -> list[str]:
        """Return the names of the models there. Raises _NoList or VoiceError."""

        def check(answer: httpx.Response) -> None:
            if self._model and answer.status_code in _LISTLESS:
                raise _NoList
            self._refused(answer.status_code)

        end = time.monotonic() + min(LISTING, self._whole)
        self._feed = Feed(self._client, "GET", f"{self._url}/models", _headers())
        try:
            with closing(self._feed.chunks(Event(), check, end)) as chunks:
                return [str(row["id"]) for row in json.loads(text(chunks))["data"]]
        except (httpx.HTTPError, httpx.InvalidURL, Cancelled) as problem:
            raise self._down(problem) from problem
        except (TooMuch, ValueError, KeyError, TypeError, RecursionError) as problem:
            raise self._rubbish() from problem

    def _stream(self, body: dict[str, Any], cancel: Event, end: float) -> Iterator[str]:
        """Yield pieces of one answer. Raises _Retry while nothing has come and trying again may help, or _Unfit."""
        self._feed = Feed(self._client, "POST", f"{self._url}/chat/completions", _headers(), body)
        answer = Aloud()
        try:
            with closing(self._feed.chunks(cancel, self._fit, end)) as chunks:
                for line in lines(chunks):
                    delta = self._delta(line)
                    if delta is None:
                        break
                    if piece := answer.add(delta):
                        yield piece
                    if answer.said + answer.thought > LONGEST:
                        break
        except TooMuch as problem:
            raise self._rubbish() from problem
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            if isinstance(problem, Late) and answer.thought and not answer.said:
                raise self._thinks() from problem
            if answer.said or isinstance(problem, (Late, httpx.InvalidURL)):
                raise self._down(problem) from problem
            raise _Retry(str(self._down(problem))) from problem
        if rest := answer.rest():
            yield rest
        if not answer.said:
            raise self._thinks() if answer.thought else _Retry(str(self._rubbish()))

    def _fit(self, answer: httpx.Response) -> None:
        if answer.status_code in (400, 422):
            raise _Unfit(self._no(answer.status_code), beginning(answer))
        self._refused(answer.status_code)
        if "html" in answer.headers.get("content-type", ""):
            raise self._rubbish()
        self._optional.taken()

    def _delta(self, line: str) -> dict[str, Any] | None:
        """Return what one line of the stream adds; None at its end."""
        if not line.startswith("data:"):
            if line and not line.startswith((":", "event:", "id:", "retry:")):
                raise self._rubbish()
            return {}
        data = line[5:].strip()
        if data == "[DONE]":
            return None
        try:
            choices = json.loads(data)["choices"]
            delta = (choices[0].get("delta") or {}) if choices else {}
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as problem:
            raise self._rubbish() from problem
        if not isinstance(delta, dict):
            raise self._rubbish()
        return delta

    def _refused(self, status: int) -> None:
        if status in (401, 403):
            raise VoiceError(f"The server {self._host} wants a key: put it into {KEY} and start again.")
        if status == 404:
            raise VoiceError(
                f"The server {self._host} has no such address or model: check {self._url} and the model's name."
            )
        if status in _AGAIN:
            raise _Retry(f"The server {self._host} is too busy (status {status}): wait a moment and send again.")
        if status >= 400:
            raise VoiceError(self._no(status))

    def _no(self, status: int) -> str:
        return f"The server {self._host} refused the request (status {status}): check the model's name."

    def _down(self, problem: Exception) -> VoiceError:
        if isinstance(problem, httpx.TimeoutException):
            return VoiceError(f"The server {self._host} does not answer in time: send again, or choose another voice.")
        return VoiceError(f"The server {self._host} cannot be reached: start it, or choose another voice.")

    def _rubbish(self) -> VoiceError:
        return VoiceError(
            f"The server {self._host} does not answer as an OpenAI-compatible one: check its address (…/v1)."
        )

    def _thinks(self) -> VoiceError:
        return VoiceError(
            f"The model {self._model} on {self._host} thinks aloud and does not come to an answer: switch its thinking "
            "off on that server, or choose another model."
        )


class _NoList(Exception):
    """The server gives no list of its models."""


class _Unfit(VoiceError):
    """The server does not take the request as it is; `why` is the beginning of what it says."""

    def __init__(self, sentence: str, why: str) -> None:
        super().__init__(sentence)
        self.why = why


class _Retry(VoiceError):
    """Trying again may help."""


def from_name(name: str) -> HttpBackend:
    """Return the backend for `http:URL#model` or the URL itself. Raises VoiceError for a wrong address."""
    address = name.removeprefix("http:") if name.startswith(("http:http://", "http:https://")) else name
    url, _, model = address.partition("#")
    return HttpBackend(url, model)


def _headers() -> dict[str, str]:
    key = os.environ.get(KEY, "").strip()
    return {"Authorization": f"Bearer {key}"} if key else {}


def _merged(prompt: Sequence[Message]) -> list[Message]:
    """Join messages of one role behind each other: some chat templates insist on taking turns, user first."""
    rows: list[Message] = []
    for message in prompt:
        if rows and rows[-1].role == message.role:
            rows[-1] = Message(message.role, f"{rows[-1].content}\n{message.content}", message.name)
        elif message.role == "assistant" and (not rows or rows[-1].role == "system"):
            rows += [Message("user", "…"), message]
        else:
            rows.append(message)
    return rows
