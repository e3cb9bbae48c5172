"""A linear or integer program on HiGHS: silent, one thread, the same answer each time.

This module loads numpy and highspy: import it only where a program is about to be solved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.work import Cancelled, Progress, stop_if

Row = tuple[Mapping[int, float], float, float]
"""Coefficients by column, lower bound, upper bound."""

INFINITY = float("inf")
_PRIMAL = 4
_LARGE = 3_000
_EACH = 20
"""What a program costs beside its simplex steps, in steps."""
_WHOLE_STEP = 3
"""What a step costs in a search in whole numbers, with all that is done beside it."""
_NODE = 200
"""Steps of a node of such a search, about."""
_TOLD = 1_000
_ENTRIES = 1_000
"""A step is as dear as a program has thousands of coefficients."""


class Work:
    """What may still be done, in steps of the simplex of a small program.

    The same on a slow machine and on a fast one, as seconds would not be. Counting tells how far
    the work is, and asks whether to go on.

    Args:
        left: how many steps there are.
        progress: told (done, of how many), in numbers that only ever grow.
        cancelled: asked after each program.
    """

    def __init__(
        self,
        left: float = INFINITY,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        self.left, self._whole = left, left
        self.cancelled = cancelled
        self._progress, self._told = progress, 0

    @property
    def done(self) -> bool:
        """Return whether nothing more may be done."""
        return self.left <= 0

    def took(self, steps: float) -> None:
        """Count steps that were done.

        Raises:
            Refused: stopped by the person.
        """
        self.left -= steps
        used = self._whole - self.left
        if self._progress is not None and self._whole < INFINITY:
            # What must be done though the steps are used up moves on more and more slowly.
            self._tell(int(_TOLD * used / (used + max(self.left, 0.1 * self._whole))))
        stop_if(self.cancelled)

    def end(self) -> None:
        """Tell that all is done."""
        self._tell(_TOLD)

    def _tell(self, reached: int) -> None:
        if self._progress is not None and reached > self._told:
            self._told = reached
            self._progress(reached, _TOLD)


@dataclass
class Program:
    """Columns and rows as they are collected, before they are given to the solver."""

    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def column(self, lower: float = 0.0, upper: float = INFINITY) -> int:
        """Add a column and return its place."""
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.lower) - 1

    def copy(self) -> Program:
        """Return a program of its own with the same columns and rows."""
        return Program(list(self.lower), list(self.upper), list(self.rows))

    def equal(self, terms: Mapping[int, float], value: float = 0.0) -> None:
        """Demand that the weighted sum is this value."""
        self.rows.append((terms, value, value))

    def at_least(self, terms: Mapping[int, float], value: float) -> None:
        """Demand that the weighted sum is this value or more."""
        self.rows.append((terms, value, INFINITY))


@dataclass(frozen=True, slots=True)
class Matrix:
    """A program as arrays, its rows one after another: ``starts`` says where each begins."""

    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    starts: NDArray[np.int32]
    columns: NDArray[np.int32]
    weights: NDArray[np.float64]
    row_lower: NDArray[np.float64]
    row_upper: NDArray[np.float64]


class Solver:
    """A program held by HiGHS, solved again and again under changing costs and bounds.

    Args:
        program: what to solve.
        integer: all columns are whole numbers.
        keep_rows: only costs will change between solutions, so that the last solution still fits:
            an interior point first, then the primal simplex, ten times faster on large bases.
        work: counted down by what each solution took; None where nobody counts.
    """

    def __init__(
        self,
        program: Program | Matrix,
        *,
        integer: bool = False,
        keep_rows: bool = False,
        primal: bool = False,
        work: Work | None = None,
    ) -> None:
        self._work = Work() if work is None else work
        self._is_whole = integer
        matrix = program if isinstance(program, Matrix) else _matrix(program)
        self._entries = len(matrix.columns)
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._primal_next = keep_rows and not integer
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("parallel", "off"),
        ):
            self._highs.setOptionValue(option, value)
        self.columns = len(matrix.lower)
        self._highs.passModel(_model(matrix))
        if integer:
            self._integer()
        if primal:
            self._highs.setOptionValue("simplex_strategy", _PRIMAL)
        if self._primal_next and self.columns > _LARGE:
            self._highs.setOptionValue("solver", "ipm")

    def _integer(self) -> None:
        # A limit in nodes and not in seconds: the same answer on a slow machine.
        self._highs.setOptionValue("mip_max_nodes", 200)
        kinds = np.full(self.columns, highspy.HighsVarType.kInteger)
        self._highs.changeColsIntegrality(
            self.columns, np.arange(self.columns, dtype=np.int32), kinds
        )

    def bound(self, column: int, lower: float, upper: float) -> None:
        """Change the bounds of one column."""
        self._highs.changeColBounds(column, lower, upper)

    def costs(self, costs: Mapping[int, float]) -> None:
        """Set the cost of some columns; the others keep theirs."""
        places = np.fromiter(costs.keys(), dtype=np.int32, count=len(costs))
        worth = np.fromiter(costs.values(), dtype=np.float64, count=len(costs))
        self._highs.changeColsCost(len(costs), places, worth)

    def cost(self, columns: NDArray[np.intp], worth: NDArray[np.float64]) -> None:
        """Set the cost of some columns; the others keep theirs."""
        places = columns.astype(np.int32)
        self._highs.changeColsCost(len(places), places, worth)

    def bounds(
        self, columns: NDArray[np.intp], lower: NDArray[np.float64], upper: NDArray[np.float64]
    ) -> None:
        """Change the bounds of some columns."""
        places = columns.astype(np.int32)
        self._highs.changeColsBounds(len(places), places, lower, upper)

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows to the program."""
        for terms, low, high in rows:
            self._entries += len(terms)
            places = np.fromiter(terms.keys(), dtype=np.int32, count=len(terms))
            weights = np.fromiter(terms.values(), dtype=np.float64, count=len(terms))
            self._highs.addRow(low, high, len(terms), places, weights)

    def prices(self) -> NDArray[np.float64]:
        """Return what the last solution would gain by one unit more in each row."""
        return np.asarray(self._highs.getSolution().row_dual)

    def gap(self, gap: float) -> None:
        """Search in whole numbers to within this gap of the least cost."""
        self._highs.setOptionValue("mip_abs_gap", gap)

    def whole(self, cancelled: Callable[[], bool] | None = None) -> None:
        """Make all columns whole numbers.

        ``cancelled`` is asked during the search; True ends it where it is.
        """
        self._integer()
        self._is_whole = True
        for option, value in (
            ("mip_rel_gap", 0.0),
            # Our own choice to start from is good; looking for others took half of the time.
            ("mip_heuristic_effort", 0.0),
            ("mip_allow_restart", False),
            ("mip_detect_symmetry", False),
        ):
            self._highs.setOptionValue(option, value)
        if cancelled is not None:
            self._highs.cbMipInterrupt.subscribe(lambda event: event.interrupt(cancelled()))

    def start(self, columns: NDArray[np.float64]) -> None:
        """Begin the next search from this solution."""
        solution = highspy.HighsSolution()
        solution.col_value = list(columns)
        self._highs.setSolution(solution)

    def bound_of_cost(self) -> float:
        """Return what is proven by the last solution: no solution costs less."""
        info = self._highs.getInfo()
        if self._is_whole:
            return float(info.mip_dual_bound)
        return float(info.objective_function_value)

    def minimum(self) -> NDArray[np.float64] | None:
        """Solve; return the columns' values, or None where nothing fits all rows."""
        if self._is_whole and self._work.left < INFINITY:
            nodes = self._work.left / (_NODE * max(self._entries / _ENTRIES, 1.0))
            self._highs.setOptionValue("mip_max_nodes", max(int(nodes), 1))
        self._highs.run()
        steps = _EACH + max(self._highs.getInfo().simplex_iteration_count, 0)
        steps *= _WHOLE_STEP if self._is_whole else 1
        self._work.took(steps * max(self._entries / _ENTRIES, 1.0))
        if self._primal_next:
            self._primal_next = False
            self._highs.setOptionValue("solver", "simplex")
            self._highs.setOptionValue("simplex_strategy", _PRIMAL)
        info = self._highs.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        return np.asarray(self._highs.getSolution().col_value)


def _matrix(program: Program) -> Matrix:
    columns = [column for row in program.rows for column in row[0]]
    weights = [weight for row in program.rows for weight in row[0].values()]
    return Matrix(
        lower=np.array(program.lower, dtype=np.float64),
        upper=np.array(program.upper, dtype=np.float64),
        starts=starts_of(len(row[0]) for row in program.rows),
        columns=np.array(columns, dtype=np.int32),
        weights=np.array(weights, dtype=np.float64),
        row_lower=np.array([row[1] for row in program.rows], dtype=np.float64),
        row_upper=np.array([row[2] for row in program.rows], dtype=np.float64),
    )


def _model(program: Matrix) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.lower), len(program.row_lower)
    model.col_cost_ = np.zeros(model.num_col_)
    model.col_lower_, model.col_upper_ = program.lower, program.upper
    model.row_lower_, model.row_upper_ = program.row_lower, program.row_upper
    matrix = model.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_, matrix.index_ = program.starts, program.columns
    matrix.value_ = program.weights
    return model


def starts_of(lengths: Iterable[int]) -> NDArray[np.int32]:
    """Return where each row begins, and where the last one ends, from their lengths."""
    return np.concatenate([[0], np.cumsum(list(lengths))]).astype(np.int32)
