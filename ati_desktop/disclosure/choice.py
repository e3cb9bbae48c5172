"""What there is to choose from, what each costs, and the plain rows that every choice keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ati_desktop.disclosure.equations import SMALL, Cut, Equations, Flags, Vector
from ati_desktop.disclosure.problem import Problem

_FEW_ENTRIES = 20_000


@dataclass(frozen=True)
class Choice:
    """The places that may be hidden or not; ``always`` are hidden whatever is chosen.

    ``rows`` ask for so many hidden numbers of some; ``bridges`` are the equations without any
    number that is always hidden: of such a one no number is hidden alone.
    """

    places: tuple[int, ...]
    costs: Vector
    always: Vector
    rows: tuple[Cut, ...]
    bridges: Equations
    alone: Flags

    @property
    def every(self) -> Vector:
        """The choice of everything."""
        every = self.always.copy()
        every[list(self.places)] = 1.0
        return every

    @property
    def in_whole_numbers(self) -> bool:
        """Whether all costs are whole numbers, so that bounds may be rounded up."""
        costs = self.costs[list(self.places)]
        return bool(np.all(costs == costs.round()))

    def cost(self, hidden: Vector | Flags) -> float:
        """Return what a choice costs beyond what is always hidden."""
        places = list(self.places)
        return float(self.costs[places] @ hidden[places])

    def completed(self, hidden: Flags) -> Flags:
        """Hide more until as many are hidden as the rows ask for, the cheapest first.

        A number that is hidden alone in a sum is not hidden, so it does not count.
        """
        hidden = hidden.copy()
        while broken := self.lacking(hidden):
            open_ = [at for at in broken[0].places.tolist() if not hidden[at]]
            if not open_:
                break
            hidden[min(open_, key=lambda at: (self.costs[at], at))] = True
        return hidden

    def lacking(self, hidden: Flags) -> list[Cut]:
        """Return what a choice breaks where a rule asks for so many hidden numbers."""
        if not self.rows:
            return []
        rows = [row for row in self.rows if row.lacks(hidden) > SMALL]
        return rows or self.broken_bridges(hidden.astype(np.float64))

    def all_bridges(self) -> Iterator[Cut]:
        """Yield all rows of bridges, if they are few: in a small program they lead straight on."""
        every = self.bridges
        there = self.alone[every.rows] & (self.every[every.columns] > 0.0)
        lengths = np.bincount(every.rows[there], minlength=every.count)
        if (lengths**2).sum() > _FEW_ENTRIES:
            return
        for row in np.flatnonzero(lengths > 1).tolist():
            members = every.columns[there & (every.rows == row)]
            for at in members.tolist():
                yield Cut(members, np.where(members == at, -1.0, 1.0), 0.0)

    def broken_bridges(self, hidden: Vector) -> list[Cut]:
        """Return for each equation with a number that is hidden more than all others: not so."""
        every = self.bridges
        share = hidden[every.columns]
        sums = np.bincount(every.rows, share, minlength=every.count)
        most = np.zeros(every.count)
        np.maximum.at(most, every.rows, share)
        broken = np.flatnonzero(self.alone & (2.0 * most > sums + SMALL))
        found = []
        movable = self.every > 0.0
        for row in broken.tolist():
            members = every.columns[every.rows == row]
            members = members[movable[members]]
            at = members[np.argmax(hidden[members])]
            found.append(Cut(members, np.where(members == at, -1.0, 1.0), 0.0))
        return found


def choice_of(problem: Problem, equations: Equations) -> Choice:
    """Return what may be chosen.

    Args:
        problem: numbers, sums, and what is hidden already.
        equations: the same sums, and how far each number could move at most; hiding one that could
            not move is no use.
    """
    movable = (equations.up + equations.down) > 0.0
    fixed = np.zeros(len(movable), dtype=bool)
    fixed[sorted(problem.fixed)] = True
    useful = movable & ~fixed & ~equations.always
    open_ = useful | (movable & equations.always)
    useful &= _not_given(equations, open_)
    places = tuple(np.flatnonzero(useful).tolist())
    hidden = set(np.flatnonzero(equations.always).tolist())
    with_hidden = np.bincount(
        equations.rows, equations.always[equations.columns], minlength=equations.count
    )
    return Choice(
        places=places,
        costs=np.array(problem.costs, dtype=np.float64),
        always=equations.always.astype(np.float64),
        rows=tuple(_at_least(problem, set(places), hidden)),
        bridges=equations,
        alone=with_hidden == 0,
    )


def _not_given(equations: Equations, open_: Flags) -> Flags:
    """Return what is left without the numbers that a sum gives of which all else is shown."""
    size = -1
    while size != open_.sum():
        size = int(open_.sum())
        there = open_[equations.columns]
        left = np.bincount(equations.rows, there, minlength=equations.count)
        open_[equations.columns[there & (left[equations.rows] == 1)]] = False
    return open_


def _at_least(problem: Problem, places: set[int], hidden: set[int]) -> Iterator[Cut]:
    """Yield the rows that ask for so many hidden numbers, or for as many as there can be."""
    for rule in problem.at_least:
        open_ = sorted(set(rule.places) & places)
        least = min(rule.least - len(set(rule.places) & hidden), len(open_))
        if least > 0:
            yield Cut(np.array(open_, dtype=np.intp), np.ones(len(open_)), float(least))
