"""The count tables of a released package, read from Parquet and checked against its codebook.

This module loads polars: import it only where packages are read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import prod

import polars as pl

from ati_desktop.errors import Refused
from ati_desktop.imports.package_files import ProvedFiles
from ati_desktop.imports.parquet_sizes import NotParquetError, unpacked_size

ALL = "(all)"
COUNT, STATE = "count", "state"
SHOWN, HIDDEN = "shown", "hidden"
MOST_ROWS = 200_000
MOST_UNPACKED = 64 * 1024 * 1024
MOST_VARIABLES = 4
LARGEST_COUNT = 2_000_000_000

Key = tuple[str | None, ...]
"""One value for each variable; None where the variable is summed over."""


@dataclass(frozen=True, slots=True)
class PackageTable:
    """A table with all its margins; None is a hidden count."""

    path: str
    variables: tuple[str, ...]
    counts: Mapping[Key, int | None]


def read_tables(
    files: ProvedFiles, values: Mapping[str, tuple[str, ...]], threshold: int
) -> tuple[PackageTable, ...]:
    """Return the tables of a package in the order of their names.

    Args:
        files: the package, proved.
        values: the closed list of values of each variable, from its codebook.
        threshold: the smallest count that the package says it shows.

    Raises:
        Refused: there are none, or one is not as this program writes it: other columns or types,
            a value that is on no list, a row twice or missing, a count that may not be shown,
            sums that contradict one another.
    """
    paths = [p for p in files.files if p.startswith("tables/") and p.endswith(".parquet")]
    if not paths:
        raise Refused(
            "{package} holds no tables as Parquet. Make it again with this version.",
            package=files.name,
        )
    tables = tuple(_read(files, path, values, threshold) for path in sorted(paths))
    _check_sums(files.name, tables, values)
    return tables


def _read(
    files: ProvedFiles, path: str, values: Mapping[str, tuple[str, ...]], threshold: int
) -> PackageTable:
    wrong = Refused(
        "{package}: {path} is not as this program writes a table.", package=files.name, path=path
    )
    frame = _frame(files.files[path], wrong)
    names = tuple(name for name in frame.columns if name not in (COUNT, STATE))
    if not names or len(names) > MOST_VARIABLES or not set(names) <= values.keys():
        raise wrong
    if prod(len(values[name]) + 1 for name in names) != frame.height:
        raise wrong
    counts = dict(_rows(frame, names, values, wrong))
    if len(counts) != frame.height:
        raise wrong
    if any(count is not None and 0 < count < threshold for count in counts.values()):
        raise Refused(
            "{package}: {path} shows a count below its own smallest count. It is not safe to"
            " pool: ask the office to release it again.",
            package=files.name,
            path=path,
        )
    return PackageTable(path, names, counts)


def _rows(
    frame: pl.DataFrame,
    names: tuple[str, ...],
    values: Mapping[str, tuple[str, ...]],
    wrong: Refused,
) -> Iterator[tuple[Key, int | None]]:
    spans = [{*values[name], ALL} for name in names]
    for *key, count, state in frame.select(*names, COUNT, STATE).iter_rows():
        if any(value not in span for value, span in zip(key, spans, strict=True)):
            raise wrong
        if state != (HIDDEN if count is None else SHOWN):
            raise wrong
        if count is not None and not 0 <= count <= LARGEST_COUNT:
            raise wrong
        yield tuple(None if value == ALL else value for value in key), count


def _frame(data: bytes, wrong: Refused) -> pl.DataFrame:
    """Return a table as it stands in the file, if it is small and its columns are of our types."""
    try:
        rows, unpacked = unpacked_size(data)
    except NotParquetError:
        raise wrong from None
    if rows > MOST_ROWS or unpacked > MOST_UNPACKED:
        raise wrong
    try:
        frame = pl.read_parquet(io.BytesIO(data), use_pyarrow=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError):
        raise wrong from None
    kinds = {COUNT: pl.Int64, STATE: pl.String}
    if not kinds.keys() <= set(frame.columns) or frame.height != rows:
        raise wrong
    if any(kind != kinds.get(name, pl.String) for name, kind in frame.schema.items()):
        raise wrong
    return frame


def _check_sums(
    package: str, tables: tuple[PackageTable, ...], values: Mapping[str, tuple[str, ...]]
) -> None:
    """See that each number is the same in every table, and each shown sum that of its parts."""
    said: dict[frozenset[tuple[str, str]], int | None] = {}
    for table in tables:
        contradicts = Refused(
            "{package}: {path} contradicts itself or another table.",
            package=package,
            path=table.path,
        )
        for key, count in table.counts.items():
            pairs = zip(table.variables, key, strict=True)
            cell = frozenset((name, value) for name, value in pairs if value is not None)
            if said.setdefault(cell, count) != count:
                raise contradicts
        for whole, parts in _lines(table, values):
            if whole is not None and sum(p or 0 for p in parts) > whole:
                raise contradicts
            if None not in parts and (whole is None or sum(p or 0 for p in parts) != whole):
                raise contradicts


def _lines(
    table: PackageTable, values: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[int | None, list[int | None]]]:
    """Yield each sum of a table with its parts over one variable."""
    places = range(len(table.variables))
    for size in range(1, len(table.variables) + 1):
        for summed in combinations(places, size):
            running = summed[0]
            for key, count in table.counts.items():
                if all((key[at] is None) == (at in summed) for at in places):
                    before, after = key[:running], key[running + 1 :]
                    span = values[table.variables[running]]
                    yield count, [table.counts[(*before, value, *after)] for value in span]
