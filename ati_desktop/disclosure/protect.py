"""Protection of a whole package: hide, print, attack, and hide more until the attack fails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ati_desktop.disclosure.cells import Cell, Number, alone, margins
from ati_desktop.disclosure.comparison import NO_DEMANDS, Demands
from ati_desktop.disclosure.costs import Weights, cost_of
from ati_desktop.disclosure.definitions import outcome_variables
from ati_desktop.disclosure.magnitudes import protect_magnitudes
from ati_desktop.disclosure.numbers import printed_numbers
from ati_desktop.disclosure.primary import Sensitive, find_sensitive
from ati_desktop.disclosure.printing import print_views
from ati_desktop.disclosure.proposals import Proposal, propose
from ati_desktop.disclosure.protected import Protected, as_audited, mark
from ati_desktop.disclosure.system import System, build_system
from ati_desktop.disclosure.views import Views
from ati_desktop.disclosure.work import WORK, Cancelled, Progress, Share
from ati_desktop.errors import Refused
from ati_desktop.evaluation.results import Evaluation

if TYPE_CHECKING:
    from ati_desktop.disclosure.audit import AuditResult

__all__ = ["THRESHOLD", "Protected", "protect"]

SMALLEST_THRESHOLD, LARGEST_THRESHOLD = 3, 20
THRESHOLD = 11
_ROUNDS = 3
_SMALL = 1e-6


@dataclass(frozen=True)
class _Order:
    """What was asked for, the same for the main base and for what stands beside it."""

    threshold: int
    weights: Weights
    work: int | None
    cancelled: Cancelled | None
    demands: Demands = NO_DEMANDS


@dataclass
class _Attempt:
    """What was tried so far: tables given up, and cells hidden beyond the suppression.

    ``bound`` is what the first suppression proved, before anything was given up or added.
    """

    system: System
    sensitive: Sensitive
    withheld: set[str] = field(default_factory=set)
    more: set[int] = field(default_factory=set)
    rounds: int = 0
    bound: float | None = None


def protect(
    evaluation: Evaluation,
    threshold: int = THRESHOLD,
    *,
    weights: Weights = "readers",
    work: int | None = None,
    demands: Demands = NO_DEMANDS,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Protected:
    """Hide what must be hidden in all tables and figures of a package as one system.

    Args:
        evaluation: all results; cohort files beside it are protected by themselves.
        threshold: the smallest count that may be shown, 3 to 20.
        weights: what hiding a number costs, see ``costs``.
        work: steps of the solver before it is content with less than the cheapest; None leaves
            it to the program.
        demands: what earlier packages ask of the main base.
        progress: told (done, of how many), in steps that only ever grow.
        cancelled: asked between steps.

    Raises:
        Refused: the threshold is out of range, the cohort is smaller than it, nothing could be
            protected, or the person stopped the work.
    """
    if not SMALLEST_THRESHOLD <= threshold <= LARGEST_THRESHOLD:
        raise Refused(
            "The smallest count shown must be from {least} to {most}.",
            least=SMALLEST_THRESHOLD,
            most=LARGEST_THRESHOLD,
        )
    order = _Order(threshold, weights, work, cancelled)
    main_order = replace(order, demands=demands)
    parts = 1 + len(evaluation.beside)
    main = _protect_one(evaluation, main_order, Share(progress, 0, parts))
    beside = tuple(
        mark(_protect_one(each, order, Share(progress, at, parts)))
        for at, each in enumerate(evaluation.beside, start=1)
    )
    return mark(replace(main, beside=beside))


def together(parts: Sequence[Protected]) -> Protected:
    """Return packages as one: the first, with the others beside it; audited where each of them is.

    Args:
        parts: one or more, each protected by itself.
    """
    main, *others = parts
    evaluation = replace(main.evaluation, beside=tuple(each.evaluation for each in others))
    whole = replace(main, evaluation=evaluation, beside=tuple(others))
    return mark(whole) if all(map(as_audited, parts)) else whole


def as_printed(
    evaluation: Evaluation,
    threshold: int,
    views: Views,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Protected | None:
    """Return a package as it was printed before; None where that does not hold any more.

    A question that was answered tells nothing new when it is answered in the same way again. What
    was said beside the tables is left unsaid where it holds only so. No cheaper choice is looked
    for, so nothing is proven about the cost.

    Raises:
        Refused: the person stopped the work.
    """
    from ati_desktop.disclosure.audit import audit  # noqa: PLC0415 - loads numpy

    order = _Order(threshold, "readers", None, cancelled)
    outcomes = outcome_variables(evaluation)
    share = Share(progress, 0, 1)
    for half, each in enumerate((views, views.tables_alone)):
        result = audit(
            evaluation, each, threshold, outcomes, progress=share.half(half), cancelled=cancelled
        )
        if result.holds:
            share.half(1)(1, 1)
            attempt = _attempt(evaluation, threshold)
            attempt.withheld = {table.id for table in each.tables if table.withheld}
            known = printed_numbers(evaluation, each).keys()
            places = attempt.system.places.items()
            hidden = frozenset(at for number, at in places if number not in known)
            return mark(_protected(evaluation, attempt, hidden, each, result, order))
    return None


def _protect_one(evaluation: Evaluation, order: _Order, share: Share) -> Protected:
    # Each table counts everybody; a cohort with nobody in it has tables without cells.
    listed = [table for table in evaluation.tables if table.listed]
    people = max((sum(each.cells.values()) for each in listed), default=0)
    if people < order.threshold:
        raise Refused(
            "The cohort has fewer than {threshold} referrals, so nothing in it can be shown."
            " Choose a longer time or more programs.",
            threshold=order.threshold,
        )
    attempt = _attempt(evaluation, order.threshold)
    return _protected(
        evaluation, attempt, *_until_it_holds(evaluation, attempt, order, share), order
    )


def _attempt(evaluation: Evaluation, threshold: int) -> _Attempt:
    system = build_system(evaluation)
    outcomes = outcome_variables(evaluation)
    return _Attempt(system, find_sensitive(system, evaluation.tables, threshold, outcomes))


def _protected(
    evaluation: Evaluation,
    attempt: _Attempt,
    hidden: frozenset[int],
    views: Views,
    result: AuditResult,
    order: _Order,
) -> Protected:
    system, outcomes = attempt.system, outcome_variables(evaluation)
    counted = hidden - system.unprinted - system.unsaid - _given_up(evaluation, attempt)
    cost = sum(cost_of(system.values[at], order.weights) for at in counted)
    bound = min(attempt.bound or 0.0, cost)
    return Protected(
        evaluation=evaluation,
        threshold=order.threshold,
        views=views,
        outcomes=outcomes,
        reasons=_reasons(evaluation, attempt, hidden),
        proposals=_proposals(evaluation, views, order, outcomes),
        audit=result,
        cost=cost,
        bound=bound,
        optimal=result.holds and not attempt.withheld and cost - bound <= _SMALL,
        sums=protect_magnitudes(
            evaluation,
            views,
            order.threshold,
            weights=order.weights,
            work=order.work,
            cancelled=order.cancelled,
        ),
    )


def _proposals(
    evaluation: Evaluation, views: Views, order: _Order, outcomes: frozenset[str]
) -> tuple[Proposal, ...]:
    from ati_desktop.disclosure.savings import measure  # noqa: PLC0415 - loads numpy

    found = propose(evaluation, views.listed, order.threshold, outcomes)
    return measure(evaluation, found, order.threshold, outcomes, order.cancelled)


def _until_it_holds(
    evaluation: Evaluation, attempt: _Attempt, order: _Order, share: Share
) -> tuple[frozenset[int], Views, AuditResult]:
    """Hide, print and attack until nothing is weak or nothing is left to try."""
    # Here and not above: it loads numpy and highspy, which the window must not wait for.
    from ati_desktop.disclosure.audit import audit  # noqa: PLC0415 - loads numpy

    number, work = 0, order.work or WORK
    while True:
        share.round(number)
        hidden, weak = _hide(evaluation, attempt, replace(order, work=work), share)
        number, work = number + 1, max(work // 2, 1)  # what comes after is a repair
        views = print_views(
            evaluation, attempt.system, hidden, order.threshold, frozenset(attempt.withheld)
        )
        result = audit(
            evaluation,
            views,
            order.threshold,
            outcome_variables(evaluation),
            progress=share.half(1),
            cancelled=order.cancelled,
        )
        if result.holds or not _try_more(evaluation, attempt, hidden, [*weak, *result.weak]):
            share.end()
            return hidden, views, result


def _hide(
    evaluation: Evaluation, attempt: _Attempt, order: _Order, share: Share
) -> tuple[frozenset[int], list[Number]]:
    """Return what to hide, and the numbers that no hiding could protect."""
    from ati_desktop.disclosure.suppress import Wish, suppress  # noqa: PLC0415 - loads numpy

    system, demands = attempt.system, order.demands
    known = system.places
    wish = Wish(
        also=frozenset(_given_up(evaluation, attempt) | attempt.more),
        ranges={known[each]: span for each, span in demands.intervals.items() if each in known},
        public=frozenset(known[each] for each in demands.public if each in known),
        weights=order.weights,
        work=order.work,
        comparisons=demands.comparisons,
        scopes=tuple(sorted({frozenset(t.variables) for t in evaluation.tables}, key=sorted)),
    )
    found = suppress(
        system,
        attempt.sensitive,
        order.threshold,
        wish,
        progress=share.half(0),
        cancelled=order.cancelled,
    )
    if attempt.bound is None:
        attempt.bound = found.bound
    numbers = {at: number for number, at in known.items()}
    weak = [numbers[at] for at in found.unprotected if at in numbers]
    return found.hidden | attempt.sensitive.hidden, weak


def _given_up(evaluation: Evaluation, attempt: _Attempt) -> set[int]:
    """Return the cells that stand in no other table than those that are withheld."""
    kept: set[Cell] = set()
    gone: set[Cell] = set()
    for table in evaluation.tables:
        (gone if table.id in attempt.withheld else kept).update(margins(table))
    return {attempt.system.places[alone(cell)] for cell in gone - kept if cell}


def _try_more(
    evaluation: Evaluation, attempt: _Attempt, hidden: frozenset[int], weak: Iterable[Number]
) -> bool:
    """Hide more next to what could be narrowed down; after some rounds give a table up."""
    cells = {cell for number in weak for cell in number}
    if attempt.rounds < _ROUNDS:
        attempt.rounds += 1
        more = _neighbours(attempt.system, hidden, cells)
        attempt.more |= more
        if more:
            return True
    attempt.rounds = 0
    open_ = [table for table in evaluation.tables if table.id not in attempt.withheld]
    scores = {
        table.id: (sum(1 for cell in cells if cell in margins(table)), len(table.variables))
        for table in open_
    }
    if not scores:
        return False
    worst = max(sorted(scores), key=lambda name: scores[name])
    attempt.withheld.add(worst)
    return True


def _neighbours(system: System, hidden: frozenset[int], cells: set[Cell]) -> set[int]:
    """Return, for each line with a weak cell, the smallest shown number above zero in it."""
    weak = {place for cell in cells if (place := system.place(alone(cell))) is not None}
    found: set[int] = set()
    for whole, parts in system.equations:
        if weak & {whole, *parts}:
            open_ = [at for at in parts if at not in hidden and system.values[at] > 0]
            if open_:
                found.add(min(open_, key=lambda at: (system.values[at], at)))
    return found


def _reasons(evaluation: Evaluation, attempt: _Attempt, hidden: frozenset[int]) -> dict[str, int]:
    system, sensitive = attempt.system, attempt.sensitive
    listed = (table for table in evaluation.tables if table.listed)
    cells = {system.places[alone(cell)] for table in listed for cell in margins(table)} & hidden
    small = cells & sensitive.small
    alike = (cells & sensitive.alike) - small
    return {"small": len(small), "alike": len(alike), "others": len(cells - small - alike)}
