"""Unique tuples with their counts, rolled up from level to level; the numbers of the lattice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.column_codes import Codes
from ati_desktop.disclosure.lattice_keys import Keys, Ladder, Levels, Packing, fold

Counts = NDArray[np.float64]
"""Whole numbers as floats, in which they are exact up to 2 to the power of 53."""

_KEPT_BYTES = 64_000_000
_KEPT_TABLES = 1_024
_DENSE = 8


@dataclass(frozen=True, slots=True)
class Table:
    """Unique tuples in the order of their codes, and how often each is there.

    Where there is one more column than those that are generalised, ``klass`` says for each tuple
    which class it is in (a run of tuples that differ in that column only) and ``values`` what it
    has there. Else every tuple is a class.
    """

    levels: Levels
    keys: tuple[Keys, ...]
    counts: Counts
    klass: NDArray[np.int64]
    values: NDArray[np.int64]
    classes: int


def summed(places: NDArray[np.int64], weights: Counts, size: int = 0) -> Counts:
    """Return the sum of the weights at each place."""
    return np.asarray(np.bincount(places, weights, size), dtype=np.float64)


class Tables:
    """The tuples of a file at any levels, each worked out from the smallest table below it.

    ``extra`` is one more column that is never generalised: a sensitive one, or the group key.
    Only a bounded number of tables is kept.
    """

    def __init__(
        self, ladders: Sequence[Ladder], rows: Sequence[Codes], extra: Codes | None = None
    ) -> None:
        size = 1 if extra is None else int(extra.max(initial=0)) + 1
        self._packing = Packing(ladders, size)
        self._extra = extra is not None
        bottom = (0,) * len(ladders)
        counts = np.ones(rows[0].size)
        self._bottom = self._collapse(bottom, self._packing.pack(rows, bottom, extra), counts)
        self._parts = self._packing.parts(self._bottom.keys, bottom)
        self._kept = _Kept([ladder.height for ladder in ladders])

    def at(self, levels: Levels) -> Table:
        """Return the table at these levels."""
        source = self._kept.smallest_below(levels) or self._bottom
        if source.levels == levels:
            return source
        bottom = source is self._bottom
        parts = self._parts if bottom else self._packing.parts(source.keys, source.levels)
        keys = self._packing.lift(parts, source.levels, levels)
        table = self._collapse(levels, keys, source.counts)
        self._kept.add(table)
        return table

    @property
    def kept_tables(self) -> int:
        """Return how many tables are kept."""
        return self._kept.number

    @property
    def kept_bytes(self) -> int:
        """Return how much room they take."""
        return self._kept.bytes

    def _collapse(self, levels: Levels, keys: tuple[Keys, ...], counts: Counts) -> Table:
        spaces = self._packing.spaces(levels)
        key = fold(keys, spaces)
        if len(keys) == 1 and spaces[0] <= _DENSE * key.size:
            # Few keys are possible: counting is many times faster than sorting.
            sums = summed(key, counts, spaces[0])
            key = np.flatnonzero(sums > 0)
            keys, counts = (key,), sums[key]
        else:
            order = np.argsort(key)
            key = key[order]
            starts = np.flatnonzero(np.diff(key, prepend=key[:1] - 1))
            key, chosen = key[starts], order[starts]
            counts = np.add.reduceat(counts[order], starts) if starts.size else counts
            keys = tuple(one[chosen] for one in keys)
        if not self._extra:
            return Table(levels, keys, counts, _NONE, _NONE, key.size)
        own = key // self._packing.extra
        klass = np.cumsum(np.diff(own, prepend=own[:1]) != 0)
        classes = int(klass[-1]) + 1 if klass.size else 0
        return Table(levels, keys, counts, klass, key - own * self._packing.extra, classes)


_NONE = np.zeros(0, dtype=np.int64)


class _Kept:
    """The tables used last, within a bound of bytes and of number.

    The levels of a table stand in one number, a field for each column with a bit to spare: where
    these bits outlive a subtraction, no level of the one is above that of the other. A lattice
    that is small enough to be searched has room for this in 63 bits.
    """

    def __init__(self, heights: Sequence[int]) -> None:
        widths = [height.bit_length() + 1 for height in heights]
        self._shifts = [sum(widths[:at]) for at in range(len(widths))]
        self._spare = sum(
            1 << shift + width - 1 for shift, width in zip(self._shifts, widths, strict=True)
        )
        self._tables: list[Table | None] = [None] * _KEPT_TABLES
        self._levels, self._sizes, self._used = np.zeros((3, _KEPT_TABLES), dtype=np.int64)
        self.number = self.bytes = self._clock = 0

    def smallest_below(self, levels: Levels) -> Table | None:
        """Return the smallest table at levels none of which is above these."""
        left = (self._packed(levels) | self._spare) - self._levels[: self.number]
        places = np.flatnonzero(left & self._spare == self._spare)
        if not places.size:
            return None
        place = int(places[self._sizes[places].argmin()])
        self._clock += 1
        self._used[place] = self._clock
        return self._tables[place]

    def add(self, table: Table) -> None:
        """Keep a table, and give up those not used for longest where there is no room."""
        size = _bytes_of(table)
        while self.number and (self.bytes + size > _KEPT_BYTES or self.number == _KEPT_TABLES):
            self._drop(int(self._used[: self.number].argmin()))
        place = self.number
        self._clock += 1
        self._tables[place], self._levels[place] = table, self._packed(table.levels)
        self._sizes[place], self._used[place] = table.counts.size, self._clock
        self.number, self.bytes = place + 1, self.bytes + size

    def _packed(self, levels: Levels) -> int:
        return sum(map(int.__lshift__, levels, self._shifts))

    def _drop(self, place: int) -> None:
        gone, last = self._tables[place], self.number - 1
        self._tables[place], self._tables[last] = self._tables[last], None
        for each in (self._levels, self._sizes, self._used):
            each[place] = each[last]
        self.number = last
        self.bytes -= _bytes_of(gone) if gone is not None else 0


def _bytes_of(table: Table) -> int:
    arrays = (*table.keys, table.counts, table.klass, table.values)
    return sum(each.nbytes for each in arrays)
