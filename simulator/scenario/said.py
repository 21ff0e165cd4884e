"""Problems in the reader's language: the rules speak English, and know nothing of who reads.

A sentence that is not listed in `said_sentences` is shown as it came.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from simulator.i18n import mark, texts
from simulator.scenario import model
from simulator.scenario.problems import Problem
from simulator.scenario.said_sentences import NESTED, PARTS, SENTENCES
from simulator.scenario.schema import keys

WHERE = mark("{file}, line {line}: {message}")


def said(sentence: str, language: str) -> str:
    """Return a sentence of a rule in that language (`nl` or `en`), with what it names."""
    return sentence if language == "en" else _said(sentence, language, SENTENCES)


def in_language(problems: Iterable[Problem], language: str) -> list[Problem]:
    """Return the problems with their sentences in that language; place, rule and severity are as they were."""
    return [replace(one, message=said(one.message, language)) for one in problems]


def why(problems: Sequence[Problem], language: str) -> str:
    """Return in one sentence why a scenario cannot be played: its first error, with the file's name and the line."""
    first = next((one for one in problems if one.severity == "error"), problems[0])
    told = texts(language).gettext(WHERE)
    return told.format(file=Path(first.file).name, line=first.line, message=said(first.message, language))


def _said(sentence: str, language: str, among: tuple[str, ...]) -> str:
    for pattern, english in _patterns(among):
        found = pattern.fullmatch(sentence)
        if found:
            named = {name: _field(name, words, language) for name, words in found.groupdict().items()}
            return texts(language).gettext(english).format(**named)
    return sentence


def _field(name: str, words: str, language: str) -> str:
    if name == "about":
        return _explained(words, language)
    return _said(words, language, PARTS) if name in NESTED else words


@lru_cache(maxsize=2)
def _patterns(among: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return a pattern for each sentence; those with the most words of their own first, for they say the most."""
    made = []
    for sentence in among:
        parts = list(string.Formatter().parse(sentence))
        pattern = "".join(re.escape(words) + (f"(?P<{name}>.*?)" if name else "") for words, name, _, _ in parts)
        made.append((sum(len(words) for words, *_ in parts), re.compile(pattern, re.DOTALL), sentence))
    return tuple((pattern, sentence) for _, pattern, sentence in sorted(made, key=lambda one: -one[0]))


@lru_cache(maxsize=1)
def _keys() -> dict[str, str]:
    """Return for what the model says of a key, as a sentence gives it, where `keys.yaml` explains the same key."""
    models = [one for one in vars(model).values() if isinstance(one, type) and issubclass(one, model.Strict)]
    fields = {f"{one.__name__}.{key}": field for one in models for key, field in one.model_fields.items()}
    return {_inner(field.description): name for name, field in fields.items() if field.description}


def _explained(english: str, language: str) -> str:
    """Return what a key is for in that language; the model says it in English."""
    name = _keys().get(english, "")
    return _inner(str(keys()[name][language])) if name in keys() else english


def _inner(sentence: str) -> str:
    """Return a sentence as it stands behind a colon."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")
