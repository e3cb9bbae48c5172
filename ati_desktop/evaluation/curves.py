"""Kaplan-Meier figures, curves and log-rank tests of one base table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from ati_desktop.evaluation.cards import unit_of
from ati_desktop.evaluation.results import Curve, CurvePoint, Figure, GroupTest, Unit
from ati_desktop.evaluation.shares import left_out_by, nobody_left
from ati_desktop.evaluation.survival import Survival, kaplan_meier, log_rank, restricted_mean
from ati_desktop.evaluation.tables import Counts, Group, where


@dataclass(frozen=True, slots=True)
class Following:
    """What is followed: the columns of time and event, and the variable that says who is.

    ``moments`` are the times at which the probability is read, each with its measure;
    ``fewest`` is how many must still be followed for it to be read.
    """

    measure: str
    time: str
    event: str
    variable: str
    counted: tuple[str, ...]
    left_out: Mapping[str, str]
    unit: str
    moments: tuple[tuple[str, float], ...]
    fewest: int


def estimate(frame: pl.DataFrame, following: Following, group: Group) -> Survival:
    """Return the Kaplan-Meier estimate of the followed people of a group, perhaps of nobody."""
    people = group.pick(frame).filter(pl.col(following.time).is_not_null())
    return kaplan_meier(people[following.time].to_numpy(), people[following.event].to_numpy())


def curve_figures(
    following: Following, curve: Survival, counts: Counts, group: Group
) -> Iterator[Figure]:
    """Read the probability of an event by each moment, with its log-log interval."""
    here = counts.among(group, following.variable)
    excluded = left_out_by(here, following.left_out, following.variable, group.cell)
    people = sum(here.get(value, 0) for value in following.counted)
    cells = tuple(
        where(*group.cell, (following.variable, v)) for v in following.counted if v in here
    )
    for measure, moment in following.moments:
        value, low, high = _read(curve, moment)
        reason = None
        if not people:
            reason = nobody_left(excluded)
        elif curve.people_at(moment) < following.fewest:
            reason = (
                f"Fewer than {following.fewest} people were still followed"
                f" at {moment:g} {unit_of(moment, following.unit)}."
            )
        known = reason is None
        yield Figure(
            measure,
            group.cell,
            Unit.PROBABILITY,
            value if known else None,
            denominator=people,
            low=low if known else None,
            high=high if known else None,
            denominator_cells=cells,
            excluded=excluded,
            not_computed=reason,
        )


def _read(curve: Survival, moment: float) -> tuple[float, float | None, float | None]:
    step = curve.last_step(moment)
    if step is None:
        return 0.0, None, None
    low, high = _number(curve.low[step]), _number(curve.high[step])
    return (
        float(1.0 - curve.survival[step]),
        None if high is None else 1.0 - high,
        None if low is None else 1.0 - low,
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def as_curve(following: Following, curve: Survival, group: Group, horizon: float | None) -> Curve:
    """Return every step of an estimate, and the mean up to ``horizon`` if followed that long."""
    mean, error = None, None
    if horizon is not None and _reaches(curve, horizon):
        mean, error = restricted_mean(curve, horizon)
    columns = (curve.time, curve.at_risk, curve.events, curve.censored, curve.survival)
    lows = (_number(value) for value in curve.low.tolist())
    highs = (_number(value) for value in curve.high.tolist())
    points = zip(*(column.tolist() for column in columns), lows, highs, strict=True)
    return Curve(
        following.measure,
        group.cell,
        following.unit,
        people=int(curve.at_risk[0]) if len(curve.time) else 0,
        events=int(curve.events.sum()),
        points=tuple(CurvePoint(*point) for point in points),
        restricted_mean=mean,
        restricted_mean_se=error,
        horizon=None if mean is None else horizon,
    )


def _reaches(curve: Survival, horizon: float) -> bool:
    """Return whether the estimate says something up to a moment."""
    return len(curve.time) > 0 and bool(curve.time[-1] >= horizon or curve.survival[-1] == 0.0)


def compare(
    following: Following, frame: pl.DataFrame, name: str, values: tuple[str, ...]
) -> GroupTest:
    """Test by log-rank whether the groups of one breakdown differ; empty groups stand aside."""
    people = frame.filter(pl.col(following.time).is_not_null())
    there = frozenset(people[name])
    groups = tuple(value for value in values if value in there)
    if len(groups) < 2:
        reason = "A comparison needs two groups with people who were followed."
        return GroupTest(following.measure, name, groups, (), (), None, 0, None, reason)
    codes = people[name].replace_strict({value: at for at, value in enumerate(groups)})
    result = log_rank(
        people[following.time].to_numpy(),
        people[following.event].to_numpy(),
        codes.to_numpy(),
        len(groups),
    )
    return GroupTest(
        following.measure,
        name,
        groups,
        result.observed,
        result.expected,
        result.chi_square,
        result.degrees,
        result.p_value,
        None if result.chi_square is not None else "Too few events to compare the groups.",
    )
