"""Persons alone in a cell as attackers: what does somebody learn who knows that the cell is 1?

Each such person is taken to know that cell, and the finer cells in which it is alone too. Every
other number that must stay hidden must stay as open to that person as to anybody, or as open as it
could be if no count but zeros and the total were printed. Asked in the sums of the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.attacker import Knowledge
from ati_desktop.disclosure.cells import Cell, Number
from ati_desktop.disclosure.solver import Program, Solver
from ati_desktop.disclosure.targets import Target
from ati_desktop.disclosure.work import Cancelled, stop_if

_NEAR = 1e-5
_ROUNDING = 0.01
_LEAD = 1_000.0
_AT_ONCE = 40

Vector = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass
class _Learning:
    """One program, the targets in it, and who of the insiders could see each end of each range.

    ``open`` is True at (insider, target, side): side 0 is the low end, side 1 the high one.
    """

    known: Knowledge
    targets: Sequence[Target]
    knows: Sequence[tuple[int, ...]]
    solver: Solver
    open: Flags

    def ends(self, target: Target) -> tuple[float, float]:
        """Return the ends of the range that must stay open."""
        return float(target.low), float(target.high)

    def saw(self, solution: Vector) -> None:
        """Take note of a way in which all could have come about, for all who cannot exclude it."""
        values = np.array([_value(target, solution) for target in self.targets])
        ends = np.array([self.ends(target) for target in self.targets])
        reached = np.stack([values <= ends[:, 0] + _NEAR, values >= ends[:, 1] - _NEAR], axis=1)
        fits = np.array([bool(np.all(np.abs(solution[list(k)] - 1) < _NEAR)) for k in self.knows])
        self.open[fits] &= ~reached

    def asked(self, side: int, wanted: Sequence[int]) -> Vector | None:
        """Return the answer that moves the first of these targets furthest, and the others too."""
        costs: dict[int, float] = {}
        for each in wanted:
            target = self.targets[each]
            column = target.above if side else target.below
            costs[column] = (-1.0 if side else 1.0) * (1.0 if costs else _LEAD)
        self.solver.costs(costs)
        solution = self.solver.minimum()
        self.solver.costs(dict.fromkeys(costs, 0.0))
        return solution


def alone_in(truth: Mapping[Cell, int]) -> list[Cell]:
    """Return the cells that hold one person."""
    return sorted((cell for cell, count in truth.items() if count == 1), key=sorted)


def learned(
    known: Knowledge,
    bare: Callable[[], Knowledge],
    targets: Sequence[Target],
    persons: Sequence[Cell],
    cancelled: Cancelled | None = None,
) -> list[Number]:
    """Return the numbers of which some person alone in a cell could learn more than others.

    Args:
        known: what is printed, as a program over the sums of the tables.
        bare: makes the same with nothing printed but zeros and the total.
        targets: what must stay open, with terms over the columns of ``known``.
        persons: the cells with one person each.
        cancelled: asked between programs.

    Raises:
        Refused: stopped by the person.
    """
    learning = _learning(known, targets, persons)
    weak: dict[Number, None] = {}
    nothing: _Bare | None = None
    for person, target, side, reach in _narrowed(learning, cancelled):
        if nothing is None:
            nothing = _Bare(known, bare())
        if not nothing.excuses(learning.knows[person], targets[target], side, reach):
            weak[targets[target].number] = None
    return list(weak)


def _learning(known: Knowledge, targets: Sequence[Target], persons: Sequence[Cell]) -> _Learning:
    program = known.program
    for target in targets:
        target.above = program.column(upper=float(target.high))
        target.below = program.column(lower=float(target.low))
        program.at_least({**target.terms, target.above: -1.0}, 0.0)
        less = {column: -worth for column, worth in target.terms.items()}
        program.at_least({target.below: 1.0} | less, 0.0)
    knows = [
        tuple(sorted(known.columns[other] for other in persons if other >= cell))
        for cell in persons
    ]
    concerns = [
        [not all(part >= cell for part in target.number) for target in targets] for cell in persons
    ]
    open_ = np.repeat(np.array(concerns, dtype=bool)[:, :, None], 2, axis=2)
    return _Learning(known, targets, knows, Solver(program, keep_rows=True), open_)


def _value(target: Target, solution: Vector) -> float:
    return float(sum(worth * solution[column] for column, worth in target.terms.items()))


def _narrowed(
    learning: _Learning, cancelled: Cancelled | None
) -> Iterator[tuple[int, int, int, float]]:
    """Yield who could narrow which target at which side, and how far it still reaches for them.

    First everybody's answers are looked through, then each person asks what is still open.
    """
    for side, target in product((0, 1), range(len(learning.targets))):
        if learning.open[:, target, side].any():
            stop_if(cancelled)
            solution = learning.asked(side, [target])
            if solution is not None:
                learning.saw(solution)
    program = learning.known.program
    for person, columns in enumerate(learning.knows):
        if learning.open[person].any():
            _fix(learning.solver, columns)
            yield from _asked_by(learning, person, cancelled)
            _loosen(learning.solver, program, columns)


def _fix(solver: Solver, columns: Iterable[int]) -> None:
    for column in columns:
        solver.bound(column, 1.0, 1.0)


def _loosen(solver: Solver, program: Program, columns: Iterable[int]) -> None:
    for column in columns:
        solver.bound(column, program.lower[column], program.upper[column])


def _asked_by(
    learning: _Learning, person: int, cancelled: Cancelled | None
) -> Iterator[tuple[int, int, int, float]]:
    for side in (0, 1):
        while wanted := np.flatnonzero(learning.open[person, :, side]).tolist():
            first = wanted[0]
            for few in (wanted[:_AT_ONCE], [first]):
                stop_if(cancelled)
                solution = learning.asked(side, few)
                if solution is None:
                    reach = float("nan")
                    break
                learning.saw(solution)
                reach = _value(learning.targets[first], solution)
                if not learning.open[person, first, side]:
                    break
            if learning.open[person, first, side]:
                learning.open[person, first, side] = False
                yield person, first, side, reach


class _Bare:
    """What would be known though no count but zeros and the total were printed."""

    def __init__(self, known: Knowledge, bare: Knowledge) -> None:
        self._cells = {column: cell for cell, column in known.columns.items()}
        self._bare = bare
        self._solver = Solver(bare.program)

    def excuses(self, knows: Iterable[int], target: Target, side: int, reach: float) -> bool:
        """Return whether a person would know as much of a target anyway."""
        columns = [self._bare.columns[self._cells[column]] for column in knows]
        terms = {self._bare.columns[self._cells[c]]: worth for c, worth in target.terms.items()}
        _fix(self._solver, columns)
        sign = -1.0 if side else 1.0
        self._solver.costs({column: sign * worth for column, worth in terms.items()})
        solution = self._solver.minimum()
        self._solver.costs(dict.fromkeys(terms, 0.0))
        _loosen(self._solver, self._bare.program, columns)
        if solution is None:
            return False
        end = float(sum(worth * solution[column] for column, worth in terms.items()))
        if side:
            return reach >= min(floor(end + _ROUNDING), target.high) - _ROUNDING
        return reach <= max(ceil(end - _ROUNDING), target.low) + _ROUNDING
