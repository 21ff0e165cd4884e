"""Rows in eight bits that are made whole as they are taken, and products whose rows are filled up."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from simulator.coding.question_coder.steady import linear
from simulator.quants import EightBits


@pytest.fixture(scope="module")
def held():
    draw = torch.Generator().manual_seed(2)
    quants = torch.randint(-127, 128, (50, 12), generator=draw, dtype=torch.int8)
    return EightBits(quants, torch.rand(50, generator=draw).half(), torch.float32)


@given(ids=st.lists(st.integers(0, 49), min_size=1, max_size=30))
def test_rows_that_are_taken_are_those_of_the_whole(held, ids):
    rows = torch.tensor(ids)
    assert torch.equal(held[rows], held.whole()[rows])


def test_rows_of_several_texts_keep_their_shape(held):
    ids = torch.tensor([[1, 2, 3], [4, 5, 6]])
    assert held[ids].shape == (2, 3, 12)
    assert held[ids].dtype == torch.float32
    assert held.to("cpu").device == torch.device("cpu")


@pytest.mark.parametrize("rows", [1, 3, 16, 17, 100, 191, 193, 260])
def test_a_product_is_the_same_to_the_last_bit_however_many_rows_are_read_beside(rows):
    draw = torch.Generator().manual_seed(rows)
    x, weight = torch.randn(300, 384, generator=draw), torch.randn(64, 384, generator=draw)
    with torch.inference_mode():
        assert torch.equal(linear(x[:rows], weight, None), linear(x, weight, None)[:rows])
        assert torch.allclose(linear(x[:rows], weight, None), functional.linear(x[:rows], weight), atol=1e-4)
