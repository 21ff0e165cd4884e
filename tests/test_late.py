"""Reading piece by piece: training and use give the same numbers, and who is in a batch changes nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.coding.codebook import Said
from simulator.coding.coder import ReadText
from simulator.coding.hash_encoder import HashEncoder
from simulator.coding.question_coder.inputs import Nearest
from simulator.coding.question_coder.place import folder
from simulator.coding.question_coder.tokens import Tokens
from simulator.coding.vector_cache import CachedEncoder
from simulator.school.late import Late

torch = pytest.importorskip("torch")

from simulator.coding.question_coder import late, weights  # noqa: E402
from simulator.coding.question_coder.net import Net, Size  # noqa: E402
from simulator.training.scorer import topics  # noqa: E402
from simulator.training.scorer.batches import collate, ready  # noqa: E402
from simulator.training.scorer.examples import Example  # noqa: E402
from simulator.training.scorer.kept_out import kept_out  # noqa: E402
from simulator.training.scorer.learn import Raters, Reader  # noqa: E402

PHRASES = ["hoeveel leerlingen", "Honderdtachtig kinderen, zeven groepen.", "hoe ging het verder", "Het zakt weer in."]
OWNERS, TELLS = [0, 0, 1, 1], [0, 1, 0, 1]


@pytest.fixture(scope="module")
def net() -> Net:
    torch.manual_seed(5)
    made = Net(Size(Tokens(folder() / weights.TOKENS).size, hidden=48, layers=3, heads=4, inner=64, wide=1)).eval()
    with torch.no_grad():
        made.match.copy_(torch.tensor([7.0, 9.0, -11.0, 0.3, -0.2]))
        made.telling.weight.normal_()
    return made


@pytest.fixture(scope="module")
def reader() -> Reader:
    tokens = Tokens(folder() / weights.TOKENS)
    vectors = np.random.default_rng(2).normal(size=(tokens.size, 8)).astype(np.float32)
    return Reader(tokens, Nearest(vectors, np.ones(tokens.size, np.float32)))


def read_texts(found: late.Late) -> list[ReadText]:
    rows = range(len(found.vectors))
    return [
        ReadText(
            found.vectors[n].numpy(), found.pieces[n][found.held[n]].numpy(), found.weights[n][found.held[n]].numpy()
        )
        for n in rows
    ]


def test_training_and_use_score_alike(net: Net, reader: Reader) -> None:
    with torch.no_grad():
        phrases = topics.texts(net, reader, [(text, "") for text in PHRASES])
        asked = topics.texts(net, reader, [("En daarna?", "Het was leuk."), ("Met hoeveel zijn jullie", "")])
        there = late.scores(net, asked, phrases, torch.tensor(OWNERS), torch.tensor(TELLS), 2).numpy()
    held = Late(read_texts(phrases), OWNERS, [bool(one) for one in TELLS], 2, net.match.tolist())
    here = np.stack([held.scores(one) for one in read_texts(asked)])
    np.testing.assert_allclose(here, there, atol=1e-3)


def test_a_text_without_words_scores_what_nothing_scores() -> None:
    one = ReadText(np.ones(4, np.float32) / 2, np.ones((1, 3), np.float32), np.ones(1, np.float32))
    empty = ReadText(np.zeros(4, np.float32), np.zeros((0, 3), np.float32), np.zeros(0, np.float32))
    held = Late([one, empty], [0, 1], [False, True], 2, (1.0, 1.0, -5.0, 0.0, 0.0))
    np.testing.assert_allclose(held.scores(empty), [-5, -5])
    assert held.scores(one)[1] < -50


def test_what_is_read_does_not_depend_on_the_batch(net: Net, reader: Reader) -> None:
    talk = (Said("school", "We willen zes weken dans voor alle groepen, en daarna een slotvoorstelling."),)
    rows = [
        ready(Example("a", "nl", text, history), reader.tokens, reader.nearest)
        for text, history in (("En dan?", talk), ("Hoe is dat voor de collega's die blijven?", ()), ("Ja", talk * 3))
    ]
    with torch.no_grad():
        together = net.whole(net.body(collate(rows)[0]), collate(rows)[0].turns)[0]
        for n, row in enumerate(rows):
            batch = collate([row])[0]
            torch.testing.assert_close(net.whole(net.body(batch), batch.turns)[0][0], together[n], atol=1e-4, rtol=1e-4)


def test_what_came_before_changes_the_pieces_and_not_their_number(net: Net, reader: Reader) -> None:
    with torch.no_grad():
        bare, after = (
            topics.texts(net, reader, [("En die andere vijf?", before)]) for before in ("", "Twee van de zeven.")
        )
    assert int(bare.held.sum()) == int(after.held.sum())
    assert not torch.allclose(bare.vectors, after.vectors, atol=1e-3)


class Pieces:
    """An encoder that reads a text as one piece a word."""

    name = "pieces"
    match = (1.0, 1.0, -3.0, 0.0, 0.0)

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.stack([one.vector for one in self.read(texts)])

    def read(self, texts: list[str], before: str = "") -> list[ReadText]:
        self.seen += [(text, before) for text in texts]
        return [
            ReadText(row, np.full((len(text.split()), 2), 0.5, np.float32), np.ones(len(text.split()), np.float32))
            for row, text in zip(HashEncoder().encode(texts), texts, strict=True)
        ]


def test_the_cache_keeps_pieces_but_nothing_said_behind_other_words(tmp_path: Path) -> None:
    inner = Pieces()
    cache = CachedEncoder(inner, tmp_path)
    first = cache.read(["twee woorden", "een", "twee woorden"])
    cache.read(["twee woorden"], "Wat eerder gezegd was.")
    cache.encode(["een"])
    cache.keep()
    assert inner.seen == [("twee woorden", ""), ("een", ""), ("twee woorden", "Wat eerder gezegd was.")]
    again = Pieces()
    second = CachedEncoder(again, tmp_path).read(["een", "twee woorden"])
    assert again.seen == []
    assert [len(one.weights) for one in second] == [1, 2]
    np.testing.assert_allclose(second[1].pieces, first[0].pieces, atol=1e-3)
    assert cache.match == Pieces.match


def test_raters_shift_only_what_they_labelled() -> None:
    raters = Raters()
    with torch.no_grad():
        raters.kinds[3] = torch.tensor([1.0, -1.0, 0.0, 0.0])
    kinds, fine = raters(torch.tensor([3, -1, 2]))
    assert kinds[0].tolist() == [1.0, -1.0, 0.0, 0.0]
    assert not kinds[1:].any()
    assert not fine.any()


def test_small_schools_are_whole_and_some_are_kept_out_of_training() -> None:
    held = topics.schools(folder() / "topics")
    out = [one.id for one in held if kept_out(one.id)]
    assert 0.02 < len(out) / len(held) < 0.15
    assert all(one.asks and len(one.asks) == len(one.tells) for one in held)
    assert any(question.before for one in held for question in one.questions)
    assert any(not question.fits for question in held[0].questions)


def test_training_goes_on_where_it_stopped(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from simulator.training.scorer.examples import own
    from simulator.training.scorer.learn import Args

    monkeypatch.setattr(topics, "PART", 2)
    size = Size(reader.tokens.size, hidden=48, layers=2, heads=4, inner=64, wide=1)
    examples = own(folder() / "data")[:30]
    schools = [replace(one, questions=one.questions[:6]) for one in topics.schools(folder() / "topics")[:2]]
    args = Args(epochs=2, frozen=1)
    told: list[str] = []

    def train(save: Path, plan: Args) -> Net:
        torch.manual_seed(1)
        return topics.together(Net(size), reader, examples, schools, plan, save, told.append)

    whole = train(tmp_path / "whole.pt", args)
    assert [line.split(" ")[0] for line in told] == ["2/4", "4/4"]
    again = train(tmp_path / "whole.pt", args)
    assert len(told) == 2
    for name, value in whole.state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], value)
    train(tmp_path / "whole.pt", replace(args, epochs=1))
    assert len(told) == 3  # another plan begins anew
