"""What no page sees: another host, too large a form; settings that do not fit; figures for the right eyes only."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

pytest.importorskip("starlette")
pytest.importorskip("textual_serve")

from helpers_serve import HERE, Browser, hall_in, school, serving, signed_in

from simulator.serve import accounts


@pytest.fixture
def there(tmp_path):
    hall = hall_in(tmp_path)
    people = school(hall)
    with serving(hall) as client:
        yield hall, people, client


@pytest.mark.parametrize("host", ["elsewhere.example", "localhost.elsewhere.example", "10.0.0.1", ""])
def test_another_name_for_this_server_is_refused(there, host):
    _, _, client = there
    assert client.get("/", headers={"host": host}).status_code == 421
    assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_with_an_address_only_that_name_holds(tmp_path):
    hall = hall_in(tmp_path, address="https://oefenen.example", host="0.0.0.0", behind_proxy=True)
    with serving(hall) as client:
        client.headers["origin"] = "https://oefenen.example"
        assert client.get("/", headers={"host": "oefenen.example"}).status_code == 200
        assert client.get("/", headers={"host": "localhost"}).status_code == 421


def test_a_form_that_is_too_large_is_not_read(there):
    hall, people, client = there
    one = signed_in(hall, client, people.trainer)
    assert one.post("/classes", name="x" * 70_000).status_code == 413
    client.cookies.set("toask", one.cookies["toask"])
    sent = []

    def pieces():
        for _ in range(1000):
            sent.append(1)
            yield b"seal=" + b"x" * 10_000

    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/classes", content=pieces(), headers=kind).status_code == 413
    assert client.post("/classes", content=b"x", headers={**kind, "content-length": "-1"}).status_code == 413
    many = "&".join(f"a{n}=1" for n in range(400))
    assert client.post("/classes", content=many, headers=kind).status_code == 413


def test_another_kind_of_form_is_refused(there):
    hall, people, client = there
    one = signed_in(hall, client, people.trainer)
    client.cookies.set("toask", one.cookies["toask"])
    assert client.post("/classes", files={"name": b"x"}).status_code == 415
    assert client.post("/classes", json={"name": "x"}).status_code == 415


def test_every_answer_carries_its_policy(there):
    hall, people, client = there
    one = signed_in(hall, client, people.trainee)
    for path in ("/", "/home", "/wait", "/talk", "/nothing", "/static/serve.css", "/healthz"):
        answer = one.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src 'self';" in policy
        assert "unsafe-eval" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == ("max-age=3600" if "/static" in path else "no-store")
    assert client.post("/home", headers={"origin": "http://x"}).headers["x-frame-options"] == "DENY"


def test_pages_load_nothing_from_elsewhere_and_hold_no_script(there):
    hall, people, client = there
    trainee, trainer = signed_in(hall, client, people.trainee), signed_in(hall, client, people.trainer)
    pages = [trainee.get(path).text for path in ("/home", "/wait", "/talk", "/reports")]
    pages += [trainer.get(path).text for path in ("/classes", f"/classes/{people.classroom.id}")]
    for text in pages:
        assert "http://" not in text.replace(HERE, "")
        assert "https://" not in text
        assert "<style" not in text
        assert "<script>" not in text
        assert " style=" not in text
        assert " onclick=" not in text


def test_names_are_text_wherever_they_stand(there):
    hall, people, client = there
    trainer = signed_in(hall, client, people.trainer)
    bad = "<script>alert(1)</script>\x1b[31m\u202e{{ 7 * 7 }}"
    answer = trainer.get(trainer.post(f"/classes/{people.classroom.id}/people", names=bad).headers["location"])
    assert answer.status_code == 200
    for text in (answer.text, trainer.get(f"/classes/{people.classroom.id}").text):
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "{{ 7 * 7 }}" in text


def one_talk(hall, people):
    """Let the trainee have had one conversation."""
    from helpers_debrief import GOOD, talked

    hall.folder(people.trainee.id).make()
    store, one = talked(hall.folder(people.trainee.id).database.parent, GOOD)
    store.set_status(one.id, "ended")
    store.set_meta(one.id, result={"ask_share": 0.75, "reached": False, "deepest": "underlying"})
    store.close()


def test_the_trainers_page_counts_and_quotes_nothing(there):
    hall, people, client = there
    one_talk(hall, people)
    text = signed_in(hall, client, people.trainer).get(f"/classes/{people.classroom.id}").text
    assert "75%" in text
    assert "underneath" in text
    assert "Hoe ging het" not in text
    assert "Vreemde Vera" not in text


def test_links_are_handed_out_once_and_not_for_who_has_a_password(there):
    hall, people, client = there
    trainer = signed_in(hall, client, people.trainer)
    picked = {f"person-{people.silent.id}": "yes"}
    path = f"/classes/{people.classroom.id}/links"
    answer = trainer.get(trainer.post(path, **picked).headers["location"])
    assert f"{HERE}/in/" in answer.text
    assert people.trainee.name not in answer.text
    assert f"{HERE}/in/" not in trainer.get(f"/classes/{people.classroom.id}").text
    hall.passwords.set(hall.book, people.silent.id, people.silent.login, "vier paarden")
    assert trainer.post(path, **picked).status_code == 403
    admin = signed_in(hall, client, people.admin)
    made = admin.post("/admin/links", account=people.trainer.id)
    assert f"{HERE}/in/" in admin.get(made.headers["location"]).text
    assert admin.post("/admin/links", account=people.trainee.id).status_code == 404


def test_who_is_removed_is_gone_with_all_that_is_theirs(there):
    hall, people, client = there
    trainee = signed_in(hall, client, people.silent)
    folder = hall.folder(people.silent.id)
    folder.make()
    (folder.exports).mkdir()
    assert trainee.post("/home/erase", login="iets anders").status_code == 400
    assert folder.top.exists()
    assert trainee.post("/home/erase", login=people.silent.login).status_code == 303
    assert not folder.top.exists()
    assert accounts.find(hall.book, people.silent.id) is None
    assert people.silent.id.encode() not in b"".join(
        str(tuple(r)).encode() for r in hall.book.read("SELECT * FROM events")
    )
    trainer = signed_in(hall, client, people.trainer)
    where = f"/classes/{people.classroom.id}/remove"
    assert trainer.post(where, account=people.trainee.id).status_code == 400
    assert trainer.post(where, account=people.trainee.id, sure="yes").status_code == 303
    assert accounts.find(hall.book, people.trainee.id) is None


def test_figures_are_for_this_machine_or_who_shows_the_token(tmp_path):
    for more, headers, status in (
        ({}, {}, 200),
        ({}, {"x-forwarded-for": "1.2.3.4"}, 404),
        ({"behind_proxy": True}, {}, 404),
        ({"behind_proxy": True, "metrics_token": "lang"}, {"authorization": "Bearer lang"}, 200),
        ({"metrics_token": "lang"}, {"authorization": "Bearer kort"}, 404),
        ({"metrics_token": "lang"}, {}, 404),
    ):
        hall = hall_in(tmp_path, **more)
        with serving(hall) as client:
            client._transport.client = ("127.0.0.1", 5)
            answer = client.get("/metrics", headers=headers)
            assert answer.status_code == status, (more, headers)
            assert ("toask_apps_most 30.0" in answer.text) is (status == 200)


def test_another_machine_gets_no_figures(there):
    _, _, client = there
    client._transport.client = ("10.1.2.3", 5)
    assert client.get("/metrics").status_code == 404


def test_both_languages_and_the_choice_is_kept(there):
    _hall, _people, client = there
    one = Browser(client)
    assert '<html lang="nl">' in one.get("/", headers={"accept-language": "nl-NL,en;q=0.5"}).text
    assert '<html lang="en">' in one.get("/").text
    assert one.post("/language", language="nl").status_code == 303
    assert '<html lang="nl">' in one.get("/").text
    assert one.post("/language", language="xx").status_code == 400


def test_a_log_that_cannot_be_read_gets_one_sentence_and_no_path(there):
    hall, people, client = there
    hall.folder(people.trainee.id).make()
    database = hall.folder(people.trainee.id).database
    database.write_bytes(b"x" * 5000)
    database.chmod(0o400)
    one = signed_in(hall, client, people.trainee)
    assert one.get("/home").status_code == 200
    for path in ("/reports", "/reports/x/json"):
        answer = one.get(path)
        assert answer.status_code in (200, 404, 503)
        assert str(hall.config.data) not in answer.text
    assert signed_in(hall, client, people.trainer).get(f"/classes/{people.classroom.id}").status_code == 200


def test_the_web_process_loads_neither_models_nor_screens():
    code = "import sys, simulator.serve.asgi, simulator.debrief.build, simulator.debrief.page; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "transformers", "textual"} & {one.partition(".")[0] for one in loaded}


@pytest.mark.parametrize("host", ["[", "[::1", "[x]", "a]b", "]["])
def test_a_host_that_is_no_name_is_refused_like_another_one(tmp_path, host):
    for more in ({}, {"address": "https://oefenen.example"}):
        hall = hall_in(tmp_path, **more)
        with serving(hall) as client:
            assert client.get("/", headers={"host": host}).status_code == 421
            assert client.get("/healthz", headers={"host": host}).status_code == 200
            assert client.post("/healthz", headers={"host": host, "origin": "http://x"}).status_code == 403
        hall.book.close()


def test_a_length_of_thousands_of_digits_is_too_large(there):
    _, _, client = there
    assert client.get("/", headers={"content-length": "9" * 5000}).status_code == 413


@pytest.mark.parametrize(
    ("address", "host"),
    [("https://oefenen.example:443", "oefenen.example"), ("http://oefenen.example:80/", "oefenen.example"),
     ("https://oefenen.example", "Oefenen.example:443"), ("https://oefenen.example:8443", "oefenen.example:8443")],
)  # fmt: skip
def test_the_port_that_goes_without_saying_may_be_said(tmp_path, address, host):
    hall = hall_in(tmp_path, address=address)
    with serving(hall) as client:
        assert client.get("/", headers={"host": host}).status_code == 200
        assert client.get("/", headers={"host": "oefenen.example:444"}).status_code == 421
        here = address.rstrip("/").removesuffix(":443").removesuffix(":80")
        assert client.post("/in", headers={"host": host, "origin": here}).status_code != 403
        assert client.post("/in", headers={"host": host, "origin": "https://elders.example"}).status_code == 403


@pytest.mark.parametrize(
    "meta", ['{"result": 3}', '{"result": [1]}', '{"result": "x"}', '{"result": null}', "{", "", "[]"]
)
def test_a_result_that_is_none_costs_a_trainee_nothing_else(there, meta):
    hall, people, client = there
    one_talk(hall, people)
    path = hall.folder(people.trainee.id).database
    with closing(sqlite3.connect(path)) as database, database:
        columns = [
            row[1] for row in database.execute("PRAGMA table_info(conversations)") if row[1] not in ("id", "meta")
        ]
        database.execute(
            f"INSERT INTO conversations (id, meta, {', '.join(columns)})"
            f" SELECT 'other', ?, {', '.join(columns)} FROM conversations",
            (meta,),
        )
        database.execute(
            "INSERT INTO turns (conversation, role, text, step, created)"
            " VALUES ('other', 'trainee', 'x', 'sent', '2026')"
        )
    text = signed_in(hall, client, people.trainer).get(f"/classes/{people.classroom.id}").text
    assert "75%" in text
    assert "underneath" in text
    assert '<td class="n">2</td><td class="n">2</td>' in text
