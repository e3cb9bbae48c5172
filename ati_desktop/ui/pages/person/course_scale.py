"""Days to pixels, and the ticks over the picture: months, quarters or years by the range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from PySide6.QtCore import QLocale

from ati_desktop.ui.pages.person.course_items import Item

AHEAD_DAYS = 30
_STEPS = (1, 3, 12, 24, 60, 120, 240, 600)
"""Months from one tick to the next."""
TICK_ROOM = 66
"""The least distance of two ticks, in pixels at 100 %."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Which day stands where; ``left`` and ``right`` are pixels, ``first`` and ``last`` days."""

    first: date
    last: date
    left: float
    right: float

    def x(self, day: date) -> float:
        """Return the place of the beginning of a day, kept inside the picture."""
        whole = max(1, (self.last - self.first).days)
        share = (day - self.first).days / whole
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    def beyond(self, day: date | None) -> bool:
        """Return whether a day lies to the right of the picture."""
        return day is not None and day > self.last


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across the lanes with its label."""

    day: date
    label: str


def make_scale(items: Sequence[Item], today: date, left: float, right: float) -> Scale:
    """Return a scale from the first day to a while after today.

    A consent may end years ahead; the picture shows at most a fifth of the past as future.
    """
    first = min([one.start for one in items], default=today)
    first = min(first, today - timedelta(days=60))
    past = (today - first).days
    furthest = max([one.end or today for one in items], default=today)
    ahead = today + timedelta(days=max(AHEAD_DAYS, past // 5))
    last = max(today + timedelta(days=max(7, past // 30)), min(furthest, ahead))
    margin = timedelta(days=max(2, past // 60))
    return Scale(first - margin, last + margin, left, right)


def ticks(scale: Scale, locale: QLocale, room: float) -> list[Tick]:
    """Return month, quarter or year ticks, whichever is the finest that leaves ``room`` between."""
    for months in _STEPS:
        made = list(_days(scale, months))
        places = [scale.x(day) for day in made]
        if all(after - before >= room for before, after in pairwise(places)):
            return [Tick(day, _label(day, at, months, locale)) for at, day in enumerate(made)]
    return []


def _days(scale: Scale, months: int) -> Iterable[date]:
    year = scale.first.year
    if months >= 12:
        step = months // 12
        year -= year % step
        for one in range(year, scale.last.year + 1, step):
            if scale.first <= date(one, 1, 1) <= scale.last:
                yield date(one, 1, 1)
        return
    for at in range((scale.last.year - year + 1) * 12):
        day = date(year + at // 12, at % 12 + 1, 1)
        if at % months == 0 and scale.first <= day <= scale.last:
            yield day


def _label(day: date, at: int, months: int, locale: QLocale) -> str:
    if months >= 12:
        return str(day.year)
    name = locale.standaloneMonthName(day.month, QLocale.FormatType.ShortFormat)
    return f"{name} {day.year}" if at == 0 or day.month == 1 else name
