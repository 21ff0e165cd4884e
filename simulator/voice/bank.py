"""Written reactions: which of them may open this act, after this turn, from this speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from simulator.voice.bags import bag
from simulator.voice.checks.facts import DATES
from simulator.voice.checks.numbers import numbers
from simulator.voice.slots import phrases
from simulator.voice.types import Ask, VoiceError

FAMILY = {
    "OPEN": "question", "DEEP": "question", "CLOSED": "closed", "LEAD": "closed", "REFL-S": "reflection",
    "REFL-C": "reflection", "SEEK": "seek", "AFFIRM": "affirm", "NEUTRAL": "neutral", "INFO": "offer",
    "OFFER": "offer", "OFFER-P": "offer", "JUDGE": "judge", "FILL": "judge",
}  # fmt: skip
FORMAL = re.compile(r"forme|zakelijk|hoffelijk|deftig|afgemeten|formal|courteous|measured|polite|brisk", re.IGNORECASE)
_SLOT = re.compile(r"\{(?:woord|word)\}")
_WH = re.compile(
    r"\b(?:wat|wie|waar\w*|wanneer|hoe\w*|welke?|vertel|what|who|whose|where|when|why|how|which|tell)\b", re.IGNORECASE
)
_COUNT = re.compile(r"\b(?:hoeveel(?! (?:kost|geld|euro|mag|is er te))|aantal|how many|number of)\b", re.IGNORECASE)
_FIRST = re.compile(r"[^\W\d_]+", re.UNICODE)
_LEADS_IN = re.compile(
    r"(?:ik (?:zal|ga|wil|moet) (?:het |dat )?(?:je|u|jou|even|eerlijk|wel)\b|om eerlijk|weet (?:je|u) (?:wat|nog)"
    r"|het (?:zit|is) zo\b|zal ik|laat (?:ik|me|mij)|als ik eerlijk|mag ik"
    r"|to be (?:honest|fair|frank)|to tell you|tell you"
    r"|i(?:'ll|’ll| will| must| have to) (?:tell|be|say|admit)|the thing is|let me|if i(?:'m|’m| am) honest|you know\b"
    r"|the truth is|i mean\b)",
    re.IGNORECASE,
)
INTERJECTIONS = bag(
    """
    ja nee nou tja hm mm eh ach och o oh oei goh kijk haha pff poeh oef mwah zo hè ah aha au dus weet eerlijk even yes
    no well er um gosh look right honestly so ha oof phew quite let
    oké ok okay zeg prima yeah sure
    """
)


@dataclass(frozen=True, slots=True)
class Reaction:
    """One written reaction with its tags; `text` may hold a slot for a group of the trainee's own words."""

    text: str
    group: str
    before: frozenset[str]
    after: frozenset[str]
    when: str = ""
    address: str = "any"
    tone: str = "any"
    needs: str = ""

    @property
    def slot(self) -> bool:
        """Whether it takes up words of the trainee's."""
        return bool(_SLOT.search(self.text))


@dataclass(frozen=True, slots=True)
class Bank:
    """All written reactions, by language."""

    reactions: dict[str, tuple[Reaction, ...]]

    def fitting(self, ask: Ask) -> list[tuple[str, Reaction]]:
        """Return (text, reaction) of all that may stand before any wording of this act, slots filled, unused first."""
        heads = _heads(ask)
        last = came_down_to(ask)
        used = {line.casefold() for line in ask.used}
        groups = phrases(ask) if any(r.slot for r in self.reactions.get(ask.language, ())) else []
        found = []
        for one in self.reactions.get(ask.language, ()):
            if not _suits(one, ask, heads, last):
                continue
            for text in [_fill(one.text, group) for group in groups] if one.slot else [one.text]:
                if text.casefold() not in used:
                    found.append((text, one))
        return found


def joins(reaction: str, wording: str, needs: str = "") -> bool:
    """Whether these two read well behind each other: no second interjection or lead-in, no word said twice.

    Args:
        reaction: what opens.
        wording: what follows, unchanged.
        needs: `number`, `count`: only before a line with a number or day; `repair`: also before "Nou ja".
    """
    said = [word.casefold() for word in _FIRST.findall(wording)]
    if needs in ("number", "count") and not (numbers(wording) or DATES & set(said)):
        return False
    opening = said[0] if said else ""
    if needs != "repair" and (opening in INTERJECTIONS or wording.startswith(("…", '"', "“", "'"))):
        return False
    if needs != "repair" and _LEADS_IN.match(wording):
        return False
    ahead = [word.casefold() for word in _FIRST.findall(" ".join(wording.split()[:7]))]
    words = [word.casefold() for word in _FIRST.findall(reaction)]
    return not {w for w in words if len(w) > 3} & set(ahead) and not (words and words[0] == opening)


@lru_cache(maxsize=1)
def written() -> Bank:
    """Return the reactions that come with the program, Dutch and English."""
    return Bank({language: load(language) for language in ("nl", "en")})


def load(language: str) -> tuple[Reaction, ...]:
    """Read `reactions/<language>.yaml`.

    Raises:
        VoiceError: the file is damaged.
    """
    import yaml

    text = files("simulator.voice").joinpath("reactions", f"{language}.yaml").read_text(encoding="utf-8")
    try:
        # libyaml where it is built in: a tenth of the time.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        groups: list[dict[str, Any]] = yaml.load(text, Loader=loader)["groups"]
        return tuple(
            Reaction(
                line, group["id"], frozenset(group["before"]), frozenset(group["after"]), group.get("when", ""),
                group.get("address", "any"), group.get("tone", "any"), group.get("needs", group.get("when", "")),
            )
            for group in groups
            for line in group["say"]
        )  # fmt: skip
    except (yaml.YAMLError, KeyError, TypeError) as problem:
        raise VoiceError(f"The written reactions for {language} are damaged: install the program again.") from problem


def came_down_to(ask: Ask) -> str:
    """Return what the trainee's turn came down to; what yes or no could answer is `closed`, whatever its code."""
    family = FAMILY.get(ask.moves[-1], "neutral") if ask.moves else "neutral"
    if family != "question":
        return family
    asked = [part for part in re.split(r"(?<=[.?!…])\s+", ask.trainee.strip()) if part.endswith("?")]
    return "closed" if asked and not _WH.search(asked[-1]) else family


def _heads(ask: Ask) -> frozenset[str]:
    """Return the names by which groups may mean this act: the act, the list its lines come from, `request`."""
    if ask.variant.startswith("guards"):
        return frozenset({"guards", ask.variant})
    if ask.variant.startswith("no_answer"):
        return frozenset()  # It begins with a reaction of its own.
    if ask.variant.startswith("details"):
        return frozenset({"details"})
    if ask.act == "hold_request" and ask.variant == "say":
        return frozenset({"request"})
    return frozenset({ask.act if ask.variant in ("say", "cue") else ask.variant})


def _suits(one: Reaction, ask: Ask, heads: frozenset[str], last: str) -> bool:
    if not one.before & heads or not one.after & {last, "any"}:
        return False
    if one.when != ask.reaction and (one.when or ask.reaction in ("repair", "aside")):
        return False
    if one.address not in ("any", ask.persona.address):
        return False
    if one.needs == "count" and not _COUNT.search(ask.trainee):
        return False
    return one.tone == "any" or not is_formal(ask)


def is_formal(ask: Ask) -> bool:
    """Whether the speaker keeps to forms: what is casual is not for her."""
    return ask.persona.address == "u" or bool(FORMAL.search(ask.persona.manner))


def _fill(text: str, group: str) -> str:
    filled = _SLOT.sub(group, text)
    return filled[:1].upper() + filled[1:]


def size(reactions: Sequence[Reaction]) -> int:
    """Return how many different texts there are."""
    return len({one.text for one in reactions})
