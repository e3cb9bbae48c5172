"""The numbers around a number: those that sums lead to over what is cheap to hide."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from ati_desktop.disclosure.equations import Equations, Flags, Vector

_HOPS = 2
"""From a cell along a line, along another, and back to where it began."""
_WIDER = 2


class Nearby:
    """Finds the numbers that a movement of one would touch first.

    Args:
        equations: of the problem.
        open_: what could move.
    """

    def __init__(self, equations: Equations, open_: Flags) -> None:
        self._equations, self._open = equations, open_
        there = open_[equations.columns]
        self._rows, self._columns = equations.rows[there], equations.columns[there]
        lengths = np.bincount(self._rows, minlength=equations.count)
        self._starts = np.concatenate([[0], np.cumsum(lengths)])
        self._each: dict[int, int] = {}
        self._longest = int(lengths.max(initial=0))

    @cached_property
    def size(self) -> int:
        """How many numbers could move."""
        return int(self._open.sum())

    def around(self, at: int, costs: Vector, each: int) -> Flags:
        """Return a number, the cheapest of each of its lines, and all where their lines cross."""
        found = np.zeros(len(self._open), dtype=bool)
        found[at] = True
        for line in np.unique(self._rows[self._columns == at]).tolist():
            members = self._columns[self._starts[line] : self._starts[line + 1]]
            found[members[np.argsort(costs[members], kind="stable")[:each]]] = True
        for _ in range(_HOPS):
            touched = np.zeros(self._equations.count, dtype=bool)
            touched[self._rows[found[self._columns]]] = True
            crossed = self._columns[touched[self._rows]]
            found |= np.bincount(crossed, minlength=len(found)) > 1
        return found

    def wider(self, places: Iterable[int], hidden: Flags, costs: Vector) -> Flags | None:
        """Return a choice with what is near some places hidden too, more of it each time.

        None where all that is near is hidden already. No program is asked.
        """
        places = tuple(places)
        each = max(self._each.get(at, 1) for at in places)
        while each <= self._longest:
            each *= _WIDER
            found = hidden.copy()
            for at in places:
                self._each[at] = each
                found |= self.around(at, costs, each)
            if (found & ~hidden).any():
                return found
        return None
