"""The scenario as pydantic models: every key that a trainer may write, explained.

Layers and gates follow the rules of the school's mind (`simulator.school`); text limits keep a hostile file cheap.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Lines = Annotated[list[Line], Field(min_length=1, max_length=60)]
Wordings = Annotated[list[Line], Field(min_length=4, max_length=40)]
Answers = Annotated[list[Line], Field(min_length=2, max_length=20)]
Move = Literal["DEEP", "OPEN", "SEEK", "REFL-C", "REFL-S", "CLOSED"]
Layer = Literal["surface", "visible", "underlying"]
Guard = Literal["laughs_it_off", "plays_it_down", "changes_subject", "gets_formal", "goes_quiet"]
Asked = Literal["feeling", "wish", "reason", "meaning", "others", "happened", "ever", "concrete", "person", "unclear"]
LAYERS: tuple[Layer, ...] = ("surface", "visible", "underlying")


class Strict(BaseModel):
    """Base: unknown keys are errors, values are immutable after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class You(Strict):
    """The trainee's own part in the conversation."""

    role: Line = Field(description="Who the trainee is in this conversation.")
    offer: Line = Field(description="What the trainee could be tempted to sell.")


class Difficulty(Strict):
    """How hard the conversation is, as numbers."""

    rapport: int = Field(1, ge=0, le=4, description="Where rapport starts: 0 (guarded) to 4 (open).")
    patience: int = Field(22, ge=5, le=60, description="Trainee turns before the school has to leave.")
    rupture: int = Field(1, ge=1, le=3, description="Rapport lost by an offer or by filling in.")


class Detail(Strict):
    """One thing that trainees ask on about after its holder was told: who, when, what exactly, what it was like."""

    topics: Lines = Field(description="Ways in which a trainee asks on for just this.")
    say: Answers = Field(description="Each alone answers any of the topics; it gives nothing else away.")


Details = Annotated[list[Detail], Field(max_length=40)]


class Fact(Strict):
    """Something the school always tells when asked."""

    id: Slug | None = Field(None, description="Optional name; without one it is fact-N, in order.")
    topics: Lines = Field(description="Ways in which a trainee asks for this.")
    say: Wordings
    speaker: Slug | None = Field(None, description="Who tells it; without one, whoever is asked.")


class School(Strict):
    """The school and what it may always tell."""

    kind: Line
    facts: list[Fact] = Field(min_length=12, max_length=120)
    unknown: Wordings = Field(description="What is said when nobody wrote the answer; names who would know.")


class Wording(Strict):
    """Wordings for the acts that carry no content of their own. Every list is by and for one manner of speaking."""

    deflect: Wordings = Field(description="After an unasked offer or a judgement: politely off.")
    hesitate: Wordings = Field(description="Asked for something that is not (yet) told.")
    ask_back: Wordings = Field(description="The school asks the trainee something.")
    confirm: Wordings = Field(description="A reflection of what was said is right.")
    correct: Wordings = Field(description="A guess or reflection is not right; nothing new is told.")
    not_known: Wordings = Field(description="Asked for the hidden question as such, or a guess that comes too early.")
    build_on: Wordings = Field(description="An idea they asked for: they take what fits.")
    go_along: Wordings = Field(description="Told what to do: polite, without commitment.")
    repair: Wordings = Field(description="The trainee takes something back.")
    close: Wordings = Field(description="The conversation ends.")
    greet: Wordings = Field(description="Answer to a greeting, back to the request.")
    permission: Wordings = Field(description="Answer to 'may I ask or suggest something?'.")
    thanks: Wordings = Field(description="Answer to a specific compliment.")
    carry_on: Wordings = Field(description="Answer to 'mm-hm' or a remark that asks nothing.")
    again: Wordings = Field(description="The same question for the second time.")
    appointment: Wordings | None = Field(
        None, description="Yes to when or how to go on together; without it, the lines of `permission`."
    )
    leave: Wordings | None = Field(None, description="Answer to a goodbye; without it, the lines of `close`.")
    elsewhere: Wordings | None = Field(
        None, description="Answer to what has nothing to do with the school or this talk; without it, `not_known`."
    )
    guards: dict[Guard, Wordings] = Field(default_factory=dict, description="How a guarded subject is warded off.")
    no_answer: dict[Asked, Wordings] = Field(
        default_factory=dict, description="Said where nobody wrote an answer, by what was asked for; else `hesitate`."
    )


class Speaker(Strict):
    """Somebody who speaks for the school."""

    id: Slug
    name: Line
    role: Line
    manner: Line = Field(description="How they talk, in a few words.")
    address: Literal["je", "u", "you"] = Field(description="Dutch: je or u, never both. English: you.")
    opening: Prose = Field(description="The first thing they say.")
    knows: list[Slug] = Field(default_factory=list, description="Ids they can tell; empty: all not kept for another.")
    acts: Wording | None = Field(None, description="Own wordings, where two speakers talk differently.")
    unknown: Wordings | None = None


class Request(Strict):
    """What the school asks for on the surface."""

    content: Line
    say: Wordings
    topics: list[Line] = Field(default_factory=list, max_length=60)
    details: Details = Field(default_factory=list, description="What it tells to those who ask on.")


class AnyOf(Strict):
    """At least `any` of the items in `of` have been said."""

    any: int = Field(ge=1)
    of: list[Slug] = Field(min_length=1)


Needs = list[Slug] | AnyOf


class OpensOn(Strict):
    """Which moves open an item, from which rapport."""

    moves: list[Move] = Field(default=["DEEP", "OPEN", "REFL-S", "REFL-C"], min_length=1)
    rapport: int = Field(0, ge=0, le=3)


class Item(Strict):
    """One thing under the request, told only when it is opened."""

    id: Slug
    layer: Layer
    content: Line
    say: Wordings
    cue: list[Line] = Field(default_factory=list, max_length=40, description="How it sounds while it is closed.")
    asked_on: list[Line] = Field(
        default_factory=list, max_length=40,
        description="Said to who asks on about a cue while it stays closed: a line for each line of `cue`, in order.",
    )  # fmt: skip
    guard: Guard | None = None
    topics: Lines
    opens_on: OpensOn = OpensOn(moves=["DEEP", "OPEN", "REFL-S", "REFL-C"], rapport=0)
    needs: Needs = Field(default_factory=list)
    speaker: Slug | None = None
    never_surface: bool = Field(False, description="Shapes the talk by its cue, but is told in the debrief only.")
    truths: list[Line] = Field(default_factory=list, max_length=20, description="What no reply may contradict.")
    details: Details = Field(default_factory=list, description="What is told to those who ask on, once it was told.")


class Need(Strict):
    """The question behind the question."""

    statement: Prose
    formulations: Lines = Field(description="Ways in which a trainee could put it.")
    needs: Needs
    rapport: int = Field(3, ge=0, le=3)
    own_question: Wordings = Field(description="The school says it itself, as a question.")
    speaker: Slug | None = None
    details: Details = Field(default_factory=list, description="What is told to those who ask on about it.")


class Step(Strict):
    """A choice or first step of the school's own, after its own question."""

    id: Slug | None = None
    content: Line
    topics: Lines
    say: Wordings
    speaker: Slug | None = None
    details: Details = Field(default_factory=list, description="What is told to those who ask on about it.")


class Debrief(Strict):
    """Notes for afterwards."""

    turning_points: dict[Slug, Line] = Field(default_factory=dict)
    notes: Prose


class Scenario(Strict):
    """A whole case: who the school is, what it asks, what lies under it, what opens it."""

    id: Slug
    version: int = Field(ge=1)
    language: Literal["nl", "en"]
    title: Line
    brief: Prose
    you: You
    goals: Lines
    difficulty: Difficulty = Difficulty(rapport=1, patience=22, rupture=1)
    school: School
    speakers: list[Speaker] = Field(min_length=1, max_length=2)
    request: Request
    items: list[Item] = Field(min_length=1, max_length=200)
    need: Need | None = None
    choices: list[Step] = Field(min_length=1, max_length=40)
    first_steps: list[Step] = Field(min_length=1, max_length=40)
    acts: Wording
    truths: list[Line] = Field(default_factory=list, max_length=60, description="Facts no reply may contradict.")
    debrief: Debrief

    @field_validator("version", mode="before")
    @classmethod
    def _no_bool(cls, value: object) -> object:
        if isinstance(value, bool):
            raise ValueError("write a whole number, such as 1")
        return value

    def fact_id(self, index: int) -> str:
        """Return the id of fact `index` (0-based): its own, or `fact-N`."""
        return self.school.facts[index].id or f"fact-{index + 1}"

    def speaker(self, speaker_id: str) -> Speaker:
        """Return the speaker with that id.

        Raises:
            KeyError: nobody has that id.
        """
        for one in self.speakers:
            if one.id == speaker_id:
                return one
        raise KeyError(speaker_id)

    def item(self, item_id: str) -> Item:
        """Return the item with that id.

        Raises:
            KeyError: no item has that id.
        """
        for one in self.items:
            if one.id == item_id:
                return one
        raise KeyError(item_id)

    def wording(self, speaker_id: str) -> Wording:
        """Return the wordings in which this speaker says what carries no content."""
        return self.speaker(speaker_id).acts or self.acts

    def unknown(self, speaker_id: str) -> list[str]:
        """Return what this speaker says when nobody wrote the answer."""
        return self.speaker(speaker_id).unknown or self.school.unknown


def wanted(needs: Needs) -> tuple[int, tuple[str, ...]]:
    """Return how many of which ids must have been said: (count, ids)."""
    if isinstance(needs, AnyOf):
        return needs.any, tuple(needs.of)
    return len(needs), tuple(needs)
