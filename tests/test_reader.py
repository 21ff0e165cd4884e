"""The reader of questions: turns and phrases to vectors, from packed files."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from simulator.reader.kept import KeptReader
from simulator.reader.known import PHRASES, KnownPhrases, save
from simulator.reader.model import BEFORE, HEADS, OWN, TOGETHER, QuestionReader, batches, input_of
from simulator.scenario.load import load
from simulator.training.reader.phrases import phrases_of
from simulator.voice import packed
from simulator.voice.types import VoiceError

SHIPPED = Path(__file__).resolve().parents[1] / "models" / "reader"
WIDTH, INNER, HEAD, OUT = 64, 64, 32, 16
CONFIG = {
    "model_type": "gemma3_text", "num_attention_heads": 2, "num_key_value_heads": 1, "hidden_size": WIDTH,
    "num_hidden_layers": 2, "head_dim": HEAD, "rms_norm_eps": 1e-6, "query_pre_attn_scalar": HEAD, "sliding_window": 8,
    "layer_types": ["sliding_attention", "full_attention"],
    "rope_parameters": {"full_attention": {"rope_theta": 1e6}, "sliding_attention": {"rope_theta": 1e4}},
}  # fmt: skip
MATCH = {
    "asks": 14.0, "tells": 7.0, "sharp": [20.0, 21.0], "without": [0.2, 0.3], "nothing": 7.0, "kinds": [0.0] * 7,
}  # fmt: skip
WORDS = ["<pad>", "<eos>", "<bos>", "<unk>", "|", "waarom", "dans", "hoe", "lang", "klei", "hier", "de", "school"]
WORDS += ["wil", "wat"]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a reader of two layers that has learnt nothing."""
    folder = tmp_path_factory.mktemp("reader")
    torch.manual_seed(3)
    tokens = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokens.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokens.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    tensors = {packed.EMBEDDING: torch.randn(len(WORDS), WIDTH), "model.norm.weight": torch.zeros(WIDTH)}
    sizes = {
        "self_attn.q_proj": (2 * HEAD, WIDTH), "self_attn.k_proj": (HEAD, WIDTH), "self_attn.v_proj": (HEAD, WIDTH),
        "self_attn.o_proj": (WIDTH, 2 * HEAD), "mlp.gate_proj": (INNER, WIDTH), "mlp.up_proj": (INNER, WIDTH),
        "mlp.down_proj": (WIDTH, INNER),
    }  # fmt: skip
    norms = ("input_layernorm", "post_attention_layernorm", "pre_feedforward_layernorm", "post_feedforward_layernorm")
    for n in range(2):
        at = f"model.layers.{n}."
        tensors |= {f"{at}{name}.weight": torch.randn(size) * 0.2 for name, size in sizes.items()}
        tensors |= {f"{at}{name}.weight": torch.zeros(WIDTH) for name in norms}
        tensors |= {f"{at}self_attn.{name}_norm.weight": torch.zeros(HEAD) for name in "qk"}
    heads = {}
    for name in ("asks", "tells", "turn_asks", "turn_tells"):
        heads |= {f"{name}.weight": torch.randn(OUT, WIDTH).half(), f"{name}.bias": torch.randn(OUT).half()}
    save_file(heads, folder / HEADS)
    packed.save(tensors, {"match": MATCH}, folder)
    about = json.loads((folder / packed.ABOUT).read_text(encoding="utf-8"))
    about["sha256"][HEADS] = hashlib.sha256((folder / HEADS).read_bytes()).hexdigest()
    (folder / packed.ABOUT).write_text(json.dumps(about), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def reader(made):
    return QuestionReader.load(made, exact=True)


def test_both_halves_are_unit_vectors_and_compare_with_a_turn(reader):
    rows, turn = reader.encode(["waarom dans", "hoe lang hier", ""]), reader.turn("de school wil dans", "waarom dans")
    assert rows.shape == (3, 2 * OUT)
    for one in (*rows, turn):
        assert np.linalg.norm(one[:OUT]) == pytest.approx(2**-0.5, abs=1e-5)
        assert np.linalg.norm(one[OUT:]) == pytest.approx(2**-0.5, abs=1e-5)
    assert reader.match.sharp == (20.0, 21.0)


def test_a_text_is_read_alike_alone_and_among_others(reader):
    texts = ["waarom dans", "hoe lang hier de school wil klei", "wat", "waarom de school wat wil"]
    for text, row in zip(texts, reader.encode(texts), strict=True):
        np.testing.assert_allclose(reader.encode([text])[0], row, atol=1e-5)


def test_what_was_said_before_is_taken_in_but_is_not_the_turns_own(reader):
    tokens = reader._tokens
    one = input_of(tokens, "de school wil dans", "waarom")
    assert [WORDS[n] for n in one.ids] == ["<bos>", "de", "school", "wil", "dans", "|", "waarom", "<eos>"]
    assert [WORDS[n] for n in one.ids[one.first : one.last]] == ["waarom"]
    assert not np.allclose(reader.turn("de school wil dans", "waarom"), reader.turn("", "waarom"))


@given(st.integers(0, 200), st.integers(0, 200))
def test_no_input_is_longer_than_it_may_be(before, own):
    tokens = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="<unk>"))
    tokens.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    one = input_of(tokens, "dans " * before, "klei " * own + "hoe")
    assert len(one.ids) <= 2 + BEFORE + OWN
    assert WORDS[one.ids[one.last - 1]] == "hoe", "a long turn asks at its end"


@given(st.lists(st.integers(1, 90), max_size=60))
def test_every_text_goes_through_once_in_passes_that_are_not_too_large(lengths):
    some = list(batches(lengths))
    assert sorted(n for rows in some for n in rows) == list(range(len(lengths)))
    assert all(max(lengths[n] for n in rows) * len(rows) <= TOGETHER for rows in some)


def test_phrases_are_read_once_and_kept_on_disk(made, reader, tmp_path):
    first = KeptReader(reader, tmp_path)
    first.take("nl-school")
    rows = first.encode(["waarom dans", "hoe lang"])
    first.keep()
    again = KeptReader(QuestionReader.load(made, exact=True), tmp_path)
    again.take("nl-school")
    again._inner._net = None
    np.testing.assert_allclose(again.encode(["hoe lang", "waarom dans"]), rows[::-1], atol=2e-3)
    (file,) = tmp_path.rglob("*.npz")
    assert b"waarom" not in file.read_bytes()


@pytest.mark.parametrize("name", [packed.BODY, packed.PIECES, "tokenizer.json", "config.json", HEADS])
def test_damage_is_one_sentence_with_the_next_step(made, tmp_path, name):
    folder = shutil.copytree(made, tmp_path / "copy")
    (folder / name).write_bytes((folder / name).read_bytes()[:-7])
    with pytest.raises(VoiceError, match=r"^The reader in .* does not fit its hash: install toask again\.$"):
        QuestionReader.load(folder)
    (folder / name).unlink()
    with pytest.raises(VoiceError, match=r"^The reader in .* cannot be read: install toask again\.$"):
        QuestionReader.load(folder)


@pytest.mark.weights
def test_the_shipped_reader_finds_what_is_asked_in_other_words_and_what_would_be_told():
    shipped = QuestionReader.load()
    asks = ["hoe lang werkt u hier al", "wat kost het", "wie heeft dat bedacht", "hoeveel leerlingen zijn er"]
    rows = shipped.encode(asks)
    for text, meant in (
        ("Zit je al een tijdje op deze school?", 0), ("en het budget, hoe zit dat", 1),
        ("Van wie kwam eigenlijk het idee?", 2), ("Hoe groot is jullie school eigenlijk?", 3),
    ):  # fmt: skip
        near = rows[:, :256] @ shipped.turn("Kom binnen, ga zitten.", text)[:256]
        assert int(near.argmax()) == meant, text
    told = shipped.encode(["Ik ben hier nu twaalf jaar.", "We hebben er vierhonderd euro voor."])[:, 256:]
    assert int((told @ shipped.turn("", "Hoeveel geld is er?")[256:]).argmax()) == 1


def with_phrases(made, folder, texts):
    """Copy the reader and write what it makes of some texts beside it."""
    shutil.copytree(made, folder)
    reader = QuestionReader.load(folder, exact=True)
    about = json.loads((folder / packed.ABOUT).read_text(encoding="utf-8"))
    about["sha256"][PHRASES] = save(dict(zip(texts, reader.encode(texts), strict=True)), folder)
    (folder / packed.ABOUT).write_text(json.dumps(about), encoding="utf-8")
    return reader


def test_phrases_read_before_are_nearly_as_if_read_now_and_the_others_are_read(made, tmp_path, monkeypatch):
    texts = ["waarom dans", "hoe lang hier", "de school"]
    plain = with_phrases(made, tmp_path / "r", texts[:2])
    knows = QuestionReader.load(tmp_path / "r", exact=True)
    rows, own = knows.encode([texts[2], *texts[:2]]), plain.encode([texts[2], *texts[:2]])
    assert rows[0] == pytest.approx(own[0], abs=1e-5)
    for half in (slice(0, OUT), slice(OUT, None)):
        assert (rows[:, half] ** 2).sum(1) == pytest.approx([0.5] * 3, abs=1e-3)
        assert 2 * (rows[:, half] * own[:, half]).sum(1) == pytest.approx([1.0] * 3, abs=0.02)
    monkeypatch.setattr(knows, "_means", None)
    assert len(knows.encode(texts[:2])) == 2


def test_of_phrases_only_hashes_are_kept(made, tmp_path):
    with_phrases(made, tmp_path / "r", ["waarom dans"])
    data = (tmp_path / "r" / PHRASES).read_bytes()
    assert b"dans" not in data
    known = KnownPhrases(tmp_path / "r" / PHRASES)
    assert len(known) == 1
    assert known.find(["de school"]) == {}


def test_damaged_phrases_are_one_sentence(made, tmp_path):
    with_phrases(made, tmp_path / "r", ["waarom dans"])
    (tmp_path / "r" / PHRASES).write_bytes(b"x")
    with pytest.raises(VoiceError, match=r"^The reader in .* does not fit its hash: install toask again\.$"):
        QuestionReader.load(tmp_path / "r")


def test_the_phrases_of_the_shipped_schools_are_known():
    known = KnownPhrases(SHIPPED / PHRASES)
    for path in sorted((SHIPPED.parents[1] / "scenarios").glob("*/*.yaml")):
        texts = phrases_of(load(path))
        share = len(known.find(texts)) / len(texts)
        assert share > 0.9, f"{path}: {share:.2f}; run `python -m simulator.training reader phrases`"
