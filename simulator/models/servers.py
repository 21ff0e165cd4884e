"""Models that run behind a server: its address, by which name it knows a model, and what to do where there is none."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from simulator.models.card import Card, CardError, cards

SERVER = "TOASK_SERVER"
"""Names the server's address where none was kept with `toask models use NAME --server URL`."""
OLLAMA_PORT = 11434
EXAMPLE = f"http://localhost:{OLLAMA_PORT}/v1"


def is_address(text: str) -> bool:
    """Whether this can be a server's address: `http://host:port/v1`, perhaps with `#model` behind it."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def address() -> str:
    """Return the server's address: `TOASK_SERVER`, else the one that was kept; empty: none."""
    from simulator.models import folder

    return os.environ.get(SERVER, "").strip() or folder.kept("server")


def voice_of(model: Card) -> str | None:
    """Return the voice's name with the server's address in it (`http:URL#MODEL`); None: no address is set.

    The screen tells by that name where the words go. An address with a name of its own behind `#` keeps it.
    """
    where = address()
    if not where or model.server is None:
        return None
    url, _, called = where.partition("#")
    if not called:
        at_ollama = is_address(url) and urlsplit(url).port == OLLAMA_PORT
        called = (at_ollama and model.server.ollama) or model.server.model
    return f"http:{url}#{called}"


def resolved(name: str) -> str:
    """Return a voice's name with the server's address in it where it is a card behind a server, else as it is."""
    model = _found(name)
    return (voice_of(model) if model is not None else None) or name


def behind(voice: str) -> Card | None:
    """Return the card that speaks under that name with an address in it, if one does."""
    try:
        return next((one for one in cards().values() if one.run == "server" and voice_of(one) == voice), None)
    except CardError:
        return None


def missing(model: Card) -> str:
    """Return in one sentence that no server's address is set, and how to set one."""
    return (
        f"{model.name} runs behind a server and no address is set: let one have it ({start(model)}), then run "
        f"`toask models use {model.name} --server {EXAMPLE}` with its address."
    )


def fetched(model: Card) -> str:
    """Return in one sentence that a server fetches the weights of this model."""
    return (
        f"The weights of {model.name} are fetched by a server and not by toask: for example {start(model)}, then "
        f"`toask models use {model.name} --server {EXAMPLE}`."
    )


def start(model: Card) -> str:
    """Return the command by which a server gets this model."""
    assert model.server is not None
    if model.server.ollama:
        return f"`ollama pull {model.server.ollama}`"
    if model.server.gguf:
        return f"`llama-server -hf {model.server.gguf}`"
    return f"`transformers serve --reasoning off {model.server.model}`"


def _found(name: str) -> Card | None:
    if name.startswith(("http:", "https:")):
        return None
    try:
        model = cards().get(name)
    except CardError:
        return None
    return model if model is not None and model.run == "server" else None
