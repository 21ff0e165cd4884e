"""κ, α and ICC against published worked examples and well-kept libraries."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.coding.agreement import MISSING, alpha, coincidences, icc, kappa, nominal, squared, table
from simulator.coding.align import align
from simulator.coding.fdist import f_quantile

# Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: four observers, twelve units.
OBSERVERS = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""
RATINGS = [[MISSING if one == "." else int(one) - 1 for one in row.split()] for row in OBSERVERS.strip().splitlines()]
# Shrout & Fleiss 1979, table 2: six targets, four judges.
JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_kappa_of_cohens_own_example():
    """Cohen 1960, table 1: agreement .70, by chance .41, κ = .49."""
    shares = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]
    assert kappa(shares) == pytest.approx(0.29 / 0.59)
    assert kappa(np.array([shares, np.eye(3)])) == pytest.approx([0.29 / 0.59, 1.0])


def test_kappa_is_not_defined_where_nothing_varies():
    assert np.isnan(kappa([[7, 0], [0, 0]]))
    assert kappa([[7, 0], [1, 0]]) == 0


def test_alpha_of_krippendorffs_own_example():
    """Krippendorff 2011, section C: nominal α = .743, interval α = .849."""
    held = coincidences(RATINGS, 5)
    assert held.sum() == pytest.approx(40)
    assert alpha(held, nominal(5)) == pytest.approx(0.743, abs=5e-4)
    assert alpha(held, squared([1, 2, 3, 4, 5])) == pytest.approx(0.849, abs=5e-4)
    assert np.isnan(alpha(coincidences([[0, 0], [0, 0]], 2), nominal(2)))


@given(st.lists(st.lists(st.integers(-1, 4), min_size=6, max_size=6), min_size=2, max_size=4))
@settings(max_examples=60, deadline=None)
def test_alpha_is_that_of_the_library(ratings):
    library = pytest.importorskip("krippendorff")
    held = np.array(ratings, float)
    held[held == MISSING] = np.nan
    filled = [sorted(set(column[~np.isnan(column)])) for column in held.T if (~np.isnan(column)).sum() > 1]
    if len({value for values in filled for value in values}) < 2:
        return
    for level, distances in (("nominal", nominal(5)), ("interval", squared(range(5)))):
        expected = library.alpha(held, level_of_measurement=level, value_domain=[0.0, 1.0, 2.0, 3.0, 4.0])
        assert alpha(coincidences(ratings, 5), distances) == pytest.approx(expected)


def test_icc_of_shrout_and_fleiss():
    """Shrout & Fleiss 1979, table 4: ICC(2,1) = .29; the interval as R's psych::ICC gives it: .019 to .761."""
    found = icc(JUDGES)
    assert found.value == pytest.approx(0.2898, abs=5e-5)
    assert (found.low, found.high) == (pytest.approx(0.0188, abs=5e-4), pytest.approx(0.7611, abs=5e-4))


def test_icc_at_its_edges():
    assert icc([[1, 1], [2, 2], [3, 3]]) == (1, 1, 1)
    assert np.isnan(icc([[1, 1], [1, 1]]).value)
    for same in (0.1, 0.3, 1 / 3, 0.7, 12.1):
        assert all(np.isnan(icc([[same, same]] * many)).all() for many in (3, 5, 7))
    assert np.isnan(icc([[0.3, 0.3], [0.1 + 0.2, 0.3], [0.3, 0.3]]).value)  # apart by rounding alone
    assert np.isnan(icc([[0.9, 0.8], [0.8, 0.9]]).value)
    assert icc([[0.1, 0.2]] * 3).value == 0
    small = icc(np.array([[1, 1], [2, 3], [3, 2]]) * 1e-6)
    assert np.allclose(small, icc([[1, 1], [2, 3], [3, 2]]))
    shifted = icc([[1, 4], [2, 5], [3, 6]])
    assert shifted.value < 0.4
    one, other = icc([[1, 0], [1, 0], [0, 1]]), icc([[0, 1], [0, 1], [1, 0]])
    assert np.allclose(one, other, equal_nan=True)
    worse = icc([[1, 3], [2, 2], [3, 1]])
    assert worse.value < 0
    with pytest.raises(ValueError, match="two"):
        icc([[1, 2]])


@given(st.lists(st.lists(st.integers(0, 20), min_size=2, max_size=2), min_size=3, max_size=30))
@settings(max_examples=80, deadline=None)
def test_icc_lies_in_its_interval_and_does_not_mind_who_is_first(pairs):
    found, turned = icc(pairs), icc([pair[::-1] for pair in pairs])
    assert np.allclose(found, turned, equal_nan=True)
    if np.isfinite(found.low) and np.isfinite(found.high):
        assert found.low <= found.value <= found.high


@given(st.floats(0.001, 0.999), st.floats(0.5, 300), st.floats(0.5, 300))
@settings(max_examples=100, deadline=None)
def test_f_quantiles_are_scipys(p, d1, d2):
    stats = pytest.importorskip("scipy.stats")
    expected = stats.f.ppf(p, d1, d2)
    if 1e-6 < expected < 1e6:
        assert f_quantile(p, d1, d2) == pytest.approx(expected, rel=1e-6)


def test_f_quantiles_refuse_what_has_none():
    for wrong in ((0, 1, 1), (0.5, 0, 1), (0.5, 1, float("inf"))):
        with pytest.raises(ValueError, match="F quantile"):
            f_quantile(*wrong)


CATEGORIES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=40)


@given(CATEGORIES)
@settings(max_examples=80, deadline=None)
def test_coefficients_are_at_most_one_and_one_only_for_equals(pairs):
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    for found in (kappa(table(first, second, 4)), alpha(coincidences([first, second], 4), nominal(4))):
        if np.isfinite(found):
            assert found <= 1 + 1e-12
            assert (abs(found - 1) < 1e-12) == (first == second)
    assert np.allclose(kappa(table(first, second, 4)), kappa(table(second, first, 4)), equal_nan=True)


def test_units_cut_at_the_same_places_pair_in_order():
    units = ["Hoi.", "Wat wil je?", "Dat komt goed!"]
    found = align(units, ["hoi", "wat wil je", "dat komt goed"])
    assert found.pairs == ((0, 0), (1, 1), (2, 2))
    assert (found.borders, found.shared, found.same_turn) == ((2, 2, 2), 1, True)


def test_units_cut_elsewhere_pair_by_the_words_they_share():
    found = align(
        ["Hoi, leuk je te zien. Hoe gaat het", "met de school?"],
        ["Hoi, leuk je te zien.", "Hoe gaat het met de school?"],
    )
    assert found.pairs == ((0, 0), (1, 1))
    assert found.borders == (0, 1, 1)
    merged = align(["Ja.", "Hoe gaat het met de school?"], ["Ja. Hoe gaat het met de school?"])
    assert (merged.pairs, merged.only_first, merged.only_second) == (((1, 0),), (0,), ())
    assert merged.borders == (0, 1, 0)


def test_other_words_are_another_turn():
    assert not align(["Hoi daar"], ["Wat wil je leren?"]).same_turn
    assert align(["Hoi daar Jan"], ["Hoi daar, Piet"]).same_turn
    assert align([""], ["?"]).pairs == ()
    assert align([], []).shared == 1


UNITS = st.lists(st.lists(st.sampled_from(["aap", "noot", "mies", "wim", "zus"]), min_size=1, max_size=4), max_size=5)


@given(UNITS, UNITS)
@settings(max_examples=100, deadline=None)
def test_every_unit_is_paired_once_or_named(first, second):
    one, two = [" ".join(unit) for unit in first], [" ".join(unit) for unit in second]
    found = align(one, two)
    assert sorted([*(i for i, _ in found.pairs), *found.only_first]) == list(range(len(one)))
    assert sorted([*(j for _, j in found.pairs), *found.only_second]) == list(range(len(two)))
    assert align(one, one).pairs == tuple((place, place) for place in range(len(one)))
