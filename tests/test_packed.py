"""Reading without filling gives what reading with it gives."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from simulator.coding.coder import ReadText
from simulator.coding.grams import PLACES, counted, weighed
from simulator.coding.question_coder.inputs import TURN
from simulator.coding.question_coder.net import Batch, Net, Size
from simulator.coding.question_coder.packed import bodies
from simulator.coding.question_coder.passes import PIECES, passes
from simulator.school.late import Late
from simulator.school.lexicon import alike, shared

SIZE = Size(pieces=50, hidden=24, layers=4, heads=3, inner=48, places=96, wide=2)
LENGTHS = ([(5, 9), (12, 16), (1, 2)], [(20, 31), (17, 17)], [(3, 48)])
"""For each batch: pieces of the turn and of turn and history together."""


def batch(lengths: list[tuple[int, int]], dice: torch.Generator) -> Batch:
    wide = -(-max(whole for _, whole in lengths) // 16) * 16
    ids = torch.zeros(len(lengths), wide, dtype=torch.long)
    held, segments, turns = ids.bool(), torch.full_like(ids, TURN), ids.float()
    for n, (own, whole) in enumerate(lengths):
        ids[n, :whole] = torch.randint(1, 50, (whole,), generator=dice)
        held[n, :whole] = True
        segments[n, own:whole] = TURN + 1
        turns[n, :own] = 1 / own
    none = torch.zeros(0, dtype=torch.long)
    return Batch(ids, segments, held, none.view(0, 2), none.view(0, wide).float(), none, turns)


def test_packed_batches_have_the_state_that_each_has_by_itself():
    torch.manual_seed(3)
    net = Net(SIZE, drop=0.0).eval()
    held = [batch(lengths, torch.Generator().manual_seed(7)) for lengths in LENGTHS]
    with torch.inference_mode():
        for one, found in zip(held, bodies(net, held), strict=True):
            alone = net.body(one)
            own = (one.held & (one.segments == TURN))[:, : alone.shape[1]]
            assert found.shape == alone.shape
            torch.testing.assert_close(found[own], alone[own], atol=1e-5, rtol=1e-5)


@given(st.lists(st.integers(2, 160), max_size=60))
def test_every_text_is_read_once_and_no_pass_is_too_large(lengths: list[int]):
    inputs = [type("Input", (), {"ids": [1] * many, "starts": [0, many]}) for many in lengths]
    found = list(passes(inputs))
    assert sorted(n for some in found for rows in some for n in rows) == list(range(len(lengths)))
    assert all(sum(lengths[n] for rows in some for n in rows) <= PIECES for some in found)
    assert all(len({-(-lengths[n] // 16) for n in rows}) == 1 for some in found for rows in some)


def test_texts_that_are_compared_together_score_as_each_alone():
    dice = np.random.default_rng(5)

    def read(pieces: int) -> ReadText:
        rows = [dice.normal(size=shape).astype(np.float32) for shape in ((24,), (pieces, 8))]
        return ReadText(rows[0], rows[1], np.full(pieces, 1 / max(1, pieces), np.float32))

    late = Late([read(n) for n in (3, 5, 2, 4)], [0, 1, 1, 2], [False, False, True, True], 3, (12, 12, -14, 0, 0.5))
    texts = [read(n) for n in (4, 0, 150, 90, 7)]
    for text, found in zip(texts, late.each(texts), strict=True):
        np.testing.assert_allclose(found, late.scores(text), rtol=1e-4)


STEMS = st.lists(st.text("aeknrt", min_size=1, max_size=9), max_size=20)


@given(STEMS, STEMS)
def test_shared_stems_are_those_that_comparing_with_all_finds(mine: list[str], other: list[str]):
    assert shared(mine, other) == {one for one in mine if any(alike(one, known) for known in other)}


@given(st.text(max_size=700))
def test_how_a_turn_is_put_is_a_unit_vector_over_known_places(text: str):
    places, values = weighed(text, np.ones(PLACES, np.float32))
    assert len(places) == len(values) == len(counted(text)[0])
    assert all((places >= 0) & (places < PLACES))
    assert not len(places) or abs(float(np.linalg.norm(values)) - 1) < 1e-4
