"""Dates as files write them, read by declared forms and kept as exact as they are."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from ati_desktop.errors import Refused
from ati_desktop.models.dates import PartialDate

PARTIAL = "partial"
_DAY, _MONTH, _YEAR = frozenset("d"), frozenset("mbB"), frozenset("Yy")
_ALLOWED = _DAY | _MONTH | _YEAR | frozenset("HIMSfp%")
_DIRECTIVE = re.compile(r"%(.?)", re.DOTALL)
_LONGEST = 40
_SAMPLE = datetime(2003, 2, 1, 13, 5, 9)  # noqa: DTZ001 - a calendar day, no moment in time


def format_problem(form: str) -> str | None:
    """Return what is wrong with a date form, or None."""
    if form == PARTIAL:
        return None
    used = set(_DIRECTIVE.findall(form))
    if used - _ALLOWED:
        return "{form} has parts that are not known; use %Y %y %m %b %B %d %H %I %M %S %f %p."
    if not used & _YEAR or (used & _DAY and not used & _MONTH):
        return "{form} needs a year (%Y), and a month (%m) where it has a day."
    try:
        datetime.strptime(_SAMPLE.strftime(form), form)  # noqa: DTZ007 - only the day is kept
    except (ValueError, re.error):
        return "{form} cannot be read back."
    return None


@lru_cache(maxsize=50_000)
def read_date(text: str, forms: tuple[str, ...]) -> PartialDate | None:
    """Return the date that a text says under the first form that fits, or None.

    Times of day are passed over. A form without a day or month gives a partial date.
    """
    if len(text) > _LONGEST:
        return None
    for form in forms:
        found = _partial(text) if form == PARTIAL else _by_form(text, form)
        if found is not None:
            return found
    return None


def _partial(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except Refused:
        return None


def _by_form(text: str, form: str) -> PartialDate | None:
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007 - only the day is kept
    except ValueError:
        return None
    used = set(_DIRECTIVE.findall(form))
    month = moment.month if used & _MONTH else None
    return PartialDate(moment.year, month, moment.day if used & _DAY else None)
