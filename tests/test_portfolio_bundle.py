"""A bundle: whole or not there, and a byte that was changed is laid at the door of its part."""

from __future__ import annotations

import builtins
import errno
import io
import json
import shutil
import struct
import zipfile

import pytest
from helpers_portfolio import bundled, key, members, portfolio, rezip, silent
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.files import CannotWrite
from simulator.portfolio import archive, bundle, keys
from simulator.portfolio.canon import text_of
from simulator.portfolio.errors import NoFile, PortfolioError
from simulator.portfolio.manifest import parts_of
from simulator.portfolio.parts import laid_out, parts_changed
from simulator.portfolio.verify import verify

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda x: st.lists(x, max_size=3) | st.dictionaries(st.text(max_size=4), x, max_size=3),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def unsigned(tmp_path_factory):
    return bundled(tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def signed(tmp_path_factory, unsigned):
    folder = tmp_path_factory.mktemp("signed")
    path = folder / "signed.zip"
    bundle.write_signed(path, verify(unsigned), keys.signer(key(folder), silent), None)
    return path


def test_a_signed_bundle_is_whole_and_says_by_whom(signed):
    found = verify(signed)
    assert (found.good, found.known, found.changed) == (True, False, ())
    assert found.signature is not None
    assert found.signature.name == "Anna de Wit"
    public = keys.public_key(signed.with_name("anna.key.pub"))
    assert verify(signed, public).known
    assert keys.fingerprint(public) == found.signature.fingerprint


def test_another_key_is_not_the_assessors(signed, tmp_path):
    key(tmp_path, "Ander A.")
    found = verify(signed, keys.public_key(tmp_path / "ander.key.pub"))
    assert (found.whole, found.signed, found.good) == (True, "other_key", False)


def test_an_unsigned_bundle_is_whole_and_not_good(unsigned):
    found = verify(unsigned)
    assert (found.whole, found.signed, found.good) == (True, "no", False)


def test_the_data_are_the_very_same_bytes_after_signing(unsigned, signed):
    assert members(unsigned)[archive.DATA] == members(signed)[archive.DATA]


def named(parts, at):
    return next(one.name for one in parts if one.start <= at < one.start + one.size)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_one_changed_byte_of_the_data_names_its_part(signed, tmp_path_factory, data):
    parts = members(signed)
    raw = parts[archive.DATA]
    at = data.draw(st.integers(0, len(raw) - 1))
    other = raw[:at] + bytes([raw[at] ^ data.draw(st.integers(1, 255))]) + raw[at + 1 :]
    how = data.draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
    path = rezip({**parts, archive.DATA: other}, tmp_path_factory.mktemp("flip") / "x.zip", how)
    found = verify(path)
    held = parts_of(json.loads(parts[archive.MANIFEST]), archive.DATA)
    assert found.changed == (f"portfolio.json: {named(held, at)}",)
    assert not found.good


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_one_changed_byte_anywhere_in_the_zip_is_never_good_with_other_words(signed, tmp_path_factory, data):
    raw, parts = signed.read_bytes(), members(signed)
    at = data.draw(st.integers(0, len(raw) - 1))
    path = tmp_path_factory.mktemp("zip") / "x.zip"
    path.write_bytes(raw[:at] + bytes([raw[at] ^ data.draw(st.integers(1, 255))]) + raw[at + 1 :])
    try:
        found = verify(path)
    except PortfolioError:
        return
    inside = [name for name, part in parts.items() if 0 <= at - raw.find(part) < len(part)]
    if inside:
        assert not found.good
        wanted = archive.DATA if inside == [archive.DATA] else inside[0]
        says = " ".join(found.changed)
        assert wanted in says or (found.signed == "broken" and wanted in (archive.MANIFEST, archive.SIGNATURE))
    elif found.good:
        assert all(found.files[name] == part for name, part in parts.items())


@pytest.mark.parametrize("name", [archive.PAGE, archive.PRINT])
@pytest.mark.parametrize(
    "how", [lambda d: d[:-1], lambda d: d + b" ", lambda d: d.replace(b"a", b"b", 1), lambda d: b""]
)
def test_a_changed_page_or_print_is_named(signed, tmp_path, name, how):
    parts = members(signed)
    found = verify(rezip({**parts, name: how(parts[name])}, tmp_path / "x.zip"))
    assert (found.changed, found.good) == ((name,), False)


def test_bytes_put_in_or_taken_out_name_the_first_part_that_they_reach(signed, tmp_path):
    parts = members(signed)
    held = {one.name: one for one in parts_of(json.loads(parts[archive.MANIFEST]), archive.DATA)}
    raw, at = parts[archive.DATA], held["conversations/2"].start + 20
    for other in (raw[:at] + b"x" + raw[at:], raw[:at] + raw[at + 1 :]):
        found = verify(rezip({**parts, archive.DATA: other}, tmp_path / "x.zip"))
        assert found.changed == ("portfolio.json: conversations/2",)


def test_what_lacks_and_what_does_not_belong_is_named(signed, tmp_path):
    parts = members(signed)
    lacks = {name: data for name, data in parts.items() if name != archive.PAGE}
    assert verify(rezip(lacks, tmp_path / "a.zip")).changed == (archive.PAGE,)
    assert verify(rezip({**parts, "extra.txt": b"x"}, tmp_path / "b.zip")).changed == ("extra.txt",)
    assert verify(rezip({**parts, "verdicts.json": b"{}"}, tmp_path / "c.zip")).changed == ("verdicts.json",)
    twice = rezip(parts, tmp_path / "d.zip")
    with zipfile.ZipFile(twice, "a") as held, pytest.warns(UserWarning, match="Duplicate"):
        held.writestr(archive.PAGE, parts[archive.PAGE])
    assert verify(twice).changed == (archive.PAGE,)


def test_a_changed_manifest_or_signature_does_not_hold(signed, tmp_path):
    parts = members(signed)
    other = parts[archive.MANIFEST].replace(b'"toask": "', b'"toask": "9')
    found = verify(rezip({**parts, archive.MANIFEST: other}, tmp_path / "a.zip"))
    assert (found.whole, found.signed) == (True, "broken")
    other = parts[archive.SIGNATURE].replace(b"Anna", b"Inna")
    assert verify(rezip({**parts, archive.SIGNATURE: other}, tmp_path / "b.zip")).signed == "broken"
    with pytest.raises(PortfolioError, match=r"manifest.json was changed"):
        verify(rezip({**parts, archive.MANIFEST: b"[]"}, tmp_path / "c.zip"))
    newer = parts[archive.MANIFEST].replace(b'"version": 1', b'"version": 2')
    with pytest.raises(PortfolioError, match="newer toask"):
        verify(rezip({**parts, archive.MANIFEST: newer}, tmp_path / "d.zip"))


def test_zips_of_others_get_a_sentence(signed, tmp_path):
    with pytest.raises(NoFile, match="There is no file"):
        verify(tmp_path / "weg.zip")
    with pytest.raises(PortfolioError, match="cannot be read"):
        verify(tmp_path)
    short = tmp_path / "kort.zip"
    for size in (0, 10, signed.stat().st_size // 2, signed.stat().st_size - 5):
        short.write_bytes(signed.read_bytes()[:size])
        with pytest.raises(PortfolioError, match="is no bundle"):
            verify(short)
    with pytest.raises(PortfolioError, match=r"is no portfolio: manifest.json is not in it"):
        verify(rezip({"foto.jpg": b"x"}, tmp_path / "a.zip"))
    with pytest.raises(PortfolioError, match="more than any portfolio"):
        verify(rezip({archive.MANIFEST: b"0" * 30_000_000}, tmp_path / "b.zip"))
    with pytest.raises(PortfolioError, match="more than any portfolio"):
        verify(rezip({f"{n}.txt": b"" for n in range(60)}, tmp_path / "c.zip"))


def test_a_zip_that_lies_about_a_size_gives_a_sentence_or_a_name(signed, tmp_path):
    raw = bytearray(signed.read_bytes())
    at = raw.rfind(b"PK\x01\x02")
    struct.pack_into("<I", raw, at + 24, 4_000_000)
    struct.pack_into("<I", raw, at + 20, 4_000_000)
    path = tmp_path / "x.zip"
    path.write_bytes(raw)
    found = verify(path)
    assert found.changed


@given(st.dictionaries(st.text(min_size=1, max_size=5), JSON, min_size=1, max_size=4))
def test_parts_tile_the_data_and_read_back(data):
    raw, parts = laid_out(data)
    assert sum(one.size for one in parts) == len(raw)
    assert [one.start for one in parts] == [sum(p.size for p in parts[:n]) for n in range(len(parts))]
    assert text_of(json.loads(raw)) == text_of(data)
    assert parts_changed(raw, parts) == []


@given(JSON)
def test_the_same_data_give_the_same_bytes(data):
    assert text_of(json.loads(json.dumps(data))) == text_of(data)
    assert text_of(json.loads(text_of(data))) == text_of(data)


def full(monkeypatch, after):
    """Let the disk be full once so many bytes went into the zip."""
    real = zipfile.ZipFile.writestr
    done = []

    def writestr(self, info, data, *args, **kwargs):
        if len(done) >= after:
            raise OSError(errno.ENOSPC, "No space left on device")
        done.append(info)
        return real(self, info, data, *args, **kwargs)

    monkeypatch.setattr(zipfile.ZipFile, "writestr", writestr)


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_full_disk_leaves_nothing_half_written_and_what_was_there(unsigned, tmp_path, monkeypatch, after):
    data = verify(unsigned).portfolio
    assert data is not None
    path = tmp_path / "out" / "portfolio.zip"
    full(monkeypatch, after)
    with pytest.raises(CannotWrite, match="No space left on device"):
        bundle.write(path, data)
    assert list(path.parent.iterdir()) == []
    shutil.copy(unsigned, path)
    with pytest.raises(CannotWrite):
        bundle.write(path, data)
    assert [one.name for one in path.parent.iterdir()] == ["portfolio.zip"]
    assert verify(path).whole


def test_without_typst_the_bundle_is_written_without_a_print(unsigned, tmp_path, monkeypatch):
    real = builtins.__import__

    def lacking(name, *args, **kwargs):
        if name == "typst":
            raise ModuleNotFoundError("No module named 'typst'", name="typst")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", lacking)
    data = verify(unsigned).portfolio
    assert data is not None
    path = tmp_path / "portfolio.zip"
    made = bundle.write(path, data)
    assert "pip install 'toask[pdf]'" in made.notice
    assert verify(path).whole
    assert archive.PRINT not in members(path)


def test_the_print_says_what_the_page_says(unsigned):
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(members(unsigned)[archive.PRINT]))
    text = "\n".join(one.extract_text() for one in reader.pages)
    for words in ("Portfolio of Sanne de Boer", "Coachen binnen Cultuur Onderwijs", "Ik wilde weten waarom ze belden."):
        assert words in text
    assert (reader.metadata or {}).get("/Title") == "Portfolio of Sanne de Boer, Coachen binnen Cultuur Onderwijs"


def test_a_bundle_that_toask_did_not_write_is_a_sentence(tmp_path):
    data = portfolio(tmp_path)
    data["conversations"][0]["turns"] = 3
    with pytest.raises(PortfolioError, match="data that toask did not write"):
        bundle.write(tmp_path / "x.zip", data)
    assert not (tmp_path / "x.zip").exists()
