"""A class: every source gives the same conversation, nothing closed is shown, and nobody who did not agree is in it."""

from __future__ import annotations

import csv
import json
from dataclasses import replace

import pytest
from helpers_group import SCENARIO, export, log, portfolio, review, scored, server, transcript
from helpers_portfolio import TELLING, asked
from helpers_practice import TO_THE_NEED
from hypothesis import given
from hypothesis import strategies as st

from simulator.coding.codebook import Unit
from simulator.group import from_bundle, page, tables, write
from simulator.group.disguise import disguised, pseudonyms
from simulator.group.errors import GroupError
from simulator.group.merge import merged
from simulator.group.model import GIVEN, SPEAKER, STEM, Difference, Door, Group, Talk, Trainee
from simulator.group.sources import gather
from simulator.group.turns import Turn, last_door
from simulator.portfolio.gather import gathered
from simulator.practice.store import Store
from simulator.report.words import Words

NL = Words("nl")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A log with three talks (telling, stalling, to the need), its export and its bundle."""
    folder = tmp_path_factory.mktemp("made")
    store = log(folder / "practice.db")
    out = export(store, folder / "sanne.zip"), portfolio(store, folder / "bundel.zip", folder)
    store.close()
    return folder, *out


def without(talks, *names):
    return [{key: value for key, value in vars_of(one).items() if key not in names} for one in talks]


def vars_of(one):
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def test_log_export_and_bundle_tell_the_same_conversations(made):
    folder, exported, bundled = made
    own = ("kind", "source", "trainee", "door", "stage", "id")
    found = [gather([str(path)]).talks for path in (folder / "practice.db", exported, bundled)]
    assert without(found[0], *own) == without(found[1], *own) == without(found[2], *own)
    assert [one.deepest for one in found[0]] == ["", "visible", "need"] or found[0][-1].reached
    assert {one.trainee.name for one in found[2]} == {"Sanne de Boer"}
    assert {one.trainee.name for one in found[1]} == {"sanne"}


def test_the_same_conversation_from_several_sources_is_one(made):
    folder, exported, bundled = made
    group = gather([str(exported), str(bundled), str(folder / "practice.db")])
    assert len(group.talks) == 3
    assert {(one.kind, one.trainee.name) for one in group.talks} == {("log", "Sanne de Boer")}
    assert sum(len(one.differences) for one in group.talks) == 1


def test_a_correction_is_a_difference_with_its_words(made):
    (one,) = [held for talk in gather([str(made[1])]).talks for held in talk.differences]
    assert (one.of, one.turn, one.machine, one.person, one.who) == ("code", 1, "CLOSED", "OPEN", "trainee")
    assert "Hoeveel?" in one.text
    assert one.before
    assert one.reason == "want Sanne vroeg door"


def test_where_it_stalls_names_a_layer_and_never_what_lies_there(made):
    folder = made[0]
    group = gather([str(folder / "practice.db")])
    stalled = [one for one in group.talks if one.reached is False]
    assert stalled
    assert all(one.door is None or one.door.layer in ("surface", "visible", "underlying", "need") for one in stalled)
    shown = page.render(group, NL) + json.dumps(write.as_json(group), ensure_ascii=False)
    assert SCENARIO.need is not None
    for text in (SCENARIO.need.statement, *(one.content for one in SCENARIO.items)):
        assert text[:40] not in shown


def test_what_an_assessor_judged_otherwise_is_a_difference(tmp_path):
    store = log(tmp_path / "p.db", TO_THE_NEED, changed=False)
    held = gathered(store, asked(tmp_path), "Sanne", None, None, "nl")
    store.close()
    rows = [("1/ask_share", "adjust", "60"), ("1/depth", "reject", ""), ("9/depth", "adjust", "need")]
    said = [{"id": f"conversations/{one}", "verdict": how, "value": value, "reason": "r"} for one, how, value in rows]
    said.append({"id": "criteria/depth", "verdict": "reject", "value": "", "reason": "r"})
    found = list(from_bundle._verdicts(held, {"assessor": "Petra", "judgements": said}))
    assert [(number, one.of, one.machine, one.person, one.who) for number, one in found] == [
        (1, "ask_share", "100", "60", "Petra"),
        (1, "depth", "need", "", "Petra"),
    ]
    assert page.of_value("depth", "", NL) == page.of_value("depth", "nothing", NL)


def turn(act, item="", layer="", code="OPEN", value=2):
    unit = (Unit("x", code, value),)
    return Turn(1, "", unit, unit, act, item, layer)


def test_the_last_door():
    told = [turn("cue", "a", "visible"), turn("tell", "a", "visible"), turn("cue", "b", "underlying")]
    assert last_door([*told, turn("deflect", code="OFFER", value=-2)], ["a"]) == Door("cue", "underlying", "tell")
    assert last_door(told[:2], ["a"]) is None
    assert last_door(told, ["a", "b"]) is None
    plain = [turn("cue"), turn("tell"), turn("hesitate")]
    assert last_door(plain) == Door("hesitate", "", "")
    assert last_door(plain[:2]) is None
    assert last_door([]) is None


def test_scored_transcripts_are_under_the_speakers_name(tmp_path):
    path = scored(tmp_path / "x.json", transcript("a", "Ilse"), transcript("b", "trainee"))
    one, two = gather([str(path)]).talks
    assert (one.trainee.name, two.trainee.name) == ("Ilse", "x")
    assert (one.turns, one.ask_share, one.created, one.coder, one.scenario) == (6, 0.5, "2026-03-02", "key-coder", "")
    assert {held.trainee.name for held in gather([f"Kees={path}"]).talks} == {"Kees"}


def test_a_review_project_gives_agreement_and_joins_the_scored_transcript(tmp_path):
    talk = transcript("intake")
    scored(tmp_path / "intake.json", talk)
    review(tmp_path / "intake.review", talk)
    (one,) = gather([str(tmp_path)]).talks
    assert (one.compared, one.same, len(one.differences)) == (6, 5, 1)
    (found,) = one.differences
    assert (found.turn, found.machine, found.person, found.who, found.reason) == (1, "OFFER", "LEAD", "Anna", "stuurt")
    (row,) = tables.against([one])
    assert (row.differences, row.compared, row.same, row.pairs) == (1, 6, 5, (("OFFER", "LEAD", 1),))


@pytest.mark.parametrize(("finished", "blind"), [(False, False), (False, True)])
def test_a_coding_that_is_not_finished_is_nobodys_business(tmp_path, finished, blind):
    (one,) = gather([str(review(tmp_path / "a.review", transcript(), finished=finished, blind=blind))]).talks
    assert (one.compared, one.differences) == (0, ())


def test_only_who_agreed_is_in_a_servers_class(tmp_path):
    pytest.importorskip("starlette")
    anna, bo = log(tmp_path / "a.db"), log(tmp_path / "b.db", TO_THE_NEED, changed=False)
    folder = server(tmp_path / "srv", ("Anna", True, anna), ("Bo Geheim", False, bo), ("Cas", True, None))
    group = gather([str(folder)])
    assert {(one.trainee.name, one.trainee.classroom) for one in group.talks} == {("Anna", "Maandag")}
    assert [(one.why.startswith("1 person has not agreed"), one.fault) for one in group.left] == [(True, False)]
    assert "Geheim" not in page.render(group, NL)
    assert "Geheim" not in json.dumps(write.as_json(group))
    assert gather([str(folder)], "maandag").talks == group.talks
    with pytest.raises(GroupError, match="“Dinsdag”; classes here: Maandag"):
        gather([str(folder)], "Dinsdag")
    (inside,) = (
        one for one in folder.rglob("practice.db") if Store(one).conversations()[0].id == bo.conversations()[0].id
    )
    with pytest.raises(GroupError, match="who agreed"):
        gather([str(inside)])


def test_a_log_is_never_written_to(made):
    path = made[0] / "practice.db"
    before = path.read_bytes(), sorted(one.name for one in made[0].iterdir())
    gather([str(path)])
    assert (path.read_bytes(), sorted(one.name for one in made[0].iterdir())) == before


def test_who_is_stuck_and_where():
    def talk(number, deepest, reached=False, who="Anna", share=0.5):
        return Talk(
            f"{who}{number}", "log", "x", Trainee(who, GIVEN), f"{number}", "", "dans", "nl",
            created=f"2026-01-0{number}", ask_share=share, deepest=deepest, reached=reached,
            door=Door("cue", "underlying", "tell"),
        )  # fmt: skip

    held = [talk(1, "visible", share=0.2), talk(2, "visible", share=0.4), talk(1, "surface", who="Bo"),
            talk(2, "visible", who="Bo"), talk(1, "visible", who="Cas"), talk(2, "need", True, who="Cas")]  # fmt: skip
    anna, bo, cas = tables.people(held)
    assert [one.tries[0].stuck for one in (anna, bo, cas)] == [True, False, False]
    assert (anna.shares, anna.last, cas.tries[0].door) == ([0.2, 0.4], "2026-01-02", None)
    (school,) = tables.schools(held)
    assert (school.talks, school.people, school.depths) == (6, 3, (0, 1, 4, 0, 1))
    assert school.doors == ((Door("cue", "underlying"), 6),)


def test_one_name_however_it_came_is_one_trainee():
    def talk(number, name, sure, room=""):
        return Talk(
            f"k{number}", "log", "x", Trainee(name, sure, room), f"{number}", "", "dans", "nl", deepest="visible",
        )  # fmt: skip

    held = [talk(1, "Sanne", GIVEN), talk(2, "Sanne", SPEAKER), talk(3, "sanne", STEM), talk(4, "Sanne", GIVEN, "b")]
    assert len(tables.people(held)) == 2
    assert [one.people for one in tables.schools(held)] == [2]


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["log", "portfolio", "export", "scored"])), max_size=8))
def test_merging_loses_no_conversation_and_no_judgement(rows):
    talks = [
        Talk(
            str(key), kind, f"f{n}", Trainee("A"), str(key), "",
            differences=(Difference("code", n, "t", "", "OPEN", "DEEP", "x"),),
        )
        for n, (key, kind) in enumerate(rows)
    ]  # fmt: skip
    found = merged(talks)
    assert {one.key for one in found} == {str(key) for key, _ in rows}
    assert sum(len(one.differences) for one in found) == len(rows)
    assert merged(found) == found


def test_tables_run_nothing_and_agree(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    one = Talk(
        "k", "scored", "=x.json", Trainee("=cmd|' /C calc'!A0", GIVEN), "-1", "@SUM(A1)", ask_share=0.25, turns=6,
        differences=(Difference("code", 1, "+1", "=2", "OPEN", "DEEP", "@x", "-y"),),
    )  # fmt: skip
    group = Group([one])
    write.write_csv(group, tmp_path / "c.csv")
    write.write_parquet(group, tmp_path / "c.parquet")
    for name, columns in (("c", write.TALKS), ("c-differences", write.DIFFERENCES)):
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            (row,) = csv.DictReader(file)
        assert list(row) == list(columns)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
        (held,) = pq.read_table(tmp_path / f"{name}.parquet").to_pylist()
        assert list(held) == list(columns)
        assert held["trainee"] == one.trainee.name
    assert (row["machine"], row["person"], row["reason"]) == ("OPEN", "DEEP", "'-y")


def test_names_go_everywhere(made):
    group = gather([str(made[2])])
    group.left.append(page_left())
    names = pseudonyms(group, "nl")
    hidden = disguised(group, names)
    shown = page.render(hidden, NL) + json.dumps(write.as_json(hidden), ensure_ascii=False)
    assert "Sanne" not in shown
    assert "bundel" not in shown
    assert {one.trainee.name for one in hidden.talks} == {"[naam 1]"}
    assert "want [naam 1] vroeg door" in shown
    assert [one.ask_share for one in hidden.talks] == [one.ask_share for one in group.talks]


def page_left():
    from simulator.group.model import Left

    return Left("sanne.zip", "sanne.zip is no ZIP file of Sanne de Boer.")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_shows_hostile_words_as_words(language):
    bad = "<script>alert(1)</script>\x1b[31m\u202e"
    judged = (
        Difference("code", 1, "<script>x</script>", "y", "OPEN", "DEEP", "<p>w</p>", "<q>"),
        Difference("ask_share", 0, "", "", "43", "", "Zed"),
        Difference("depth", 0, "", "", "visible", "nothing", "Zed"),
    )
    one = Talk(
        "k", "log", "x", Trainee("<b>A</b>", GIVEN), "1", bad, "<i>s</i>", "nl", created="2026-01-01", ask_share=0.4,
        deepest="visible", reached=False, door=Door("cue", "visible", "tell"), coder="<u>c</u>", differences=judged,
    )  # fmt: skip
    text = page.render(Group([one]), Words(language), "<h1>")
    assert not any(tag in text for tag in ("<script", "<b>A", "<i>s", "<u>c", "<p>w", "<q>", "\x1b", "\u202e"))
    assert "43%" in text
    assert text.count("<h1>") == 1


def test_telling_reaches_nothing(tmp_path):
    store = log(tmp_path / "p.db", TELLING, TELLING)
    (person,) = tables.people(gather([str(tmp_path / "p.db")]).talks)
    store.close()
    assert [(one.deepest, one.stuck) for one in person.tries] == [("", True)]


def test_uptake_is_that_of_the_score(tmp_path):
    spoken = transcript()
    lines = [replace(line, text=line.text.replace("OPEN:", "REFL-S uptake parrot:").replace("OFFER:", "DEEP uptake:"))
             for line in spoken.lines]  # fmt: skip
    path = scored(tmp_path / "x.json", replace(spoken, lines=tuple(lines)))
    (one,) = gather([str(path)]).talks
    assert one.uptake == json.loads(path.read_text("utf-8"))["conversations"][0]["measures"]["uptake"] == 0.5


def test_a_school_of_ones_own_goes_by_its_title_and_one_bar_is_no_wider_than_one(made):
    talks = [replace(one, scenario="kerst", title="Kerst") for one in gather([str(made[1])]).talks]
    assert page.titles(Group(talks), NL) == {talks[0].school: "Kerst"}
    shown = page.render(Group(talks[:1]), NL)
    assert ">kerst<" not in shown
    assert 'viewBox="0 0 40 24"' in shown
    assert page.titles(Group([*talks[1:], replace(talks[0], title="Poging 2")]), NL) == {talks[0].school: "kerst"}
