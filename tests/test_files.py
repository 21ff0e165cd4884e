"""Files that are written for a user: whole, on the disk, and where and for whom they were."""

from __future__ import annotations

import os
import sys

import pytest

from simulator.files import CannotWrite, whole, write_bytes, write_text

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no modes, and links need a right")


def names(folder):
    return sorted(path.name for path in folder.rglob("*"))


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_who_may_read_a_file_is_as_it_was(tmp_path, mode):
    path = tmp_path / "a.csv"
    write_text(path, "een")
    path.chmod(mode)
    with whole(path) as beside, beside.open("w") as file:
        assert beside.stat().st_mode & 0o777 == mode  # from the first byte on
        file.write("twee")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("twee", mode)
    assert names(tmp_path) == ["a.csv"]


@POSIX
def test_a_new_file_is_as_the_system_makes_them_unless_who_writes_makes_it_otherwise(tmp_path):
    write_text(tmp_path / "a", "een")
    (tmp_path / "plain").write_text("")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode
    with whole(tmp_path / "a") as beside:  # as a backup does
        beside.unlink()
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


@POSIX
def test_a_link_stays_and_what_it_points_to_is_written(tmp_path):
    there, link = tmp_path / "there" / "a", tmp_path / "link"
    write_bytes(there, b"een")
    link.symlink_to(there)
    write_bytes(link, b"twee")
    assert (link.is_symlink(), there.read_bytes(), names(tmp_path)) == (True, b"twee", ["a", "link", "there"])


def test_it_is_on_the_disk_before_it_takes_the_name(tmp_path, monkeypatch):
    path, seen = tmp_path / "a", []
    synced = os.fsync
    monkeypatch.setattr(os, "fsync", lambda held: (seen.append(path.exists()), synced(held)))
    write_text(path, "een")
    assert seen[0] is False


def test_what_fails_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "a"
    write_text(path, "een")

    def half():
        with whole(path) as beside:
            beside.write_text("tw")
            raise ValueError("half")

    with pytest.raises(ValueError, match="half"):
        half()

    def full(held):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match="No space left"):
        write_text(path, "twee")
    assert (path.read_text(), names(tmp_path)) == ("een", ["a"])
