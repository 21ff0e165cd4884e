"""The coder's weights trained further: what is learnt, what is held, and how it goes on after a break."""

from __future__ import annotations

import shutil
from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from simulator.coding.around import around  # noqa: E402
from simulator.coding.question_coder.place import folder  # noqa: E402
from simulator.coding.question_coder.put import corrected, signs  # noqa: E402
from simulator.coding.question_coder.weights import load  # noqa: E402
from simulator.training.scorer import further, further_run  # noqa: E402
from simulator.training.scorer.batches import collate, ready  # noqa: E402
from simulator.training.scorer.examples import own  # noqa: E402
from simulator.training.scorer.learn import Reader  # noqa: E402

ROWS = [one for one in own(folder() / "data") if one.units][:400:40]
TEXTS = [
    ("Hoeveel kinderen zitten er in de klas?", ""),
    ("Who had the idea?", "We had a plan."),
    ("Een gewone map.", ""),
]


@pytest.fixture(scope="module")
def loaded():
    return load(folder())


def test_an_eighth_of_the_conversations_is_set_apart_and_always_the_same():
    names = {one.conversation for one in own(folder() / "data")}
    share = sum(map(further.apart, names)) / len(names)
    assert 0.08 < share < 0.18
    assert [further.apart(name) for name in sorted(names)] == [further.apart(name) for name in sorted(names)]


def test_codes_are_learnt_as_they_are_in_use(loaded):
    net, correct = further.begun(loaded)
    net.eval(), correct.eval()
    for one in ROWS:
        row = ready(one, loaded.tokens, loaded.nearest)
        batch, _ = collate([row])
        with torch.inference_mode():
            states = net.states(net.body(batch), batch.units, batch.owner)
            found = correct([row], states, net.codes(states[:, : net.size.hidden])).softmax(-1).numpy()
            chances = loaded.probes.codes(net.codes(states[:, : net.size.hidden]), states).softmax(-1).numpy()
        texts = [unit.text for unit in one.units]
        place = signs(texts, one.text, around(one.history), one.history)
        used, _ = corrected(loaded.probes.put, texts, chances, np.full(len(texts), 0.1, np.float32), place)
        assert np.abs(found - used).max() < 1e-3


def test_vectors_that_have_not_moved_cost_nothing(loaded):
    net, _ = further.begun(loaded)
    held = further.Held(loaded.net.float(), Reader(loaded.tokens, loaded.nearest), TEXTS)
    rows = next(held.draws())
    net.eval()
    assert float(held.loss(net, rows).detach()) == pytest.approx(0, abs=0.02)
    with torch.no_grad():
        net.vector.weight.add_(0.2 * torch.randn_like(net.vector.weight))
    assert float(held.loss(net, rows).detach()) > 0.05


def test_training_moves_the_upper_layers_only_and_goes_on_where_it_stopped(loaded, tmp_path):
    args, said = replace(further.FURTHER, epochs=1), list[str]()
    net, correct = further.further(loaded, ROWS, TEXTS, tmp_path / "going.pt", args, said.append)
    before, after = loaded.net.state_dict(), net.state_dict()
    same = {name for name in before if torch.equal(before[name], after[name])}
    assert {"words.weight", "segments.weight", "layers.3.up.weight"} <= same
    assert not {"layers.4.up.weight", "layers.11.up.weight", "codes.weight"} & same
    assert not torch.equal(correct.code, loaded.probes.code)
    assert len(said) == 1
    again, _ = further.further(loaded, ROWS, TEXTS, tmp_path / "going.pt", args, said.append)
    assert len(said) == 1, "nothing is learnt twice"
    assert torch.equal(again.state_dict()["codes.weight"], after["codes.weight"])


def test_cooler_chances_keep_their_order(loaded):
    warm = loaded.probes
    cold = further_run.cooler(warm, 2.0)
    text, place = "Waarom dan?", [0.0] * (len(warm.put.signs) - 1)
    assert cold.put(text, place)[0] == pytest.approx(warm.put(text, place)[0] / 2, abs=1e-5)
    assert cold.put(text, place)[1] == warm.put(text, place)[1], "what is beside the matter stays"
    assert float(cold.scale) == pytest.approx(float(warm.scale) / 2)


def test_the_step_writes_weights_that_load_and_says_what_it_did(tmp_path, monkeypatch):
    place, fitted, said = tmp_path / "coder", list[str](), list[str]()
    place.mkdir()
    for name in ("model.json", "model.safetensors", "probes.safetensors", "second.safetensors", "tokenizer.json"):
        shutil.copy(folder() / name, place)
    monkeypatch.setattr(further, "apart", lambda name: name == ROWS[0].conversation)
    every = further.asked_and_told
    monkeypatch.setattr(further, "asked_and_told", lambda *where: every(*where)[:8])
    one_pass = partial(further.further, args=replace(further.FURTHER, epochs=1))
    monkeypatch.setattr(further, "further", one_pass)
    one = sorted((folder().parents[1] / "scenarios").glob("nl/*.yaml"))[0]
    (tmp_path / "nl").mkdir()
    shutil.copy(one, tmp_path / "nl")
    places = SimpleNamespace(scenarios=tmp_path, work=tmp_path)
    shop = SimpleNamespace(learnt=ROWS, public=[], places=places, say=said.append)
    found = further_run.run(shop, place, lambda: fitted.append("off"))
    before, after = load(folder()), load(place)
    assert after.version != before.version
    assert fitted == ["off"]
    assert len(said) == 1
    assert found["units"] == len(ROWS[0].units)
    assert 0 <= found["codes_right"] <= 1
    assert torch.equal(after.net.words.weight, before.net.words.weight)
    assert torch.equal(after.net.layers[0].up.weight, before.net.layers[0].up.weight), "packing again changes nothing"
    assert not torch.equal(after.net.codes.weight, before.net.codes.weight)
