"""Forty seeded mistakes in a good file: each is found at the line where it was made, by the rule that names it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.cli.check import checked
from simulator.scenario.load import read_text

FILE = Path(__file__).resolve().parents[1] / "scenarios" / "nl" / "stoer-theater.yaml"
TEXT = FILE.read_text(encoding="utf-8")
LINES = TEXT.splitlines()


def line_of(pattern: str, after: str = "") -> int:
    """Return the number (from 1) of the first line that matches, below one that matches `after`."""
    start = next(n for n, line in enumerate(LINES) if re.search(after, line)) if after else 0
    return next(n for n, line in enumerate(LINES) if n >= start and re.search(pattern, line)) + 1


def swap(number: int, old: str, new: str) -> str:
    assert old in LINES[number - 1], (number, LINES[number - 1])
    return "\n".join([*LINES[: number - 1], LINES[number - 1].replace(old, new, 1), *LINES[number:]]) + "\n"


def put(number: int, *new: str) -> str:
    """Return the text with lines put in before line `number`."""
    return "\n".join([*LINES[: number - 1], *new, *LINES[number - 1 :]]) + "\n"


def without(number: int) -> str:
    return "\n".join([*LINES[: number - 1], *LINES[number:]]) + "\n"


def cases():
    item = line_of(r"^  - id: achterin")
    say = line_of(r"^      - ", "^  - id: achterin") + 0
    cue = line_of(r"^    cue:", "^  - id: achterin")
    needs = line_of(r"^    needs:", "^  - id: achterin")
    layer = line_of(r"^    layer:", "^  - id: achterin")
    opens = line_of(r"^    opens_on:", "^  - id: achterin")
    guard = line_of(r"^    guard:", "^  - id: achterin")
    patience = line_of(r"patience")
    fact = line_of(r"^    - id: ", "^  facts:")
    facts_say = line_of(r"^      say:", "^  facts:") + 1
    need_needs = line_of(r"^  needs:", "^need:")
    own = line_of(r"^  own_question:") + 1
    deflect = line_of(r"^  deflect:") + 1
    title = line_of(r"^title:")
    address = line_of(r"address:")
    detail_say = line_of(r"^        say:", "^  - id: kopgroep") + 1
    return [
        ("unknown-key", swap(patience, "patience", "pationce"), patience),
        ("missing-key", without(title), 1),
        ("type", swap(line_of(r"^version:"), "version: 1", "version: een"), line_of(r"^version:")),
        ("choice", swap(layer, "visible", "visable"), layer),
        ("choice", swap(address, "je", "jij"), address),
        ("choice", swap(line_of(r"^language:"), "nl", "de"), line_of(r"^language:")),
        ("choice", swap(guard, LINES[guard - 1].split(": ")[1], "wegkijken"), guard),
        ("range", re.sub(r"patience: \d+", "patience: 3", TEXT), patience),
        ("range", swap(opens, "rapport: 2", "rapport: 9"), opens),
        ("dangling", swap(needs, "kopgroep", "kopgroap"), needs),
        ("dangling", swap(need_needs, "achterin", "achterinn"), need_needs),
        ("circular", None, None),
        ("any-count", swap(needs, "[kopgroep]", "{any: 3, of: [kopgroep, wekker]}"), needs),
        ("redundant-need", swap(needs, "[kopgroep]", "[kopgroep, kopgroep]"), needs),
        ("redundant-need", swap(needs, "[kopgroep]", "{any: 1, of: [kopgroep]}"), needs),
        ("duplicate-id", swap(item, "achterin", "kopgroep"), item),
        ("duplicate-id", swap(fact, LINES[fact - 1].split("id: ")[1], "achterin"), None),
        ("id", swap(item, "achterin", "Achter In"), item),
        ("duplicate-key", put(cue, "    layer: visible"), cue),
        ("same-wording", put(say + 1, LINES[say - 1]), say + 1),
        ("similar-wording", put(say + 1, LINES[say - 1].rstrip(".") + ", ja."), say + 1),
        ("own-question", swap(own, "?", "."), own),
        (
            "address",
            put(deflect, "    - Stuurt u dat maar op, dan kijk ik er volgende week eens rustig naar."),
            deflect,
        ),
        (
            "long-sentence",
            put(deflect, "    - " + " ".join(["Nou"] + ["ja en dan denk ik wel eens dat"] * 5) + "."),
            deflect,
        ),
        ("jargon", put(deflect, "    - Dat moeten we dan wel eerst goed implementeren in de school."), deflect),
        ("school-name", put(facts_say, "        - Wij zijn basisschool De Regenboog, al vijftig jaar."), facts_say),
        ("stands-alone", put(detail_say, "          - Ja, dat heb je heel goed gezien van mij."), detail_say),
        ("leak", swap(title, LINES[title - 1].split(": ", 1)[1], "Een onveilige klas zonder gezag"), title),
        ("same-topic", None, None),
        ("same-opening", None, None),
        ("unused-guard", None, None),
        ("locked-cue", None, None),
        ("unreachable-item", None, None),
        ("need-gate", None, None),
        ("yaml", swap(needs, "    needs", "\tneeds"), needs),
        ("yaml", swap(title, LINES[title - 1], 'title: "Iets zonder einde'), None),
        ("character", swap(title, "title: ", "title: \u202e"), title),
        ("count", None, None),
        (
            "line-break",
            put(deflect, "    - |-", "      Stuur het maar", "      naar de administratie hier beneden."),
            deflect,
        ),
        (
            "contradiction",
            put(facts_say, "        - Timo wordt sinds eind maart thuisgehouden, Noor sinds de herfstvakantie."),
            None,
        ),
    ]


def made(rule: str):
    """Return text and line of the mistakes that need more than one line changed."""
    import yaml

    data = yaml.safe_load(TEXT)
    items = {one["id"]: one for one in data["items"]}
    if rule == "same-topic":
        items["achterin"]["topics"].append(items["piraten"]["topics"][0])
    elif rule == "same-opening":
        items["wekker"] |= {key: items["achterin"][key] for key in ("topics", "opens_on", "needs")}
    elif rule == "locked-cue":
        items["achterin"]["cue"] = items["achterin"]["cue"][:2]
    elif rule == "count":
        items["achterin"]["say"] = items["achterin"]["say"][:3]
    elif rule == "circular":
        items["kopgroep"]["needs"] = ["achterin"]
    elif rule == "unused-guard":
        data["acts"]["guards"]["plays_it_down"] = data["acts"]["guards"].pop("laughs_it_off")
        for one in data["items"]:
            if one.get("guard") in ("plays_it_down", "laughs_it_off"):
                one["guard"] = "goes_quiet"
    elif rule == "unreachable-item":
        data["difficulty"] = {"rapport": 0, "patience": 5, "rupture": 1}
    elif rule == "need-gate":
        data["difficulty"]["rapport"] = 3
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=200)
    lines = text.splitlines()
    marks = {"same-topic": ("- id: achterin", "- id: wekker"), "same-opening": ("- id: wekker", "- id: vier-juffen"),
             "locked-cue": ("- id: achterin", "- id: wekker"), "count": ("- id: achterin", "- id: wekker")}  # fmt: skip
    if rule not in marks:
        return text, (1, len(lines))
    first, last = (next(n for n, line in enumerate(lines, 1) if mark in line) for mark in marks[rule])
    return text, (first, last)


CASES = cases()


def test_the_file_itself_is_without_a_mistake():
    assert [str(one) for one in read_text(TEXT, "f", stem=FILE.stem)[1]] == []


def test_there_are_forty():
    assert len(CASES) >= 40


@pytest.mark.parametrize("number", range(len(CASES)))
def test_a_seeded_mistake_is_found_at_its_line(number):
    rule, text, where = CASES[number]
    span = (where, where) if where else None
    if text is None:
        text, span = made(rule)
    problems = read_text(text, "f", stem=FILE.stem)[1]
    lines = [one.line for one in problems if one.rule == rule]
    assert lines, (rule, [str(one) for one in problems][:5])
    if span:
        assert any(span[0] <= line <= span[1] for line in lines), (rule, span, lines)


def test_files_are_held_against_each_other(tmp_path):
    for language in ("nl", "en"):
        (tmp_path / language).mkdir()
    one = tmp_path / "nl" / "stoer-theater.yaml"
    one.write_text(TEXT, encoding="utf-8")
    assert {p.rule for p in checked([one])} == {"no-twin"}
    twin = tmp_path / "en" / "stoer-theater.yaml"
    english = (FILE.parent.parent / "en" / FILE.name).read_text(encoding="utf-8")
    twin.write_text(english.replace("  - id: piraten", "  - id: pirates", 1), encoding="utf-8")
    found = [p for p in checked([one, twin]) if p.rule == "twin-shape"]
    assert {Path(p.file).parent.name for p in found} == {"nl", "en"}
    again = tmp_path / "nl" / "nog-een.yaml"
    again.write_text(TEXT, encoding="utf-8")
    same = [p for p in checked([one, again]) if p.rule == "same-id"]
    assert [(Path(p.file).name, p.severity) for p in same] == [("nog-een.yaml", "error")]
