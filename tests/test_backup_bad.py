"""Archives that are damaged, foreign, too new or made to harm: refused in one sentence, and nothing is written."""

from __future__ import annotations

import gzip
import json
import os
import tarfile
from contextlib import suppress
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytest.importorskip("starlette")
pytest.importorskip("textual_serve")

from helpers_backup import FIRST, again, archive, book_bytes, server

from simulator.app.errors import said
from simulator.cli.main import main
from simulator.serve import archive as archives
from simulator.serve import restore as restoring
from simulator.serve.archive import allowed
from simulator.serve.backup import back_up
from simulator.serve.errors import ServeError
from simulator.serve.restore import restore

OF = f"accounts/{FIRST}"


@pytest.fixture
def out(tmp_path):
    return tmp_path / "toask.tar.gz"


@pytest.fixture
def book(tmp_path):
    return book_bytes(tmp_path / "book")


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


def refused(file, into, says: str) -> None:
    with pytest.raises(ServeError, match=says) as problem:
        restore(file, into)
    assert "\n" not in str(problem.value)
    with patch("simulator.app.errors.tr", lambda english: f"vertaald: {english}"):
        assert said(str(problem.value)).startswith("vertaald: ")
    assert not into.exists()


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd", "../x", f"{OF}/../../x", f"{OF}/a/../../../x", "server.db/x", "other.db", f"{OF}", f"{OF}/",
        f"accounts/{'A' * 32}/x", "accounts/0/x", f"{OF}//x", f"{OF}/.", f"{OF}/a\\b", f"{OF}/a\nb", f"./{OF}/x",
        f"{OF}/" + "x" * 300, "C:/x", "run/scoring", "restoring/x", "server.lock",
    ],
)  # fmt: skip
def test_names_that_a_backup_cannot_have(out, tmp_path, book, name):
    assert not allowed(name)
    archive(out, [(member("server.db"), book), (member(name), b"x")])
    refused(out, tmp_path / "new", "damaged at")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("kind", "link"),
    [(tarfile.SYMTYPE, "/etc/passwd"), (tarfile.LNKTYPE, "server.db"), (tarfile.DIRTYPE, ""), (tarfile.FIFOTYPE, ""),
     (tarfile.CHRTYPE, ""), (tarfile.CONTTYPE, "")],
)  # fmt: skip
def test_only_plain_files_are_taken(out, tmp_path, book, kind, link):
    archive(out, [(member("server.db"), book), (member(f"{OF}/x", kind, link), b"")])
    refused(out, tmp_path / "new", f"damaged at {OF}/x")


def test_a_link_and_then_a_file_through_it(out, tmp_path, book):
    (tmp_path / "target").mkdir()
    archive(out, [(member("server.db"), book), (member(f"{OF}/d", tarfile.SYMTYPE, str(tmp_path / "target")), b""),
                  (member(f"{OF}/d/x"), b"x")])  # fmt: skip
    refused(out, tmp_path / "new", f"damaged at {OF}/d")
    assert list((tmp_path / "target").iterdir()) == []


def test_a_file_that_is_a_folder_of_another(out, tmp_path, book):
    archive(out, [(member("server.db"), book), (member(f"{OF}/d"), b"x"), (member(f"{OF}/d/x"), b"x")])
    with pytest.raises(ServeError, match="nothing that was there is lost"):
        restore(out, tmp_path / "new")
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["server.lock"]


@pytest.mark.parametrize("what", ["missing", "more", "other", "twice", "size"])
def test_parts_that_are_not_as_the_manifest_says(out, tmp_path, book, what):
    parts = [(member("server.db"), book), (member(f"{OF}/a"), b"aaa")]
    archive(out, parts)
    with tarfile.open(out) as tar:
        rows = json.load(tar.extractfile("manifest.json"))["parts"]
    if what == "missing":
        archive(out, parts[:1], parts=rows)
    elif what == "more":
        archive(out, [*parts, (member(f"{OF}/b"), b"b")], parts=rows)
        refused(out, tmp_path / "new", f"damaged at {OF}/b")
        return
    elif what == "other":
        archive(out, [parts[0], (member(f"{OF}/a"), b"aab")], parts=rows)
    elif what == "twice":
        archive(out, [*parts, (member(f"{OF}/a"), b"aaa")], parts=rows)
    else:
        rows[1]["bytes"] = 4
        archive(out, parts, parts=rows)
    refused(out, tmp_path / "new", f"damaged at {OF}/a")


def test_the_damaged_part_is_named(out, tmp_path):
    server(tmp_path / "server", 1)
    back_up(tmp_path / "server", out)

    def change(held: bytearray) -> None:
        held[held.index(b"verslag van")] ^= 1

    refused(again(out, change), tmp_path / "new", "verslag .*SHA-256")


def test_a_file_that_was_cut_off(out, tmp_path):
    server(tmp_path / "server", 1)
    back_up(tmp_path / "server", out)
    whole = out.read_bytes()
    for part in (0, 1, 5, len(whole) // 3, len(whole) - 9):
        out.write_bytes(whole[:part])
        refused(out, tmp_path / "new", "damaged (at|from)")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_bit_more_or_less_is_found(tmp_path, where, bit):
    out, new = tmp_path / "toask.tar.gz", tmp_path / "new"
    if not out.exists():
        server(tmp_path / "server", 1)
        back_up(tmp_path / "server", out)
        (tmp_path / "held").write_bytes(out.read_bytes())
    held = bytearray((tmp_path / "held").read_bytes())
    at = int(where * len(held))
    held[at] ^= 1 << bit
    out.write_bytes(bytes(held))
    with suppress(ServeError):
        manifest = archives.checked(out, 10**9, lambda _: "")
        # It was a bit that changes nothing: of the time in gzip's header, or a repetition taken from elsewhere.
        assert len(manifest.parts) == 4
        assert gzip.decompress(bytes(held)) == gzip.decompress((tmp_path / "held").read_bytes())
    assert not new.exists()


@pytest.mark.parametrize(
    "held",
    [b"", b"no archive", gzip.compress(b"no tar"), gzip.compress(b"\0" * 20_000), b"\x1f\x8b" + b"\0" * 50],
    ids=["nothing", "text", "text in gzip", "zeros in gzip", "a cut header"],
)
def test_what_is_no_archive(out, tmp_path, held):
    out.write_bytes(held)
    refused(out, tmp_path / "new", "no backup")


def test_a_file_that_is_missing_is_said_before_a_folder_that_is_not_empty(tmp_path):
    server(tmp_path / "server", 1)
    with pytest.raises(ServeError, match=r"none\.tar\.gz cannot be read"):
        restore(tmp_path / "none.tar.gz", tmp_path / "server")


def test_another_archive_and_none(out, tmp_path, book):
    with tarfile.open(out, "w:gz") as tar:
        tar.addfile(member("server.db"))
    refused(out, tmp_path / "new", "manifest.json")
    archive(out, [(member("server.db"), book)], what="something else")
    refused(out, tmp_path / "new", "manifest.json")
    refused(tmp_path / "none.tar.gz", tmp_path / "new", "check its name")
    refused(tmp_path, tmp_path / "new", "cannot be read")


@pytest.mark.parametrize(
    "told",
    [{"parts": "x"}, {"parts": [1]}, {"parts": [{"path": "server.db"}]}, {"schemas": []}, {"schemas": {"server": "x"}},
     {"format": "x"}, {"format": None}, {"parts": [{"path": [], "bytes": 1, "sha256": 1}]}],
)  # fmt: skip
def test_a_manifest_that_cannot_be_read(out, tmp_path, book, told):
    archive(out, [(member("server.db"), book)], **told)
    refused(out, tmp_path / "new", "damaged at")


@pytest.mark.parametrize(
    "told",
    [{"toask": "99.0.0"}, {"toask": "0.1.1"}, {"schemas": {"server": 99}}, {"schemas": {"practice": 99}}, {"format": 2},
     {"schemas": {"another": 1}}],
)  # fmt: skip
def test_a_backup_of_a_newer_toask(out, tmp_path, book, told, monkeypatch):
    monkeypatch.setattr(restoring, "__version__", "0.1.0")
    archive(out, [(member("server.db"), book)], **({"toask": "0.1.0"} | told))
    refused(out, tmp_path / "new", "newer toask.*update toask")


def test_one_of_an_older_toask_is_taken(out, tmp_path, book):
    archive(out, [(member("server.db"), book)], toask="0.0.9", schemas={"server": 0})
    assert restore(out, tmp_path / "new").accounts == 1


def test_a_bomb_is_not_unpacked(out, tmp_path, book, monkeypatch):
    archive(out, [(member("server.db"), book), (member(f"{OF}/x"), b"\0" * 30_000_000)])
    assert out.stat().st_size < 200_000
    monkeypatch.setattr(restoring, "_room", lambda data: 20_000_000)
    refused(out, tmp_path / "new", "does not fit: 20 MB")


@pytest.mark.parametrize("kind", [b"x", b"g", b"L", b"K"])
def test_a_header_that_asks_for_gigabytes(out, tmp_path, kind):
    header = tarfile.TarInfo("././@PaxHeader")
    header.type, header.size = kind, 8 * 1024**3 - 1
    with gzip.open(out, "wb") as zipped:
        zipped.write(header.tobuf(tarfile.GNU_FORMAT))
        zipped.write(b"x" * 100_000)
    refused(out, tmp_path / "new", "damaged from its beginning")


def test_a_list_of_accounts_that_is_no_database(out, tmp_path):
    archive(out, [(member("server.db"), b"SQLite format 3\0" + b"x" * 5000)])
    with pytest.raises(ServeError, match=r"server\.db in this backup"):
        restore(out, tmp_path / "new")
    assert [one.name for one in (tmp_path / "new").iterdir()] == ["server.lock"]


def test_too_many_parts(out, tmp_path, book, monkeypatch):
    monkeypatch.setattr(archives, "MOST_PARTS", 3)
    archive(out, [(member("server.db"), book), *((member(f"{OF}/{n}"), b"") for n in range(3))])
    refused(out, tmp_path / "new", "too many")


def test_a_file_that_changes_while_it_is_read(out, tmp_path, book, monkeypatch):
    archive(out, [(member("server.db"), book), (member(f"{OF}/a"), b"aaa")])
    manifest = archives.checked(out, 10**9, lambda _: "")
    archive(out, [(member("server.db"), book), (member(f"{OF}/a"), b"bbb")])
    monkeypatch.setattr(archives, "checked", lambda *_: manifest)
    with pytest.raises(ServeError, match="changed while"):
        restore(out, tmp_path / "new")
    assert not (tmp_path / "new" / "server.db").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs to be root")
def test_root_does_not_take_a_folder_from_its_user(out, tmp_path, book):
    archive(out, [(member("server.db"), book)])
    (tmp_path / "theirs").mkdir()
    os.chown(tmp_path / "theirs", 12345, 12345)
    with pytest.raises(ServeError, match="sudo -u"):
        restore(out, tmp_path / "theirs")


def test_the_command_says_it_in_one_line(out, tmp_path, capsys):
    out.write_bytes(b"x")
    assert main(["serve", "restore", str(out), "--data", str(tmp_path / "new")]) == 1
    line = capsys.readouterr().err
    assert line.startswith("toask: ")
    assert len(line.splitlines()) == 1
