"""Count tables as data sets, one a table, every cell and margin in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ati_desktop.disclosure.datasets import DataSet, Field, Kind
from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import ALL, TableView
from ati_desktop.exports.slugs import slug

COUNT = Field(
    "count",
    "Count",
    Kind.NUMBER,
    {"hidden": "hidden so that nobody can be found"},
    ("hidden",),
)
"""The column of counts; where one is hidden there is nothing."""


def numbered(release: SealedRelease) -> Iterator[tuple[str, TableView]]:
    """Yield the tables that are released, with their short names T01, T02, ..."""
    tables = [table for table in release.views.listed if not table.withheld]
    for number, table in enumerate(tables, start=1):
        yield f"T{number:02d}", table


def table_datasets(release: SealedRelease) -> Iterator[DataSet]:
    """Yield each released table as rows: one value for each variable, and the count."""
    known = {variable.name: variable for variable in release.variables}
    for name, table in numbered(release):
        fields = [
            Field(each.name, each.title, Kind.CODE, _labels(each.values, each.labels))
            for each in (known[variable] for variable in table.variables)
        ]
        yield DataSet(
            f"{name}_{slug(table.id)}",
            table.title,
            (*fields, COUNT),
            tuple(
                (*(ALL if value is None else value for value in row.key), row.count)
                for row in table.rows
            ),
            table.variables,
        )


def _labels(values: tuple[str, ...], labels: Mapping[str, str]) -> dict[str, str]:
    return {**{value: labels.get(value, value) for value in values}, ALL: "All"}
