"""What trainers write with: the schema, the first draft, explanations, formats."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.cli.check import explained
from simulator.cli.wrong import CommandError
from simulator.i18n import texts
from simulator.scenario import new, schema
from simulator.scenario.load import read_text
from tests.pace import slowness

ROOT = Path(__file__).resolve().parents[1]
TOASK = [sys.executable, "-m", "simulator.cli.main", "scenario"]
FILES = sorted((ROOT / "scenarios").glob("*/*.yaml"))
RULES = yaml.safe_load((ROOT / "simulator" / "scenario" / "rules.yaml").read_text(encoding="utf-8"))


def toask(*words: str, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*TOASK, *words], capture_output=True, text=True, input=stdin, check=False, cwd=cwd)


def test_the_schema_is_that_of_the_model_and_explains_every_key():
    assert (ROOT / "scenarios" / "scenario.schema.json").read_text(encoding="utf-8") == schema.text()
    made = schema.schema()
    models = [made, *made["definitions"].values()]
    keys = [(key, value) for one in models for key, value in one.get("properties", {}).items()]
    assert len(keys) > 60
    for key, value in keys:
        dutch, english = value["description"].split("\n\n")
        assert len(dutch) > 5, key
        assert len(english) > 5, key
        assert value["examples"], key
    assert "$defs" not in schema.text()
    assert set(re.findall(r'"#/definitions/(\w+)"', schema.text())) <= set(made["definitions"])


def test_examples_of_single_keys_fit_the_schema():
    """Those that stand for a whole value: texts, numbers, lists of texts."""
    made = schema.schema()
    for name, one in made["definitions"].items():
        for key, value in one["properties"].items():
            example, kind = value["examples"][0], value.get("type")
            if kind == "string":
                assert isinstance(example, str), (name, key)
                assert re.search(value.get("pattern", ""), example), (name, key)
            elif kind == "integer":
                assert value.get("minimum", 0) <= example <= value.get("maximum", 99), (name, key)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_file_names_its_schema_and_an_editor_finds_nothing_wrong_in_it(path):
    text = path.read_text(encoding="utf-8")
    assert schema.MODELINE in text.splitlines()[:3]
    jsonschema.Draft7Validator(schema.schema()).validate(yaml.safe_load(text))


@pytest.mark.parametrize(
    "mistake",
    [
        lambda data: data.pop("speakers"),
        lambda data: data.update(colour="blue"),
        lambda data: data.update(language="fr"),
        lambda data: data["items"][0].update(gate="often"),
        lambda data: data["items"][0].update(id="With Capitals"),
        lambda data: data["speakers"][0].update(opening=3),
    ],
)
def test_an_editor_finds_mistakes_by_the_schema(mistake):
    data = yaml.safe_load(FILES[0].read_text(encoding="utf-8"))
    mistake(data)
    assert not jsonschema.Draft7Validator(schema.schema()).is_valid(data)


def _rules_in(path: Path) -> set[str]:
    """Return what stands in a file as the rule of a Finding or Problem."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Finding", "Problem"):
            place = 2 if node.func.id == "Finding" else 5
            if len(node.args) > place and isinstance(node.args[place], ast.Constant):
                found.add(node.args[place].value)
    return found


def test_every_rule_is_explained_in_both_languages():
    used = {rule for path in (ROOT / "simulator" / "scenario").glob("*.py") for rule in _rules_in(path)}
    assert used - set(RULES) == set()
    assert len(RULES) > 50
    for rule, told in RULES.items():
        assert set(told) == {"nl", "en"}, rule
        assert explained(rule, "nl") != explained(rule, "en")
    with pytest.raises(CommandError, match="did you mean 'locked-cue'"):
        explained("locked-cues", "en")


def test_formats(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text(FILES[0].read_text(encoding="utf-8").replace("patience:", "pationce:"), encoding="utf-8")
    found = toask("check", str(bad), "--format", "github")
    assert found.returncode == 1
    assert re.search(rf"^::error file={re.escape(str(bad))},line=\d+,col=\d+,title=unknown-key::", found.stdout, re.M)
    rows = json.loads(toask("check", str(bad), "--json").stdout)["problems"]
    assert {"file", "line", "col", "severity", "message", "rule", "fix"} == set(rows[0])
    assert toask("check").returncode == 2
    assert "locked-cue:" in toask("check", "--explain", "locked-cue").stdout


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_blank_draft_can_be_played_and_says_what_is_left(language, tmp_path):
    done = toask("new", "leeg.yaml", "--blank", "--lang", language, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "leeg.yaml").read_text(encoding="utf-8")
    scenario, problems = read_text(text, "leeg.yaml")
    assert scenario is not None
    assert scenario.language == language
    assert 0 < len(problems) < 40
    assert text.count("#") > 20
    mark = "SCHRIJF ZELF" if language == "nl" else "WRITE YOUR OWN"
    assert f"{text.count(mark)} " in done.stdout
    left = next(one for one in problems if one.rule == "unwritten")
    assert left.severity == "warning"
    assert str(text.count(mark)) in left.message
    assert text.splitlines()[left.line - 1].startswith("title: ")
    assert toask("new", "leeg.yaml", "--blank", cwd=tmp_path).returncode == 1, "nothing is overwritten"


@pytest.mark.parametrize(
    ("name", "told"),
    [("map/", "map/nieuwe-casus.yaml"), ("map", "map/nieuwe-casus.yaml"), ("x.txt", "x.yaml"), ("weg/", "weg/nieuwe")],
)
def test_a_name_that_no_folder_would_show_is_refused_before_anything_is_asked(name, told, tmp_path):
    (tmp_path / "map").mkdir()
    done = toask("new", name, "--lang", "nl", cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.count("\n") == 1
    assert [one.name for one in tmp_path.rglob("*")] == ["map"]


def test_a_name_without_an_ending_gets_that_of_a_scenario(tmp_path):
    done = toask("new", "mijn casus", "--blank", "--lang", "nl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["mijn casus.yaml"]


def test_a_folder_without_scenarios_is_not_called_good(tmp_path):
    done = toask("check", str(tmp_path), "--lang", "nl")
    assert done.returncode == 2
    assert f"In {tmp_path} staat geen scenario" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("language", ["nl", "en"])
def test_lines_in_another_language_than_the_file_names_are_an_error(language, tmp_path):
    pytest.importorskip("py3langid")
    other, path = {"nl": "en", "en": "nl"}[language], tmp_path / "stoer-theater.yaml"
    text = (ROOT / "scenarios" / language / path.name).read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)^language: ..", f"language: {other}", text, count=1), encoding="utf-8")
    done = toask("check", str(path), "--no-meaning", "--lang", "en", "--json")
    found = [row for row in json.loads(done.stdout)["problems"] if row["rule"] == "language"]
    assert done.returncode == 1
    assert [(row["severity"], row["line"]) for row in found] == [
        ("error", text[: text.index("\nlang")].count("\n") + 2)
    ]
    assert f"'language: {language}'" in found[0]["message"]
    path.write_text(text, encoding="utf-8")
    assert '"language"' not in toask("check", str(path), "--no-meaning", "--json").stdout


def test_answers_come_back_and_a_broken_off_talk_is_not_lost(tmp_path):
    given_ = "basisschool aan de kust\nMia Pronk\nicc'er\nrustig, kort\nu\n"
    done = toask("new", "mia.yaml", "--lang", "nl", stdin=given_, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    scenario, _ = read_text((tmp_path / "mia.yaml").read_text(encoding="utf-8"), "mia.yaml")
    assert scenario is not None
    assert (scenario.speakers[0].name, scenario.speakers[0].address, scenario.school.kind) == (
        "Mia Pronk", "u", "basisschool aan de kust",
    )  # fmt: skip
    assert not any(re.search(r"\bje\b|\bjij\b", line) for line in scenario.acts.deflect + scenario.acts.ask_back)


NOTE = {
    "kind": "basisschool in een krimpdorp", "name": "Hanneke Vos", "role": "icc'er en leerkracht van groep 6",
    "address": "U.", "request": "een fotografieles over het dorp", "title": "Foto's van het dorp",
    "surface": "het team koos het dorp als thema", "visible": "de kinderen fotograferen alleen dichte deuren",
    "underlying": "dit is misschien het laatste jaar", "need": "Woorden vinden voor het afscheid van de school.",
    "own": ["Hoe nemen wij afscheid van onze school"], "choices": ["Eerst met het team aan tafel"],
    "steps": ["Morgen bel ik de directeur"], "fact:budget": "vierhonderd euro",
}  # fmt: skip


def test_a_draft_from_a_note_speaks_to_u_throughout_and_asks_only_for_what_is_not_there():
    text = new.draft(NOTE, "nl", "fotos")
    scenario, problems = read_text(text, "fotos.yaml")
    assert scenario is not None
    assert {one.rule for one in problems} <= {"similar-wording", "unwritten"}, problems
    assert scenario.speakers[0].address == "u"
    assert "{je" not in text
    said = [
        line for lines in scenario.acts.model_dump().values() for line in (lines if isinstance(lines, list) else [])
    ]
    cues = [line for item in scenario.items for line in item.cue]
    facts = [line for fact in scenario.school.facts for line in fact.say]
    for line in (*said, *cues, *facts, scenario.speakers[0].opening):
        assert not re.search(r"\b(je|jij|jou|jouw)\b", line, re.IGNORECASE), line
    budget, size = (next(one for one in scenario.school.facts if one.id == name) for name in ("budget", "omvang"))
    assert budget.say[0] == "Vierhonderd euro."
    assert all(line.startswith("Hoeveel leerlingen? ") for line in size.say)
    assert len(set(size.say)) == 4
    assert new.left(text) == text.count("SCHRIJF ZELF") > 10
    own = scenario.need.own_question
    assert all(line.endswith("Hoe nemen wij afscheid van onze school?") for line in own)


def test_what_is_skipped_is_marked_and_what_is_answered_is_not():
    rows = {row.split(":")[0].strip(" -"): row for row in reversed(new.draft({}, "nl", "leeg").splitlines())}
    skipped = ("title", "brief", "role", "offer", "kind", "name", "manner", "opening", "content", "statement", "notes")
    for key in (*skipped, "formulations"):
        assert "# SCHRIJF ZELF" in rows[key], key
    text = new.draft({**NOTE, "surface_topics": ["waarom het dorp"]}, "nl", "fotos")
    given_ = [value for key, value in NOTE.items() if isinstance(value, str) and key not in ("address", "fact:budget")]
    for value in given_:
        row = next(row for row in text.splitlines() if f'"{value}"' in row)
        assert "SCHRIJF ZELF" not in row, row
    topics = [row for row in text.splitlines() if row.startswith("    topics:")]
    assert ["SCHRIJF ZELF" in row for row in topics[:3]] == [False, True, True], "a topic that repeats the item"


@pytest.mark.parametrize(
    ("answer", "form"), [("", "je"), ("Je", "je"), ("jij", "je"), ("U.", "u"), (" u ", "u"), ("allebei", "")]
)
def test_je_or_u_is_understood_or_asked_again(answer, form):
    assert new.address(answer) == form


def test_an_unclear_address_is_asked_again_and_the_file_is_named_after_the_title(tmp_path):
    lines = ["basisschool", "Mia Pronk", "icc'er", "kort", "weet ik niet", "U", "", "", "", "Foto's van het dorp"]
    done = toask("new", "--lang", "nl", stdin="\n".join(lines) + "\n", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert texts("nl").gettext("Type je or u; Enter takes je.") in done.stderr
    text = (tmp_path / "fotos-van-het-dorp.yaml").read_text(encoding="utf-8")
    assert "address: u" in text
    place = re.match(r"# yaml-language-server: \$schema=file://(\S+)", text)
    assert place
    assert Path(place[1]).is_file(), "an editor finds the schema from any folder"
    assert "toask scenario check fotos-van-het-dorp.yaml" in done.stdout
    assert texts("nl").gettext("WRITE YOUR OWN") in done.stdout
    (tmp_path / "nl").mkdir()
    (tmp_path / "scenario.schema.json").write_text("{}")
    toask("new", "nl/leeg.yaml", "--blank", "--lang", "nl", cwd=tmp_path)
    assert (tmp_path / "nl" / "leeg.yaml").read_text(encoding="utf-8").startswith(schema.MODELINE)


def test_answers_that_do_not_go_together_are_said_to_be_errors(tmp_path):
    lines = ["basisschool", "Mia Pronk", "icc'er", "kort", "je", "", "", "", "", "Gaat u zitten."]
    done = toask("new", "mia.yaml", "--lang", "nl", stdin="\n".join(lines) + "\n", cwd=tmp_path)
    assert done.returncode == 1
    line = texts("nl").ngettext("First mend {n} error: {command}", "First mend {n} errors: {command}", 1)
    assert line.format(n=1, command="toask scenario check mia.yaml") in done.stdout


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            ["title", "kind", "name", "role", "opening", "visible", "underlying_say", "own", "fact:budget"]
        ),
        st.text(min_size=1, max_size=80) | st.lists(st.text(min_size=1, max_size=60), max_size=5),
    )
)
def test_whatever_is_answered_gives_a_file_that_reads(answers):
    shown = {
        key: "".join(c for c in value if c.isprintable()) if isinstance(value, str)
        else ["".join(c for c in line if c.isprintable()) for line in value]
        for key, value in answers.items()
    }  # fmt: skip
    text = new.draft(shown, "nl", "proef")
    problems = [p for p in read_text(text, "proef.yaml")[1] if p.severity == "error"]
    assert {p.rule for p in problems} <= {"character", "length", "id", "address", "same-wording"}, problems


def test_checking_the_library_is_quick():
    start = time.perf_counter()
    found = toask("check", str(ROOT / "scenarios"))
    assert found.returncode == 0, found.stdout
    assert time.perf_counter() - start < 12 * slowness()  # beside another test
