"""Any OpenAI-compatible server: vLLM, llama-server, Ollama, `transformers serve`. The screen names it first."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import httpx

from simulator.voice.feed import Feed
from simulator.voice.types import Cancelled, Message, VoiceError, Way

KEY = "TOASK_API_KEY"
TRIES, PAUSE = 3, 0.5
LONGEST = 8000
"""Characters of one answer that are read at most: a server that never stops is cut off."""
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
        whole: seconds that one answer may take in all.
        client: for tests.
    """

    def __init__(
        self, url: str, model: str, timeout: float = 20.0, whole: float = 60.0, client: httpx.Client | None = None
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise VoiceError(f"{url!r} is not a server's address: write it as http://host:port/v1#model.")
        self.name = f"{model or 'default'}@{parts.netloc.rpartition('@')[2]}"
        self.ways = _WAYS
        self._url, self._model, self._whole = url.rstrip("/"), model, whole
        self._client = client or httpx.Client(timeout=httpx.Timeout(timeout, connect=5.0))

    def load(self, progress: Callable[[str], None] = lambda step: None) -> None:
        """Ask the server for its models; without a name the first is taken. Raises VoiceError."""
        progress(f"asking {urlsplit(self._url).netloc.rpartition('@')[2]}")
        try:
            answer = self._client.get(f"{self._url}/models", headers=_headers())
            if self._model and answer.status_code in _LISTLESS:
                return  # `transformers serve` with a model in a folder of its own has no list to give
            self._refused(answer.status_code)
            served = [str(row["id"]) for row in answer.json()["data"]]
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise self._down(problem) from problem
        except (ValueError, KeyError, TypeError) as problem:
            raise self._rubbish() from problem
        if not self._model:
            if not served:
                raise VoiceError(f"The server {self._url} serves no model: load one there, then try again.")
            self._model = served[0]
            self.name = f"{self._model}@{self.name.partition('@')[2]}"

    def score(self, prompt: Sequence[Message], replies: Sequence[str], cancel: Event) -> list[float]:
        """Raise VoiceError: chat servers write, they do not score."""
        raise VoiceError("A chat server cannot choose among lines: let it write, or choose a model on this machine.")

    def write(self, prompt: Sequence[Message], cancel: Event, limit: int = 60, seed: int = 0) -> Iterator[str]:
        """Yield pieces as they come; tries again only while nothing has come. Raises Cancelled or VoiceError."""
        body = {
            "model": self._model,
            "messages": [{"role": m.role, "content": m.content} for m in _merged(prompt)],
            "stream": True, "max_tokens": limit, "temperature": 0.7, "seed": seed,
            "chat_template_kwargs": {"enable_thinking": False},
        }  # fmt: skip
        for turn in range(TRIES):
            try:
                yield from self._stream(body, cancel)
                return
            except _Retry as problem:
                if turn == TRIES - 1:
                    raise VoiceError(str(problem)) from problem
                if cancel.wait(PAUSE * 2**turn):
                    raise Cancelled from problem

    def close(self) -> None:
        """Close connections; safe to call twice."""
        self._client.close()

    def _stream(self, body: dict[str, Any], cancel: Event) -> Iterator[str]:
        """Yield pieces of one answer. Raises _Retry while nothing has come and trying again may help."""
        feed, length = Feed(self._client, f"{self._url}/chat/completions", body, _headers()), 0
        try:
            for line in feed.lines(cancel, self._fit, self._whole):
                piece = self._piece(line)
                if piece is None:
                    break
                length += len(piece)
                if length > LONGEST:
                    return
                if piece:
                    yield piece
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            if length or isinstance(problem, httpx.InvalidURL):
                raise self._down(problem) from problem
            raise _Retry(str(self._down(problem))) from problem
        if not length:
            raise _Retry(str(self._rubbish()))

    def _fit(self, answer: httpx.Response) -> None:
        self._refused(answer.status_code)
        if "html" in answer.headers.get("content-type", ""):
            raise self._rubbish()

    def _piece(self, line: str) -> str | None:
        """Return the text in one line of the stream; None at its end."""
        if not line.startswith("data:"):
            if line and not line.startswith((":", "event:", "id:", "retry:")):
                raise self._rubbish()
            return ""
        data = line[5:].strip()
        if data == "[DONE]":
            return None
        try:
            choices = json.loads(data)["choices"]
            return str(choices[0].get("delta", {}).get("content") or "") if choices else ""
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as problem:
            raise self._rubbish() from problem

    def _refused(self, status: int) -> None:
        host = urlsplit(self._url).netloc.rpartition("@")[2]
        if status in (401, 403):
            raise VoiceError(f"The server {host} wants a key: put it into {KEY} and start again.")
        if status == 404:
            raise VoiceError(f"The server {host} has no such address or model: check {self._url} and the model's name.")
        if status in _AGAIN:
            raise _Retry(f"The server {host} is too busy (status {status}): wait a moment and send again.")
        if status >= 400:
            raise VoiceError(f"The server {host} refused the request (status {status}): check the model's name.")

    def _down(self, problem: Exception) -> VoiceError:
        host = urlsplit(self._url).netloc.rpartition("@")[2]
        if isinstance(problem, httpx.TimeoutException):
            return VoiceError(f"The server {host} does not answer in time: send again, or choose another voice.")
        return VoiceError(f"The server {host} cannot be reached: start it, or choose another voice.")

    def _rubbish(self) -> VoiceError:
        host = urlsplit(self._url).netloc.rpartition("@")[2]
        return VoiceError(f"The server {host} does not answer as an OpenAI-compatible one: check its address (…/v1).")


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
