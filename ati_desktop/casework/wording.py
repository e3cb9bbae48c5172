"""Dates and answers in words, for papers and lists, in the language of the reader."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ati_desktop.models.answers import Missing
from ati_desktop.models.dates import PartialDate, When

Say = Callable[[str], str]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def plain(text: str) -> str:
    """Return English source text as it is; the wording of last resort."""
    return text


def day_words(day: date, say: Say = plain) -> str:
    """Return ``24 November 2026``: no order of numbers that could be read two ways."""
    return f"{day.day} {say(_MONTHS[day.month - 1])} {day.year}"


def when_words(when: When | None, say: Say = plain) -> str | None:
    """Return a date with its precision in words; None for a missing or empty one."""
    if when is None or isinstance(when, Missing):
        return None
    return _precise(when, say)


def _precise(when: PartialDate, say: Say) -> str:
    if when.month is None:
        text = say("{year} (year only)").format(year=when.year)
    elif when.day is None:
        month = say(_MONTHS[when.month - 1])
        text = say("{month} {year} (month only)").format(month=month, year=when.year)
    else:
        text = day_words(when.earliest, say)
    return say("about {date}").format(date=text) if when.approximate else text
