"""An attacker of our own making: reads every number of a written package, solves with scipy.

Shares nothing with the program but the files and the public definitions of the figures.
"""

from __future__ import annotations

import csv
import json
from itertools import product
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

from ati_desktop.evaluation.results import Evaluation

Cell = frozenset[tuple[str, str]]


def read_tables(folder: Path) -> dict[Cell, list[str]]:
    """Return what each cell says in every table that holds it."""
    found: dict[Cell, list[str]] = {}
    for path in sorted((folder / "tables").glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                row.pop("note", None)
                count = row.pop("count")
                cell = frozenset((n, v) for n, v in row.items() if v != "(all)")
                found.setdefault(cell, []).append(count)
    return found


def read_figures(folder: Path, evaluation: Evaluation) -> list[tuple[list[Cell], float, float]]:
    """Return what the measures say about sums of cells: cells, at least, at most."""
    content = json.loads((folder / "measures.json").read_text(encoding="utf-8"))
    known: list[tuple[list[Cell], float, float]] = []
    for shown, figure in zip(content["figures"], evaluation.figures, strict=True):
        assert shown["measure"] == figure.measure
        part = [frozenset(cell) for cell in figure.numerator_cells]
        whole = [frozenset(cell) for cell in figure.denominator_cells]
        for cells, number in ((part, shown["numerator"]), (whole, shown["denominator"])):
            if cells and isinstance(number, int):
                known.append((cells, number, number))
        base = shown["denominator"]
        if part and isinstance(shown["value"], float) and isinstance(base, int):
            half = 0.00005
            known.append((part, (shown["value"] - half) * base, (shown["value"] + half) * base))
        named = {each.reason: each for each in figure.excluded}
        for left_out in shown["excluded"]:
            if isinstance(left_out["count"], int) and left_out["reason"] in named:
                cells = [frozenset(cell) for cell in named[left_out["reason"]].cells]
                known.append((cells, left_out["count"], left_out["count"]))
    return known


class Attacker:
    """Everything that is known, as inequalities over the joint base."""

    def __init__(self, evaluation: Evaluation, *, hidden_at_least: int = 0) -> None:
        self.names = [variable.name for variable in evaluation.variables]
        spans = [variable.values for variable in evaluation.variables]
        self.base = [dict(zip(self.names, key, strict=True)) for key in product(*spans)]
        self.columns = {
            n: np.array([one[n] for one in self.base], dtype=object) for n in self.names
        }
        self.least = hidden_at_least
        self.equal: list[tuple[np.ndarray, float]] = []
        self.at_most: list[tuple[np.ndarray, float]] = []

    def row(self, cells: list[Cell]) -> np.ndarray:
        found = np.zeros(len(self.base))
        for cell in cells:
            inside = np.ones(len(self.base), dtype=bool)
            for name, value in cell:
                inside &= self.columns[name] == value
            found += inside
        return found

    def learn(self, cells: list[Cell], low: float, high: float) -> None:
        row = self.row(cells)
        if low == high:
            self.equal.append((row, low))
        else:
            self.at_most += [(row, high), (-row, -low)]

    def read(self, folder: Path, evaluation: Evaluation) -> None:
        """Learn everything a package says."""
        for cell, counts in read_tables(folder).items():
            shown = [int(count) for count in counts if count != "s"]
            for count in shown:
                self.learn([cell], count, count)
            if not shown and self.least:
                self.at_most.append((-self.row([cell]), -float(self.least)))
        for cells, low, high in read_figures(folder, evaluation):
            self.learn(cells, low, high)

    def freeze(self) -> None:
        """Put what was learned into matrices once; unknowns that are known to be zero go."""
        self.zero = np.zeros(len(self.base), dtype=bool)
        for row, value in self.equal:
            if value == 0:
                self.zero |= row > 0
        kept = ~self.zero
        unique = {(row[kept].tobytes(), value): row[kept] for row, value in self.equal}
        self.a_eq = csr_array(np.array(list(unique.values())))
        self.b_eq = [value for _, value in unique]
        at_most = np.array([row[kept] for row, _ in self.at_most])
        self.a_ub = csr_array(at_most) if self.at_most else None
        self.b_ub = [value for _, value in self.at_most] or None

    def range(self, cells: list[Cell]) -> tuple[float, float]:
        """Return how small and how large a sum of cells could be."""
        if not hasattr(self, "a_eq"):
            self.freeze()
        target, ends = self.row(cells)[~self.zero], []
        for sign in (1.0, -1.0):
            solved = linprog(
                sign * target,
                A_ub=self.a_ub,
                b_ub=self.b_ub,
                A_eq=self.a_eq,
                b_eq=self.b_eq,
            )
            assert solved.status in (0, 3), solved.message
            ends.append(float("inf") if solved.status == 3 else sign * solved.fun)
        return round(ends[0], 6), round(ends[1], 6)
