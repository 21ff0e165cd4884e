"""Which language a conversation is in; what is neither Dutch nor English is told, not scored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from simulator.i18n import mark, tr
from simulator.transcripts.model import Conversation

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

Code = Literal["nl", "en", "mixed", "other", ""]
_MIN_LETTERS = 40  # less than this is too little to go by
_PIECE_LETTERS = 60  # "Ja." alone is no language; turns are taken together up to this size
_MIXED = 0.2  # shorter stretches are quotes, names of programmes and loan words
# Left out are small languages that Dutch or English talk is taken for (Pidgin, Scots, Luxembourgish, …).
CANDIDATES = (
    "nl", "en", "de", "fr", "es", "it", "pt", "af", "fy", "da", "sv", "no", "fi", "pl", "cs", "hu", "ro", "hr", "bg",
    "el", "ru", "uk", "tr", "ar", "fa", "ku", "he", "so", "id", "zh", "ja", "ko", "hi", "ur", "vi", "th", "am",
    "ha", "sw",
)  # fmt: skip
NAMES = {
    "nl": mark("Dutch"), "en": mark("English"), "de": mark("German"), "fr": mark("French"), "es": mark("Spanish"),
    "it": mark("Italian"), "pt": mark("Portuguese"), "af": mark("Afrikaans"), "fy": mark("Frisian"),
    "da": mark("Danish"), "sv": mark("Swedish"), "no": mark("Norwegian"), "pl": mark("Polish"), "tr": mark("Turkish"),
    "ar": mark("Arabic"), "uk": mark("Ukrainian"), "ru": mark("Russian"), "fa": mark("Persian"), "so": mark("Somali"),
    "zh": mark("Chinese"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a conversation.

    `code`: nl or en; mixed (a fifth or more of the letters are in another language than the main one); other; empty
    when there is too little text. `shares`: ISO 639-1 code → share of the letters (0 to 1), largest first.
    """

    code: Code
    shares: tuple[tuple[str, float], ...] = ()

    @property
    def scored(self) -> bool:
        """Whether conversations in it are scored."""
        return self.code in ("nl", "en")


def language_of(conversation: Conversation) -> Language:
    """Return the language that the words are in; works offline and gives the same answer each time.

    A language that the file states is not asked for: the words decide.
    """
    letters: Counter[str] = Counter()
    for text in _stretches(conversation):
        code, _ = _identifier().classify(text)
        letters[code] += _count(text)
    total = sum(letters.values())
    if total < _MIN_LETTERS:
        return Language("")
    shares = tuple((code, round(count / total, 3)) for code, count in letters.most_common())
    if 1 - shares[0][1] >= _MIXED:
        return Language("mixed", shares)
    main = shares[0][0]
    return Language("nl" if main == "nl" else "en" if main == "en" else "other", shares)


def told(language: Language, where: str) -> str:
    """Return the sentence that says why a conversation is not scored; empty for one that is."""
    if language.scored:
        return ""
    if language.code == "":
        line = tr("{where} has too few words to tell its language; give --lang nl or --lang en.")
        return line.format(where=where)
    if language.code == "other":
        line = tr("{where} is in {language}; only Dutch and English are scored.")
        return line.format(where=where, language=name_of(language.shares[0][0]))
    line = tr("{where} mixes languages ({languages}); split it, or give --lang to score it all the same.")
    return line.format(where=where, languages=mix(language))


def mix(language: Language) -> str:
    """Return the languages of a mix with their shares, such as `60 % Dutch, 40 % English`."""
    shown = [one for one in language.shares[:3] if one[1] >= 0.1]
    return ", ".join(f"{round(100 * share)} % {name_of(code)}" for code, share in shown)


def name_of(code: str) -> str:
    """Return a language's name in the interface's language, else its code."""
    return tr(NAMES[code]) if code in NAMES else tr('another language ("{code}")').format(code=code)


def _stretches(conversation: Conversation) -> Iterator[str]:
    """Yield the words in stretches long enough to be told; speakers apart, since each may use their own language."""
    held: dict[str, list[str]] = {}
    for line in conversation.lines:
        words = held.setdefault(line.speaker, [])
        words.append(line.text)
        if _count(" ".join(words)) >= _PIECE_LETTERS:
            yield " ".join(words)
            words.clear()
    yield from (" ".join(words) for words in held.values() if _count(" ".join(words)) >= _MIN_LETTERS // 2)


def _count(text: str) -> int:
    return sum(map(str.isalpha, text))


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    found = LanguageIdentifier.from_model_file(MODEL_FILE)
    found.set_languages(list(CANDIDATES))
    return found
