"""How far off the sums of a dashboard are: one number for all, from what is printed alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import ceil, sqrt

from ati_desktop.disclosure.cells import TOTAL, Number, Values, alone
from ati_desktop.disclosure.noise import NoiseTable, Row
from ati_desktop.evaluation.results import Evaluation

ERROR_OF_SUMS = "a sum, printed or added up from its parts, is off by at most, in 95 of 100 cases"


def in_words(sums: int) -> str:
    """Return the number in a sentence."""
    return (
        "A sum, as it is printed or as its printed parts add up, is off by at most"
        f" {sums} in 95 of 100 cases."
    )


def error_of_sums(
    evaluation: Evaluation,
    values: Values,
    say: Callable[[Number], int | None],
    noise: NoiseTable,
) -> int:
    """Return how far off the largest sum of printed counts is at most in 95 of 100 cases.

    The chances of different cells are independent and without a bias, so the variances add up and
    the sum is nearly normal; what is printed for the sum itself is counted with its parts.
    """
    found = [0.0]
    for table in evaluation.tables:
        spans = [values.get(name, ()) for name in table.variables]
        keys = (zip(table.variables, key, strict=True) for key in product(*spans))
        printed = [say(alone(frozenset(pairs))) for pairs in keys]
        whole = say(alone(TOTAL)) or 0
        every = [*(count for count in printed if count is not None), whole]
        found.append(sum(largest_variance(noise, count) for count in every))
    return ceil(1.96 * sqrt(max(found)))


def largest_variance(noise: NoiseTable, printed: int) -> float:
    """Return the variance of what was added to a printed count, for the true count that has most.

    It is worked out from what is printed alone, so it tells nothing more.
    """
    last = len(noise.rows) - 1
    reach = max(abs(each) for each in noise.rows[last])
    counts = range(max(printed + reach, last) + 1)
    rows = [(count, noise.rows[min(count, last)]) for count in counts]
    found = (_variance(row) for count, row in rows if printed - count in row)
    return max(found, default=0.0)


def _variance(row: Row) -> float:
    return sum(chance * added * added for added, chance in row.items())
