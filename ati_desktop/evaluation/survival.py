"""Kaplan-Meier, restricted mean and log-rank, in float64 throughout."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ati_desktop.evaluation.event_counts import count_events
from ati_desktop.evaluation.intervals import Z

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Survival:
    """A Kaplan-Meier estimate; every array has one entry for each distinct time, ascending.

    ``low`` and ``high`` are the log-log 95 % interval and NaN where it does not exist (nothing
    has happened yet, or nobody is left). ``variance_sum`` is Greenwood's sum of d / (n (n - d)).
    """

    time: Floats
    at_risk: Counts
    events: Counts
    censored: Counts
    survival: Floats
    variance_sum: Floats
    low: Floats
    high: Floats

    def standard_errors(self) -> Floats:
        """Return Greenwood's standard errors of the survival, NaN once nobody is left."""
        with np.errstate(invalid="ignore"):  # nobody left: 0 times infinity
            errors: Floats = self.survival * np.sqrt(self.variance_sum)
        return errors

    def last_step(self, moment: float) -> int | None:
        """Return the position of the last distinct time at or before ``moment``, if any."""
        position = int(np.searchsorted(self.time, moment, side="right")) - 1
        return position if position >= 0 else None

    def people_at(self, moment: float) -> int:
        """Return how many were still followed, without event, just before ``moment``."""
        position = int(np.searchsorted(self.time, moment, side="left"))
        return int(self.at_risk[position]) if position < len(self.time) else 0


def kaplan_meier(times: ArrayLike, events: ArrayLike) -> Survival:
    """Estimate survival from times and events (1 or True) or censorings (0), one per person.

    At a tie the event comes first: a person censored on that time is still at risk.
    Source: Kaplan and Meier 1958; Greenwood 1926; log-log interval as in Kalbfleisch and
    Prentice. Whole times are counted in O(n), others sorted.
    """
    counted = count_events(times, events)
    here, came, at_risk = counted.here[0], counted.came[0], counted.at_risk()[0]
    survival = np.asarray(np.cumprod(1.0 - came / at_risk), dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):  # infinite once nobody is left
        variance: Floats = np.cumsum(came / (at_risk * (at_risk - came)))
    low, high = _log_log(survival, variance)
    return Survival(
        counted.times,
        np.rint(at_risk).astype(np.int64),
        np.rint(came).astype(np.int64),
        np.rint(here - came).astype(np.int64),
        survival,
        variance,
        low,
        high,
    )


def _log_log(survival: Floats, variance: Floats) -> tuple[Floats, Floats]:
    inside = (survival > 0.0) & (survival < 1.0)
    low = np.full(len(survival), np.nan)
    high = np.full(len(survival), np.nan)
    logs = np.log(survival[inside])
    reach = Z * np.sqrt(variance[inside]) / np.abs(logs)
    low[inside] = np.exp(logs * np.exp(reach))
    high[inside] = np.exp(logs * np.exp(-reach))
    return low, high


def restricted_mean(curve: Survival, horizon: float) -> tuple[float, float]:
    """Return the mean event-free time up to ``horizon`` and its standard error.

    The area under the curve from 0 to ``horizon``, in the curve's unit of time; the variance is
    the sum over events of (area still to come)^2 d / (n (n - d)).
    """
    used = int(np.searchsorted(curve.time, horizon, side="left"))
    edges = np.concatenate(([0.0], curve.time[:used], [float(horizon)]))
    heights = np.concatenate(([1.0], curve.survival[:used]))
    areas = np.diff(edges) * heights
    to_come = np.cumsum(areas[::-1])[::-1][1:]
    events = curve.events[:used].astype(np.float64)
    people = curve.at_risk[:used].astype(np.float64)
    left = people - events
    terms = np.zeros(used)
    some = left > 0.0
    terms[some] = to_come[some] ** 2 * events[some] / (people[some] * left[some])
    return float(areas.sum()), float(np.sqrt(terms.sum()))


@dataclass(frozen=True, slots=True)
class LogRank:
    """Observed and expected events of each group, and their test."""

    observed: tuple[int, ...]
    expected: tuple[float, ...]
    chi_square: float | None
    degrees: int
    p_value: float | None


def log_rank(times: ArrayLike, events: ArrayLike, groups: ArrayLike, count: int) -> LogRank:
    """Compare ``count`` groups; ``groups`` holds 0 to ``count`` - 1 for each person.

    Source: Mantel 1966, Peto and Peto 1972, hypergeometric variance. Everything is float64:
    products of counts overflow whole numbers from some 200,000 people on. ``chi_square`` is
    None where fewer than two groups could have had an event, or where nothing varies.
    """
    counted = count_events(times, events, groups, count)
    came, at_risk = counted.came, counted.at_risk()
    kept = np.flatnonzero(came.sum(axis=0))
    came, at_risk = came.take(kept, axis=1), at_risk.take(kept, axis=1)
    events_then, people = came.sum(axis=0), at_risk.sum(axis=0)
    share = at_risk / people
    observed, expected = came.sum(axis=1), np.einsum("it,t->i", share, events_then)
    weight = events_then * (people - events_then) / np.maximum(people - 1.0, 1.0)
    spread = np.diag(np.einsum("it,t->i", share, weight)) - np.einsum(
        "it,t,jt->ij", share, weight, share
    )
    chi, degrees, p_value = _test(observed - expected, spread, expected > 0.0)
    whole = tuple(round(value) for value in observed.tolist())
    return LogRank(whole, tuple(expected.tolist()), chi, degrees, p_value)


def _test(
    gap: Floats, spread: Floats, exposed: NDArray[np.bool_]
) -> tuple[float | None, int, float | None]:
    from scipy.special import chdtrc  # noqa: PLC0415 - loaded only when a test is asked for

    chosen = np.flatnonzero(exposed)[:-1]
    degrees = len(chosen)
    inner = spread[np.ix_(chosen, chosen)]
    if degrees < 1 or not inner.diagonal().min() > 0.0:
        return None, max(degrees, 0), None
    chi = float(gap[chosen] @ np.linalg.solve(inner, gap[chosen]))
    return chi, degrees, float(chdtrc(degrees, chi))
