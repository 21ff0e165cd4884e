"""A finished way counts, and can be read, until another that was begun from it is finished too."""

from __future__ import annotations

from threading import Event

import pytest
from helpers_practice import say
from helpers_ways import FIRST, SECOND, THIRD, begun, ended, mine, never

from simulator.app.real import RealServices
from simulator.app.talk import Talk, closing
from simulator.portfolio.evidence import conversations
from simulator.practice.lookup import finished
from simulator.serve.past import counts
from simulator.voice.types import Cancelled


@pytest.fixture
def services(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOASK_MODELS", str(tmp_path / "no-weights"))
    made = RealServices()
    yield made
    made.close()


@pytest.fixture
def talk(services):
    return ended(services)


def again(talk, how):
    """Try the talk another way, with one turn sent on it."""
    if how == "fork":
        talk.fork(mine(talk)[1])
        say(talk, "[OPEN] Anders?")
    else:
        talk.edit("[OPEN] Anders?", Event(), never)


@pytest.mark.parametrize("how", ["fork", "edit"])
def test_a_finished_way_counts_until_another_is_finished(services, talk, how):
    store = services.store()
    head, result = talk.rows()[-1].id, store.conversation(talk.id).meta["result"]
    again(talk, how)
    assert [{**one.result, "head": 0} for one in finished(store)] == [{**result, "head": 0}]
    assert store.results()[("vakdocent-dans", "nl")]["turns"] == 3
    assert services.scenario("nl/vakdocent-dans").last is not None
    (row,) = services.history()
    assert (row.ended, row.retrying, row.reached) == (False, True, result["reached"])
    assert [one.id for one in services.unfinished()] == [talk.id]
    [told] = conversations(store, 1)
    assert (told["status"], told["figures"]["turns"]) == ("ended", 3)
    seen = counts(store.path)
    assert (seen.ended, seen.deepest is None) == (1, False)
    talk.end()
    (row,) = services.history()
    assert (row.ended, row.retrying, store.conversation(talk.id).earlier) == (True, False, None)
    assert store.conversation(talk.id).head != head


@pytest.mark.parametrize("how", ["fork", "edit"])
def test_the_debrief_of_a_finished_way_is_read_while_another_is_under_way(services, talk, how):
    words = [one.text for one in talk.rows()]
    again(talk, how)
    read = services.resume(talk.id, finished=True)
    closed = closing(read)
    assert ([one.text for one in read.view().turns], read.view().ended, closed.summary.turns) == (words, True, 3)
    found = services.debrief(talk.id, closed.head)
    assert ([line.text for line in found.lines], found.ended) == ([FIRST, SECOND, THIRD], True)
    shown = [one for one in services.branches(talk.id, closed.head) if one.shown]
    assert [one.head for one in shown] == [closed.head]
    read.look_back()
    assert read.looked_back()
    services.correct(mine(read)[0], 0, "OPEN", "NEUTRAL", "Zomaar.")
    assert (services.store().conversation(talk.id).result or {})["head"] == closed.head
    # Reading leaves the other way as it was.
    assert [one.text for one in services.resume(talk.id, finished=True).view().turns] == words
    assert services.store().conversation(talk.id).head == talk.rows()[-1].id
    # From the debrief one goes another way, and back.
    one = Talk(read)
    assert one.fork(mine(read)[2]) == THIRD
    assert one.back().summary.turns == 3
    row = services.store().conversation(talk.id)
    assert (row.status, row.head, row.earlier) == ("ended", closed.head, None)


@pytest.mark.parametrize("reading", [True, False])
def test_another_way_that_fails_leaves_the_finished_one_as_it_was(services, talk, reading):
    store = services.store()
    head, result = talk.rows()[-1].id, store.conversation(talk.id).meta["result"]
    read = talk
    if reading:
        again(talk, "fork")
        read = services.resume(talk.id, finished=True)
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        read.edit("[OPEN] Anders?", cancel, never)
    row = store.conversation(talk.id)
    assert (row.status, row.head, row.meta["result"]) == ("ended", head, result)


def test_what_was_ended_before_a_turn_is_not_finished(services):
    one = begun(services)
    one.end()
    assert (finished(services.store()), services.scenario("nl/vakdocent-dans").last) == ([], None)
