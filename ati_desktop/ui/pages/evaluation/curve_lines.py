"""Curves as they are drawn and as their table reads: the share with the event, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ati_desktop.casework.results import Curve, CurveView, Evaluation, Shown
from ati_desktop.ui.pages.evaluation.words import translate, value_word, variables_of

_DAYS_A_MONTH = 30.4375
_NICE = {
    "months": (1, 3, 6, 12, 24, 60),
    "weeks": (1, 2, 4, 8, 13, 26, 52, 104),
    "years": (1, 2, 5, 10),
}
_MOST_MARKS = 6


@dataclass(frozen=True)
class Step:
    """One step: at ``time`` (in the axis' unit) the share with the event and its interval."""

    time: float
    at_risk: int
    events: int
    share: float
    low: float | None
    high: float | None
    start: float = 0.0


@dataclass(frozen=True)
class CurveLine:
    """One curve of a picture. ``coarse`` says that it lies on the grid of a release."""

    title: str
    steps: tuple[Step, ...]
    unit: str
    people: int
    coarse: bool
    left: int = 0

    @property
    def last(self) -> float:
        """Return the time of the last step."""
        return self.steps[-1].time if self.steps else 0.0

    def at(self, time: float) -> Step | None:
        """Return the last step at or before a time."""
        return next((step for step in reversed(self.steps) if step.time <= time + 1e-9), None)

    def at_risk(self, time: float) -> int | None:
        """Return how many are still followed without the event just before a time, if known."""
        if self.coarse:
            return next((s.at_risk for s in self.steps if abs(s.start - time) < 1e-9), None)
        return next((s.at_risk for s in self.steps if s.time >= time - 1e-9), self.left)


def curve_lines(
    evaluation: Evaluation, curves: Iterable[Curve | CurveView], variable: str
) -> list[CurveLine]:
    """Return the curves of one breakdown, the largest group first; ``""`` is everyone."""
    variables = variables_of(evaluation)
    found = []
    for curve in curves:
        names = [name for name, _value in curve.group]
        if names != ([variable] if variable else []):
            continue
        value = curve.group[0][1] if curve.group else None
        title = value_word(variables.get(variable), value)
        title = title if variable else translate("Evaluation", "Everyone")
        line = _coarse(curve, title) if isinstance(curve, CurveView) else _exact(curve, title)
        if line is not None:
            found.append(line)
    return sorted(found, key=lambda line: -line.people)


def marks(lines: Sequence[CurveLine]) -> list[float]:
    """Return the times that the axis and the numbers at risk are written at."""
    if not lines:
        return []
    if lines[0].coarse:
        starts = [step.start for step in lines[0].steps]
        every = -(-len(starts) // _MOST_MARKS)
        return starts[::every]
    last = max(line.last for line in lines)
    nice = _NICE.get(lines[0].unit, (1, 2, 5, 10, 20, 50, 100, 200, 500))
    step = next((each for each in nice if last / each < _MOST_MARKS + 1), nice[-1])
    return [float(step * at) for at in range(int(last // step) + 1)]


def axis_words(unit: str) -> str:
    """Return what the axis counts."""
    known = {
        "months": translate("Evaluation", "Months after admission"),
        "weeks": translate("Evaluation", "Weeks"),
        "years": translate("Evaluation", "Years"),
    }
    return known.get(unit, unit)


def _scale(unit: str) -> tuple[float, str]:
    return (_DAYS_A_MONTH, "months") if unit == "days" else (1.0, unit)


def _exact(curve: Curve, title: str) -> CurveLine | None:
    if not curve.points:
        return None
    by, unit = _scale(curve.time_unit)
    steps = tuple(
        Step(
            time=point.time / by,
            at_risk=point.at_risk,
            events=point.events,
            share=1 - point.survival,
            low=None if point.high is None else 1 - point.high,
            high=None if point.low is None else 1 - point.low,
        )
        for point in curve.points
    )
    end = curve.points[-1]
    left = end.at_risk - end.events - end.censored
    return CurveLine(title, steps, unit, curve.people, coarse=False, left=left)


def _coarse(view: CurveView, title: str) -> CurveLine | None:
    if view.shown is not Shown.SHOWN or not view.steps:
        return None
    by, unit = _scale(view.time_unit)
    steps = tuple(
        Step(
            time=step.end / by,
            at_risk=step.at_risk,
            events=step.events,
            share=1 - step.survival,
            low=None if step.high is None else 1 - step.high,
            high=None if step.low is None else 1 - step.low,
            start=step.start / by,
        )
        for step in view.steps
    )
    return CurveLine(title, steps, unit, view.steps[0].at_risk, coarse=True)
