"""What the evaluation hands on: plain, frozen results that name the cells they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

Where = tuple[tuple[str, str], ...]
"""Sorted (variable, value) pairs that pick rows of the base table; ``()`` picks all of them."""

PERSON, FIRST, FURTHER = "referral_of_person", "first", "further"
"""The variable that says at which row of the base table a person is counted."""

DOUBT, NO_DOUBT = "doubt_", "no_doubt"
"""How the variable of a doubt begins, its code follows; its values are that code and none."""


class Unit(StrEnum):
    """What a figure's value is counted in; shares and probabilities are 0 to 1."""

    COUNT = "count"
    SHARE = "share"
    DAYS = "days"
    PROBABILITY = "probability"


@dataclass(frozen=True, slots=True)
class Variable:
    """A closed list of values of the base table, in the order in which they are shown."""

    name: str
    title: str
    values: tuple[str, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CountTable:
    """Joint counts of the base table over one to four variables.

    ``cells`` has one entry for every combination of values, zeros included, keyed in the order
    of ``variables``. Margins are not stored: they are sums. What is not ``listed`` is not written
    as a table: it has one variable, and a receipt says the count of its first value.
    """

    id: str
    title: str
    variables: tuple[str, ...]
    cells: Mapping[tuple[str, ...], int]
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Contributed:
    """What a cell of a sum table holds; amounts are whole numbers of the column's smallest unit.

    ``people`` contributors have an amount in the cell; ``largest`` and ``second`` are the two
    largest amounts of one contributor each, 0 where there is none. ``who`` names these two by
    numbers that mean nothing outside this evaluation. ``quantiles`` are those of the column, None
    where too few contributed; each is the mean of several amounts, so it is nobody's own.
    """

    total: int
    people: int
    largest: int = 0
    second: int = 0
    who: tuple[int, ...] = ()
    quantiles: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class SumColumn:
    """A column of amounts that are added up, none negative, and the rules that protect them.

    Amounts are counted in units of ``10 ** -places`` and shown with ``decimals`` decimals.
    ``p_percent``: nobody may come nearer than this to an amount; ``dominance`` is (n, k): the n
    largest contributors together must have less than k % of a cell. ``complete``: every row of
    the base table has an amount, so a sum over a count is a mean. ``by_row``: every row is a
    contributor of its own. ``quantiles`` are shares between 0 and 1, such as 0.5 for the median.
    """

    name: str
    title: str
    places: int = 0
    decimals: int = 0
    p_percent: int = 10
    dominance: tuple[int, int] = (2, 90)
    complete: bool = True
    by_row: bool = True
    quantiles: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class SumTable:
    """Sums of one column over the same base table, all margins among them.

    ``cells`` is keyed in the order of ``variables``; None where a variable is summed over. The
    evaluation also holds a count table over the same variables.
    """

    id: str
    title: str
    column: str
    variables: tuple[str, ...]
    cells: Mapping[tuple[str | None, ...], Contributed]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """People or referrals that a figure leaves out, and why.

    ``cells`` are the cells of the base table whose sum is ``count``. Empty means that they stand
    outside the base table, so no table protects the count: it is for use inside the office.
    """

    reason: str
    count: int
    cells: tuple[Where, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its base, its interval and the cells from which it can be worked out.

    ``numerator_cells`` and ``denominator_cells`` are disjoint cells of the base table whose sums
    are the numerator and the denominator. A figure in days has no numerator; its denominator is
    the number of intervals it was taken from, and ``quantile`` says which point it is.
    ``value`` is None exactly when ``not_computed`` says why. ``notes`` count people who were kept
    in the base and whom a reader should know of, such as deaths; like any exclusion without
    cells they are for use inside the office.
    """

    measure: str
    group: Where
    unit: Unit
    value: float | None
    numerator: int | None = None
    denominator: int | None = None
    low: float | None = None
    high: float | None = None
    quantile: float | None = None
    numerator_cells: tuple[Where, ...] = ()
    denominator_cells: tuple[Where, ...] = ()
    excluded: tuple[Exclusion, ...] = ()
    not_computed: str | None = None
    notes: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """One step of a survival curve: time in the curve's unit, people at risk just before it."""

    time: float
    at_risk: int
    events: int
    censored: int
    survival: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan-Meier curve of one group, every distinct time, for use inside the office."""

    measure: str
    group: Where
    time_unit: str
    people: int
    events: int
    points: tuple[CurvePoint, ...]
    restricted_mean: float | None = None
    restricted_mean_se: float | None = None
    horizon: float | None = None


@dataclass(frozen=True, slots=True)
class GroupTest:
    """A log-rank test between the groups of one variable."""

    measure: str
    variable: str
    groups: tuple[str, ...]
    observed: tuple[int, ...]
    expected: tuple[float, ...]
    chi_square: float | None
    degrees: int
    p_value: float | None
    not_computed: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A measure in plain words: what it counts, of whom, since when, by which method."""

    measure: str
    version: int
    title: str
    definition: str
    population: str
    method: str
    source: str


@dataclass(frozen=True, slots=True)
class CohortNote:
    """Who is in the cohort and by which rule."""

    name: str
    rule: str
    first_month: str | None
    last_month: str | None
    referrals: int
    people: int


@dataclass(frozen=True, slots=True)
class Relation:
    """What anybody knows from the definitions alone: every row of ``inner`` is one of ``outer``.

    So the sum of the ``inner`` cells is at most the sum of the ``outer`` cells, for the whole and
    within any group. Two relations, there and back, make the sums equal: such cells are one
    number and must not be hidden in one table and printed in another.
    """

    inner: tuple[Where, ...]
    outer: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All results of one specification on one evaluation store. Internal: never written out.

    ``beside`` holds the cohort files evaluated with it; each has a base table of its own that
    shares nobody with this one. ``relations`` tie the variables of the tables by definition.
    ``outcomes`` are the variables that tell what became of people, where somebody has named them;
    None leaves it to the figures. ``added_up`` are columns of amounts that are, row by row, the
    sum of others: (whole, parts).
    """

    title: str
    cohort: CohortNote
    as_of: str
    outcome_complete_to: str | None
    variables: tuple[Variable, ...]
    tables: tuple[CountTable, ...]
    figures: tuple[Figure, ...]
    curves: tuple[Curve, ...] = ()
    tests: tuple[GroupTest, ...] = ()
    cards: tuple[Card, ...] = ()
    demo: bool = False
    doubts: Mapping[str, int] = field(default_factory=dict)
    beside: tuple[Evaluation, ...] = ()
    relations: tuple[Relation, ...] = ()
    outcomes: frozenset[str] | None = None
    sum_columns: tuple[SumColumn, ...] = ()
    sums: tuple[SumTable, ...] = ()
    added_up: tuple[tuple[str, tuple[str, ...]], ...] = ()


def listed(evaluation: Evaluation) -> Evaluation:
    """Return an evaluation with those tables and variables only that are written as tables."""
    tables = tuple(table for table in evaluation.tables if table.listed)
    gone = {t.variables[0] for t in evaluation.tables if not t.listed}
    variables = tuple(each for each in evaluation.variables if each.name not in gone)
    return replace(evaluation, tables=tables, variables=variables)


@dataclass(frozen=True, slots=True)
class Region:
    """The rows that are in the cohorts of exactly these packages, and what each says of them.

    ``counts`` holds for each of ``packages``, in their order, the count of every cell and margin
    of its tables among these rows.
    """

    packages: tuple[int, ...]
    counts: tuple[Mapping[Where, int], ...]


@dataclass(frozen=True, slots=True)
class Move:
    """Rows of a region that are in a cell for the ``second`` package and not for the ``first``.

    ``gained`` came into the cell, ``lost`` left it. Cells that nobody came into or left have none.
    """

    region: int
    first: int
    second: int
    cell: Where
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class Change:
    """How many rows came into a number, and how many left it, between two packages.

    The number is the sum of ``cells``, which both packages count. ``came`` are the rows that it
    counts for the ``second`` package and not for the ``first``, ``left`` the other way round;
    ``gained`` and ``lost`` are those of them that are in both cohorts.
    """

    first: int
    second: int
    cells: tuple[Where, ...]
    came: int
    left: int
    gained: int
    lost: int


Places = tuple[frozenset[Where], ...]
"""The cells that count a row in each of several packages; no cell where a cohort has it not."""


@dataclass(frozen=True, slots=True)
class ChangedPerson:
    """Somebody whom two packages count in different cells: an insider of what changed.

    ``rows`` tells for each row of the person that any package counts where each of them does;
    people who agree in all of it stand here once.
    """

    rows: tuple[Places, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """How the rows behind several packages overlap; the newest package comes last.

    ``changes`` has every cell, and every sum behind a figure, that both packages of a pair count
    and that anybody came into or left; ``insiders`` the people who did.
    """

    regions: tuple[Region, ...]
    moves: tuple[Move, ...]
    changes: tuple[Change, ...] = ()
    insiders: tuple[ChangedPerson, ...] = ()
