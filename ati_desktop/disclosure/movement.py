"""How far numbers could be moved without any printed number changing: the attacker's programs.

A movement is a change of the numbers that all equations allow, in which a number moves only as far
as it is hidden. The prices of such a program say what else would have to be hidden: whatever the
prices, no movement of the target is larger than the sum of what each hidden number adds to it
(weak duality), so each answer below what is needed gives an inequality that every solution must
keep (capacity cuts; Fischetti and Salazar 2000).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.problem import Problem
from ati_desktop.disclosure.solver import Program, Solver, Work

Vector = NDArray[np.float64]

SMALL = 1e-6
"""Movements below this are none."""

_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Ask:
    """Can this number seem ``need`` above (side 1) or below (side -1) what it is?

    ``still`` are numbers that this attacker knows.
    """

    at: int
    side: int
    need: float
    still: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """The weights of the hidden numbers must come to at least ``least``."""

    weights: dict[int, float]
    least: float

    def lacks(self, hidden: Vector) -> float:
        """Return by which share of itself it is broken; 0 or less where it is kept."""
        reached = sum(worth * float(hidden[at]) for at, worth in self.weights.items())
        return (self.least - reached) / max(self.least, 1.0)


class Movement:
    """The movements of a problem, as a linear program kept warm between questions."""

    def __init__(self, problem: Problem, work: Work) -> None:
        self.up = np.array([cap[0] for cap in problem.caps])
        self.down = np.array([cap[1] for cap in problem.caps])
        self.open = np.zeros(len(problem.caps), dtype=bool)
        self.open[sorted(always_open(problem))] = True
        self._rows, self._columns, self._weights = _matrix(problem)
        program = Program()
        for _ in problem.caps:
            program.column(0.0, 0.0)
        for whole, parts in problem.equations:
            program.equal({whole: -1.0} | dict.fromkeys(parts, 1.0))
        self._equations = len(problem.equations)
        self._solver = Solver(program, keep_rows=True, work=work)
        self._last: Ask | None = None
        self._upper = self._lower = np.zeros(len(problem.caps))

    def furthest(self, ask: Ask, hidden: Vector, *, narrow: bool = False) -> Vector | None:
        """Return the movement that moves a number furthest; None where it stays where it is.

        Args:
            ask: the number, and how far is enough.
            hidden: how much of each number is hidden, 0 to 1.
            narrow: what is hidden in part counts with no more than what is needed.
        """
        room = [np.minimum(cap, ask.need) if narrow else cap for cap in (self.up, self.down)]
        up, down = (
            np.where(self.open, cap, reach * hidden)
            for cap, reach in zip((self.up, self.down), room, strict=True)
        )
        up[list(ask.still)] = down[list(ask.still)] = 0.0
        end = up if ask.side > 0 else down
        end[ask.at] = min(end[ask.at], ask.need)
        changed = np.flatnonzero((up != self._upper) | (down != self._lower))
        self._solver.bounds(changed, -down[changed], up[changed])
        self._upper, self._lower = up, down
        if self._last is not None:
            self._solver.costs({self._last.at: 0.0})
        self._solver.costs({ask.at: -float(ask.side)})
        self._last = ask
        return self._solver.minimum()

    def cut(self, ask: Ask) -> Cut | None:
        """Return the inequality that the last answer gives; None where it says nothing."""
        prices = -self._solver.prices()[: self._equations].round(_DIGITS)
        gain = -np.bincount(
            self._columns, self._weights * prices[self._rows], minlength=len(self.up)
        )
        gain[ask.at] += ask.side
        gain[np.abs(gain) < SMALL**2] = 0.0
        gain[list(ask.still)] = 0.0
        worth = np.maximum(gain, 0.0) * self.up + np.maximum(-gain, 0.0) * self.down
        least = ask.need - float(worth[self.open].sum())
        if least <= SMALL * max(ask.need, 1.0):
            return None
        places = np.flatnonzero(~self.open & (worth > 0.0))
        return Cut({int(at): min(float(worth[at]), least) for at in places}, least)


def always_open(problem: Problem) -> set[int]:
    """Return what is not printed whatever is chosen."""
    return {*problem.hidden, *problem.free, *(target.at for target in problem.targets)}


def _matrix(problem: Problem) -> tuple[NDArray[np.intp], NDArray[np.intp], Vector]:
    rows, columns, weights = [], [], []
    for row, (whole, parts) in enumerate(problem.equations):
        rows += [row] * (1 + len(parts))
        columns += [whole, *parts]
        weights += [-1.0] + [1.0] * len(parts)
    return np.array(rows, dtype=np.intp), np.array(columns, dtype=np.intp), np.array(weights)
