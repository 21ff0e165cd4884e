"""Making the voice: choices as the voice will meet them, likelihoods in one pass, learning, cutting and packing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers_models import WORDS, small

from simulator.playtest.choosing import held_out
from simulator.training.voice import learn, vocabulary
from simulator.training.voice.choices import Choice, Turn, answers, learnt, save, spoken
from simulator.training.voice.choices import load as load_turns
from simulator.voice import packed
from simulator.voice.decoder import load
from simulator.voice.types import VoiceError

torch = pytest.importorskip("torch")
MODELS = Path(__file__).resolve().parents[1] / "models"
UNKNOWN = {"nl": ("Dat weet ik niet.",), "en": ("I don't know.",)}


def turn(prompt: str, right: str, *wrong: str, spoken: tuple[str, str] | tuple[()] = ()) -> Turn:
    return Turn("x", "nl", prompt, (Choice("line", (right,), wrong),), spoken)


def by_order(questions, targets):
    return [list(range(len(targets))) for _ in questions]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return small(tmp_path_factory.mktemp("gemma"), "gemma")


TURNS = [
    turn(
        "Adviseur : wat doen de kinderen dan ? Karin :", "de kinderen kijken na .", "koffie ja", "nee , de ouders dan",
        spoken=("de kinderen kijken na .", "ja , de kinderen kijken na ."),
    ),
    turn("Adviseur : koffie ? Karin :", "koffie ja", "de kinderen kijken na .", "les"),
]  # fmt: skip


def ranked(model, turns):
    batch = model.batch(turns)
    with torch.no_grad():
        return learn.scores(model, batch)


@pytest.mark.slow
def test_several_turns_in_one_pass_are_as_each_alone(folder):
    model = learn.opened(folder, [" ".join(WORDS)])
    with torch.no_grad():
        model.learnt[learn.HEAD].copy_(torch.randn(1, model.net.shape.width))
    together, said = ranked(model, TURNS)
    alone = [ranked(model, [one]) for one in TURNS]
    for one, (two, _) in zip(together, alone, strict=True):
        assert torch.allclose(one, two[0], atol=1e-4)
    assert float(said) == pytest.approx(float(alone[0][1]), abs=1e-4)


@pytest.mark.slow
def test_candidates_do_not_see_each_other(folder):
    model = learn.opened(folder, [" ".join(WORDS)])
    with torch.no_grad():
        model.learnt[learn.HEAD].copy_(torch.randn(1, model.net.shape.width))
    (many,), _ = ranked(model, [turn("Karin :", "koffie ja", "les", "de ouders dan")])
    (few,), _ = ranked(model, [turn("Karin :", "koffie ja", "de ouders dan")])
    assert torch.allclose(many[[0, 2]], few, atol=1e-4)


@pytest.mark.slow
def test_learning_brings_the_right_one_first_and_goes_on_where_it_stopped(folder, tmp_path):
    args = learn.Args(rate=5e-3, many=2, at_once=1, epochs=12)
    said: list[str] = []
    model = learn.opened(folder, [" ".join(WORDS)])
    before = float(ranked(model, TURNS)[1])
    learn.train(model, TURNS, args, tmp_path / "learn.pt", said.append)
    assert learn.firsts(model, TURNS) == {"nl line": (1.0, 2)}
    assert float(ranked(model, TURNS)[1]) < before
    again = learn.opened(folder, [" ".join(WORDS)])
    learn.train(again, TURNS, args, tmp_path / "learn.pt", said.append)
    assert all(torch.equal(weight, again.learnt[name]) for name, weight in model.learnt.items())
    assert all(torch.equal(weight, again.net.weights[name]) for name, weight in model.net.weights.items())


def test_answers_hold_what_fits_and_never_the_right_one_among_the_wrong(tmp_path):
    some = list(answers(MODELS / "question-coder" / "topics", UNKNOWN, by_order))
    assert len(some) > 8000
    assert {one.language for one in some} == {"nl", "en"}
    held = [one.choices[0] for one in some]
    assert all(one.right and not set(one.right) & set(one.wrong) for one in held)
    assert sum(UNKNOWN["nl"][0] in one.right or UNKNOWN["en"][0] in one.right for one in held) > 1000
    assert any(text.startswith("? ") for one in held for text in one.right)
    assert not any(held_out(one.id) for one in learnt(some))
    save(some[:50], tmp_path / "some.jsonl")
    assert load_turns(tmp_path / "some.jsonl") == some[:50]


def test_spoken_turns_read_as_the_voice_reads_a_talk():
    some = list(spoken(MODELS / "voice" / "pairs"))
    assert {choice.kind for one in some for choice in one.choices} == {"line", "reaction", "whole"}
    assert all(one.prompt.rstrip().endswith(":") and "\n" in one.prompt for one in some)
    assert all(choice.right[0] not in choice.wrong for one in some for choice in one.choices)
    assert all(one.spoken and all(one.spoken) for one in some)


@pytest.mark.slow
def test_a_packed_model_is_nearly_the_one_that_was_packed(folder, tmp_path):
    whole = load(folder, torch.float32)
    tensors = {
        f"model.{name}": value - 1 if name.endswith("norm.weight") else value for name, value in whole.weights.items()
    }
    tensors[packed.EMBEDDING] = whole.embedding
    for name in ("tokenizer.json", "config.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    packed.save(tensors, {"base": "tiny"}, tmp_path)
    found = load(tmp_path, torch.float32)
    for name, value in whole.weights.items():
        assert float((found.weights[name] - value).abs().max()) < 0.14 * float(value.abs().max())
    (tmp_path / packed.BODY).write_bytes((tmp_path / packed.BODY).read_bytes()[:-7] + b"damaged")
    with pytest.raises(VoiceError, match="does not fit its hash"):
        load(tmp_path, torch.float32)


def tokenizer(path: Path) -> Path:
    merges = [
        ["k", "i"],
        ["ki", "n"],
        ["d", "e"],
        ["kin", "de"],
        ["kinde", "r"],
        ["▁", "kinder"],
        ["▁", "de"],
        ["l", "e"],
    ]
    pieces = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", *"▁kinderlsü"]
    vocab = dict.fromkeys([*pieces, *("".join(pair) for pair in merges)])
    data = {
        "version": "1.0", "added_tokens": [], "pre_tokenizer": None,
        "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"},
        "post_processor": None, "decoder": None, "truncation": None, "padding": None,
        "model": {
            "type": "BPE", "vocab": {piece: n for n, piece in enumerate(vocab)}, "merges": merges, "unk_token": "<unk>",
            "byte_fallback": False, "fuse_unk": True,
        },
    }  # fmt: skip
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_a_cut_vocabulary_cuts_the_kept_words_alike(tmp_path):
    from tokenizers import Tokenizer

    source, target = tokenizer(tmp_path / "whole.json"), tmp_path / "cut.json"
    keep = vocabulary.needed(vocabulary.Merger(json.loads(source.read_text("utf-8"))), ["de kinder"], [])
    old = vocabulary.cut(source, keep, target)
    before, after = Tokenizer.from_file(str(source)), Tokenizer.from_file(str(target))
    assert [old[n] for n in after.encode("de kinder").ids] == before.encode("de kinder").ids
    assert after.encode("de kinder").tokens == ["de", "▁kinder"]
    assert after.get_vocab_size() < before.get_vocab_size()
    assert after.encode("les").tokens == ["l", "e", "s"]


def test_talks_are_schools_in_which_what_is_told_answers():
    from simulator.training.scorer.topics import talks

    held = talks(MODELS / "voice" / "pairs")
    assert len({one.id for one in held}) == len(held) > 400
    for one in held:
        assert len({line for (line,) in one.tells}) == len(one.tells)
        assert all(asked.before and max(asked.fits, default=0) < len(one.tells) for asked in one.questions)
    assert any(not asked.fits for one in held for asked in one.questions)
