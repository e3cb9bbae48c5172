"""Count tables as files, one a table, every cell and margin in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import ALL, HIDDEN, TableView
from ati_desktop.exports.rows import Value, as_csv


def numbered(release: SealedRelease) -> Iterator[tuple[str, TableView]]:
    """Yield the tables that are released, with their short names T01, T02, ..."""
    tables = [table for table in release.views.tables if not table.withheld]
    for number, table in enumerate(tables, start=1):
        yield f"T{number:02d}", table


def table_files(release: SealedRelease) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of each table."""
    for name, table in numbered(release):
        header = (*table.variables, "count")
        rows: list[tuple[Value, ...]] = [
            (
                *(ALL if value is None else value for value in row.key),
                HIDDEN if row.count is None else row.count,
            )
            for row in table.rows
        ]
        yield f"tables/{name}_{slug(table.id)}.csv", as_csv(header, rows, demo=release.demo)


def slug(name: str) -> str:
    """Return a name that is a safe part of a path on every system."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-").lower()[:60] or "table"
