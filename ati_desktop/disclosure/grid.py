"""The coarse grid of survival curves: where a curve may be looked at.

Rule: a step is shown only if each curve drawn on the grid has, in that step, at least ``least``
events, at least ``least`` people at risk just before its end, and nobody or at least ``least``
people who left without the event, and if at least ``least`` of its people have not had the event
by its end, and if nobody or at least ``least`` have it later, as a table may say how many have it
at all; ``least`` is 10 or the threshold, whichever is more. Curves of parts are cut only where the
curve of the whole is cut, so that no subtraction reaches between.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ati_desktop.evaluation.results import Curve

_DAYS = 30.0


def least_of(threshold: int) -> int:
    """Return the fewest events or people of a step."""
    return max(10, threshold)


@dataclass(frozen=True, slots=True)
class Course:
    """Who had the event and who left, cumulated over time.

    ``printed`` and ``hidden`` are counts of the same event in the same group that are printed
    elsewhere, or hidden: a step ends at a printed one or stays away from it, as the difference
    would be a small number, and stays away from the hidden ones.
    """

    people: int
    times: tuple[float, ...]
    events: tuple[int, ...]
    left: tuple[int, ...]
    printed: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()

    def counts(self, time: float) -> tuple[int, int]:
        """Return events and leavers up to and including a time."""
        at = bisect_right(self.times, time) - 1
        return (self.events[at], self.left[at]) if at >= 0 else (0, 0)

    def entering(self, time: float) -> int:
        """Return the people still followed just before a time."""
        at = bisect_left(self.times, time) - 1
        return self.people - (self.events[at] + self.left[at] if at >= 0 else 0)

    def still(self, time: float) -> int:
        """Return the people still followed just after a time."""
        events, left = self.counts(time)
        return self.people - events - left

    def allows(self, start: float, end: float, least: int) -> bool:
        """Return whether a step from ``start`` to ``end`` shows nobody."""
        before, gone_before = self.counts(start)
        events, left = self.counts(end)
        gone = left - gone_before
        later = self.counts(float("inf"))[0] - events
        return (
            events - before >= least
            and self.entering(end) >= least
            and self.people - events >= least
            and (gone == 0 or gone >= least)
            and (later == 0 or later >= least)
            and not any(0 < abs(events - other) < least for other in self.printed)
            and not any(abs(events - other) < least for other in self.hidden)
        )


def course_of(curve: Curve, printed: Iterable[int] = (), hidden: Iterable[int] = ()) -> Course:
    """Return the cumulated course of a curve, with the counts of the same event elsewhere."""
    events = left = 0
    summed: list[tuple[int, int]] = []
    for point in curve.points:
        events, left = events + point.events, left + point.censored
        summed.append((events, left))
    return Course(
        curve.people,
        tuple(point.time for point in curve.points),
        tuple(each[0] for each in summed),
        tuple(each[1] for each in summed),
        frozenset(printed),
        frozenset(hidden),
    )


def joined(courses: Sequence[Course], sign: Sequence[int] | None = None) -> Course:
    """Return the course of several groups together; ``sign`` -1 takes a group away."""
    signs = sign or [1] * len(courses)
    times = sorted({time for course in courses for time in course.times})
    counts = [[course.counts(time) for course in courses] for time in times]
    return Course(
        sum(s * course.people for s, course in zip(signs, courses, strict=True)),
        tuple(times),
        tuple(sum(s * c[0] for s, c in zip(signs, row, strict=True)) for row in counts),
        tuple(sum(s * c[1] for s, c in zip(signs, row, strict=True)) for row in counts),
    )


def regular_times(unit: str, end: float, wanted: Iterable[float]) -> list[float]:
    """Return the times at which a curve may be cut; none is the time of an event as such."""
    step = _DAYS if unit == "days" else 1.0
    times = {step * number for number in range(1, int(end / step) + 1)}
    return sorted(time for time in times | set(wanted) if time <= end)


def lay(
    courses: Sequence[Course],
    times: Sequence[float],
    wanted: Iterable[float],
    least: int,
) -> list[float]:
    """Return the ends of the steps: wanted times first, then as many others as fit between."""

    def fits(start: float, end: float) -> bool:
        return all(course.allows(start, end, least) for course in courses)

    posts = [0.0]
    for time in sorted(set(wanted)):
        if fits(posts[-1], time):
            posts.append(time)
    ends: list[float] = []
    for start, post in pairwise(posts):
        ends += [*_between(times, start, post, fits), post]
    return ends + _between(times, posts[-1], None, fits)


def _between(
    times: Sequence[float], start: float, post: float | None, fits: Callable[[float, float], bool]
) -> list[float]:
    """Return the ends of as many steps as fit one after another before the next post."""
    ends: list[float] = []
    for time in times:
        if time <= start or (post is not None and time >= post):
            continue
        if fits(start, time) and (post is None or fits(time, post)):
            ends.append(time)
            start = time
    return ends
