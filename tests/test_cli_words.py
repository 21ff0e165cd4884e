"""What commands say goes through the interface's language: the app's where it was chosen there, else the system's."""

from __future__ import annotations

import gettext
import io
import json
import re
import string

import pytest
from helpers_debrief import GOOD, talked
from helpers_portfolio import ATTENDANCE, CRITERIA, filled

from simulator import i18n
from simulator.app import settings
from simulator.app.errors import _patterns, said
from simulator.app.errors_portfolio import PORTFOLIO
from simulator.app.settings import Settings
from simulator.cli.main import main
from simulator.cli.speakers import ask
from simulator.scenario import said as _bound_before_the_language_is_changed  # noqa: F401
from simulator.scoring.show import show
from simulator.transcripts.errors import Speaker, SpeakersUnknown


class Marked(gettext.NullTranslations):
    """A language in which every sentence begins with a mark."""

    def gettext(self, message):
        return f"¤{message}"

    def ngettext(self, one, many, number):
        return f"¤{one if number == 1 else many}"


@pytest.fixture
def place(tmp_path, monkeypatch):
    for name, value in (("DATA", tmp_path / "data"), ("CONFIG", tmp_path / "config"), ("LANG", "nl")):
        monkeypatch.setenv(f"TOASK_{name}", str(value))
    monkeypatch.setattr(i18n, "texts", lambda language: Marked() if language == "nl" else gettext.NullTranslations())
    monkeypatch.setenv("TOASK_PASSPHRASE", "geheim")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c.yaml").write_text(CRITERIA)
    (tmp_path / "att.yaml").write_text(ATTENDANCE)
    return tmp_path


@pytest.fixture
def told(place, capsys):
    """Run a command and return its status and all lines that it printed, without `toask: `."""

    def run(*words):
        status = main([*words])
        out, err = capsys.readouterr()
        return status, [line.removeprefix("toask: ") for line in (out + err).splitlines() if line.strip()]

    return run


def test_every_confirmation_of_a_portfolio(place, told):
    (place / "data").mkdir()
    filled(place / "data" / "practice.db").close()
    for words in (
        ("keygen", "--name", "Anna de Wit", "--out", "anna.key"),
        ("attendance", "att.yaml", "--key", "anna.key", "--out", "att.json"),
        ("review", "p.zip", "--out", "v.yaml"),
        ("sign", "p.zip", "--key", "anna.key", "--out", "s.zip"),
    ):
        if words[0] == "review":
            _, lines = told("portfolio", "c.yaml", "--bundle", "p.zip")
            assert "¤p.zip written." in lines[-1]
        status, lines = told("portfolio", *words)
        assert status == 0
        assert lines
        assert all(line.startswith("¤") for line in lines), lines


def test_the_language_of_the_app_goes_before_the_systems(place, told, monkeypatch):
    keygen = ("portfolio", "keygen", "--name", "A", "--out")
    settings.save(Settings(language="en"))
    assert told(*keygen, "a.key")[1][0].startswith("a.key is your key")
    monkeypatch.setenv("TOASK_LANG", "en")
    settings.save(Settings(language="nl"))
    assert told(*keygen, "b.key")[1][0].startswith("¤b.key is your key")
    settings.save(Settings())
    assert told(*keygen, "c.key")[1][0].startswith("c.key is your key")


def test_errors_too(place, told):
    assert told("portfolio", "weg.yaml") == (2, ["¤There is no file weg.yaml; name ¤a criteria file."])
    assert told("portfolio", "sign", "weg.zip", "--key", "k", "--out", "o")[1][0].startswith(
        "¤There is no file weg.zip"
    )
    assert told("practice", "--plain")[1][0].startswith("¤Name a scenario")
    assert told("review")[1][0].startswith("¤Name a transcript")
    i18n.use("nl")
    both = "No PDF was written. A PDF needs typst, which is not installed; run `pip install 'toask[pdf]'`."
    assert "¤No PDF was written. ¤A PDF needs typst" in said(both)


def test_reports_progress_scenarios_models_and_accounts(place, told):
    (place / "data").mkdir()
    store, one = talked(place / "data", GOOD)
    one.end()
    store.close()
    assert told("report", one.id, "--html", "d.html") == (0, ["¤d.html written."])
    assert told("progress", "--html", "p.html") == (0, ["¤p.html written."])
    _, lines = told("scenario", "show", "nl/vakdocent-dans")
    assert "¤version" in lines[0]
    assert any(re.fullmatch(r"¤\d+ items, ¤\d+ free facts", line) for line in lines)
    status, lines = told("models", "list")
    assert (status, lines[-1][0]) == (0, "¤")
    status, lines = told("serve", "--data", "served", "admin", "add-trainer", "Els")
    assert (status, len(lines)) == (0, 2)
    assert lines[1].startswith("¤Els signs in as")


def coding(place, name, *codes):
    """A coding by hand of one conversation, a unit a turn."""
    turns = [
        {"speaker": "x", "role": "trainee", "text": f"Beurt {n}?", "units": [{"text": f"Beurt {n}?", "code": code}]}
        for n, code in enumerate(codes, 1)
    ]
    path = place / f"{name}.json"
    path.write_text(json.dumps({"conversations": [{"id": "een", "turns": turns}], "codebook": 1, "coder": name}))
    return str(path)


def test_agreement(place, told):
    a, b = (coding(place, name, *codes) for name, codes in (("a", ["OPEN"] * 6), ("b", ["OPEN"] * 4 + ["OFFER"] * 2)))
    status, lines = told("agree", a, b)
    assert status == 0
    table = [line for line in lines[2:] if not line.startswith((" ", "OPEN", "OFFER", "ICC"))]
    assert all(line.startswith("¤") for line in table), table
    assert "¤2 disagreements:" in lines


def test_scores(place):
    i18n.use("nl")
    turn = {"role": "trainee", "speaker": "x", "text": "Hoe?", "main": "ask"}
    unit = {"code": "OPEN", "value": 2, "text": "Hoe?", "flags": [], "unsure": True, "reason": "open"}
    measures = {"trainee_turns": 1, "ask_share": None, "intervals": None, "thirds": None, "uptake": None}
    row = {"id": "een", "turns": [{**turn, "units": [unit]}], "measures": {**measures, "talk_share": None}}
    out = io.StringIO()
    assert show([row], out) == 1
    assert "¤ask" in out.getvalue()
    assert "[¤unsure]" in out.getvalue()
    assert "¤1 trainee turn: too few for figures" in out.getvalue()
    out = io.StringIO()
    assert show([row, row], out) == 2
    head, *rows = out.getvalue().splitlines()
    assert head.count("¤") == 6
    assert len({len(line) for line in rows}) == 1


def test_speakers_are_asked_in_the_language_and_answered_in_either(monkeypatch, capsys, place):
    i18n.use("nl")
    unknown = SpeakersUnknown("een", (Speaker("Anna", 3, 9, "Dag"), Speaker("", 1, 2, "Hoi")))
    monkeypatch.setattr("sys.stdin", io.StringIO("wat\ncursist\ns\n"))
    assert ask(unknown) == {"Anna": "trainee", "": "school"}
    err = capsys.readouterr().err
    assert err.count("¤trainee or school? [t/s]") == 3
    assert "¤(no name)" in err


def test_each_sentence_of_the_portfolio_is_known_by_its_own_pattern(place):
    i18n.use("nl")
    for sentence in PORTFOLIO:
        fields = [name for _, name, _, _ in string.Formatter().parse(sentence) if name]
        filled_in = sentence.format(**{name: f"<{name}>" for name in fields})
        assert said(filled_in) == f"¤{filled_in}"
        assert next(one for pattern, one in _patterns() if pattern.fullmatch(filled_in)) == sentence
