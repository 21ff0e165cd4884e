"""What was learnt for the school's mind is read against its hash."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import simulator.school
from simulator.school import off
from simulator.school.learnt import HASHES, LearntError, pin, read
from simulator.school.off import FILE, OWN_FILE

SCHOOL = Path(simulator.school.__file__).parent


@pytest.fixture
def copied(tmp_path):
    for name in (FILE, OWN_FILE, HASHES):
        shutil.copy(SCHOOL / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", [FILE, OWN_FILE])
def test_what_is_shipped_fits_its_hash_and_what_was_changed_does_not(name, copied):
    assert read(name, copied) == (SCHOOL / name).read_bytes()
    data = bytearray((copied / name).read_bytes())
    data[len(data) // 2] ^= 1
    (copied / name).write_bytes(data)
    with pytest.raises(LearntError, match=r"does not fit its hash: install toask again"):
        read(name, copied)
    pin(name, copied)
    assert read(name, copied) == bytes(data)


@pytest.mark.parametrize("missing", [FILE, HASHES])
def test_what_is_not_there_is_said_with_the_next_step(missing, copied):
    (copied / missing).unlink()
    with pytest.raises(LearntError, match=r"cannot be read: install toask again"):
        read(FILE, copied)


def test_a_hash_that_nobody_wrote_down_is_no_hash(copied):
    (copied / HASHES).write_text("{}", encoding="utf-8")
    with pytest.raises(LearntError, match=r"cannot be read"):
        read(OWN_FILE, copied)


def test_damage_is_said_before_a_conversation_begins(monkeypatch):
    from simulator.practice.build import Workshop

    def damaged(name, folder=None):
        raise LearntError(f"{name} is damaged: install toask again.")

    for one in (off.learnt, off.learnt_own):
        one.cache_clear()
    monkeypatch.setattr(off, "read", damaged)
    with Workshop("scripted") as shop, pytest.raises(LearntError, match="install toask again"):
        shop.load()
    for one in (off.learnt, off.learnt_own):
        one.cache_clear()
