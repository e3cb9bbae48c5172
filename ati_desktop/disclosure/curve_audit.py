"""The attacker's look at survival curves: subtracting what is printed must never leave few people.

Works on the printed steps alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ati_desktop.disclosure.views import CurveView, FigureView, Shown, Views
from ati_desktop.evaluation.results import Curve, Where

_FEWEST = 10


def curves_hold(views: Views, threshold: int, curves: Sequence[Curve] = ()) -> bool:
    """Return whether no step, and no difference of printed curves, shows 1 to threshold - 1.

    Args:
        views: what will be printed.
        threshold: the smallest count that may be shown.
        curves: the true ones, for how many had the event at all: a table may say that.
    """
    shown = [curve for curve in views.curves if curve.shown is Shown.SHOWN]
    least = max(_FEWEST, threshold)
    events = {(curve.measure, curve.group): curve.events for curve in curves}
    return (
        not any(_few(events.get(name, 0) - last, least) for name, last in _ends(shown))
        and all(_steps_hold(curve, least) for curve in shown)
        and all(_figures_hold(curve, views.figures, least) for curve in shown)
        and all(_groups_hold(whole, shown, least) for whole in shown if not whole.group)
    )


def _ends(shown: Sequence[CurveView]) -> Iterator[tuple[tuple[str, Where], int]]:
    """Yield the events up to the end of each step, which leave those after it over."""
    for curve in shown:
        for events in _events_by(curve).values():
            yield (curve.measure, curve.group), events


def _steps_hold(curve: CurveView, least: int) -> bool:
    if any(step.events < least or step.at_risk < least for step in curve.steps):
        return False
    pairs = zip(curve.steps, curve.steps[1:], strict=False)
    return not any(_few(a.at_risk - a.events - b.at_risk, least) for a, b in pairs)


def _figures_hold(curve: CurveView, figures: Sequence[FigureView], least: int) -> bool:
    """Compare events up to each step with counts of the same event printed for the group."""
    event = _event(curve.measure)
    counts = [
        figure.numerator
        for figure in figures
        if figure.group == curve.group
        and _event(figure.measure) == event
        and figure.numerator is not None
    ]
    return not any(
        _few(abs(events - count), least)
        for events in _events_by(curve).values()
        for count in counts
    )


def _groups_hold(whole: CurveView, curves: Sequence[CurveView], least: int) -> bool:
    """Take all shown groups of each variable from the whole, where they are cut alike."""
    families: dict[tuple[str, ...], list[CurveView]] = {}
    for curve in curves:
        if curve.measure == whole.measure and curve.group:
            families.setdefault(tuple(pair[0] for pair in curve.group), []).append(curve)
    return all(_family_holds(whole, family, least) for family in families.values())


def _family_holds(whole: CurveView, family: list[CurveView], least: int) -> bool:
    for read in (_events_by, _at_risk_by):
        totals, parts = read(whole), [read(curve) for curve in family]
        common = sorted(set(totals).intersection(*parts))
        left = [totals[time] - sum(part[time] for part in parts) for time in common]
        if any(_few(each, least) for each in left):
            return False
        if read is _events_by and any(
            _few(b - a, least) for a, b in zip([0, *left], left, strict=False)
        ):
            return False
    return True


def _events_by(curve: CurveView) -> dict[float, int]:
    summed, found = 0, {}
    for step in curve.steps:
        summed += step.events
        found[step.end] = summed
    return found


def _at_risk_by(curve: CurveView) -> dict[float, int]:
    return {step.start: step.at_risk for step in curve.steps}


def _few(number: int, least: int) -> bool:
    return 0 < number < least


def _event(measure: str) -> str:
    return measure.replace(".", "_").replace("-", "_").split("_")[0]
