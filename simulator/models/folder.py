"""Where weights are kept, whether they are whole, and which model is in use."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_dir, user_config_dir

from simulator.errors import ToaskError
from simulator.models.card import Card, cards, places, speaking

_CHUNK = 1 << 20


class WeightsError(ToaskError):
    """Weights are missing or damaged. The message is one sentence with the next step."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of `toask models list`: the card, whether its file is there, how much of it has come, in use or not."""

    card: Card
    present: bool
    partial: int
    used: bool


def root() -> Path:
    """Return the folder for weights: `TOASK_MODELS`, or `toask/models` in the user's cache."""
    own = os.environ.get("TOASK_MODELS")
    return Path(own).expanduser() if own else Path(user_cache_dir("toask", appauthor=False)) / "models"


def path_of(model: Card) -> Path:
    """Return where the model's file lies, or would lie."""
    if model.shipped:
        beside = [place / model.shipped / model.file for place in places()]
        return next((path for path in beside if path.is_file()), beside[0])
    return root() / model.name / model.file


def partial_of(model: Card) -> Path:
    """Return where a pull that is not finished keeps what it has."""
    return path_of(model).with_name(model.file + ".partial")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal (about one second a gigabyte)."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def ensure(model: Card) -> Path:
    """Return the model's file after checking that it is there and whole.

    Raises:
        WeightsError: missing, of the wrong size, or its hash is not the card's (expected and found are named). Of a
            model that came with toask the file holds the hashes of the others, which are looked at when it is loaded.
    """
    path = path_of(model)
    again = "install toask again" if model.shipped else f"run `toask models pull {model.name}`"
    try:
        size = path.stat().st_size
        if size != model.size and not model.shipped:
            raise WeightsError(f"The weights {path} hold {size} bytes instead of {model.size}; {again}.")
        found = sha256(path)
    except FileNotFoundError as error:
        raise WeightsError(f"The weights of {model.name} are not here yet; {again}.") from error
    except OSError as error:
        raise WeightsError(
            f"The weights {path} cannot be read ({error.strerror}); check the file, or {again}."
        ) from error
    if found != model.sha256:
        raise WeightsError(f"The weights {path} are damaged (expected sha256 {model.sha256}, found {found}); {again}.")
    return path


def listed() -> list[Listed]:
    """Return every card with the state of its file, judged by size alone, so that a list comes at once.

    Raises:
        CardError: a card is not right.
    """
    rows = []
    for model in cards().values():
        path, part = path_of(model), partial_of(model)
        present = path.is_file() and (bool(model.shipped) or path.stat().st_size == model.size)
        rows.append(Listed(model, present, part.stat().st_size if part.is_file() else 0, in_use() == model.name))
    return rows


def _choice() -> Path:
    own = os.environ.get("TOASK_CONFIG")
    return (Path(own).expanduser() if own else Path(user_config_dir("toask", appauthor=False))) / "model.json"


def use(name: str) -> Card:
    """Make that language model the default voice and return its card.

    Raises:
        NoSuchCard: no such model, or it is not a language model.
        WeightsError: the choice cannot be written down.
    """
    model = speaking(name)
    path = _choice()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"voice": name}), "utf-8")
    except OSError as error:
        raise WeightsError(
            f"The choice cannot be kept in {path} ({error.strerror}); make that folder writable."
        ) from error
    return model


def in_use() -> str | None:
    """Return the name of the chosen language model; None: nobody has chosen, or the note cannot be read."""
    try:
        held = json.loads(_choice().read_text("utf-8"))
    except (OSError, ValueError):
        return None
    name = held.get("voice") if isinstance(held, dict) else None
    return name if isinstance(name, str) else None
