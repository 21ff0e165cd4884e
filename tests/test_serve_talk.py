"""The app in a tab: keys one way, what is drawn the other; tabs that come, go, flood and fight; the queue."""

from __future__ import annotations

import json
import time

import pytest

pytest.importorskip("starlette")
pytest.importorskip("textual_serve")

from helpers_serve import hall_in, school, serving, signed_in
from starlette.websockets import WebSocketDisconnect

from simulator.serve import seat as codes


def until(tab, wanted: str, most: int = 200) -> str:
    """What was drawn up to and with `wanted`."""
    seen = ""
    for _ in range(most):
        message = tab.receive()
        if message["type"] == "websocket.close":
            raise AssertionError(f"closed with {message['code']} after {seen!r}")
        seen += (message.get("bytes") or b"").decode() + (message.get("text") or "")
        if wanted in seen:
            return seen
    raise AssertionError(f"{wanted!r} was not drawn")


def close_code(tab) -> int:
    """The code with which the server closed it."""
    while True:
        message = tab.receive()
        if message["type"] == "websocket.close":
            return message["code"]


def type_in(tab, text: str) -> None:
    tab.send_text(json.dumps(["stdin", text]))


def wait_for(ready, seconds: float = 8.0) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, "what was waited for did not happen"
        time.sleep(0.01)


@pytest.fixture
def there(tmp_path):
    hall = hall_in(tmp_path, grace_seconds=30.0, most=2)
    with serving(hall) as client:
        people = school(hall)
        browsers = {name: signed_in(hall, client, getattr(people, name)) for name in ("trainee", "silent", "stranger")}
        yield hall, people, browsers


def test_keys_go_in_and_pictures_come_out(there):
    hall, _people, browsers = there
    with browsers["trainee"].talk() as tab:
        until(tab, "start")
        type_in(tab, "hallo")
        until(tab, "<hallo>")
        tab.send_text(json.dumps(["ping", "17"]))
        until(tab, '["pong", "17"]')
        tab.send_text(json.dumps(["resize", {"width": 10_000_000, "height": "x"}]))
        until(tab, "size 400x24")
        type_in(tab, "quit!")
        assert close_code(tab) == codes.ENDED
    wait_for(lambda: not hall.seats.seats)


def test_each_account_has_its_own_folder_and_none_of_the_servers_secrets(there, monkeypatch):
    hall, people, browsers = there
    hall.environ = {
        **hall.environ,
        "TOASK_SERVE_METRICS_TOKEN": "geheim",
        "AWS_KEY": "geheim",
        "TOASK_VOICE": "scripted",
    }
    with browsers["trainee"].talk() as one, browsers["stranger"].talk() as two:
        for tab, account in ((one, people.trainee), (two, people.stranger)):
            until(tab, "start")
            type_in(tab, "where!")
            until(tab, f"accounts/{account.id}")
            type_in(tab, "env!TOASK_DATA!")
            until(tab, f"{account.id}/data")
            type_in(tab, "env!TOASK_VOICE!")
            until(tab, "scripted")
            for name in ("TOASK_SERVE_METRICS_TOKEN", "AWS_KEY", "EDITOR"):
                type_in(tab, f"env!{name}!")
                until(tab, "(none)")
    for account in (people.trainee, people.stranger):
        assert hall.folder(account.id).top.stat().st_mode & 0o777 == 0o700


def test_the_app_outlives_its_tab_and_the_next_tab_finds_it(there):
    hall, people, browsers = there
    with browsers["trainee"].talk() as tab:
        until(tab, "start")
        type_in(tab, "halverwege een antw")
        until(tab, "<halverwege")
    wait_for(lambda: hall.seats.seats[people.trainee.id].viewer is None)
    before = hall.seats.seats[people.trainee.id]
    with browsers["trainee"].talk() as tab:
        seen = until(tab, "size 80x24")
        assert codes.PRELUDE.decode() in seen
        assert "size 80x25" in seen
        assert hall.seats.seats[people.trainee.id] is before


def test_a_second_tab_takes_over_and_the_first_is_told(there):
    hall, _people, browsers = there
    with browsers["trainee"].talk() as first:
        until(first, "start")
        with browsers["trainee"].talk() as second:
            assert close_code(first) == codes.TAKEN
            until(second, "size 80x24")
            type_in(second, "hier")
            until(second, "<hier>")
            assert len(hall.seats.seats) == 1


def test_a_crash_is_told_and_what_the_app_said_stays_in_its_own_folder(there, caplog):
    hall, people, browsers = there
    with browsers["trainee"].talk() as tab:
        until(tab, "start")
        type_in(tab, "crash!")
        assert close_code(tab) == codes.FAILED
    wait_for(lambda: hall.folder(people.trainee.id).log.exists())
    assert "secret words" in hall.folder(people.trainee.id).log.read_text()
    assert "secret words" not in caplog.text
    with browsers["trainee"].talk() as tab:
        until(tab, "start")


NO_PAGE = {"cut": "{", "empty": "[]", "number": "[1]", "null": "null", "text": '"x"', "deep": "[" * 100_000}


@pytest.mark.parametrize("text", [*NO_PAGE.values(), json.dumps(["stdin", "x" * 300_000])], ids=[*NO_PAGE, "large"])
def test_what_no_page_sends_closes_the_tab_and_nothing_else(there, text):
    hall, people, browsers = there
    with browsers["trainee"].talk() as tab:
        until(tab, "start")
        tab.send_text(text)
        assert close_code(tab) == codes.FLOOD
    assert hall.seats.seats[people.trainee.id].process.status is None


def test_a_flood_is_cut_off(there):
    _hall, _people, browsers = there
    with browsers["trainee"].talk() as tab:
        until(tab, "start")
        for _ in range(2000):
            tab.send_text('["blur"]')
        assert close_code(tab) == codes.FLOOD


def test_odd_values_are_let_be(there):
    _, _, browsers = there
    with browsers["trainee"].talk() as tab:
        until(tab, "start")
        for odd in (["stdin", 5], ["stdin"], ["resize", [1]], ["resize"], ["nothing", {}], ["stdin", "\ud800"]):
            tab.send_text(json.dumps(odd))
        type_in(tab, "nog")
        until(tab, "<nog>")


def test_no_socket_from_another_site_or_without_a_sign_in(there):
    _, _, browsers = there
    for origin in ("http://elsewhere.example", "null", ""):
        with pytest.raises(WebSocketDisconnect), browsers["trainee"].talk(origin=origin) as tab:
            tab.receive()
    browsers["trainee"].cookies["toask"] = "made-up"
    with browsers["trainee"].talk() as tab:
        assert close_code(tab) == codes.SIGNED_OUT


def test_no_address_that_runs_something_is_opened(there):
    _, _, browsers = there
    with browsers["trainee"].talk() as tab:
        until(tab, "start")
        type_in(tab, "url!")
        assert "open_url" not in until(tab, "<url!>")


def test_a_delivered_file_comes_as_a_file_and_to_its_own_account_only(there):
    _, _, browsers = there
    with browsers["trainee"].talk() as tab:
        until(tab, "start")
        type_in(tab, "file!")
        until(tab, '["deliver_file_start", "k1"]')
        assert browsers["stranger"].get("/download/k1").status_code == 404
        answer = browsers["trainee"].get("/download/k1")
        assert (answer.status_code, answer.content) == (200, b"picture")
        assert answer.headers["content-disposition"] == 'attachment; filename="a-b.svg"'
        assert browsers["trainee"].get("/download/k1").status_code == 404


def test_who_finds_no_place_waits_in_turn(there):
    _hall, _people, browsers = there
    assert [browsers[who].get("/place").json()["place"] for who in ("trainee", "silent")] == [0, 0]
    with browsers["trainee"].talk() as one, browsers["silent"].talk() as two:
        until(one, "start")
        until(two, "start")
        with browsers["stranger"].talk() as three:
            assert close_code(three) == codes.FULL
        assert browsers["stranger"].get("/place").json() == {"place": 1, "of": 1}
        type_in(one, "quit!")
        close_code(one)
        wait_for(lambda: browsers["stranger"].get("/place").json()["place"] == 0)
        with browsers["trainee"].talk() as again:
            assert close_code(again) == codes.FULL
        with browsers["stranger"].talk() as three:
            until(three, "start")


def test_signing_out_ends_the_app(there):
    hall, _people, browsers = there
    with browsers["trainee"].talk() as tab:
        until(tab, "start")
        assert browsers["trainee"].post("/sign-out").status_code == 303
        assert close_code(tab) == codes.SIGNED_OUT
    assert not hall.seats.seats
    assert browsers["trainee"].get("/home").status_code == 303


def test_an_app_that_does_not_listen_is_ended_all_the_same(there, monkeypatch):
    hall, _people, browsers = there
    monkeypatch.setattr("simulator.serve.process.QUIT_S", 0.2)
    monkeypatch.setattr("simulator.serve.process.TERM_S", 0.2)
    with browsers["trainee"].talk() as tab:
        until(tab, "start")
        type_in(tab, "deaf!")
        until(tab, "<deaf!>")
        browsers["trainee"].post("/sign-out")
    assert not hall.seats.seats


def test_the_server_stops_with_every_app(tmp_path):
    hall = hall_in(tmp_path)
    with serving(hall) as client:
        browser = signed_in(hall, client, school(hall).trainee)
        with browser.talk() as tab:
            until(tab, "start")
            process = next(iter(hall.seats.seats.values())).process
    assert process.status == 0


def test_an_interrupted_conversation_is_gone_on_with(there):
    hall, people, browsers = there
    from helpers_debrief import PITCH, talked

    with browsers["trainee"].talk() as tab:
        until(tab, "start")
        store, one = talked(hall.folder(people.trainee.id).database.parent, PITCH[:1])
        store.close()
        type_in(tab, "args!")
        until(tab, "[]")
    browsers["trainee"].client.portal.call(hall.seats.stop, people.trainee.id)
    with browsers["trainee"].talk() as tab:
        until(tab, "start")
        type_in(tab, "args!")
        until(tab, json.dumps(["practice", f"resume:{one.id}"]))
        type_in(tab, "quit!")
        close_code(tab)
    wait_for(lambda: not hall.seats.seats)
    with browsers["trainee"].talk() as tab:
        until(tab, "start")
        type_in(tab, "args!")
        until(tab, "[]")
