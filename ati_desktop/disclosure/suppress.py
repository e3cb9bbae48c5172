"""Complementary suppression of a package: what else to hide so that the hidden stays hidden.

The numbers of the package become a ``Problem``: small ones must seem able to lie anywhere from 1
(a hidden zero: from 0) to threshold - 1, to everybody, and to a person who is alone in a cell and
so knows that cell. It is solved to the cheapest answer (see ``optimal``); the result is attacked
by ``audit``, which shares no equation with this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ati_desktop.disclosure.cells import TOTAL, Cell, Number, alone
from ati_desktop.disclosure.comparison import Comparison
from ati_desktop.disclosure.costs import Weights, cost_of
from ati_desktop.disclosure.differencing_problem import with_changes
from ati_desktop.disclosure.joint import with_base
from ati_desktop.disclosure.optimal import solve
from ati_desktop.disclosure.primary import Sensitive
from ati_desktop.disclosure.problem import Insider, Problem, Solution, Target
from ati_desktop.disclosure.system import System
from ati_desktop.disclosure.work import WORK, Cancelled, Progress


@dataclass(frozen=True)
class Wish:
    """What to protect beside what is sensitive by itself, and by which measure of cost.

    ``also`` are places hidden for other reasons, such as a table that was dropped; ``ranges`` must
    be hidden and open from low to high; ``public`` are known to everybody already; ``scopes`` are
    the variables of each table, for attackers who think of the joint base; empty without them.
    ``insiders``: persons alone in a cell must not learn more than others either. ``comparisons``:
    the earlier packages between which and this one nobody may be found.
    """

    also: frozenset[int] = frozenset()
    ranges: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    public: frozenset[int] = frozenset()
    weights: Weights = "readers"
    scopes: tuple[frozenset[str], ...] = ()
    work: int | None = None
    insiders: bool = True
    comparisons: tuple[Comparison, ...] = ()


def suppress(
    system: System,
    sensitive: Sensitive,
    threshold: int,
    wish: Wish | None = None,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Solution:
    """Return what to hide so that each sensitive number may lie anywhere from 1 (0) to k - 1.

    Args:
        system: all numbers of the package.
        sensitive: what is hidden for its own sake.
        threshold: the smallest count that may be shown.
        wish: what else is asked for.
        progress: told (done, of how many).
        cancelled: asked between steps.

    Raises:
        Refused: stopped by the person.
    """
    wish = wish or Wish()
    problem = problem_of(system, sensitive, threshold, wish)
    problem = with_changes(problem, system, wish.comparisons, threshold)
    deeper = with_base(problem, system, list(wish.scopes)) if wish.scopes else None
    return solve(
        problem, work=wish.work or WORK, deeper=deeper, progress=progress, cancelled=cancelled
    )


def problem_of(system: System, sensitive: Sensitive, threshold: int, wish: Wish) -> Problem:
    """Return the problem of a package; its places are those of the system."""
    could_be_zero = system.unprinted | sensitive.could_be_zero | wish.also
    targets = _targets(system, sensitive, threshold, wish)
    problem = Problem(
        equations=tuple(sorted(system.equations)),
        caps=tuple(
            (0.0, 0.0) if at in wish.public else _caps(system, at, could_be_zero)
            for at in range(len(system.values))
        ),
        costs=tuple(
            0.0 if at in system.unsaid else cost_of(value, wish.weights)
            for at, value in enumerate(system.values)
        ),
        targets=targets,
        hidden=frozenset(sensitive.hidden | wish.also | wish.ranges.keys()),
        free=frozenset(system.unprinted),
    )
    if not wish.insiders:
        return problem
    alone_in = sorted(_alone_in(system, sensitive))
    return replace(problem, insiders=tuple(_insiders(system, alone_in, targets)))


def _caps(system: System, at: int, could_be_zero: set[int]) -> tuple[float, float]:
    """Return how far a number could be above and below: zeros are shown, so no other is zero."""
    value, total = system.values[at], system.total
    if at == system.places[alone(TOTAL)]:
        return 0.0, 0.0
    if at in could_be_zero:
        return float(max(total - value, 0)), float(value)
    return (float(max(total - value, 0)), float(value - 1)) if value else (0.0, 0.0)


def _targets(
    system: System, sensitive: Sensitive, threshold: int, wish: Wish
) -> tuple[Target, ...]:
    found: dict[int, tuple[int, int]] = {}
    for at in sensitive.targets():
        if at not in wish.public:
            found[at] = (min(1, system.values[at]), threshold - 1)
    for at, (low, high) in wish.ranges.items():
        known = found.get(at, (low, high))
        found[at] = (min(low, known[0]), max(high, known[1]))
    return tuple(
        Target(at, float(max(high - system.values[at], 0)), float(max(system.values[at] - low, 0)))
        for at, (low, high) in sorted(found.items())
    )


def _alone_in(system: System, sensitive: Sensitive) -> Iterator[tuple[int, Cell]]:
    """Yield the cells of one person that are printed somewhere."""
    names = system.spans.keys()
    for number, at in system.places.items():
        if system.values[at] == 1 and at in sensitive.small and at not in system.unprinted:
            (cell, *more) = number
            if not more and all(name in names for name, _ in cell):
                yield at, cell


def _insiders(
    system: System, alone_in: list[tuple[int, Cell]], targets: Iterable[Target]
) -> Iterator[Insider]:
    """Yield each person alone in a cell, who knows it, and all finer cells of the same person."""
    numbers: dict[int, Number] = {at: number for number, at in system.places.items()}
    for at, cell in alone_in:
        finer = [other for other, more in alone_in if more > cell]
        learns = [
            target.at
            for target in targets
            if target.at != at and not all(part >= cell for part in numbers[target.at])
        ]
        yield Insider((at, *finer), tuple(learns))
