"""From a voice's name to its backend: a model card, `scripted`, or a server."""

from __future__ import annotations

from simulator.voice.render import Template
from simulator.voice.scripted import ScriptedBackend
from simulator.voice.types import Backend

TEMPLATES: dict[str, Template] = {"plain": "plain", "chatml": "chatml", "gemma": "gemma"}


def default_voice_backend(name: str) -> Backend:
    """Return the backend of that name, not loaded.

    Args:
        name: a card's name, `scripted`, or `http:URL#model` (`http:http://localhost:8080/v1#qwen`; the URL alone
            works too).

    Raises:
        CardError: no such card. WeightsError: its weights are missing or damaged. VoiceError: a wrong address.
    """
    if name == "scripted":
        return ScriptedBackend()
    if name.startswith(("http:", "https:")):
        from simulator.voice.http_backend import from_name

        return from_name(name)
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


def backend_of(model: object) -> Backend:
    """Return the in-process backend of a card, not loaded.

    Raises:
        WeightsError: the card's weights are missing or damaged.
    """
    from simulator.models import folder
    from simulator.models.card import Card
    from simulator.voice.transformers_backend import TransformersBackend

    assert isinstance(model, Card)
    template = TEMPLATES.get(str(model.use.get("template", "plain")), "plain")
    threads = model.use.get("threads")
    count = int(threads) if isinstance(threads, int) else None
    weights = folder.ensure(model)
    return TransformersBackend(
        model.name, weights.parent if model.shipped else weights, template, tuple(model.ways), count
    )
