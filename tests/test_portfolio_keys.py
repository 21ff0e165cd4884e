"""Keys and attendance: who signed what, and what no longer holds."""

from __future__ import annotations

import json
import stat
from contextlib import suppress

import pytest
from helpers_portfolio import ATTENDANCE, attended, key, silent
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.portfolio import attendance, keys
from simulator.portfolio.errors import NoFile, PortfolioError
from simulator.portfolio.signed import check, sign


def test_a_key_is_for_its_owner_alone_and_the_public_half_beside_it(tmp_path):
    path = key(tmp_path, "Anna de Wit")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    signer = keys.signer(path, silent)
    assert signer.name == "Anna de Wit"
    assert keys.public_key(tmp_path / "anna.key.pub") == signer.public
    with pytest.raises(PortfolioError, match="not overwritten"):
        keys.make("Anna", path, silent)


def test_a_passphrase_is_asked_for_and_must_be_right(tmp_path):
    path = key(tmp_path, "Anna de Wit", "geheim")
    assert b"ENCRYPTED" in path.read_bytes()
    assert keys.signer(path, lambda question: "geheim").name == "Anna de Wit"
    with pytest.raises(PortfolioError, match="the passphrase is wrong"):
        keys.signer(path, lambda question: "fout")
    with pytest.raises(PortfolioError, match="TOASK_PASSPHRASE"):
        keys.signer(path, silent)


def test_what_is_no_key_gets_a_sentence(tmp_path):
    path = key(tmp_path)
    public = tmp_path / "anna.key.pub"
    with pytest.raises(PortfolioError, match="is a public key"):
        keys.signer(public, silent)
    with pytest.raises(PortfolioError, match="is a private key"):
        keys.public_key(path)
    with pytest.raises(NoFile, match="There is no key"):
        keys.signer(tmp_path / "weg.key", silent)
    path.write_text("geen sleutel")
    with pytest.raises(PortfolioError, match="is no key file"):
        keys.signer(path, silent)
    path.write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    with pytest.raises(PortfolioError, match="damaged"):
        keys.signer(path, silent)
    with pytest.raises(PortfolioError, match="name of its owner"):
        keys.make("  ", tmp_path / "x.key", silent)


def test_another_kind_of_key_is_refused(tmp_path):
    from cryptography.hazmat.primitives import serialization as out
    from cryptography.hazmat.primitives.asymmetric import ec

    made = ec.generate_private_key(ec.SECP256R1())
    path = tmp_path / "ec.key"
    path.write_bytes(made.private_bytes(out.Encoding.PEM, out.PrivateFormat.PKCS8, out.NoEncryption()))
    with pytest.raises(PortfolioError, match="another kind of key"):
        keys.signer(path, silent)


@pytest.fixture(scope="module")
def signer(tmp_path_factory):
    return keys.signer(key(tmp_path_factory.mktemp("keys")), silent)


def test_a_signature_is_for_one_kind_of_thing_and_one_digest(signer):
    made = sign("portfolio", "ab" * 32, signer)
    found = check("portfolio", "ab" * 32, made)
    assert found is not None
    assert found.name == "Anna de Wit"
    assert check("attendance", "ab" * 32, made) is None
    assert check("portfolio", "cd" * 32, made) is None


@given(
    st.sampled_from(["name", "signed", "fingerprint", "public_key", "sha256", "signature", "algorithm"]),
    st.text(max_size=70),
)
def test_nothing_in_a_signature_can_be_changed(signer, field, value):
    made = sign("portfolio", "ab" * 32, signer)
    if made[field] != value:
        assert check("portfolio", "ab" * 32, {**made, field: value}) is None


@given(st.recursive(st.none() | st.text() | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)))
def test_anything_else_is_no_signature(data):
    assert check("portfolio", "ab" * 32, data) is None


def test_attendance_counts_what_the_trainer_signed_for(tmp_path):
    trainer = key(tmp_path, "Trainer T.")
    held = attendance.read(attended(tmp_path, trainer))
    found = attendance.judge(held, "proef", "sanne  DE boer")
    assert (found.present, found.why, found.known) == (2, "", False)
    known = attendance.judge(held, "proef", "", keys.public_key(tmp_path / "trainer.key.pub"))
    assert (known.present, known.known) == (2, True)
    key(tmp_path, "Ander A.")
    other = keys.public_key(tmp_path / "ander.key.pub")
    assert attendance.judge(held, "proef", "", other).why == "other_key"
    assert attendance.judge(held, "anders", "").why == "other_training"
    assert attendance.judge(held, "proef", "Jan").why == "other_name"
    assert all(attendance.judge(held, *args).present == 0 for args in (("anders", ""), ("proef", "Jan")))
    assert attendance.judge(None, "proef", "").why == "none"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_attendance_that_was_changed_does_not_count(tmp_path_factory, signer, data):
    folder = tmp_path_factory.mktemp("att")
    raw = folder / "att.yaml"
    raw.write_text(ATTENDANCE)
    text = attendance.signed(attendance.load(raw), signer).encode()
    at = data.draw(st.integers(0, len(text) - 2))
    flip = data.draw(st.integers(1, 255))
    changed = text[:at] + bytes([text[at] ^ flip]) + text[at + 1 :]
    path = folder / "att.json"
    path.write_bytes(changed)
    with suppress(PortfolioError):
        held = attendance.read(path)
        if held["attendance" if "attendance" in held else "format"] != json.loads(text)["attendance"]:
            assert attendance.judge(held, "proef", "").present == 0


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("present: ja", "present: misschien", "Write yes or no at 'present'"),
        (", present: ja", "", "Add the key 'present'"),
        ("2026-02-09", "2026-02-30", "year-month-day"),
        ("2026-02-09", "9 februari", "year-month-day"),
        ("title: De", "titel: De", "did you mean 'title'?"),
        ("name: Sanne de Boer", "", "Add the key 'name'"),
    ],
)
def test_attendance_that_is_wrong_is_not_signed(tmp_path, old, new, says):
    path = tmp_path / "att.yaml"
    path.write_text(ATTENDANCE.replace(old, new))
    with pytest.raises(PortfolioError, match=r"att.yaml:\d+:\d+: error") as caught:
        attendance.load(path)
    assert says in str(caught.value)
