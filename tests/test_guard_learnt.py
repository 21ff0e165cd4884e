"""The part of the guard that learns: its features, its file, what it learns from, and its absence."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from helpers_voice import NL

from simulator.training.guard import bend_en, bend_nl, cases
from simulator.training.guard.bend import Ways
from simulator.voice.guard import Guard
from simulator.voice.learnt import weights, words
from simulator.voice.learnt.judge import judge_of
from simulator.voice.learnt.kinds import LOCKED
from simulator.voice.learnt.weights import Line, Tree, Weights
from simulator.voice.learnt.words import Told
from simulator.voice.types import VoiceError

SECRET = ("De leerkrachten voelen zich kwetsbaar als ze zelf dansen.", "Ze zijn bang om af te gaan.")


def features(text, ask=NL, locked=SECRET):
    return dict(zip(words.NAMES, Told(ask, locked).features(text), strict=True))


def test_what_is_told_now_is_allowed_and_what_nobody_said_is_fresh():
    told = features("De meesten gaan nakijken in de koffiekamer.")
    fresh = features("De burgemeester heeft een olifant in zijn zwembad.")
    assert told["wording_cover"] > 0.4
    assert told["fresh"] == 0
    assert fresh["fresh"] > 0.5
    assert fresh["allowed"] == 0


def test_words_of_a_locked_line_are_counted_unless_they_may_be_said():
    assert features("Ze voelen zich kwetsbaar.")["locked_cover"] > 0
    open_now = replace(NL, known=(*NL.known, "Sommigen voelen zich kwetsbaar."))
    assert features("Ze voelen zich kwetsbaar.", open_now)["locked_cover"] == 0


def test_features_are_bounded_for_any_text():
    for text in ("", "?", "ja " * 900, "\u202e\x00", "de het een"):
        assert all(0 <= one <= 1 for one in features(text).values())


def test_a_question_handed_back_counts_as_asked():
    assert features("Wat doen de collega's tijdens de lessen?")["asked"] > features("Ze gaan nakijken.")["asked"]


def test_chances_grow_with_what_speaks_against_a_reply(tmp_path):
    line = Line((0.0, 0.0), (1.0, 1.0), (1.0, 0.0), -1.0)
    tree = Tree((0, -1, -1), (0.5, 0.0, 0.0), (1, -1, -1), (2, -1, -1), (0.0, -2.0, 2.0))
    held = Weights(line, line, (tree,), 0.0, {"nl": 0.5})
    assert held.chance((0.0, 9.0)) < held.borders["nl"] < held.chance((3.0, 9.0))
    assert held.chance((1e9, 0.0)) <= 1.0
    path = tmp_path / "weights.json"
    assert weights.load(path, ("a", "b")) is None
    path.write_text(weights.to_json(held, ("a", "b")), encoding="utf-8")
    assert weights.load(path, ("a", "b")) == held
    assert weights.load(path, ("a", "other")) is None


class Plain:
    """An encoder without lower layers to read from."""

    name = "plain"

    def encode(self, texts):
        return np.ones((len(texts), 2), np.float32) / 2**0.5


def test_an_encoder_for_which_nothing_was_learnt_leaves_it_to_the_rules():
    assert judge_of(Plain()) is None
    assert "machine" in Guard(encoder=Plain()).check("Als AI weet ik dat niet.", NL)
    assert Guard(encoder=Plain()).check("Ze gaan nakijken.", NL) == ()


@pytest.mark.parametrize(("module", "language"), [(bend_nl, "nl"), (bend_en, "en")])
def test_bending_breaks_a_sentence_and_keeps_its_marks(module, language):
    lines = (
        ["De kinderen gaan morgen naar het museum, omdat ze daar graag zijn.", "Ze heeft de hele dag gewerkt."]
        if language == "nl"
        else ["The children are going to the museum, because they like it there.", "She has worked all day."]
    )
    ways = module.ways(lines * 3)
    found = [ways.broken(lines[0], Random(seed)) for seed in range(60)]
    assert all(one != lines[0] for one in found if one)
    assert len(set(found)) > 10
    assert all(one[0].isupper() and one.rstrip()[-1] in ".!?," for one in found if one)
    assert Ways(()).ways == ()


def test_a_conversation_gives_leaks_of_what_is_locked_and_good_replies_of_what_is_told():
    turn = {"trainee": "En hoe gaat dat?", "act": "tell", "reaction": "", "wrong": ["Er staat een piano in de hal."]}
    rows = [
        ("het is stil", "Het is stil in de klas.", "Stil is het, in dat lokaal."),
        ("ze durven niet", "De juffen durven niet te zingen.", "Zingen? Daar wagen ze zich niet aan."),
        ("moeder overleden", "Mijn moeder is overleden.", "Sinds mama er niet meer is, ben ik gestopt."),
    ]
    turns = [{**turn, "say": say, "line": line, "reply": reply} for say, line, reply in rows]
    talk = {"language": "nl", "opening": "We zoeken een zangjuf.", "turns": turns}
    ways = bend_nl.ways([line for _, line, _ in rows])
    first = next(cases.from_talk(talk, ways, Random(3)))
    locked = [text for kind, text in first.lines if kind == LOCKED]
    assert locked
    assert (rows[0][2], cases.GOOD) in first.replies
    leaks = [text for text, label in first.replies if label[1] == 1.0]
    assert leaks
    assert all(any(reply in text for _, _, reply in rows[1:]) for text in leaks)
    assert not any(text in locked for text in leaks)


def test_a_damaged_net_is_said_in_one_sentence_and_none_is_no_problem(tmp_path):
    torch = pytest.importorskip("torch")
    from simulator.coding.question_coder.net import Size
    from simulator.voice.learnt import net_file
    from simulator.voice.learnt.net import GuardNet

    size = Size(20, hidden=24, layers=12, heads=4, inner=48)
    assert net_file.load(tmp_path, size, "one") is None
    torch.manual_seed(0)
    net_file.save(GuardNet(size, 2), {"encoder": "one"}, tmp_path)
    assert net_file.load(tmp_path, size, "one") is not None
    assert net_file.load(tmp_path, size, "another") is None
    path = tmp_path / net_file.NET
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(VoiceError, match="install toask again"):
        net_file.load(tmp_path, size, "one")
    (tmp_path / net_file.ABOUT).write_text(json.dumps(["odd"]), encoding="utf-8")
    with pytest.raises(VoiceError, match="install toask again"):
        net_file.load(tmp_path, size, "one")


def test_a_reply_is_read_alike_alone_and_among_others():
    torch = pytest.importorskip("torch")
    from simulator.coding.question_coder.net import Size
    from simulator.training.guard.learn import read
    from simulator.voice.learnt.net import GuardNet
    from simulator.voice.learnt.sense import Sense

    class Low:
        version = "one"

        def low(self, texts):
            return [torch.randn(len(t.split()) + 2, 24, generator=torch.Generator().manual_seed(len(t))) for t in texts]

    torch.manual_seed(1)
    net = GuardNet(Size(20, hidden=24, layers=12, heads=4, inner=48), 2).eval()
    lines = [(LOCKED, "Ze durven niet te zingen."), (1, "Het is stil."), (2, "Er is een piano, en een hal.")]
    case = cases.Case(lines, [("Stil is het.", cases.GOOD), ("Ze zingen niet, nee, dat durven ze niet.", cases.LEAK)])
    other = cases.Case([(1, "Kort.")], [("Een heel andere, veel langere zin in een ander gesprek.", cases.BROKEN)])
    together, labels = read(net, [case, other], Low().low, 9, Random(0))
    rows = [row.tolist() for row in labels]
    alone = Sense(Plain(), Low(), net).logits("Stil is het.", lines)
    assert together[rows.index([0.0, 0.0, 0.0, 0.0])].tolist() == pytest.approx(alone, abs=1e-4)
