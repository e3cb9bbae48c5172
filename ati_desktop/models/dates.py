"""Dates that stay as exact as they were told: a day, a month, a year, or about that."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

from ati_desktop.errors import Refused
from ati_desktop.models.answers import Missing

_TEXT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)")

_ABOUT = timedelta(days=366)
"""How far off an approximate date may be, before it is said to contradict another one."""


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or the year; ``approximate`` means "about then".

    Dates are ordered by their first possible day, the less exact one first.
    """

    year: int
    month: int | None = None
    day: int | None = None
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise Refused("A date with a day needs its month too.")
        try:
            date(
                self.year,
                1 if self.month is None else self.month,
                1 if self.day is None else self.day,
            )
        except ValueError:
            raise Refused("There is no such date: {text}.", text=self.text) from None

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._place < other._place

    @property
    def _place(self) -> tuple[int, int, int, bool]:
        return self.year, self.month or 0, self.day or 0, self.approximate

    @property
    def text(self) -> str:
        """Return the stored form: ``2024``, ``2024-03``, ``2024-03-11``, with ``~`` for about."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts) + ("~" if self.approximate else "")

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the stored form back.

        Raises:
            Refused: the text is not of that form or there is no such date.
        """
        found = _TEXT.fullmatch(text.strip())
        if found is None:
            raise Refused("{text} is not a date such as 2024, 2024-03 or 2024-03-11.", text=text)
        year, month, day, about = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None, bool(about))

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """Return the exact date of a calendar day."""
        return cls(day.year, day.month, day.day)

    @property
    def earliest(self) -> date:
        """Return the first day it can have been."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """Return the last day it can have been."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    @property
    def exact(self) -> date | None:
        """Return the day when it is known to the day and not approximate, else None."""
        if self.day is None or self.approximate:
            return None
        return self.earliest

    @property
    def month_text(self) -> str | None:
        """Return ``2024-03`` when at least the month is known."""
        return None if self.month is None else f"{self.year:04d}-{self.month:02d}"


When = PartialDate | Missing
"""A date with its precision, or the reason why there is none."""


def exact_day(when: When | None) -> date | None:
    """Return the calendar day of a date that is known to the day, else None."""
    return when.exact if isinstance(when, PartialDate) else None


def whole_years(born: PartialDate, on: date) -> int | None:
    """Return the age in completed years on a day, or None when the birth date leaves it open.

    An approximate birth date always does. A person born on 29 February completes the year on
    1 March in common years.
    """

    def age(birth: date) -> int:
        return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))

    if born.approximate:
        return None
    youngest, oldest = age(born.latest), age(born.earliest)
    return youngest if youngest == oldest and youngest >= 0 else None


def surely_before(first: When | None, second: When | None) -> bool:
    """Return whether the first date must lie before the second, whatever the missing parts.

    An approximate date is taken to be off by up to a year.
    """
    if not isinstance(first, PartialDate) or not isinstance(second, PartialDate):
        return False
    slack = _ABOUT * (first.approximate + second.approximate)
    return second.earliest - first.latest > slack
