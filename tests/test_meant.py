"""The second look: a whole turn against all targets, in the reader's numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.coding.hash_encoder import HashEncoder
from simulator.school.acts import Target
from simulator.school.matching import Entry, Matcher
from simulator.school.meant import Match, Meant
from simulator.school.reread import FAR, WEIGHTS, again

KINDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
MATCH = Match(14.0, 7.0, (20.0, 18.0), (0.2, 0.3), 7.0, KINDS)
PLACES = ("dans", "koffie", "hout", "geheim dans", "geheim koffie", "waarom")


class Reads:
    """One direction a known word, on either half."""

    match = MATCH

    def __init__(self):
        self.read: list[str] = []

    def take(self, shelf):
        pass

    def keep(self):
        pass

    def encode(self, texts):
        self.read += texts
        return np.array([self._both(text) for text in texts], np.float32)

    def turn(self, before, text):
        return np.array(self._both(f"{before} {text}"), np.float32)

    def asked(self, told):
        return None

    def _both(self, text):
        half = np.array([float(one in text) for one in PLACES]) + 1e-3
        half = half / np.linalg.norm(half) / np.sqrt(2)
        return np.concatenate([half, half])


ENTRIES = [
    Entry(Target("item", "dans"), ("waarom dans", "wat is er met dans"), ("geheim dans",)),
    Entry(Target("fact", "koffie"), ("waarom koffie",), ("geheim koffie", "koffie", "derde", "vierde")),
    Entry(Target("need"), (), ("geheim verlangen",)),
    Entry(Target("more"), ("vertel eens meer",)),
]


def test_what_is_asked_for_comes_first_and_the_words_before_count():
    meant = Meant(ENTRIES, Reads())
    assert int(meant("", "waarom dans")[:3].argmax()) == 0
    assert int(meant("", "waarom koffie")[:3].argmax()) == 1
    assert meant("koffie", "waarom")[1] > meant("", "waarom")[1]


def test_it_is_the_sum_that_the_training_learnt():
    reads = Reads()
    meant = Meant(ENTRIES[:1], reads)
    turn, (a, b, told) = reads.turn("", "dans"), reads.encode(["waarom dans", "wat is er met dans", "geheim dans"])
    half = len(turn) // 2
    near = [2 * float(one[:half] @ turn[:half]) for one in (a, b)]
    asks = np.log(sum(np.exp(20.0 * one) for one in near)) / 20.0
    tells = 2 * float(told[half:] @ turn[half:])
    expected = 14.0 * asks + 7.0 * tells + KINDS[1] - 7.0
    assert meant("", "dans")[0] == pytest.approx(expected, abs=0.01)  # phrases are held in half precision


def test_a_target_without_phrases_gets_what_stands_for_them():
    found = Meant([Entry(Target("need"), (), ())], Reads())("", "dans")
    assert found[0] == pytest.approx(14.0 * 0.2 + 7.0 * 0.3 + KINDS[3] - 7.0, abs=1e-5)


def test_no_more_lines_are_read_than_are_compared():
    reads = Reads()
    Meant(ENTRIES[1:2], reads)
    assert reads.read == ["waarom koffie", "geheim koffie", "koffie", "derde"]


def test_anchors_keep_the_first_look_and_the_rest_takes_both():
    matcher = Matcher(ENTRIES, HashEncoder(), "nl")
    plain = matcher.scores(["waarom klei"], False)
    second = np.full(len(ENTRIES), 9.0, np.float32)
    both = matcher.scores(["waarom klei"], False, "", second)
    assert both[3] == pytest.approx(plain[3])
    assert (both[:3] > plain[:3]).all()


@given(st.floats(-500, 500), st.floats(-30, 30), st.floats(0.1, 5))
def test_more_of_either_look_never_makes_a_target_less_likely(second, first, more):
    at = again(np.array([first], np.float32), np.array([second], np.float32))[0]
    assert again(np.array([first + more], np.float32), np.array([second], np.float32))[0] >= at
    assert again(np.array([first], np.float32), np.array([second + more], np.float32))[0] >= at
    assert abs(at - WEIGHTS[0] - WEIGHTS[1] * first) <= WEIGHTS[2] * FAR + 1e-3


@pytest.mark.parametrize("row", [{}, {"asks": "x"}, {"asks": 1, "tells": 1, "sharp": [1], "without": [1, 2]}])
def test_numbers_that_are_not_as_agreed_are_refused(row):
    with pytest.raises((KeyError, TypeError, ValueError)):
        Match.of(row)
