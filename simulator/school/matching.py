"""Scores how well a trainee's words fit what a school can answer: sentence vectors and shared words, calibrated.

Cosines of the encoder are crowded, so each is read against two backgrounds: how near questions about anything else come
to the same phrase, and how near the same question comes to all other phrases (as in speaker verification: s-norm,
Kenny 2010). A softmax over all targets and "nothing here" was fitted on those numbers and on shared words; a target's
score is its probability against "nothing here" alone, so that two targets may both fit.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.coding.coder import Encoder, PieceEncoder
from simulator.scenario.raw import flat
from simulator.school.acts import Target
from simulator.school.alikes import Alikes, Holding
from simulator.school.asking import asks_for
from simulator.school.late import Late
from simulator.school.lexicon import common, stems
from simulator.school.match_weights import ANCHOR_FEATURES, ANCHOR_WEIGHTS, WEIGHTS
from simulator.school.phrases import Phrases
from simulator.school.reread import WEIGHTS as BOTH
from simulator.school.reread import again
from simulator.school.synonyms import meanings

Floats = NDArray[np.float32]
FEATURES = (
    "bias", "asks", "asks_mean", "asks_same_word", "asks_gap", "tells", "tells_mean", "reflected_asks",
    "reflected_tells", "shared_asks", "shared_tells", "covered", "uncovered", "unheard", "thin", "need", "later",
    "pieces",
)  # fmt: skip
_COMMON_WEIGHT = 0.35
_FAR = 8.0
_TINY = 1e-9
_WORD_FOR_WORD = 6.0
"""Log-odds of what somebody asks in the very words that its author wrote."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A target with what a trainee would ask for it (`asks`) and what the school would say (`tells`).

    Of what the school would say only the first `heard` are compared by meaning: the rest says the same, and every line
    costs time at the first start. By their words all are compared.
    """

    target: Target
    asks: tuple[str, ...]
    tells: tuple[str, ...] = ()
    heard: int = 3

    @property
    def anchor(self) -> bool:
        """Whether it is a question for any scenario, not for this one's content."""
        return self.target.kind in ("own", "more", "want", "begin", "off", "bye")

    @property
    def line(self) -> str:
        """The line by which it is known wherever it stands (`simulator.reader.turns`); empty: it tells nothing."""
        return self.tells[0] if self.tells else ""


class Matcher:
    """Compares words with a fixed list of entries. Texts stay inside; out come numbers only.

    Args:
        entries: the targets.
        encoder: for the vectors.
        language: `nl` or `en`.

    Attributes:
        both: the weights of both looks (`simulator.school.reread`).
    """

    def __init__(self, entries: Sequence[Entry], encoder: Encoder, language: str) -> None:
        self.language = language
        self.kept: dict[tuple[object, ...], Floats] | None = None
        """Scores of words that come back in many talks, whatever was said before; None: nothing is kept."""
        self._near: dict[str, Floats] = {}
        self.both = BOTH
        self._encoder = encoder
        self.entries = tuple(entries)
        asks = [(index, text) for index, entry in enumerate(entries) for text in entry.asks]
        tells = [(index, text) for index, entry in enumerate(entries) for text in entry.tells]
        self._asks = Phrases(asks, len(entries), encoder, language)
        few = [(index, text) for index, entry in enumerate(entries) for text in entry.tells[: entry.heard]]
        self._tells = Phrases(few, len(entries), encoder, language)
        self._late = _late([*asks, *few], len(asks), len(entries), encoder, self._cosines)
        self._exact: dict[str, list[int]] = {}
        for index, text in asks:
            self._exact.setdefault(flat(text), []).append(index)
        self._ask_words = np.array([asks_for(text, language) for _, text in asks])
        ask_stems = [frozenset(stems(text, language)) for _, text in asks]
        tell_stems = _gathered(tells, len(entries), language)
        all_stems = [a | t for a, t in zip(_gathered(asks, len(entries), language), tell_stems, strict=True)]
        self._in_asks, self._in_tells, self._in_all = Holding(ask_stems), Holding(tell_stems), Holding(all_stems)
        heard = frozenset().union(*all_stems)
        self._alikes = Alikes(heard)
        self._meant: dict[int, list[str]] = {}
        for one in heard:
            for meaning in meanings(one, language):
                self._meant.setdefault(meaning, []).append(one)
        self._likes: dict[str, frozenset[str]] = {}
        kinds = [entry.target.kind for entry in entries]
        self.anchors = np.array([entry.anchor for entry in entries])
        self._need = np.array([kind == "need" for kind in kinds], np.float32)
        self._later = np.array([kind in ("choice", "step") for kind in kinds], np.float32)
        counts = Counter(one for held in all_stems for one in held)
        self._rarity = {one: float(np.log(1.0 + len(entries) / count)) for one, count in counts.items()}
        self._owners = np.array([index for index, _ in asks], np.int64)
        self._sizes = np.array([sum(self.weight(one) ** 2 for one in held) for held in ask_stems])
        name = encoder.name if encoder.name in WEIGHTS else "hash"
        self.weights = np.array(WEIGHTS[name], np.float32)
        self.anchor_weights = np.array(ANCHOR_WEIGHTS[name], np.float32)

    def scores(self, texts: Sequence[str], reflects: bool, before: str = "", second: Floats | None = None) -> Floats:
        """Return the probability (0 to 1) of every entry for one unit, given in one or more cuts of its words.

        Args:
            texts: the cuts, the whole unit first.
            reflects: whether it is a reflection.
            before: what the school had just said.
            second: log-odds of every entry by a second look at the turn; anchors keep the first. None: there is none.
        """
        key = (*texts, reflects)
        if self.kept is not None and key in self.kept:
            return self.kept[key]
        features = self.features(texts, reflects, before)
        odds = np.where(self.anchors, features[:, _ANCHOR_COLUMNS] @ self.anchor_weights, features @ self.weights)
        if second is not None:
            odds = np.where(self.anchors, odds, again(odds, second, self.both))
        for entry in self._exact.get(flat(texts[0]), ()):
            odds[entry] = max(odds[entry], _WORD_FOR_WORD)
        probabilities: Floats = (1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30)))).astype(np.float32)
        if self.kept is not None:
            self.kept[key] = probabilities
        return probabilities

    def ahead(self, texts: Iterable[str]) -> None:
        """Compare texts together that many talks will ask for, whatever is said before them; where scores are kept."""
        if self.kept is None or self._late is None or not isinstance(self._encoder, PieceEncoder):
            return
        new = [text for text in dict.fromkeys(texts) if text not in self._near]
        self._near |= zip(new, self._late.each(self._encoder.read(new)), strict=True)

    def features(self, texts: Sequence[str], reflects: bool, before: str = "") -> Floats:
        """Return every entry's features for a unit given in several cuts, shape (entries, features); best cut kept."""
        vectors = self._encoder.encode(list(texts))
        near = self._asks.near(vectors)
        asks, asks_mean = self._asks.best(near), self._asks.mean(near)
        words = np.array([asks_for(text, self.language) for text in texts])
        same = np.where(words[:, None] == self._ask_words[None, :], near, -1.0).astype(np.float32)
        near_tells = self._tells.near(vectors)
        tells = self._tells.best(near_tells)
        content = set(stems(texts[0], self.language))
        shared_asks, shared_tells, covered, uncovered = self._words(content)
        pointing = content - common(self.language)
        many = len(self.entries)
        return np.stack([
            np.ones(many), asks, asks_mean, self._asks.best(same), asks - _others(np.where(self.anchors, -9, asks)),
            tells, self._tells.mean(near_tells), asks * reflects, tells * reflects, shared_asks, shared_tells, covered,
            uncovered, np.full(many, sum(self.weight(one) for one in pointing if not self._like(one))),
            np.full(many, not pointing), self._need, self._later,
            self._pieces(texts[0], before),
        ], axis=1).astype(np.float32)  # fmt: skip

    def _cosines(self, vector: Floats) -> Floats:
        """Return the cosines of a vector with all phrases, those that ask first."""
        return np.concatenate([self._asks.cosines(vector), self._tells.cosines(vector)])

    def _pieces(self, text: str, before: str) -> Floats:
        """Return what reading piece by piece gives, as log-odds against "nothing here"; zeros without such a reader."""
        if self._late is None or not isinstance(self._encoder, PieceEncoder):
            return np.zeros(len(self.entries), np.float32)
        near = self._near.get(text)
        if near is None:
            near = self._late.scores(self._encoder.read([text], before)[0])
        found = np.clip(near, -_FAR, _FAR)
        return np.where(self.anchors, 0.0, found).astype(np.float32)

    def weight(self, one: str) -> float:
        """Return how much this stem tells: little when many targets or all talks have it."""
        rarity = self._rarity.get(one, float(np.log(1.0 + len(self.entries))))
        return rarity * (_COMMON_WEIGHT if one in common(self.language) else 1.0)

    def _like(self, one: str) -> frozenset[str]:
        """Return the stems of the scenario that are forms, compounds or synonyms of this one."""
        if one not in self._likes:
            if len(self._likes) > 5000:
                self._likes.clear()
            same = {known for meaning in meanings(one, self.language) for known in self._meant.get(meaning, ())}
            self._likes[one] = frozenset(self._alikes.of(one, common(self.language)) | same)
        return self._likes[one]

    def _words(self, content: set[str]) -> tuple[Floats, Floats, Floats, Floats]:
        """Return weight shared with the likest ask (a cosine of sets), parts held by tells and by all, and the rest."""
        many = len(self.entries)
        asks = np.zeros(many)
        rows = sorted(content)
        weights = np.array([self.weight(one) for one in rows])
        squares = float((weights**2).sum())
        if squares == 0:
            return (np.zeros(many, np.float32),) * 4
        likes = [self._like(one) for one in rows]
        both = weights**2 @ self._in_asks.any(likes)
        np.maximum.at(asks, self._owners, both / np.sqrt(squares * np.maximum(np.maximum(self._sizes, both), _TINY)))
        tells = weights**2 @ self._in_tells.any(likes) / squares
        here = self._in_all.any(likes)
        plain = common(self.language)
        missing = np.where([one in plain for one in rows], 0.0, weights) @ (1.0 - here)
        found = (asks, tells, weights @ here / weights.sum(), missing)
        return tuple(one.astype(np.float32) for one in found)  # type: ignore[return-value]


_ANCHOR_COLUMNS = [FEATURES.index(name) for name in ANCHOR_FEATURES]


def _late(
    phrases: Sequence[tuple[int, str]], asks: int, owners: int, encoder: Encoder, whole: Callable[[Floats], Floats]
) -> Late | None:
    """Return the phrases, the first `asks` of them asked and the others told, for reading piece by piece."""
    if not isinstance(encoder, PieceEncoder) or not encoder.match or not phrases:
        return None
    read = encoder.read([text for _, text in phrases])
    tells = [n >= asks for n in range(len(phrases))]
    return Late(read, [index for index, _ in phrases], tells, owners, encoder.match, whole)


def shifted(score: float, by: float) -> float:
    """Return a probability with `by` added to its log-odds."""
    held = min(max(score, 1e-6), 1 - 1e-6)
    return 1.0 / (1.0 + (1.0 - held) / held * math.exp(-by))


def _gathered(rows: Iterable[tuple[int, str]], owners: int, language: str) -> list[frozenset[str]]:
    held: list[set[str]] = [set() for _ in range(owners)]
    for index, text in rows:
        held[index].update(stems(text, language))
    return [frozenset(one) for one in held]


def _others(best: Floats) -> Floats:
    """Return, for each entry, the best of all others."""
    order = np.argsort(best)
    out = np.full_like(best, best[order[-1]])
    out[order[-1]] = best[order[-2]] if len(best) > 1 else 0.0
    return out
