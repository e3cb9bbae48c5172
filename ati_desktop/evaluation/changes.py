"""People who came and people who left, for every number that two packages have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ati_desktop.evaluation.package_rows import Codes, Names, Rows
from ati_desktop.evaluation.results import Change, Where


def in_both(one: Rows, other: Rows) -> tuple[Codes, Codes]:
    """Return the places in both of the rows that both have."""
    left = pl.DataFrame({"key": one.keys}).with_row_index("left")
    right = pl.DataFrame({"key": other.keys}).with_row_index("right")
    both = left.join(right, on="key", how="inner")
    return both["left"].cast(pl.Int64).to_numpy(), both["right"].cast(pl.Int64).to_numpy()


@dataclass(frozen=True)
class _Margin:
    """The cells over some variables that both packages have, and the place of each row's cell.

    ``before`` has a place for each row of the first package and ``after`` for each of the second;
    -1 where the other package has no such cell, or counts the row in the same one.
    """

    cells: tuple[Where, ...]
    before: Codes
    after: Codes


def changes_between(packages: Sequence[Rows], first: int, second: int) -> Iterator[Change]:
    """Yield the changes of every number that two packages count and that are not nothing."""
    one, other = packages[first], packages[second]
    both = in_both(one, other)
    here, there = both
    for margin in _margins(one, other, both):
        size = len(margin.cells)
        sides = (margin.after, margin.before, margin.after[there], margin.before[here])
        counted = [_count(each, size) for each in sides]
        for at in np.flatnonzero(counted[0] + counted[1]):
            counts = [int(each[at]) for each in counted]
            yield Change(first, second, (margin.cells[at],), *counts)
    for cells in sorted(one.sums.keys() & other.sums.keys()):
        before, after = one.sums[cells], other.sums[cells]
        stayed = int((before[here] & after[there]).sum())
        came, left = int(after.sum()) - stayed, int(before.sum()) - stayed
        if came or left:
            gained = int(after[there].sum()) - stayed
            lost = int(before[here].sum()) - stayed
            yield Change(first, second, cells, came, left, gained, lost)


def _count(places: Codes, size: int) -> Codes:
    return np.bincount(places[places >= 0], minlength=size)


def _margins(one: Rows, other: Rows, both: tuple[Codes, Codes]) -> Iterator[_Margin]:
    """Yield for each margin in which cells a row is for one package and not for the other."""
    known = set(one.cells)
    shared: dict[Names, list[Where]] = {}
    for cell in other.cells:
        if cell in known:
            shared.setdefault(tuple(name for name, _ in cell), []).append(cell)
    here, there = both
    for names, cells in sorted(shared.items()):
        number = {cell: at for at, cell in enumerate(cells)}
        before, after = (
            np.array([number.get(cell, -1) for cell in rows.cells], dtype=np.int64)[
                rows.codes[names]
            ]
            for rows in (one, other)
        )
        same = np.flatnonzero(before[here] == after[there])
        before[here[same]] = after[there[same]] = -1
        yield _Margin(tuple(cells), before, after)
