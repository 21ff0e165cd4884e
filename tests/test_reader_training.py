"""The training of the reader of questions, with a net of two layers and one school: what it packs is what it learnt."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

from simulator.reader.model import QuestionReader
from simulator.reader.turns import TURNS as KEPT
from simulator.scenario.load import load
from simulator.school.entries import entries_of
from simulator.school.meant import Meant
from simulator.training.errors import CorpusError
from simulator.training.reader import base, finish, learn, net, turns
from simulator.training.reader.data import APART, lines, schools
from simulator.voice.types import VoiceError

ROOT = Path(__file__).resolve().parents[1]
SCHOOL, WIDTH, HEAD = "nl-klei-ochtend", 32, 32
LIBRARY, TURNS = "question-coder/topics/library", "question-coder/topics/talks"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder `models` beside `scenarios` with one school, some of its questions and turns, and two conversations."""
    top = tmp_path_factory.mktemp("copy")
    (top / "models" / LIBRARY).mkdir(parents=True)
    (top / "models/voice/pairs").mkdir(parents=True)
    (top / "scenarios/nl").mkdir(parents=True)
    shutil.copy(ROOT / "scenarios/nl/klei-ochtend.yaml", top / "scenarios/nl")
    rows = (ROOT / "models" / LIBRARY / f"{SCHOOL}.jsonl").read_text("utf-8").splitlines(keepends=True)
    (top / "models" / LIBRARY / f"{SCHOOL}.jsonl").write_text("".join(rows[:200]), "utf-8")
    talked = (ROOT / "models" / TURNS / f"{SCHOOL}.jsonl").read_text("utf-8").splitlines(keepends=True)
    (top / "models" / TURNS).mkdir()
    (top / "models" / TURNS / f"{SCHOOL}.jsonl").write_text("".join(talked[:40]), "utf-8")
    talks = (ROOT / "models/voice/pairs/nl-a.jsonl").read_text("utf-8").splitlines(keepends=True)
    (top / "models/voice/pairs/nl-a.jsonl").write_text("".join(talks[:8]), "utf-8")
    return top / "models"


@pytest.fixture(scope="module")
def untaught(place):
    """A base of two small layers that knows the characters."""
    letters = sorted({*"abcdefghijklmnopqrstuvwxyzé'?,.|", "\u2581"})
    words = ["<pad>", "<eos>", "<bos>", "<unk>", *letters]
    tokens = Tokenizer(models.BPE({word: n for n, word in enumerate(words)}, [], unk_token="<unk>"))
    tokens.pre_tokenizer = pre_tokenizers.Metaspace()
    for file in (place.parent / "tokenizer.json", place / "voice/tokenizer.json"):
        tokens.save(str(file))
    torch.manual_seed(2)
    config = {
        "model_type": "gemma3_text", "num_attention_heads": 1, "num_key_value_heads": 1, "hidden_size": WIDTH,
        "num_hidden_layers": 2, "head_dim": HEAD, "rms_norm_eps": 1e-6, "query_pre_attn_scalar": HEAD,
        "rope_parameters": {"rope_theta": 1e4},
    }  # fmt: skip
    tensors = {"model.embed_tokens.weight": torch.randn(len(words), WIDTH), "model.norm.weight": torch.zeros(WIDTH)}
    norms = ("input_layernorm", "post_attention_layernorm", "pre_feedforward_layernorm", "post_feedforward_layernorm")
    for n in range(2):
        at = f"model.layers.{n}."
        tensors |= {f"{at}self_attn.{name}_proj.weight": torch.randn(HEAD, WIDTH) * 0.3 for name in "qkv"}
        tensors |= {f"{at}self_attn.{name}_norm.weight": torch.zeros(HEAD) for name in "qk"}
        tensors[f"{at}self_attn.o_proj.weight"] = torch.randn(WIDTH, HEAD) * 0.3
        tensors |= {f"{at}mlp.{name}_proj.weight": torch.randn(WIDTH, WIDTH) * 0.3 for name in ("gate", "up", "down")}
        tensors |= {f"{at}{name}.weight": torch.zeros(WIDTH) for name in norms}
    return base.Base(config, tokens, place.parent / "tokenizer.json", tensors, torch.eye(WIDTH))


def test_questions_are_kept_apart_and_conversations_held_out(place):
    ((school, rows),) = schools(place)
    apart = sum(one.apart for one in rows)
    assert 0 < apart < 3 * len(rows) / APART
    assert all(school.names[fit].partition(":")[0] in net.KINDS for one in rows for fit in one.fits)
    assert not list(schools(place, without=["klei-ochtend"]))
    near = [one for one in rows if one.half]
    assert near
    assert not any(set(one.half) & set(one.fits) for one in near)
    assert all(one.line not in one.wrong for one in lines(place))


def test_what_comes_near_counts_neither_as_right_nor_as_wrong(place):
    ((school, rows),) = schools(place)
    phrases = net.phrases_of(school, torch.zeros(len(school.asks), 2), torch.zeros(len(school.tells), 2))
    one = next(row for row in rows if row.half)
    out = learn.aside(phrases, [one], random.Random(1))[0]
    assert out[list(one.half)].all()
    assert not out[list(one.fits)].any()


def test_a_turn_that_names_an_unknown_answer_is_said_with_its_line(place, tmp_path):
    shutil.copytree(place.parent, tmp_path / "copy")
    path = tmp_path / "copy/models" / TURNS / f"{SCHOOL}.jsonl"
    path.write_text('{"before": "", "text": "En toen?", "fits": [], "half": ["item:nergens"]}\n', "utf-8")
    with pytest.raises(CorpusError, match=r"klei-ochtend\.jsonl:1: .*mend this line"):
        list(schools(tmp_path / "copy/models"))


def test_a_copy_without_questions_says_what_to_do(tmp_path):
    with pytest.raises(CorpusError, match="train in a copy of the repository"):
        list(schools(tmp_path))


def test_what_is_packed_is_what_was_learnt(place, untaught, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(net, "LOWER", 1)
    monkeypatch.setattr(net, "WIDTH", 8)
    monkeypatch.setattr(learn, "WIDTH", 8)
    monkeypatch.setattr(finish, "PASSES", 1)
    data, reader = learn.prepared(untaught, place, tmp_path, "cpu", [])
    first = {name: value.clone() for name, value in reader.low.weights.items()}
    learn.learn(reader, data, tmp_path, 1, rate=1e-2)
    reader.take()
    moved = {name for name, value in reader.low.weights.items() if not torch.equal(value, first[name])}
    assert moved
    assert all(name.startswith("layers.1.") or name == "norm.weight" for name in moved)
    again = net.Reader(untaught, (torch.zeros(8, WIDTH), torch.zeros(WIDTH)), "cpu")
    assert learn.resume(again, tmp_path) == 1
    assert torch.equal(again.moved[0], reader.moved[0])
    once = reader.moved[0].detach().clone()
    learn.learn(reader, data, tmp_path, 2, rate=1e-2)
    assert learn.resume(again, tmp_path, mean=True) == 2
    assert torch.allclose(again.moved[0], (once + reader.moved[0]) / 2)

    finish.fit(reader, place)
    assert "'questions'" in capsys.readouterr().out
    assert finish.pack(reader, place, tmp_path / "out")
    packed = QuestionReader.load(tmp_path / "out", exact=True)
    about = json.loads((tmp_path / "out/about.json").read_text("utf-8"))
    assert about["match"]["nothing"] == pytest.approx(reader.scales["nothing"].item())

    ((school, rows),) = schools(place)
    asks, tells = (reader.read([("", text) for _, text in some]) for some in (school.asks, school.tells))
    held = net.phrases_of(school, asks, tells)
    pairs = [(one.before, one.text) for one in rows[:40]]
    with torch.no_grad():
        there = reader.logits(reader.read(pairs), held).numpy()
    entries = [one for one in entries_of(load(place.parent / "scenarios/nl/klei-ochtend.yaml")) if not one.anchor]
    meant = Meant(entries, _Plain(packed))
    here = np.stack([meant(*pair) for pair in pairs])
    near = np.corrcoef((there[:, 1:] - there[:, :1])[:, : len(entries)].ravel(), here.ravel())[0, 1]
    assert near > 0.95, "as near as four bits and the number of lines allow"
    _labelled_turns_lie_beside(tmp_path / "out", place, entries)


def _labelled_turns_lie_beside(folder, place, entries):
    told = [one.line for one in entries]
    assert QuestionReader.load(folder).asked(told) is None
    many = turns.read(folder, place)
    reader = QuestionReader.load(folder)
    asked = reader.asked(told)
    assert asked is not None
    assert len(asked.vectors) == many < 40
    assert reader.asked(["something else"]) is None
    (folder / KEPT).write_bytes(b"damaged")
    with pytest.raises(VoiceError):
        QuestionReader.load(folder)


class _Plain:
    """A reader that keeps nothing."""

    def __init__(self, inner):
        self.match, self.encode, self.turn, self.asked = inner.match, inner.encode, inner.turn, inner.asked
