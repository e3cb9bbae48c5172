"""Dates without a calendar: intervals from a person's own day, or one shift for all of a person's.

Shifted dates are not safe harbor; they rest on the determination of an expert. What must not stand
beside them: any date, year or length of observation that was not shifted, because one of them is
enough to take the shift back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

Randomness = Callable[[int], bytes]
REACH = 182
LONG_REACH = 364
DAYS_OF = {"days": 1, "weeks": 7, "months": 30.4375}
"""Days in a unit; a month is a twelfth of a year of 365.25 days."""
EPOCH = date(1960, 1, 1)
"""Day 0 of a shifted date as a number, as statistical packages count."""
_DRAW_BYTES = 4
_WEEK = 7
_FLAT = 38.258
"""Above it chi-square with 6 degrees of freedom lies once in a million times."""


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day that a file may name, as ordinals, both included."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def holds(self, days: Iterable[int], reach: int = REACH) -> bool:
        """Tell whether somebody's shifted days may be told.

        All must lie inside, and the person's course must leave at least ``reach`` days of the
        window free: then at least that many shifts explain what is told, wherever it lies. A day
        outside would tell how large the shift is at least.
        """
        told = list(days)
        if not told:
            return True
        inside = self.first <= min(told) and max(told) <= self.last
        return inside and (self.last - self.first) - (max(told) - min(told)) >= reach


def draw_shift(randomness: Randomness, reach: int = REACH) -> int:
    """Return a number of days from -reach to reach, each equally likely, never 0.

    Args:
        randomness: gives so many random bytes.
        reach: 182 or 364; whole weeks, so that every weekday is equally likely.
    """
    choices = 2 * reach
    most = 256**_DRAW_BYTES // choices * choices
    while (drawn := int.from_bytes(randomness(_DRAW_BYTES))) >= most:
        continue
    found = drawn % choices - reach
    return found if found < 0 else found + 1


def interval(days: int | None, unit: str) -> int | None:
    """Return days in whole units, rounded towards 0; nothing stays nothing.

    Args:
        days: a number of days.
        unit: days, weeks or months.
    """
    return None if days is None else int(days / DAYS_OF[unit])


def as_number(day: int) -> int:
    """Return the ordinal of a day as days since 1 January 1960."""
    return day - EPOCH.toordinal()


def weekdays_flat(days: Sequence[int]) -> bool:
    """Tell whether days fall on all weekdays alike: chi-square is not beyond chance.

    Offices are closed at week-ends; where the weekdays of a file still show it, its dates were
    not shifted, or by whole weeks.
    """
    if not days:
        return True
    seen = Counter(day % _WEEK for day in days)
    each = len(days) / _WEEK
    return sum((seen[weekday] - each) ** 2 / each for weekday in range(_WEEK)) < _FLAT


def intervals_kept(before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> bool:
    """Tell whether each person's days are as far apart as they were.

    Args:
        before: days of each person.
        after: the same days shifted, in the same order.
    """
    return len(before) == len(after) and all(
        len(one) == len(other) and len({b - a for a, b in zip(one, other, strict=True)}) <= 1
        for one, other in zip(before, after, strict=True)
    )
