"""How far numbers could be moved without any printed number changing: the attacker's programs.

A movement is a change of the numbers that all equations allow, in which a number moves only as far
as it is hidden. The prices of such a program say what else would have to be hidden: whatever the
prices, no movement of the target is larger than the sum of what each hidden number adds to it
(weak duality), so each answer below what is needed gives an inequality that every solution must
keep (capacity cuts; Fischetti and Salazar 2000).

A program holds only what could move, and the sums in which that stands: a fraction of the package.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ati_desktop.disclosure.equations import Ask, Cut, Equations, Flags, Vector
from ati_desktop.disclosure.solver import Matrix, Solver, Work


class Movement:
    """The movements of what is open, as a linear program kept warm between questions.

    Args:
        equations: of the problem.
        open_: what could move.
        work: counted down.
    """

    def __init__(self, equations: Equations, open_: Flags, work: Work) -> None:
        self.equations, self.open = equations, open_
        self._places = np.flatnonzero(open_)
        self._column = np.full(len(open_), -1, dtype=np.int32)
        self._column[self._places] = np.arange(len(self._places), dtype=np.int32)
        self._up, self._down = equations.up[self._places], equations.down[self._places]
        self._always = equations.always[self._places]
        self._kept, starts, columns, weights = equations.within(open_)
        self._solver = Solver(
            Matrix(
                lower=-self._down,
                upper=self._up,
                starts=starts,
                columns=self._column[columns],
                weights=weights,
                row_lower=np.zeros(len(self._kept)),
                row_upper=np.zeros(len(self._kept)),
            ),
            keep_rows=True,
            work=work,
        )
        self._now = (-self._down, self._up)
        self._asked = 0

    def furthest(self, ask: Ask, hidden: Flags) -> Vector | None:
        """Return the movement that moves a number furthest; None where it stays where it is."""
        share = hidden[self._places]
        return self._furthest(ask, self._up * share, self._down * share)

    def furthest_in_part(self, ask: Ask, hidden: Vector) -> Vector | None:
        """Return the same where numbers are hidden in part: they count as far as is needed."""
        share = hidden[self._places]
        up, down = (
            np.where(self._always, room, np.minimum(room, ask.need) * share)
            for room in (self._up, self._down)
        )
        return self._furthest(ask, up, down)

    def _furthest(self, ask: Ask, up: Vector, down: Vector) -> Vector | None:
        known = self._columns_of(ask.still)
        up[known] = down[known] = 0.0
        at = int(self._column[ask.at])
        end = up if ask.side > 0 else down
        end[at] = min(end[at], ask.need)
        lower, upper = self._now
        changed = np.flatnonzero((up != upper) | (-down != lower))
        self._solver.bounds(changed, -down[changed], up[changed])
        self._now = (-down, up)
        self._solver.costs({self._asked: 0.0})
        self._solver.costs({at: -float(ask.side)})
        self._asked = at
        found = self._solver.minimum()
        if found is None:
            return None
        moved = np.zeros(len(self.open))
        moved[self._places] = found
        return moved

    def _columns_of(self, places: Iterable[int]) -> np.ndarray:
        columns = self._column[np.fromiter(places, dtype=np.intp)]
        return columns[columns >= 0]

    def cut(self, ask: Ask) -> Cut | None:
        """Return the inequality that the last answer gives; None where it says nothing."""
        prices = np.zeros(self.equations.count)
        prices[self._kept] = self._solver.prices()
        return self.equations.cut(ask, prices)
