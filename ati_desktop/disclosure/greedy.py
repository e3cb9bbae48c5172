"""A good choice quickly: for each target the cheapest movement, hiding all that must move in it.

What is hidden already costs nothing, so later movements use what earlier ones opened. In the end
whatever is not needed after all is shown again, the dearest first.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.movement import SMALL, Ask
from ati_desktop.disclosure.problem import Problem
from ati_desktop.disclosure.solver import Program, Solver, Work

Vector = NDArray[np.float64]

_NEARLY_FREE = 1e-3


class Greedy:
    """The movements of a problem with a price on each number; columns 2i (up) and 2i + 1 (down)."""

    def __init__(self, problem: Problem, work: Work) -> None:
        self._caps = problem.caps
        self._costs = np.array(problem.costs, dtype=np.float64)
        program = Program()
        for up, down in problem.caps:
            program.column(0.0, up)
            program.column(0.0, down)
        for whole, parts in problem.equations:
            terms = {2 * whole: 1.0, 2 * whole + 1: -1.0}
            for part in parts:
                terms |= {2 * part: -1.0, 2 * part + 1: 1.0}
            program.equal(terms)
        self._solver = Solver(program, work=work)

    def price(self, hidden: Vector) -> None:
        """Set what moving each number by one costs; what is hidden in part costs less."""
        prices = (self._costs + _NEARLY_FREE) * np.where(hidden > 1 - SMALL, 0.0, 1.001 - hidden)
        twice = np.repeat(prices, 2)
        self._solver.costs(dict(enumerate(twice.tolist())))

    def reach(self, ask: Ask) -> Vector | None:
        """Return the cheapest movement that answers; None if there is none."""
        column = 2 * ask.at + (ask.side < 0)
        other = 2 * ask.at + (ask.side > 0)
        shut = [other, *(2 * at + side for at in ask.still for side in (0, 1))]
        self._solver.bound(column, ask.need, ask.need)
        for each in shut:
            self._solver.bound(each, 0.0, 0.0)
        found = self._solver.minimum()
        for each in (column, *shut):
            self._solver.bound(each, 0.0, self._caps[each // 2][each % 2])
        return None if found is None else found[0::2] - found[1::2]

    def hide(self, asks: list[Ask], hidden: Vector) -> Vector:
        """Return what is hidden once each question, in this order, has its movement."""
        hidden = hidden.copy()
        for ask in asks:
            self.price(hidden)
            movement = self.reach(ask)
            if movement is not None:
                hidden[np.abs(movement) > SMALL] = 1.0
        return hidden
