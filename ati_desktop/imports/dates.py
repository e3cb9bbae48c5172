"""Dates as files write them, read by declared forms and kept as exact as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from ati_desktop.errors import Refused
from ati_desktop.imports.date_forms import ENGLISH, PARTIAL, compile_form, form_problem
from ati_desktop.models.dates import PartialDate

__all__ = ["PARTIAL", "DateReader", "Read", "form_problem", "serial_day"]

_LONGEST = 40
_FIRST_YEAR, _LAST_YEAR = 1850, 2200
_NEVER = 9999
_AHEAD = 20
_SERIAL = re.compile(r"([1-9][0-9]{4})(?:[.][0-9]+)?")
_FIRST_SERIAL, _LAST_SERIAL = 7_000, 73_415
_DAY_0 = date(1899, 12, 30)
_PARTIAL_SHAPES = frozenset({"####", "####-#", "####-#-#"})


@dataclass(frozen=True, slots=True)
class Read:
    """What a text says; ``other`` is what another declared form reads in it, if that differs."""

    when: PartialDate
    other: PartialDate | None = None

    @property
    def possible(self) -> bool:
        """Return whether the year can be that of a record, or of a date that stands for none."""
        return _FIRST_YEAR <= self.when.year <= _LAST_YEAR or self.when.year == _NEVER


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads the dates of one column by its forms, in the language of the mapping.

    A year of two digits is the latest one that does not end after ``newest``.
    """

    forms: tuple[str, ...]
    newest: date
    language: str = ENGLISH

    @classmethod
    def of_births(cls, forms: tuple[str, ...], today: date, language: str = ENGLISH) -> DateReader:
        """Return a reader of dates that cannot lie in the future."""
        return cls(forms, today, language)

    @classmethod
    def of_records(cls, forms: tuple[str, ...], today: date, language: str = ENGLISH) -> DateReader:
        """Return a reader of dates that may be planned ahead, though not by a generation."""
        return cls(forms, date(today.year + _AHEAD, 12, 31), language)

    def read(self, text: str) -> Read | None:
        """Return what a text says by the first form that fits, or None.

        Times of day are passed over. A form without a day or month gives a partial date.
        """
        return _read(text, self.forms, self.newest, self.language)

    def differs(self, text: str) -> bool:
        """Return whether two of the forms read a text differently."""
        found = self.read(text)
        return found is not None and found.other is not None

    def readings(self, text: str) -> dict[str, PartialDate]:
        """Return what each form that fits reads in a text."""
        return _readings(text, self.forms, self.newest, self.language)

    @property
    def rivals(self) -> tuple[frozenset[str], ...]:
        """Return the sets of forms that may read one text differently."""
        by_shape: dict[str, set[str]] = {}
        for form in self.forms:
            for shape in _shapes(form):
                by_shape.setdefault(shape, set()).add(form)
        found = (frozenset(forms) for forms in by_shape.values() if len(forms) > 1)
        return tuple(dict.fromkeys(found))


def serial_day(text: str) -> date | None:
    """Return the day that a spreadsheet's bare number of days stands for, or None."""
    found = _SERIAL.fullmatch(text)
    days = int(found[1]) if found else 0
    return _DAY_0 + timedelta(days=days) if _FIRST_SERIAL <= days <= _LAST_SERIAL else None


@lru_cache(maxsize=50_000)
def _read(text: str, forms: tuple[str, ...], newest: date, language: str) -> Read | None:
    if len(text) > _LONGEST:
        return None
    found = [*dict.fromkeys(_readings(text, forms, newest, language).values())]
    return Read(found[0], next(iter(found[1:]), None)) if found else None


def _readings(
    text: str, forms: tuple[str, ...], newest: date, language: str
) -> dict[str, PartialDate]:
    found = ((form, _by_form(text, form, newest, language)) for form in forms)
    return {form: when for form, when in found if when is not None}


def _by_form(text: str, form: str, newest: date, language: str) -> PartialDate | None:
    try:
        if form == PARTIAL:
            return PartialDate.parse(text)
        said = compile_form(form, language).read(text)
        if said is None:
            return None
        year, month, day = said
        if len(year) > 2:
            return PartialDate(int(year), month, day)
        return _of_two_digits(int(year), month, day, newest)
    except Refused:
        return None


def _of_two_digits(
    year: int, month: int | None, day: int | None, newest: date
) -> PartialDate | None:
    century = newest.year - newest.year % 100
    for start in (century, century - 100):
        try:
            found = PartialDate(start + year, month, day)
        except Refused:  # 29 February of the other century
            continue
        if found.earliest <= newest:
            return found
    return None


def _shapes(form: str) -> frozenset[str]:
    return _PARTIAL_SHAPES if form == PARTIAL else frozenset({compile_form(form).shape})
