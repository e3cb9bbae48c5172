"""Which sums of amounts may not be shown by themselves, and how uncertain they must stay.

Rules (handbooks on disclosure control; Hundepool and others 2012, chapter 4):

* a sum of fewer contributors than the threshold is hidden;
* (n, k) dominance: hidden where the n largest contributors together have k % of it or more;
* p %: hidden where what is left beside the two largest is less than p % of the largest, for then
  the second largest could work out the largest to within p %;
* a sum of 0 is hidden where there are contributors: it says that each of them has nothing; it is
  shown where there are none.

A hidden sum must seem able to lie p % of its largest contribution above and below what it is, and
never be known exactly. No smallest or largest amount is ever printed.
"""

from __future__ import annotations

from ati_desktop.evaluation.results import Contributed, SumColumn


def is_sensitive(cell: Contributed, column: SumColumn, threshold: int) -> bool:
    """Return whether a sum must be hidden for its own sake."""
    if not cell.people:
        return False
    few = cell.people < threshold
    return few or cell.total == 0 or _dominated(cell, column) or _too_near(cell, column)


def _dominated(cell: Contributed, column: SumColumn) -> bool:
    number, percent = column.dominance
    top = cell.largest + (cell.second if number > 1 else 0)
    return 100 * top >= percent * cell.total


def _too_near(cell: Contributed, column: SumColumn) -> bool:
    left = cell.total - cell.largest - cell.second
    return 100 * left < column.p_percent * cell.largest


def uncertainty(cell: Contributed, column: SumColumn) -> int:
    """Return how far from its true value a hidden sum must seem able to lie, on either side."""
    return margin_of(cell.largest, column)


def margin_of(amount: int, column: SumColumn) -> int:
    """Return p % of an amount, in units of the column.

    At least one of the last decimal that is shown, so never nothing.
    """
    least: int = 10 ** (column.places - column.decimals)
    return max(-(-column.p_percent * amount // 100), least)
