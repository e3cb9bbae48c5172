"""Dates as they become months, quarters, years and more."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

LEVELS = ("month", "quarter", "year", "5 years", "10 years")
_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)
_LONGEST = 40
_SAMPLE = datetime(2003, 2, 1, 13, 5, 9)  # noqa: DTZ001 - a calendar day, no moment in time

Read = Callable[[str], date | None]


def reader(form: str | None) -> Read | None:
    """Return what reads a date: YYYY-MM-DD and YYYY-MM, or a form such as ``%m/%d/%Y``.

    None where the form has no year and month, or cannot be read back.
    """
    if form is None:
        return _iso
    if "%m" not in form or not ("%Y" in form or "%y" in form):
        return None
    try:
        datetime.strptime(_SAMPLE.strftime(form), form)  # noqa: DTZ007 - only the day is kept
    except (ValueError, re.error):
        return None
    return lambda text: _by_form(text, form)


def told(read: Read, level: str, text: str) -> str | None:
    """Return a date at a level, such as ``2024-Q1``, or None for what is no date."""
    day = read(text)
    return None if day is None else _told(day, level)


def _told(day: date, level: str) -> str:
    if level == "month":
        return f"{day.year:04}-{day.month:02}"
    if level == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    if level == "year":
        return f"{day.year:04}"
    years = int(level.partition(" ")[0])
    first = day.year // years * years
    return f"{first}-{first + years - 1}"


def _iso(text: str) -> date | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        return None


def _by_form(text: str, form: str) -> date | None:
    if len(text) > _LONGEST:
        return None
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - only the day is kept
    except ValueError:
        return None
