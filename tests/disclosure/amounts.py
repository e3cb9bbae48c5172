"""Sums of amounts built by hand, and an attacker of them of our own making."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product
from random import Random

import numpy as np
from scipy.optimize import linprog

from ati_desktop.disclosure.magnitude_views import MagnitudeView
from ati_desktop.disclosure.views import Views
from ati_desktop.evaluation.results import (
    Contributed,
    Evaluation,
    SumColumn,
    SumTable,
)
from tests.disclosure.builders import evaluation_of

Cell = frozenset[tuple[str, str]]
Payment = tuple[dict[str, str], str, int]
"""In which groups, by whom, how much."""


def contributed(payments: Iterable[tuple[str, int]]) -> Contributed:
    """Return what a cell holds, worked out by hand."""
    by_person: dict[str, int] = defaultdict(int)
    for who, amount in payments:
        by_person[who] += amount
    ranked = sorted(by_person.items(), key=lambda each: (-each[1], each[0]))
    top = [amount for _, amount in ranked[:2]] + [0, 0]
    return Contributed(
        sum(by_person.values()),
        len(by_person),
        top[0],
        top[1],
        tuple(int(who) for who, _ in ranked[:2]),
    )


def sum_table(payments: Sequence[Payment], spans: Mapping[str, Sequence[str]], *names: str):
    cells = {}
    for key in product(*((*spans[name], None) for name in names)):
        wanted = {n: v for n, v in zip(names, key, strict=True) if v is not None}
        inside = [(w, a) for groups, w, a in payments if wanted.items() <= groups.items()]
        cells[key] = contributed(inside)
    return SumTable("cost_" + "_by_".join(names), "Cost", "cost", names, cells)


def costs(
    payments: Sequence[Payment], tables: Sequence[tuple[str, ...]], **rules: object
) -> Evaluation:
    """Return an evaluation with these tables of sums and the counts that go with them."""
    people = [groups for groups, _, _ in payments]
    spans = {name: sorted({p[name] for p in people}) for name in people[0]}
    column = SumColumn("cost", "Cost", **rules)  # type: ignore[arg-type]
    sums = tuple(sum_table(payments, spans, *names) for names in tables)
    return evaluation_of(
        people, tables, sums=sums, sum_columns=(column,), outcomes=frozenset(), spans=spans
    )


def spending(seed: int, number: int, sizes: Mapping[str, int], people: int = 0) -> list[Payment]:
    """Return invented payments: few are large, some groups are small."""
    random = Random(seed)

    def draw(size: int) -> str:
        weights = [1 / (value + 1) ** 1.2 for value in range(size)]
        return f"v{random.choices(range(size), weights)[0]}"

    return [
        (
            {name: draw(size) for name, size in sizes.items()},
            str(random.randrange(people) if people else at),
            int(random.lognormvariate(6, 1.2)) + 1,
        )
        for at in range(number)
    ]


class Attacker:
    """All that is printed of one column's sums, as equations over the joint base."""

    def __init__(self, evaluation: Evaluation, counts: Views, views: Iterable[MagnitudeView]):
        spans = {each.name: each.values for each in evaluation.variables}
        names = sorted(spans)
        self.base = [dict(zip(names, key, strict=True)) for key in product(*map(spans.get, names))]
        self.equal: list[tuple[np.ndarray, float]] = []
        self.at_most: list[tuple[np.ndarray, float]] = []
        for table in counts.tables:
            for row in table.rows:
                if row.count == 0:
                    self.equal.append((self.row(table.variables, row.key), 0.0))
        places = {each.name: each.places for each in evaluation.sum_columns}
        for view in views:
            unit = 10 ** (places[view.column] - view.decimals)
            half = unit / 2 if unit > 1 else 0
            for row in view.rows:
                if row.total is not None and not view.withheld:
                    line = self.row(view.variables, row.key)
                    self.at_most.append((line, row.total * unit + half))
                    self.at_most.append((-line, -(row.total * unit - half)))

    def row(self, variables: Iterable[str], key: Iterable[str | None]) -> np.ndarray:
        wanted = {n: v for n, v in zip(variables, key, strict=True) if v is not None}
        return np.array([float(wanted.items() <= one.items()) for one in self.base])

    def range(
        self,
        variables: Iterable[str],
        key: Iterable[str | None],
        also: Sequence[tuple[np.ndarray, float, float]] = (),
    ) -> tuple[float, float]:
        """Return how small and how large a sum could be; ``also`` are (line, low, high) known."""
        target, ends = self.row(variables, key), []
        more = [(line, high) for line, _, high in also] + [(-line, -low) for line, low, _ in also]
        upper = [*self.at_most, *more]
        scale = max((abs(value) for _, value in upper), default=1.0) or 1.0
        for sign in (1.0, -1.0):
            solved = linprog(
                sign * target,
                A_ub=np.array([line for line, _ in upper]) if upper else None,
                b_ub=[value / scale for _, value in upper] if upper else None,
                A_eq=np.array([line for line, _ in self.equal]) if self.equal else None,
                b_eq=[value / scale for _, value in self.equal] if self.equal else None,
            )
            assert solved.status in (0, 3), solved.message
            ends.append(float("inf") if solved.status == 3 else sign * solved.fun * scale)
        return ends[0], ends[1]


def subsets(items: Sequence[object]) -> Iterable[tuple[object, ...]]:
    return (each for size in range(len(items) + 1) for each in combinations(items, size))
