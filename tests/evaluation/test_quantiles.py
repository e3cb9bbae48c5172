"""Quantiles of amounts belong to nobody."""

from __future__ import annotations

from random import Random
from statistics import median

import pytest

from ati_desktop.evaluation.quantiles import central
from tests.evaluation.test_plain_tables import evaluate, table


def test_a_median_is_the_mean_of_several_around_it() -> None:
    amounts = [1, 2, 3, 10, 11, 12, 20, 30, 40]
    assert central(amounts, 0.5, 3) == 11
    assert central([*range(0, 100, 10), 1000], 0.5, 3) == 50


@pytest.mark.parametrize(
    ("people", "share", "there"),
    [(6, 0.5, True), (5, 0.5, False), (12, 0.25, True), (11, 0.25, False), (11, 0.75, False),
     (0, 0.5, False), (30, 0.1, True), (29, 0.9, False)],
)  # fmt: skip
def test_too_few_on_a_side_have_no_quantile(people: int, share: float, there: bool) -> None:
    assert (central(list(range(people)), share, 3) is not None) is there


@pytest.mark.parametrize("seed", range(5))
def test_it_lies_near_the_middle_and_is_hardly_ever_one_amount(seed: int) -> None:
    random = Random(seed)
    amounts = sorted(random.randint(0, 10**6) for _ in range(201))
    found = central(amounts, 0.5, 11)
    assert amounts[95] <= found <= amounts[105]  # type: ignore[operator]
    assert found != median(amounts)


def test_quantiles_are_of_contributors_and_only_where_asked_for() -> None:
    rows = {
        "a": ["x"] * 24 + ["y"] * 6,
        "who": [str(at // 2) for at in range(30)],
        "cost": ["10"] * 30,
    }
    asked = table("a", more='sum = "cost"') + '[sums.cost]\ncontributor = "who"\n'
    few = "[protection]\nthreshold = 3\n"
    plain = evaluate(asked + few, rows)
    assert all(cell.quantiles == () for cell in plain.sums[0].cells.values())
    made = evaluate(asked + "quantiles = [0.5]\n" + few, rows).sums[0].cells
    assert made["x",].quantiles == (20,)
    assert made["y",].quantiles == (None,)
    assert made[None,].quantiles == (20,)
