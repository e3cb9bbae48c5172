"""Columns of a data set as polars series, each different value worked out once.

This module loads polars: import it only where such a file is written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from ati_desktop.disclosure.coded_rows import coded_column
from ati_desktop.disclosure.datasets import DataSet, Value


def series(
    name: str, dataset: DataSet, at: int, become: Callable[[Value], Any], dtype: type[pl.DataType]
) -> pl.Series:
    """Return a column in which each value has become another, such as the number of its code."""
    column = coded_column(dataset, at)
    if column is None:
        return pl.Series(name, [become(row[at]) for row in dataset.rows], dtype=dtype)
    values = [become(value) for value in column.values]
    if dtype is pl.Object:
        return pl.Series(name, [values[code] for code in column.codes], dtype=dtype)
    return pl.Series(name, values, dtype=dtype).gather(column.codes)


def numbers(dataset: DataSet, at: int) -> list[Value]:
    """Return the values of a column of numbers, each at least once."""
    column = coded_column(dataset, at)
    return [row[at] for row in dataset.rows] if column is None else list(column.used())
