"""Intervals of quantiles from the order of the values."""

from __future__ import annotations

from itertools import pairwise

import pytest
from scipy.stats import binom

from ati_desktop.evaluation.durations import quantile_ranks


def test_a_median_needs_six_values_for_an_interval() -> None:
    assert quantile_ranks(5, 0.5) is None
    assert quantile_ranks(6, 0.5) == (1, 6)
    assert quantile_ranks(0, 0.5) is None


@pytest.mark.parametrize("quantile", [0.25, 0.5, 0.75])
@pytest.mark.parametrize("total", [20, 100, 1000, 22_508])
def test_the_ranks_enclose_the_quantile_in_at_least_95_percent(total: int, quantile: float) -> None:
    ranks = quantile_ranks(total, quantile)
    assert ranks is not None
    low, high = ranks
    below = binom(total, quantile)
    assert below.cdf(high - 1) - below.cdf(low - 1) >= 0.95
    assert below.cdf(low - 1) <= 0.025 < below.cdf(low)
    assert below.cdf(high - 2) < 0.975 <= below.cdf(high - 1)


def test_the_ranks_of_a_hundred_are_the_published_ones() -> None:
    assert quantile_ranks(100, 0.5) == (40, 61)


def test_more_values_give_a_narrower_share_of_the_ranks() -> None:
    widths = []
    for total in (50, 500, 5000):
        ranks = quantile_ranks(total, 0.5)
        assert ranks is not None
        widths.append((ranks[1] - ranks[0]) / total)
    assert all(later < earlier for earlier, later in pairwise(widths))
