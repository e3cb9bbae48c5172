"""Birth dates as people type them into a search box."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from ati_desktop.errors import Refused
from ati_desktop.models.dates import PartialDate
from ati_desktop.storage.names import fold

Date = tuple[int, int | None, int | None]
Reading = tuple[tuple[str, ...], str]
"""The dates a text may name, as texts of partial dates, and the words that are left."""

_YEAR = r"((?:18|19|20)\d{2})"
_WORD = r"([^\W\d_]{3,})\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|\.)?"
_OF = r"(?:\s*,\s*|\s+(?:de\s+|of\s+)?)"
_SEP = r"[-/.]"
_MONTHS = (
    ("january", "enero", "janvier"),
    ("february", "febrero", "fevrier"),
    ("march", "marzo", "mars"),
    ("april", "abril", "avril"),
    ("may", "mayo", "mai"),
    ("june", "junio", "juin"),
    ("july", "julio", "juillet"),
    ("august", "agosto", "aout"),
    ("september", "septiembre", "setiembre"),
    ("october", "octubre", "octobre"),
    ("november", "noviembre", "novembre"),
    ("december", "diciembre", "decembre"),
)


def _month(word: str) -> int:
    folded = fold(word)
    names = enumerate(_MONTHS, 1)
    return next((at for at, same in names if any(one.startswith(folded) for one in same)), 0)


def _years(text: str) -> tuple[int, ...]:
    return (int(text),) if len(text) == 4 else (1900 + int(text), 2000 + int(text))


def _year_last(one: str, two: str, year: str) -> Iterable[Date]:
    pairs = (int(one), int(two)), (int(two), int(one))
    return [(full, month, day) for full in _years(year) for month, day in pairs]


def _year_first(year: str, month: str, day: str | None) -> Iterable[Date]:
    return [(int(year), int(month), int(day) if day else None)]


def _day_word(day: str, word: str, year: str) -> Iterable[Date]:
    return [(int(year), _month(word), int(day))]


def _word_day(word: str, day: str, year: str) -> Iterable[Date]:
    return [(int(year), _month(word), int(day))]


def _month_year(month: str, year: str) -> Iterable[Date]:
    return [(int(year), int(month), None)]


def _word_year(word: str, year: str) -> Iterable[Date]:
    return [(int(year), _month(word), None)]


def _year(year: str) -> Iterable[Date]:
    return [(int(year), None, None)]


_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Iterable[Date]]], ...] = tuple(
    (re.compile(rf"(?<![\w/.-]){form}(?![\w/.-])"), dates)
    for form, dates in (
        (rf"{_YEAR}{_SEP}(\d{{1,2}})(?:{_SEP}(\d{{1,2}}))?", _year_first),
        (rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}((?:18|19|20)?\d{{2}})", _year_last),
        (rf"{_DAY}{_OF}{_WORD}{_OF}{_YEAR}", _day_word),
        (rf"{_WORD}\s+{_DAY}{_OF}{_YEAR}", _word_day),
        (rf"(\d{{1,2}}){_SEP}{_YEAR}", _month_year),
        (rf"{_WORD}{_OF}{_YEAR}", _word_year),
        (_YEAR, _year),
    )
)


def _texts(dates: Iterable[Date]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for year, month, day in dates:
        if month == 0:  # a word that is no month, or a number that is none
            continue
        try:
            found[PartialDate(year, month, day).text] = None
        except Refused:
            continue
    return tuple(found)


def read_typed(text: str) -> list[Reading]:
    """Return the ways to read a typed text as a birth date and other words; the last is none.

    ``12/03/1984`` may be the 12th of March or the 3rd of December; ``jan 1984`` a month, or
    somebody called Jan who was born in 1984.
    """
    readings: list[Reading] = []
    for form, dates_of in _FORMS:
        found = form.search(text)
        dates = _texts(dates_of(*found.groups())) if found else ()
        if found and dates:
            rest = f"{text[: found.start()]} {text[found.end() :]}".strip()
            readings.append((dates, rest))
    return [*readings, ((), text)]
