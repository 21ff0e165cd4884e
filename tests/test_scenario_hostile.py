"""Hostile and random files: soon a problem, never an exception, never a hang."""

import json
import time

import pytest
from helpers_scenario import TEXT, minimal_scenario
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.scenario import read, read_text
from simulator.scenario.problems import Problem, tidy
from tests.pace import slowness

BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{n + 1}: &a{n + 1} [{','.join([f'*a{n}'] * 9)}]\n" for n in range(12)
)
HOSTILE = {
    "bomb": BOMB,
    "text bomb": "a: &a " + "x" * 20_000 + "\nb: [" + ",".join(["*a"] * 5000) + "]",
    "deep lists": "[" * 900_000,
    "deep keys": "{a: " * 200_000,
    "dashes": "- " * 400_000,
    "question marks": "? " * 400_000,
    "many": "[" + "a," * 490_000,
    "many keys": "".join(f"k{n}: v\n" for n in range(80_000)),
    "nul": "\0" * 990_000,
    "one word": "a: " + "x" * 990_000,
    "one quote": "a: '" + "x" * 990_000,
    "breaks": "a: 'x" + "\n" * 900_000,
    "escapes": 'a: "' + "\\x41" * 200_000,
    "colons": "a:" * 400_000,
    "tabs": "a:\n\t" * 200_000,
    "numbers": "version: " + "9" * 900_000,
    "dangling": TEXT.replace("needs: [losse-middagen]", f"needs: [{','.join(f'z{n}' for n in range(6000))}]"),
    "quotes": TEXT.replace("- Ja, precies.", "- " + "“" * 900_000 + " u"),
    "long key": "x" * 900 + ": 1\n" + TEXT,
    "explicit long key": "? " + "x" * 500_000 + "\n: 1\n" + TEXT,
    "large": "a: b\n" * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_ends_soon_with_a_problem(name):
    start = time.process_time()
    scenario, problems = read_text(HOSTILE[name], "f")
    assert time.process_time() - start < 2 * slowness()
    assert scenario is None
    assert 0 < len(problems) <= 101
    assert all(len(p.message) < 400 and p.message.isprintable() for p in problems)


def test_a_cut_list_of_problems_keeps_the_errors():
    many = [Problem("f", n, 1, "warning", "w", "w") for n in range(500)] + [Problem("f", 999, 1, "error", "e", "e")]
    cut = tidy(many)
    assert len(cut) == 101
    assert "error" in {p.severity for p in cut}


PIECES = [
    "\n", "  ", "\t", ": ", "- ", "'", '"', "[", "]", "{", "}", "&a ", "*a", "!!x ", "|\n", ">", "#", "\0", "\x1b",
    "é", "\ud800", "\u2028", "needs: [losse-middagen]", "id: x", "null", "true", "12", "\r", "? ", "---\n", "<<: ",
]  # fmt: skip


@st.composite
def mutated(draw) -> str:
    text = TEXT if draw(st.booleans()) else TEXT[: draw(st.integers(0, len(TEXT)))]
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 0, 1, 2, 10, 80, 1000])))
        text = text[:start] + draw(st.sampled_from([*PIECES, ""])) + text[end:]
    return text


@settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_any_change_gives_a_scenario_or_problems(text):
    scenario, problems = read_text(text, "f", stem="naam")
    assert (scenario is None) == any(p.severity == "error" for p in problems)
    lines = text.count("\n") + text.count("\r") + 2
    assert all(1 <= p.line <= lines and p.col >= 1 for p in problems)


JSONISH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=100, deadline=2000)
@given(st.data())
def test_any_value_anywhere_gives_a_scenario_or_problems(data):
    scenario = minimal_scenario()
    here, path = scenario, []
    while isinstance(here, dict | list) and here and (not path or data.draw(st.booleans())):
        path.append(data.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else range(len(here)))))
        here = here[path[-1]]
    holder = scenario
    for part in path[:-1]:
        holder = holder[part]
    holder[path[-1]] = data.draw(JSONISH)
    found, problems = read_text(json.dumps(scenario, ensure_ascii=False), "f")  # JSON is YAML
    assert (found is None) == any(p.severity == "error" for p in problems)


@settings(max_examples=100, deadline=2000)
@given(st.text(max_size=200) | st.binary(max_size=200))
def test_any_file_gives_problems(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    scenario, problems = read(path)
    assert scenario is None
    assert problems
