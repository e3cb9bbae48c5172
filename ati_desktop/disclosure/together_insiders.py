"""People who came or left as attackers: what do they learn of the others who did?

Each of them knows in which cells they are counted by either package, so that at least one person
came to those, or left them. The others' part of every small change must stay as open to them as
the whole of it is to everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.attacker import Terms
from ati_desktop.disclosure.solver import Program, Solver
from ati_desktop.disclosure.together import Together
from ati_desktop.disclosure.together_asks import SLACK, Asked, Part, Questions, add_ends
from ati_desktop.disclosure.together_changes import Known
from ati_desktop.disclosure.work import Cancelled, stop_if
from ati_desktop.evaluation.results import ChangedRow

_AT_ONCE = 40
_ROUNDING = 0.01

Vector = NDArray[np.float64]
Flags = NDArray[np.bool_]


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
        self._sums = dict(_sums(changes))
        self._rows = joint.overlap.insiders
        self._parts = [self._known_to(row) for row in self._rows]
        self._asked, self._less, self._cancelled = asked, less, cancelled
        self._joint = joint
        self._programs: dict[str, Questions] = {}
        concerns = [[each.pair == _pair(row) for each in asked] for row in self._rows]
        self._open = np.repeat(np.array(concerns, dtype=bool).reshape(
            len(self._rows), len(asked), 1), 2, axis=2)  # fmt: skip
        self._ends = np.array(
            [[[_end(each, row, side) for side in (0, 1)] for each in asked] for row in self._rows],
            dtype=np.float64,
        ).reshape(self._open.shape)

    def learned(self) -> list[Asked]:
        """Return the small changes of which somebody learns more of the others than they should."""
        weak: dict[int, Asked] = {}
        for side in (0, 1):
            for at in range(len(self._asked)):
                for end in sorted(set(self._ends[self._open[:, at, side], at, side].tolist())):
                    alike = self._open[:, at, side] & (self._ends[:, at, side] == end)
                    group = np.flatnonzero(alike).tolist()
                    if any(self._narrowed(group, at, side)):
                        weak[at] = self._asked[at]
        return list(weak.values())

    def _narrowed(self, group: list[int], at: int, side: int) -> Iterator[bool]:
        """Yield for each of some persons whether they narrow down a change though it can be helped.

        One answer that fits all that any of them knows serves all of them.
        """
        group = [one for one in group if self._open[one, at, side]]
        if not group:
            return
        stop_if(self._cancelled)
        program = self._program("all", self._joint.program.copy)
        parts = sorted({part for one in group for part in self._parts[one]}, key=repr)
        end = float(self._ends[group[0], at, side])
        wanted = [at, *self._wanted_too(group, at, side)]
        ends = [end, *(float(self._ends[group[0], each, side]) for each in wanted[1:])]
        for few in (len(wanted), 1):
            solution = program.pull(parts, wanted[:few], ends[:few], side)
            if solution is not None:
                self._saw(program, solution)
            if solution is None or not self._open[group[0], at, side]:
                break
        if not self._open[group, at, side].any():
            return
        if len(group) > 1:
            middle = len(group) // 2
            yield from self._narrowed(group[:middle], at, side)
            yield from self._narrowed(group[middle:], at, side)
            return
        self._open[group[0], at, side] = False
        if solution is not None:
            reached = program.asked[at].value(solution)
            yield not self._excused(at, group[0], side, reached)

    def _wanted_too(self, group: list[int], at: int, side: int) -> list[int]:
        """Return other changes that are still open for all of these persons."""
        both = np.flatnonzero(self._open[group, :, side].all(axis=0)).tolist()
        return [each for each in both if each != at][: _AT_ONCE - 1]

    def _saw(self, program: Questions, solution: Vector) -> None:
        """Take note of a way in which all could have come about, for all who cannot exclude it."""
        values = np.array([each.value(solution) for each in program.asked])
        there = {part: solution[column] >= 1.0 - SLACK for part, column in program.parts.items()}
        fits = np.array([all(there[part] for part in parts) for parts in self._parts], dtype=bool)
        reached = np.stack(
            [values <= self._ends[:, :, 0] + SLACK, values >= self._ends[:, :, 1] - SLACK], axis=2
        )
        self._open[fits] &= ~reached[fits]

    def _program(self, which: str, made: Callable[[], Program]) -> Questions:
        if which not in self._programs:
            program = made()
            asked = [replace(each, ends=[]) for each in self._asked]
            for each in asked:
                add_ends(program, each)
            parts: dict[Part, int] = {}
            for part in (part for parts in self._parts for part in parts):
                if part not in parts:
                    parts[part] = column = program.column()
                    program.equal({**self._sums[part], column: -1.0})
            self._programs[which] = Questions(Solver(program, keep_rows=True), asked, parts)
        return self._programs[which]

    def _known_to(self, row: ChangedRow) -> list[Part]:
        """Return what somebody knows: one came to each of these cells, or left it."""
        came, left = ("gained", "lost") if row.stayed else ("new", "gone")
        known = [
            (row.first, row.second, frozenset(cell), name)
            for name, cells in ((came, row.came), (left, row.left))
            for cell in sorted(cells)
        ]
        return [part for part in known if part in self._sums]

    def _excused(self, at: int, row: int, side: int, reached: float) -> bool:
        """Return whether the person would know as much from what cannot be helped."""
        less = self._program("earlier", self._less)
        end = float(self._ends[row, at, side])
        solution = less.pull(self._parts[row], [at], [end], side)
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
