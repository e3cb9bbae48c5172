"""The master program: which numbers to hide at the least cost, as far as the cuts found so far say.

It holds one column for each number that could be hidden, the rows that any solution keeps, and the
cuts that attackers' programs gave. Its least cost is a proven bound.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ati_desktop.disclosure.choice import Choice
from ati_desktop.disclosure.equations import Cut, Flags, Places, Vector
from ati_desktop.disclosure.solver import INFINITY, Program, Row, Solver, Work


class Master:
    """The program over what may be chosen; as a whole-number program once ``whole`` was called."""

    def __init__(self, choice: Choice, work: Work) -> None:
        self._choice, self._work = choice, work
        self._column = np.full(len(choice.costs), -1, dtype=np.intp)
        self._column[list(choice.places)] = np.arange(len(choice.places))
        program = Program()
        for _ in choice.places:
            program.column(0.0, 1.0)
        self._solver = Solver(program, work=work)
        costs = choice.costs[list(choice.places)]
        self._solver.cost(np.arange(len(costs)), costs)
        self.add(choice.rows)

    def add(self, cuts: Iterable[Cut]) -> None:
        """Add inequalities."""
        self._solver.add(self._row(cut) for cut in cuts)

    def _row(self, cut: Cut) -> Row:
        scale = max(cut.least, 1.0)
        columns = self._column[cut.places]
        # A number that hiding could not move at all has no column and cannot help.
        there = columns >= 0
        terms = zip(columns[there].tolist(), (cut.weights[there] / scale).tolist(), strict=True)
        return dict(terms), cut.least / scale, INFINITY

    def cheapest(self) -> tuple[Vector, float] | None:
        """Return how much of each number the cheapest choice hides, and what it costs at least."""
        found = self._solver.minimum()
        if found is None:
            return None
        hidden = self._choice.always.copy()
        hidden[list(self._choice.places)] = found.clip(0.0, 1.0)
        return hidden, self._solver.bound_of_cost()

    def whole(self) -> None:
        """From now on, hide whole numbers only."""
        self._solver.whole(self._work.cancelled)

    def free(self, part: Places, chosen: Flags) -> None:
        """From now on, choose in a part only; all else stays as it was chosen."""
        places = np.array(self._choice.places, dtype=np.intp)
        fixed = chosen[places].astype(np.float64)
        inside = np.isin(places, part)
        self._solver.bounds(
            np.arange(len(places)), np.where(inside, 0.0, fixed), np.where(inside, 1.0, fixed)
        )

    def near(self, share: float) -> None:
        """Be content with a choice that costs by this share more than the cheapest might."""
        least = 0.999 if self._choice.in_whole_numbers else 1e-6
        self._solver.gap(max(least, share))

    def start(self, hidden: Vector | Flags) -> None:
        """Begin the next search from this choice."""
        self._solver.start(hidden[list(self._choice.places)].astype(np.float64))
