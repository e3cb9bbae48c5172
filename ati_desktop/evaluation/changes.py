"""People who came and people who left, for every number that two packages have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from ati_desktop.evaluation.package_rows import Codes, Names, Rows
from ati_desktop.evaluation.results import Change, ChangedRow, Where

_MANY = 3
"""Among this many times a small count, to know of one person more or less says nothing."""


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


def changed_rows(
    packages: Sequence[Rows], first: int, second: int, few: int
) -> Iterator[ChangedRow]:
    """Yield the rows that came to a cell, or left it, with not many others; those alike once.

    Not many are fewer than some times ``few``; of a row only the cells of such changes are named.
    """
    one, other = packages[first], packages[second]
    both = in_both(one, other)
    margins = list(_margins(one, other, both))
    cells = [cell for margin in margins for cell in margin.cells]
    starts = np.cumsum([0, *(len(margin.cells) for margin in margins)]).tolist()
    came, left = (
        _matrix(sides, starts)
        for sides in ([m.after for m in margins], [m.before for m in margins])
    )
    table = _table(came, left, both)
    stayed = np.arange(len(table)) < len(both[0])
    counts = [_count(part.ravel(), len(cells)) for part in (came, left)]
    width = len(margins)
    small = np.zeros(len(table), dtype=np.bool_)
    for side, count in zip((table[:, :width], table[:, width:]), counts, strict=True):
        among = np.append(count, 0)[side]
        small |= ((among > 0) & (among < _MANY * few)).any(axis=1)
        side[among >= _MANY * few] = -1
    for *row, in_both_cohorts in np.unique(
        np.column_stack([table, stayed])[small], axis=0
    ).tolist():
        new, old = (
            frozenset(cells[at] for at in part if at >= 0) for part in (row[:width], row[width:])
        )
        yield ChangedRow(first, second, new, old, bool(in_both_cohorts))


def _matrix(columns: Sequence[Codes], starts: Sequence[int]) -> Codes:
    """Return the columns beside one another, their places counted on from column to column."""
    moved = [np.where(each >= 0, each + at, -1) for each, at in zip(columns, starts, strict=False)]
    return np.stack(moved, axis=1)


def _table(came: Codes, left: Codes, both: tuple[Codes, Codes]) -> Codes:
    """Return for every row of either package where it came and where it left."""
    here, there = both
    nothing = np.full((1, came.shape[1]), -1)
    gone = np.setdiff1d(np.arange(len(left)), here)
    new = np.setdiff1d(np.arange(len(came)), there)
    return np.concatenate(
        [
            np.hstack([came[there], left[here]]),
            np.hstack([came[new], np.repeat(nothing, len(new), axis=0)]),
            np.hstack([np.repeat(nothing, len(gone), axis=0), left[gone]]),
        ]
    )
