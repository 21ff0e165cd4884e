"""Who is who, asked at a terminal: an answer holds for its file, and for others only where a person says so."""

from __future__ import annotations

import io
from functools import partial

from simulator.cli.speakers import also
from simulator.scoring.intake import Reading, find, take

SAID = {"A": "Wat wil je dat de kinderen hiervan meenemen als het klaar is?",
        "B": "Ik hoop dat ze durven laten zien wat ze kunnen, ook voor hun ouders."}  # fmt: skip


def swapped(folder):
    """Write two files in which Speaker 1 and Speaker 2 change places."""
    for name, asks, school in (("a", 1, 2), ("b", 2, 1), ("c", 2, 1)):
        lines = [f"Speaker {asks}: {SAID['A']}", f"Speaker {school}: {SAID['B']}"] * 2
        (folder / f"{name}.txt").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def by_words(unknown):
    """Answer as a person who reads what each says."""
    return {one.name: "trainee" if one.begins.startswith("Wat") else "school" for one in unknown.speakers}


def first_lines(folder, **options):
    reading = Reading(language="nl", **options)
    return [one.conversation.lines[0].role for one in take(find([folder]), reading)], reading


def test_answers_hold_for_the_file_they_were_asked_for(tmp_path):
    asked = []

    def ask(unknown):
        asked.append(str(unknown).split(":")[0])
        return by_words(unknown)

    found, _ = first_lines(swapped(tmp_path), ask=ask)
    assert found == ["trainee"] * 3
    assert asked == ["a.txt", "b.txt", "c.txt"]


def test_a_person_may_say_once_that_they_hold_for_all(tmp_path):
    for answer, roles in ((False, ["trainee"] * 3), (True, ["trainee", "school", "school"])):
        answers = iter([answer])  # a second question would end in an error
        found, reading = first_lines(swapped(tmp_path), ask=by_words, also=partial(next, answers))
        assert found == roles
        assert bool(reading.speakers) == answer


def test_nobody_is_asked_about_other_files_where_there_are_none(tmp_path):
    swapped(tmp_path)
    reading = Reading(language="nl", ask=by_words, also=lambda: 1 / 0)
    (taken,) = take(find([tmp_path / "b.txt"]), reading)
    assert taken.conversation.lines[0].role == "trainee"


def test_who_becomes_open_by_an_answer_is_asked_for_next(tmp_path):
    (tmp_path / "z.txt").write_text("Anna: Wat zie je gebeuren?\nSchool: dat woord zegt al genoeg.\nNoor: Ja, echt.\n")
    asked = []

    def ask(unknown):
        asked.append([one.name for one in unknown.speakers if one.role is None])
        answers = {"Anna": "trainee", "Noor": "school", "School": "trainee"}
        return {name: answers[name] for name in asked[-1]}

    (taken,) = take(find([tmp_path / "z.txt"]), Reading(language="nl", ask=ask))
    assert asked == [["Anna", "Noor"], ["School"]]
    assert [line.role for line in taken.conversation.lines] == ["trainee", "trainee", "school"]


def test_an_answer_that_settles_nothing_ends_the_asking(tmp_path):
    reading = Reading(language="nl", ask=lambda unknown: {})
    assert list(take(find([swapped(tmp_path) / "a.txt"]), reading)) == []
    assert reading.skipped[0].speakers


def test_yes_and_no_in_either_language(monkeypatch, capsys):
    for typed, means in (("ja\n", True), ("wat\nY\n", True), ("nee\n", False), ("", False)):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        assert also() is means
    assert "all other files" in capsys.readouterr().err
