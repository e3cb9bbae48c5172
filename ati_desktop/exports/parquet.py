"""Rows as Parquet: plain strings and numbers, no dictionaries of unused codes, one row group.

This module loads polars: import it only where such a file is written.
"""

from __future__ import annotations

import io

import polars as pl

from ati_desktop.disclosure.datasets import DataSet, Field, Kind, Value
from ati_desktop.exports.codes import hides
from ati_desktop.exports.columns import series
from ati_desktop.exports.rows import DEMO


def parquet(dataset: DataSet, *, demo: bool) -> bytes:
    """Return the file; beside a number that may be hidden a column says "shown" or "hidden"."""
    columns: list[pl.Series] = []
    for at, field in enumerate(dataset.fields):
        columns.append(series(field.name, dataset, at, _same, _kind(field)))
        if hides(field):
            columns.append(series(state_name(dataset, field), dataset, at, _state, pl.String))
    content = io.BytesIO()
    pl.DataFrame(columns).write_parquet(
        content,
        compression="zstd",
        compression_level=9,
        row_group_size=max(len(dataset.rows), 1),
        metadata={"note": DEMO} if demo else None,
    )
    return content.getvalue()


def state_name(dataset: DataSet, field: Field) -> str:
    """Return the name of the column beside a number that may be hidden."""
    alone = sum(hides(each) for each in dataset.fields) == 1
    return "state" if alone else f"{field.name}_state"


def _kind(field: Field) -> type[pl.DataType]:
    if field.kind is not Kind.NUMBER:
        return pl.String
    return pl.Float64 if field.decimals else pl.Int64


def _same(value: Value) -> Value:
    return value


def _state(value: Value) -> str:
    return "hidden" if value is None else "shown"
