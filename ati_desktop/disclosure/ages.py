"""Ages and years as they may be told: nobody over 89, no part of a date but its year.

Rule: 45 CFR 164.514(b)(2)(i)(C).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

OLDEST_TOLD = 89
AGED = "90+"
_OLDEST = 130
_NUMBER = re.compile(r"(\d{1,3})(?:\.\d+)?(?:\s*(?:years?(?:\s+old)?|yrs?|y|yo))?")
_OVER = re.compile(
    r"(?:>=?|≥|over|above|more than)\s*(\d{1,3})|(\d{1,3})\s*(?:\+|and over|or older)"
)
_BAND = re.compile(r"(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})")  # noqa: RUF001 - dashes as people type them
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
MOST_YEARS = 120
"""A year longer before the one in which a file leaves is a slip."""
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)", re.ASCII)
_COMPACT = re.compile(r"(?:1[89]|20)\d{6}", re.ASCII)


def coarsen_ages(values: Iterable[object]) -> list[str | None]:
    """Return each age in whole years as text, ``90+`` for everybody over 89.

    Bands such as ``30-34`` stay where they end at 89 or below. A band that reaches over 89 from
    below, ages in months and whatever else is no age become nothing.
    """
    return [_age(value) for value in values]


def _age(value: object) -> str | None:
    text = "" if value is None else str(value).strip().casefold()
    if found := _NUMBER.fullmatch(text):
        return _told(int(found[1]))
    if found := _OVER.fullmatch(text):
        # Over 89, 90 and over: the same people. Over 65 may be of any age, and stays.
        least = int(found[1] or found[2])
        return AGED if least >= OLDEST_TOLD else f"{least}+" if found[2] else f">{least}"
    if found := _BAND.fullmatch(text):
        low, high = int(found[1]), int(found[2])
        if low > OLDEST_TOLD:
            return AGED
        return f"{low}-{high}" if low <= high <= OLDEST_TOLD else None
    return None


def _told(age: int) -> str | None:
    if age > _OLDEST:
        return None
    return AGED if age > OLDEST_TOLD else str(age)


def coarsen_dates(values: Iterable[object], today_year: int | None = None) -> list[int | None]:
    """Return the year of each date; nothing where no year, or more than one, can be read.

    Years have four figures: 3/11/24 has none, since it may be of two centuries. Where the year in
    which the file leaves is given, years after it or more than 120 years before it are none.
    """
    years = (year_of(value) for value in values)
    if today_year is None:
        return list(years)
    first = today_year - MOST_YEARS
    return [year if year is not None and first <= year <= today_year else None for year in years]


def year_of(value: object) -> int | None:
    """Return the one year that a date, a number or a text names, from 1800 to 2099.

    A date that no calendar has, such as 2021-13-40, names none.
    """
    if isinstance(value, date):
        return value.year
    text = "" if value is None else re.sub(r"\.0+$", "", str(value).strip())
    if _COMPACT.fullmatch(text):
        return int(text[:4]) if _is_day(text[:4], text[4:6], text[6:]) else None
    if not _possible(text):
        return None
    years = {int(year) for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def _possible(text: str) -> bool:
    """Return whether a text that looks like a day in numbers is one, in any order of its parts."""
    if found := _YEAR_FIRST.match(text):
        return _is_day(found[1], found[2], found[3] or "1")
    if found := _YEAR_LAST.match(text):
        first, second, year = found.groups()
        return _is_day(year, first, second) or _is_day(year, second, first)
    return True


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def coarsen_births(values: Iterable[object], today_year: int) -> list[str | None]:
    """Return each year of birth, those of everybody who may be over 89 as one category.

    Args:
        values: dates or years of birth.
        today_year: the year in which the file leaves.

    A year after ``today_year`` is none.
    """
    last = today_year - OLDEST_TOLD - 1
    found: list[str | None] = []
    for value in values:
        year = year_of(value)
        if year is None or year > today_year:
            found.append(None)
        else:
            found.append(f"{last} or earlier" if year <= last else str(year))
    return found
