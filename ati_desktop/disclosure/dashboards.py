"""Figures that are looked at often: noisy counts and shares of them, sealed for their writer.

No true number is in what is sealed, and no mean or median at all: beside noisy counts an exact
mean would tell the noise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import InitVar, dataclass, field
from weakref import WeakSet

from ati_desktop import __version__
from ati_desktop.disclosure.alike_groups import nearly_alike
from ati_desktop.disclosure.cell_keys import Keyed, perturbed, sum_of
from ati_desktop.disclosure.cells import Cell, Number, alone, values_of
from ati_desktop.disclosure.comparison import Ranges
from ati_desktop.disclosure.definitions import outcome_variables
from ati_desktop.disclosure.noise import NoiseTable
from ati_desktop.disclosure.noisy_counts import NoisyTable
from ati_desktop.disclosure.noisy_sums import ERROR_OF_SUMS, error_of_sums, in_words
from ati_desktop.disclosure.noisy_views import (
    NoisyFigure,
    Speaker,
    named_variables,
    noisy_figure,
    noisy_rows,
)
from ati_desktop.disclosure.views import TableView
from ati_desktop.evaluation.results import Card, Evaluation, Unit, Variable

_SEAL = object()


@dataclass(frozen=True, eq=False, weakref_slot=True, slots=True)
class SealedDashboard:
    """What may be shown to everybody; made by the functions of this module only.

    ``ranges`` says from where to where each number can lie for all that its noise leaves open.
    """

    key: InitVar[object]
    title: str
    rule: str
    as_of: str
    outcome_complete_to: str | None
    variables: tuple[Variable, ...]
    tables: tuple[TableView, ...]
    figures: tuple[NoisyFigure, ...]
    cards: tuple[Card, ...]
    demo: bool
    method: str
    facts: Mapping[str, object]
    notes: tuple[str, ...]
    version: str
    ranges: Ranges = field(default_factory=dict, repr=False)

    def __post_init__(self, key: object) -> None:
        if key is not _SEAL:
            raise TypeError("a dashboard is sealed by disclosure only")


_made: WeakSet[SealedDashboard] = WeakSet()


def require_dashboard(dashboard: object) -> SealedDashboard:
    """Return the dashboard if this module made it.

    Raises:
        TypeError: it is anything else.
    """
    if not isinstance(dashboard, SealedDashboard) or dashboard not in _made:
        raise TypeError("only a sealed dashboard can be written")
    return dashboard


def seal_keyed(
    evaluation: Evaluation,
    cells: Mapping[Cell, Keyed],
    noise: NoiseTable,
    hidden: frozenset[Number] = frozenset(),
) -> SealedDashboard:
    """Return a dashboard of counts perturbed by cell keys.

    In a group whose people nearly all have the same outcome (all but fewer than the threshold),
    the outcomes are hidden: that two numbers are the same would tell that all are. ``hidden`` are
    numbers that would open what a release hides.
    """
    values = values_of(evaluation.variables)
    outcomes = outcome_variables(evaluation)
    alike = nearly_alike(evaluation, cells, values, outcomes, noise.threshold)

    ranges: dict[Number, tuple[float, float]] = {}

    def say(number: Number) -> int | None:
        if number & alike or number in hidden:
            return None
        printed = perturbed(number, cells, noise)
        ranges[number] = noise.behind(printed)
        return printed

    def beside(part: Number, whole: Number) -> bool:
        counted, base = sum_of(part, cells).count, sum_of(whole, cells).count
        return noise.threshold <= counted <= base - noise.threshold

    def named(name: str, value: str) -> bool:
        # A hidden value is named: that it is not would say that nobody, or few, have it.
        return say(alone(frozenset({(name, value)}))) != 0

    kept = named_variables(evaluation.variables, named)
    sums = error_of_sums(evaluation, values_of(kept), say, noise)
    return _seal(
        evaluation,
        kept,
        Speaker(say, beside, lambda base: base > 0),
        method="cell keys",
        facts={"smallest count printed": noise.threshold, ERROR_OF_SUMS: sums},
        notes=(
            "Every count was changed by chance, by a few people at most; the chance belongs to the"
            " people counted, so the same people are always the same number.",
            f"No count from 1 to {noise.threshold - 1} is printed: it becomes 0 or"
            f" {noise.threshold}.",
            f"Counts do not add up to their sums: each was changed by itself. {in_words(sums)}",
            "Shares are worked out from the changed counts, where there are enough people on"
            " either side.",
            "Where nearly all people of a group have the same outcome, s stands for its outcomes;"
            " it also stands for what would open a number that a release of figures hides.",
        ),
        ranges=ranges,
    )


def seal_private(
    evaluation: Evaluation,
    tables: Iterable[NoisyTable],
    *,
    epsilon: float,
    contributions: int,
    off_by: int,
    sums: int,
    least_base: int,
) -> SealedDashboard:
    """Return a dashboard of differentially private counts; everything else follows from them.

    ``evaluation`` is read for definitions only; its variables must be those of the noisy tables.
    """
    known: dict[Cell, int] = {}
    for table in tables:
        for cell, count in table.cells().items():
            known.setdefault(cell, count)  # a sum that two tables hold is taken from the first

    def say(number: Number) -> int | None:
        if not all(cell in known for cell in number):
            return None
        return max(sum(known[cell] for cell in number), 0)

    return _seal(
        evaluation,
        evaluation.variables,
        Speaker(say, lambda part, whole: True, lambda base: base >= least_base),
        method="differential privacy",
        facts={
            "epsilon": epsilon,
            "rows counted of one person at most": contributions,
            "a cell is off by at most, in 95 of 100 cases": off_by,
            ERROR_OF_SUMS: sums,
        },
        notes=(
            f"Every count was changed by chance (discrete Laplace noise, epsilon {epsilon:g} for"
            f" the whole); in 95 of 100 cases a cell is off by at most {off_by}. {in_words(sums)}",
            f"Of one person at most {contributions} rows are counted, the first ones.",
            "Counts below 0 are printed as 0. Sums over values are sums of changed counts; one sum"
            " is taken from the first table that holds it.",
            f"Shares are worked out from the changed counts, where there are {least_base} or more"
            " in the base.",
        ),
    )


def _seal(
    evaluation: Evaluation,
    variables: tuple[Variable, ...],
    speaker: Speaker,
    *,
    method: str,
    facts: Mapping[str, object],
    notes: tuple[str, ...],
    ranges: Ranges | None = None,
) -> SealedDashboard:
    values = values_of(variables)
    tables = [t for t in evaluation.tables if all(values.get(name) for name in t.variables)]
    made = SealedDashboard(
        _SEAL,
        title=evaluation.title,
        rule=evaluation.cohort.rule,
        as_of=evaluation.as_of,
        outcome_complete_to=evaluation.outcome_complete_to,
        variables=variables,
        tables=tuple(
            TableView(t.id, t.title, t.variables, tuple(noisy_rows(t.variables, values, speaker)))
            for t in tables
        ),
        figures=tuple(
            noisy_figure(figure, values_of(evaluation.variables), speaker)
            for figure in evaluation.figures
            if figure.unit in (Unit.COUNT, Unit.SHARE)
            and all(v in values.get(n, ()) for n, v in figure.group)
        ),
        cards=evaluation.cards,
        demo=evaluation.demo,
        method=method,
        facts=facts,
        notes=notes,
        version=__version__,
        ranges=ranges if ranges is not None else {},
    )
    _made.add(made)
    return made
