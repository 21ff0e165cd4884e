"""Choosing with a model that was taught to weigh: lines, and reactions before them."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest
from helpers_voice import EN, NL, FakeBackend

from simulator.voice import weigh
from simulator.voice.bank import written
from simulator.voice.select import field
from simulator.voice.speak import Voice
from simulator.voice.types import Weigher


class Taught(FakeBackend):
    """Likes texts that hold a word."""

    weighs = True

    def __init__(self, word: str = "koffiekamer", by: float = 9.0) -> None:
        super().__init__()
        self.word, self.by, self.seen = word, by, []

    def fits(self, prompt, texts, cancel):
        self.seen.append((prompt, list(texts)))
        return [self.by * (self.word in text) for text in texts]


def spoken(backend, ask):
    return Voice(backend).speak(ask, Event(), lambda piece: None)


@pytest.mark.parametrize(("ask", "word"), [(NL, "uurtje"), (EN, "rather like")])
def test_the_line_that_fits_is_said_whatever_the_seed(ask, word):
    assert isinstance(Taught(), Weigher)
    found = [spoken(Taught(word), replace(ask, seed=seed)) for seed in range(8)]
    assert all(word in one.text for one in found)
    assert {one.voiced_by for one in found} == {"chosen"}


def test_what_was_said_lately_gives_way_and_seeds_choose_among_what_fits_alike():
    (used,) = [line for line in NL.wordings if "uurtje" in line]
    assert "uurtje" not in spoken(Taught("uurtje", 3.0), replace(NL, used=(used,))).text
    assert len({spoken(Taught("zzz"), replace(NL, seed=seed)).wording for seed in range(20)}) == len(NL.wordings)


def test_a_reaction_is_weighed_together_with_the_line_behind_it():
    options = field(replace(NL, seed=1, reaction="aside"), written(), NL.wordings)
    assert options.reactions
    asked: list[list[str]] = []

    def fits(texts):
        asked.append(list(texts))
        return [-20.0 if len(asked) > 1 else 0.0 for _ in texts]

    best = weigh.rank(NL, options, fits)[0]
    assert not best.reaction
    assert all(any(line in text for line in NL.wordings) for text in asked[1])
    assert len(asked[1]) <= weigh.LINES * weigh.OPENERS


def test_the_nearness_of_vectors_counts_too():
    near = tuple(float("uurtje" in line) for line in NL.wordings)
    assert all("uurtje" in spoken(Taught("zzz"), replace(NL, fit=near, seed=seed)).wording for seed in range(5))


def test_nothing_is_scored_by_likelihood_for_it_beforehand():
    backend = Taught()
    Voice(backend).prepare("nl", NL.wordings, Event())
    assert not backend.seen
    spoken(backend, NL)
    assert all("Hm." not in message.content for prompt, _ in backend.seen for message in prompt)
