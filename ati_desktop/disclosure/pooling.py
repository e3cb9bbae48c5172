"""Packages of several offices as one: counts side by side and summed, what is hidden stays so.

A sum over offices is shown where every office that knows the value shows its number. So the pool
says nothing that the packages do not say together, and ``pool_audit`` makes sure of that. Where
offices have different thresholds the strictest counts (``pool_harden``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from ati_desktop.disclosure.cells import Cell, Values, values_of
from ati_desktop.disclosure.pool_agree import agree
from ati_desktop.disclosure.views import Key, Row, TableView
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Relation, Variable

OFFICE = "office"
FEWEST = 2
Counts = Mapping[Key, int | None]


@dataclass(frozen=True, slots=True)
class Office:
    """What one office has released. ``tables`` hold every margin; None is a hidden count.

    ``label`` is its code in the pool and ``name`` the words for it; ``measures`` are the versions
    of its definitions, ``relations`` what they say of which value lies within which.
    """

    label: str
    name: str
    threshold: int
    variables: tuple[Variable, ...]
    outcomes: frozenset[str]
    tables: Mapping[tuple[str, ...], Counts]
    measures: Mapping[str, int] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()

    @property
    def values(self) -> Values:
        """The closed value lists by variable name."""
        return values_of(self.variables)

    def cells(self, tables: Iterable[frozenset[str]]) -> dict[Cell, int | None]:
        """Return every cell of these tables, None where no table shows its count."""
        wanted = set(tables)
        found: dict[Cell, int | None] = {}
        for names, counts in self.tables.items():
            if frozenset(names) in wanted:
                for key, count in counts.items():
                    cell = cell_of(names, key)
                    found[cell] = found.get(cell) if count is None else count
        return found

    def lists(self, cell: Cell) -> bool:
        """Return whether the office knows all of a cell's values."""
        values = self.values
        return all(value in values.get(name, ()) for name, value in cell)


@dataclass(frozen=True, slots=True)
class Pooled:
    """Tables with the offices as one dimension more, and what could not be pooled and why."""

    threshold: int
    variables: tuple[Variable, ...]
    outcomes: frozenset[str]
    tables: tuple[TableView, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def total(self) -> int | None:
        """The count of everything in all offices; None where one of them hides its own."""
        sums = (row.count for row in self.tables[0].rows if not any(row.key))
        return next(sums)


def cell_of(names: Sequence[str], key: Key) -> Cell:
    """Return the cell that a row of a table counts."""
    pairs = zip(names, key, strict=True)
    return frozenset((name, value) for name, value in pairs if value is not None)


def pool(offices: Sequence[Office]) -> Pooled:
    """Return the tables that all offices have, side by side and summed.

    Raises:
        Refused: fewer than two offices, one of them twice, or their codebooks do not agree.
    """
    from ati_desktop.disclosure.pool_harden import harden  # noqa: PLC0415 - loads numpy

    if len(offices) < FEWEST:
        raise Refused("Pooling needs the packages of at least two offices.")
    if len({office.label for office in offices}) < len(offices):
        raise Refused("Two offices have the same label. Give each office a label of its own.")
    variables = agree(offices)
    common, left_out = _common(offices, variables)
    threshold = max(office.threshold for office in offices)
    hidden, dropped = harden(offices, common, threshold)
    kept = [names for names in common if frozenset(names) not in dropped]
    left_out += [(_title(names, variables), _NOT_SAFE) for names in common if names not in kept]
    if not kept:
        raise Refused("The packages have no table in common that could be pooled.")
    used = {name for names in kept for name in names}
    own = Variable(
        OFFICE,
        "Office",
        tuple(office.label for office in offices),
        {office.label: office.name for office in offices},
    )
    return Pooled(
        threshold=threshold,
        variables=(*(v for v in variables if v.name in used), own),
        outcomes=frozenset.union(*(office.outcomes for office in offices)) & used,
        tables=tuple(_table(names, offices, variables, hidden) for names in kept),
        left_out=tuple(left_out),
    )


_NOT_SAFE = "could not be protected at the strictest threshold"


def _common(
    offices: Sequence[Office], variables: Sequence[Variable]
) -> tuple[list[tuple[str, ...]], list[tuple[str, str]]]:
    """Return the tables that all offices have, and the names of the others."""
    sets = [{frozenset(names) for names in office.tables} for office in offices]
    everywhere = frozenset.intersection(*(frozenset(each) for each in sets))
    common: list[tuple[str, ...]] = []
    left_out: dict[frozenset[str], tuple[str, str]] = {}
    for names in (names for office in offices for names in office.tables):
        scope = frozenset(names)
        if scope in everywhere:
            common += [names] if scope not in map(frozenset, common) else []
        elif scope not in left_out:
            lacking = [o.name for o, has in zip(offices, sets, strict=True) if scope not in has]
            why = f"not in the package of {', '.join(lacking)}"
            left_out[scope] = (_title(names, variables), why)
    return common, list(left_out.values())


def _title(names: Sequence[str], variables: Iterable[Variable]) -> str:
    titles = {variable.name: variable.title for variable in variables}
    return " by ".join(titles[name] for name in names)


def _table(
    names: tuple[str, ...],
    offices: Sequence[Office],
    variables: Sequence[Variable],
    hidden: Sequence[frozenset[Cell]],
) -> TableView:
    spans = values_of(variables)
    own = [office.cells([frozenset(names)]) for office in offices]
    rows: list[Row] = []
    for key in product(*((*spans[name], None) for name in names)):
        cell = cell_of(names, key)
        numbers: list[int | None] = []
        for office, counts, gone in zip(offices, own, hidden, strict=True):
            # What an office does not list is not there, which is not the same as zero.
            if office.lists(cell):
                numbers.append(None if cell in gone else counts[cell])
                rows.append(Row((*key, office.label), numbers[-1]))
        rows.append(Row((*key, None), _sum(numbers)))
    title = f"{_title(names, variables)} by Office"
    return TableView(f"{'_by_'.join(names)}_by_office", title, (*names, OFFICE), tuple(rows))


def _sum(numbers: Iterable[int | None]) -> int | None:
    """Return the sum where every number is shown."""
    shown = list(numbers)
    return None if None in shown else sum(number or 0 for number in shown)
