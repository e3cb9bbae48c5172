"""Numbers outside the tables that tell too much beside an earlier package: hidden in the new one.

People, doubtful records, those left out, figures that were hidden of the same rows, and curves. Of
a measure whose curves differ by few at any time of either grid, no curve, test or probability is
shown: one curve could be worked out from others.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from ati_desktop.disclosure.views import CurveView, FigureView, Shown, TestView, Views
from ati_desktop.evaluation.results import Figure, Where

Key = tuple[str, Where, float | None]
"""A figure: its measure, its group, and which quantile it is."""

_FIELDS = ("value", "numerator", "denominator", "low", "high")


def trimmed(views: Views, earlier: Views, few: int, same: frozenset[Key]) -> Views:
    """Return the views without what tells, beside the earlier ones, that few came or went.

    Args:
        views: of the new package.
        earlier: of a package of the same people, or of people among them or around them.
        few: the smallest change that may be known.
        same: the figures that count exactly the same rows in both.
    """
    people = _kept(views.people, earlier.people, few)
    doubts_then = dict(earlier.doubts)
    doubts = tuple((name, _kept(n, doubts_then.get(name), few)) for name, n in views.doubts)
    closed = changed_curves(views, earlier, few)
    late = _late_groups(views, earlier)
    then = {key_of(figure): figure for figure in earlier.figures}
    return replace(
        views,
        people=people,
        doubts=doubts,
        figures=tuple(
            _figure(each, then.get(key_of(each)), few, closed, same) for each in views.figures
        ),
        curves=tuple(_curve(each, closed, late) for each in views.curves),
        tests=tuple(_test(each, closed) for each in views.tests),
    )


def _few(now: int | None, then: int | None, few: int) -> bool:
    return now is not None and then is not None and 0 < abs(now - then) < few


def _kept(now: int | None, then: int | None, few: int) -> int | None:
    return None if _few(now, then, few) else now


def key_of(figure: FigureView | Figure) -> Key:
    """Return by what a figure is known again."""
    return figure.measure, figure.group, figure.quantile


def _stem(measure: str) -> str:
    return measure.replace(".", "_").replace("-", "_").partition("_")[0]


def changed_curves(views: Views, earlier: Views, few: int) -> frozenset[str]:
    """Return the stems of the measures of which two curves of a group differ by few.

    They are compared at every time of either grid: two grids laid together are a finer one.
    """
    then = {(curve.measure, curve.group): curve for curve in earlier.curves}
    found: set[str] = set()
    for curve in views.curves:
        before = then.get((curve.measure, curve.group))
        if before is not None and any(
            _differ(one, other, few)
            for one, other in zip(_courses(curve), _courses(before), strict=True)
        ):
            found.add(_stem(curve.measure))
    return frozenset(found)


def _courses(curve: CurveView) -> tuple[dict[float, int], dict[float, int]]:
    """Return how many were at risk at each time, and how many had the event by each."""
    at_risk: dict[float, int] = {}
    events: dict[float, int] = {0.0: 0} if curve.steps else {}
    so_far = 0
    for step in curve.steps:
        so_far += step.events
        at_risk[step.start] = step.at_risk
        events[step.end] = so_far
    return at_risk, events


def _differ(now: dict[float, int], then: dict[float, int], few: int) -> bool:
    """Tell whether few lie between two neighbouring times, one of each course."""
    times = sorted(now.keys() | then.keys())
    at_once = any(_few(now.get(at), then.get(at), few) for at in times)
    between = any(
        _few(one.get(at), other.get(after), few)
        for at, after in pairwise(times)
        for one, other in ((now, then), (then, now))
    )
    return bool(now and then) and (at_once or between)


def _late_groups(views: Views, earlier: Views) -> frozenset[tuple[str, Where]]:
    """Return the curves that were not shown then, beside others of their family that were.

    What is left of the whole without all groups that were ever shown could be few.
    """
    then: dict[tuple[str, tuple[str, ...]], set[Where]] = {}
    for curve in earlier.curves:
        if curve.steps:
            then.setdefault(_family(curve), set()).add(curve.group)
    return frozenset(
        (curve.measure, curve.group)
        for curve in views.curves
        if curve.steps and curve.group not in then.get(_family(curve), {curve.group})
    )


def _family(curve: CurveView) -> tuple[str, tuple[str, ...]]:
    return curve.measure, tuple(name for name, _ in curve.group)


def _figure(
    now: FigureView,
    then: FigureView | None,
    few: int,
    closed: frozenset[str],
    same: frozenset[Key],
) -> FigureView:
    if now.unit == "probability" and _stem(now.measure) in closed:
        now = _without(now, {"value", "low", "high"})
    if then is None:
        return now
    before = dict(then.excluded)
    left_out = tuple((name, _kept(n, before.get(name), few)) for name, n in now.excluded)
    if key_of(now) in same:
        now = _without(now, set(then.hidden))
        left_out = tuple((name, n if before.get(name, n) == n else None) for name, n in left_out)
    return replace(now, excluded=left_out)


def _without(figure: FigureView, names: set[str]) -> FigureView:
    gone = {name for name in _FIELDS if name in names and getattr(figure, name) is not None}
    if not gone:
        return figure
    hidden: dict[str, Any] = dict.fromkeys(gone)
    figure = replace(figure, **hidden, hidden=figure.hidden | gone)
    if "value" in gone and figure.shown is Shown.SHOWN:
        return replace(figure, shown=Shown.HIDDEN)
    return figure


def _curve(
    curve: CurveView, closed: frozenset[str], late: frozenset[tuple[str, Where]]
) -> CurveView:
    if _stem(curve.measure) not in closed and (curve.measure, curve.group) not in late:
        return curve
    return replace(curve, shown=Shown.HIDDEN, steps=(), restricted_mean=None)


def _test(test: TestView, closed: frozenset[str]) -> TestView:
    if _stem(test.measure) not in closed or test.shown is not Shown.SHOWN:
        return test
    return replace(test, shown=Shown.HIDDEN, chi_square=None, p_value=None)
