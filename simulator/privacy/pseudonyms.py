"""Names, addresses and numbers of people replaced by placeholders: the same one gets the same placeholder throughout.

Names of characters of a scenario are kept. Nothing of the list of who is who is ever written to disk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from simulator.practice.api import PracticeError
from simulator.privacy.traces import FORMS, is_iban, is_name, names_in, parts
from simulator.report.words import Words

LONGEST_LIST = 5000
"""Lines of a file with names."""

PEOPLE = frozenset({"who", "name", "observer", "asks", "school", "assessor", "trainer", "trainee", "author"})
"""Keys under which a person's name is kept, whatever it looks like."""

_FIXED = frozenset({
    "id", "document", "conversation", "scenario", "scenario_id", "language", "role", "step", "kind", "code",
    "was", "act", "stage", "speaker", "main", "flags", "created", "updated", "mode", "status", "item",
    "voiced_by", "coder",
})  # fmt: skip
"""Keys that hold ids, codes and times: nobody is introduced there."""
_OWN = frozenset({"nl", "en", "sent", "coded", "decided", "said"})
"""Words of toask's own under those keys, of which some are names too."""
_KEYS = _FIXED | PEOPLE | _OWN
_NOBODY = frozenset({"trainee", "assessor", "trainer", "observer", "school", "cursist", "beoordelaar", "observator"})


def read_names(path: Path) -> list[tuple[str, ...]]:
    """Return the names of a file: one person a line, other ways to say the name behind commas; # begins a remark.

    Raises:
        PracticeError: it cannot be read, or it is no list of names.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise PracticeError(f"Cannot read the names in {path} ({error.strerror}); check the path.") from error
    except UnicodeDecodeError as error:
        raise PracticeError(f"{path} is no UTF-8 text; save it as plain text, one name a line.") from error
    if len(lines) > LONGEST_LIST:
        raise PracticeError(f"{path} has {len(lines)} lines; at most {LONGEST_LIST} names are read. Split the list.")
    people = []
    for line in lines:
        forms = tuple(flat for one in line.split("#")[0].split(",") if len(flat := _flat(one)) > 1)
        if forms:
            people.append(forms)
    return people


class Pseudonyms:
    """Learns names from what was typed, then replaces them everywhere.

    Args:
        language: of the placeholders, `nl` or `en`.
        kept: names of characters, which stay (unless they are listed).
        listed: people by all ways in which their names are written; found whatever the capitals.
    """

    def __init__(self, language: str, kept: Iterable[str] = (), listed: Sequence[Sequence[str]] = ()) -> None:
        self._words = Words(language)
        self._kept = {_key(form) for name in map(_person, kept) for form in (name, *parts(name))}
        self._listed: dict[str, str] = {}
        self._written: dict[tuple[int, str], str] = {}
        self._exact: dict[str, str] = {}
        self._numbers: dict[tuple[str, str], str] = {}
        self._pattern: re.Pattern[str] | None = None
        self.replaced: dict[str, list[str]] = {}
        """Each placeholder with what stood there, in order of appearance. For the screen only."""
        people = [kept for forms in listed if (kept := [_person(form) for form in forms if form.strip()])]
        for forms in people:
            for form in forms:
                self._listed.setdefault(_key(form), forms[0])
                # No pattern finds all the capitals of one form: of İ and ß the small letter is two, or the capital.
                for one in (form, form.casefold(), form.upper(), form.lower()):
                    self._written.setdefault((len(one), one.lower()), one)
        for forms in people:
            for form in forms:
                self._add_forms(parts(form), forms[0])

    def learn(self, text: str) -> None:
        """Take in the names that somebody is introduced by in a text."""
        for name in names_in(unicodedata.normalize("NFC", text)):
            self.add(name)

    def learn_all(self, value: object, key: str = "") -> None:
        """Take in the names in all texts of a JSON value, and those under keys that hold a person's name."""
        if isinstance(value, str):
            if key in PEOPLE and value.casefold() not in _NOBODY and is_name(value):
                self.add(value)
            self.learn(value)
        elif isinstance(value, Mapping):
            for name, held in value.items():
                self.learn_all(held, str(name))
        elif isinstance(value, list | tuple):
            for held in value:
                self.learn_all(held, key)

    def add(self, name: str) -> None:
        """Take in one person's name, unless a character bears it."""
        full = _person(name)
        if full and _key(full) not in self._kept:
            self._add_forms([full, *parts(full)], self._exact.get(full, full))

    def _add_forms(self, forms: Iterable[str], who: str) -> None:
        """Remember ways to write somebody's name; one that a character or somebody else bears stays theirs."""
        for form in forms:
            if _key(form) not in self._kept and _key(form) not in self._listed:
                for variant in (form, form.upper(), form[0].upper() + form[1:]):
                    self._exact.setdefault(variant, who)
        self._pattern = None

    def text(self, text: str) -> str:
        """Return `text` with a placeholder for every trace of a person that is known; else the very same text."""
        plain = unicodedata.normalize("NFC", text)
        changed = self._compiled().sub(self._placed, plain)
        return text if changed == plain else changed

    def value(self, value: Any, key: str = "") -> Any:  # noqa: ANN401 - JSON
        """Return a JSON value with every text and key in it replaced; what toask itself writes there stays."""
        if isinstance(value, str):
            return value if key in _FIXED and value in _OWN else self.text(value)
        if isinstance(value, Mapping):
            found: dict[str, Any] = {}
            for name, held in value.items():
                found[self._free(str(name), found)] = self.value(held, str(name))
            return found
        if isinstance(value, list | tuple):
            return [self.value(held, key) for held in value]
        return value

    def _free(self, key: str, taken: Mapping[str, Any]) -> str:
        """Return a key without names; a number behind it where two people's became alike."""
        plain = key if key in _KEYS else self.text(key)
        found, count = plain, 1
        while found in taken:
            count += 1
            found = f"{plain} ({count})"
        return found

    def counts(self) -> dict[str, int]:
        """Return how many different ones of each kind were replaced."""
        found: dict[str, int] = {}
        for kind, _ in self._numbers:
            found[kind] = found.get(kind, 0) + 1
        return found

    def _compiled(self) -> re.Pattern[str]:
        if self._pattern is None:
            listed = [(form, f"(?i:{_spaced(form)})") for form in self._written.values()]
            exact = [(form, _spaced(form)) for form in self._exact]
            names = [one for _, one in sorted(listed + exact, key=lambda pair: -len(pair[0]))]
            forms = [f"(?P<{kind}>{form})" for kind, form in FORMS.items()]
            whole = [rf"(?<!\w)(?P<name>{'|'.join(names)})(?!\w)"] if names else []
            self._pattern = re.compile("|".join(forms + whole))
        return self._pattern

    def _placed(self, found: re.Match[str]) -> str:
        kind, text = found.lastgroup or "name", found[0]
        if kind == "iban":
            text = _account(text)
            if not text:
                return found[0]
        said = _flat(text)
        who = self._who(_person(said)) if kind == "name" else _bare(kind, said)
        if (kind, who) not in self._numbers:
            self._numbers[kind, who] = self._label(kind, self.counts().get(kind, 0) + 1)
        placeholder = self._numbers[kind, who]
        seen = self.replaced.setdefault(placeholder, [])
        if said not in seen:
            seen.append(said)
        # What an account number took along is read again: a word behind it may be a name.
        return placeholder + self._compiled().sub(self._placed, found[0][len(text) :])

    def _who(self, said: str) -> str:
        """Return whose name it is; a way to write it that two people share is the first one's."""
        return self._exact.get(said) or self._listed.get(_key(said), said)

    def _label(self, kind: str, number: int) -> str:
        tr = self._words.tr
        labels = {
            "name": tr("[name {n}]"),
            "email": tr("[e-mail {n}]"),
            "url": tr("[website {n}]"),
            "iban": tr("[bank account {n}]"),
            "phone": tr("[phone {n}]"),
            "postcode": tr("[postcode {n}]"),
        }
        return labels[kind].format(n=number)


def _account(text: str) -> str:
    """Return the account number that a text begins with: words and numbers behind it may look like more of it."""
    while text and not is_iban(text):
        text = text.rpartition(" ")[0]
    return text


def _bare(kind: str, said: str) -> str:
    """Return what is the same however it is written: with blanks or not, from abroad or not."""
    if kind == "phone":
        return re.sub(r"^(?:\+|00)310?", "0", re.sub(r"[^\d+]", "", said))
    return (said.replace(" ", "") if kind in ("iban", "postcode") else said).casefold()


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _person(name: str) -> str:
    """Return a name as it is compared: one blank between words and behind initials."""
    return re.sub(r"\.(?=\w)", ". ", _flat(name))


def _key(name: str) -> str:
    """Return a name as it is looked up, whatever its capitals; those of i with and without a dot are one letter."""
    return name.casefold().replace("i\u0307", "i").replace("\u0131", "i")


def _spaced(form: str) -> str:
    """Return a pattern for a name in which any blanks may stand between the words, and none behind initials."""
    words = [re.escape(word) for word in form.split()]
    return "".join(word + (r"\s*" if word.endswith(r"\.") else r"\s+") for word in words[:-1]) + words[-1]
