"""All that is printed as linear constraints over the ways, and how small and large a sum can be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import highspy
import numpy as np
import numpy.typing as npt

from tests.attacks.over_time.columns import Ways
from tests.attacks.over_time.packages import Cell, Package

Vector = npt.NDArray[np.float64]
ENOUGH = 1e-6


class Counted:
    """Which ways each package counts in which of its cells."""

    def __init__(self, ways: Ways) -> None:
        self.packages = ways.axes.packages
        self.ways = list(ways.index)
        self._codes = [self._coded(at, package) for at, package in enumerate(self.packages)]
        self._known: dict[tuple[int, Cell], npt.NDArray[np.bool_]] = {}

    def _coded(self, at: int, package: Package) -> npt.NDArray[np.int64]:
        """Return for each way the numbers of its values in a package, -1 where it counts none.

        The last column is 0 where the cohort holds the way.
        """
        lists = [{value: no for no, value in enumerate(one)} for one in package.values.values()]
        rows = [
            [-1] * (len(lists) + 1)
            if way[at] is None
            else [*(one[value] for one, value in zip(lists, way[at], strict=True)), 0]
            for way in self.ways
        ]
        return np.array(rows, dtype=np.int64).reshape(len(self.ways), len(lists) + 1)

    def cell(self, at: int, cell: Cell) -> npt.NDArray[np.bool_]:
        """Return which ways a package counts in a cell."""
        if (at, cell) not in self._known:
            package, codes = self.packages[at], self._codes[at]
            mask = codes[:, -1] == 0
            for name, value in cell:
                number = package.values[name].index(value)
                mask = mask & (codes[:, package.names.index(name)] == number)
            self._known[at, cell] = mask
        return self._known[at, cell]

    def least(self, at: int, cell: Cell) -> int:
        """Return the least that a hidden number can be; what was hidden earlier stays hidden.

        So a zero is also hidden where it once would have said that all share an outcome.
        """
        so_far = [one for one in self.packages[: at + 1] if cell in one.hidden]
        return min(package.least(cell) for package in so_far)


Constraint = tuple[Vector, float, float]


def everything(counted: Counted, at: int) -> Iterable[Constraint]:
    """Yield what a package says: coefficients, at least, at most."""
    package = counted.packages[at]
    for cell, count in package.shown.items():
        yield counted.cell(at, cell).astype(float), count, count
    for cell in package.hidden:
        least = counted.least(at, cell)
        if least:
            yield counted.cell(at, cell).astype(float), least, np.inf
    for cells, low, high in package.sums:
        row = sum(counted.cell(at, cell).astype(float) for cell in cells)
        yield np.asarray(row, dtype=float), low, high


def zeros_and_total(counted: Counted, at: int) -> Iterable[Constraint]:
    """Yield what a package would say that hid everything but its zeros and its whole cohort."""
    package = counted.packages[at]
    whole: Cell = frozenset()
    for cell in package.cells - {whole}:
        if package.shown.get(cell, 1):
            least = 1 if cell in package.shown else counted.least(at, cell)
            if least:
                yield counted.cell(at, cell).astype(float), least, np.inf
    if whole in package.shown:
        total = package.shown[whole]
        yield counted.cell(at, whole).astype(float), total, total


class Program:
    """A linear program that is asked for the ends of many sums under the same constraints."""

    def __init__(self, columns: int, constraints: Iterable[Constraint]) -> None:
        unique: dict[tuple[bytes, float, float], Constraint] = {}
        for row, low, high in constraints:
            unique.setdefault((row.tobytes(), low, high), (row, low, high))
        self.columns = columns
        self.matrix = np.array([one[0] for one in unique.values()]).reshape(-1, columns)
        self.low = np.array([one[1] for one in unique.values()])
        self.high = np.array([one[2] for one in unique.values()])
        self._seen = np.zeros((8, columns))
        self._met = 0
        self._solver = self._loaded()
        self._bounded: Mapping[int, int] = {}

    def _loaded(self) -> highspy.Highs:
        solver = highspy.Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        none = np.empty(0)
        for _ in range(self.columns):
            solver.addVar(0.0, highspy.kHighsInf)
        for row, low, high in zip(self.matrix, self.low, self.high, strict=True):
            at = np.nonzero(row)[0].astype(np.int32)
            most = highspy.kHighsInf if np.isinf(high) else high
            solver.addRow(low, most, len(at), at, row[at] if len(at) else none)
        return solver

    def fits(self, counts: Vector) -> bool:
        """Tell whether counts of ways say exactly what is printed."""
        sums = self.matrix @ counts
        return bool(np.all(sums >= self.low - ENOUGH) and np.all(sums <= self.high + ENOUGH))

    def end(self, target: Vector, sign: int, known: Mapping[int, int]) -> float:
        """Return how small (sign 1) or large (sign -1) a sum of ways can be; may be infinite.

        Args:
            target: the coefficients of the sum.
            sign: 1 for the least, -1 for the most.
            known: how many rows are known to go a way at least, by the number of the way.
        """
        solver = self._solver
        for at in self._bounded:
            solver.changeColBounds(at, 0.0, highspy.kHighsInf)
        for at, least in known.items():
            solver.changeColBounds(at, float(least), highspy.kHighsInf)
        self._bounded = dict(known)
        every = np.arange(self.columns, dtype=np.int32)
        solver.changeColsCost(self.columns, every, sign * target)
        solver.run()
        status = solver.getModelStatus()
        if status in (
            highspy.HighsModelStatus.kUnbounded,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            return -sign * np.inf
        assert status == highspy.HighsModelStatus.kOptimal, status
        self.meet(np.array(solver.getSolution().col_value))
        return round(sign * solver.getInfo().objective_function_value, 6)

    def meet(self, counts: Vector) -> None:
        """Keep a way of filling in that agrees with everything printed."""
        if self._met == len(self._seen):
            self._seen = np.vstack([self._seen, np.zeros_like(self._seen)])
        self._seen[self._met] = counts
        self._met += 1

    def met(self, known: Mapping[int, int]) -> Vector:
        """Return the ways of filling in that were met so far and agree with what is known."""
        seen = self._seen[: self._met]
        at, least = list(known), np.array(list(known.values()), dtype=float)
        agree = np.all(seen[:, at] >= least - ENOUGH, axis=1)
        return seen if agree.all() else seen[agree]
