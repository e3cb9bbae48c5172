"""Days from one date to another: median and quartiles, with intervals free of distribution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ati_desktop.evaluation.results import Figure, Unit
from ati_desktop.evaluation.shares import left_out_by, nobody_left
from ati_desktop.evaluation.tables import Counts, Group, where

QUANTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class Duration:
    """Which column of days is measured, in which rows, and why the others are left out."""

    measure: str
    days: str
    variable: str
    counted: str
    left_out: Mapping[str, str]


def quantile_ranks(total: int, quantile: float) -> tuple[int, int] | None:
    """Return the ranks, from 1, of the two ordered values that enclose a quantile at 95 %.

    Free of any assumption about the distribution: how many values lie below the quantile is
    binomial. None where so few values cannot enclose it (a median needs six).
    """
    from scipy.special import bdtr  # noqa: PLC0415 - loaded only when an interval is asked for

    if total < 1:
        return None
    at_most = bdtr(np.arange(total, dtype=np.float64), total, quantile)
    low = int(np.searchsorted(at_most, 0.025, side="right"))
    high = int(np.searchsorted(at_most, 0.975, side="left")) + 1
    return (low, high) if low >= 1 and high <= total else None


def duration_figures(
    duration: Duration, frame: pl.DataFrame, counts: Counts, group: Group
) -> Iterator[Figure]:
    """Work out the quartiles of one group; a quantile between two values is interpolated."""
    days = group.pick(frame)[duration.days].drop_nulls().to_numpy()
    ordered = np.sort(days).astype(np.float64)
    here = counts.among(group, duration.variable)
    excluded = left_out_by(here, duration.left_out, duration.variable, group.cell)
    counted = (where(*group.cell, (duration.variable, duration.counted)),)
    for quantile in QUANTILES:
        low, high = _interval(ordered, quantile)
        yield Figure(
            duration.measure,
            group.cell,
            Unit.DAYS,
            float(np.quantile(ordered, quantile)) if len(ordered) else None,
            denominator=len(ordered),
            low=low,
            high=high,
            quantile=quantile,
            denominator_cells=counted if duration.counted in here else (),
            excluded=excluded,
            not_computed=None if len(ordered) else nobody_left(excluded),
        )


def _interval(ordered: NDArray[np.float64], quantile: float) -> tuple[float | None, float | None]:
    ranks = quantile_ranks(len(ordered), quantile)
    if ranks is None:
        return None, None
    return float(ordered[ranks[0] - 1]), float(ordered[ranks[1] - 1])
