"""Where weights are kept, whether they are whole, and which model is in use."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_config_dir

from simulator.errors import ToaskError
from simulator.models import servers
from simulator.models.card import Card, cards, places, speaking
from simulator.models.where import root as root

_CHUNK = 1 << 20


class WeightsError(ToaskError):
    """Weights are missing or damaged. The message is one sentence with the next step."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of `toask models list`.

    Attributes:
        present: whether its files are here; never for a model behind a server.
        partial: bytes that have come. `used`: in use or not.
        damaged: what is wrong with what is here, in one sentence; empty: nothing, as far as sizes tell.
    """

    card: Card
    present: bool
    partial: int
    used: bool
    damaged: str = ""


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


def ensure(model: Card, *, thorough: bool = False) -> Path:
    """Return the model's file after checking that it is there and whole.

    Args:
        model: which.
        thorough: of a model that came with toask the file holds the hashes of the others, which are looked at when it
            is loaded: look at them now.

    Raises:
        WeightsError: missing, of the wrong size, or its hash is not the card's (expected and found are named).
    """
    if model.run == "server":
        raise WeightsError(servers.fetched(model))
    path = path_of(model)
    again = _again(model)
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
    for beside, wanted in _others(model) if thorough else ():
        try:
            found = sha256(beside)
        except OSError as error:
            raise WeightsError(
                f"The weights {beside} cannot be read ({error.strerror}); check the file, or {again}."
            ) from error
        if found != wanted:
            raise WeightsError(f"The weights {beside} are damaged (expected sha256 {wanted}, found {found}); {again}.")
    return path


def _again(model: Card) -> str:
    return "install toask again" if model.shipped else f"run `toask models pull {model.name}`"


def _others(model: Card) -> Iterator[tuple[Path, str]]:
    """Yield the files that the file of a shipped model names beside itself, and what they must hash to."""
    if model.format != "packed":
        return
    path = path_of(model)
    try:
        named = json.loads(path.read_text("utf-8"))["sha256"].items()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return
    yield from ((path.with_name(str(name)), str(wanted)) for name, wanted in named)


def held(model: Card) -> int:
    """Return how many bytes of the model's files are here."""
    paths = [path_of(model), *(path for path, _ in _others(model))]
    return sum(path.stat().st_size for path in paths if path.is_file())


def listed() -> list[Listed]:
    """Return every card with the state of its files, judged by their sizes alone, so that a list comes at once.

    Raises:
        CardError: no card can be used.
    """
    used = in_use()
    return [_listed(model, used == model.name) for model in cards().values()]


def _listed(model: Card, used: bool) -> Listed:
    if model.run == "server":
        return Listed(model, False, 0, used)
    path, part, here = path_of(model), partial_of(model), held(model)
    present, damaged = path.is_file() and here == model.size, ""
    if here != model.size and (here or model.shipped):
        damaged = f"The weights {path} hold {here} bytes instead of {model.size}; {_again(model)}."
        if model.shipped:
            damaged = f"{model.name} holds {here} bytes instead of {model.size} in {path.parent}; {_again(model)}."
    return Listed(model, present, part.stat().st_size if part.is_file() else 0, used, damaged)


def _choice() -> Path:
    own = os.environ.get("TOASK_CONFIG")
    return (Path(own).expanduser() if own else Path(user_config_dir("toask", appauthor=False))) / "model.json"


def use(name: str, server: str = "") -> Card:
    """Make that language model the default voice and return its card.

    Args:
        name: which.
        server: address of the server behind which it runs; empty: the one that was kept.

    Raises:
        NoSuchCard: no such model, or it is not a language model.
        WeightsError: the choice cannot be written down.
    """
    model = speaking(name)
    path, where = _choice(), server or kept("server")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"voice": name} | ({"server": where} if where else {})), "utf-8")
    except OSError as error:
        raise WeightsError(
            f"The choice cannot be kept in {path} ({error.strerror}); make that folder writable."
        ) from error
    return model


def in_use() -> str | None:
    """Return the name of the chosen language model; None: nobody has chosen, or the note cannot be read."""
    return kept("voice") or None


def kept(what: str) -> str:
    """Return what was chosen with `toask models use`: `voice` or `server`; empty: nothing, or it cannot be read."""
    try:
        note = json.loads(_choice().read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    chosen = note.get(what) if isinstance(note, dict) else None
    return chosen if isinstance(chosen, str) else ""
