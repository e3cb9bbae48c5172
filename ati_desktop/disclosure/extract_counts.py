"""The counts that the rows of an extract tell of the tables of other packages, as a package.

Of everybody in it an extract tells columns, some with several values told as one. So it tells sums
of cells of every table by the same variables. Which values of a variable are told as one is read
from the rows themselves: those that stand beside the same told values.

This module loads polars.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import polars as pl

from ati_desktop.disclosure.cells import TOTAL, Cell, Number, alone
from ati_desktop.disclosure.comparison import Package
from ati_desktop.disclosure.noisy_printed import shows_nothing
from ati_desktop.disclosure.together import JOINED
from ati_desktop.evaluation.results import CountTable, Evaluation, Variable

_ROWS = "extract"
Block = tuple[str, ...]
"""Values of a variable that are told as one."""


@dataclass(frozen=True)
class Counted:
    """An extract as a package, and its rows with a column for each variable of it."""

    package: Package
    frame: pl.DataFrame


def counted(
    frame: pl.DataFrame,
    told: pl.DataFrame,
    ties: Mapping[str, Sequence[str]],
    others: Sequence[Evaluation],
) -> Counted:
    """Return what an extract tells of the tables of other packages.

    Args:
        frame: a row for each person, with the variables of those tables.
        told: the columns of the extract, in the same order of rows.
        ties: for each variable the columns that tell of it; without one nothing is told of it.
        others: the packages, the last of them with the words for everything else.
    """
    variables = _variables(frame, others)
    blocks = {
        name: found
        for name, variable in variables.items()
        if len(found := _blocks(frame[name], told.select(ties.get(name, ())), variable.values)) > 1
    }
    frame = frame.with_columns(pl.lit(_ROWS).alias(_ROWS))
    variables[_ROWS] = Variable(_ROWS, "Rows of an extract", (_ROWS,), {_ROWS: "Row"})
    tables = [_table(frame, variables, names) for names in _tables(others, blocks) or ((_ROWS,),)]
    used = {name for table in tables for name in table.variables}
    evaluation = replace(
        others[-1],
        variables=tuple(each for name, each in variables.items() if name in used),
        tables=tuple(tables),
        figures=(), curves=(), tests=(), beside=(), relations=(), outcomes=frozenset(),
    )  # fmt: skip
    ranges: dict[Number, tuple[float, float]] = {alone(TOTAL): (frame.height, frame.height)}
    for table in tables:
        ranges |= {number: (count, count) for number, count in _told(table, blocks)}
    views = shows_nothing(evaluation)
    return Counted(Package(evaluation, views, frozenset(), 0, "extract", ranges), frame)


def _variables(frame: pl.DataFrame, others: Iterable[Evaluation]) -> dict[str, Variable]:
    """Return the variables of the other packages, unjoined, with all values that occur."""
    found: dict[str, Variable] = {}
    for evaluation in others:
        for variable in evaluation.variables:
            if variable.name not in frame.columns:
                continue
            known = found[variable.name].values if variable.name in found else ()
            single = [one for value in variable.values for one in value.split(JOINED)]
            there = sorted(frame[variable.name].unique().to_list())
            values = tuple(dict.fromkeys((*known, *single, *there)))
            labels = {value: variable.labels.get(value, value) for value in values}
            found[variable.name] = Variable(variable.name, variable.title, values, labels)
    return found


def _blocks(column: pl.Series, told: pl.DataFrame, values: Iterable[str]) -> list[Block]:
    """Return the values that are told as one; one block where nothing is told."""
    if not told.width:
        return [tuple(values)]
    said = told.select(pl.concat_str(pl.all().cast(pl.String).fill_null(""), separator="\x00"))
    beside = pl.DataFrame({"value": column, "told": said.to_series()}).unique()
    found: list[set[str]] = [{value} for value in values]
    for together in beside.group_by("told").agg("value")["value"]:
        alike = set(together)
        touched = [block for block in found if block & alike]
        found = [block for block in found if not block & alike] + [set().union(*touched)]
    return sorted(tuple(sorted(block)) for block in found)


def _tables(others: Iterable[Evaluation], blocks: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the largest sets of told variables by which another package counts."""
    told = set(blocks)
    sets = {
        frozenset(told.intersection(table.variables))
        for evaluation in others
        for table in evaluation.tables
    } - {frozenset[str]()}
    largest = [one for one in sets if not any(one < other for other in sets)]
    return sorted(tuple(sorted(names)) for names in largest)


def _table(
    frame: pl.DataFrame, variables: Mapping[str, Variable], names: tuple[str, ...]
) -> CountTable:
    counts = {row[:-1]: row[-1] for row in frame.group_by(names).len().iter_rows()}
    keys = product(*(variables[name].values for name in names))
    return CountTable("_by_".join(names), "", names, {key: counts.get(key, 0) for key in keys})


def _told(table: CountTable, blocks: Mapping[str, Sequence[Block]]) -> Iterator[tuple[Number, int]]:
    if not all(name in blocks for name in table.variables):
        return
    for chosen in product(*(blocks[name] for name in table.variables)):
        keys = list(product(*chosen))
        cells: Iterator[Cell] = (frozenset(zip(table.variables, key, strict=True)) for key in keys)
        yield frozenset(cells), sum(table.cells[key] for key in keys)
