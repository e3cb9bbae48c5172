"""The cheapest movements: what must be hidden for them costs, what is hidden hardly does.

Each number has two columns, one for each direction, with a price; so a movement touches no more
than it must, and what was found answers again under many other choices.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from ati_desktop.disclosure.equations import SMALL, Ask, Equations, Flags, Vector
from ati_desktop.disclosure.solver import Matrix, Solver, Work

_HIDDEN = 1e-3
"""The price of a number that is hidden already."""
_REWARD = 10.0
_LEAD = 100.0


class Greedy:
    """The movements of what is open with a price on each number, kept warm between questions.

    Args:
        equations: of the problem.
        costs: of the numbers; what lies beyond their end is never printed.
        open_: what could move.
        work: counted down.
    """

    def __init__(
        self,
        equations: Equations,
        costs: Vector,
        open_: Flags,
        work: Work,
        *,
        primal: bool = False,
    ) -> None:
        self.open = open_
        self._places = np.flatnonzero(open_)
        self._column = np.full(len(open_), -1, dtype=np.intp)
        self._column[self._places] = np.arange(len(self._places))
        self._prices = np.zeros(len(equations.up))
        self._prices[: len(costs)] = costs
        self._prices = self._prices[self._places]
        kept, starts, columns, weights = equations.within(open_)
        both = np.repeat(2 * self._column[columns], 2)
        both[1::2] += 1
        signed = np.repeat(weights, 2)
        signed[1::2] *= -1.0
        self._upper = np.repeat(equations.up[self._places], 2)
        self._upper[1::2] = equations.down[self._places]
        self._solver = Solver(
            Matrix(
                lower=np.zeros(len(self._upper)),
                upper=self._upper,
                starts=2 * starts,
                columns=both.astype(np.int32),
                weights=signed,
                row_lower=np.zeros(len(kept)),
                row_upper=np.zeros(len(kept)),
            ),
            work=work,
            primal=primal,
        )
        self._costs = np.zeros(len(self._upper))
        self._bounds = (np.zeros(len(self._upper)), self._upper.copy())

    def reach(self, ask: Ask, hidden: Flags) -> Vector | None:
        """Return the cheapest movement that answers; None if there is none."""
        upper, lower = self._room(None, ask.still)
        column = self._side(ask)
        lower[column] = upper[column] = ask.need
        upper[column ^ 1] = 0.0
        costs = np.where(hidden[self._places], 0.0, self._prices) + _HIDDEN
        return self._solved(np.repeat(costs, 2), lower, upper)

    def many(self, asks: Sequence[Ask], open_: Flags, still: Iterable[int]) -> Vector | None:
        """Return a movement of what is open that answers the first of these, and others too.

        None of them moves further than it must. ``still`` is what any of those who ask know.
        """
        upper, lower = self._room(open_, still)
        columns = np.array([self._side(ask) for ask in asks], dtype=np.intp)
        needs = np.array([ask.need for ask in asks])
        upper[columns] = np.minimum(upper[columns], needs)
        worth = _REWARD / needs * np.linspace(2.0, 1.0, len(asks))
        worth[0] *= _LEAD
        costs = np.full(len(self._upper), _HIDDEN)
        costs[columns] -= worth
        costs[columns ^ 1] += worth
        return self._solved(costs, lower, upper)

    def _room(self, open_: Flags | None, still: Iterable[int]) -> tuple[Vector, Vector]:
        upper = self._upper.copy()
        if open_ is not None:
            upper *= np.repeat(open_[self._places], 2)
        known = self._column[np.fromiter(still, dtype=np.intp)]
        known = known[known >= 0]
        upper[2 * known] = upper[2 * known + 1] = 0.0
        return upper, np.zeros(len(upper))

    def _side(self, ask: Ask) -> int:
        return 2 * int(self._column[ask.at]) + (ask.side < 0)

    def _solved(self, costs: Vector, lower: Vector, upper: Vector) -> Vector | None:
        changed = np.flatnonzero((lower != self._bounds[0]) | (upper != self._bounds[1]))
        self._solver.bounds(changed, lower[changed], upper[changed])
        self._bounds = (lower, upper)
        changed = np.flatnonzero(costs != self._costs)
        self._solver.cost(changed, costs[changed])
        self._costs = costs
        found = self._solver.minimum()
        if found is None:
            return None
        moved = np.zeros(len(self.open))
        moved[self._places] = found[0::2] - found[1::2]
        moved[np.abs(moved) <= SMALL] = 0.0
        return moved
