"""From an evaluation store and a specification to all results, for the whole and by group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from ati_desktop.evaluation.base import BaseTable, build_base
from ati_desktop.evaluation.cards import cards_of
from ati_desktop.evaluation.cohort import Cohort, choose_cohort
from ati_desktop.evaluation.cohort_files import CohortFile, evaluate_cohort_file
from ati_desktop.evaluation.curves import Following, as_curve, compare, curve_figures, estimate
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.definitions import NEEDS_REFERRALS, duration, following, shares
from ati_desktop.evaluation.durations import duration_figures
from ati_desktop.evaluation.figures_json import figures_as_json
from ati_desktop.evaluation.relations import relations_between
from ati_desktop.evaluation.results import (
    CountTable,
    Curve,
    Evaluation,
    Exclusion,
    Figure,
    GroupTest,
    Unit,
)
from ati_desktop.evaluation.shares import Share, share_figure
from ati_desktop.evaluation.spec import Spec
from ati_desktop.evaluation.survival import Survival
from ati_desktop.evaluation.tables import Counts, Group, count_table, groups_of, where

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
    work = _prepare(build_base(data, cohort, spec), spec)
    base = work.base
    figures = tuple(figure for name in spec.measures for figure in _figures(name, work))
    tables = (*_tables(spec, work.counts, figures), *_flags(base))
    used = {name for table in tables for name in table.variables}
    every = {**base.variables, **base.flags}
    variables = tuple(one for name, one in every.items() if name in used)
    return Evaluation(
        title=spec.title,
        cohort=cohort.note,
        as_of=data.as_of,
        outcome_complete_to=data.arrest_complete_to,
        variables=variables,
        tables=tables,
        figures=_with_unplaced(figures, cohort),
        curves=_curves(work),
        tests=_tests(work),
        cards=cards_of(spec),
        demo=data.demo,
        doubts=_doubts(base.frame),
        beside=tuple(evaluate_cohort_file(file, spec) for file in cohort_files),
        relations=relations_between(variables),
    )


@dataclass(frozen=True, slots=True)
class _Work:
    spec: Spec
    base: BaseTable
    counts: Counts
    groups: tuple[Group, ...]
    followed: Following
    estimates: Mapping[Group, Survival]


def _prepare(base: BaseTable, spec: Spec) -> _Work:
    groups = groups_of(base.variables, spec.by)
    followed = following(spec)
    wanted = groups if followed.measure in spec.measures else ()
    estimates = {group: estimate(base.frame, followed, group) for group in wanted}
    counts = Counts(base.frame, base.variables)
    return _Work(spec, base, counts, groups, followed, estimates)


def _figures(name: str, work: _Work) -> Iterator[Figure]:
    if work.spec.kind == "admission" and name in NEEDS_REFERRALS:
        yield Figure(name, (), _UNITS[name], None, not_computed=_NOT_BY_ADMISSION)
        return
    frame, counts = work.base.frame, work.counts
    for share in shares(work.spec, name):
        yield from _each(work, partial(_share, work, share))
    days = duration(name)
    if days is not None:
        yield from _each(work, lambda group: duration_figures(days, frame, counts, group))
    if name == work.followed.measure:
        yield from _each(
            work,
            lambda group: curve_figures(work.followed, work.estimates[group], counts, group),
        )


def _share(work: _Work, share: Share, group: Group) -> tuple[Figure]:
    figure = share_figure(share, work.counts, group)
    return (_with_deaths(figure, work.base.frame, group),)


def _each(work: _Work, make: Callable[[Group], Iterable[Figure]]) -> Iterator[Figure]:
    """Yield the figures of the whole, then of each group unless the whole had nothing to give."""
    whole = tuple(make(work.groups[0]))
    yield from whole
    if any(map(_rests_on_somebody, whole)):
        for group in work.groups[1:]:
            yield from make(group)


def _rests_on_somebody(figure: Figure) -> bool:
    """Return whether anybody is in a figure, though too few may be for its value.

    Which figures and tables there are must not tell how many those few are.
    """
    return figure.not_computed is None or bool(figure.denominator)


def _with_deaths(figure: Figure, frame: pl.DataFrame, group: Group) -> Figure:
    """Note how many of those without a new arrest died within the window; they stay in."""
    stem, _, days = figure.measure.partition("_")
    if stem != "rearrest":
        return figure
    no_arrest = group.pick(frame).filter(pl.col(figure.measure) == "no")
    died = no_arrest.filter(pl.col("death_days") <= int(days)).height
    if not died:
        return figure
    note = Exclusion("Died within the window without a new arrest; kept in the denominator", died)
    return replace(figure, notes=(note,))


def _curves(work: _Work) -> tuple[Curve, ...]:
    horizon = float(max(work.spec.windows_days, default=0)) or None
    return tuple(
        as_curve(work.followed, curve, group, horizon)
        for group, curve in work.estimates.items()
        if len(curve.time)
    )


def _tests(work: _Work) -> tuple[GroupTest, ...]:
    if not any(len(curve.time) for curve in work.estimates.values()):
        return ()
    variables = work.base.variables
    return tuple(
        compare(work.followed, work.base.frame, name, variables[name].values)
        for name in work.spec.by
    )


def _tables(spec: Spec, counts: Counts, figures: tuple[Figure, ...]) -> tuple[CountTable, ...]:
    """Return the tables behind the figures that rest on somebody, and no others."""
    outcomes = dict.fromkeys(
        name
        for figure in figures
        if _rests_on_somebody(figure)
        for cell in (*figure.numerator_cells, *figure.denominator_cells)
        for name, _ in cell
        if name not in spec.by
    )
    single = [counts.table(name) for name in (*spec.by, *outcomes)]
    return (*single, *(counts.table(by, name) for by in spec.by for name in outcomes))


def _flags(base: BaseTable) -> tuple[CountTable, ...]:
    """Return the counts that a receipt says beside the tables: people, and doubts."""
    found = (count_table(base.frame, base.flags, (name,)) for name in base.flags)
    return tuple(replace(table, listed=False) for table in found)


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
