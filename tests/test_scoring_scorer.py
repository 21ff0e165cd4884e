"""The scorer: batches, context, labels, doubt, and a life in another process."""

from __future__ import annotations

import multiprocessing
import pickle
from dataclasses import replace

import pytest
from helpers_scoring import KeyCoder, conversation, key_coder
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.coding.codebook import CodedTurn, Unit
from simulator.scoring.batch import BatchCoder, code_all, label_of, threshold_of
from simulator.scoring.errors import ScoringError
from simulator.scoring.model import to_json
from simulator.scoring.read import from_json
from simulator.scoring.scorer import Scorer, Settings
from simulator.transcripts.model import Conversation, Line

FIVE = ("OPEN: wat zie je?", "Niets.", "OFFER: neem ons.", "Nee.", "DEEP: niets?", "Nou.", "INFO: tot juni.", "Ja.")
TALK = conversation("a", *FIVE, "REFL-C guess: dus toch", "Ja.")


class ManyCoder(KeyCoder):
    """Codes in batches, with a label and a threshold of its own."""

    name = "many-coder"
    unsure_below = 0.9

    def __init__(self):
        super().__init__()
        self.sizes = []

    def code_many(self, asked):
        self.sizes.append(len(asked))
        return [replace(self.code(*one), annomi="reflection") for one in asked]


def test_a_conversation_is_coded_turn_by_turn_with_what_was_coded_before():
    coder = KeyCoder()
    (scored,) = Scorer(Settings(language="nl"), lambda: coder)([TALK])
    assert [turn.main for turn in scored.turns] == ["ask", None, "tell", None, "ask", None, "tell", None, "ask", None]
    assert scored.turns[0].annomi == "question"
    assert scored.turns[1].units == ()
    assert scored.measures["ask_share"] == pytest.approx(3 / 5)
    _text, history, language = coder.seen[2]
    assert language == "nl"
    assert [said.role for said in history] == ["trainee", "school", "trainee", "school"]
    assert [unit.code for said in history for unit in said.units] == ["OPEN", "OFFER"]


def test_a_batch_is_scored_as_its_conversations_alone_and_in_order():
    talks = [conversation(str(n), *FIVE[: 2 * (n % 4)]) for n in range(9)]
    together = Scorer(make=key_coder)(talks)
    assert together == [Scorer(make=key_coder)([one])[0] for one in talks]
    assert Scorer(make=key_coder)([]) == []


def test_a_coder_may_code_many_at_once_with_labels_and_a_threshold():
    coder = ManyCoder()
    assert isinstance(coder, BatchCoder)
    scored = Scorer(make=lambda: coder)([TALK, TALK, conversation("b", *FIVE[:2])])
    assert coder.sizes == [3, 2, 2, 2, 2]
    assert scored[0].turns[0].annomi == "reflection"
    assert threshold_of(coder) == 0.9
    assert label_of(CodedTurn("x", (Unit("x", "OPEN", 2),))) == "question"


def test_a_coder_may_read_whole_conversations_before_it_codes_them():
    class Reader(KeyCoder):
        def read(self, asked):
            self.asked = asked
            return [len(history) for _text, history, _language in asked]

        def finish(self, text, reading, history, language):
            assert reading == len(history)
            return self.code(text, history, language)

    coder = Reader()
    talks = [TALK, conversation("b", *FIVE), conversation("c", *FIVE[:2])]
    assert Scorer(make=lambda: coder)(talks) == Scorer(make=key_coder)(talks)
    assert len(coder.asked) == 10
    assert not any(said.units for _text, history, _language in coder.asked for said in history)
    assert Scorer(Settings(context=3), lambda: coder)([TALK]) == Scorer(Settings(context=3), key_coder)([TALK])


def test_a_coder_that_loses_turns_is_found_out():
    coder = ManyCoder()
    coder.code_many = lambda asked: []
    with pytest.raises(ScoringError, match="0 of 1"):
        code_all(coder, [("x", [], "nl")])


def test_units_below_the_threshold_are_marked_unsure():
    class Doubting(KeyCoder):
        def code(self, text, history, language):
            return CodedTurn(text, (Unit("a", "OPEN", 2, (), 0.49), Unit("b", "INFO", -1, (), 0.5)), self.name)

    (scored,) = Scorer(make=Doubting)([TALK])
    assert scored.turns[0].unsure == (True, False)
    (strict,) = Scorer(Settings(unsure_below=0.8), Doubting)([TALK])
    assert strict.turns[0].unsure == (True, True)


def test_acts_of_a_practised_conversation_end_the_thirds():
    acts = ["" if line.role == "trainee" else "own_question" if place == 9 else "tell"
            for place, line in enumerate(TALK.lines)]  # fmt: skip
    longer = Conversation("a", TALK.lines + TALK.lines, "nl")
    told = Scorer(make=key_coder)([longer], [acts + [""] * 10])[0]
    assert told.measures["thirds"] == Scorer(make=key_coder)([TALK])[0].measures["thirds"]
    with pytest.raises(ScoringError, match="acts"):
        Scorer(make=key_coder)([TALK], [["tell"]])


def test_a_line_without_a_role_is_never_guessed():
    nobody = Conversation("a", (Line("Jan", "hallo"),), "nl")
    with pytest.raises(ScoringError, match="--speaker"):
        Scorer(make=key_coder)([nobody])


def test_context_has_a_limit():
    coder = KeyCoder()
    Scorer(Settings(context=3), lambda: coder)([conversation("a", *FIVE * 4)])
    assert max(len(history) for _text, history, _language in coder.seen) == 3


def test_a_scorer_can_be_sent_to_another_process():
    scorer = Scorer(Settings(language="nl"), key_coder)
    here = scorer([TALK])
    again = pickle.loads(pickle.dumps(scorer))
    assert again.settings == scorer.settings
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.map(scorer, [[TALK], [TALK]]) == [here, here]


CODE = st.sampled_from(["OPEN", "OFFER", "NEUTRAL", "REFL-S parrot", "CLOSED"])
WORDS = st.text(st.characters(exclude_characters=";", codec="utf-8"), max_size=20)


@given(st.lists(st.tuples(CODE, WORDS, WORDS), max_size=8))
@settings(max_examples=50, deadline=None)
def test_what_is_written_as_json_reads_back_the_same(held):
    lines = [text for code, own, other in held for text in (f"{code}: {own}", other)]
    (scored,) = Scorer(Settings(resamples=20), key_coder)([conversation("ü", *lines)])
    assert from_json(to_json(scored), scored.source) == scored
