"""A conversation of twelve turns in each language, always the same: for measuring, and for trying a voice out."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from itertools import cycle, islice
from typing import Any

from simulator.voice.types import Ask, Line, Persona


def asks(language: str, seed: int = 0, turns: int | None = None) -> list[Ask]:
    """Return the acts of the conversation in order; the history in each is as if the first wording had been said.

    Args:
        language: `nl` or `en`.
        seed: of the choices.
        turns: so many; more than there are: it begins again, with all that was said before it. None: each once.
    """
    talk = _read(language)
    who = Persona(**talk["persona"])
    history = [Line("school", talk["opening"], who.id)]
    used: list[str] = []
    rows = []
    for number, turn in enumerate(islice(cycle(talk["turns"]), turns or len(talk["turns"])), 100 * seed):
        rows.append(
            Ask(
                language, who, turn["act"], turn["variant"], tuple(turn["wordings"]), turn["trainee"], tuple(history),
                tuple(used[-24:]), tuple(turn["moves"]), turn.get("reaction", ""), tuple(talk["known"]), number,
            )
        )  # fmt: skip
        history += [Line("trainee", turn["trainee"]), Line("school", turn["wordings"][0], who.id)]
        used.append(turn["wordings"][0])
    return rows


@lru_cache(maxsize=2)
def _read(language: str) -> dict[str, Any]:
    import yaml

    text = files("simulator.voice").joinpath("talks", f"{language}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
