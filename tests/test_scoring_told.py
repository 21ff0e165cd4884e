"""What a run tells beside its figures: mixes of languages, rows that are not sorted, files of ids, how far it is."""

from __future__ import annotations

import io
import json
import os

import pytest
from helpers_scoring import conversation, key_coder

from simulator import i18n
from simulator.coding.reasons import reason
from simulator.scale.packets import packets, told_of
from simulator.scoring.intake import Reading, find, take
from simulator.scoring.model import to_json
from simulator.scoring.progress import Progress, spell
from simulator.scoring.run import Run
from simulator.scoring.scorer import Scorer, Settings
from simulator.scoring.show import number, show

DUTCH = "OPEN: wat wil je dat de kinderen hiervan meenemen als het project straks weer helemaal klaar is?"
ENGLISH = "I hope that they dare to show their parents what they have made during all of these weeks."
SPEAKERS = {"anna": "trainee"}


def mixed(folder):
    rows = [{"id": "c1", "speaker": name, "text": text} for name, text in (("Anna", DUTCH), ("School", ENGLISH)) * 2]
    path = folder / "gesprek.json"
    path.write_text(json.dumps({"conversations": [{"id": "c1", "turns": rows}]}), "utf-8")
    return path


@pytest.fixture
def dutch():
    i18n.use("nl")
    yield
    i18n.use("en")


def test_a_mix_of_dutch_and_english_is_scored_and_told_once(tmp_path):
    err = io.StringIO()
    reading = Reading(speakers=dict(SPEAKERS))
    run = Run(find([mixed(tmp_path)]), Scorer(Settings(resamples=20), key_coder), reading, Progress([1], err))
    assert len(list(run.stream())) == 1
    assert reading.skipped == []
    (line,) = err.getvalue().splitlines()
    assert line.startswith("toask: gesprek.json, conversation c1 mixes languages (")
    assert "Dutch" in line
    assert "English" in line
    assert "--lang" in line


def test_nothing_is_told_where_somebody_said_the_language_and_workers_tell_the_same(tmp_path):
    path, notes = mixed(tmp_path), []
    (taken,) = take(find([path]), Reading(speakers=dict(SPEAKERS), language="en", note=notes.append))
    assert (taken.conversation.language, notes) == ("en", [])
    list(take(find([path]), Reading(speakers=dict(SPEAKERS), note=notes.append)))
    rows = list(packets(find([path]), Reading(speakers=dict(SPEAKERS)), set()))
    assert [note for row in rows for note in told_of(row["told"]).notes] == notes != []


def table(folder, *rows):
    path = folder / "k.csv"
    path.write_text("conversation_id,speaker,text\n" + "".join(f"{row}\n" for row in rows), "utf-8")
    return find([path])


def test_rows_that_alternate_are_told_once_and_truly(tmp_path):
    reading = Reading(language="nl", speakers=dict(SPEAKERS))
    unsorted = table(tmp_path, "a,Anna,Hoi", "b,Anna,Hoi", "a,School,Dag", "b,School,Dag")
    assert list(take(unsorted, reading)) == []
    (one,) = reading.skipped
    assert "sort the file" in one.why


def test_who_speaks_alone_in_a_sorted_file_is_still_told(tmp_path):
    told = []
    reading = Reading(language="nl", speakers=dict(SPEAKERS), tell=told.append)
    (taken,) = take(table(tmp_path, "a,Anna,Hoi", "b,Anna,Hoi", "b,School,Dag"), reading)
    assert taken.conversation.id == "b"
    assert [(one.id, "one speaker" in one.why) for one in told] == [("a", True)]


def rows(*pairs):
    texts = [word for number in range(6) for word in (f"OPEN: wat wil je {number}?", "Dat weet ik niet.")]
    scored = Scorer(Settings(resamples=20), key_coder)(
        [conversation(name, *texts, source=file) for name, file in pairs]
    )
    return [to_json(one) | {"source": one.source} for one in scored]


def named(*pairs):
    out = io.StringIO()
    show(rows(*pairs), out)
    return [line[:32].rstrip() for line in out.getvalue().splitlines()[1:]]


def test_the_table_says_the_file_of_an_id_that_may_come_again():
    assert named(("c1", "a.csv"), ("c1", "b.csv"), ("c1", "c.csv")) == ["c1 (a.csv)", "c1 (b.csv)", "c1 (c.csv)"]
    assert named(("c1", "a.csv"), ("c2", "a.csv"), ("c1", "b.csv"), ("c2", "b.csv")) == [
        "c1", "c2", "c1 (b.csv)", "c2 (b.csv)",
    ]  # fmt: skip
    assert named(("een", "een.txt"), ("twee", "twee.txt")) == ["een", "twee"]
    (cut, _) = named(("c1", f"{'map/' * 20}a.csv"), ("c1", "b.csv"))
    assert cut.startswith("c1 (…")
    assert cut.endswith("map/a.csv)")


def test_figures_have_the_decimal_sign_of_the_interface(dutch):
    out = io.StringIO()
    held = rows(("c1", "a.csv"))
    show(held, out)
    assert "1,00" in out.getvalue()
    assert "1.00" not in out.getvalue()
    assert "1.0" in json.dumps(held)


def test_signs_and_flags_are_written_as_on_the_pages(dutch):
    out = io.StringIO()
    held = rows(("c1", "a.csv"))
    units = [unit for turn in held[0]["turns"] if turn["role"] == "trainee" for unit in turn["units"]]
    for unit, value, flags in zip(units, (0, -2, 2), (["asked"], ["own_idea", "uptake"], []), strict=False):
        unit.update(code="INFO", value=value, flags=flags)
    show(held, out)
    for words in ("INFO  0  ", "INFO −2  ", "INFO +2  ", "[de school vroeg erom", "[het idee komt van de cursist, "):
        assert words in out.getvalue()
    assert [number(value) for value in (-0.001, -0.5, 0.0)] == ["0,00", "−0,50", "0,00"]


def test_progress_counts_in_the_language(dutch, monkeypatch):
    out = io.StringIO()
    monkeypatch.setattr(out, "isatty", lambda: True)
    progress = Progress([1000], out)
    monkeypatch.setattr("simulator.scoring.progress._DRAWN_EVERY", 0.0)
    progress.read(0, 10)
    progress.read(0, 10)
    assert "1 gesprek, " in out.getvalue()
    assert "2 gesprekken, " in out.getvalue()
    assert ", nog " in out.getvalue()
    assert spell(7200) == "2,0 uur"


def test_reasons_are_true_of_later_turns_too():
    for language, words in (("nl", "drie beurten of meer op rij"), ("en", "Three turns or more in a row")):
        assert words in reason("CLOSED", ["interrogation"], language)
    assert "orders" not in reason("NEUTRAL", [], "en")


def test_a_file_name_that_is_no_utf_8_is_scored_under_a_name_that_can_be_written(tmp_path):
    text = "".join(f"Trainee: {DUTCH}\nSchool: Dat de kinderen het zelf doen en dat het leuk is.\n" for _ in range(3))
    for name in (b"caf\xe8.txt", b"caf\xe9.txt", b"goed.txt"):
        try:
            (tmp_path / os.fsdecode(name)).write_text(text, "utf-8")
        except OSError:
            pytest.skip("this disk takes no such names")
    reading = Reading()
    taken = list(take(find([tmp_path]), reading))
    assert [(one.conversation.id, one.conversation.source) for one in taken] == [
        (name, f"{name}.txt") for name in ("caf\\xe8", "caf\\xe9", "goed")
    ]
    assert len({one.key for one in taken}) == 3
    assert reading.skipped == []


def test_half_a_surrogate_pair_in_an_id_stops_no_run(tmp_path):
    path = mixed(tmp_path)
    path.write_text(path.read_text("utf-8").replace("c1", "c\\ud800"), "utf-8")
    (taken,) = take(find([path]), Reading(speakers=dict(SPEAKERS)))
    assert len(taken.key) == 32
