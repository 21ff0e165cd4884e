"""Choosing with a model that was taught to weigh: lines, reactions before them, and what a question is about."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import numpy as np
import pytest
from helpers_voice import EN, NL, FakeBackend

from simulator.coding.hash_encoder import HashEncoder
from simulator.school.acts import Target
from simulator.school.matching import Entry, Matcher
from simulator.school.reread import MOST, again
from simulator.voice import weigh
from simulator.voice.bank import written
from simulator.voice.listen import Listener
from simulator.voice.score import ELSE
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


ENTRIES = [
    *(Entry(Target("item", f"i{n}"), (f"waarom {word}", f"wat is er met {word}"), (f"geheim {word}",))
      for n, word in enumerate(("dans", "koffie", "hout", "gym", "geld", "tijd", "ouders", "uur", "kerst", "klei"))),
    Entry(Target("need"), (), ("geheim verlangen",)),
    Entry(Target("more"), ("vertel eens meer",)),
]  # fmt: skip


def test_the_second_look_sees_what_one_would_ask_and_nothing_that_is_told():
    seen: list[list[str]] = []

    def reads(language, before, text, asks):
        seen.extend(asks)
        return [5.0 if "waarom klei" in held else -5.0 for held in asks]

    matcher = Matcher(ENTRIES, HashEncoder(), "nl", reads)
    scores = matcher.scores(["waarom klei"], False)
    assert int(scores[:10].argmax()) == 9
    assert 0 < len(seen) <= MOST
    assert not any("geheim" in phrase for held in seen for phrase in held)
    first = Matcher(ENTRIES, HashEncoder(), "nl").scores(["waarom klei"], False)
    assert np.allclose(scores[10:], first[10:])


def test_the_second_look_moves_the_likely_and_lets_no_other_overtake_them():
    matcher = Matcher(ENTRIES, HashEncoder(), "nl")
    odds = np.linspace(2, -4, len(ENTRIES)).astype(np.float32)
    found = again(matcher, odds, "waarom dans", "", lambda language, before, text, asks: [-3.0] * len(asks))
    assert found[:MOST].min() >= found[MOST:10].max()


def test_a_question_is_read_against_anything_else():
    backend = Taught("dans", 4.0)
    found = Listener(backend)("nl", "Wij willen dans.", "waarom dan", [("waarom dans",), ("hoeveel geld", "budget")])
    assert found == [4.0, 0.0]
    ((prompt, texts),) = backend.seen
    assert texts == [ELSE["nl"], "? waarom dans", "? hoeveel geld / budget"]
    assert [message.content for message in prompt[1:]] == ["Wij willen dans.", "waarom dan"]
