"""Rows kept as columns of codes: a million of them fit where a million tuples do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ati_desktop.disclosure.column_codes import Codes, codes_of
from ati_desktop.disclosure.datasets import DataSet, Value

_BATCH = 16_384


@dataclass(frozen=True, slots=True, eq=False)
class CodedColumn:
    """The different values of a column and, for each row, the place of its value among them."""

    values: tuple[Value, ...]
    codes: Codes

    def __len__(self) -> int:
        return int(self.codes.size)

    def used(self) -> set[Value]:
        """Return the values that stand in some row."""
        counts = np.bincount(self.codes, minlength=len(self.values))
        return {self.values[at] for at in np.flatnonzero(counts)}

    def ordered(self, order: NDArray[np.int64]) -> CodedColumn:
        """Return the column of the rows in another order."""
        return CodedColumn(self.values, self.codes[order])

    def mapped(self, become: Callable[[Value], Value]) -> CodedColumn:
        """Return the column with each value become another."""
        return CodedColumn(tuple(map(become, self.values)), self.codes)

    def batches(self) -> Iterator[list[Any]]:
        """Yield the values of the rows, some thousands at a time."""
        values = np.empty(len(self.values), dtype=object)
        values[:] = self.values
        for start in range(0, len(self), _BATCH):
            yield values[self.codes[start : start + _BATCH]].tolist()


class CodedRows(Sequence[tuple[Value, ...]]):
    """Rows made from columns of codes when they are asked for, and not kept."""

    def __init__(self, columns: Sequence[CodedColumn], rows: int) -> None:
        self.columns = tuple(columns)
        self._rows = rows
        if any(len(column) != rows for column in self.columns):
            raise ValueError("the columns of a table have not the same number of rows")

    def __len__(self) -> int:
        return self._rows

    @overload
    def __getitem__(self, at: int) -> tuple[Value, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> CodedRows: ...
    def __getitem__(self, at: int | slice) -> tuple[Value, ...] | CodedRows:
        if isinstance(at, slice):
            part = [CodedColumn(column.values, column.codes[at]) for column in self.columns]
            return CodedRows(part, len(range(*at.indices(self._rows))))
        return tuple(column.values[column.codes[at]] for column in self.columns)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        for batch in self.batches():
            yield from zip(*batch, strict=True)

    def batches(self) -> Iterator[tuple[list[Any], ...]]:
        """Yield some thousand rows at a time, as a list for each column."""
        return zip(*(column.batches() for column in self.columns), strict=True)

    def ordered(self, order: NDArray[np.int64]) -> CodedRows:
        """Return the rows in another order."""
        return CodedRows([column.ordered(order) for column in self.columns], order.size)


def coded_column(dataset: DataSet, at: int) -> CodedColumn | None:
    """Return a column of a data set as codes, or None where its rows are kept as rows."""
    return dataset.rows.columns[at] if isinstance(dataset.rows, CodedRows) else None


def used_values(dataset: DataSet, at: int) -> set[Value]:
    """Return the values of a column that stand in some row."""
    column = coded_column(dataset, at)
    return {row[at] for row in dataset.rows} if column is None else column.used()


def coded(column: pl.Series, missing: Value) -> CodedColumn:
    """Return a column of a frame as codes; null becomes ``missing``."""
    codes, values = codes_of(column)
    return CodedColumn(tuple(missing if value is None else value for value in values), codes)
