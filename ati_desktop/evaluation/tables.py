"""Counts of the base table: the few tables from which every printed share can be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import polars as pl

from ati_desktop.evaluation.results import CountTable, Variable, Where


def where(*pairs: tuple[str, str]) -> Where:
    """Return the sorted (variable, value) pairs that pick a cell."""
    return tuple(sorted(pairs))


def count_table(
    frame: pl.DataFrame, variables: Mapping[str, Variable], names: tuple[str, ...]
) -> CountTable:
    """Count the rows for every combination of values, zeros included."""
    found = frame.group_by(names).len()
    counts = {tuple(row[:-1]): int(row[-1]) for row in found.iter_rows()}
    cells = {cell: counts.get(cell, 0) for cell in product(*(variables[n].values for n in names))}
    title = " by ".join(variables[name].title for name in reversed(names))
    return CountTable("_by_".join(reversed(names)), title, names, cells)


@dataclass(frozen=True, slots=True)
class Group:
    """All rows, or those with one value of one breakdown."""

    variable: str | None = None
    value: str = ""

    @property
    def cell(self) -> Where:
        """Return the pairs that pick the group's rows."""
        return () if self.variable is None else where((self.variable, self.value))

    def pick(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the group's rows of a frame."""
        return frame if self.variable is None else frame.filter(pl.col(self.variable) == self.value)


def groups_of(variables: Mapping[str, Variable], by: Iterable[str]) -> tuple[Group, ...]:
    """Return the whole, then each value of each breakdown."""
    parts = (Group(name, value) for name in by for value in variables[name].values)
    return (Group(), *parts)


class Counts:
    """The tables of an evaluation, each counted once, and the cells looked up in them."""

    def __init__(self, frame: pl.DataFrame, variables: Mapping[str, Variable]) -> None:
        self._frame = frame
        self._variables = variables
        self._tables: dict[tuple[str, ...], CountTable] = {}

    def table(self, *names: str) -> CountTable:
        """Return the table of these variables."""
        if names not in self._tables:
            self._tables[names] = count_table(self._frame, self._variables, names)
        return self._tables[names]

    def values(self, variable: str) -> tuple[str, ...]:
        """Return the values of a variable, in display order."""
        return self._variables[variable].values

    def among(self, group: Group, variable: str) -> dict[str, int]:
        """Return the count of each value of ``variable`` within a group."""
        if group.variable is None:
            cells = self.table(variable).cells
            return {value: cells[(value,)] for value in self.values(variable)}
        cells = self.table(group.variable, variable).cells
        return {value: cells[(group.value, value)] for value in self.values(variable)}
