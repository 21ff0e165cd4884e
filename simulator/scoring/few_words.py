"""Conversations of so few words that no share of languages can be counted: what is said of their language."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from simulator.i18n import mark
from simulator.report.words import Words
from simulator.transcripts.language import CANDIDATES, Language, language_of
from simulator.transcripts.model import Conversation

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_LETTERS = 12
_SURE = 0.8
_NEAR = 0.15
_KIN = ("nl", "en", "af", "fy")
"""What Dutch and English talk of a few words is taken for; of 6,000 such turns in them no other is as sure as above."""
UNSURE = mark(
    "This conversation is too short to tell its language. It is scored as Dutch or English; in another language the "
    "codes mean nothing."
)
"""Said wherever such a conversation is shown."""


def heard(conversation: Conversation) -> Language:
    """Return the language by the words, as `language_of`; few words in what is clearly another language are `other`.

    What the file states counts where the words are few.
    """
    found = language_of(conversation)
    if found.code or conversation.language in ("nl", "en"):
        return found
    text = "\n".join(line.text for line in conversation.lines)
    if sum(map(str.isalpha, text)) < _LETTERS:
        return found
    chances = _chances(text)
    best = max(chances, key=lambda code: chances[code])
    near = sum(chances[code] for code in _KIN)
    return Language("other", ((best, 1.0),)) if chances[best] >= _SURE and near <= _NEAR else found


def unsure_says(number: int, words: Words) -> str:
    """Return how many of several conversations were too short to tell their language; empty: none."""
    if not number:
        return ""
    return words.trn(
        "{n} conversation is too short to tell its language; it is scored as Dutch or English.",
        "{n} conversations are too short to tell their language; they are scored as Dutch or English.",
        number,
    )


def _chances(text: str) -> dict[str, float]:
    return {code: float(chance) for code, chance in _identifier().rank(text)}


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    found = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found.set_languages(list(CANDIDATES))
    return found
