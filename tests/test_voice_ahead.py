"""What is read while the trainee types, drafts by lookup, and how much is left to read after Enter."""

from __future__ import annotations

import time
from dataclasses import replace
from threading import Event

import pytest
from helpers_models import small
from helpers_voice import NL

from simulator.practice.ahead import Reading
from simulator.voice import drafts
from simulator.voice.ahead import Known, read_ahead, to_come
from simulator.voice.fixed_talk import asks
from simulator.voice.pasts import DROP, ROOM, fitted, kept
from simulator.voice.prompt import context
from simulator.voice.score import HEAD
from simulator.voice.speak import Voice
from simulator.voice.transformers_backend import AHEAD, TransformersBackend
from simulator.voice.types import Cancelled, Line

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.slow  # the library that makes a tiny model takes seconds to import


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return small(tmp_path_factory.mktemp("ahead"), "gemma")


@pytest.fixture
def backend(folder):
    made = TransformersBackend("tiny", folder, ways=("select",), threads=1, exact=True)
    made.load()
    net = made._net
    net.weights[HEAD] = torch.randn(1, net.shape.width, generator=torch.Generator().manual_seed(3))
    return made


class Counts:
    """Counts the pieces and passes that a backend's model reads; `pause` seconds before each layer that is polled."""

    def __init__(self, backend, pause=0.0):
        self.passes, self.pause = [], pause
        self._run, net = backend._net.run, backend._net
        net.run = self.run

    def run(self, ids, places, mask, past, poll, old=None):
        def slowly():
            time.sleep(self.pause)
            poll()

        done = self._run(ids, places, mask, past, slowly, old)
        self.passes.append(len(ids))
        return done

    def taken(self):
        found, self.passes = self.passes, []
        return found


def turns(language, count):
    """Return the fixed talk, going on for so many turns."""
    return asks(language, turns=count)


def size(backend, texts):
    return sum(len(backend._ids(f" {text}\n")) for text in texts)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_after_enter_only_the_turn_and_the_candidates_are_read_in_every_turn(backend, language):
    voice, counts = Voice(backend), Counts(backend)
    for ask in turns(language, 40):
        read_ahead(voice, Known(language, (to_come(ask),)), Event())
        before = counts.taken()
        assert all(size <= AHEAD for size in before)
        backend.fits(context(ask), ask.wordings, Event())
        (after,) = counts.taken()
        own = len(backend._tokens.encode(ask.trainee).ids) + 3
        assert after - size(backend, ask.wordings) <= own, "no more than the turn, and who speaks next"


def test_the_oldest_lines_go_while_nobody_waits(backend):
    voice, counts = Voice(backend), Counts(backend)
    read, after = [], []
    for ask in turns("nl", 13):
        read_ahead(voice, Known("nl", (to_come(ask),)), Event())
        read.append(sum(counts.taken()))
        backend.fits(context(ask), ["ja ."], Event())
        after.append(sum(counts.taken()))
    assert max(read[3:]) > 2 * min(read[3:]), "what is read before differs from turn to turn"
    assert max(after) < min(read[:1]), "what is read after Enter does not"


def test_what_is_found_does_not_hang_on_how_much_was_read_before(folder):
    def found(stops):
        one = TransformersBackend("tiny", folder, threads=1, exact=False)
        one.load()
        one._net.weights[HEAD] = torch.ones(1, one._net.shape.width)
        voice, out = Voice(one), []
        for ask in turns("nl", 5):
            cancel = Event()
            original = one._net.run
            if stops:

                def once(*args, original=original, cancel=cancel, **named):
                    done = original(*args, **named)
                    cancel.set()
                    return done

                one._net.run = once
            read_ahead(voice, Known("nl", (to_come(ask),)), cancel)
            one._net.run = original
            out.append(one.fits(context(ask), ["ja .", "nee ."], Event()))
        return out

    assert found(stops=True) == found(stops=False)


def test_a_cancel_keeps_what_was_read_and_raises_nothing(backend):
    counts = Counts(backend)
    cancel = Event()
    cancel.set()
    backend.read_ahead(context(NL), cancel)
    assert counts.taken() == []
    assert backend.fits(context(NL), ["ja ."], Event())
    closed = TransformersBackend("tiny", backend._weights)
    closed.read_ahead(context(NL), Event())  # not loaded: nothing to read with


def test_an_edit_and_another_reply_go_on_from_the_part_that_is_the_same(backend):
    voice, counts = Voice(backend), Counts(backend)
    first, second = turns("nl", 2)
    for ask in (first, second):
        read_ahead(voice, Known("nl", (to_come(ask),)), Event())
        backend.fits(context(ask), ["ja ."], Event())
    counts.taken()
    backend.fits(context(first), ["nee ."], Event())
    backend.fits(context(replace(first, trainee="Wat anders ?")), ["nee ."], Event())
    assert sum(counts.taken()) < 40
    fresh = TransformersBackend("tiny", backend._weights, threads=1, exact=True)
    fresh.load()
    fresh._net.weights[HEAD] = backend._net.weights[HEAD]
    edited = context(replace(first, trainee="Wat anders ?"))
    assert backend.fits(edited, ["nee ."], Event()) == pytest.approx(fresh.fits(edited, ["nee ."], Event()), abs=1e-4)


def test_a_prompt_that_is_too_long_keeps_its_beginning_while_it_grows():
    ids = list(range(ROOM + 1))
    one, two = fitted(ids), fitted([*ids, *range(5000, 5000 + DROP - 1)])
    assert two[: len(one)] == one
    assert max(len(fitted(list(range(n)))) for n in range(ROOM - 5, ROOM + 2 * DROP)) == ROOM
    assert fitted(ids[:ROOM]) == ids[:ROOM]


def test_what_is_the_beginning_of_another_is_not_kept_twice():
    read = kept(kept([], [1, 2], None), [1, 3], None)
    assert [ids for ids, _ in kept(read, [1, 2, 4], None)] == [[1, 2, 4], [1, 3]]


def written(backend, seed, drafted, steady=False):
    """Return what is written and how many passes it took; `steady`: of two pieces only, so that it repeats itself."""
    ids, past, last = backend._prefix(context(NL), Event())
    counts = Counts(backend)
    words = torch.arange(5 if steady else 60)
    with torch.inference_mode():
        found = list(drafts.write(backend._net, past, last, ids, words, seed, 40, lambda: None, drafted))
    return found, len(counts.taken())


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("steady", [True, False])
def test_drafts_change_nothing_of_what_is_written_and_spare_passes(backend, seed, steady):
    plain, passes = written(backend, seed, 0, steady)
    assert passes == len(plain) - 1 == 39
    quick, fewer = written(backend, seed, drafts.DRAFT, steady)
    assert quick == plain
    assert fewer < passes + (not steady)


def test_a_greedy_draw_is_the_same_with_drafts(backend, monkeypatch):
    monkeypatch.setattr(drafts, "BEST", 1)
    plain, passes = written(backend, 0, 0, steady=True)
    quick, fewer = written(backend, 0, drafts.DRAFT, steady=True)
    assert quick == plain
    assert fewer < passes / 2, "what is always likeliest comes back soon"


def test_what_followed_the_last_pieces_before_is_drafted():
    assert drafts.lookup([1, 2, 3, 4, 5, 9, 2, 3], 2) == [4, 5]
    assert drafts.lookup([1, 2, 3, 7, 8, 2, 3, 6, 1, 2, 3], 2) == [7, 8]
    assert drafts.lookup([2, 3, 7, 2, 3, 6, 2, 3], 3) == [6, 2, 3]
    assert drafts.lookup([2, 3, 7, 2, 3, 6, 2, 3], 5) == [7, 2, 3, 6, 2]
    assert drafts.lookup([4, 4, 4, 4, 4, 4], 3) == [4, 4, 4], "one that says the same over and over"
    assert drafts.lookup([1, 2, 3, 4], 5) == []
    assert drafts.lookup([1, 2, 1, 2], 0) == []


def test_a_draft_is_cancelled_within_one_piece(backend):
    cancel = Event()
    stream = backend.write(context(NL), cancel, limit=30, seed=1)
    next(stream)
    cancel.set()
    with pytest.raises(Cancelled):
        list(stream)


def test_a_turn_waits_for_one_layer_of_a_short_pass_at_most(backend):
    Counts(backend, pause=0.02)
    reading = Reading(Voice(backend))
    history = tuple(Line("school", f"de kinderen kijken na {n} ." * 4) for n in range(8))
    reading.begin(Known("nl", (to_come(replace(NL, history=history)),)))
    time.sleep(0.05)
    start = time.perf_counter()
    reading.stop()
    assert time.perf_counter() - start < 0.5
    reading.close()
