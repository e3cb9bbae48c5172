"""Which sums are hidden for their own sake, and how uncertain they must stay."""

from __future__ import annotations

import pytest

from ati_desktop.disclosure.magnitude_rules import is_sensitive, uncertainty
from ati_desktop.disclosure.magnitude_views import divided, rounded
from ati_desktop.evaluation.results import Contributed, SumColumn

COST = SumColumn("cost", "Cost")


def cell(*amounts: int) -> Contributed:
    ranked = [*sorted(amounts, reverse=True), 0, 0]
    return Contributed(sum(amounts), len(amounts), ranked[0], ranked[1])


@pytest.mark.parametrize(
    ("amounts", "hidden"),
    [
        ((90, 5, 5), True),  # two have 95 %; 5 of 90 is left
        ((30, 30, 30), False),
        ((50, 50), True),  # nothing is left beside the two
        ((45, 45, 10), True),  # two have exactly 90 %
        ((44, 45, 11), False),
        ((100, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), True),  # 9 of 100 is left, less than 10 %
        ((100, 5, 4, 3, 3), True),
        ((), False),
        ((0, 0, 0), True),  # each of them has nothing
    ],
)
def test_dominance_and_p_percent(amounts: tuple[int, ...], hidden: bool) -> None:
    assert is_sensitive(cell(*amounts), COST, threshold=2) is hidden


def test_too_few_contributors_are_hidden_whatever_they_have() -> None:
    assert is_sensitive(cell(30, 30, 30), COST, threshold=4)
    assert not is_sensitive(cell(30, 30, 30), COST, threshold=3)


def test_p_percent_alone_hides_what_dominance_lets_by() -> None:
    lax = SumColumn("cost", "Cost", dominance=(1, 100), p_percent=20)
    assert is_sensitive(cell(60, 30, 11), lax, 3)  # 11 is less than 20 % of 60
    assert not is_sensitive(cell(60, 30, 12), lax, 3)


def test_dominance_of_the_largest_alone() -> None:
    one = SumColumn("cost", "Cost", dominance=(1, 75), p_percent=1)
    assert is_sensitive(cell(75, 15, 10), one, 3)
    assert not is_sensitive(cell(74, 16, 10), one, 3)


def test_a_hidden_sum_stays_p_percent_of_its_largest_open_and_never_nothing() -> None:
    assert uncertainty(cell(91, 5), COST) == 10  # rounded up
    assert uncertainty(cell(3), COST) == 1
    assert uncertainty(cell(0), COST) == 1
    cents = SumColumn("cost", "Cost", places=2, decimals=0)
    assert uncertainty(cell(300), cents) == 100  # one whole shown unit


def test_amounts_are_rounded_half_to_even_without_floats() -> None:
    assert [rounded(units, 2, 0) for units in (149, 150, 250, 251)] == [1, 2, 2, 3]
    assert rounded(12345, 2, 2) == 12345
    assert divided(9_007_199_254_740_993, 2) == 4_503_599_627_370_496
