"""The columns of a plain file as closed variables, their values in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import prod
from typing import Protocol

import polars as pl

from ati_desktop.errors import Refused
from ati_desktop.evaluation.plain_spec import ColumnSpec, PlainSpec, has_controls
from ati_desktop.evaluation.results import Variable

EMPTY = "(empty)"
"""The value of an empty cell."""

SUMMED = "(all)"
"""What stands in tables for a sum over a variable; no value may look like it."""

MOST_VALUES = 300
MOST_CELLS = 20_000
"""Cells of all tables, margins among them: more would take hours."""

LONGEST_VALUE = 200

_TAKEN = frozenset({"count", "state", "sum", "mean", "note", SUMMED})
_ENOUGH = 20
_PARTS = re.compile(r"(\d+)")
_COLUMN = ColumnSpec()


class Column(Protocol):
    """A column as it was read: its different texts, their first lines, a code for each row."""

    @property
    def texts(self) -> Sequence[str]:
        """The different texts; an empty cell is the empty text."""

    @property
    def codes(self) -> Sequence[int]:
        """For each row, which text it has."""

    @property
    def lines(self) -> Sequence[int]:
        """The line of the file on which each text stands first."""


def printed_name(column: str) -> str:
    """Return the name of a column in the package; a few names stand for something else there."""
    return f"{column}_" if column.casefold() in _TAKEN else column


def close(spec: PlainSpec, columns: Mapping[str, Column]) -> dict[str, Variable]:
    """Return each dimension as a variable whose values are those found and those listed.

    Raises:
        Refused: a dimension has too many values or points at people, a value looks like the sign
            for a sum, or the tables are too large to be protected.
    """
    variables = {}
    for name in spec.dimensions:
        told = spec.columns.get(name, _COLUMN)
        values = _values(name, columns[name], told)
        labels = {EMPTY: told.missing} | dict(told.labels)
        variables[name] = Variable(
            printed_name(name),
            told.title or name,
            values,
            {value: labels.get(value, value) for value in values},
        )
    _check_size(spec, variables)
    return variables


def code_frame(
    names: Iterable[str], columns: Mapping[str, Column], variables: Mapping[str, Variable]
) -> pl.DataFrame:
    """Return for each row and dimension the place of its value in the variable's list."""
    made = {}
    for name in names:
        column, values = columns[name], variables[name].values
        places = {value: place for place, value in enumerate(values)}
        new = pl.Series([places[text or EMPTY] for text in column.texts], dtype=pl.Int32)
        made[name] = new.gather(pl.Series(column.codes, dtype=pl.UInt32))
    return pl.DataFrame(made)


def _values(name: str, column: Column, told: ColumnSpec) -> tuple[str, ...]:
    found = set(column.texts)
    for value, why in ((SUMMED, "a sum in every table"), (EMPTY, "an empty cell")):
        if value in (found - {""}) | set(told.order) and (value == SUMMED or "" in found):
            raise Refused(
                "The column {column} has the value {value}, which stands for {why}. Give this"
                " value another name in the file.",
                column=name,
                value=value,
                why=why,
            )
    _check_people(name, column)
    _check_texts(name, column)
    ordered = [value for value in told.order if value != EMPTY]
    ordered += sorted(found - {"", *ordered}, key=_natural)
    ordered += [EMPTY] if "" in found else []
    if len(ordered) > MOST_VALUES:
        raise Refused(
            "The column {column} has {found} different values; a dimension may have {most}. Put"
            " values together first, or leave it out.",
            column=name,
            found=len(ordered),
            most=MOST_VALUES,
        )
    return tuple(ordered)


def _check_people(name: str, column: Column) -> None:
    """Refuse a column in which most rows have a value that no other row has."""
    rows = pl.Series(column.codes, dtype=pl.Int32).value_counts(name="rows")["rows"]
    single = int((rows == 1).sum())
    if single >= _ENOUGH and single * 2 > len(column.codes):
        raise Refused(
            "In the column {column}, {single} of {rows} rows have a value that no other row has:"
            " it points at people. Put values together first, or leave it out.",
            column=name,
            single=single,
            rows=len(column.codes),
        )


def _check_texts(name: str, column: Column) -> None:
    """Refuse free text and what no file format can hold."""
    for text, line in zip(column.texts, column.lines, strict=True):
        if len(text) > LONGEST_VALUE or has_controls(text):
            raise Refused(
                "Line {line} of the file: the column {column} holds a text that is no value of a"
                " list: it is longer than {most} characters or has line breaks or other control"
                " characters in it.",
                line=line,
                column=name,
                most=LONGEST_VALUE,
            )


def _check_size(spec: PlainSpec, variables: Mapping[str, Variable]) -> None:
    sizes = {name: len(variable.values) for name, variable in variables.items()}
    cells = {
        table.name: prod(1 + sizes[name] for name in table.dimensions) for table in spec.tables
    }
    total = sum(cells.values())
    if total > MOST_CELLS:
        largest = max(spec.tables, key=lambda table: cells[table.name])
        raise Refused(
            "The tables have {total} cells with their margins; {most} can be protected together."
            " The largest is {table}: {shape} values. Put values together or ask for fewer tables.",
            total=total,
            most=MOST_CELLS,
            table=largest.name,
            shape=" x ".join(str(sizes[name]) for name in largest.dimensions),
        )


def _natural(value: str) -> tuple[tuple[int, int, str], ...]:
    """Sort 9 before 10, and 10-19 before 100-199."""
    parts = [part for part in _PARTS.split(value) if part]
    return tuple(
        (0, int(part), part) if part.isascii() and part.isdigit() else (1, 0, part)
        for part in parts
    )
