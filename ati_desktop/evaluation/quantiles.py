"""Quantiles of amounts that are nobody's own: the mean of several amounts around the rank.

Rule: with fewer than ``least`` contributors on either side a quantile is not worked out at all; the
median of an odd number of amounts would be one person's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import polars as pl

from ati_desktop.evaluation.results import Contributed

Key = tuple[str | None, ...]


def central(amounts: Sequence[int], share: float, least: int) -> int | None:
    """Return the mean, to the nearest unit, of the ``least`` amounts around a quantile's rank.

    Args:
        amounts: one for each contributor, ascending.
        share: which quantile, between 0 and 1.
        least: how many amounts must lie on either side, and how many are put together.
    """
    people = len(amounts)
    if people * min(share, 1 - share) < least:
        return None
    first = round(share * (people - 1) - (least - 1) / 2)
    window = amounts[max(first, 0) :][:least]
    return (2 * sum(window) + least) // (2 * least)


def with_quantiles(
    cells: Mapping[Key, Contributed],
    each: pl.DataFrame,
    spans: Sequence[Sequence[str]],
    shares: Sequence[float],
    least: int,
) -> dict[Key, Contributed]:
    """Return the cells of a table of sums with their quantiles.

    Args:
        cells: every cell and margin.
        each: rows with the place of the value in each dimension's list, then contributor and
            amount, in this order of columns.
        spans: the dimensions' lists.
        shares: which quantiles.
        least: as for ``central``.
    """
    *names, who, amount = each.columns
    found = dict(cells)
    nothing = (None,) * len(shares)
    for key, held in cells.items():
        found[key] = replace(held, quantiles=nothing)
    for size in range(len(names) + 1):
        for places in combinations(range(len(names)), size):
            by = [names[place] for place in places]
            people = each.group_by([*by, who]).agg(pl.col(amount).sum()).sort(amount)
            groups = people.partition_by(by, as_dict=True) if by else {(): people}
            for values, group in groups.items():
                key = _key(places, values, spans)
                amounts = group[amount].to_list()
                marks = tuple(central(amounts, share, least) for share in shares)
                found[key] = replace(found[key], quantiles=marks)
    return found


def _key(places: Sequence[int], values: Sequence[object], spans: Sequence[Sequence[str]]) -> Key:
    key: list[str | None] = [None] * len(spans)
    for place, value in zip(places, values, strict=True):
        key[place] = spans[place][int(str(value))]
    return tuple(key)
