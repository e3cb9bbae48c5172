"""The cheapest movement that answers a question: what must be hidden for it costs, the rest not."""

from __future__ import annotations

import numpy as np

from ati_desktop.disclosure.movement import SMALL, Ask, Vector
from ati_desktop.disclosure.problem import Problem
from ati_desktop.disclosure.solver import Program, Solver, Work

_NEARLY_FREE = 1e-3


class Greedy:
    """The movements of a problem with a price on each number; columns 2i (up) and 2i + 1 (down).

    What is ``shut`` does not move.
    """

    def __init__(self, problem: Problem, shut: frozenset[int], work: Work) -> None:
        self._caps = [(0.0, 0.0) if at in shut else cap for at, cap in enumerate(problem.caps)]
        self._prices = np.array(problem.costs, dtype=np.float64) + _NEARLY_FREE
        program = Program()
        for up, down in self._caps:
            program.column(0.0, up)
            program.column(0.0, down)
        for whole, parts in problem.equations:
            terms = {2 * whole: 1.0, 2 * whole + 1: -1.0}
            for part in parts:
                terms |= {2 * part: -1.0, 2 * part + 1: 1.0}
            program.equal(terms)
        self._solver = Solver(program, work=work)

    def reach(self, ask: Ask, hidden: Vector) -> Vector | None:
        """Return the cheapest movement that answers; None if there is none.

        ``hidden`` costs nothing to move; what lies beyond its end is never printed.
        """
        prices = np.zeros(len(self._prices))
        prices[: len(hidden)] = np.where(hidden > 0.5, 0.0, self._prices[: len(hidden)])
        self._solver.costs(dict(enumerate(np.repeat(prices, 2).tolist())))
        column, other = 2 * ask.at + (ask.side < 0), 2 * ask.at + (ask.side > 0)
        shut = [other, *(2 * at + side for at in ask.still for side in (0, 1))]
        self._solver.bound(column, ask.need, ask.need)
        for each in shut:
            self._solver.bound(each, 0.0, 0.0)
        found = self._solver.minimum()
        for each in (column, *shut):
            self._solver.bound(each, 0.0, self._caps[each // 2][each % 2])
        if found is None:
            return None
        moved = found[0::2] - found[1::2]
        moved[np.abs(moved) <= SMALL] = 0.0
        return moved
