"""What there is to choose from, what each costs, and the plain rows that every choice keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ati_desktop.disclosure.movement import SMALL, Cut, Vector, always_open
from ati_desktop.disclosure.problem import Problem


@dataclass(frozen=True)
class Choice:
    """The places that may be hidden or not; ``always`` are hidden whatever is chosen."""

    places: tuple[int, ...]
    costs: Vector
    always: Vector
    rows: tuple[Cut, ...]

    @property
    def every(self) -> Vector:
        """The choice of everything."""
        every = self.always.copy()
        every[list(self.places)] = 1.0
        return every

    @property
    def shut(self) -> frozenset[int]:
        """What is printed whatever is chosen."""
        return frozenset(np.flatnonzero(self.every < 1).tolist())

    @property
    def in_whole_numbers(self) -> bool:
        """Whether all costs are whole numbers, so that bounds may be rounded up."""
        costs = self.costs[list(self.places)]
        return bool(np.all(costs == costs.round()))

    def cost(self, hidden: Vector) -> float:
        """Return what a choice costs beyond what is always hidden."""
        places = list(self.places)
        return float(self.costs[places] @ hidden[places])

    def completed(self, hidden: Vector) -> Vector:
        """Hide more until the rows are kept, the cheapest first."""
        hidden = hidden.copy()
        while broken := next((row for row in self.rows if row.lacks(hidden) > SMALL), None):
            open_ = [at for at, worth in broken.weights.items() if worth > 0 and hidden[at] < 0.5]
            hidden[min(open_, key=lambda at: (self.costs[at], at))] = 1.0
        return hidden


def choice_of(problem: Problem, room: Vector) -> Choice:
    """Return what may be chosen.

    Args:
        problem: numbers, sums, and what is hidden already.
        room: how far each number could move at most; 0 where hiding it is no use.
    """
    hidden = always_open(problem)
    always = np.zeros(len(room))
    always[sorted(hidden)] = 1.0
    places = _useful(problem, room, hidden)
    rows = [*_bridges(problem, places, hidden), *_at_least(problem, places, hidden)]
    costs = np.array(problem.costs, dtype=np.float64)
    return Choice(tuple(sorted(places)), costs, always, tuple(rows))


def _useful(problem: Problem, room: Vector, hidden: set[int]) -> set[int]:
    """Return what could be hidden to some use: not what a sum gives of which all else is shown."""
    movable = {at for at in range(len(room)) if room[at] > 0}
    useful = movable - problem.fixed - hidden
    open_ = useful | (movable & hidden)
    size = -1
    while size != len(open_):
        size = len(open_)
        for whole, parts in problem.equations:
            left = {whole, *parts} & open_
            if len(left) == 1:
                open_ -= left
    return useful & open_


def _bridges(problem: Problem, places: set[int], hidden: set[int]) -> Iterator[Cut]:
    """Yield for each number of an equation: it is hidden only beside another hidden one."""
    for whole, parts in problem.equations:
        members = {whole, *parts}
        if members & hidden:
            continue
        for at in sorted(members & places):
            others = dict.fromkeys(sorted(members & places - {at}), 1.0)
            yield Cut({**others, at: -1.0}, 0.0)


def _at_least(problem: Problem, places: set[int], hidden: set[int]) -> Iterator[Cut]:
    """Yield the rows that ask for so many hidden numbers, or for as many as there can be."""
    for rule in problem.at_least:
        open_ = sorted(set(rule.places) & places)
        least = min(rule.least - len(set(rule.places) & hidden), len(open_))
        if least > 0:
            yield Cut(dict.fromkeys(open_, 1.0), float(least))
