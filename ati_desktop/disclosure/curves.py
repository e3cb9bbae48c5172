"""Which survival curves, probabilities and tests may be shown, and the curves on their grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ati_desktop.disclosure.grid import Course, course_of, joined, lay, least_of, regular_times
from ati_desktop.disclosure.views import CurveStep, CurveView, FigureView, Shown, TestView
from ati_desktop.evaluation.results import (
    Curve,
    CurvePoint,
    Evaluation,
    Figure,
    GroupTest,
    Unit,
    Where,
)

_STEPS = 2

Pairs = Sequence[tuple[Figure, FigureView]]
"""Each figure with what will be printed of it."""


def draw_curves(
    evaluation: Evaluation,
    figures: tuple[FigureView, ...],
    threshold: int,
    hidden_groups: Mapping[Where, int],
) -> tuple[tuple[CurveView, ...], tuple[TestView, ...], tuple[FigureView, ...]]:
    """Return curves on their grid, tests, and the figures with probabilities that lie on it.

    ``hidden_groups`` are the true sizes of those groups whose size is hidden: a curve begins with
    the number of its people.
    """
    least = least_of(threshold)
    views: dict[tuple[str, Where], CurveView] = {}
    for measure in dict.fromkeys(curve.measure for curve in evaluation.curves):
        curves = [curve for curve in evaluation.curves if curve.measure == measure]
        pairs = list(zip(evaluation.figures, figures, strict=True))
        given_away = {
            curve.group
            for curve in curves
            if abs(hidden_groups.get(curve.group, -least) - curve.people) < least
        }
        ends = _grids(curves, pairs, given_away, least)
        for curve in curves:
            views[(measure, curve.group)] = _view(curve, ends.get(curve.group, []))
    tests = tuple(_test(test, views) for test in evaluation.tests)
    shown = tuple(
        _probability(view, figure.value, evaluation.curves, views)
        for view, figure in zip(figures, evaluation.figures, strict=True)
    )
    return tuple(views[(curve.measure, curve.group)] for curve in evaluation.curves), tests, shown


def stem(measure: str) -> str:
    """Return the part of a measure's name that says which event it counts."""
    return measure.replace(".", "_").replace("-", "_").partition("_")[0]


def _grids(
    curves: Sequence[Curve], figures: Pairs, given_away: set[Where], least: int
) -> dict[Where, list[float]]:
    """Return the ends of the steps of each curve that may be shown."""
    courses = {curve.group: _course(curve, figures) for curve in curves}
    families: dict[tuple[str, ...], list[Where]] = {}
    for curve in curves:
        families.setdefault(tuple(pair[0] for pair in curve.group), []).append(curve.group)
    whole = courses.get(()) or joined([courses[group] for group in next(iter(families.values()))])
    last = max((point.time for curve in curves for point in curve.points), default=0.0)
    wanted = _wanted(curves, figures)
    times = regular_times(curves[0].time_unit, last, wanted)
    ends = lay([whole], times, wanted, least)
    open_ = {curve.group for curve in curves if _may_be_shown(curve, figures, least)} - given_away
    found: dict[Where, list[float]] = {}
    for groups in families.values():
        members = [group for group in groups if group in open_]
        found |= _family({group: courses[group] for group in members}, whole, ends, least)
    return found


def _family(
    courses: dict[Where, Course], whole: Course, ends: list[float], least: int
) -> dict[Where, list[float]]:
    """Return one grid for the groups of a variable, without those too small for it.

    What is left of the whole when the shown groups are taken away must not be small either.
    Groups with events for a single step only are let in where nothing finer can be shown.
    """
    events = {group: course.counts(float("inf"))[0] for group, course in courses.items()}
    ranked = sorted(courses, key=lambda group: (-events[group], group))
    for steps in (_STEPS, 1):
        shown = [group for group in ranked if events[group] >= steps * least]
        while shown:
            together = [courses[group] for group in shown]
            rest = joined([whole, *together], [1] + [-1] * len(together))
            cuts = _safe_for_rest(lay(together, ends, (), least), together, rest, least)
            if len(cuts) >= steps:
                return dict.fromkeys(shown, cuts)
            shown.pop()
    return {}


def _safe_for_rest(
    cuts: list[float], together: Sequence[Course], rest: Course, least: int
) -> list[float]:
    """Return the cuts at which the rest, too, has nobody or enough in each step."""
    kept: list[float] = []
    start = 0.0
    for end in cuts:
        before, after = rest.counts(start), rest.counts(end)
        later = rest.counts(float("inf"))[0] - after[0]
        changes = [after[0] - before[0], after[1] - before[1], rest.still(start), rest.still(end)]
        changes.append(later)
        fine = all(change == 0 or change >= least for change in changes)
        if fine and all(course.allows(start, end, least) for course in together):
            kept.append(end)
            start = end
    return kept


def _same_event(curve: Curve, figures: Pairs) -> Pairs:
    """Return the figures that count the same event for the same group."""
    return [
        (figure, view)
        for figure, view in figures
        if figure.group == curve.group and stem(figure.measure) == stem(curve.measure)
    ]


def _course(curve: Curve, figures: Pairs) -> Course:
    """Return the course of a curve, with the counts of the same event that stand elsewhere."""
    printed: set[int] = set()
    hidden: set[int] = set()
    for figure, view in _same_event(curve, figures):
        if figure.numerator is not None:
            (printed if view.numerator is not None else hidden).add(figure.numerator)
    return course_of(curve, printed, hidden)


def _may_be_shown(curve: Curve, figures: Pairs, least: int) -> bool:
    """Return whether the people of a curve are no hidden number, nor close to one."""
    return not any(
        view.denominator is None
        and figure.denominator is not None
        and abs(figure.denominator - curve.people) < least
        for figure, view in _same_event(curve, figures)
    )


def _wanted(curves: Sequence[Curve], figures: Pairs) -> list[float]:
    """Return the times at which a figure reads a curve: horizons, and ``<measure>_<time>``."""
    found = {curve.horizon for curve in curves if curve.horizon is not None}
    for figure, _ in figures:
        start, _, time = figure.measure.rpartition("_")
        if start == curves[0].measure and time.replace(".", "", 1).isdigit():
            found.add(float(time))
    return sorted(found)


def _view(curve: Curve, ends: list[float]) -> CurveView:
    course = course_of(curve)
    steps = tuple(_step(curve, course, a, b) for a, b in pairwise([0.0, *ends]))
    whole = bool(steps) and curve.horizon is not None and curve.horizon <= ends[-1]
    return CurveView(
        measure=curve.measure,
        group=curve.group,
        time_unit=curve.time_unit,
        shown=Shown.SHOWN if steps else Shown.HIDDEN,
        steps=steps,
        restricted_mean=_round(curve.restricted_mean, 1) if whole else None,
        horizon=curve.horizon,
    )


def _step(curve: Curve, course: Course, start: float, end: float) -> CurveStep:
    point = _point_at(curve, end)
    return CurveStep(
        start=start,
        end=end,
        at_risk=course.still(start),
        events=course.counts(end)[0] - course.counts(start)[0],
        survival=round(point.survival, 4),
        low=_round(point.low, 4),
        high=_round(point.high, 4),
    )


def _point_at(curve: Curve, time: float) -> CurvePoint:
    return [point for point in curve.points if point.time <= time][-1]


def _round(value: float | None, places: int) -> float | None:
    return None if value is None else round(value, places)


def _test(test: GroupTest, views: dict[tuple[str, Where], CurveView]) -> TestView:
    """Return a test where the curves of all its groups are shown."""
    curves = [views.get((test.measure, ((test.variable, group),))) for group in test.groups]
    shown = all(curve is not None and curve.shown is Shown.SHOWN for curve in curves)
    done = test.chi_square is not None
    state = Shown.NOT_COMPUTED if not done else Shown.SHOWN if shown else Shown.HIDDEN
    return TestView(
        measure=test.measure,
        variable=test.variable,
        groups=test.groups,
        shown=state,
        chi_square=_round(test.chi_square, 6) if shown else None,
        degrees=test.degrees,
        p_value=_round(test.p_value, 6) if shown else None,
        not_computed=test.not_computed,
    )


def _probability(
    view: FigureView,
    value: float | None,
    curves: Iterable[Curve],
    views: dict[tuple[str, Where], CurveView],
) -> FigureView:
    """Hide a probability unless it is the height of a shown curve at the end of a step."""
    if view.unit != Unit.PROBABILITY.value or view.value is None or value is None:
        return view
    for curve in curves:
        if curve.group != view.group:
            continue
        for step in views[(curve.measure, curve.group)].steps:
            height = _point_at(curve, step.end).survival
            if min(abs(height - value), abs(1 - height - value)) < 1e-12:
                return view
    gone = view.hidden | {"value", "low", "high"}
    return replace(view, shown=Shown.HIDDEN, value=None, low=None, high=None, hidden=gone)
