"""From an evaluation store and a specification to all results, for the whole and by group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from ati_desktop.evaluation.base import BaseTable, build_base
from ati_desktop.evaluation.cards import cards_of
from ati_desktop.evaluation.cohort import Cohort, choose_cohort
from ati_desktop.evaluation.cohort_files import CohortFile, evaluate_cohort_file
from ati_desktop.evaluation.curves import as_curve, compare, curve_figures, estimate
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.definitions import NEEDS_REFERRALS, duration, following, shares
from ati_desktop.evaluation.durations import duration_figures
from ati_desktop.evaluation.figures_json import figures_as_json
from ati_desktop.evaluation.results import (
    CountTable,
    Curve,
    Evaluation,
    Exclusion,
    Figure,
    GroupTest,
    Unit,
)
from ati_desktop.evaluation.shares import share_figure
from ati_desktop.evaluation.spec import Spec
from ati_desktop.evaluation.tables import Counts, Group, groups_of, where

__all__ = ["evaluate", "evaluate_cohort_file", "figures_as_json"]

_UNITS = {"referrals": Unit.COUNT, "admission_rate": Unit.SHARE, "days_to_closing": Unit.DAYS}
_NOT_BY_ADMISSION = "This cohort was chosen by admission. Choose a cohort of referrals for this."


def evaluate(
    data: EvaluationData, spec: Spec, cohort_files: Sequence[CohortFile] = ()
) -> Evaluation:
    """Work out every measure of a specification for the cohort and each group in it.

    Cohort files are evaluated by themselves and stand ``beside`` the result.

    Raises:
        Refused: the specification names a program that no record names.
    """
    cohort = choose_cohort(data, spec)
    base = build_base(data, cohort, spec)
    counts = Counts(base.frame, base.variables)
    groups = groups_of(base.variables, spec.by)
    figures = tuple(
        figure for name in spec.measures for figure in _figures(name, spec, base, counts, groups)
    )
    curves, tests = _over_time(spec, base, groups)
    tables = _tables(spec, counts, figures)
    used = {name for table in tables for name in table.variables}
    return Evaluation(
        title=spec.title,
        cohort=cohort.note,
        as_of=data.as_of,
        outcome_complete_to=data.arrest_complete_to,
        variables=tuple(one for name, one in base.variables.items() if name in used),
        tables=tables,
        figures=_with_unplaced(figures, cohort),
        curves=curves,
        tests=tests,
        cards=cards_of(spec),
        demo=data.demo,
        doubts=_doubts(base.frame),
        beside=tuple(evaluate_cohort_file(file, spec) for file in cohort_files),
    )


def _figures(
    name: str, spec: Spec, base: BaseTable, counts: Counts, groups: tuple[Group, ...]
) -> Iterator[Figure]:
    if spec.kind == "admission" and name in NEEDS_REFERRALS:
        yield Figure(name, (), _UNITS[name], None, not_computed=_NOT_BY_ADMISSION)
        return
    days = duration(name)
    followed = following(spec)
    for group in groups:
        for share in shares(spec, name):
            yield _with_deaths(share_figure(share, counts, group), base.frame, group)
        if days is not None:
            yield from duration_figures(days, base.frame, counts, group)
        if name == followed.measure:
            curve = estimate(base.frame, followed, group)
            yield from curve_figures(followed, curve, counts, group)


def _with_deaths(figure: Figure, frame: pl.DataFrame, group: Group) -> Figure:
    """Note how many of those without a new arrest died within the window; they stay in."""
    stem, _, days = figure.measure.partition("_")
    if stem != "rearrest":
        return figure
    died = frame.filter(
        group.rows() & (pl.col(figure.measure) == "no") & (pl.col("death_days") <= int(days))
    ).height
    if not died:
        return figure
    note = Exclusion("Died within the window without a new arrest; kept in the denominator", died)
    return replace(figure, notes=(note,))


def _over_time(
    spec: Spec, base: BaseTable, groups: tuple[Group, ...]
) -> tuple[tuple[Curve, ...], tuple[GroupTest, ...]]:
    followed = following(spec)
    people = base.frame.filter(pl.col(followed.time).is_not_null())
    if followed.measure not in spec.measures or people.is_empty():
        return (), ()
    horizon = float(max(spec.windows_days)) if spec.windows_days else None
    curves = ((group, estimate(people, followed, group)) for group in groups)
    tests = (compare(followed, people, name, base.variables[name].values) for name in spec.by)
    return (
        tuple(
            as_curve(followed, curve, group, horizon) for group, curve in curves if len(curve.time)
        ),
        tuple(tests),
    )


def _tables(spec: Spec, counts: Counts, figures: tuple[Figure, ...]) -> tuple[CountTable, ...]:
    """Return the tables behind the figures that could be computed, and no others."""
    outcomes = dict.fromkeys(
        name
        for figure in figures
        if figure.not_computed is None
        for cell in (*figure.numerator_cells, *figure.denominator_cells)
        for name, _ in cell
        if name not in spec.by
    )
    single = [counts.table(name) for name in (*spec.by, *outcomes)]
    return (*single, *(counts.table(by, name) for by in spec.by for name in outcomes))


def _with_unplaced(figures: tuple[Figure, ...], cohort: Cohort) -> tuple[Figure, ...]:
    """Say at the whole counts who could not be placed in the cohort or has no row in it."""
    extra = {
        "referrals": cohort.unplaced,
        "admissions": (*cohort.unplaced, *cohort.beyond),
    }
    return tuple(
        replace(figure, excluded=(*figure.excluded, *extra[figure.measure]))
        if figure.measure in extra and figure.group == where()
        else figure
        for figure in figures
    )


def _doubts(frame: pl.DataFrame) -> dict[str, int]:
    codes = Counter(code for row in frame["doubts"].drop_nulls() for code in row.split(",") if code)
    return dict(sorted(codes.items()))
