"""Complementary suppression: what else must be hidden so that the hidden numbers stay hidden.

For each sensitive number the cheapest way is searched in which it could be larger and smaller than
it is without any shown number changing (a circulation in the system, found by linear programming
with hidden numbers free of cost). Every number that must move for that is hidden as well. The
result is checked by ``audit``, which shares nothing with this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ati_desktop.disclosure.cells import TOTAL, alone
from ati_desktop.disclosure.primary import Sensitive
from ati_desktop.disclosure.solver import Program, Solver
from ati_desktop.disclosure.system import System
from ati_desktop.disclosure.work import Cancelled, Progress, stop_if

_MOVED = 1e-6


@dataclass
class Suppression:
    """What is hidden, and the sensitive numbers for which no way was found."""

    hidden: set[int]
    unprotected: list[int] = field(default_factory=list)


class _Circulation:
    """The changes an attacker cannot see, as a linear program kept warm between questions.

    Column 2i is how far number i may be above its true value, 2i + 1 how far below.
    """

    def __init__(
        self, system: System, hidden: set[int], may_be_zero: set[int], public: frozenset[int]
    ) -> None:
        self._system, self._hidden, self._may_be_zero = system, hidden, may_be_zero
        self._public = public
        program = Program()
        self._caps = [self._cap(at) for at in range(len(system.values))]
        for up, down in self._caps:
            program.column(0.0, up)
            program.column(0.0, down)
        for whole, parts in system.equations:
            terms = {2 * whole: 1.0, 2 * whole + 1: -1.0}
            for part in parts:
                terms |= {2 * part: -1.0, 2 * part + 1: 1.0}
            program.equal(terms)
        self._solver = Solver(program)
        self._solver.costs(
            {2 * at + side: self._cost(at) for at in range(len(system.values)) for side in (0, 1)}
        )

    def _cap(self, at: int) -> tuple[float, float]:
        value, total = self._system.values[at], self._system.total
        if at == self._system.places[alone(TOTAL)] or at in self._public:
            return 0.0, 0.0
        if at in self._may_be_zero:
            return float(total), float(value)
        return (float(total), float(value - 1)) if value else (0.0, 0.0)

    def _cost(self, at: int) -> float:
        """Small numbers are cheap to lose; totals of many people are what readers come for."""
        return 0.0 if at in self._hidden else 1.0 + self._system.values[at] ** 0.75

    def reach(self, at: int, need: float, *, upward: bool) -> dict[int, float] | None:
        """Return the cheapest change that moves a number by ``need``; None if there is none."""
        moved, still = (2 * at, 2 * at + 1) if upward else (2 * at + 1, 2 * at)
        caps = self._caps[at]
        self._solver.bound(moved, need, max(need, caps[0] if upward else caps[1]))
        self._solver.bound(still, 0.0, 0.0)
        solution = self._solver.minimum()
        self._solver.bound(2 * at, 0.0, caps[0])
        self._solver.bound(2 * at + 1, 0.0, caps[1])
        if solution is None:
            return None
        net = solution[0::2] - solution[1::2]
        return {place: float(net[place]) for place in range(len(net)) if abs(net[place]) > _MOVED}

    def hide(self, at: int) -> None:
        """Make a number free to move."""
        self._hidden.add(at)
        self._solver.costs({2 * at: 0.0, 2 * at + 1: 0.0})


def suppress(
    system: System,
    sensitive: Sensitive,
    threshold: int,
    *,
    also: frozenset[int] = frozenset(),
    ranges: Mapping[int, tuple[int, int]] | None = None,
    public: frozenset[int] = frozenset(),
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Suppression:
    """Return what to hide so that each sensitive number may lie anywhere from 1 (0) to k - 1.

    Args:
        system: all numbers of the package.
        sensitive: what is hidden for its own sake.
        threshold: the smallest count that may be shown.
        also: places hidden for other reasons, such as a table that was dropped.
        ranges: places that must be hidden and open from low to high.
        public: places whose values are known to everybody already.
        progress: told (done, of how many).
        cancelled: asked between steps.

    Raises:
        Refused: stopped by the person.
    """
    ranges = ranges or {}
    result = Suppression(sensitive.hidden | set(also) | ranges.keys())
    free = system.unprinted | sensitive.could_be_zero | also
    circulation = _Circulation(system, result.hidden | system.unprinted, free, public)
    targets = sorted({*sensitive.targets(), *ranges}, key=lambda at: (-system.values[at], at))
    seen: dict[int, list[float]] = {at: [0.0, 0.0] for at in targets}
    for done, at in enumerate(targets):
        stop_if(cancelled)
        for upward in (True, False):
            need = _need(system.values[at], threshold, upward=upward)
            if at in ranges:
                low, high = ranges[at]
                far = high - system.values[at] if upward else system.values[at] - low
                need = float(far) if at not in sensitive.small else max(need, float(far))
            if seen[at][upward] >= need - _MOVED:
                continue
            change = _reach(circulation, at, need, upward=upward)
            if change is None:
                result.unprotected.append(at)
                break
            _apply(system, result, circulation, change, seen)
        if progress is not None:
            progress(done + 1, len(targets))
    return result


def _reach(
    circulation: _Circulation, at: int, need: float, *, upward: bool
) -> dict[int, float] | None:
    """Return a change that moves a number as far as is asked, or down as far as can be.

    A sum of hidden parts of which none is zero cannot be brought down to 1 by hiding more: that
    its parts are there is known from the zeros that are shown.
    """
    change = circulation.reach(at, need, upward=upward)
    while change is None and not upward and need > 1:
        need -= 1
        change = circulation.reach(at, need, upward=False)
    return {} if change is None and not upward else change


def _need(value: int, threshold: int, *, upward: bool) -> float:
    return float(threshold - 1 - value) if upward else float(max(value - 1, 0))


def _apply(
    system: System,
    result: Suppression,
    circulation: _Circulation,
    change: dict[int, float],
    seen: dict[int, list[float]],
) -> None:
    for place, far in change.items():
        if place in seen:
            side = far > 0
            seen[place][side] = max(seen[place][side], abs(far))
        if place not in result.hidden and place not in system.unprinted:
            result.hidden.add(place)
            circulation.hide(place)
