"""What an attacker knows of sums who has the whole package and the rules, as one program.

Written apart from the part that hides: it reads printed numbers from the views. The unknowns are
the sums of all tables and, where tables share variables, the sums of the pieces of the joint base
(see ``cliques``). No amount is below 0, and a printed number is known to the rounding shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product

from ati_desktop.disclosure.cells import Cell, Values, values_of
from ati_desktop.disclosure.cliques import Clique, Pieces, cut
from ati_desktop.disclosure.magnitude_views import MagnitudeView
from ati_desktop.disclosure.solver import INFINITY, Program
from ati_desktop.disclosure.views import Views
from ati_desktop.evaluation.results import Evaluation

Sum = tuple[str, Cell]
Range = tuple[float, float]

_LARGEST_BASE = 50_000
_EFFORT = 6_000_000


@dataclass
class Knowledge:
    """The attacker's program, where each sum stands in it, and what is printed of it.

    Amounts are in units of ``scale`` times each column's smallest.
    """

    program: Program
    scale: float
    exact: bool = True
    columns: dict[Sum, int] = field(default_factory=dict)
    printed: dict[Sum, Range] = field(default_factory=dict)
    empty: set[Cell] = field(default_factory=set)
    empty_in: list[Clique] = field(default_factory=list)

    def column(self, name: str, cell: Cell) -> int:
        """Return the place of a sum, put in with what is printed of it."""
        found = self.columns.get((name, cell))
        if found is None:
            low, high = self.printed.get((name, cell), _OPEN)
            if self.nobody(cell):
                low, high = 0.0, 0.0
            found = self.program.column(low, high)
            self.columns[name, cell] = found
        return found

    def nobody(self, cell: Cell) -> bool:
        """Return whether the printed counts say that there is nobody here."""
        parts = (frozenset(p for p in cell if p[0] in scope) for scope in self.empty_in)
        return any(part in self.empty for part in parts)


_OPEN = (0.0, INFINITY)


def gather(
    evaluation: Evaluation,
    counts: Views,
    views: Iterable[MagnitudeView],
    *,
    scale: float,
    attacks: int = 1,
) -> Knowledge:
    """Return what can be known from what is printed of sums.

    Args:
        evaluation: read for definitions only: value lists, columns, which of them add up.
        counts: printed counts, which tell where nobody is.
        views: the tables of sums that will be printed; those withheld are not.
        scale: what the program's unit is, in units of the columns.
        attacks: how many sums will be attacked, about; it decides how large a base may be.
    """
    shown = [view for view in views if not view.withheld]
    known = Knowledge(Program(), scale)
    values = values_of(evaluation.variables)
    known.empty = _empty(counts)
    known.empty_in = sorted({frozenset(n for n, _ in cell) for cell in known.empty}, key=sorted)
    places = {column.name: column.places for column in evaluation.sum_columns}
    for view in shown:
        _read(known, view, places[view.column])
    for group in _groups(evaluation, shown):
        tables = [view for view in shown if view.column in group]
        scopes = list(dict.fromkeys(frozenset(view.variables) for view in tables))
        sizes = {name: len(each) for name, each in values.items()}
        pieces = cut(scopes, sizes, min(_LARGEST_BASE, _EFFORT // max(attacks, 1)) // len(group))
        known.exact &= pieces.exact
        for view in tables:
            _add_table(known, view.column, frozenset(view.variables), values)
        for name in group:
            mine = {frozenset(view.variables) for view in tables if view.column == name}
            for clique in pieces.cliques:
                _add_piece(known, name, clique, _seams(pieces, clique, mine), values)
        _tie_columns(known, evaluation, group, pieces, values)
    return known


def _empty(counts: Views) -> set[Cell]:
    return {
        frozenset((n, v) for n, v in zip(table.variables, row.key, strict=True) if v is not None)
        for table in counts.tables
        for row in table.rows
        if row.count == 0
    }


def _read(known: Knowledge, view: MagnitudeView, places: int) -> None:
    unit = 10 ** (places - view.decimals)
    for row in view.rows:
        if row.total is None:
            continue
        pairs = zip(view.variables, row.key, strict=True)
        cell = frozenset((name, value) for name, value in pairs if value is not None)
        half = unit / 2 if unit > 1 else 0.0
        low, high = row.total * unit - half, row.total * unit + half
        known.printed[view.column, cell] = (max(low, 0.0) / known.scale, high / known.scale)


def _groups(evaluation: Evaluation, views: Iterable[MagnitudeView]) -> list[tuple[str, ...]]:
    """Return columns that must be seen together because they add up."""
    groups = [{view.column} for view in views]
    groups += [{whole, *parts} for whole, parts in evaluation.added_up]
    there = {view.column for view in views}
    merged: list[set[str]] = []
    for group in groups:
        touching = [other for other in merged if other & group]
        merged = [other for other in merged if not other & group]
        merged.append(group.union(*touching))
    return sorted(tuple(sorted(group)) for group in merged if group & there)


def _keys(names: Iterable[str], values: Values) -> Iterator[Cell]:
    ordered = sorted(names)
    for key in product(*(values[name] for name in ordered)):
        yield frozenset(zip(ordered, key, strict=True))


def _add_table(known: Knowledge, name: str, scope: Clique, values: Values) -> None:
    """Tie every margin of a table to the margin that has one variable more."""
    for size in range(len(scope)):
        for names in combinations(sorted(scope), size):
            running = min(scope - set(names))
            for cell in _keys(names, values):
                terms = {known.column(name, cell): 1.0}
                for value in values[running]:
                    terms[known.column(name, cell | {(running, value)})] = -1.0
                known.program.equal(terms)


def _seams(pieces: Pieces, clique: Clique, tables: Iterable[Clique]) -> list[Clique]:
    """Return the variable sets on which a piece must agree with tables and neighbours."""
    inside = {each for each in tables if each < clique}
    seams = {each for each in pieces.seams if each < clique}
    return sorted(
        inside | {each for each in seams if not any(each <= one for one in inside)}, key=sorted
    )


def _add_piece(
    known: Knowledge, name: str, clique: Clique, seams: Iterable[Clique], values: Values
) -> None:
    """Tie tables and seams to the finest sums of a piece."""
    there = [cell for cell in _keys(clique, values) if not known.nobody(cell)]
    for seam in seams:
        rows: dict[int, dict[int, float]] = {}
        for cell in there:
            whole = known.column(name, frozenset(pair for pair in cell if pair[0] in seam))
            rows.setdefault(whole, {whole: -1.0})[known.column(name, cell)] = 1.0
        for cell in _keys(seam, values):
            whole = known.column(name, cell)
            known.program.equal(rows.get(whole, {whole: 1.0}))


def _tie_columns(
    known: Knowledge,
    evaluation: Evaluation,
    group: tuple[str, ...],
    pieces: Pieces,
    values: Values,
) -> None:
    for whole, parts in evaluation.added_up:
        if whole not in group:
            continue
        for clique in pieces.cliques:
            for cell in _keys(clique, values):
                if known.nobody(cell):
                    continue
                terms = {known.column(whole, cell): 1.0}
                terms |= {known.column(name, cell): -1.0 for name in parts}
                known.program.equal(terms)
