"""People who came or left as attackers: what do they learn of the others who did?

Each of them knows in which cells they are counted by either package, so that at least one person
came to those, or left them. The others' part of every small change must stay as open to them as
the whole of it is to everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.attacker import Terms
from ati_desktop.disclosure.cells import Cell
from ati_desktop.disclosure.solver import Program, Solver
from ati_desktop.disclosure.together import Together
from ati_desktop.disclosure.together_asks import SLACK, Asked, add_ends, pull
from ati_desktop.disclosure.together_changes import Known
from ati_desktop.disclosure.work import Cancelled, stop_if
from ati_desktop.evaluation.results import ChangedRow

_WITNESSES = 60
_AT_ONCE = 40
_ROUNDING = 0.01

Vector = NDArray[np.float64]
Part = tuple[int, int, Cell, str]
"""A pair of packages, a cell, and which of those who came to it or left it (see ``Known``)."""


@dataclass
class _Program:
    """A program in which somebody may be said to be among those who came or left."""

    solver: Solver
    asked: list[Asked]
    parts: dict[Part, int]
    seen: list[Vector] = field(default_factory=list)

    def tell(self, parts: Sequence[Part], least: float) -> None:
        """Say that so many came to each of these cells, or left it, at least."""
        for part in parts:
            self.solver.bound(self.parts[part], least, float("inf"))

    def fits(self, parts: Sequence[Part], solution: Vector) -> bool:
        """Return whether a solution is possible for somebody who knows that."""
        return all(solution[self.parts[part]] >= 1.0 - SLACK for part in parts)


class Insiders:
    """Those who came and those who left, each as an attacker.

    Args:
        joint: what is known from all packages together.
        changes: all changes, as sums over its columns.
        asked: the small changes, which hold against everybody else.
        less: makes the program of what cannot be helped: the earlier packages, the newest's zeros.
        cancelled: asked between programs.
    """

    def __init__(
        self,
        joint: Together,
        changes: Sequence[Known],
        asked: Sequence[Asked],
        less: Callable[[], Program],
        cancelled: Cancelled | None,
    ) -> None:
        self._rows = joint.overlap.insiders
        self._sums = dict(_sums(changes))
        self._asked, self._less, self._cancelled = asked, less, cancelled
        self._joint = joint
        self._programs: dict[str, _Program] = {}

    def learned(self) -> list[Asked]:
        """Return the small changes of which somebody learns more of the others than they should."""
        if not self._asked or not self._rows:
            return []
        program = self._program("all", self._joint.program.copy)
        weak: dict[int, Asked] = {}
        for row in self._rows:
            mine = [at for at, each in enumerate(self._asked) if each.pair == _pair(row)]
            mine = [at for at in mine if at not in weak]
            for at in self._narrowed(program, row, mine):
                weak[at] = self._asked[at]
        return list(weak.values())

    def _program(self, which: str, made: Callable[[], Program]) -> _Program:
        if which not in self._programs:
            program = made()
            asked = [replace(each, ends=[]) for each in self._asked]
            for each in asked:
                add_ends(program, each)
            parts: dict[Part, int] = {}
            for row in self._rows:
                for part in self._parts(row):
                    if part not in parts:
                        parts[part] = column = program.column()
                        program.equal({**self._sums[part], column: -1.0})
            self._programs[which] = _Program(Solver(program, keep_rows=True), asked, parts)
        return self._programs[which]

    def _parts(self, row: ChangedRow) -> list[Part]:
        """Return what somebody knows: one came to each of these cells, or left it."""
        came, left = ("gained", "lost") if row.stayed else ("new", "gone")
        sides = ((came, row.came), (left, row.left))
        known = [
            (row.first, row.second, frozenset(cell), name)
            for name, cells in sides
            for cell in sorted(cells)
        ]
        return [part for part in known if part in self._sums]

    def _narrowed(self, program: _Program, row: ChangedRow, mine: list[int]) -> Iterator[int]:
        """Yield the small changes that this person can narrow down though that can be helped."""
        parts = self._parts(row)
        fitting = [one for one in program.seen if program.fits(parts, one)]
        for side in (0, 1):
            ends = {at: _end(self._asked[at], row, side) for at in mine}
            open_ = {
                at: end
                for at, end in ends.items()
                if not any(_reaches(program.asked[at], one, end, side) for one in fitting)
            }
            while open_:
                stop_if(self._cancelled)
                at = next(iter(open_))
                program.tell(parts, 1.0)
                reached = self._reached(program, open_, side, fitting)
                program.tell(parts, 0.0)
                if reached is not None and not self._excused(at, row, side, ends[at], reached):
                    yield at

    def _reached(
        self, program: _Program, open_: dict[int, float], side: int, fitting: list[Vector]
    ) -> float | None:
        """Pull the first open number to its end; return how far it goes, None if far enough.

        Of the others those are no longer open that reach their ends on the way.
        """
        first, reached = next(iter(open_)), None
        for group in (list(open_)[:_AT_ONCE], [first]):
            if first in open_:
                solution = self._pull(program, group, open_, side)
                if solution is None:  # nobody can be this person
                    open_.clear()
                    return None
                program.seen = [solution, *program.seen[: _WITNESSES - 1]]
                fitting.append(solution)
                reached = program.asked[first].value(solution)
                for one in list(open_):
                    if _reaches(program.asked[one], solution, open_[one], side):
                        del open_[one]
        return reached if open_.pop(first, None) is not None else None

    def _pull(
        self, program: _Program, group: Sequence[int], ends: dict[int, float], side: int
    ) -> Vector | None:
        infinite = float("inf")
        for at in group:
            span = (-infinite, ends[at]) if side else (ends[at], infinite)
            program.solver.bound(program.asked[at].ends[side], *span)
        return pull(program.solver, [program.asked[at] for at in group], side)

    def _excused(self, at: int, row: ChangedRow, side: int, end: float, reached: float) -> bool:
        """Return whether the person would know as much from what cannot be helped."""
        less = self._program("earlier", self._less)
        parts = self._parts(row)
        less.tell(parts, 1.0)
        solution = self._pull(less, [at], {at: end}, side)
        less.tell(parts, 0.0)
        if solution is None:
            return True
        value = less.asked[at].value(solution)
        if side:
            return reached >= min(floor(value + _ROUNDING), end) - _ROUNDING
        return reached <= max(ceil(value - _ROUNDING), end) + _ROUNDING


def _sums(changes: Sequence[Known]) -> Iterator[tuple[Part, Terms]]:
    for known in changes:
        if len(known.cells) == 1:
            for name in ("new", "gained", "gone", "lost"):
                if getattr(known, name):
                    yield (*known.pair, known.cells[0], name), getattr(known, name)


def _pair(row: ChangedRow) -> tuple[int, int]:
    return row.first, row.second


def _end(asked: Asked, row: ChangedRow, side: int) -> float:
    """Return how low, or high, a number must seem to somebody who takes off their own part."""
    end = asked.high if side else asked.low
    mine, other = (row.came, row.left) if asked.came else (row.left, row.came)
    cells = {tuple(sorted(cell)) for cell in asked.cells}
    counted = not cells.isdisjoint(mine) and cells.isdisjoint(other)
    return end + counted


def _reaches(asked: Asked, solution: Vector, end: float, side: int) -> bool:
    value = asked.value(solution)
    return value >= end - SLACK if side else value <= end + SLACK
