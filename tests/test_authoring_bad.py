"""Files as they come from other editors, or half written: one clear sentence wherever an author meets them."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from helpers_scenario import MINIMAL, TEXT

from simulator import i18n
from simulator.app.listing import card_of
from simulator.app.preview import panes
from simulator.app.preview.watching import Watch
from simulator.app.real import RealServices
from simulator.cli.main import main
from simulator.practice.api import PracticeError
from simulator.scenario import catalog
from simulator.scenario.problems import Problem
from simulator.scenario.said import why

ITEMS, AFTER = TEXT.index("items:\n") + len("items:\n"), TEXT.index("\nneed:")
MANY = "".join(
    f"  - {{id: z{n}, layer: surface, content: iets, say: [a{n}, b{n}, c{n}, d{n}], topics: [w{n}]}}\n"
    for n in range(2000)
)
HALF = TEXT[: TEXT.index("\nacts:")]
FINE = {
    "crlf": TEXT.replace("\n", "\r\n").encode(),
    "bom": b"\xef\xbb\xbf" + TEXT.encode(),
    "bom and crlf": b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(),
    "cr alone": TEXT.replace("\n", "\r").encode(),
}
BAD = {
    "tab": (TEXT.replace("  - id: vakdocent", "\t- id: vakdocent", 1).replace("  role:", "\trole:", 1).encode(), "tab"),
    "latin-1": (TEXT.replace("title: ", "title: Één ", 1).encode("latin-1", "replace"), "UTF-8"),
    "utf-16": (TEXT.encode("utf-16"), "UTF-16"),
    "half a list": (f'{HALF}\nacts:\n  deflect:\n    - "half een zin'.encode(), "close it|sluit"),
    "half a file": (HALF.encode(), "'acts'"),
    "2,000 items": ((TEXT[:ITEMS] + MANY + TEXT[AFTER:]).encode(), "20000"),
    "third language": (TEXT.replace("language: nl", "language: fr", 1).encode(), "'fr'"),
    "empty": (b"", "empty|leeg"),
}


@pytest.fixture
def file(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("TOASK_CONFIG", str(tmp_path / "settings"))
    (tmp_path / "eigen").mkdir()
    return tmp_path / "eigen" / "mijn-school.yaml"


def errors_of(command: str, file: Path, language: str, capsys) -> tuple[int, str]:
    more = ["--no-meaning"] if command == "check" else []
    code = main(["scenario", command, str(file), "--lang", language, *more])
    told = capsys.readouterr()
    return code, told.out + told.err


@pytest.mark.parametrize("kind", FINE)
def test_what_other_editors_write_is_read_as_it_was_meant(kind, file, capsys):
    file.write_bytes(FINE[kind])
    seen = Watch(file).read()
    plain = Watch(MINIMAL).read()
    assert seen.scenario == plain.scenario
    assert seen.lines == plain.lines
    assert errors_of("check", file, "nl", capsys)[0] == 0
    assert card_of(catalog.entry(file), {}).problem == ""


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_gets_one_sentence_everywhere(kind, language, file, capsys):
    content, about = BAD[kind]
    file.write_bytes(content)
    code, checked = errors_of("check", file, language, capsys)
    assert code == 1
    first = next(line for line in checked.splitlines() if ": error:" in line)
    sentence = first.split(": error: ")[1].rsplit(" [", 1)[0]
    assert re.search(about, sentence), sentence
    assert sentence.endswith(".")
    i18n.use(language)
    seen = Watch(file).read()
    assert seen.scenario is None
    assert sentence in panes.problems(tuple(one for one in seen.problems if one.severity == "error")).plain
    played, told = errors_of("playtest", file, language, capsys)
    assert played == 1
    assert told.count("\n") == 1, "one line, without a traceback"
    assert sentence in told
    assert f"toask scenario check {file}" in told
    card = card_of(catalog.entry(file), {})
    assert card.problem.startswith("mijn-school.yaml, ")
    assert card.problem.endswith(sentence)
    with pytest.raises(PracticeError, match=re.escape(sentence)):
        RealServices().start(str(file))


def test_the_home_screen_names_the_first_error_not_a_warning_above_it():
    long = "This line is broken in two; use '>' instead of '|', or write it on one line."
    rows = [
        Problem("/x/a.yaml", 2, 1, "warning", long, "line-break"),
        Problem("/x/a.yaml", 9, 1, "error", "Write a text here; it is empty.", "length"),
    ]
    assert why(rows, "en") == "a.yaml, line 9: Write a text here; it is empty."


def test_two_files_with_one_id_are_told_apart(file, tmp_path, capsys, monkeypatch):
    other = file.with_name("andere.yaml")
    for path in (file, other):
        path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv(catalog.VARIABLE, str(file.parent))
    mine = [one for one in catalog.entries() if one.path.parent == file.parent]
    assert [(one.path, one.head is None) for one in mine] == [(other, False), (file, True)]
    card = card_of(mine[1], {})
    assert (card.title, card.ref) == ("mijn-school", str(file))
    assert "andere.yaml has the id" in card.problem
    assert catalog.resolve(mine[0].id).path == other
    assert catalog.resolve(str(file)).usable.id == mine[0].id, "named by its file it can still be played"
    seen = Watch(file).read()
    assert seen.scenario is not None
    assert [(one.rule, one.severity) for one in seen.problems if one.rule == "same-id"] == [("same-id", "warning")]
    assert "[same-id]" in errors_of("check", file, "nl", capsys)[1]
    code, told = errors_of("playtest", file.parent, "nl", capsys)
    assert code == 1
    assert told.count("\n") == 1
    assert "geef elk scenario een eigen id" in told
    other.write_text(TEXT.replace("language: nl", "language: en", 1), encoding="utf-8")
    assert not [one for one in Watch(file).read().problems if one.rule == "same-id"], "a twin may have it"


def test_an_unknown_name_is_said_in_the_readers_language(file, capsys):
    for command in ("preview", "playtest", "show"):
        assert main(["scenario", command, "bestaat-helemaal-niet", "--lang", "nl"]) == 2
        assert "Er is geen scenario 'bestaat-helemaal-niet'" in capsys.readouterr().err


def test_a_preview_without_a_terminal_says_so(file, capsys, monkeypatch):
    file.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: False))
    assert main(["scenario", "preview", str(file), "--lang", "en"]) == 2
    assert "needs a terminal" in capsys.readouterr().err
