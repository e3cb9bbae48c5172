"""What a person who is alone in a cell would know though no count but zeros were printed."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor

from ati_desktop.disclosure.attacker import Knowledge
from ati_desktop.disclosure.solver import Program, Solver
from ati_desktop.disclosure.targets import Target

_ROUNDING = 0.01


class WithNothing:
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


def _fix(solver: Solver, columns: Iterable[int]) -> None:
    for column in columns:
        solver.bound(column, 1.0, 1.0)


def _loosen(solver: Solver, program: Program, columns: Iterable[int]) -> None:
    for column in columns:
        solver.bound(column, program.lower[column], program.upper[column])
