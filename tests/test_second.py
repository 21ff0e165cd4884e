"""The coder's second body: its layers, how a turn is read, its files, and how it learns."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")

import torch

from simulator.coding.codebook import CODES, Said
from simulator.coding.errors import CoderError
from simulator.coding.question_coder import gemma, second_file
from simulator.coding.question_coder.coder import QuestionCoder
from simulator.coding.question_coder.place import folder
from simulator.coding.question_coder.second import Blend, Input, Second, input_of
from simulator.training.scorer import second as teach
from simulator.training.scorer import second_borders, second_run
from simulator.training.scorer.examples import own
from simulator.training.scorer.second_run import Opinions
from simulator.voice.decoder import Decoder
from simulator.voice.decoder import Shape as Whole

ABOUT = json.loads((folder() / "model.json").read_text("utf-8"))
TEXTS = [
    "Wat gebeurde er toen in de kring?", "Dus de maandag is lang. Hoe merk je dat?", "ja", "How did that begin",
    "We hebben een prachtig programma met acht lessen, en een koffer die jullie mogen houden. Is dat iets?",
]  # fmt: skip
BEFORE = "Op maandag is het altijd onrustig, ik weet niet goed waarom."


@pytest.fixture(scope="module")
def shipped() -> Second:
    held = second_file.load(folder(), ABOUT)
    assert held is not None
    return held


def small(layers: int = 3) -> tuple[dict[str, torch.Tensor], gemma.Shape, Whole]:
    """Return layers drawn by chance, and what both ways of reading must know of them."""
    dice = torch.Generator().manual_seed(5)
    draw = lambda *size: torch.randn(*size, generator=dice) * 0.2  # noqa: E731
    held = {"model.norm.weight": draw(24), "model.embed_tokens.weight": draw(50, 24)}
    for n in range(layers):
        at = f"model.layers.{n}."
        norms = ("input", "post_attention", "pre_feedforward", "post_feedforward")
        held |= {f"{at}{name}_layernorm.weight": draw(24) for name in norms}
        held |= {f"{at}self_attn.{name}_norm.weight": draw(8) for name in "qk"}
        held |= {f"{at}self_attn.{name}_proj.weight": draw(size, 24) for name, size in (("q", 16), ("k", 8), ("v", 8))}
        held[f"{at}self_attn.o_proj.weight"] = draw(24, 16)
        held |= {f"{at}mlp.{name}_proj.weight": draw(40, 24) for name in ("gate", "up")}
        held[f"{at}mlp.down_proj.weight"] = draw(24, 40)
    thetas = (10000.0, 1e6, 10000.0)[:layers]
    return (
        held,
        gemma.Shape(layers, 24, 2, 8, 1e-6, thetas),
        Whole("gemma3_text", layers, 24, 2, 1, 8, 1e-6, 8**-0.5, thetas, (0,) * layers),
    )


def test_its_layers_read_as_those_of_the_model_they_come_from() -> None:
    held, shape, whole = small()
    decoder, states = Decoder(whole, dict(held), torch.float32), list[torch.Tensor]()
    plain = decoder._layer
    decoder._layer = lambda n, x, *more: (states.append(x), plain(n, x, *more))[1]  # type: ignore[method-assign]
    ids, many = torch.tensor([[3, 9, 27, 4, 11], [8, 2, 0, 0, 0]]), torch.tensor([5, 2])
    there = torch.arange(5) < many[:, None]
    with torch.inference_mode():
        seen = there[:, None, :] | torch.eye(5, dtype=torch.bool)
        decoder.run(ids, torch.arange(5).expand(2, 5), seen, decoder.empty(), lambda: None)
        vectors = held["model.embed_tokens.weight"][ids]
        middle, top = gemma.run(vectors, there, gemma.fused(held, 3), shape, 1)
        shorter, _ = gemma.run(vectors, there, gemma.fused(held, 2), replace(shape, layers=2), 1)
    assert torch.allclose(middle[there], states[1][there], atol=1e-5)
    assert torch.allclose(shorter, middle, atol=1e-6)
    assert top.shape == (2, 5, 24)
    assert torch.isfinite(top).all()


def test_a_stretch_of_text_has_its_pieces() -> None:
    one = Input([2, 5, 6, 7, 8, 1], 2, [(0, 3), (3, 8), (8, 9)])
    assert one.span(0, 3) == (2, 3)
    assert one.span(1, 9) == (2, 5)
    assert one.span(3, 8) == (3, 4)
    assert one.span(40, 50) == (4, 5), "what lies past the limit is read as the last piece"


@pytest.mark.weights
def test_the_turn_is_read_behind_the_last_words_and_however_long_it_is(shipped: Second) -> None:
    assert input_of(shipped.tokens, "", "Hoe dan?").first == 1
    made = input_of(shipped.tokens, "woord " * 300, "Hoe dan? " * 300)
    assert 40 < made.first <= 57
    assert len(made.ids) <= 57 + 221
    read = shipped.read([("", ""), ("", "Hoe dan? " * 300)])
    assert shipped.logits(read[0], [(0, 0)])[0].shape == (1, len(CODES))
    assert shipped.logits(read[1], [(2600, 2700)])[0].shape == (1, len(CODES))
    assert [len(one) for one in shipped.logits(read[1], [])] == [0, 0]


@pytest.mark.weights
def test_a_turn_is_read_alike_alone_and_in_company(shipped: Second) -> None:
    from simulator.coding.question_coder.speed import faster

    held = shipped.to(faster())
    turns = [(BEFORE, text) for text in TEXTS] + [("", text) for text in TEXTS]
    for one, turn in zip(held.read(turns), turns, strict=True):
        alone = held.read([turn])[0]
        assert torch.equal(one.top, alone.top)
        assert torch.equal(one.middle, alone.middle)


@pytest.mark.weights
def test_both_bodies_together_code_what_is_said() -> None:
    history = (Said("school", BEFORE),)
    found = QuestionCoder.load().code_many([(text, history, "nl") for text in TEXTS])
    assert [turn.main for turn in found] == ["ask", "ask", "neutral", "ask", "tell"]


def test_files_that_are_not_right_are_told(tmp_path: Path) -> None:
    assert second_file.load(tmp_path, {}) is None
    with pytest.raises(CoderError, match="cannot be read; install toask again"):
        second_file.load(tmp_path, ABOUT)
    shutil.copy(folder() / second_file.FILE, tmp_path)
    other = {**ABOUT, second_file.ABOUT: {**ABOUT[second_file.ABOUT], "rests_on": "0" * 64}}
    with pytest.raises(CoderError, match="another reader of questions"):
        second_file.load(tmp_path, other)
    with pytest.raises(CoderError, match="damaged"):
        second_file.load(tmp_path, {**ABOUT, second_file.ABOUT: {}})
    data = bytearray((tmp_path / second_file.FILE).read_bytes())
    data[5000] ^= 1
    (tmp_path / second_file.FILE).write_bytes(data)
    with pytest.raises(CoderError, match="does not fit its hash"):
        second_file.load(tmp_path, ABOUT)


def test_without_the_reader_of_questions_it_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_file, "reader", lambda: tmp_path)
    with pytest.raises(CoderError, match="reader of questions is missing; install toask again"):
        second_file.load(folder(), ABOUT)


def test_opinions_are_weighed_by_how_often_they_are_right() -> None:
    dice = np.random.default_rng(3)
    right = dice.integers(0, 14, 900)
    true = np.eye(14)[right] * 3
    noise = [dice.normal(0, by, true.shape) for by in (3.0, 1.0, 9.0)]
    first, second, put = (np.asarray(true + one, np.float32) for one in noise)
    found = Opinions(first, put, second, right)
    blend = second_run.weighed(found)
    assert blend.second > blend.first > blend.put
    said = second_run.judged(found, blend)
    assert said["codes_both"] > said["codes_alone"]
    assert second_run.unlikely(found.pooled(blend), right) < second_run.unlikely(found.second, right)


def test_both_bodies_are_pooled_and_flags_put_where_the_second_finds_them() -> None:
    blend = Blend(0.5, 2.0, 1.0, flags=(None, 0.0, -50.0))
    first, second = torch.tensor([[2.0, 0.0], [0.0, 4.0]]), [torch.tensor([[1.0, 0.0]]), torch.tensor([[0.0, 1.0]])]
    assert blend.pooled(first, second).tolist() == [[3.0, 0.0], [0.0, 4.0]]
    chances = np.full((2, 3), 0.9, np.float32)
    blend.put_flags(chances, [torch.zeros(1, 3), torch.full((1, 3), 30.0)])
    assert chances == pytest.approx(np.array([[0.9, 0.5, 0], [0.9, 1, 0]]), abs=1e-6)


def test_the_border_lies_where_f1_is_best() -> None:
    dice = np.random.default_rng(4)
    shown = np.arange(4000) < 400
    odds = np.where(shown, dice.normal(2, 1, 4000), dice.normal(-2, 1, 4000)).astype(np.float32)
    assert -0.2 < second_borders.border(odds, shown) < 1.5


@pytest.mark.weights
def test_words_that_begin_a_unit_are_told(shipped: Second) -> None:
    from simulator.coding.pieces import pieces

    text = "Dus de maandag is lang. Hoe merk je dat?"
    words = [(word.start, word.end) for word in pieces(text)]
    odds = shipped.begins(shipped.read([(BEFORE, text)])[0], words)
    assert len(odds) == len(words) - 1
    assert int(odds.argmax()) + 1 == text[: text.index("Hoe")].count(" ")


@pytest.mark.weights
@pytest.mark.slow
def test_it_learns_keeps_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.coding.question_coder.put import PLACES, SIGNS, Put

    put = Put(
        np.ones(PLACES, np.float32), np.zeros((PLACES, 15), np.float32), np.zeros((len(SIGNS) + 1, 14), np.float32)
    )
    some = [one for one in own(folder() / "data") if one.units][:12]
    plan, told = teach.Plan(epochs=2, size=600, head_rate=3e-3), list[str]()
    torch.manual_seed(1)
    net = teach.Learner(second_run.begun(3, 2), 2)
    before = {name: value.clone() for name, value in net.moved.items()}
    teach.teach(net, some, put, tmp_path / "second.pt", replace(plan, epochs=1), torch.float32, told.append)
    teach.teach(net, some, put, tmp_path / "second.pt", plan, torch.float32, told.append)
    assert len(told) == 3, "another plan begins anew"
    again = teach.Learner(second_run.begun(3, 2), 2)
    teach.teach(again, some, put, tmp_path / "second.pt", plan, torch.float32, told.append)
    assert len(told) == 3
    assert {name.split("_")[0] for name in net.moved} == {"2"}
    assert all(not torch.equal(before[name], value) for name, value in net.moved.items())
    rows = [teach.ready(one, net.begun, put) for one in some]
    with torch.inference_mode():
        codes = net(rows, torch.float32)[0]
    shutil.copy(folder() / "model.json", tmp_path)
    read = second_run.body(again, Blend(0.5, 0.25, 2.0))
    second_file.save(read, 2, tmp_path)
    held = second_file.load(tmp_path, json.loads((tmp_path / "model.json").read_text("utf-8")))
    assert held is not None
    assert held.blend == read.blend
    seen = held.read([(one.history[-1].text if one.history else "", one.text) for one in some])
    packed = torch.cat([held.logits(turn, teach.spans(one))[0] for turn, one in zip(seen, some, strict=True)])
    assert (packed - codes).abs().mean() < 0.1
