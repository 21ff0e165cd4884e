"""Loading scenarios: every kind of mistake of form at its line, in one sentence, all at once."""

import os
import re
import subprocess
import sys
import time

import pytest
import yaml
from helpers_scenario import TEXT, at, changed, control_scenario, minimal_scenario, one, to_yaml, two_speakers_scenario

from simulator.scenario import ScenarioErrors, load_text, read, read_text, show, yaml_strict
from simulator.scenario.load import load
from simulator.scenario.problems import Problem
from tests.pace import slowness


@pytest.mark.parametrize("make", [minimal_scenario, two_speakers_scenario, control_scenario])
def test_a_good_scenario_has_no_problem(make):
    scenario, problems = read_text(to_yaml(make()), "x")
    assert problems == []
    assert scenario is not None


def test_problem_reads_as_a_compiler_would_say_it():
    assert str(Problem("a.yaml", 3, 5, "error", "Mend it.", "key")) == "a.yaml:3:5: error: Mend it. [key]"


# What is wrong, where the finding points (the mark), its rule, and words of its sentence.
FORM = [
    ("title: Een", "titel: Een", "titel", "unknown-key", "did you mean 'title'"),
    ("goals:\n", "kleur: rood\ngoals:\n", "kleur", "unknown-key", "the keys here are id, version"),
    ("version: 1\n", "version: true\n", "true", "value", "a whole number, such as 1"),
    ("  patience: 22", '  patience: "22"', '"22"', "type", "to 60 here, without quotes"),
    ("  patience: 22", "  patience: 100", "100", "range", "60 or less"),
    ("language: nl", "language: NO", "NO", "choice", "one of nl, en"),
    ("    guard: goes_quiet", "    guard: goes-quit", "goes-quit", "choice", "did you mean 'goes_quiet'"),
    ("title: Een muziekmiddag voor de zomer", "title: 1984", "1984", "type", "put quotes round 1984"),
    ("title: Een muziekmiddag voor de zomer", "title:", "title", "type", "it is empty"),
    ("id: muziekmiddag\n", "id: Muziek Middag\n", "Muziek Middag", "id", "write 'muziek-middag'"),
    ("    - Wat zou jij doen?\n", "", "ask_back:", "count", "at least 4 entries here; now there are 3"),
    ("    - Wat zou jij doen?\n", "    - Nou: ja\n", "Nou:", "type", "colon after 'Nou'"),
    ("    - Wat zou jij doen?\n", "    - [a, b]\n", "[a, b]", "type", "one text here, not a list"),
    ("    - Wat zou jij doen?\n", "    - true\n", "true", "type", "put quotes round true"),
    ("  role: educatief", "  rol: educatief", "rol:", "unknown-key", "did you mean 'role'"),
    ("  role: educatief medewerker van een muziekschool\n", "", "you:", "missing-key", "'role' here: who"),
    ("request:\n  content:", "request:\n  contents:", "contents", "unknown-key", "'content'"),
    ("    needs: {any: 1, of: [alleen-kiezen, stil-overleg]}", "    needs: 3", "3", "type", "a list of ids"),
    ("{any: 1, of: [alleen-kiezen, stil-overleg]}", "{any: x, of: []}", "x", "type", "a whole number"),
    ("    alleen-kiezen: Hier", "    Alleen kiezen: Hier", "Alleen", "key", "'alleen-kiezen'"),
    ("    goes_quiet:\n", "    goes_quit:\n", "goes_quit:\n", "key", "did you mean 'goes_quiet'"),
    ("    address: je", "    address: jij", "jij", "choice", "one of je, u, you"),
]


@pytest.mark.parametrize(("old", "new", "mark", "rule", "words"), FORM)
def test_a_mistake_of_form_is_found_at_its_place(old, new, mark, rule, words):
    text = changed((old, new))
    found = [p for p in read_text(text, "f")[1] if p.rule == rule and words in p.message]
    assert len(found) == 1, read_text(text, "f")[1]
    start = text.index(new) if new else 0
    assert (found[0].line, found[0].col) == at(text[:start] + text[start:].replace(mark, "\0", 1), "\0")
    assert found[0].message[0].isupper()
    assert found[0].message[-1] in ".?"


def test_a_missing_key_is_not_told_twice_when_it_was_misspelt():
    rules = [p.rule for p in read_text(changed(("title: Een", "titel: Een")), "f")[1]]
    assert rules == ["unknown-key"]


def test_a_missing_key_of_the_scenario_points_at_its_beginning():
    found = one(re.sub(r"title: .*\n", "", TEXT), "missing-key")
    assert (found.line, found.col, found.message) == (1, 1, "Add the key 'title'.")


def test_all_problems_come_at_once_and_in_order():
    text = changed(
        ("version: 1\n", "version: een\nversion: 2\n"),
        ("goals:\n", "gaols:\n"),
        ("  needs: [alleen-kiezen, plan-in-kast]", "  needs: [alleen-kiezen, plan-in-de-kast]"),
        ("    - Wat zou jij doen?\n", "    - Wat zou u doen?\n"),
    )
    problems = read_text(text, "f")[1]
    assert [p.rule for p in problems] == ["type", "duplicate-key", "unknown-key", "dangling", "address"]
    assert [p.line for p in problems] == sorted(p.line for p in problems)


def test_too_few_facts_are_told_although_a_fact_is_wrong():
    data = minimal_scenario()
    data["school"]["facts"] = [{"topics": ["x"], "say": ["a"]}]
    messages = [p.message for p in read_text(to_yaml(data), "f")[1]]
    assert "Write at least 12 entries here; now there are 1." in messages
    assert "Write at least 4 entries here; now there are 1." in messages


# YAML as people get it wrong: text, line, col, words of the sentence.
YAML = [
    ("a: 's ochtends is het druk\nb: 1\n", 1, 4, "double quotes round a text that begins with 's"),
    ('a: "nooit dicht\nb: 1\n', 1, 4, "never closed"),
    ('- "Ja" zei ze\n- b', 1, 8, "goes on after its closing quote"),
    ('a: "nooit dicht\nb: "Wie is er?"\n', 1, 4, "never closed"),
    ('a:\n  - "dicht"\n  - "nooit dicht\n  - "wel dicht"\n', 3, 5, "never closed"),
    ("a: 'nooit dicht\nb: c\nd: 'Karin: de juf'\n", 1, 4, "never closed"),
    ('a: "een lange\n  zin met "aanhaling" erin"\n', 2, 12, "goes on after its closing quote"),
    ("a: b: c", 1, 5, "A colon and a space"),
    ("a:\n\t- b", 2, 1, "a tab"),
    ("a: [b\nc: d", 1, 4, "misses a comma or its closing ]"),
    ("a: {b: c\nd: e\n", 1, 4, "misses a comma or its closing }"),
    ("a: [", 2, 1, "never closed"),
    ("a: - b", 1, 4, "on a line of its own"),
    ("a: | b\n  c", 1, 6, "After | or >"),
    ("%x", 1, 3, "cannot begin with %"),
    ("a: @x", 1, 4, "cannot begin with '@'"),
    ("a: *x", 1, 4, "begins with * goes between quotes"),
    ("k: &a [*a]", 1, 8, "inside '&a' itself"),
    ('a: "\\q"', 1, 5, "backslash"),
    ("a:\n - x\n -y\n- z", 3, 2, "neither a key"),
    ("- a\nb: c", 2, 1, "in line with those above"),
    ("a: !!python/object:os.system x", 1, 4, "Leave out the tag"),
    ("? [a]\n: b", 1, 3, "A key is one word"),
    ("a: 1\na: 2", 2, 1, "stands on line 1 already"),
    ("--- a\n--- b", 2, 1, "second document"),
    ("", 1, 1, "empty"),
    ("# niets", 1, 1, "empty"),
    ("zomaar wat tekst", 1, 1, "begins with keys"),
    ("a: x\x1b[31m", 1, 5, "a control character (U+001B)"),
    ("a: \u202ex", 1, 4, "forbidden character (U+202E)"),
    ('a: "\\x1b"', 1, 4, "control character"),
    ("a: b\x00", 1, 5, "U+0000"),
    ("a: \ud800", 1, 4, "U+D800"),
]


@pytest.mark.parametrize(("text", "line", "col", "words"), YAML)
def test_yaml_errors_are_sentences(text, line, col, words):
    scenario, problems = read_text(text, "f")
    assert scenario is None
    assert [(p.line, p.col) for p in problems if words in p.message] == [(line, col)], problems


def test_a_file_that_is_no_text_gets_one_sentence(tmp_path):
    path = tmp_path / "brief.yaml"
    path.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 9)
    assert [(p.line, p.message) for p in read(path)[1]] == [
        (1, "This is no text file; name a scenario file, which ends in .yaml.")
    ]
    path.write_bytes(TEXT.replace("title: ", "title: \0", 1).encode())
    assert "U+0000" in read(path)[1][0].message, "one such character is told with its place"


def test_what_stands_before_a_yaml_error_is_validated_too():
    text = changed(("language: nl", "language: de"), ("debrief:\n", 'debrief: "x" y\n'))
    assert [p.rule for p in read_text(text, "f")[1]] == ["choice", "yaml"]


def test_scalars_are_those_of_yaml_1_2():
    text = "[NO, yes, on, 12:30, 012, 0o17, 0x1F, 1.5, +3, 1_000, null, ~, true, <<, 2024-01-01]"
    parsed = yaml_strict.parse(text, "f")
    assert parsed.root is not None
    assert parsed.root.value == [
        "NO", "yes", "on", "12:30", 12, 15, 31, 1.5, 3, "1_000", None, None, True, "<<", "2024-01-01",
    ]  # fmt: skip


def test_text_becomes_nfc_with_plain_spaces():
    scenario = load_text(changed(("title: Een muziekmiddag", "title: Een\u00a0cafe\u0301")), "f")
    assert scenario.title == "Een café voor de zomer"


def test_python_and_c_loader_agree(monkeypatch):
    texts = [TEXT, changed(("version: 1\n", "version: een\nversion: 2\n")), "a: x\r\n\r\nb: é𝄞x: 'y' z\r\n"]
    fast = [[(p.line, p.col, p.rule) for p in read_text(text, "f")[1]] for text in texts]
    monkeypatch.setattr(yaml_strict, "_Loader", yaml.SafeLoader)
    assert [[(p.line, p.col, p.rule) for p in read_text(text, "f")[1]] for text in texts] == fast


def test_errors_raise_with_all_problems(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(changed(("language: nl", "language: de"), ("title:", "titel:")), encoding="utf-8")
    with pytest.raises(ScenarioErrors) as caught:
        load(path)
    assert [p.rule for p in caught.value.problems] == ["choice", "unknown-key"]
    assert str(caught.value).startswith(f"{path}:3:11: error: ")


def test_a_stored_text_can_be_read_without_the_rules():
    text = changed(("    - Klinkt leuk. Stuur het maar op.", "    - Stuurt u het maar op."))
    assert read_text(text, "f")[0] is None
    assert load_text(text, "f", checks=False).id == "muziekmiddag"


def test_bytes_that_are_not_utf_8(tmp_path):
    path = tmp_path / "x.yaml"
    text = changed(("title: Een", "titel: Eén"), ("language: nl", "language: de"))
    path.write_bytes(text.encode("cp1252", "replace"))
    scenario, problems = read(path)
    assert scenario is None
    assert [(p.line, p.rule) for p in problems][:2] == [(3, "choice"), (4, "unknown-key")]
    assert [(p.line, p.col) for p in problems if p.rule == "encoding"] == [(4, 9)]
    path.write_bytes(TEXT.encode("utf-16"))
    assert any("UTF-16" in p.message for p in read(path)[1])
    for fine in (b"\xef\xbb\xbf" + TEXT.encode(), TEXT.replace("\n", "\r\n").encode()):
        path.write_bytes(fine)
        assert read(path)[1] == []


def test_files_that_are_none(tmp_path):
    assert "no such file" in read(tmp_path / "x.yaml")[1][0].message
    assert "folder" in read(tmp_path)[1][0].message
    assert read("a\0b")[0] is None
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "not a plain file" in read(pipe)[1][0].message
    big = tmp_path / "big.yaml"
    big.write_bytes(b"a: " + b"x" * 5_000_000)
    assert [p.rule for p in read(big)[1]] == ["size"]


def test_show_has_the_keys_of_the_file():
    shown = show(load_text(TEXT, "f"))
    assert set(minimal_scenario()) <= set(shown)
    assert [fact["id"] for fact in shown["school"]["facts"]][:2] == ["fact-1", "fact-2"]
    assert shown["items"][3]["needs"] == {"any": 1, "of": ["alleen-kiezen", "stil-overleg"]}
    assert shown["need"]["formulations"][0].startswith("jullie weten")
    assert show(load_text(to_yaml(control_scenario()), "f"))["need"] is None


def test_loading_is_quick():
    load_text(TEXT, "f")
    start = time.process_time()
    load_text(TEXT, "f")
    assert time.process_time() - start < 0.3 * slowness()


def test_importing_the_package_is_light():
    code = "import sys, simulator.scenario; print([m for m in ('pydantic', 'torch', 'textual') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
