"""Persons alone in a cell as attackers: what does somebody learn who knows that the cell is 1?

Each such person is taken to know that cell, and the finer cells in which it is alone too. Every
other number that must stay hidden must stay as open to that person as to anybody, or as open as it
could be if no count but zeros and the total were printed. Asked in the sums of the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.attacker import Knowledge
from ati_desktop.disclosure.cells import Cell, Number
from ati_desktop.disclosure.excuses import WithNothing
from ati_desktop.disclosure.solver import Program, Solver
from ati_desktop.disclosure.targets import Target
from ati_desktop.disclosure.work import Cancelled, Progress, stop_if

_NEAR = 1e-5
_LEAD = 1_000.0
_AT_ONCE = 40

Vector = NDArray[np.float64]
Places = NDArray[np.intp]


class _Learning:
    """One program, the targets in it, and who of the insiders could see each end of each range.

    ``open`` is True at (insider, target, side): side 0 is the low end, side 1 the high one.
    """

    def __init__(
        self, known: Knowledge, targets: Sequence[Target], persons: Sequence[Cell]
    ) -> None:
        self.targets, self._program = targets, known.program
        _add_ends(self._program, targets)
        self.solver = Solver(self._program, keep_rows=True)
        self._terms = _terms_of(targets)
        self._ends = np.array([(each.low, each.high) for each in targets], dtype=np.float64)
        self.knows = [
            np.array(sorted(known.columns[other] for other in persons if other >= cell))
            for cell in persons
        ]
        self._known = np.concatenate(self.knows)
        self._starts = np.cumsum([0, *(len(each) for each in self.knows[:-1])])
        concerns = [
            [not all(part >= cell for part in target.number) for target in targets]
            for cell in persons
        ]
        self.open = np.repeat(np.array(concerns, dtype=bool)[:, :, None], 2, axis=2)

    def value(self, target: int, solution: Vector) -> float:
        """Return a target as one way to come about has it."""
        return float(self._values(solution)[target])

    def _values(self, solution: Vector) -> Vector:
        rows, columns, weights = self._terms
        values: Vector = np.zeros(len(self.targets))
        np.add.at(values, rows, weights * solution[columns])
        return values

    def saw(self, solution: Vector) -> None:
        """Take note of a way in which all could have come about, for all who cannot exclude it."""
        values = self._values(solution)
        low, high = values <= self._ends[:, 0] + _NEAR, values >= self._ends[:, 1] - _NEAR
        one = np.abs(solution[self._known] - 1.0) < _NEAR
        fits = np.logical_and.reduceat(one, self._starts)
        self.open[fits] &= ~np.stack([low, high], axis=1)

    def asked(self, side: int, wanted: Sequence[int], known: Places) -> Vector | None:
        """Return the answer that moves the first of these targets furthest, and the others too.

        ``known`` are the cells that those who ask know to be 1.
        """
        ends = [self.targets[at].above if side else self.targets[at].below for at in wanted]
        costs = dict.fromkeys(ends, -1.0 if side else 1.0)
        costs[ends[0]] *= _LEAD
        self.solver.bounds(known, np.ones(len(known)), np.ones(len(known)))
        self.solver.costs(costs)
        solution = self.solver.minimum()
        self.solver.costs(dict.fromkeys(costs, 0.0))
        lower, upper = (
            np.array([bounds[at] for at in known.tolist()])
            for bounds in (self._program.lower, self._program.upper)
        )
        self.solver.bounds(known, lower, upper)
        return solution

    def narrowed(self, group: Places, target: int, side: int) -> Iterator[tuple[int, float]]:
        """Yield who of a group could narrow a target at a side, and how far it reaches for them.

        One answer that fits all that any of them knows serves all of them; where there is none,
        each half of them asks.
        """
        group = group[self.open[group, target, side]]
        if not len(group):
            return
        known = np.unique(np.concatenate([self.knows[one] for one in group.tolist()]))
        others = np.flatnonzero(self.open[group][:, :, side].all(axis=0))
        wanted = [target, *others[others != target][: _AT_ONCE - 1].tolist()]
        alone = len(group) == 1
        for few in (wanted, [target]) if alone else (wanted,):
            solution = self.asked(side, few, known)
            if solution is None:
                break
            self.saw(solution)
            if not self.open[group[0], target, side]:
                break
        if not alone:
            middle = len(group) // 2
            yield from self.narrowed(group[:middle], target, side)
            yield from self.narrowed(group[middle:], target, side)
        elif self.open[group[0], target, side]:
            self.open[group[0], target, side] = False
            yield int(group[0]), float("nan") if solution is None else self.value(target, solution)


def _add_ends(program: Program, targets: Iterable[Target]) -> None:
    """Add for each target how low and how high it is, as far as its range goes."""
    for target in targets:
        target.above = program.column(upper=float(target.high))
        target.below = program.column(lower=float(target.low))
        program.at_least({**target.terms, target.above: -1.0}, 0.0)
        less = {column: -worth for column, worth in target.terms.items()}
        program.at_least({target.below: 1.0} | less, 0.0)


def _terms_of(targets: Sequence[Target]) -> tuple[Places, Places, Vector]:
    """Return the targets' sums one after another: which target, which column, which weight."""
    rows = np.repeat(np.arange(len(targets)), [len(each.terms) for each in targets])
    columns = np.array([column for each in targets for column in each.terms], dtype=np.intp)
    weights = np.array([worth for each in targets for worth in each.terms.values()])
    return rows, columns, weights


def alone_in(truth: Mapping[Cell, int]) -> list[Cell]:
    """Return the cells that hold one person."""
    return sorted((cell for cell, count in truth.items() if count == 1), key=sorted)


def learned(
    known: Knowledge,
    bare: Callable[[], Knowledge],
    targets: Sequence[Target],
    persons: Sequence[Cell],
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Number]:
    """Return the numbers of which some person alone in a cell could learn more than others.

    Args:
        known: what is printed, as a program over the sums of the tables.
        bare: makes the same with nothing printed but zeros and the total.
        targets: what must stay open, with terms over the columns of ``known``.
        persons: the cells with one person each.
        progress: told (done, of how many).
        cancelled: asked between programs.

    Raises:
        Refused: stopped by the person.
    """
    learning = _Learning(known, targets, persons)
    weak: dict[Number, None] = {}
    nothing: WithNothing | None = None
    asked = list(product((0, 1), range(len(targets))))
    for done, (side, target) in enumerate(asked):
        stop_if(cancelled)
        group = np.flatnonzero(learning.open[:, target, side])
        for person, reach in learning.narrowed(group, target, side):
            stop_if(cancelled)
            if nothing is None:
                nothing = WithNothing(known, bare())
            if not nothing.excuses(learning.knows[person].tolist(), targets[target], side, reach):
                weak[targets[target].number] = None
        if progress is not None:
            progress(done + 1, len(asked))
    return list(weak)
