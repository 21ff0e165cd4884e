"""`toask scenario check --lang nl`: every rule says its sentence in Dutch, and nobody's own words are translated."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import numpy as np
import pytest
import yaml
from helpers_scenario import (
    TEXT,
    build,
    changed,
    control_scenario,
    minimal_scenario,
    to_yaml,
    two_speakers_scenario,
)
from hypothesis import given
from hypothesis import strategies as st
from test_check_mutations import CASES, FILE, made
from test_scenario_hostile import HOSTILE
from test_scenario_load import FORM, YAML

from simulator.cli.check import checked
from simulator.cli.main import main
from simulator.scenario.check_language import check_language
from simulator.scenario.check_meaning import check_meaning
from simulator.scenario.load import place_of, read, read_text
from simulator.scenario.problems import Problem
from simulator.scenario.said import in_language, said
from simulator.scenario.said_sentences import NESTED, PARTS, SENTENCES

ROOT = Path(__file__).parents[1]
RULES = set(yaml.safe_load((ROOT / "simulator" / "scenario" / "rules.yaml").read_text(encoding="utf-8")))


def of(data_or_text) -> list[Problem]:
    text = data_or_text if isinstance(data_or_text, str) else to_yaml(data_or_text)
    return read_text(text, "f")[1]


def with_items(changes: dict[int, dict], **more) -> dict:
    data = minimal_scenario(**more)
    for index, keys in changes.items():
        data["items"][index].update(keys)
    return data


def deep() -> dict:
    data = minimal_scenario()
    for n in range(4):
        before, spare = data["items"][-1]["id"], data["items"][1]
        lines = {key: [f"{n} {line}" for line in spare[key]] for key in ("say", "cue", "topics")}
        data["items"].append({**spare, "id": f"laag-{n}", "needs": [before], **lines})
    data["need"]["needs"] = ["laag-3"]
    return data


def namesakes() -> dict:
    data = two_speakers_scenario()
    data["speakers"][1]["name"] = "Marieke Dijkstra"
    data["speakers"][0]["knows"] = [data["items"][2]["id"]]
    return data


def reports() -> dict:
    hard = "Beleidsmatige verantwoordingsprocedures vereisen organisatiebrede kwaliteitsbewaking van onderwijskundige"
    data = minimal_scenario()
    data["acts"]["deflect"] = [f"{hard} {word}." for word in ("processen", "structuren", "doelen", "kaders")] * 3
    return data


def meanings() -> list[Problem]:
    scenario = build(minimal_scenario())
    found = check_meaning(scenario, lambda lines: np.eye(len(lines), 2, dtype=np.float32) + 0.01)
    return [place_of(FILE, one) for one in found]


def languages() -> list[Problem]:
    data, told = minimal_scenario(language="en"), (("nl", "Nederlands"), ("de", "Duits"))
    return [place_of(FILE, one) for other in told for one in check_language(data, lambda _, o=other: o)]


def files(folder: Path) -> list[Problem]:
    """Problems of bytes and of files held against each other."""
    for language in ("nl", "en"):
        (folder / language).mkdir()
    one, again, alone = (folder / "nl" / name for name in ("stoer-theater.yaml", "nog-een.yaml", "alleen.yaml"))
    text = FILE.read_text(encoding="utf-8")
    for path in (one, again):
        path.write_text(text, encoding="utf-8")
    alone.write_text(to_yaml(control_scenario()), encoding="utf-8")
    english = (FILE.parent.parent / "en" / FILE.name).read_text(encoding="utf-8")
    (folder / "en" / one.name).write_text(
        english.replace("  - id: piraten", "  - id: pirates", 1).replace("rapport: 1", "rapport: 2", 1), "utf-8"
    )
    odd = folder / "kaart.yaml"
    odd.write_bytes(bytes(range(32)) * 2)
    bad = folder / "niet-besproken.yaml"
    bad.write_bytes(text.replace("title: ", "title: é", 1).encode("cp1252", "replace"))
    wide = folder / "wide.yaml"
    wide.write_bytes(TEXT.encode("utf-16"))
    found = checked([one, again, alone])
    for path in (bad, wide, odd, folder, folder / "weg.yaml"):
        found += read(path)[1]
    (folder / "niet-besproken.yaml").write_text(TEXT, encoding="utf-8")
    return found + read(folder / "niet-besproken.yaml")[1]


PLANTED = {
    "address-language": TEXT.replace("address: je", "address: you"),
    "address": TEXT.replace("address: je", "address: u"),
    "deep-need": deep(),
    "patience": minimal_scenario(difficulty={"rapport": 3, "patience": 8, "rupture": 1}),
    "never-surface": with_items({0: {"never_surface": True}}),
    "unreachable-need": with_items({1: {"never_surface": True}}),
    "no-need": {key: value for key, value in minimal_scenario().items() if key != "need"},
    "open-item": with_items({n: {"needs": [], "opens_on": {"moves": ["OPEN"], "rapport": 0}} for n in range(4)}),
    "guard": changed(("    goes_quiet:\n", "    gets_formal:\n")),
    "same-name": namesakes(),
    "length": changed(("title: Een muziekmiddag voor de zomer", "title: " + "x" * 700)),
    "readability": reports(),
    "anchor": "a: *x",
    "depth": HOSTILE["deep lists"],
    "size": HOSTILE["large"],
    "size-of-anchors": HOSTILE["bomb"],
    "more": HOSTILE["dangling"],
    "documents": "--- a\n--- b",
    "empty": "",
    "tab": "a: [b\n\tc: d\n\te: f\n",
    "tag": "a: !x y",
    "unwritten": changed(("title: Een muziekmiddag voor de zomer", 'title: "Muziek"  # SCHRIJF ZELF')),
    "missing-key": changed(("  role: educatief medewerker van een muziekschool\n", "")),
}


@pytest.fixture(scope="module")
def problems(tmp_path_factory) -> list[Problem]:
    """All that the planted mistakes give, one mistake a rule of the mutations."""
    once = {rule: (text or made(rule)[0]) for rule, text, _ in CASES}
    found = [one for text in (*once.values(), *PLANTED.values()) for one in of(text)]
    found += [one for old, new, *_ in FORM for one in of(changed((old, new)))]
    found += [one for text, *_ in YAML for one in of(text)]
    return found + meanings() + languages() + files(tmp_path_factory.mktemp("files"))


def test_every_rule_says_a_dutch_sentence_for_a_planted_mistake(problems):
    assert {one.rule for one in problems} >= RULES, sorted(RULES - {one.rule for one in problems})
    english = {one.message for one in problems if said(one.message, "nl") == one.message}
    assert not english


def test_place_rule_and_severity_are_as_they_were(problems):
    dutch = in_language(problems, "nl")
    assert [(p.file, p.line, p.col, p.severity, p.rule, p.fix) for p in dutch] == [
        (p.file, p.line, p.col, p.severity, p.rule, p.fix) for p in problems
    ]
    assert in_language(problems, "en") == problems
    assert all(one.message.isprintable() for one in dutch)


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        (
            "There is no item 'empty'; did you mean 'a list'?",
            "Er is geen item 'empty'; bedoel je 'a list'?",
        ),
        ("There is no speaker 'item'; there is none.", "Er is geen spreker 'item'; er is er geen."),
        (
            "Write a whole number from 5 to 60 here, without quotes; now it is the text 'empty'.",
            "Schrijf hier een heel getal van 5 tot en met 60, zonder aanhalingstekens; nu staat er: de tekst 'empty'.",
        ),
        ("Write a text here; put quotes round empty if that is what is said.", None),
        ("'most' stands twice here; once is enough.", "'most' staat hier twee keer; één keer is genoeg."),
        ("'{name}' stands twice here; once is enough.", "'{name}' staat hier twee keer; één keer is genoeg."),
        ("Add the key 'say'.", "Voeg de sleutel 'say' toe."),
        ("Add the key 'say' here.", "Voeg hier de sleutel 'say' toe."),
    ],
)
def test_words_of_the_author_are_never_translated(english, dutch):
    given_text = said(english, "nl")
    assert given_text == dutch if dutch else "'t" not in given_text and "empty" in given_text


def test_a_missing_key_is_explained_in_dutch():
    found = next(one for one in of(PLANTED["missing-key"]) if one.rule == "missing-key")
    assert said(found.message, "nl") == "Voeg hier de sleutel 'role' toe: wie de cursist in dit gesprek is."


@given(st.text() | st.sampled_from(SENTENCES + PARTS))
def test_any_sentence_gives_a_sentence(text):
    assert isinstance(said(text, "nl"), str)
    assert said(text, "en") == text


def strings(path: Path) -> set[str]:
    """Every text and f-string in a file that is no docstring, with `{}` for each field (or several in a row)."""
    tree = ast.parse(path.read_text("utf-8"))
    skip = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    whole = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    skip |= {id(part) for node in whole for part in node.values}
    found = {"".join(p.value if isinstance(p, ast.Constant) else "{}" for p in node.values) for node in whole}
    found |= {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skip
    }
    return {re.sub(r"(\{\})+", "{}", text) for text in found}


def test_all_that_the_rules_say_has_its_sentence_and_no_sentence_is_left_over():
    room = ROOT / "simulator" / "scenario"
    names = ["problems", "load", "sentences", "yaml_errors", "yaml_strict", "twins", "check_meaning", "check"]
    paths = [room / f"{name}.py" for name in names] + [*room.glob("check_*.py"), ROOT / "simulator/cli/check.py"]
    source = set().union(*map(strings, paths))
    listed = {re.sub(r"\{\w+\}", "{}", one).replace("{{", "{").replace("}}", "}") for one in SENTENCES + PARTS}
    sentences = {text for text in source if re.match(r"[A-Z'{].* .*[.?…]$", text) and "\\" not in text}
    made_by_hand = {"{}{}.", "{}.", "{}:{}:{}: {}: {} [{}]"}
    assert sentences - listed - made_by_hand == set()
    assert listed - source <= {"Write a whole number, such as 1.", "first steps"}, "no rule says this any more"


def test_what_stands_in_a_sentence_is_named_once_and_is_known():
    for one in SENTENCES + PARTS:
        names = re.findall(r"(?<!\{)\{(\w+)\}", one)
        assert len(names) == len(set(names)), one
    assert {name for one in SENTENCES for name in re.findall(r"\{(\w+)\}", one)} >= NESTED


def test_the_command_speaks_dutch_in_the_form_of_the_contract(tmp_path, capsys, monkeypatch):
    path = tmp_path / "x.yaml"
    path.write_text(changed(("title: Een", "titel: Een"), ("    - Ja, dat klopt.", "    - Dat zal dan wel goed zijn.")))

    def check(*more: str) -> tuple[int, str, str]:
        code = main(["scenario", "check", "--no-meaning", *more])
        said_on = capsys.readouterr()
        return code, said_on.out, said_on.err

    code, dutch, _ = check(str(path), "--lang", "nl")
    assert code == 1
    assert f"{path}:4:1: error: De sleutel 'titel' bestaat hier niet; bedoel je 'title'? [unknown-key]" in dutch
    assert re.search(r"^\S+:\d+:\d+: warning: Deze zin staat ook ergens anders\.", dutch, re.MULTILINE)
    rows = json.loads(check(str(path), "--lang", "nl", "--json")[1])["problems"]
    assert rows[0]["message"].startswith("De sleutel 'titel'")
    assert "There is no key 'titel'" in check(str(path), "--lang", "en")[1]
    assert check("--lang", "nl")[2] == "toask: Noem een scenariobestand of een map: toask scenario check BESTAND…\n"
    monkeypatch.setenv("TOASK_LANG", "nl")
    assert "De sleutel 'titel'" in check(str(path))[1]
