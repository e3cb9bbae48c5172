"""Tables of counts and sums of a plain file: one base table, a row a person or a row a count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product

import polars as pl

from ati_desktop.errors import Refused
from ati_desktop.evaluation.amounts import added_up, contributors, read_amounts, sum_table
from ati_desktop.evaluation.plain_columns import Column, close, code_frame
from ati_desktop.evaluation.plain_spec import PlainSpec, TableSpec
from ati_desktop.evaluation.results import CohortNote, CountTable, Evaluation, Variable

_COUNT = re.compile(r"\d{1,9}")
_EVERY_ROW = "Every row of the file is counted."
_EVERY_COUNT = "Each row of the file says how many it stands for."
_PEOPLE = "\0people"


def evaluate_plain(spec: PlainSpec, columns: Mapping[str, Column]) -> Evaluation:
    """Return the tables that a specification asks for; sums bring their count tables along.

    Args:
        spec: what is asked for.
        columns: the columns that the specification needs, all of one length.

    Raises:
        Refused: a value, an amount or the size of a table cannot be dealt with; the sentence says
            which and where.
    """
    variables = close(spec, columns)
    frame = code_frame(spec.dimensions, columns, variables)
    frame = frame.with_columns(_people(spec, columns, frame.height).alias(_PEOPLE))
    total = int(frame[_PEOPLE].sum())
    tables = [_count_table(frame, variables, table) for table in _counted(spec)]
    names = {name: variable.name for name, variable in variables.items()}
    amounts = read_amounts(spec, columns)
    whose = {name: contributors(spec, frame, amounts, name, columns) for name in amounts}
    return Evaluation(
        title=spec.title,
        cohort=CohortNote(
            spec.title, _EVERY_COUNT if spec.count else _EVERY_ROW, None, None, total, total
        ),
        as_of=spec.as_of,
        outcome_complete_to=None,
        variables=tuple(variables.values()),
        tables=tuple(tables),
        figures=(),
        outcomes=frozenset(names[name] for name in spec.outcomes),
        sum_columns=tuple(each.column for each in amounts.values()),
        sums=tuple(
            sum_table(frame, amounts[table.sum], whose[table.sum], table, variables, spec.threshold)
            for table in spec.tables
            if table.sum
        ),
        added_up=added_up(amounts),
    )


def _people(spec: PlainSpec, columns: Mapping[str, Column], rows: int) -> pl.Series:
    """Return how many people each row stands for."""
    if spec.count is None:
        return pl.repeat(1, rows, dtype=pl.Int64, eager=True)
    column = columns[spec.count]
    for text, line in zip(column.texts, column.lines, strict=True):
        if not _COUNT.fullmatch(text) or not text.isascii():
            raise Refused(
                "Line {line} of the file: the column {column} must hold a whole number, 0 or more,"
                " in every row.",
                line=line,
                column=spec.count,
            )
    counts = pl.Series([int(text) for text in column.texts], dtype=pl.Int64)
    return counts.gather(pl.Series(column.codes, dtype=pl.UInt32))


def _counted(spec: PlainSpec) -> Iterator[TableSpec]:
    """Yield the tables of counts: those asked for, and one beside each shape of sums."""
    shapes = {frozenset(table.dimensions) for table in spec.tables if not table.sum}
    names = {table.name for table in spec.tables}
    for table in spec.tables:
        if not table.sum:
            yield table
        elif frozenset(table.dimensions) not in shapes:
            shapes.add(frozenset(table.dimensions))
            name = f"{table.name}_count"
            while name in names:
                name += "_"
            names.add(name)
            yield TableSpec(name, table.dimensions)


def _count_table(
    frame: pl.DataFrame, variables: Mapping[str, Variable], table: TableSpec
) -> CountTable:
    """Count for every combination of values, zeros included."""
    names = table.dimensions
    found = frame.group_by(names).agg(pl.col(_PEOPLE).sum())
    counts = {tuple(row[:-1]): int(row[-1]) for row in found.iter_rows()}
    spans = [variables[name].values for name in names]
    places = [range(len(span)) for span in spans]
    cells = {
        tuple(span[at] for span, at in zip(spans, key, strict=True)): counts.get(key, 0)
        for key in product(*places)
    }
    title = " by ".join(variables[name].title for name in names)
    return CountTable(table.name, title, tuple(variables[name].name for name in names), cells)
