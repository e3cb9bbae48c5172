"""Numbers that must stay open from one value to another, and the attack that narrows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.attacker import Terms
from ati_desktop.disclosure.cells import Cell
from ati_desktop.disclosure.solver import Program, Solver
from ati_desktop.disclosure.work import Cancelled, stop_if

SLACK = 1e-4
_AT_ONCE = 40
_LEAD = 1_000.0

ProgramName = Literal["earlier", "as_strict", "figures", "totals", "newest"]
"""From what it is known what cannot be helped (see ``together_audit``)."""


@dataclass(eq=False)
class Asked:
    """A number that must stay open from ``low`` to ``high``, and the cells it is about.

    ``own`` is the package that hides it by its own audit. ``pair`` are the packages between which
    people came to it (``came``) or left it. ``least`` and ``most`` are what was reached so far.
    """

    cells: tuple[Cell, ...]
    terms: Terms
    low: float
    high: float
    own: int | None = None
    pair: tuple[int, int] | None = None
    came: bool = True
    least: float = float("inf")
    most: float = float("-inf")
    ends: list[int] = field(default_factory=list)

    def value(self, solution: NDArray[np.float64]) -> float:
        """Return what the number is in a way in which all that is printed could have come about."""
        return float(sum(worth * solution[column] for column, worth in self.terms.items()))

    def saw(self, solution: NDArray[np.float64]) -> None:
        """Take note of a way in which all that is printed could have come about."""
        value = self.value(solution)
        self.least, self.most = min(self.least, value), max(self.most, value)

    def settled(self, side: int) -> bool:
        """Return whether the range is open to the low side (0) or the high side (1)."""
        return self.most >= self.high - SLACK if side else self.least <= self.low + SLACK

    @property
    def open(self) -> bool:
        """Whether nothing was found out."""
        return self.settled(0) and self.settled(1)


def add_ends(program: Program, asked: Asked) -> None:
    """Add the columns by which a number is pulled down to its low end and up to its high one."""
    below = program.column(lower=asked.low)
    above = program.column(lower=float("-inf"), upper=asked.high)
    less = {column: -worth for column, worth in asked.terms.items()}
    program.at_least({below: 1.0, **less}, 0.0)
    program.at_least({**asked.terms, above: -1.0}, 0.0)
    asked.ends = [below, above]


def attack(program: Program, asked: list[Asked], cancelled: Cancelled | None) -> None:
    """Look for the least and the most of each number, many of them in one go."""
    for each in asked:
        add_ends(program, each)
    solver = Solver(program, keep_rows=True)
    for side in (0, 1):
        open_ = [each for each in asked if not each.settled(side)]
        while open_:
            stop_if(cancelled)
            _ask(solver, asked, open_[:_AT_ONCE], side)
            first = open_.pop(0)
            if not first.settled(side):
                _ask(solver, asked, [first], side)
            open_ = [each for each in open_ if not each.settled(side)]


def _ask(solver: Solver, asked: list[Asked], open_: list[Asked], side: int) -> None:
    solution = pull(solver, open_, side)
    if solution is not None:
        for each in asked:
            each.saw(solution)


def pull(
    solver: Solver, wanted: list[Asked], side: int, *, keep: bool = False
) -> NDArray[np.float64] | None:
    """Return the answer that pulls the first of these numbers furthest, and the others too.

    ``keep`` leaves the costs as they are, for whoever asks for prices then.
    """
    costs: dict[int, float] = {}
    for each in wanted:
        worth = 1.0 if costs else _LEAD
        costs[each.ends[side]] = -worth if side else worth
    solver.costs(costs)
    solution = solver.minimum()
    if not keep:
        solver.costs(dict.fromkeys(costs, 0.0))
    return solution


@dataclass
class Questions:
    """A program whose asker knows that so many at least are counted in some of its columns.

    ``columns`` are those of which anybody could know; ``lower`` and ``upper`` what all know.
    """

    solver: Solver
    asked: list[Asked]
    columns: NDArray[np.intp]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]

    def pull(
        self, own: NDArray[np.int64], wanted: Sequence[int], ends: Sequence[float], side: int
    ) -> NDArray[np.float64] | None:
        """Return the answer that pulls numbers to their ends where so many are known to be there.

        Args:
            own: how many at least are counted in each of ``columns``.
            wanted: the places of the numbers asked for; the first is pulled hardest.
            ends: how far each of these is pulled.
            side: 0 for the least, 1 for the most.
        """
        infinite = float("inf")
        for at, end in zip(wanted, ends, strict=True):
            span = (-infinite, end) if side else (end, infinite)
            self.solver.bound(self.asked[at].ends[side], *span)
        self.solver.bounds(self.columns, np.maximum(self.lower, own), self.upper)
        solution = pull(self.solver, [self.asked[at] for at in wanted], side)
        self.solver.bounds(self.columns, self.lower, self.upper)
        return solution
