"""Rows as Parquet: plain strings and numbers, no dictionaries of unused codes, one row group.

This module loads polars: import it only where such a file is written.
"""

from __future__ import annotations

import io

import polars as pl

from ati_desktop.disclosure.datasets import DataSet, Field, Kind, Value
from ati_desktop.exports.codes import hides
from ati_desktop.exports.rows import DEMO


def parquet(dataset: DataSet, *, demo: bool) -> bytes:
    """Return the file; beside a number that may be hidden a column says "shown" or "hidden"."""
    columns: list[pl.Series] = []
    for at, field in enumerate(dataset.fields):
        values = [row[at] for row in dataset.rows]
        columns.append(_series(field, values))
        if hides(field):
            states = ["hidden" if value is None else "shown" for value in values]
            columns.append(pl.Series(state_name(dataset, field), states, dtype=pl.String))
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


def _series(field: Field, values: list[Value]) -> pl.Series:
    if field.kind is not Kind.NUMBER:
        return pl.Series(field.name, values, dtype=pl.String)
    dtype = pl.Float64 if field.decimals else pl.Int64
    return pl.Series(field.name, values, dtype=dtype)
