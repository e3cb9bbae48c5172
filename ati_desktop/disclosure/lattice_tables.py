"""Unique tuples with their counts, rolled up from level to level; the numbers of the lattice."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ati_desktop.disclosure.hierarchies import Hierarchy, Label

Codes = NDArray[np.integer]
Counts = NDArray[np.int64]
Levels = tuple[int, ...]

_LARGEST_KEY = 1 << 62
_KEPT_BYTES = 128_000_000
_KEPT_TABLES = 256
_DENSE = 8


@dataclass(frozen=True, slots=True)
class Ladder:
    """A column as codes: ``labels[level]`` and, between two levels, what each code becomes."""

    labels: tuple[tuple[Label, ...], ...]
    lifts: dict[tuple[int, int], Codes]

    @property
    def height(self) -> int:
        """Return the highest level."""
        return len(self.labels) - 1


@dataclass(frozen=True, slots=True)
class Table:
    """Unique tuples: a row of codes for each column, how often each tuple is there, its class.

    A class is a run of tuples that differ in the last row of codes only, where there is one more
    than columns that are generalised. Classes are in the order of their codes.
    """

    levels: Levels
    codes: Codes
    counts: Counts
    klass: NDArray[np.int64]
    classes: int


def codes_of(column: pl.Series) -> tuple[Codes, list[object]]:
    """Return each row's code and the distinct values, in order; null is one of them."""
    values = column.unique().sort(nulls_last=True)
    name = "\x00value"
    places = pl.DataFrame({name: values, "\x00code": np.arange(len(values), dtype=np.int32)})
    found = (
        column.alias(name)
        .to_frame()
        .join(places, on=name, how="left", nulls_equal=True, maintain_order="left")
    )
    return found["\x00code"].to_numpy().astype(np.int32), values.to_list()


def ladder_of(hierarchy: Hierarchy, values: Sequence[Label]) -> tuple[Ladder, Codes]:
    """Return the ladder of a column with these values, and each value's code at level 0.

    Raises:
        Refused: some of the values are not in the hierarchy.
    """
    paths = hierarchy.paths_of(values)
    labels: list[tuple[Label, ...]] = []
    codes: list[Codes] = []
    for level in range(hierarchy.height + 1):
        order: dict[Label, int] = {}
        codes.append(
            np.array([order.setdefault(path[level], len(order)) for path in paths], dtype=np.int32)
        )
        labels.append(tuple(order))
    lifts: dict[tuple[int, int], Codes] = {}
    for low, from_codes in enumerate(codes):
        for high in range(low + 1, len(codes)):
            lift = np.zeros(len(labels[low]), dtype=np.int32)
            lift[from_codes] = codes[high]
            lifts[low, high] = lift
    return Ladder(tuple(labels), lifts), codes[0]


def fold(codes: Codes, sizes: Sequence[int]) -> NDArray[np.int64]:
    """Return one number for each tuple, equal for equal tuples only, in the tuples' order."""
    key = np.zeros(codes.shape[1], dtype=np.int64)
    space = 1
    for column, size in zip(codes, sizes, strict=True):
        if space * size > _LARGEST_KEY:
            _, key = np.unique(key, return_inverse=True)
            space = codes.shape[1]
        key = key * size + column
        space *= size
    return key


class Tables:
    """The tuples of a file at any levels, each worked out from the smallest table below it.

    ``extra`` is one more column that is never generalised: a sensitive one, or the group key.
    Only a bounded number of tables is kept.
    """

    def __init__(self, ladders: Sequence[Ladder], rows: Codes, extra: Codes | None = None) -> None:
        self._ladders = ladders
        self._extra_size = 0 if extra is None else int(extra.max(initial=0)) + 1
        codes = rows if extra is None else np.vstack([rows, extra])
        codes = codes.astype(np.min_scalar_type(int(codes.max(initial=0))))
        bottom = (0,) * len(ladders)
        counts = np.ones(codes.shape[1], dtype=np.int64)
        self._bottom = self._collapse(bottom, codes, counts)
        self._kept: OrderedDict[Levels, Table] = OrderedDict()
        self._bytes = 0

    def at(self, levels: Levels) -> Table:
        """Return the table at these levels."""
        source = self._source(levels)
        if source.levels == levels:
            return source
        codes = source.codes.copy()
        for place, (low, high) in enumerate(zip(source.levels, levels, strict=True)):
            if low < high:
                codes[place] = self._ladders[place].lifts[low, high][codes[place]]
        table = self._collapse(levels, codes, source.counts)
        self._keep(table)
        return table

    def _source(self, levels: Levels) -> Table:
        best = self._bottom
        for low, table in self._kept.items():
            if table.counts.size < best.counts.size and all(map(int.__le__, low, levels)):
                best = table
        if best is not self._bottom:
            self._kept.move_to_end(best.levels)
        return best

    def _keep(self, table: Table) -> None:
        self._kept[table.levels] = table
        self._bytes += table.codes.nbytes
        while self._bytes > _KEPT_BYTES or len(self._kept) > _KEPT_TABLES:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.codes.nbytes

    def _collapse(self, levels: Levels, codes: Codes, counts: Counts) -> Table:
        sizes = [
            len(ladder.labels[level]) for ladder, level in zip(self._ladders, levels, strict=True)
        ]
        key = own = fold(codes[: len(sizes)], sizes)
        if self._extra_size:
            if int(own.max(initial=0)) + 1 > _LARGEST_KEY // self._extra_size:
                _, own = np.unique(own, return_inverse=True)
            key = own * self._extra_size + codes[-1]
        first, counts = _gathered(key, counts)
        own = own[first]
        klass = np.cumsum(np.diff(own, prepend=own[:1]) != 0)
        return Table(
            levels=levels,
            codes=codes[:, first],
            counts=counts,
            klass=klass,
            classes=int(klass[-1]) + 1 if klass.size else 0,
        )


def _gathered(key: NDArray[np.int64], counts: Counts) -> tuple[NDArray[np.int64], Counts]:
    """Return, in the order of keys, where each key stands and the sum of its counts."""
    space = int(key.max(initial=-1)) + 1
    if space <= _DENSE * key.size:
        # Few keys are possible: counting is many times faster than sorting.
        sums = np.bincount(key, counts, space).astype(np.int64)
        where = np.zeros(space, dtype=np.int64)
        where[key] = np.arange(key.size)
        present = np.flatnonzero(sums)
        return where[present], sums[present]
    order = np.argsort(key)
    ordered = key[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    return order[starts], np.add.reduceat(counts[order], starts) if starts.size else counts
