"""Packages of linked tables under attack by somebody who shares nothing with the program."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, vstack

from ati_desktop.disclosure.protect import protect
from ati_desktop.disclosure.sealed import seal
from ati_desktop.disclosure.views import TableView
from ati_desktop.evaluation.results import Evaluation
from tests.disclosure.builders import crowd, evaluation_of, linked
from tests.long_work import amount

Cell = frozenset[tuple[str, str]]
PACKAGES = amount("ATI_PACKAGES", by_day=1, whole=8)
"""How many packages are made and attacked; two hundred take an hour with all the work there is."""
WORK = int(os.environ["ATI_WORK"]) if "ATI_WORK" in os.environ else None
"""Steps of the solver for each; what must hold does not hang on whether less could be hidden."""
# So many people and so small a threshold that seeds differ in how much there is to hide.
KINDS = [(800, 5), (300, 5), (800, 11), (300, 11)]


@dataclass
class Attacker:
    """Knows the printed tables, that zeros are shown, and that all tables have one base."""

    names: list[str]
    base: list[dict[str, str]]
    printed: dict[Cell, int]
    hidden: set[Cell]
    may_be_zero: set[Cell]

    @classmethod
    def reading(cls, evaluation: Evaluation, tables: tuple[TableView, ...]) -> Attacker:
        printed: dict[Cell, int] = {}
        hidden: set[Cell] = set()
        for view in tables:
            for row in view.rows:
                pairs = zip(view.variables, row.key, strict=True)
                cell = frozenset((n, v) for n, v in pairs if v is not None)
                if row.count is None:
                    hidden.add(cell)
                else:
                    printed[cell] = row.count
        assert not hidden & printed.keys()
        names = sorted(variable.name for variable in evaluation.variables)
        spans = {variable.name: variable.values for variable in evaluation.variables}
        base: list[dict[str, str]] = [{}]
        for name in names:
            base = [{**one, name: value} for one in base for value in spans[name]]
        return cls(names, base, printed, hidden, alike(printed.keys(), hidden))

    def with_nothing(self) -> Attacker:
        """Return one to whom no count but zeros and the total is printed."""
        kept = {cell: n for cell, n in self.printed.items() if n == 0 or not cell}
        hidden = self.hidden | (self.printed.keys() - kept.keys())
        return Attacker(self.names, self.base, kept, hidden, self.may_be_zero)

    def row(self, cell: Cell) -> np.ndarray:
        return np.array([float(cell <= one.items()) for one in self.base])

    def matrices(self, known: Cell | None) -> dict[str, object]:
        zero = {cell for cell, count in self.printed.items() if count == 0}
        bounds = [
            (0, 0) if any(cell <= one.items() for cell in zero) else (0, None) for one in self.base
        ]
        equal = {cell: n for cell, n in self.printed.items() if n}
        if known is not None:
            equal[known] = 1
        least = sorted(self.hidden - equal.keys() - self.may_be_zero, key=sorted)
        return {
            "A_eq": vstack([csr_matrix(self.row(cell)) for cell in equal]),
            "b_eq": list(equal.values()),
            "A_ub": vstack([csr_matrix(-self.row(cell)) for cell in least]) if least else None,
            "b_ub": [-1.0] * len(least) if least else None,
            "bounds": bounds,
        }

    def ranges(self, cells: list[Cell], known: Cell | None = None) -> dict[Cell, tuple[int, int]]:
        program = self.matrices(known)
        found = {}
        for cell in cells:
            ends = []
            for sign in (1.0, -1.0):
                solved = linprog(sign * self.row(cell), **program)
                assert solved.status == 0, solved.message
                ends.append(round(sign * solved.fun, 4))
            found[cell] = (ends[0], ends[1])
        return found


def alike(printed: Iterable[Cell], hidden: set[Cell]) -> set[Cell]:
    """Return hidden cells that could be zero: nothing is printed of some line they are in."""
    every = {*printed, *hidden}
    found = set()
    for cell in hidden:
        names = {name for name, _ in cell}
        peers = [each for each in every if {name for name, _ in each} == names]
        for pair in cell:
            line = {each for each in peers if cell - each <= {pair}}
            if line <= hidden:
                found.add(cell)
    return found


def truth_of(evaluation: Evaluation) -> dict[Cell, int]:
    found: dict[Cell, int] = {}
    for table in evaluation.tables:
        for key, count in table.cells.items():
            for mask in range(2 ** len(key)):
                cell = frozenset(
                    pair
                    for at, pair in enumerate(zip(table.variables, key, strict=True))
                    if mask >> at & 1
                )
                found.setdefault((cell, table.id), 0)  # type: ignore[arg-type]
                found[(cell, table.id)] += count  # type: ignore[index]
    return {cell: count for (cell, _), count in found.items()}  # type: ignore[misc]


@pytest.mark.long_in_part
@pytest.mark.parametrize("seed", range(PACKAGES))
def test_no_small_number_of_a_package_can_be_narrowed_down(seed: int) -> None:
    people, threshold = KINDS[seed % len(KINDS)]
    evaluation = linked(1_000 + seed, people)
    protected = protect(evaluation, threshold, work=WORK)
    assert protected.holds
    assert not protected.withheld
    assert protected.bound <= protected.cost
    attacker = Attacker.reading(evaluation, protected.tables)
    truth = truth_of(evaluation)
    small = sorted((c for c, n in truth.items() if 0 < n < threshold), key=sorted)
    assert attacker.hidden >= set(small)
    lowest = attacker.with_nothing().ranges(small)
    for cell, (low, high) in attacker.ranges(small).items():
        assert high >= threshold - 1 - 1e-3, (sorted(cell), low, high)
        assert low <= max(ceil(lowest[cell][0] - 1e-3), 1) + 1e-3, (sorted(cell), low)
    ones = [cell for cell in small if truth[cell] == 1][:2]
    for person in ones:
        others = [cell for cell in small if not cell >= person][:12]
        for cell, (low, high) in attacker.ranges(others, person).items():
            assert high > low, (sorted(person), sorted(cell))
    assert seal(protected).threshold == threshold


@pytest.mark.parametrize(
    ("count", "values"), [(300, 2), pytest.param(900, 3, marks=pytest.mark.long)]
)
def test_tables_of_four_dimensions_are_protected(count: int, values: int) -> None:
    people = crowd(4, count, {"a": 3, "b": values, "c": 2, "d": 2})
    evaluation = evaluation_of(people, [("a", "b", "c", "d")])
    protected = protect(evaluation, 4)
    assert protected.holds
    assert protected.method.startswith("integer programs")
    truth = truth_of(evaluation)
    attacker = Attacker.reading(evaluation, protected.tables)
    small = sorted((c for c, n in truth.items() if 0 < n < 4), key=sorted)[:10]
    for low, high in attacker.ranges(small).values():
        assert high - low >= 2
