"""What will be printed, number by number; None stands where a number is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ati_desktop.evaluation.results import Where

HIDDEN = "s"
"""The one symbol for a hidden number, whatever it is hidden for."""

ALL = "(all)"
"""Stands in a table where a variable is summed over."""

Key = tuple[str | None, ...]
"""One value for each variable of a table; None where the variable is summed over."""


class Shown(StrEnum):
    """Whether a figure, a curve or a test can be read in the release."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    NOT_COMPUTED = "not computed"


@dataclass(frozen=True, slots=True)
class Row:
    """One count of a table."""

    key: Key
    count: int | None


@dataclass(frozen=True, slots=True)
class TableView:
    """A table with all its margins. ``withheld``: it could not be protected and is left out.

    What is not ``listed`` is no table of the package: its counts are said in the receipt.
    """

    id: str
    title: str
    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    withheld: bool = False
    listed: bool = True

    def count(self, *key: str | None) -> int | None:
        """Return the count of a row; None where it is hidden or not there."""
        return next((row.count for row in self.rows if row.key == key), None)

    @property
    def hidden(self) -> frozenset[Key]:
        """The keys of the hidden rows."""
        return frozenset(row.key for row in self.rows if row.count is None)


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure as it may be shown; ``hidden`` names the fields that are there but not shown."""

    measure: str
    group: Where
    unit: str
    shown: Shown
    value: float | None
    numerator: int | None
    denominator: int | None
    low: float | None
    high: float | None
    quantile: float | None
    hidden: frozenset[str]
    excluded: tuple[tuple[str, int | None], ...]
    not_computed: str | None = None


@dataclass(frozen=True, slots=True)
class CurveStep:
    """A step of the coarse grid: from ``start`` (not included) to ``end`` (included).

    ``at_risk`` people entered the step, ``events`` of them had the event in it; ``survival`` with
    its interval holds at ``end``.
    """

    start: float
    end: float
    at_risk: int
    events: int
    survival: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class CurveView:
    """A survival curve on its coarse grid; hidden curves have no steps."""

    measure: str
    group: Where
    time_unit: str
    shown: Shown
    steps: tuple[CurveStep, ...]
    restricted_mean: float | None = None
    horizon: float | None = None


@dataclass(frozen=True, slots=True)
class TestView:
    """A test between groups, without the counts it was made from."""

    measure: str
    variable: str
    groups: tuple[str, ...]
    shown: Shown
    chi_square: float | None
    degrees: int
    p_value: float | None
    not_computed: str | None = None


@dataclass(frozen=True, slots=True)
class Views:
    """Everything of a package that carries a number.

    ``tables`` has the listed ones first, then those of which ``people`` and ``doubts`` are counts.
    """

    tables: tuple[TableView, ...]
    figures: tuple[FigureView, ...]
    curves: tuple[CurveView, ...]
    tests: tuple[TestView, ...]
    referrals: int | None
    people: int | None
    doubts: tuple[tuple[str, int | None], ...]

    @property
    def listed(self) -> tuple[TableView, ...]:
        """The tables that are written as tables, those left out among them."""
        return tuple(table for table in self.tables if table.listed)

    @property
    def tables_alone(self) -> Views:
        """The same without what is said beside the tables: people and doubts are hidden."""
        unsaid = (
            table
            if table.listed
            else replace(table, rows=tuple(replace(row, count=None) for row in table.rows))
            for table in self.tables
        )
        doubts = tuple((code, None) for code, _ in self.doubts)
        return replace(self, tables=tuple(unsaid), people=None, doubts=doubts)

    @property
    def hidden_cells(self) -> int:
        """How many table cells are hidden, each counted once however many tables hold it."""
        cells = {
            frozenset((name, value) for name, value in zip(table.variables, row.key, strict=True))
            for table in self.listed
            for row in table.rows
            if row.count is None
        }
        return len({frozenset(pair for pair in cell if pair[1] is not None) for cell in cells})

    @property
    def smallest_shown(self) -> int | None:
        """The smallest count above zero that is shown in any table, figure or curve."""
        return min((count for count in self.counts() if count), default=None)

    def counts(self) -> Iterator[int | None]:
        """Yield every count that is printed anywhere; None for the hidden ones."""
        for table in self.listed:
            yield from (row.count for row in table.rows)
        for figure in self.figures:
            yield from (figure.numerator, figure.denominator)
            yield from (count for _, count in figure.excluded)
        for curve in self.curves:
            yield from (number for step in curve.steps for number in (step.at_risk, step.events))
        yield from (self.referrals, self.people)
        yield from (count for _, count in self.doubts)
