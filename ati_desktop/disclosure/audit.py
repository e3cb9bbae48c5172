"""The independent attacker: can any number that must stay hidden be narrowed down?

The audit takes what will be printed, and nothing of how it was hidden, and asks by linear programs
how small and how large each number from 1 to threshold - 1 could be, and each zero that would
show a group to be all alike. Each must be able to lie anywhere from 1 (a zero: from 0) to
threshold - 1. From three dimensions on, small bases are asked in whole people. Then each person
who is alone in a cell asks the same, knowing that cell (see ``insiders``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import product
from math import ceil
from time import perf_counter

from ati_desktop.disclosure.attacker import NO_BASE, Knowledge, Terms, gather, truth_of
from ati_desktop.disclosure.cells import Cell, Number
from ati_desktop.disclosure.curve_audit import curves_hold
from ati_desktop.disclosure.insiders import alone_in, learned
from ati_desktop.disclosure.solver import Solver
from ati_desktop.disclosure.targets import Target, find_targets
from ati_desktop.disclosure.views import Row, Views
from ati_desktop.disclosure.work import Cancelled, Progress, Share, stop_if
from ati_desktop.evaluation.results import Evaluation

_WHOLE_PEOPLE = 2_000
_LEAD = 1_000.0
_WHOLE = 1e-5
_AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class AuditResult:
    """What the attacker could do.

    ``narrowest`` is the width of the smallest range that was shown to be open; ``weak`` are the
    numbers that could be narrowed down, for hiding more; ``persons`` were taken to know that they
    are alone in a cell. None of these is ever written out.
    """

    holds: bool
    cells_checked: int
    narrowest: int | None
    seconds: float
    method: str
    weak: tuple[Number, ...] = ()
    persons: int = 0


def audit(
    evaluation: Evaluation,
    views: Views,
    threshold: int,
    outcomes: frozenset[str],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    timer: Callable[[], float] = perf_counter,
) -> AuditResult:
    """Return whether every number that must stay hidden stays hidden.

    Args:
        evaluation: the truth, to know which numbers must stay hidden.
        views: what will be printed.
        threshold: the smallest count that may be shown.
        outcomes: variables for which groups that are all alike are hidden.
        progress: told (done, of how many).
        cancelled: asked between programs.
        timer: seconds, for the duration only.

    Raises:
        Refused: stopped by the person.
    """
    start, share = timer(), Share(progress, 0, 1)
    known = gather(evaluation, views, outcomes, _hidden_rows(views))
    targets = find_targets(evaluation, known, threshold, outcomes)
    integer = _in_whole_people(evaluation, known)
    if targets:
        _attack(known, targets, integer=integer, progress=share.half(0), cancelled=cancelled)
        _excuse(evaluation, views, known, [each for each in targets if not each.settled(0)])
    weak = [each.number for each in targets if not (each.settled(0) and each.settled(1))]
    persons = alone_in(truth_of(evaluation)) if targets else []
    if persons and not weak:
        among = _Among(persons, targets, share.half(1), cancelled)
        weak = _learned_by(among, evaluation, views, outcomes, known)
    share.half(1)(1, 1)
    small = _printed_small(views, threshold)
    widths = [max(int(each.most - each.least + 0.5), 0) for each in targets if each.seen]
    return AuditResult(
        holds=not weak and not small and curves_hold(views, threshold, evaluation.curves),
        cells_checked=len(targets),
        narrowest=min(widths, default=None),
        seconds=timer() - start,
        method=_method(known, integer=integer),
        weak=tuple(weak),
        persons=len(persons),
    )


@dataclass(frozen=True)
class _Among:
    """Who asks of what, and whom to tell how far that is."""

    persons: list[Cell]
    targets: list[Target]
    progress: Progress
    cancelled: Cancelled | None


def _learned_by(
    among: _Among, evaluation: Evaluation, views: Views, outcomes: frozenset[str], known: Knowledge
) -> list[Number]:
    """Return what persons alone in a cell could narrow down, from the sums of the tables."""
    sums = gather(evaluation, views, outcomes, NO_BASE, known.may_be_zero)

    def bare() -> Knowledge:
        nothing = _with_nothing(views)
        return gather(evaluation, nothing, frozenset(), NO_BASE, known.may_be_zero)

    theirs = [replace(each, terms=_moved(each.terms, known, sums)) for each in among.targets]
    return learned(
        sums, bare, theirs, among.persons, progress=among.progress, cancelled=among.cancelled
    )


def attacker_range(
    evaluation: Evaluation, views: Views, outcomes: frozenset[str], number: Number
) -> tuple[float, float] | None:
    """Return how small and how large an attacker must think a number could be.

    None where the package does not hold it, or where what is printed contradicts itself.
    """
    known = gather(evaluation, views, outcomes)
    terms = known.terms(number)
    if terms is None:
        return None
    target = Target(number, terms, 0, 0)
    solver = Solver(known.program)
    for sign in (1.0, -1.0):
        solver.costs({column: sign * weight for column, weight in terms.items()})
        solution = solver.minimum()
        if solution is None:
            return None
        target.saw(solution)
    return round(target.least, 6), round(target.most, 6)


def _method(known: Knowledge, *, integer: bool) -> str:
    kind = "integer programs" if integer else "linear programs"
    base = "the joint base of all tables" if known.pieces.exact else "blocks of linked tables"
    return f"{kind} on {base}"


def _in_whole_people(evaluation: Evaluation, known: Knowledge) -> bool:
    deep = any(len(table.variables) > 2 for table in evaluation.tables)
    return deep and known.pieces.exact and len(known.program.lower) <= _WHOLE_PEOPLE


def _hidden_rows(views: Views) -> int:
    return sum(1 for table in views.tables for row in table.rows if row.count is None)


def _printed_small(views: Views, threshold: int) -> bool:
    return any(0 < count < threshold for count in views.counts() if count is not None)


def _attack(
    known: Knowledge,
    targets: list[Target],
    *,
    integer: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    sides: tuple[int, ...] = (0, 1),
) -> None:
    for each in targets:
        each.above = known.program.column(upper=float(each.high))
        each.below = known.program.column(lower=float(each.low))
        known.program.at_least({**each.terms, each.above: -1.0}, 0.0)
        known.program.at_least(
            {each.below: 1.0} | {column: -worth for column, worth in each.terms.items()}, 0.0
        )
    # Whole people first by linear programs whose solution happens to be whole: they are quick.
    solvers = [Solver(known.program, keep_rows=True)]
    if integer:
        solvers.append(Solver(known.program, integer=True))
    whole = len(solvers) * len(sides) * len(targets)
    for at, (solver, side) in enumerate(product(solvers, sides), start=1):
        open_ = [each for each in targets if not each.settled(side)]
        while open_:
            stop_if(cancelled)
            _ask(solver, targets, open_[:_AT_ONCE], side, whole=integer)
            first = open_.pop(0)
            if not first.settled(side):
                _ask(solver, targets, [first], side, whole=integer)
            open_ = [each for each in open_ if not each.settled(side)]
            _tell(progress, len(targets) * at - len(open_), whole)
        _tell(progress, len(targets) * at, whole)  # also where nothing was left to ask


def _tell(progress: Progress | None, done: int, whole: int) -> None:
    if progress is not None:
        progress(done, whole)


def _excuse(
    evaluation: Evaluation, views: Views, known: Knowledge, unsettled: list[Target]
) -> None:
    """Let pass what would be known though no count but the total were printed.

    Shown zeros tell which cells are not empty, and so the least that a sum of them can be. No
    hiding of counts changes that.
    """
    if not unsettled:
        return
    nothing = _with_nothing(views)
    bare = gather(evaluation, nothing, frozenset(), _hidden_rows(views), known.may_be_zero)
    again = [replace(each, terms=_moved(each.terms, known, bare)) for each in unsettled]
    _attack(bare, again, sides=(0,))
    for each, other in zip(unsettled, again, strict=True):
        if other.seen:
            each.low = max(each.low, ceil(other.least - 0.01))


def _with_nothing(views: Views) -> Views:
    """Return the views with no count but zeros and the total."""
    tables = tuple(replace(table, rows=_bare(table.rows)) for table in views.tables)
    figures = tuple(
        replace(
            each,
            value=None,
            numerator=None,
            denominator=None,
            excluded=tuple((reason, None) for reason, _ in each.excluded),
        )
        for each in views.figures
    )
    return replace(views, tables=tables, figures=figures, people=None, doubts=())


def _bare(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(
        row if row.count == 0 or not any(row.key) else replace(row, count=None) for row in rows
    )


def _moved(terms: Terms, known: Knowledge, bare: Knowledge) -> Terms:
    """Return the same sum over the columns of another program."""
    cells = {column: cell for cell, column in known.columns.items()}
    return {bare.columns[cells[column]]: weight for column, weight in terms.items()}


def _ask(
    solver: Solver, targets: list[Target], open_: Iterable[Target], side: int, *, whole: bool
) -> None:
    """Ask for the least (side 0) or most (side 1) of the first of these, and of all at once."""
    costs: dict[int, float] = {}
    for each in open_:
        worth = 1.0 if costs else _LEAD
        costs[each.above if side else each.below] = -worth if side else worth
    solver.costs(costs)
    solution = solver.minimum()
    solver.costs(dict.fromkeys(costs, 0.0))
    if solution is None or (whole and abs(solution - solution.round()).max() > _WHOLE):
        return
    for each in targets:
        each.saw(solution)
