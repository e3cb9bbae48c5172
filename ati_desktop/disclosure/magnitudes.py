"""Protection of sums of amounts: hide, print, attack, and hide more until the attacks fail.

Sums come after counts and never show what a hidden count would hide: where a count is hidden, the
sum is, too. All tables of one column, and columns that add up to one another, are one system.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ati_desktop.disclosure.costs import Weights
from ati_desktop.disclosure.magnitude_problem import (
    Sum,
    SumSystem,
    build_sums,
    cell_of,
    printed_counts,
    problem_of,
)
from ati_desktop.disclosure.magnitude_views import MagnitudeRow, MagnitudeView, divided, rounded
from ati_desktop.disclosure.views import Views
from ati_desktop.disclosure.work import WORK, Cancelled, Progress
from ati_desktop.evaluation.results import Contributed, Evaluation, SumColumn, SumTable

_ROUNDS = 3
_SMALL = 1e-6


@dataclass(frozen=True, slots=True)
class Magnitudes:
    """Sums under protection. ``cost`` counts each hidden sum once, however many tables hold it."""

    views: tuple[MagnitudeView, ...] = ()
    holds: bool = True
    method: str = ""
    sums_checked: int = 0
    cost: float = 0.0
    bound: float = 0.0
    optimal: bool = True


NO_SUMS = Magnitudes()


@dataclass
class _Attempt:
    """What was tried so far: tables given up, and sums hidden beyond the cheapest choice.

    ``weak`` are sums that could be narrowed down and are asked of the solver more strictly.
    """

    withheld: set[str]
    more: set[Sum] = field(default_factory=set)
    weak: set[Sum] = field(default_factory=set)
    rounds: int = 0
    bound: float = 0.0


def protect_magnitudes(
    evaluation: Evaluation,
    counts: Views,
    threshold: int,
    *,
    weights: Weights = "readers",
    work: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Magnitudes:
    """Hide what must be hidden in all tables of sums of a package.

    Args:
        evaluation: the sums and their contributions.
        counts: the counts as they will be printed.
        threshold: the fewest contributors of a sum that may be shown.
        weights: what hiding costs, see ``costs``.
        work: steps of the solver before it is content with less than the cheapest.
        progress: told (done, of how many).
        cancelled: asked between steps.

    Raises:
        Refused: the person stopped the work.
    """
    if not evaluation.sums:
        return NO_SUMS
    # Here and not above: they load numpy and highspy, which the window must not wait for.
    from ati_desktop.disclosure.magnitude_audit import audit_magnitudes  # noqa: PLC0415 - numpy
    from ati_desktop.disclosure.optimal import solve  # noqa: PLC0415 - loads numpy

    attempt = _Attempt(set(_without_counts(evaluation, counts)))
    while True:
        open_ = [table for table in evaluation.sums if table.id not in attempt.withheld]
        cost, hidden = 0.0, set[Sum]()
        if open_:
            system = build_sums(evaluation, open_, counts, threshold)
            problem = problem_of(
                system, weights, _placed(system, attempt.more), _placed(system, attempt.weak)
            )
            found = solve(problem, work=work or WORK, cancelled=cancelled)
            hidden = {system.names[at] for at in found.hidden}
            cost = found.cost
            if not attempt.more and not attempt.weak:
                attempt.bound = found.bound
        views = print_sums(evaluation, counts, hidden, attempt.withheld)
        result = audit_magnitudes(
            evaluation, counts, views, threshold, progress=progress, cancelled=cancelled
        )
        if result.holds or not open_:
            break
        _try_more(system, open_, attempt, hidden, result.weak)
    return Magnitudes(
        views=views,
        holds=result.holds,
        method=result.method,
        sums_checked=result.sums_checked,
        cost=cost,
        bound=min(attempt.bound, cost) if open_ else cost,
        optimal=not attempt.withheld and cost - attempt.bound <= _SMALL,
    )


def _placed(system: SumSystem, sums: Iterable[Sum]) -> set[int]:
    """Return where sums stand, those of tables that were given up left out."""
    return {system.places[each] for each in sums if each in system.places}


def _without_counts(evaluation: Evaluation, counts: Views) -> Iterable[str]:
    """Yield tables of sums whose counts could not be protected."""
    gone = {frozenset(table.variables) for table in counts.tables if table.withheld}
    there = {frozenset(table.variables) for table in counts.tables if not table.withheld}
    for table in evaluation.sums:
        if frozenset(table.variables) in gone - there:
            yield table.id


def print_sums(
    evaluation: Evaluation, counts: Views, hidden: Iterable[Sum], withheld: Iterable[str] = ()
) -> tuple[MagnitudeView, ...]:
    """Return every table of sums as it will be printed: the only place that lets a sum by."""
    gone, left_out = frozenset(hidden), frozenset(withheld)
    return tuple(
        _print_table(evaluation, counts, table, gone, table.id in left_out)
        for table in evaluation.sums
    )


def _print_table(
    evaluation: Evaluation,
    counts: Views,
    table: SumTable,
    hidden: frozenset[Sum],
    withheld: bool,
) -> MagnitudeView:
    column = next(each for each in evaluation.sum_columns if each.name == table.column)
    known = printed_counts(counts)
    rows = []
    for key, held in table.cells.items():
        cell = cell_of(table.variables, key)
        if withheld or (table.column, cell) in hidden:
            total = None
        else:
            total = rounded(held.total, column.places, column.decimals)
        count = known.get(cell) if column.complete else None
        mean = divided(total, count) if total is not None and count else None
        rows.append(MagnitudeRow(key, total, count, mean, _quantiles(held, column, total)))
    return MagnitudeView(
        id=table.id,
        title=table.title,
        column=column.name,
        column_title=column.title,
        variables=table.variables,
        decimals=column.decimals,
        means=column.complete,
        rows=tuple(rows),
        withheld=withheld,
        quantiles=column.quantiles,
    )


def _quantiles(held: Contributed, column: SumColumn, total: int | None) -> tuple[int | None, ...]:
    """Return the quantiles that may be printed; those of too few were never worked out."""
    return tuple(
        None if total is None or each is None else rounded(each, column.places, column.decimals)
        for each in held.quantiles
    )


def _try_more(
    system: SumSystem,
    open_: Sequence[SumTable],
    attempt: _Attempt,
    hidden: Iterable[Sum],
    weak: Iterable[Sum],
) -> None:
    """Ask the solver for more, then hide more next to what is weak, then all inside the tables.

    After that a table is given up.
    """
    weak = set(weak)
    if not weak <= attempt.weak:
        attempt.weak |= weak
        return
    attempt.more |= set(hidden)
    if attempt.rounds < _ROUNDS:
        attempt.rounds += 1
        more = _neighbours(system, attempt.more, weak)
        if more:
            attempt.more |= more
            return
    inside = {each for table in open_ for each in _inside(system, table)}
    if not inside <= attempt.more:
        attempt.more |= inside
        return
    attempt.rounds, attempt.more, attempt.weak = 0, set(), set()
    scores = {
        table.id: (
            sum((table.column, cell_of(table.variables, key)) in weak for key in table.cells),
            len(table.variables),
        )
        for table in open_
    }
    attempt.withheld.add(max(sorted(scores), key=lambda name: scores[name]))


def _inside(system: SumSystem, table: SumTable) -> Iterable[Sum]:
    """Yield the sums of a table that are no margins and not known to be 0."""
    for key in table.cells:
        each = (table.column, cell_of(table.variables, key))
        if None not in key and system.places[each] not in system.empty:
            yield each


def _neighbours(system: SumSystem, hidden: set[Sum], weak: Iterable[Sum]) -> set[Sum]:
    """Return, for each line with a weak sum, the shown sum of the fewest people in it."""
    places = _placed(system, weak)
    found: set[Sum] = set()
    for whole, parts in system.equations:
        if places & {whole, *parts}:
            open_ = [
                at
                for at in (*parts, whole)
                if at not in system.empty and system.names[at] not in hidden
            ]
            if open_:
                best = min(open_, key=lambda at: (system.cells[at].people, at))
                found.add(system.names[best])
    return found
