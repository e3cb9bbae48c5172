"""Which numbers a dashboard hides so that its noise opens nothing that a release hides.

A number that is printed with noise lies within a few people of the truth. Beside what a release
prints of the same people, that can be enough to narrow a hidden number. So an attacker takes the
dashboard as one more package of which ranges are known (see ``together``); where a number is
narrowed, the ranges that the answer hangs on, by their prices in the linear program, are hidden
one after another until the number is as open as without the dashboard.

This module loads numpy and highspy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ati_desktop.disclosure.cells import Number
from ati_desktop.disclosure.comparison import Comparison, Package
from ati_desktop.disclosure.solver import Solver
from ati_desktop.disclosure.together import Together, put_together
from ati_desktop.disclosure.together_asks import Asked, add_ends, pull
from ati_desktop.disclosure.together_audit import find_weak
from ati_desktop.disclosure.work import Cancelled, stop_if
from ati_desktop.errors import Refused

_SMALL = 1e-7


def hidden_beside(
    dashboard: Package, comparisons: Sequence[Comparison], *, cancelled: Cancelled | None = None
) -> frozenset[Number]:
    """Return the numbers of a dashboard that must not be printed beside earlier packages.

    Args:
        dashboard: with the ranges of everything that it would print.
        comparisons: the earlier packages, and how their rows overlap with the dashboard's.
        cancelled: asked between programs.

    Raises:
        Refused: the person stopped the work, or nothing helps.
    """
    hidden: set[Number] = set()
    for comparison in comparisons:
        if any(earlier.hides for earlier in comparison.earlier):
            hidden |= _beside(_without(dashboard, hidden), comparison, cancelled)
    return frozenset(hidden)


def _without(dashboard: Package, hidden: set[Number]) -> Package:
    ranges = {number: span for number, span in dashboard.ranges.items() if number not in hidden}
    return replace(dashboard, ranges=ranges)


def _beside(dashboard: Package, comparison: Comparison, cancelled: Cancelled | None) -> set[Number]:
    hidden: set[Number] = set()
    while True:
        kept = _without(dashboard, hidden)
        joint = put_together([*comparison.earlier, kept], comparison.overlap)
        weak = find_weak(joint, cancelled=cancelled)
        if not weak:
            return hidden
        silent = put_together(
            [*comparison.earlier, replace(dashboard, ranges={})], comparison.overlap
        )
        more = _narrowing(silent, kept, weak, cancelled)
        if not more:
            raise Refused(
                "Together with the release {id} this dashboard would tell about fewer than"
                " {threshold} people. Ask for a dashboard of the same cohort, or of other years.",
                id=comparison.earlier[weak[0].own or 0].id,
                threshold=dashboard.threshold,
            )
        hidden |= more


def _narrowing(
    silent: Together, dashboard: Package, weak: Sequence[Asked], cancelled: Cancelled | None
) -> set[Number]:
    """Return numbers without which everything that is asked for is open.

    Args:
        silent: what is known though the dashboard told nothing.
        dashboard: with the ranges that are still printed.
        weak: what must be open.
        cancelled: asked between programs.
    """
    newest = len(silent.packages) - 1
    ranges = {
        number: (terms, *span)
        for number, span in sorted(dashboard.ranges.items(), key=_named)
        if (terms := silent.number(newest, number)) is not None
    }
    hidden: set[Number] = set()
    for asked in weak:
        for side in (0, 1):
            while True:
                stop_if(cancelled)
                narrows = _narrows(silent, ranges, asked, side)
                if narrows is None:
                    break
                hidden.add(narrows)
                del ranges[narrows]
    return hidden


def _named(item: tuple[Number, tuple[float, float]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(cell) for cell in item[0])


def _narrows(
    silent: Together,
    ranges: dict[Number, tuple[dict[int, float], float, float]],
    asked: Asked,
    side: int,
) -> Number | None:
    """Return the printed number on which it hangs most that this one is narrowed; None if open."""
    program = silent.program.copy()
    before = len(program.rows)
    program.rows += list(ranges.values())
    again = Asked(asked.cells, asked.terms, asked.low, asked.high)
    add_ends(program, again)
    solver = Solver(program)
    solution = pull(solver, [again], side, keep=True)
    if solution is not None:
        again.saw(solution)
        if again.settled(side):
            return None
    prices = abs(solver.prices()[before : before + len(ranges)])
    found = [number for number, price in zip(ranges, prices, strict=True) if price > _SMALL]
    worth = dict(zip(ranges, prices, strict=True))
    return max(found, key=lambda number: worth[number], default=None)
