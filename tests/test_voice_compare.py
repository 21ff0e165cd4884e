"""Comparing and measuring models, with one that needs no weights."""

from __future__ import annotations

from time import sleep

from helpers_voice import FakeBackend

from simulator.models import folder as folders
from simulator.voice import bench as bench_module
from simulator.voice import llama_beside, packed
from simulator.voice.compare import compare, place, table
from simulator.voice.fixed_talk import asks


def pairs():
    nouns = ("ouders", "lessen", "kinderen", "collega's", "boeken", "ramen")
    return [
        {"persona": f"P{n}, leraar, kalm", "history": [{"who": "school", "text": "Dag."}], "act": "tell",
         "trainee": f"Hoe zit het met {noun}", "reply": f"Ach {noun} en zo."}
        for n, noun in enumerate(nouns)
    ]  # fmt: skip


def test_a_model_that_listens_puts_the_right_reply_first():
    rows = compare(["x"], {"nl": pairs()}, backend=lambda name: FakeBackend(name=name))
    assert (rows[0].first, rows[0].among_three, rows[0].turns) == (1.0, 1.0, 6)
    text = table(rows)
    assert text.count("\n") == 3
    assert "100%" in text


def test_equal_gains_count_against_the_right_one():
    assert place([1.0, 1.0, 0.0]) == 1
    assert place([2.0, 1.0]) == 0


def test_bench_names_what_it_measures(monkeypatch):
    class Card:
        name = "fake"

    monkeypatch.setattr(llama_beside, "installed", lambda: False)
    monkeypatch.setattr(bench_module, "backend_of", lambda card: FakeBackend())
    found = bench_module.bench(Card())
    assert found["model"] == "fake"
    assert found["turns"] == 24
    assert set(found["turns_2_to_40"]) == {"first_half_median", "second_half_median", "ratio", "p95"}
    assert found["turns_2_to_40"]["ratio"] > 0
    for key in ("first_token_s", "first_words_s", "turn_s", "read_ahead_s"):
        assert set(found[key]) == {"median", "p95"}
    assert found["peak_memory_mb"] > 10
    assert found["tokens_per_s"] is None  # it chose and wrote nothing


def test_llama_cpp_writes_as_much_as_was_said_in_turn_with_the_voice(monkeypatch, tmp_path):
    class Card:
        name = "fake"

    class Beside:
        def __init__(self, folder, threads):
            assert folder == tmp_path
            assert threads >= 1

        def read_ahead(self, ask):
            ahead.append(ask.trainee)

        def turn(self, ask, shown):
            assert ahead[-1] == ask.trainee
            said.append((ask.trainee, shown))
            return llama_beside.Written(0.5, 2.0, (1, 2))

    monkeypatch.setattr(bench_module, "LONG", 4)
    said: list[tuple[str, str]] = []
    ahead: list[str] = []
    monkeypatch.setattr(llama_beside, "installed", lambda: True)
    monkeypatch.setattr(llama_beside, "LlamaBeside", Beside)
    monkeypatch.setattr(folders, "path_of", lambda card: tmp_path / "about.json")
    monkeypatch.setattr(bench_module, "backend_of", lambda card: FakeBackend())
    assert bench_module.bench(Card())["llama_cpp"] is None, "these weights cannot be written for it"
    monkeypatch.setattr(packed, "is_packed", lambda folder: True)
    found = bench_module.bench(Card())["llama_cpp"]
    assert set(found) == {"first_token_s", "turn_s", "turn_ratio"}
    assert found["turn_s"] == {"median": 2.0, "p95": 2.0}
    assert found["turn_ratio"] < 0.5
    assert [trainee for trainee, _ in said] == [ask.trainee for language in ("nl", "en") for ask in asks(language)]
    assert all(shown for _, shown in said)


def test_tokens_a_second_are_those_that_it_wrote(monkeypatch):
    class Card:
        name = "fake"

    monkeypatch.setattr(llama_beside, "installed", lambda: False)
    monkeypatch.setattr(bench_module, "LONG", 4)
    writes = FakeBackend(ways=("compose",), lines=["Ja, dat is zo."] * 200)
    writes.on_call = lambda: sleep(0.002)
    monkeypatch.setattr(bench_module, "backend_of", lambda card: writes)
    found = bench_module.bench(Card())
    assert 50 < found["tokens_per_s"] < 500


def test_the_fixed_talk_has_twelve_turns_and_holds_its_words_back():
    for language in ("nl", "en"):
        talk = asks(language)
        assert len(talk) == 12
        assert all(len(ask.wordings) >= 4 for ask in talk)
        assert len(talk[-1].history) == 23
        longer = asks(language, turns=40)
        assert longer[:12] == talk
        assert (longer[12].trainee, len(longer[12].history)) == (talk[0].trainee, 25)
