"""Words: cleaning, the two languages, settings, what is imported."""

from __future__ import annotations

import ast
import json
import re
import string
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from simulator import i18n
from simulator.app import errors
from simulator.app import settings as kept
from simulator.app.services import difficulty_level
from simulator.app.settings import Settings
from simulator.app.text import clean, day_text, key_name, one_line
from simulator.practice.api import PracticeError

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "simulator" / "locale" / "nl" / "LC_MESSAGES"


@given(st.text())
def test_cleaned_text_has_no_control_codes_and_cleaning_again_changes_nothing(text):
    cleaned = clean(text)
    assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in cleaned)
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mrood\x1b[0m", "rood"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07", "link"),
        ("\x1b]0;nooit dicht\nen dit blijft", "0;nooit dicht\nen dit blijft"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("x\ty", "x    y"),
        ("cafe\u0301", "café"),
        ("\u202eomgekeerd\u202c", "omgekeerd"),
        ("👩‍🏫 שלום", "👩‍🏫 שלום"),
    ],
)
def test_what_is_taken_out_and_what_stays(raw, shown):
    assert clean(raw) == shown


def test_one_line_is_short():
    assert one_line("a b\nc" * 50, 10) == "a b ca b…"


def test_key_names():
    assert [key_name(k) for k in ("ctrl+e", "f2", "enter", "pageup", "h", "ctrl+end", "shift+enter")] == [
        "Ctrl+E", "F2", "Enter", "PgUp", "h", "Ctrl+End", "Shift+Enter",
    ]  # fmt: skip


def test_days():
    assert day_text("geen tijd") == ""
    assert "2020" in day_text("2020-05-01T12:00:00Z")


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "nl_NL.UTF-8"}, "nl"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "nl_NL.UTF-8"}, "en"),
        ({"TOASK_LANG": "nl", "LC_ALL": "C"}, "nl"),
        ({"LC_ALL": "", "LANG": "nl_BE"}, "nl"),
        ({"LANG": "fr_FR"}, "en"),
        ({}, "en"),
    ],
)
def test_the_locale_chooses_the_language(environ, language):
    assert i18n.detect(environ) == language


def messages():
    found = {}
    keywords = {"tr": None, "mark": None, "trn": (1, 2)}
    for _, _, message, _, _ in extract_from_dir(ROOT / "simulator", [("**.py", "python")], keywords=keywords):
        found[message] = True
    return list(found)


def fields(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


def test_every_message_has_a_dutch_one_with_the_same_fields():
    catalog = read_po(BytesIO((LOCALE / "toask.po").read_bytes()))
    for message in messages():
        entry = catalog.get(message)
        assert entry is not None, f"no Dutch for {message!r}"
        pairs = zip(message, entry.string, strict=True) if isinstance(message, tuple) else [(message, entry.string)]
        for english, dutch in pairs:
            assert dutch, english
            assert fields(english) == fields(dutch)


def test_the_compiled_dutch_is_in_step():
    po, mo = read_po(BytesIO((LOCALE / "toask.po").read_bytes())), read_mo(BytesIO((LOCALE / "toask.mo").read_bytes()))
    for entry in po:
        if entry.id:
            assert mo.get(entry.id) is not None, "run: pybabel compile -D toask -d simulator/locale"
            assert list(mo.get(entry.id).string) == list(entry.string)


def test_switching():
    i18n.use("nl")
    assert i18n.tr("Help") == "Hulp"
    assert i18n.trn("{n} turn", "{n} turns", 2) == "{n} beurten"
    i18n.use("en")
    assert i18n.tr("Help") == "Help"


def test_settings_come_back_as_they_were(tmp_path):
    path = tmp_path / "a" / "settings.json"
    mine = Settings(theme="toask-light", language="en", keys={"hint": "f5"}, meter=False, warmed_up=True)
    kept.save(mine, path)
    assert kept.load(path) == mine
    assert kept.load(tmp_path / "none.json") == Settings()


def test_two_windows_change_each_their_own(tmp_path):
    path = tmp_path / "settings.json"
    kept.save(Settings(theme="toask-light", reviews=("/a",)), path)
    one = two = kept.load(path)
    kept.save(replace(one, language="en").reviewed(tmp_path / "b"), path, since=one)
    mine = replace(two, meter=False).reviewed(tmp_path / "c")
    kept.save(mine, path, since=two)
    found = kept.load(path)
    assert (found.theme, found.language, found.meter) == ("toask-light", "en", False)
    assert found.reviews == (str(tmp_path / "c"), str(tmp_path / "b"), "/a")
    path.write_text("{niet json")
    kept.save(replace(mine, numbers=False), path, since=mine)
    assert kept.load(path) == replace(mine, numbers=False)
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_settings_behind_a_link_stay_there(tmp_path):
    (tmp_path / "settings.json").symlink_to(tmp_path / "elsewhere" / "mine.json")
    kept.save(Settings(language="en"), tmp_path / "settings.json")
    assert (tmp_path / "settings.json").is_symlink()
    assert kept.load(tmp_path / "elsewhere" / "mine.json").language == "en"


def test_damaged_settings_are_kept_aside(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text("{niet json")
    assert kept.load(path) == Settings()
    assert (tmp_path / "settings.json.bad").read_text() == "{niet json"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_any_json_gives_settings(data):
    assert isinstance(kept.from_mapping(json.loads(json.dumps(data))), Settings)
    assert isinstance(kept.from_mapping({"theme": data, "keys": data, "meter": data, "language": data}), Settings)


def test_settings_that_cannot_be_written_say_where(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(PracticeError, match="TOASK_CONFIG"):
        kept.save(Settings(), tmp_path / "file" / "settings.json")


def test_difficulty():
    assert difficulty_level(2, 24, 1) == 1
    assert difficulty_level(1, 18, 1) == 2
    assert difficulty_level(0, 14, 2) == 3


def test_the_app_imports_nothing_heavy():
    heavy = ("torch", "transformers", "pydantic", "numpy", "sklearn", "yaml", "sqlite3", "httpx")
    code = f"import sys, simulator.app.app; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def sentences_in_the_source():
    """Every text and f-string in the rooms below, with `{}` for each field."""
    found = set()
    for path in (ROOT / "simulator").rglob("*.py"):
        if "app" in path.relative_to(ROOT).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                found.add("".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(re.sub(r"\{\w+\}", "{}", node.value))
    return found


def test_translated_sentences_are_those_that_the_rooms_say():
    said = sentences_in_the_source()
    for sentence in (*errors.SENTENCES, *errors.STEPS):
        wanted = re.sub(r"\{\w+\}", "{}", sentence)
        assert wanted in said, f"no room says {sentence!r} any more; bring errors.py in step"


def test_a_sentence_of_another_room_in_dutch():
    i18n.use("nl")
    locked = "Another program holds /x/y.db locked; close other toask windows and try again."
    assert errors.said(locked).startswith("Een ander programma houdt /x/y.db bezet")
    assert errors.said("Something {odd} else.") == "Something {odd} else."
    refused = errors.said("Cannot write in /x (Permission denied); choose another folder or free space.")
    assert "(geen toegang)" in refused
    system = "[Errno 28] No space left on device: '/x/y'"
    full = errors.said(f"Cannot write in /x ({system}): free space, or set TOASK_DATA.")
    assert "(fout 28, de schijf is vol: '/x/y')" in full
    i18n.use("en")
    assert errors.said(locked) == locked
