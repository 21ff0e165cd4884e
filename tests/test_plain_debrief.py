"""`toask practice --plain` ends with the debrief: the words of `toask report`, on stderr; replies alone on stdout."""

from __future__ import annotations

import io

import pytest
from fake_practice import FakePractice
from fake_services import CARD, FakeServices
from helpers_debrief import GOOD, PITCH, talked
from helpers_practice import say, session
from helpers_scenario import build, control_scenario, to_yaml

from simulator import i18n
from simulator.app import plain
from simulator.app.plain_debrief import debriefed
from simulator.app.real_afterwards import StoredAfterwards
from simulator.app.settings import Settings
from simulator.cli.main import main
from simulator.practice.api import PracticeError
from simulator.practice.store import Store


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Over(StoredAfterwards):
    """The real debrief over an opened log."""

    def __init__(self, held, **settings):
        self.held, self.kept = held, Settings(**settings)

    def store(self):
        return self.held

    def settings(self):
        return self.kept


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setenv("TOASK_DATA", str(tmp_path))
    monkeypatch.setenv("TOASK_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("TOASK_LANG", "en")

    def make(turns):
        made.append(talked(tmp_path, turns))
        return made[-1]

    made: list = []
    yield make
    for store, _ in made:
        store.close()


def ended(store, one, answers="", kind=io.StringIO, **settings):
    """End a conversation over streams, unless it has ended, and return stdout and stderr."""
    typed = answers if one.view().ended else "/end\n" + answers
    services, stdin, out, err = Over(store, **settings), kind(typed), io.StringIO(), kind()
    assert plain.talk(one, stdin, out, err, lambda name: debriefed(services, name)) == 0
    return out.getvalue(), err.getvalue()


def test_a_school_that_hides_nothing_is_not_given_away_before_anything_opened(log, tmp_path):
    data = control_scenario()
    store = Store(tmp_path / "plain.db")
    one = session(store, build(data), source=to_yaml(data))
    say(one, "[OFFER] Wij hebben een heel mooi programma.")
    _, err = ended(store, one, "\n" * 5 + "show\n", Terminal)
    before, after = " ".join(err.split()).split("to see what stayed closed")
    for words in ("hides no", "hides nothing", "Nothing was hidden", data["items"][0]["content"]):
        assert words not in before
    assert "Whether another question lies behind this one" in before
    assert "hides no question" in after
    assert data["items"][0]["content"] in after
    store.close()


@pytest.mark.parametrize("turns", [GOOD, [*PITCH, *GOOD[:2]], GOOD[:1], []])
def test_a_pipe_gets_what_the_report_prints_and_no_question(log, capsys, turns):
    store, one = log(turns)
    out, err = ended(store, one, "70\n2\n")
    assert main(["report", one.id]) == 0
    assert capsys.readouterr().out.rstrip() in err
    assert "Before you see any figure" not in err
    assert f"toask report {one.id[:8]} --html" in err
    assert "1." not in out  # replies only
    assert not one.looked_back()


def test_on_a_terminal_the_own_view_comes_first_and_stands_in_the_debrief(log):
    store, one = log([*PITCH, *GOOD[:2]])
    _, err = ended(store, one, "70\n1\nik vroeg door\n\ndurf\n\n", Terminal)
    asked, seen = err.index("Before you see any figure"), err.index("Debrief: ")
    assert asked < seen
    assert "ik vroeg door" in err[seen:]
    assert one.looked_back()


def test_what_the_school_did_not_say_only_comes_when_somebody_asks(log):
    store, one = log([*PITCH, *GOOD[:2]])
    need = one.scenario.need.statement
    texts = [ended(store, one, *how)[1] for how in ((), ("\n" * 6, Terminal), ("show\n", Terminal))]
    piped, left, shown = (" ".join(text.split()) for text in texts)
    assert need not in piped
    assert need not in left
    assert shown.index("Type “show”") < shown.index(need)


def test_figures_are_hidden_where_the_app_hides_them(log, capsys):
    store, one = log([*PITCH, *GOOD])
    _, err = ended(store, one, numbers=False)
    assert "%" not in err
    assert main(["report", one.id, "--hide-numbers"]) == 0
    assert capsys.readouterr().out.rstrip() in err


def test_where_it_cannot_be_made_the_reason_and_a_summary_come():
    gone, err = PracticeError("Its scenario is gone; export it."), io.StringIO()
    services = FakeServices(Settings(language="en"), broken=gone)
    assert plain.run(services, CARD.ref, io.StringIO("Wat?\n/end\n"), io.StringIO(), err) == 0
    assert "Its scenario is gone; export it." in err.getvalue()
    assert "Your turns: 1" in err.getvalue()


def test_a_warmup_keeps_its_summary():
    i18n.use("en")
    asked, err = [], io.StringIO()
    practice = FakePractice(over=True, mode="warmup")
    plain.talk(practice, io.StringIO(), io.StringIO(), err, asked.append)
    assert asked == []
    assert "Your turns: 0" in err.getvalue()
