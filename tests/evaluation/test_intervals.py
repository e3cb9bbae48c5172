"""Shares and differences of shares, against published vectors and statsmodels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from ati_desktop.evaluation.intervals import newcombe, wilson
from tests.evaluation.courses import unhurried


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (12, 40, 0.1807, 0.4543),
        (0, 20, 0.0, 0.1611),
        (5, 5, 0.5655, 1.0),
        (3, 11, 0.0975, 0.5656),
        (0, 12, 0.0, 0.2425),
    ],
)
def test_wilson_gives_the_known_intervals(count: int, total: int, low: float, high: float) -> None:
    assert wilson(count, total) == pytest.approx((low, high), abs=5e-5)


@unhurried
@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_agrees_with_statsmodels_and_encloses_the_share(pair: tuple[int, int]) -> None:
    count, total = pair
    low, high = wilson(count, total)
    assert (low, high) == pytest.approx(
        proportion_confint(count, total, method="wilson"), abs=1e-12
    )
    assert 0.0 <= low <= count / total <= high <= 1.0


@pytest.mark.parametrize(("count", "total"), [(0, 0), (3, 2), (-1, 5), (1, -1)])
def test_a_share_of_nothing_is_a_fault(count: int, total: int) -> None:
    with pytest.raises(ValueError, match="share"):
        wilson(count, total)


def test_newcombe_agrees_with_statsmodels_on_the_difference_of_two_shares() -> None:
    expected = confint_proportions_2indep(
        56, 70, 48, 80, method="newcomb", compare="diff", correction=False
    )
    assert newcombe((56, 70), (48, 80)) == pytest.approx(expected, abs=1e-12)
    assert newcombe((56, 70), (48, 80)) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_newcombe_of_the_other_way_round_is_its_mirror() -> None:
    low, high = newcombe((3, 11), (12, 40))
    assert newcombe((12, 40), (3, 11)) == pytest.approx((-high, -low))
