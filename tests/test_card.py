"""The codebook card: it says what the codebook says, and prints on one page without colour."""

from __future__ import annotations

import builtins
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.main import main
from simulator.coding.codebook import CODES, RULES, VALUES
from simulator.extras import MissingExtra
from simulator.observing import card_page as card
from simulator.observing.card import CARD, EVERYDAY, grouped, short_name
from simulator.observing.keys import KEYS
from simulator.report.words import value_text

CODEBOOK = Path(__file__).parents[1] / "shared" / "CODEBOOK.md"
LANGUAGES = ("nl", "en")


def rows(language):
    return {one["code"]: one for group in card.held(language)["groups"] for one in group["codes"]}


def plainly(text):
    """Return text without the kind of quotation marks it has."""
    return re.sub("[‘’“”\"']", "'", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_stands_on_it_with_its_value_and_its_rule(language):
    held = rows(language)
    assert tuple(held) == CODES
    for code in CODES:
        assert held[code]["value"] == value_text(VALUES[code])
        assert held[code]["rule"] == RULES[code]


def test_the_groups_run_from_asking_to_telling():
    ordered = [code for _, codes in grouped() for code in codes]
    assert ordered == list(CODES)
    signs = [(VALUES[code] > 0) - (VALUES[code] < 0) for code in ordered]
    assert signs == sorted(signs, reverse=True)


def test_every_everyday_rule_names_just_its_own_codes():
    assert {rule.name for rule in EVERYDAY} == set(RULES.values())
    assert sorted(code for rule in EVERYDAY for code in rule.codes) == sorted(CODES)
    for rule in EVERYDAY:
        assert {RULES[code] for code in rule.codes} == {rule.name}
        if rule.breaks:
            assert all(VALUES[code] < 0 for code in rule.codes)
        else:
            assert all(VALUES[code] >= 0 for code in rule.codes)


@pytest.mark.parametrize("rule", EVERYDAY, ids=lambda rule: rule.name)
def test_the_letters_of_a_rule_are_spelled_out(rule):
    capitals = "".join(re.findall(r"\b[A-Z]", rule.spelled.nl))
    assert capitals == rule.name
    assert all(word in rule.spelled.en for word in re.findall(r"\b[A-Z]\w+", rule.spelled.nl))


@pytest.mark.skipif(not CODEBOOK.is_file(), reason="the codebook itself does not lie here")
def test_the_examples_are_those_of_the_codebook():
    text = plainly(CODEBOOK.read_text("utf-8"))
    for code, one in CARD.items():
        for example in one.example:
            for part in example.split(" – "):
                assert plainly(part) in text, code


def test_short_names_fit_and_differ():
    for language in LANGUAGES:
        names = [short_name(code, language) for code in CODES]
        assert len(set(names)) == len(CODES)
        assert max(map(len, names)) <= 15


def test_every_border_rule_that_names_a_code_names_one_of_the_codebook():
    for code, one in CARD.items():
        for text in one.border:
            named = re.findall(r"\b[A-Z]{4,}(?:-[A-Z])?\b", text)
            assert set(named) <= set(CODES) - {code}


def test_every_code_has_a_key_of_its_own():
    assert set(KEYS) == set(CODES)
    assert len(set(KEYS.values())) == len(CODES)
    assert {KEYS[code] for code in CODES if VALUES[code] > 0} <= set("qwertasdfgzxcvb")
    assert {KEYS[code] for code in CODES if VALUES[code] < 0} <= set("yuiophjklnm")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_needs_nothing_else_and_no_colour(tmp_path, language):
    path = tmp_path / "card.html"
    card.write_html(path, language)
    text = path.read_text("utf-8")
    assert f'lang="{language}"' in text
    assert not re.search(r"(?:src|href)=|url\(|@import|https?://", text)
    for colour in re.findall(r"#[0-9a-f]{3,6}\b", text.split("</style>")[0]):
        bare = colour[1:]
        channels = {bare[i : i + len(bare) // 3] for i in range(0, len(bare), len(bare) // 3)}
        assert len(channels) == 1, f"{colour} is no grey"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_one_page_with_all_of_it(tmp_path, language):
    pytest.importorskip("typst")
    pypdf = pytest.importorskip("pypdf")
    path = tmp_path / "card.pdf"
    card.write_pdf(path, language)
    pages = pypdf.PdfReader(path).pages
    assert len(pages) == 1
    text = pages[0].extract_text()
    for code in CODES:
        assert code in text
    for rule in EVERYDAY:
        assert rule.name in text


def test_without_typst_one_sentence_says_what_to_do(tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name == "typst":
            raise ModuleNotFoundError("No module named 'typst'", name="typst")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"toask\[pdf\]"):
        card.write_pdf(tmp_path / "card.pdf", "nl")
    assert not (tmp_path / "card.pdf").exists()


def test_the_command_writes_and_prints(tmp_path, capsys):
    assert main(["card", "--lang", "nl", "--html", str(tmp_path / "kaart.html")]) == 0
    assert "doorvragen" in (tmp_path / "kaart.html").read_text("utf-8")
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"toask: {tmp_path / 'kaart.html'} is geschreven.\n")
    assert main(["card", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert all(code in printed for code in CODES)
    assert "listen, sum up, ask on" in printed


def test_a_place_that_cannot_be_written_is_said(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["card", "--html", str(tmp_path / "file" / "card.html")]) == 1
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "Cannot write" in said


def test_card_data_brings_nothing_heavy():
    heavy = ("torch", "textual", "jinja2", "numpy")
    code = f"import sys, simulator.observing.card; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
