"""Cells of the base table and sums of them: who a number is about, whatever table it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from ati_desktop.evaluation.results import CountTable, Variable, Where

Cell = frozenset[tuple[str, str]]
"""The people with these values; the empty cell is everybody. Equal cells are one cell."""

Number = frozenset[Cell]
"""A sum of disjoint cells. A cell alone is the sum of one."""

Values = Mapping[str, tuple[str, ...]]
"""The closed list of values of each variable."""

TOTAL: Cell = frozenset()


def alone(cell: Cell) -> Number:
    """Return the number that counts exactly this cell."""
    return frozenset({cell})


def values_of(variables: Iterable[Variable]) -> Values:
    """Return the closed value lists by variable name."""
    return {variable.name: variable.values for variable in variables}


def margins(table: CountTable) -> dict[Cell, int]:
    """Return the count of every cell and every margin of a table, the grand total included."""
    counts: dict[Cell, int] = {}
    for size in range(len(table.variables) + 1):
        for places in combinations(range(len(table.variables)), size):
            names = [table.variables[place] for place in places]
            for key, count in table.cells.items():
                cell = frozenset(zip(names, (key[place] for place in places), strict=True))
                counts[cell] = counts.get(cell, 0) + count
    return counts


def lines(variables: Sequence[str], values: Values) -> Iterator[tuple[Cell, str, tuple[Cell, ...]]]:
    """Yield each line of a table and its margins: the whole, the variable it runs over, the parts.

    A line says that a cell is the sum of its parts over one variable.
    """
    for size in range(len(variables)):
        for fixed in combinations(variables, size):
            for running in variables:
                if running in fixed:
                    continue
                for key in product(*(values[name] for name in fixed)):
                    whole = frozenset(zip(fixed, key, strict=True))
                    parts = tuple(whole | {(running, value)} for value in values[running])
                    yield whole, running, parts


def _refined(cells: Iterable[Cell], names: Sequence[str], values: Values) -> set[Cell]:
    fine: set[Cell] = set()
    for cell in cells:
        missing = [name for name in names if name not in dict(cell)]
        for key in product(*(values.get(name, ()) for name in missing)):
            fine.add(cell | set(zip(missing, key, strict=True)))
    return fine


def _merged_once(cells: set[Cell], values: Values) -> set[Cell] | None:
    for cell in sorted(cells, key=sorted):
        for pair in sorted(cell):
            rest = cell - {pair}
            family = {rest | {(pair[0], value)} for value in values.get(pair[0], ())}
            if family and family <= cells:
                return (cells - family) | {rest}
    return None


def canonical(cells: Iterable[Cell], values: Values) -> Number:
    """Return the sum with every complete family of cells replaced by the cell it makes up."""
    found = set(cells)
    while (merged := _merged_once(found, values)) is not None:
        found = merged
    return frozenset(found)


def number_of(wheres: Iterable[Where], values: Values) -> Number:
    """Return the sum of the given places in the base table."""
    return canonical((frozenset(where) for where in wheres), values)


def remainder(whole: Number, part: Number, values: Values) -> Number | None:
    """Return the cells of ``whole`` that are not in ``part``; None if ``part`` is not inside it."""
    names = sorted({pair[0] for cell in whole | part for pair in cell})
    fine_whole, fine_part = _refined(whole, names, values), _refined(part, names, values)
    if not fine_part <= fine_whole:
        return None
    return canonical(fine_whole - fine_part, values)
