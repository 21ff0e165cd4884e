"""Coming in: links that work once, passwords, limits that survive a restart, forms that only this site can send."""

from __future__ import annotations

import re
import threading

import pytest

pytest.importorskip("starlette")
pytest.importorskip("textual_serve")

from helpers_serve import HERE, Browser, hall_in, school, serving, signed_in
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.serve import accounts, attempts, tokens
from simulator.serve.database import FULL, Book
from simulator.serve.errors import ServeError


@pytest.fixture
def there(tmp_path):
    hall = hall_in(tmp_path)
    people = school(hall)
    with serving(hall) as client:
        yield hall, people, client


def link_for(hall, account, days=1.0):
    return tokens.make_link(hall.book, account.id, hall.clock.now(), days)


def later(hall, seconds):
    """Let time go by."""
    hall.clock._offset += seconds


def test_a_link_signs_in_once(there):
    hall, people, client = there
    token = link_for(hall, people.trainee)
    one, two = Browser(client), Browser(client)
    for looks in (one, two, two):
        assert looks.get(f"/in/{token}").status_code == 200
    assert one.post(f"/in/{token}").headers["location"] == "/home"
    assert "Welcome, Geheime Gerda." in one.get("/home").text
    assert two.post(f"/in/{token}").status_code == 410
    assert "used already" in two.get(f"/in/{token}").text
    assert two.get("/home").status_code == 303


def test_an_old_or_replaced_or_made_up_link_says_so(there):
    hall, people, client = there
    first = link_for(hall, people.trainee)
    second = link_for(hall, people.trainee)
    one = Browser(client)
    assert "newer one was made" in one.get(f"/in/{first}").text
    later(hall, 2 * tokens.DAY)
    assert "not used in time" in one.get(f"/in/{second}").text
    assert one.post(f"/in/{second}").status_code == 410
    assert one.get("/in/nonsense").status_code == 410
    assert "toask" not in one.cookies


def test_of_two_browsers_at_once_one_gets_in(there):
    hall, people, _ = there
    token = link_for(hall, people.trainee)
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(tokens.use_link(hall.book, token, hall.clock.now())))
        for _ in range(8)
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(map(bool, found)) == [False] * 7 + [True]


def test_nothing_secret_lies_in_the_database(there):
    hall, people, client = there
    token = link_for(hall, people.trainee)
    one = Browser(client)
    one.get(f"/in/{token}")
    one.post(f"/in/{token}")
    one.get("/home")
    one.post("/home/password", password="vier paarden op zolder", again="vier paarden op zolder")
    hall.book.read("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = hall.book.path.read_bytes()
    assert token.encode() not in kept
    assert one.cookies["toask"].encode() not in kept
    assert b"vier paarden" not in kept
    assert b"$argon2id$" in kept
    assert hall.book.path.stat().st_mode & 0o777 == 0o600
    assert hall.config.data.stat().st_mode & 0o777 == 0o700


def test_a_password_signs_in_and_the_others_are_signed_out(there):
    hall, people, client = there
    one, elsewhere = (signed_in(hall, client, people.trainee) for _ in range(2))
    assert one.post("/home/password", password="kort", again="kort").status_code == 400
    assert one.post("/home/password", password="aaaaaaaaaaaa", again="aaaaaaaaaaaa").status_code == 400
    assert one.post("/home/password", password="vier paarden", again="drie paarden").status_code == 400
    assert one.post("/home/password", password="vier paarden", again="vier paarden").status_code == 303
    assert one.get("/home").status_code == 200
    assert elsewhere.get("/home").status_code == 303
    fresh = Browser(client)
    assert fresh.post("/sign-in", login="Geheime-Gerda ", password="vier paarden").status_code == 303
    assert fresh.get("/home").status_code == 200


def test_wrong_and_unknown_say_the_same(there):
    hall, people, client = there
    hall.passwords.set(hall.book, people.trainee.id, people.trainee.login, "vier paarden")
    one = Browser(client)
    said = [one.post("/sign-in", login=login, password="fout fout fout") for login in (people.trainee.login, "niemand")]
    assert [answer.status_code for answer in said] == [403, 403]
    assert len({re.sub(r'value="[^"]*"', "", answer.text) for answer in said}) == 1
    silent = one.post("/sign-in", login=people.silent.login, password="")
    assert silent.status_code == 403


def test_tries_are_limited_by_account_also_after_a_restart(tmp_path):
    hall = hall_in(tmp_path)
    people = school(hall)
    hall.passwords.set(hall.book, people.trainee.id, people.trainee.login, "vier paarden")
    with serving(hall) as client:
        one = Browser(client)
        codes = [one.post("/sign-in", login="geheime-gerda", password=f"fout {n}").status_code for n in range(12)]
        assert codes == [403] * attempts.PER_ACCOUNT + [429] * 2
    again = hall_in(tmp_path)
    with serving(again) as client:
        one = Browser(client)
        answer = one.post("/sign-in", login="geheime-gerda", password="vier paarden")
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 60
        token = link_for(again, people.trainee)
        one.get(f"/in/{token}")
        assert one.post(f"/in/{token}").status_code == 303, "a link still lets the trainee in"
        later(again, attempts.WINDOW + 1)
        assert Browser(client).post("/sign-in", login="geheime-gerda", password="vier paarden").status_code == 303


def test_tries_are_limited_by_address_over_all_accounts(there):
    _hall, _, client = there
    one = Browser(client)
    codes = [
        one.post("/sign-in", login=f"iemand-{n}", password="x").status_code for n in range(attempts.PER_ADDRESS + 1)
    ]
    assert codes[-2:] == [403, 429]


def test_a_class_behind_one_address_signs_in(there):
    hall, people, client = there
    for _ in range(attempts.PER_ADDRESS + 5):
        token = link_for(hall, people.trainee)
        one = Browser(client)
        one.get(f"/in/{token}")
        assert one.post(f"/in/{token}").status_code == 303


@settings(max_examples=30, deadline=None)
@given(jumps=st.lists(st.integers(-10_000_000, 3000), max_size=12))
def test_a_clock_that_jumps_locks_nobody_out_for_longer(tmp_path_factory, jumps):
    book = Book(tmp_path_factory.mktemp("jumps"))
    now, key = 1_700_000_000.0, b"k" * 16
    for jump in jumps:
        now += jump
        assert 0 <= attempts.take(book, key, 3, now) <= attempts.WINDOW
    assert attempts.take(book, key, 3, now + attempts.WINDOW + 1) == 0
    book.close()


def test_a_clock_set_back_over_a_restart_keeps_a_sign_in_and_ends_it_in_time(tmp_path):
    # No server beside it: by its clock a sign-in of ten years ago would be one to sweep away.
    hall = hall_in(tmp_path)
    people = school(hall)
    now, idle = hall.clock.now(), 3600.0
    token = tokens.sign_in(hall.book, people.trainee.id, now)
    past = now - 10 * 365 * tokens.DAY
    assert tokens.signed_in(hall.book, token, past, idle) == people.trainee.id
    assert tokens.signed_in(hall.book, token, past + idle - 1, idle) == people.trainee.id
    assert tokens.signed_in(hall.book, token, past + 3 * idle, idle) is None
    hall.book.close()


def test_a_sign_in_ends_when_nothing_is_done(there):
    hall, people, client = there
    one = signed_in(hall, client, people.trainee)
    later(hall, hall.idle - 10)
    assert one.get("/home").status_code == 200
    later(hall, hall.idle - 10)
    assert one.get("/home").status_code == 200
    later(hall, hall.idle + 10)
    assert one.get("/home").status_code == 303


def test_signing_in_changes_the_token_and_signing_out_ends_it(there):
    hall, people, client = there
    one = signed_in(hall, client, people.trainee)
    before = dict(one.cookies)
    token = link_for(hall, people.silent)
    one.get(f"/in/{token}")
    one.post(f"/in/{token}")
    assert one.cookies["toask"] != before["toask"]
    assert Browser(client, before).get("/home").status_code == 303
    one.get("/home")
    held = dict(one.cookies)
    one.post("/sign-out")
    assert "toask" not in one.cookies
    assert Browser(client, held).get("/home").status_code == 303


@pytest.mark.parametrize("seal", ["", "0" * 64, "é", None])
def test_a_form_needs_the_seal_of_its_own_browser(there, seal):
    hall, people, client = there
    one, other = signed_in(hall, client, people.trainee), signed_in(hall, client, people.silent)
    answer = one.post("/home/consent", seal=other.seal if seal is None else seal, consent="no")
    assert answer.status_code == 403
    assert accounts.by_id(hall.book, people.trainee.id).consent


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "", "https://localhost", "http://localhost:81"])
def test_a_form_from_elsewhere_is_refused(there, origin):
    hall, people, client = there
    one = signed_in(hall, client, people.trainee)
    client.headers["origin"] = origin
    try:
        assert one.post("/home/consent", consent="no").status_code == 403
    finally:
        client.headers["origin"] = HERE
    assert accounts.by_id(hall.book, people.trainee.id).consent


def test_a_page_sets_no_cookie_that_scripts_or_other_sites_get(there):
    hall, people, client = there
    one = Browser(client)
    first = one.get("/")
    token = link_for(hall, people.trainee)
    one.get(f"/in/{token}")
    for answer in (first, one.post(f"/in/{token}")):
        for cookie in answer.headers.get_list("set-cookie"):
            assert "HttpOnly" in cookie
            assert "SameSite=lax" in cookie
            assert "Path=/" in cookie
            assert "Domain" not in cookie


def test_over_tls_cookies_are_secure_and_bound_to_the_host(tmp_path):
    hall = hall_in(tmp_path, behind_proxy=True)
    people = school(hall)
    with serving(hall) as client:
        client.base_url = "https://localhost"
        client.headers["origin"] = "https://localhost"
        one = Browser(client)
        token = link_for(hall, people.trainee)
        one.get(f"/in/{token}")
        answer = one.post(f"/in/{token}")
        assert answer.status_code == 303
        cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-toask="))
        assert "Secure" in cookie
        assert answer.headers["strict-transport-security"]
        assert one.get("/home").status_code == 200


def test_a_database_that_cannot_grow_gets_one_sentence_and_keeps_what_it_has(there):
    hall, people, client = there
    trainer = signed_in(hall, client, people.trainer)
    hall.book.read("PRAGMA max_page_count = 1")
    names, answer = "\n".join(["x" * 79] * 60), None
    while answer is None or answer.status_code == 303:
        answer = trainer.post(f"/classes/{people.classroom.id}/people", names=names, twice="yes")
    assert answer.status_code == 507
    assert "disk of the server is full" in answer.text
    hall.book.read("PRAGMA max_page_count = 100000")
    assert trainer.get("/classes").status_code == 200
    assert accounts.by_id(hall.book, people.trainee.id) == people.trainee


def test_a_full_disk_gets_one_sentence(there, monkeypatch):
    hall, people, client = there
    one = signed_in(hall, client, people.trainee)

    def full(*_: object) -> None:
        raise ServeError(FULL, 507)

    monkeypatch.setattr(Book, "together", full)
    answer = one.post("/home/consent", consent="no")
    assert answer.status_code == 507
    assert "disk of the server is full" in answer.text
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
