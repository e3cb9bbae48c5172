"""All sums of a package as one suppression problem: cells, margins, columns that add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ati_desktop.disclosure.cells import Cell, Values, lines, values_of
from ati_desktop.disclosure.costs import Weights, cost_of
from ati_desktop.disclosure.magnitude_rules import is_sensitive, uncertainty
from ati_desktop.disclosure.problem import AtLeast, Insider, Problem, Target
from ati_desktop.disclosure.views import Key, Views
from ati_desktop.evaluation.results import Contributed, Evaluation, SumColumn, SumTable

Sum = tuple[str, Cell]
"""A column of amounts and the people whose amounts are added up."""

_SCALE = 1e6
_MORE = 1.001
_SAFE_HIDDEN = 3
"""Of a line in which somebody is alone, so many sums are hidden, if there are so many."""


@dataclass
class SumSystem:
    """Every sum with its place, what it is made of, and the equations that tie sums together.

    ``empty`` are sums that anybody knows to be 0; ``dark`` those whose count is hidden, which
    are hidden as well: a sum that is shown tells that there are enough people.
    """

    columns: Mapping[str, SumColumn]
    cells: list[Contributed] = field(default_factory=list)
    names: list[Sum] = field(default_factory=list)
    places: dict[Sum, int] = field(default_factory=dict)
    equations: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    empty: set[int] = field(default_factory=set)
    dark: set[int] = field(default_factory=set)
    sensitive: set[int] = field(default_factory=set)

    def column(self, at: int) -> SumColumn:
        """Return the column of amounts of a sum."""
        return self.columns[self.names[at][0]]


def cell_of(variables: Iterable[str], key: Key) -> Cell:
    """Return the people that a row of a table is about."""
    return frozenset(
        (name, value) for name, value in zip(variables, key, strict=True) if value is not None
    )


def printed_counts(views: Views) -> dict[Cell, int | None]:
    """Return the count of each cell of the count tables, None where it is hidden."""
    return {
        cell_of(table.variables, row.key): row.count for table in views.tables for row in table.rows
    }


def build_sums(
    evaluation: Evaluation, tables: Iterable[SumTable], views: Views, threshold: int
) -> SumSystem:
    """Return the system of all sums of these tables."""
    system = SumSystem({column.name: column for column in evaluation.sum_columns})
    values = values_of(evaluation.variables)
    for table in tables:
        _add_table(system, table, values)
    _tie_columns(system, evaluation)
    counts = printed_counts(views)
    for at, (name, cell) in enumerate(system.names):
        count, held = counts.get(cell), system.cells[at]
        if count == 0:
            system.empty.add(at)
        elif count is None:
            system.dark.add(at)
        if is_sensitive(held, system.columns[name], threshold):
            system.sensitive.add(at)
    return system


def _add_table(system: SumSystem, table: SumTable, values: Values) -> None:
    for key, held in table.cells.items():
        name = (table.column, cell_of(table.variables, key))
        if name not in system.places:
            system.places[name] = len(system.cells)
            system.names.append(name)
            system.cells.append(held)
    known = set(system.equations)
    for whole, _, parts in lines(table.variables, values):
        equation = (
            system.places[table.column, whole],
            tuple(sorted(system.places[table.column, part] for part in parts)),
        )
        if equation not in known and equation[1] != (equation[0],):
            system.equations.append(equation)


def _tie_columns(system: SumSystem, evaluation: Evaluation) -> None:
    """Say that a column of amounts is the sum of others, in each cell that all of them have."""
    for whole, parts in evaluation.added_up:
        for name, cell in list(system.names):
            members = [(each, cell) for each in parts]
            if name == whole and all(each in system.places for each in members):
                places = tuple(sorted(system.places[each] for each in members))
                system.equations.append((system.places[whole, cell], places))


def problem_of(
    system: SumSystem, weights: Weights, also: Iterable[int] = (), weak: Iterable[int] = ()
) -> Problem:
    """Return what must stay open, and what hiding costs; amounts are scaled for the solver.

    ``also`` are sums that are hidden for other reasons, such as tables that were given up.
    ``weak`` could be narrowed down before: they are protected as if whoever has nearly all of a
    sum knew all of it.
    """
    scale = max(cell.total for cell in system.cells) / _SCALE or 1.0
    hidden = (system.sensitive | system.dark | set(also)) - system.empty
    targets = {at: uncertainty(system.cells[at], system.column(at)) for at in system.sensitive}
    alone = _alone(system, targets)
    return Problem(
        equations=tuple(system.equations),
        caps=tuple(_cap(system, at, targets, scale) for at in range(len(system.cells))),
        costs=tuple(cost_of(cell.people, weights) for cell in system.cells),
        targets=tuple(
            Target(at, need / scale * _MORE, min(need * _MORE, system.cells[at].total) / scale)
            for at, need in sorted(targets.items())
        ),
        hidden=frozenset(hidden),
        at_least=tuple(_lines_with_somebody_alone(system, alone)),
        insiders=(
            *_insiders(system, alone, targets),
            *_nearly_alone(system, targets, sorted(targets.keys() & set(weak))),
        ),
    )


def _cap(
    system: SumSystem, at: int, targets: Mapping[int, int], scale: float
) -> tuple[float, float]:
    """Return how far a sum may seem to move.

    Down no further than to its largest contribution, which one attacker knows; the numbers that
    must stay open may move as far as they have to.
    """
    held = system.cells[at]
    if at in system.empty:
        return 0.0, 0.0
    down = max(held.total - held.largest, min(targets.get(at, 0) * _MORE, held.total))
    return 2 * _SCALE, down / scale


def _alone(system: SumSystem, targets: Mapping[int, int]) -> dict[tuple[bool, int], list[int]]:
    """Return, for everybody who is alone in some hidden sum, these sums."""
    found: dict[tuple[bool, int], list[int]] = defaultdict(list)
    for at in sorted(targets):
        held = system.cells[at]
        if held.people == 1:
            found[system.column(at).by_row, held.who[0]].append(at)
    return found


def _lines_with_somebody_alone(
    system: SumSystem, alone: Mapping[tuple[bool, int], list[int]]
) -> Iterable[AtLeast]:
    single = {at for places in alone.values() for at in places}
    for whole, parts in system.equations:
        if single & set(parts):
            places = tuple(at for at in (whole, *parts) if at not in system.empty)
            yield AtLeast(places, min(_SAFE_HIDDEN, len(places)))


def _insiders(
    system: SumSystem, alone: Mapping[tuple[bool, int], list[int]], targets: Mapping[int, int]
) -> Iterable[Insider]:
    beside: dict[int, set[int]] = defaultdict(set)
    for whole, parts in system.equations:
        members = {whole, *parts} & targets.keys()
        for at in members:
            beside[at] |= members
    for _, knows in sorted(alone.items()):
        learns = set().union(*(beside[at] for at in knows)) - set(knows)
        if learns:
            yield Insider(tuple(knows), tuple(sorted(learns)))


def _nearly_alone(
    system: SumSystem, targets: Mapping[int, int], weak: Iterable[int]
) -> Iterable[Insider]:
    """Yield those who know of their sums that they cannot lie as low as others must believe."""
    found: dict[tuple[bool, int], set[int]] = defaultdict(set)
    for at, need in sorted(targets.items()):
        held = system.cells[at]
        if held.who and held.total - held.largest < need * _MORE:
            found[system.column(at).by_row, held.who[0]].add(at)
    for _, mine in sorted(found.items()):
        for at in weak:
            if mine - {at}:
                yield Insider(tuple(sorted(mine - {at})), (at,))
