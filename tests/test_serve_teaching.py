"""A trainer's forms: what was made is shown once, nobody is added twice unasked, and what is wrong is named."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("starlette")
pytest.importorskip("textual_serve")

from helpers_serve import HERE, hall_in, school, serving, signed_in

from simulator.serve import accounts, once


@pytest.fixture
def there(tmp_path):
    hall = hall_in(tmp_path)
    people = school(hall)
    with serving(hall) as client:
        yield hall, people, signed_in(hall, client, people.trainer), client


def names(hall, people) -> list[str]:
    return [one.name for one in accounts.in_class(hall.book, people.classroom.id)]


def add(trainer, people, *lines, **more):
    return trainer.post(f"/classes/{people.classroom.id}/people", names="\n".join(lines), **more)


def test_loading_the_page_of_links_again_adds_nobody_and_shows_nothing(there):
    hall, people, trainer, _client = there
    answer = add(trainer, people, "Ada", "", "Bo")
    assert answer.status_code == 303
    page = trainer.get(answer.headers["location"])
    links = re.findall(rf"{HERE}/in/([\w-]{{43}})</code>", page.text)
    assert len(links) == 2
    again = trainer.get(answer.headers["location"])
    assert again.status_code == 404
    assert "shown once" in again.text
    assert not any(link in again.text for link in links)
    assert sorted(names(hall, people)) == ["Ada", "Bo", "Geheime Gerda", "Stille Sem"]
    hall.book.read("PRAGMA wal_checkpoint(TRUNCATE)")
    assert not any(link.encode() in hall.book.path.read_bytes() for link in links)


def test_a_page_of_links_is_for_the_sign_in_that_made_it_and_not_for_long(there):
    hall, people, trainer, client = there
    path = add(trainer, people, "Ada").headers["location"]
    for account in (people.trainer, people.other_trainer, people.trainee, people.admin):
        assert signed_in(hall, client, account).get(path).status_code == 404
    hall.clock._offset += once.KEPT_S + 1
    assert trainer.get(path).status_code == 404


def test_links_of_trainers_are_shown_the_same_way(there):
    hall, people, _trainer, client = there
    admin = signed_in(hall, client, people.admin)
    answer = admin.post("/admin/trainers", name="Nieuw")
    assert f"{HERE}/in/" in admin.get(answer.headers["location"]).text
    assert admin.get(answer.headers["location"]).status_code == 404


@pytest.mark.parametrize("lines", [("Ada", "geheime  gerda"), ("Ada", "Bo", "ADA")])
def test_names_that_are_there_already_are_named_and_added_when_that_is_said(there, lines):
    hall, people, trainer, _client = there
    before = names(hall, people)
    answer = add(trainer, people, *lines)
    assert answer.status_code == 409
    assert names(hall, people) == before
    assert f"already: {' '.join(lines[-1].split())}. Take" in answer.text
    assert re.search(rf"<textarea[^>]*>{lines[0]}\n", answer.text)
    assert 'name="twice"' in answer.text
    assert add(trainer, people, *lines, twice="yes").status_code == 303
    assert len(names(hall, people)) == len(before) + len(lines)


def test_the_line_that_is_too_long_is_named_and_the_list_stays(there):
    hall, people, trainer, _client = there
    before = names(hall, people)
    answer = add(trainer, people, "Ada", "", "x" * 81)
    assert answer.status_code == 400
    assert "Line 3 is longer than the 80 characters of a name: “xxx" in answer.text
    assert "Ada\n" in answer.text
    assert add(trainer, people, *(f"Naam {n}" for n in range(61))).status_code == 400
    assert add(trainer, people, " ").status_code == 400
    assert names(hall, people) == before


def test_a_list_that_no_longer_fits_the_class_adds_nobody(there, monkeypatch):
    hall, people, trainer, _client = there
    monkeypatch.setattr(accounts, "MOST_IN_CLASS", 3)
    answer = add(trainer, people, "Ada", "Bo")
    assert (answer.status_code, "at most 3 people" in answer.text) == (400, True)
    assert len(names(hall, people)) == 2


def test_two_classes_of_a_trainer_have_not_one_name(there):
    hall, people, trainer, client = there
    answer = trainer.post("/classes", name=" klas EEN")
    assert (answer.status_code, "You have a class klas EEN already" in answer.text) == (409, True)
    assert len(accounts.classes(hall.book, people.trainer.id)) == 1
    assert signed_in(hall, client, people.other_trainer).post("/classes", name="Klas een").status_code == 303


def test_only_so_many_pages_wait():
    with_room = once.Once(lambda: 0.0)
    page = once.Handout((), "/", "")
    keys = [with_room.put(page, "token") for _ in range(once.MOST + 1)]
    assert with_room.take(keys[0], "token") is None
    assert with_room.take(keys[-1], "other") is None
    assert with_room.take(keys[-1], "token") is page


def test_wide_tables_scroll_in_a_frame_of_their_own_that_keys_reach(there):
    hall, people, trainer, client = there
    pages = (trainer.get(f"/classes/{people.classroom.id}"), signed_in(hall, client, people.admin).get("/admin"))
    for page in pages:
        frame, _, rest = page.text.partition("<table")
        assert re.search(r'<div class="scroll" role="region" aria-\w+="[^"]+" tabindex="0">$', frame)
        assert "<caption" not in rest
