"""A line of the trainee's own, rewritten as a question: by a form that is certain, else from the school's last words.

What told is never said again: an offer, a verdict or an answer in the question is left out, an assumption is asked.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Sequence

from simulator.coding.codebook import Unit
from simulator.debrief import hold_words as lists
from simulator.debrief import open_forms_en, open_forms_nl
from simulator.debrief.follow_ups import addressed, ask_on, follow_ups
from simulator.debrief.holds import words
from simulator.debrief.things import things

FORMS = {"nl": open_forms_nl, "en": open_forms_en}
Forms = Sequence[tuple[str, str]]
_JE, _U = frozenset(["je", "jij", "jou", "jouw"]), lists.YOU_U
_LONGEST = 300
"""Characters of a line that is read for a form; what is longer is a speech."""


def rewrite(unit: Unit, before: str, language: str, address: str = "je", seed: int = 0) -> str:
    """Return the line as a question.

    Args:
        unit: what was said, and its code.
        before: the school's words just before it; empty before the first turn.
        language: `nl` or `en`.
        address: `je`, `u` or `you`, where the line itself does not say.
        seed: another seed, other words where there is a choice.
    """
    line = _Line(unit, before, language, _address(unit.text, language, address), seed)
    ways = {
        "FILL": line.asked,
        "OFFER": line.held_back,
        "OFFER-P": line.permitted,
        "JUDGE": line.curious,
        "LEAD": line.unled,
        "INFO": line.offered,
    }
    return ways.get(unit.code, line.opened)()


class _Line:
    """A line to rewrite, with all that the ways of doing so need."""

    def __init__(self, unit: Unit, before: str, language: str, address: str, seed: int) -> None:
        self._before, self._language, self._address, self._seed = before, language, address, seed
        self._forms = FORMS[language]
        self._dice = random.Random(zlib.crc32(f"{seed}|{unit.text}".encode()))
        self._text = " ".join(unit.text.split()).strip(" .!,;:…")[:_LONGEST]

    def asked(self) -> str:
        """Return an assumption as an open question about the same matter."""
        return self._formed(self._forms.FILL, self._bare(self._text)) or self._one(self._forms.FILL_ELSE)

    def held_back(self) -> str:
        """Return a question from the school's words, with the idea kept for later."""
        return f"{self._one(self._forms.HOLD_BACK)} {self._on()}".strip()

    def permitted(self) -> str:
        """Return a question for room, without the idea in it."""
        return self._one(self._forms.PERMISSION)

    def curious(self) -> str:
        """Return a curious question about what was judged."""
        asked = ask_on(self._before, self._forms.CURIOUS, self._language, self._address, self._seed)
        return asked or self._one(self._forms.CURIOUS)

    def unled(self) -> str:
        """Return a leading question without the answer in it."""
        low = self._bare(self._text, hedges=False)
        bare = re.sub(self._forms.TAG, "", low)
        if bare != low:
            return self._formed(self._forms.FILL, self._bare(bare)) or self._one(self._forms.TAGGED)
        return self._formed(self._forms.LEAD, low) or self._one(self._forms.LEAD_ELSE)

    def offered(self) -> str:
        """Return whether the school wants to hear it, or what of it."""
        article = ("de ", "het ") if self._language == "nl" else ("the ",)
        found = [one.named for one in things(self._text, self._language) if one.named.startswith(article)]
        return self._one(self._forms.INFORM, found[0]) if found else self._one(self._forms.INFORM_ELSE)

    def opened(self) -> str:
        """Return a closed or stacked question as one open question."""
        parts = [part.strip(" ?.,") for part in re.split(self._forms.SPLIT, self._text) if part and part.strip(" ?.,")]
        for part in parts:
            if re.match(self._forms.ASKS, self._bare(part, hedges=False)):
                return _ended(re.sub(f"^{self._forms.OPENINGS}", "", part, flags=re.IGNORECASE))
        formed = (self._formed(self._forms.CLOSED, self._bare(part)) for part in parts)
        return next(filter(None, formed), "") or self._on()

    def _on(self) -> str:
        """Return a question about the school's last words; about the matter at large where it said none."""
        asked = follow_ups(self._before, self._language, self._address, self._seed, most=1)
        return asked[0] if asked else self._one(self._forms.START)

    def _one(self, frames: Sequence[str], noun: str = "") -> str:
        return addressed(self._dice.choice(frames).replace("{n}", noun), self._address)

    def _bare(self, text: str, hedges: bool = True) -> str:
        """Return a line in lower case without opening words, marks and hedges."""
        low = re.sub(f"^{self._forms.OPENINGS}", "", text.lower().replace("’", "'")).strip(" ?.!,")
        if self._language == "en":
            low = re.sub(open_forms_en.BARE, r"\1n't", low)
        if not hedges:
            return low
        return " ".join(re.sub(rf"(?<![\w'])(?:{self._forms.HEDGES})(?![\w'])", " ", low).replace(",", " ").split())

    def _formed(self, forms: Forms, low: str) -> str:
        """Return the question of the first form that reads the whole line; empty: none does."""
        found = ((re.fullmatch(self._pattern(pattern), low), frame) for pattern, frame in forms)
        return next((self._filled(match, frame) for match, frame in found if match), "")

    def _pattern(self, pattern: str) -> str:
        parts = {
            "{subject}": self._forms.SUBJECT,
            "{soft}": self._forms.SOFT,
            "{adj}": f"(?P<adj>{'|'.join(sorted(self._forms.ADJECTIVES, key=len, reverse=True))})",
            "{feeling}": self._forms.FEELING,
        }
        for mark, part in parts.items():
            pattern = pattern.replace(mark, part)
        return pattern

    def _filled(self, match: re.Match[str], frame: str) -> str:
        held = {name: value or "" for name, value in match.groupdict().items()}
        if "adj" in held:
            held["adj"] = self._forms.ADJECTIVES[held["adj"]]
        if held.get("s") in {"je", "jij"} and "v" in held:
            held["s"], held["v"] = "je", self._forms.TURNS.get(held["v"], held["v"])
        text = addressed(frame, self._address)
        for name, value in held.items():
            text = text.replace(f"{{{name}}}", value)
        return _ended(re.sub(r" yet$", " so far", " ".join(text.rstrip("?").split())))


def _address(text: str, language: str, address: str) -> str:
    """Return how the line itself addresses the school, else `address`."""
    said = set(words(text))
    if language != "nl" or bool(said & _JE) == bool(said & _U):
        return address
    return "je" if said & _JE else "u"


def _ended(text: str) -> str:
    text = text.strip(" ?.!,")
    return f"{text[0].upper()}{text[1:]}?"
