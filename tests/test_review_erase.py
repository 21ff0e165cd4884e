"""Conversations deleted for good go from every review that holds them, and nothing else does."""

from __future__ import annotations

import json
import os
from contextlib import closing

import pytest
from helpers_privacy import WORD, found_in, make_home, talk, toask
from helpers_review import TALK

from simulator.files import CannotWrite
from simulator.practice.store import Store
from simulator.privacy.erase import erase, reviewed_in
from simulator.review.errors import ReviewError
from simulator.review.intake import logged
from simulator.review.journal import Journal, load
from simulator.review.session import Session, add_machine, add_talk

OTHER = "koperwiek"


@pytest.fixture
def home(tmp_path, monkeypatch):
    return make_home(tmp_path, monkeypatch)


@pytest.fixture
def held(home):
    """Two practised conversations, the second of which holds the word, and no report."""
    with closing(Store()) as store:
        one, two = talk(store, OTHER)[0], talk(store)[0]
        store.write(("DELETE FROM documents", ()))
    return one, two


def review(path, *conversations, talks=()):
    """Return the file of a project over these, with a turn of each coded by Els, who says why in its words."""
    journal = Journal(path)
    for one in conversations:
        ready = logged(one).ready({})
        name = add_talk(journal, ready.talk, "Els")
        add_machine(journal, name, ready.machine)
        session = Session(journal, name, "Els")
        session.begin(False)
        turn = session.held.trainee[0]
        session.code(turn, 0, "DEEP")
        session.reason(turn, 0, session.held.text(turn)[:60])
    for one in talks:
        add_talk(journal, one, "Els")
    journal.close()
    return path


def test_a_conversation_goes_from_a_review_that_is_named_after_another_one(home, held):
    one, two = held
    path = review(home / "data" / "reviews" / f"conversation-{one}.review", one, two)
    before = load(path)
    erase(home / "data" / "practice.db", two)
    assert found_in(home / "data") == []
    (left,) = load(path).talks.values()
    assert left.talk.source == f"conversation:{one}"
    assert left.codings == before.talks[left.talk.id].codings
    assert left.machine == before.talks[left.talk.id].machine
    assert load(path).skipped == 0


def test_what_else_is_in_the_review_of_a_deleted_conversation_stays(home, held):
    one, two = held
    path = review(home / "data" / "reviews" / f"conversation-{two}.review", two, one)
    own = review(home / "data" / "reviews" / "mine.review", two, talks=[TALK])
    gone = review(home / "data" / "reviews" / "only.review", two)
    erase(home / "data" / "practice.db", two)
    assert found_in(home / "data") == []
    assert [one.talk.source for one in load(path).talks.values()] == [f"conversation:{one}"]
    assert [one.talk.source for one in load(own).talks.values()] == ["gesprek.txt"]
    assert not gone.exists()
    erase(home / "data" / "practice.db", one)
    assert not path.exists()
    assert own.exists()


def test_lines_that_a_bad_disk_spoilt_go_along(home, held):
    one, two = held
    path = review(home / "data" / "reviews" / "mine.review", one, two)
    lines = path.read_bytes().split(b"\n")
    at = next(number for number, line in enumerate(lines) if WORD.encode() in line and b"reason" in line)
    lines[at] = lines[at][:-9]
    path.write_bytes(b"\n".join([*lines[:-1], lines[at][:90]]))
    erase(home / "data" / "practice.db", two)
    assert found_in(home / "data") == []
    assert (len(load(path).talks), load(path).skipped) == (1, 0)


def test_a_window_that_has_the_project_open_writes_to_nothing_that_was_removed(home, held):
    one, two = held
    path = review(home / "data" / "reviews" / "mine.review", one, two)
    journal = Journal(path)
    first = Session(journal, next(iter(journal.project.talks)), "Els")
    erase(home / "data" / "practice.db", two)
    with pytest.raises(ReviewError, match="open the project again"):
        first.code(first.held.trainee[0], 0, "OPEN")
    journal.close()
    assert len(load(path).talks) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_a_review_that_cannot_be_written_keeps_the_conversation(home, held):
    one, two = held
    path = review(home / "data" / "reviews" / "mine.review", one, two)
    path.parent.chmod(0o500)
    with pytest.raises(CannotWrite):
        erase(home / "data" / "practice.db", two)
    path.parent.chmod(0o700)
    with closing(Store()) as store:
        assert store.conversation(two)
    erase(home / "data" / "practice.db", two)
    assert found_in(home / "data") == []


def test_a_failing_disk_keeps_the_conversation(home, held, monkeypatch):
    one, two = held
    path = review(home / "data" / "reviews" / "mine.review", one, two)

    def full(held):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("simulator.files.os.fsync", full)
        with pytest.raises(CannotWrite, match="No space left"):
            erase(home / "data" / "practice.db", two)
    assert len(load(path).talks) == 2
    with closing(Store()) as store:
        assert store.conversation(two)


def test_projects_elsewhere_are_told_and_left(home, held):
    two = held[1]
    mine = review(home / "mine.review", two)
    link = home / "data" / "reviews" / "link.review"
    link.parent.mkdir()
    link.symlink_to(mine)
    going, staying = reviewed_in(home / "data" / "practice.db", two, [str(mine), str(home / "none.review")])
    assert (going, [one.path.resolve() for one in staying]) == ([], [mine])
    erase(home / "data" / "practice.db", two)
    assert link.is_symlink()
    assert len(load(mine).talks) == 1


def test_the_command_says_what_goes_before_it_asks(home, held):
    one, two = held
    review(home / "data" / "reviews" / f"conversation-{one}.review", one, two)
    mine = review(home / "mine.review", two)
    (home / "config").mkdir()
    (home / "config" / "settings.json").write_text(json.dumps({"reviews": [str(mine)]}))
    asked = toask("delete", "--conversation", two)
    assert asked.returncode == 2  # nobody can be asked
    assert "Nothing was deleted" in asked.stderr
    assert f"conversation-{one} · Els · 1 other transcript stays" in asked.stderr
    assert f"These reviews still hold it; delete them yourself if you want:\n  {mine}\n" in asked.stderr
    assert toask("delete", "--conversation", two, "--yes").returncode == 0
    assert found_in(home / "data") == []
    assert found_in(home) == ["mine.review"]
