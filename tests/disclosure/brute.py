"""The cheapest protection by trying every choice, with an attacker by scipy: slow, plain, ours.

Knows only tables of counts and the public rules: zeros are shown, the total is shown, a hidden
number is at least 1, all tables are margins of one base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import ceil

import numpy as np
from scipy.optimize import linprog

from ati_desktop.evaluation.results import Evaluation

Cell = frozenset[tuple[str, str]]


class Brute:
    """The tables of an evaluation as one base, and every number in them."""

    def __init__(self, evaluation: Evaluation, threshold: int) -> None:
        self.threshold = threshold
        spans = {variable.name: variable.values for variable in evaluation.variables}
        names = sorted({name for table in evaluation.tables for name in table.variables})
        self.base = [
            dict(zip(names, key, strict=True)) for key in product(*(spans[n] for n in names))
        ]
        self.counts: dict[Cell, int] = {}
        self.lines: set[tuple[Cell, ...]] = set()
        for table in evaluation.tables:
            for picked in product(*((*spans[name], None) for name in table.variables)):
                pairs = list(zip(table.variables, picked, strict=True))
                cell = frozenset((n, v) for n, v in pairs if v is not None)
                self.counts[cell] = sum(
                    count
                    for key, count in table.cells.items()
                    if all(v is None or key[at] == v for at, (_, v) in enumerate(pairs))
                )
                for name, value in pairs:
                    if value is None:
                        parts = (cell | {(name, each)} for each in spans[name])
                        self.lines.add((cell, *sorted(parts, key=sorted)))
        self.rows = {
            cell: np.array([float(cell <= one.items()) for one in self.base])
            for cell in self.counts
        }
        self.small = {cell for cell, count in self.counts.items() if 0 < count < threshold}
        self.zeros = {cell for cell, count in self.counts.items() if count == 0}
        self.open = self.counts.keys() - self.zeros - {frozenset()}
        everything = self.ranges(self.open)
        self.lowest = {cell: ceil(everything[cell][0] - 1e-6) for cell in self.small}
        self.possible = all(high >= threshold - 1 for _, high in everything.values())

    def end(self, cell: Cell, sign: float, hidden: set[Cell], known: Mapping[Cell, int]) -> float:
        """Return the least (1) or most (-1) that a cell could be."""
        known = {**{c: n for c, n in self.counts.items() if c not in hidden}, **known}
        equal = [(self.rows[c], n) for c, n in known.items()]
        least = [-self.rows[c] for c in hidden - known.keys()]
        solved = linprog(
            sign * self.rows[cell],
            A_ub=np.array(least) if least else None,
            b_ub=[-1.0] * len(least) if least else None,
            A_eq=np.array([row for row, _ in equal]),
            b_eq=[n for _, n in equal],
        )
        assert solved.status == 0, solved.message
        return sign * solved.fun

    def ranges(
        self, hidden: set[Cell], known: Mapping[Cell, int] | None = None
    ) -> dict[Cell, tuple[float, float]]:
        known = known or {}
        return {
            cell: (self.end(cell, 1.0, hidden, known), self.end(cell, -1.0, hidden, known))
            for cell in sorted(self.small, key=sorted)
        }

    def safe(self, hidden: set[Cell]) -> bool:
        """Return whether every small number stays open to somebody who has all tables."""
        return all(
            self.end(cell, -1.0, hidden, {}) >= self.threshold - 1 - 1e-6
            and self.end(cell, 1.0, hidden, {}) <= self.lowest[cell] + 1e-6
            for cell in sorted(self.small, key=sorted)
        )

    def cheaper(self, costs: Mapping[Cell, float], bound: float) -> Iterator[set[Cell]]:
        """Yield every choice below a cost in which no number stands hidden alone in a line."""
        others = sorted(self.open - self.small, key=lambda cell: (costs[cell], sorted(cell)))
        lines = [set(line) & self.open for line in self.lines]

        def grow(at: int, left: float, chosen: frozenset[Cell]) -> Iterator[frozenset[Cell]]:
            yield chosen
            for next_ in range(at, len(others)):
                if costs[others[next_]] >= left:
                    return
                more = chosen | {others[next_]}
                yield from grow(next_ + 1, left - costs[others[next_]], more)

        start = sum(costs[cell] for cell in self.small)
        for chosen in grow(0, bound - start, frozenset()):
            hidden = self.small | chosen
            if all(len(line & hidden) != 1 for line in lines):
                yield hidden


def seeded_table(seed: int, sizes: Sequence[int], most: int) -> dict[tuple[str, ...], int]:
    """Return a table with many small counts and some zeros."""
    random = np.random.default_rng(seed)
    spans = [[f"{'abc'[at]}{value}" for value in range(size)] for at, size in enumerate(sizes)]
    return {
        key: int(random.integers(0, most) * (random.random() > 0.12)) for key in product(*spans)
    }
