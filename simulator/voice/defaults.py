"""From a voice's name to its backend: a model card, `scripted`, or a server."""

from __future__ import annotations

from simulator.voice.render import Template
from simulator.voice.scripted import ScriptedBackend
from simulator.voice.types import Backend, VoiceError

TEMPLATES: dict[str, Template] = {"plain": "plain", "chatml": "chatml", "gemma": "gemma"}


def default_voice_backend(name: str) -> Backend:
    """Return the backend of that name, not loaded.

    Args:
        name: a card's name, `scripted`, or `http:URL#model` (`http:http://localhost:8080/v1#qwen`; the URL alone
            works too).

    Raises:
        CardError: no such card. WeightsError: its weights are missing or damaged. VoiceError: a wrong address, none for
            a card behind a server, or too little memory.
    """
    if name == "scripted":
        return ScriptedBackend()
    if name.startswith(("http:", "https:")):
        return _behind(name)
    from simulator.models.card import speaking

    return backend_of(speaking(name))


def check_name(name: str) -> None:
    """Look whether a voice has that name; quick, and nothing is loaded or asked of a server.

    Raises:
        NoSuchCard: none has.
    """
    if name != "scripted" and not name.startswith(("http:", "https:")):
        from simulator.models.card import speaking

        speaking(name)


def _behind(name: str) -> Backend:
    """Return the backend of an address; where a card speaks there it says what its model may do."""
    from simulator.models import servers
    from simulator.voice.http_backend import from_name

    backend, model = from_name(name), servers.behind(name)
    if model is not None:
        backend.ways = tuple(model.ways)
    return backend


def backend_of(model: object) -> Backend:
    """Return the backend of a card, not loaded.

    Raises:
        WeightsError: the card's weights are missing or damaged.
        VoiceError: too little memory for it, or it runs behind a server and no address is set.
    """
    from simulator.models import folder, memory, servers
    from simulator.models.card import Card
    from simulator.voice.transformers_backend import TransformersBackend

    assert isinstance(model, Card)
    if model.run == "server":
        there = servers.voice_of(model)
        if there is None:
            raise VoiceError(servers.missing(model))
        return _behind(there)
    if (why := memory.short(model)) is not None:
        raise VoiceError(why)
    template = TEMPLATES.get(str(model.use.get("template", "plain")), "plain")
    threads = model.use.get("threads")
    count = int(threads) if isinstance(threads, int) else None
    weights = folder.ensure(model)
    return TransformersBackend(
        model.name, weights.parent if model.shipped else weights, template, tuple(model.ways), count
    )
