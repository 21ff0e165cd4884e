"""What was fitted on rows of states, signs and grams gives the same in use, unit by unit."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from simulator.coding.codebook import CODES
from simulator.coding.question_coder.probes import Probes
from simulator.coding.question_coder.put import PLACES, SIGNS, Put, corrected
from simulator.training.gram_rows import gram_rows
from simulator.training.probes_codes import Seen, Weights, fit

ASKS = ("wat zie je dan gebeuren", "hoe merk je dat in de klas", "wat maakt dat zo lastig", "hoe ging dat vorig jaar")
TELLS = ("wij hebben een lespakket", "ons aanbod is heel divers", "wij komen met een busje", "ons atelier is groot")
TEXTS = (*ASKS, *TELLS) * 6
HIDDEN = 4


@pytest.fixture(scope="module")
def seen() -> Seen:
    dice = np.random.default_rng(3)
    states = dice.normal(size=(len(TEXTS), HIDDEN)).astype(np.float32)
    signs = dice.random((len(TEXTS), len(SIGNS))).astype(np.float32)
    logits = dice.normal(size=(len(TEXTS), len(CODES))).astype(np.float32)
    return Seen(states, logits, signs, gram_rows(TEXTS, PLACES)[0])


@pytest.fixture(scope="module")
def right() -> np.ndarray:
    return np.array([CODES.index("DEEP" if text in ASKS else "OFFER") for text in TEXTS])


@pytest.fixture(scope="module")
def weights(seen: Seen, right: np.ndarray) -> Weights:
    return fit(seen, right)


def test_what_only_the_words_tell_is_learnt(seen: Seen, right: np.ndarray, weights: Weights) -> None:
    assert (seen.logits.argmax(1) == right).mean() < 0.5
    assert (weights(seen).argmax(1) == right).all()
    said = seen.grams @ weights.grams
    assert (said[:, CODES.index("DEEP")] > said[:, CODES.index("OFFER")]).tolist() == [one in ASKS for one in TEXTS]


def test_in_use_a_unit_gets_what_its_row_got(seen: Seen, weights: Weights) -> None:
    rarity = gram_rows(TEXTS, PLACES)[1]
    put = Put(rarity, np.column_stack([weights.grams, np.zeros(PLACES, np.float32)]), weights.signs)
    held = Probes(torch.zeros(HIDDEN + 1), torch.from_numpy(weights.states), torch.tensor([weights.scale]), put)
    read = held.codes(torch.from_numpy(seen.logits), torch.from_numpy(seen.states)).softmax(-1).numpy()
    found, _ = corrected(put, TEXTS, read, np.full(len(TEXTS), 0.5, np.float32), seen.signs.tolist())
    logits = weights(seen)
    fitted = np.exp(logits - logits.max(1, keepdims=True))
    assert found == pytest.approx(fitted / fitted.sum(1, keepdims=True), abs=2e-3)


def test_places_that_few_texts_fill_weigh_nothing() -> None:
    texts = ["voetbal vanavond", "voetbal morgen", "zwemles"]
    rows, rarity = gram_rows(texts, PLACES, least=2)
    every, _ = gram_rows(texts, PLACES)
    shared = (every.toarray() > 0).sum(axis=0) >= 2
    assert shared.any()
    assert not rows.toarray()[:, ~shared].any()
    assert not rarity[~shared].any()
    assert np.linalg.norm(rows[[0]].toarray()) == pytest.approx(1)
