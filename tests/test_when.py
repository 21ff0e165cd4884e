"""What a person reads is the day and the hour of the place; what is kept, exchanged or sealed is in UTC."""

from __future__ import annotations

import json
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from helpers_portfolio import members, portfolio, talk
from helpers_practice import TO_THE_NEED

from simulator.app.text import day_text
from simulator.cli.main import main
from simulator.debrief.paper import sentences
from simulator.group import page, tables, write
from simulator.group.model import GIVEN, Difference, Group, Talk, Trainee
from simulator.growth.quoting import Quote, source
from simulator.observing.sheets import Desk, title
from simulator.portfolio import archive, bundle
from simulator.practice.store import Store
from simulator.privacy.export import export
from simulator.report.words import Words
from simulator.when import day, local, moment

EN = Words("en")
LATE = "2026-06-07T22:30:00.123+00:00"
"""Half past midnight on the eighth in Amsterdam."""


@pytest.fixture
def amsterdam(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def home(tmp_path, monkeypatch, amsterdam):
    """A log with one conversation, held on the eighth as its trainee's clock had it."""
    monkeypatch.setenv("TOASK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TOASK_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("TOASK_LANG", "en")
    store = Store()
    made = talk(store, TO_THE_NEED).id
    store.close()
    with closing(sqlite3.connect(store.path)) as database, database:
        database.execute("UPDATE conversations SET created = ?, updated = ?", (LATE, LATE))
    return made


@pytest.mark.parametrize(
    ("when", "shown", "minute"),
    [
        (LATE, "2026-06-08", "2026-06-08 00:30"),
        ("2026-06-07T22:30:00Z", "2026-06-08", "2026-06-08 00:30"),
        ("2026-12-31T23:30:00+00:00", "2027-01-01", "2027-01-01 00:30"),
        ("2026-06-08T00:30:00+02:00", "2026-06-08", "2026-06-08 00:30"),
        ("2026-06-07", "2026-06-07", "2026-06-07 00:00"),
        ("2026-06-07T22:30", "2026-06-07", "2026-06-07 22:30"),
        ("9999-12-31T23:30:00+00:00", "9999-12-31", "9999-12-31 23:30"),
        ("gisteren", "gisteren", "gisteren"),
        ("", "", ""),
    ],
)
def test_times_are_those_of_the_place(amsterdam, when, shown, minute):
    assert (day(when), moment(when)) == (shown, minute)


def test_app_debrief_and_lists_tell_the_same_day(amsterdam):
    assert sentences.day(LATE, EN) == day_text(LATE) == day(LATE)
    assert sentences.day("x", EN) == day_text("x") == ""
    assert local("x") is None
    assert source(Quote(1, True, "", "x", "Dans", LATE), EN).endswith("(2026-06-08)")


def test_commands_tell_the_day_of_the_place(home, tmp_path, capsys):
    assert main(["data", "delete"]) == 2
    assert "2026-06-08" in capsys.readouterr().err
    assert main(["observe", "list"]) == 0
    assert "2026-06-08 00:30" in capsys.readouterr().out
    assert main(["report", "last", "--html", str(tmp_path)]) == 0
    assert [one.name[:11] for one in tmp_path.glob("*.html")] == ["2026-06-08-"]
    capsys.readouterr()
    assert main(["report", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["conversations"][0]["created"] == LATE
    with closing(Store()) as store:
        path = export(store, home, "markdown", tmp_path)
    assert path.name.startswith("2026-06-08-")
    assert "2026-06-08 00:30\n" in path.read_text("utf-8")


def test_a_sheet_has_the_hour_of_the_place(amsterdam, tmp_path):
    sheet = Desk(tmp_path / "practice.db").new("nl", asks="Bo")
    seen = sheet.seen
    sheet.close()
    assert title(seen) == f"Bo · {moment(seen.created)}"
    assert abs(time.mktime(time.strptime(title(seen)[5:], "%Y-%m-%d %H:%M")) - time.time()) < 120


def test_a_class_has_days_on_its_page_and_utc_in_its_tables(amsterdam):
    held = Difference("code", 1, "Wat?", "", "INFO", "OPEN", "Noor", "daarom", LATE)
    one = Talk("k", "log", "x", Trainee("Anna", GIVEN), "1", "", "dans", "nl", created=LATE, differences=(held,))
    group = Group([one])
    text = page.render(group, EN)
    assert "2026-06-08" in text
    assert "2026-06-07" not in text
    assert page.lead(group, EN).endswith("2026-06-08 to 2026-06-08")
    assert write.as_json(group)["trainees"][0]["last"] == "2026-06-07"
    assert next(write.talk_rows(group))["date"] == next(write.difference_rows(group))["date"] == "2026-06-07"
    assert tables.people([one])[0].last == LATE


def test_what_is_sealed_is_the_same_wherever_it_is_made(tmp_path, monkeypatch):
    made = portfolio(tmp_path)
    made["about"]["created"] = made["conversations"][0]["created"] = LATE
    found = []
    for place in ("UTC", "Europe/Amsterdam", "America/New_York"):
        monkeypatch.setenv("TZ", place)
        time.tzset()
        bundle.write(tmp_path / f"{len(found)}.zip", made)
        found.append(members(tmp_path / f"{len(found)}.zip"))
    monkeypatch.undo()
    time.tzset()
    assert found[0] == found[1] == found[2]
    text = found[0][archive.PAGE].decode()
    assert "2026-06-07 22:30" in text
    assert "Days and times are in UTC" in text


def test_a_servers_reports_have_the_day_of_the_place(amsterdam, tmp_path):
    pytest.importorskip("starlette")
    pytest.importorskip("textual_serve")
    from helpers_debrief import GOOD, talked
    from helpers_serve import hall_in, school, serving, signed_in

    hall = hall_in(tmp_path)
    people = school(hall)
    hall.folder(people.trainee.id).make()
    path: Path = hall.folder(people.trainee.id).database
    store, one = talked(path.parent, GOOD)
    store.set_status(one.id, "ended")
    store.close()
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE conversations SET created = ?, updated = ?", (LATE, LATE))
    with serving(hall) as client:
        trainee, trainer = signed_in(hall, client, people.trainee), signed_in(hall, client, people.trainer)
        for text in (trainee.get("/reports").text, trainer.get(f"/classes/{people.classroom.id}").text):
            assert "2026-06-08" in text
            assert "2026-06-07" not in text
        told = trainee.get(f"/reports/{one.id}/json").headers["content-disposition"]
        assert "-2026-06-08-" in told
