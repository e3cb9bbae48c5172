"""Better choices in the neighbourhood of a good one: one part of it at a time is chosen anew.

What lies around a number is free again, all else stays as it is, and the master program finds the
cheapest that keeps all cuts; attackers answer until nothing breaks. The cuts found on the way hold
for every choice, so that the bound gains as well (large neighbourhood search; Shaw 1998).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from ati_desktop.disclosure.choice import Choice
from ati_desktop.disclosure.cuts import Cuts
from ati_desktop.disclosure.equations import SMALL, Cut, Equations, Flags, Places
from ati_desktop.disclosure.master import Master
from ati_desktop.disclosure.solver import Work

_HOPS = 4
_FIRST, _WIDER, _LARGEST = 30, 1.5, 0.6
"""So many numbers are chosen anew at first, by so much more later; at most this share of all."""
_TRIES = 40
_HALF = 0.5

Unanswered = Callable[[Flags], list[Cut] | None]
"""Returns the cuts that a choice does not keep; None where it protects everything."""


class _Part(Work):
    """A part of some work, which is counted there as well."""

    def __init__(self, work: Work, left: float) -> None:
        super().__init__(left, cancelled=work.cancelled)
        self._of = work

    def took(self, steps: float) -> None:
        """Count steps that were done."""
        self.left -= steps
        self._of.took(steps)


class Neighbourhoods:
    """Chooses parts of a choice anew, with a master program of its own.

    Args:
        choice: what there is to choose.
        cuts: found so far; those found here are added.
        work: counted down.
        steps: so many of it at most.
        unanswered: asks the attackers.
    """

    def __init__(
        self, choice: Choice, cuts: Cuts, work: Work, steps: float, unanswered: Unanswered
    ) -> None:
        self._choice, self._cuts = choice, cuts
        self._work = _Part(work, steps)
        self._master = Master(choice, self._work)
        self._master.whole()
        self._unanswered = unanswered
        self._given = 0
        self._places = np.array(choice.places, dtype=np.intp)

    def best(self, chosen: Flags) -> Flags:
        """Return the best choice found until the work is done or nothing more is found."""
        size, most = _FIRST, int(_LARGEST * len(self._places))
        while size <= most and not self._work.done:
            found = self._once_around(chosen, size)
            if found is None:
                size = int(_WIDER * size)
            else:
                chosen = found
        return chosen

    def _once_around(self, chosen: Flags, size: int) -> Flags | None:
        """Return what became better when each part was chosen anew; None if nothing did."""
        better = None
        for part in self._parts(chosen, size):
            if self._work.done:
                break
            found = self._anew(chosen, part)
            if found is not None:
                better = chosen = found
        return better

    def _parts(self, chosen: Flags, size: int) -> Iterator[Places]:
        """Yield parts around chosen numbers until each of these was in one."""
        there = np.zeros(len(chosen), dtype=bool)
        seeds = self._places[chosen[self._places]]
        for at in seeds[np.argsort(-self._choice.costs[seeds], kind="stable")].tolist():
            if not there[at]:
                part = self._around(at, size)
                there[part] = True
                yield part

    def _around(self, at: int, size: int) -> Places:
        """Return so many places around one, those first that cheap numbers lead to."""
        sums: Equations = self._choice.bridges
        reach = np.full(len(self._choice.costs), np.inf)
        reach[at] = 0.0
        for _ in range(_HOPS):
            least = np.full(sums.count, np.inf)
            there = sums.columns < len(reach)
            rows, columns = sums.rows[there], sums.columns[there]
            np.minimum.at(least, rows, reach[columns])
            np.minimum.at(reach, columns, least[rows] + self._choice.costs[columns] + 1.0)
        near = np.argsort(reach[self._places], kind="stable")[:size]
        return self._places[near]

    def _anew(self, chosen: Flags, part: Places) -> Flags | None:
        """Return a cheaper choice that differs in a part only; None if none was found."""
        cost = self._choice.cost(chosen)
        self._master.free(part, chosen)
        for _ in range(_TRIES):
            self._master.add(self._cuts.all[self._given :])
            self._given = len(self._cuts.all)
            self._master.near(0.0)
            self._master.start(chosen)
            solved = self._master.cheapest()
            if solved is None or self._work.done:
                return None
            found = solved[0] > _HALF
            if self._choice.cost(found) >= cost - SMALL:
                return None
            broken = self._unanswered(found)
            if broken is None:
                return found
            added = [self._cuts.add(cut, found) for cut in broken]
            if not any(added):
                return None
        return None
