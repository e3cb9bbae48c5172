"""What attackers of sums must not find out, and what contributors know: from the true amounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ati_desktop.disclosure.cells import Cell
from ati_desktop.disclosure.magnitude_attacker import Knowledge, Sum
from ati_desktop.disclosure.magnitude_rules import is_sensitive, margin_of, uncertainty
from ati_desktop.disclosure.magnitude_views import MagnitudeView
from ati_desktop.disclosure.solver import INFINITY
from ati_desktop.evaluation.results import Contributed, Evaluation

Bounds = tuple[float, float]
Who = tuple[bool, int]
"""A contributor: whether rows are contributors, and the number."""

SMALL = 1e-4
"""The share of what must stay open that a solver may miss."""


@dataclass(frozen=True, slots=True)
class Target:
    """A sum that must seem able to lie ``reach`` above and below its true value.

    ``floor`` is what it cannot be less than, for anybody: 0, or an amount of one's own.
    """

    at: Sum
    column: int
    value: float
    reach: float
    floor: float = 0.0

    @property
    def low(self) -> float:
        """How small it must seem able to be."""
        return max(self.value - self.reach, self.floor)

    @property
    def high(self) -> float:
        """How large it must seem able to be."""
        return self.value + self.reach


@dataclass(frozen=True, slots=True)
class Fact:
    """What a contributor knows of a sum: at least its own amount; all of it where alone.

    ``beside`` is how far the sum must stay open to this contributor, for the sake of the others.
    """

    column: int
    amount: float
    alone: bool
    beside: float


def bounds_of(facts: Iterable[Fact]) -> dict[int, Bounds]:
    """Return the ranges in which somebody knows sums to lie."""
    return {fact.column: (fact.amount, fact.amount if fact.alone else INFINITY) for fact in facts}


def contradicts(facts: Iterable[Fact], found: NDArray[np.float64]) -> bool:
    """Return whether what somebody knows does not fit a way in which sums could have come about."""
    return any(
        found[fact.column] < fact.amount - SMALL
        or (fact.alone and found[fact.column] > fact.amount + SMALL)
        for fact in facts
    )


def truth_of(evaluation: Evaluation, views: Iterable[MagnitudeView]) -> dict[Sum, Contributed]:
    """Return what each sum of the printed tables holds."""
    wanted = {view.id for view in views if not view.withheld}
    return {
        (table.column, cell_at(table.variables, key)): held
        for table in evaluation.sums
        if table.id in wanted
        for key, held in table.cells.items()
    }


def cell_at(variables: Iterable[str], key: Iterable[str | None]) -> Cell:
    """Return the people that a row of a table is about."""
    pairs = zip(variables, key, strict=True)
    return frozenset((name, value) for name, value in pairs if value is not None)


def find_targets(
    evaluation: Evaluation, known: Knowledge, truth: Mapping[Sum, Contributed], threshold: int
) -> Iterator[Target]:
    """Yield every sum that is hidden for its own sake."""
    columns = {column.name: column for column in evaluation.sum_columns}
    for at, held in truth.items():
        column = columns[at[0]]
        if is_sensitive(held, column, threshold):
            reach = uncertainty(held, column) / known.scale
            yield Target(at, known.column(*at), held.total / known.scale, reach)


def knowledge_of(
    evaluation: Evaluation, known: Knowledge, truth: Mapping[Sum, Contributed]
) -> dict[Who, list[Fact]]:
    """Return what the two largest contributors of each hidden sum know."""
    columns = {column.name: column for column in evaluation.sum_columns}
    found: dict[Who, list[Fact]] = defaultdict(list)
    for at, held in truth.items():
        if at in known.printed or known.nobody(at[1]):
            continue
        top = (held.largest, held.second)
        for who, amount, other in zip(held.who, top, reversed(top), strict=False):
            fact = Fact(
                column=known.column(*at),
                amount=amount / known.scale,
                alone=held.people == 1,
                beside=margin_of(other, columns[at[0]]) / known.scale,
            )
            found[columns[at[0]].by_row, who].append(fact)
    return dict(sorted(found.items()))
