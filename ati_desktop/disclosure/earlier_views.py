"""Numbers outside the tables that changed by few since an earlier package: hidden in the new one.

People, doubtful records, those left out, and curves. Of a measure whose curves changed by few at
any common time, no curve, test or probability is shown: one curve could be worked out from others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ati_desktop.disclosure.views import CurveView, FigureView, Shown, TestView, Views
from ati_desktop.evaluation.results import Where

_Key = tuple[str, Where, float | None]


def trimmed(views: Views, earlier: Views, few: int) -> Views:
    """Return the views without what tells, beside the earlier ones, that few came or went.

    Args:
        views: of the new package.
        earlier: of a package of the same people, or of people among them or around them.
        few: the smallest change that may be known.
    """
    people = _kept(views.people, earlier.people, few)
    doubts_then = dict(earlier.doubts)
    doubts = tuple((name, _kept(n, doubts_then.get(name), few)) for name, n in views.doubts)
    closed = changed_curves(views, earlier, few)
    figures_then = {_key(figure): figure for figure in earlier.figures}
    return replace(
        views,
        people=people,
        doubts=doubts,
        figures=tuple(
            _figure(each, figures_then.get(_key(each)), few, closed) for each in views.figures
        ),
        curves=tuple(_curve(each, closed) for each in views.curves),
        tests=tuple(_test(each, closed) for each in views.tests),
    )


def _few(now: int | None, then: int | None, few: int) -> bool:
    return now is not None and then is not None and 0 < abs(now - then) < few


def _kept(now: int | None, then: int | None, few: int) -> int | None:
    return None if _few(now, then, few) else now


def _key(figure: FigureView) -> _Key:
    return figure.measure, figure.group, figure.quantile


def _stem(measure: str) -> str:
    return measure.replace(".", "_").replace("-", "_").partition("_")[0]


def changed_curves(views: Views, earlier: Views, few: int) -> frozenset[str]:
    """Return the stems of the measures of which a curve changed by few at a common time."""
    then = {(curve.measure, curve.group): _course(curve) for curve in earlier.curves}
    found: set[str] = set()
    for curve in views.curves:
        now, before = _course(curve), then.get((curve.measure, curve.group), {})
        if any(_few(now[at], before[at], few) for at in now.keys() & before.keys()):
            found.add(_stem(curve.measure))
    return frozenset(found)


def _course(curve: CurveView) -> Mapping[tuple[str, float], int]:
    """Return how many were at risk at each time, and how many had the event by each."""
    found: dict[tuple[str, float], int] = {}
    events = 0
    for step in curve.steps:
        events += step.events
        found["at risk", step.start] = step.at_risk
        found["events", step.end] = events
    return found


def _figure(
    now: FigureView, then: FigureView | None, few: int, closed: frozenset[str]
) -> FigureView:
    if now.unit == "probability" and _stem(now.measure) in closed:
        gone = {name for name in ("value", "low", "high") if getattr(now, name) is not None}
        shown = Shown.HIDDEN if now.shown is Shown.SHOWN else now.shown
        hidden = now.hidden | frozenset(gone)
        now = replace(now, shown=shown, value=None, low=None, high=None, hidden=hidden)
    if then is None:
        return now
    before = dict(then.excluded)
    left_out = tuple((name, _kept(n, before.get(name), few)) for name, n in now.excluded)
    return replace(now, excluded=left_out)


def _curve(curve: CurveView, closed: frozenset[str]) -> CurveView:
    if _stem(curve.measure) not in closed:
        return curve
    return replace(curve, shown=Shown.HIDDEN, steps=(), restricted_mean=None)


def _test(test: TestView, closed: frozenset[str]) -> TestView:
    if _stem(test.measure) not in closed or test.shown is not Shown.SHOWN:
        return test
    return replace(test, shown=Shown.HIDDEN, chi_square=None, p_value=None)
