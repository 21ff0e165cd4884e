"""Who may see what: every route, for everybody who is not its owner; a route without a line here fails."""

from __future__ import annotations

import pytest

pytest.importorskip("starlette")
pytest.importorskip("textual_serve")

from helpers_debrief import GOOD, talked
from helpers_serve import Browser, hall_in, school, serving, signed_in
from starlette.routing import Mount, Route, WebSocketRoute

from simulator.serve import accounts
from simulator.serve.asgi import DOORS, app

ALL = ("anonymous", "trainee", "silent", "stranger", "trainer", "other_trainer", "admin")
PEOPLE = ALL[1:]
TRAINERS = ("trainer", "other_trainer")
REPORT = "/reports/{conversation}/{form}"
MAY: dict[str, tuple[str, ...]] = {
    "GET /": ALL, "POST /sign-in": ALL, "GET /in/{token}": ALL, "POST /in/{token}": ALL, "POST /language": ALL,
    "POST /sign-out": PEOPLE, "GET /home": PEOPLE, "POST /home/consent": PEOPLE, "POST /home/password": PEOPLE,
    "POST /home/erase": PEOPLE, "GET /wait": PEOPLE, "GET /place": PEOPLE, "GET /talk": PEOPLE, "GET /reports": PEOPLE,
    "GET /download/{key}": (), f"GET {REPORT}": ("trainee",), "GET /files/{name}": ("trainee",),
    "GET /classes": TRAINERS, "POST /classes": TRAINERS, "GET /classes/{classroom}": ("trainer",),
    "POST /classes/{classroom}/people": ("trainer",), "POST /classes/{classroom}/links": ("trainer",),
    "POST /classes/{classroom}/remove": ("trainer",), "GET /classes/{classroom}/{account}/reports": ("trainer",),
    "GET /classes/{classroom}/{account}" + REPORT: ("trainer",),
    "GET /admin": ("admin",), "POST /admin/trainers": ("admin",), "POST /admin/links": (),
    "GET /links/{key}": (),
}  # fmt: skip
"""Who may use a route when it names things of the trainee `Geheime Gerda`, who lets her trainer read along."""
NOBODYS = {"/healthz", "/readyz", "/metrics", "/static", "/static/terminal", "/talk/socket"}
"""Routes that name nobody; the socket has tests of its own."""
SECRETS = ("Geheime Gerda", "geheim.txt", "Hoe ging het vorig jaar")


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    hall = hall_in(tmp_path_factory.mktemp("access"))
    people = school(hall)
    for account in (people.trainee, people.silent):
        hall.folder(account.id).make()
        store, one = talked(hall.folder(account.id).database.parent, GOOD)
        store.set_status(one.id, "ended")
        store.close()
        if account is people.trainee:
            conversation = one.id
            hall.folder(account.id).exports.mkdir()
            (hall.folder(account.id).exports / "geheim.txt").write_text("Geheime Gerda")
    with serving(hall) as client:
        yield hall, people, conversation, client


def browser(there, who: str) -> Browser:
    hall, people, _, client = there
    return Browser(client) if who == "anonymous" else signed_in(hall, client, getattr(people, who))


def filled(path: str, people, conversation: str) -> str:
    return path.format(
        token="x" * 43, key="k1", form="json", name="geheim.txt", conversation=conversation,
        classroom=people.classroom.id, account=people.trainee.id,
    )  # fmt: skip


def test_every_route_has_a_line(there):
    hall = there[0]
    for one in app(hall).routes:
        if isinstance(one, Route) and one.path not in NOBODYS:
            assert one.name in MAY, f"{one.name}: say in MAY who may use it"
        elif isinstance(one, Mount | WebSocketRoute):
            assert one.path in NOBODYS
    assert {f"{door.method} {door.path}" for door in DOORS} == set(MAY)


@pytest.mark.parametrize("who", ALL)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.path}")
def test_who_may_use_a_route(there, door, who):
    hall, people, conversation, _ = there
    one = browser(there, who)
    path = filled(door.path, people, conversation)
    # A POST without what it needs: let in, it says what is missing and changes nothing.
    answer = one.get(path) if door.method == "GET" else one.post(path, account=people.trainee.id)
    may = who in MAY[f"{door.method} {door.path}"]
    if may:
        assert answer.status_code not in (401, 404, 405, 500)
    elif who == "anonymous":
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
    else:
        assert answer.status_code == 404
    if not may or (who not in ("trainee", "trainer") and not door.path.startswith("/classes/")):
        assert not any(secret in answer.text for secret in SECRETS)
    assert accounts.find(hall.book, people.trainee.id) is not None
    accounts.set_consent(hall.book, people.trainee.id, True, hall.clock.now())


@pytest.mark.parametrize("form", ["page", "json", "pdf"])
def test_no_content_without_consent(there, form):
    _hall, people, conversation, _client = there
    trainer = browser(there, "trainer")
    base = f"/classes/{people.classroom.id}/{people.trainee.id}/reports"
    assert people.trainee.name in trainer.get(base).text
    if form != "pdf":
        assert trainer.get(f"{base}/{conversation}/{form}").status_code == 200
    trainee = browser(there, "trainee")
    trainee.post("/home/consent", consent="no")
    try:
        assert trainer.get(base).status_code == 404
        assert trainer.get(f"{base}/{conversation}/{form}").status_code == 404
    finally:
        trainee.post("/home/consent", consent="yes")
    silent = f"/classes/{people.classroom.id}/{people.silent.id}/reports"
    assert trainer.get(silent).status_code == 404
    assert trainer.get(f"{silent}/{conversation}/{form}").status_code == 404


def test_a_trainee_is_not_reached_through_another_class(there):
    hall, people, _conversation, _client = there
    trainer = browser(there, "trainer")
    for classroom in (people.other_class.id, people.classroom.id):
        assert trainer.get(f"/classes/{classroom}/{people.stranger.id}/reports").status_code == 404
    for what in ("remove", "links"):
        fields = {"account": people.stranger.id, f"person-{people.stranger.id}": "yes", "sure": "yes"}
        assert trainer.post(f"/classes/{people.classroom.id}/{what}", **fields).status_code in (400, 404)
    assert accounts.find(hall.book, people.stranger.id) is not None


@pytest.mark.parametrize(
    "name", ["..%2f..%2fdata%2fpractice.db", "%2e%2e%2f", ".hidden", "link.txt", "sub", "/etc/passwd", "no.txt", "%00"]
)
def test_no_file_but_those_that_lie_in_ones_own_exports(there, name):
    hall, people, *_ = there
    exports = hall.folder(people.trainee.id).exports
    (exports / "sub").mkdir(exist_ok=True)
    (exports / ".hidden").write_text("x")
    if not (exports / "link.txt").exists():
        (exports / "link.txt").symlink_to(hall.book.path)
    assert browser(there, "trainee").get(f"/files/{name}").status_code in (404, 400)


def test_an_export_is_never_shown_as_a_page_of_this_site(there):
    hall, people, *_ = there
    (hall.folder(people.trainee.id).exports / "x.html").write_text("<script>alert(1)</script>")
    answer = browser(there, "trainee").get("/files/x.html")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"


def test_a_report_stands_apart_from_the_site(there):
    _, _, conversation, _ = there
    answer = browser(there, "trainee").get(f"/reports/{conversation}/page")
    assert "Hoe ging het vorig jaar" in answer.text
    assert answer.headers["content-security-policy"].startswith("sandbox allow-scripts")
    assert "allow-same-origin" not in answer.headers["content-security-policy"]


def test_what_has_not_ended_has_no_report(there):
    hall, people, *_ = there
    store, one = talked(hall.folder(people.trainee.id).top / "other", GOOD[:2])
    store.close()
    own = browser(there, "trainee")
    path = f"/reports/{one.id}/json"
    database = hall.folder(people.trainee.id).database
    kept = database.read_bytes()
    database.write_bytes((hall.folder(people.trainee.id).top / "other" / "practice.db").read_bytes())
    try:
        assert own.get(path).status_code == 404
    finally:
        database.write_bytes(kept)
