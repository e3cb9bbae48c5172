"""People who came or left as attackers: what do they learn of the others who did?

Each of them knows in which cells each of their rows is counted by every package. The others' part
of every small change must stay as open to them as the whole of it is to everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import ceil, floor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.own_rows import OwnRows
from ati_desktop.disclosure.solver import Program, Solver
from ati_desktop.disclosure.together import Together
from ati_desktop.disclosure.together_asks import SLACK, Asked, ProgramName, Questions, add_ends
from ati_desktop.disclosure.work import Cancelled, stop_if

_AT_ONCE = 40
_ROUNDING = 0.01

Vector = NDArray[np.float64]


class Less(Protocol):
    """What would be known from less than all packages: what cannot be helped."""

    def excusing(self, asked: Asked, /) -> ProgramName:
        """Return which program tells what cannot be helped of a number."""

    def program(self, name: ProgramName, /) -> Program:
        """Return one of these programs; its columns are those of the joint one."""


class Insiders:
    """Those who came and those who left, each as an attacker.

    Args:
        joint: what is known from all packages together.
        asked: the small changes, which hold against everybody else.
        less: what cannot be helped, and of which number.
        cancelled: asked between programs.
    """

    def __init__(
        self,
        joint: Together,
        asked: Sequence[Asked],
        less: Less,
        cancelled: Cancelled | None,
    ) -> None:
        self._asked, self._less, self._cancelled = asked, less, cancelled
        self._joint = joint
        self._programs: dict[str, Questions] = {}
        self._own = OwnRows(joint)
        self._open = np.repeat(self._own.concerned(asked)[:, :, np.newaxis], 2, axis=2)
        ends = np.array([[each.low, each.high] for each in asked]).reshape(len(asked), 2)
        self._ends = self._own.changed(asked)[:, :, np.newaxis] + ends

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
        own = self._own.counts[group].max(axis=0)
        end = float(self._ends[group[0], at, side])
        wanted = [at, *self._wanted_too(group, at, side)]
        ends = [end, *(float(self._ends[group[0], each, side]) for each in wanted[1:])]
        for few in (len(wanted), 1):
            solution = program.pull(own, wanted[:few], ends[:few], side)
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
        if solution is None:
            yield True
        else:
            reached = program.asked[at].value(solution)
            yield not self._excused(at, group[0], side, reached)

    def _wanted_too(self, group: list[int], at: int, side: int) -> list[int]:
        """Return other changes that are still open for all of these persons."""
        both = np.flatnonzero(self._open[group, :, side].all(axis=0)).tolist()
        return [each for each in both if each != at][: _AT_ONCE - 1]

    def _saw(self, program: Questions, solution: Vector) -> None:
        """Take note of a way in which all could have come about, for all who cannot exclude it."""
        values = np.array([each.value(solution) for each in program.asked])
        fits = (solution[program.columns] >= self._own.counts - SLACK).all(axis=1)
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
            columns = self._own.columns
            lower, upper = (np.array(each)[columns] for each in (program.lower, program.upper))
            solver = Solver(program, keep_rows=True)
            self._programs[which] = Questions(solver, asked, columns, lower, upper)
        return self._programs[which]

    def _excused(self, at: int, row: int, side: int, reached: float) -> bool:
        """Return whether the person would know as much from what cannot be helped.

        Where no way was found in which all that is known could have come about, nothing is excused.
        """
        name = self._less.excusing(self._asked[at])
        less = self._program(name, lambda: self._less.program(name))
        end = float(self._ends[row, at, side])
        solution = less.pull(self._own.counts[row], [at], [end], side)
        if solution is None:
            return False
        value = less.asked[at].value(solution)
        if side:
            return reached >= min(floor(value + _ROUNDING), end) - _ROUNDING
        return reached <= max(ceil(value - _ROUNDING), end) + _ROUNDING
