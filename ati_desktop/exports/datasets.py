"""A table of rows in every format an analyst may want: CSV, Parquet, SPSS, Stata."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from ati_desktop.disclosure.datasets import DataSet, Field, Kind
from ati_desktop.disclosure.views import HIDDEN
from ati_desktop.exports.codes import hides
from ati_desktop.exports.rows import Value, as_csv, coded_csv


def dataset_files(
    dataset: DataSet, folder: str = "data", *, demo: bool = False
) -> dict[str, bytes]:
    """Return the rows as <folder>/<name>.csv, .parquet, .sav and .dta.

    A number that is hidden is ``s`` in CSV, null in Parquet beside a column that says so, and a
    labelled missing value in SPSS and Stata. One that is not recorded is empty or missing.

    Raises:
        ValueError: a row has a code that is not on its list; a fault.
    """
    from ati_desktop.exports.parquet import parquet  # noqa: PLC0415 - loads polars
    from ati_desktop.exports.spss import spss  # noqa: PLC0415 - loads pyreadstat
    from ati_desktop.exports.stata import stata  # noqa: PLC0415 - loads pyreadstat

    dataset = rounded(dataset)
    name = f"{folder}/{dataset.name}"
    return {
        f"{name}.csv": dataset_csv(dataset, demo=demo),
        f"{name}.parquet": parquet(dataset, demo=demo),
        f"{name}.sav": spss(dataset, demo=demo),
        f"{name}.dta": stata(dataset, demo=demo),
    }


def dataset_csv(dataset: DataSet, *, demo: bool) -> bytes:
    """Return the rows as comma-separated values, codes as they are in the records."""
    header = [field.name for field in dataset.fields]
    from ati_desktop.disclosure.coded_rows import CodedRows  # noqa: PLC0415 - loads numpy

    if isinstance(dataset.rows, CodedRows):
        columns = zip(dataset.fields, dataset.rows.columns, strict=True)
        shown = [column.mapped(partial(_shown, field)) for field, column in columns]
        return coded_csv(header, CodedRows(shown, len(dataset.rows)), demo=demo)
    return as_csv(header, ([*_row(dataset, row)] for row in dataset.rows), demo=demo)


def rounded(dataset: DataSet) -> DataSet:
    """Return the same rows with every number at the decimals of its column, in all formats."""
    places = [each.decimals if each.kind is Kind.NUMBER else None for each in dataset.fields]
    from ati_desktop.disclosure.coded_rows import CodedRows  # noqa: PLC0415 - loads numpy

    if isinstance(dataset.rows, CodedRows):
        columns = zip(places, dataset.rows.columns, strict=True)
        found = [column.mapped(partial(_rounded, place)) for place, column in columns]
        return replace(dataset, rows=CodedRows(found, len(dataset.rows)))
    rows = tuple(
        tuple(_rounded(place, value) for value, place in zip(row, places, strict=True))
        for row in dataset.rows
    )
    return replace(dataset, rows=rows)


def _rounded(place: int | None, value: Value) -> Value:
    return round(value, place) if isinstance(value, float) and place is not None else value


def _row(dataset: DataSet, row: tuple[Value, ...]) -> list[Value]:
    return [_shown(field, value) for field, value in zip(dataset.fields, row, strict=True)]


def _shown(field: Field, value: Value) -> Value:
    return HIDDEN if value is None and hides(field) else value
