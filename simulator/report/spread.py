"""How a figure between 0 and 1 is spread over conversations, counted in whole percents so that it never grows."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.report.words import Words

BINS = 10
PLOT = 100


@dataclass(frozen=True, slots=True)
class Bin:
    """A bar: from and to (whole percents), how many, and how tall it is (0 to `PLOT`)."""

    low: int
    high: int
    count: int
    tall: int


class Spread:
    """Counts; memory does not depend on how many are added."""

    def __init__(self) -> None:
        self.seen = 0
        self._counts = [0] * 101

    def add(self, share: float | None) -> None:
        """Count one conversation; None: it has no figure."""
        self.seen += 1
        if share is not None:
            self._counts[min(100, max(0, round(share * 100)))] += 1

    @property
    def number(self) -> int:
        """How many conversations have a figure."""
        return sum(self._counts)

    def bins(self) -> list[Bin]:
        """Return ten bars; the last holds 100% too."""
        wide = 100 // BINS
        counts = [sum(self._counts[low : low + wide]) for low in range(0, 100, wide)]
        counts[-1] += self._counts[100]
        most = max(1, *counts)
        return [
            Bin(place * wide, (place + 1) * wide, count, -(-count * PLOT // most)) for place, count in enumerate(counts)
        ]

    def quantile(self, part: float) -> int:
        """Return the whole percent under or at which at least `part` (0 to 1) of the figures lie."""
        wanted, under = part * self.number, 0
        for percent, count in enumerate(self._counts):
            under += count
            if count and under >= wanted:
                return percent
        return 100

    def says(self, words: Words) -> str:
        """Return how many there are, where the middle one lies and where the middle half, in a sentence or two."""
        if not self.number:
            return words.tr("None of these conversations has five trainee turns or more, so there is no figure.")
        text = words.tr(
            "The middle conversation has an ask share of {middle}%; half of them lie between {low}% and {high}%."
        ).format(middle=self.quantile(0.5), low=self.quantile(0.25), high=self.quantile(0.75))
        without = self.seen - self.number
        if not without:
            return text
        return f"{text} " + words.trn(
            "{n} conversation is too short for a figure.", "{n} conversations are too short for a figure.", without
        )

    def said(self, words: Words) -> str:
        """Return all bars in words, for who does not see them."""
        return "; ".join(f"{one.low}–{one.high}%: {one.count}" for one in self.bins() if one.count) or words.tr("none")
