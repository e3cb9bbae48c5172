"""Offices whose packages are pooled: seeded populations, protected each by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property

from ati_desktop.disclosure.cells import Cell, margins
from ati_desktop.disclosure.pooling import Office
from ati_desktop.disclosure.protect import Protected, protect
from ati_desktop.disclosure.views import TableView
from ati_desktop.evaluation.results import Evaluation
from tests.disclosure.builders import seven


@dataclass(frozen=True)
class Source:
    """An office with the truth behind its package."""

    evaluation: Evaluation
    protected: Protected
    office: Office

    @cached_property
    def truth(self) -> dict[Cell, int]:
        found: dict[Cell, int] = {}
        for table in self.evaluation.tables:
            found |= margins(table)
        return found


def source(label: str, evaluation: Evaluation, threshold: int = 11) -> Source:
    # Little work: what a pool must keep does not hang on whether less could have been hidden.
    protected = protect(evaluation, threshold, work=20_000)
    assert protected.holds
    return Source(evaluation, protected, office_of(label, protected))


def office_of(label: str, protected: Protected) -> Office:
    return Office(
        label=label,
        name=f"Office {label}",
        threshold=protected.threshold,
        variables=protected.evaluation.variables,
        outcomes=protected.outcomes,
        tables={
            table.variables: {row.key: row.count for row in table.rows}
            for table in protected.tables
            if not table.withheld
        },
        relations=protected.evaluation.relations,
    )


@cache
def three(
    seed: int,
    thresholds: tuple[int, int, int] = (11, 11, 11),
    package: Callable[[int, int], Evaluation] = seven,
) -> tuple[Source, ...]:
    """Return three offices with seven linked tables each, or those of another package."""
    numbers = (300, 450, 380)
    return tuple(
        source(label, package(seed * 10 + at, numbers[at]), thresholds[at])
        for at, label in enumerate("ABC")
    )


def plant(table: TableView, key: tuple[str | None, ...], count: int) -> TableView:
    """Return the table with one number printed that was hidden, or another one printed."""
    assert key in {row.key for row in table.rows}
    rows = tuple(replace(r, count=count) if r.key == key else r for r in table.rows)
    return replace(table, rows=rows)
