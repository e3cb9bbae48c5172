"""Dates as people type them: today, -3, mon, 3/11, 2024, mar 2024; a partial one stays partial.

The answer is text: ``2024``, ``2024-03`` or ``2024-03-11``, with ``~`` behind it for "about".
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ati_desktop.errors import Refused

ABOUT = ("about", "around", "circa", "ca", "c")


@dataclass(frozen=True)
class DateWords:
    """How a locale writes dates.

    ``order`` is a permutation of "dmy". ``months`` and ``weekdays`` hold twelve and seven names,
    Monday first; ``near`` maps words to an offset in days from today.
    """

    order: str = "mdy"
    months: Sequence[str] = (
        *("january", "february", "march", "april", "may", "june"),
        *("july", "august", "september", "october", "november", "december"),
    )
    weekdays: Sequence[str] = (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    )
    near: Mapping[str, int] = field(
        default_factory=lambda: {"today": 0, "yesterday": -1, "tomorrow": 1, "t": 0, "y": -1}
    )


def read_date(text: str, today: date, words: DateWords, towards: int = -1) -> str:
    """Return the stored form of a typed date, "" for an empty text.

    Args:
        text: what was typed.
        today: the day offsets and missing years count from.
        words: how the locale writes dates.
        towards: -1 when the date lies in the past if it can, +1 for the future; it decides which
            Monday "mon" is and which year 3/11 belongs to.

    Raises:
        Refused: with the part that cannot be read.
    """
    plain = _fold(text)
    if not plain:
        return ""
    plain, about = _about(plain)
    found = _by_word(plain, today, words, towards) or _by_parts(plain, today, words, towards)
    return found + ("~" if about else "")


def _fold(text: str) -> str:
    """Lower case, without accents and dots of abbreviations, single spaces."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in flat if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", bare.replace("\N{EN DASH}", "-").replace(",", " ")).strip()


def _about(text: str) -> tuple[str, bool]:
    bare = text.strip("~ ")
    about = bare != text
    first, _space, rest = bare.partition(" ")
    if first.rstrip(".") in ABOUT and rest:
        return rest, True
    return bare, about


def _by_word(text: str, today: date, words: DateWords, towards: int) -> str:
    if text in words.near:
        return _shift(today, words.near[text])
    if re.fullmatch(r"[+-]\d{1,5}", text):
        return _shift(today, int(text))
    day = _name(text, words.weekdays)
    if day is None:
        return ""
    apart = -((today.weekday() - day) % 7) if towards < 0 else (day - today.weekday()) % 7
    return _shift(today, apart)


def _shift(today: date, days: int) -> str:
    try:
        there = today + timedelta(days=days)
    except OverflowError:
        raise Refused("That is too many days from today.") from None
    return _stored(there.year, there.month, there.day)


def _name(text: str, names: Sequence[str]) -> int | None:
    """Return which name a word of at least two letters begins, if it is only one."""
    word = text.rstrip(".")
    if len(word) < 2 or not word.isalpha():
        return None
    hits = [at for at, name in enumerate(names) if _fold(name).rstrip(".").startswith(word)]
    return hits[0] if len(hits) == 1 else None


def _by_parts(text: str, today: date, words: DateWords, towards: int) -> str:
    if re.fullmatch(r"\d{8}", text):
        return _stored(int(text[:4]), int(text[4:6]), int(text[6:]))
    parts = [part for part in re.split(r"[\s/.\-]+", text) if part]
    named = [(at, _name(part, words.months)) for at, part in enumerate(parts)]
    months = [(at, month) for at, month in named if month is not None]
    if len(months) == 1:
        at, month = months[0]
        rest = _numbers([*parts[:at], *parts[at + 1 :]])
        return _with_month(month + 1, rest, today, towards)
    return _all_numbers(_numbers(parts), today, words.order, towards)


def _numbers(parts: Sequence[str]) -> list[str]:
    for part in parts:
        if not part.isascii() or not part.isdigit():
            raise Refused(
                "“{part}” is not part of a date. Write a day, a month or a year.", part=part
            )
    return list(parts)


def _with_month(month: int, rest: list[str], today: date, towards: int) -> str:
    years = [part for part in rest if len(part) == 4]
    days = [part for part in rest if len(part) < 4]
    if len(years) > 1 or len(days) > 2 or len(rest) > 2:
        raise Refused("This date has too many parts. Write it as 11 mar 2024.")
    if len(days) == 2:
        return _stored(_century(days[1], today, towards), month, int(days[0]))
    if not days:
        if not years:
            return _stored(_nearest_year(today, month, 1, towards, whole_month=True), month)
        return _stored(int(years[0]), month)
    day = int(days[0])
    year = int(years[0]) if years else _nearest_year(today, month, day, towards)
    return _stored(year, month, day)


def _all_numbers(parts: list[str], today: date, order: str, towards: int) -> str:
    if len(parts) == 1 and len(parts[0]) == 4:
        return _stored(int(parts[0]))
    if len(parts) == 2:
        return _two_numbers(parts, today, order, towards)
    if len(parts) != 3:
        raise Refused(
            "A day needs a month and a year beside it, such as {shape}.", shape=_shape(order)
        )
    if len(parts[0]) == 4:
        return _stored(int(parts[0]), int(parts[1]), int(parts[2]))
    day, month = _day_and_month(parts[0], parts[1], order)
    return _stored(_century(parts[2], today, towards), month, day)


def _two_numbers(parts: list[str], today: date, order: str, towards: int) -> str:
    first, second = parts
    if len(first) == 4:
        return _stored(int(first), int(second))
    if len(second) == 4:
        return _stored(int(second), int(first))
    day, month = _day_and_month(first, second, order)
    return _stored(_nearest_year(today, month, day, towards), month, day)


def _day_and_month(first: str, second: str, order: str) -> tuple[int, int]:
    """Read two numbers in the locale's order, or in the only order that is possible."""
    day_first = order.index("d") < order.index("m")
    day, month = (int(first), int(second)) if day_first else (int(second), int(first))
    if month > 12 and day <= 12:
        day, month = month, day
    return day, month


def _nearest_year(
    today: date, month: int, day: int, towards: int, *, whole_month: bool = False
) -> int:
    """Return the year that puts a day on the wanted side of today."""
    this = (today.month, 1 if whole_month else today.day)
    if towards < 0 and (month, day) > this:
        return today.year - 1
    if towards > 0 and (month, day) < this:
        return today.year + 1
    return today.year


def _century(text: str, today: date, towards: int) -> int:
    year = int(text)
    if len(text) != 2:
        return year
    last = today.year + (20 if towards > 0 else 0)
    year += last - last % 100
    return year if year <= last else year - 100


def _stored(year: int, month: int | None = None, day: int | None = None) -> str:
    if not 1880 <= year <= 2200:
        raise Refused("{year} is not a year this can be. Write it with four digits.", year=year)
    if month is None:
        return f"{year:04d}"
    if not 1 <= month <= 12:
        raise Refused("There is no month {month}. Months go from 1 to 12.", month=month)
    if day is None:
        return f"{year:04d}-{month:02d}"
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise Refused(
            "There is no day {day} in {month}/{year}; that month has {last} days.",
            day=day, month=month, year=year, last=last,
        )  # fmt: skip
    return f"{year:04d}-{month:02d}-{day:02d}"


def _shape(order: str) -> str:
    return {"dmy": "11/3/2024", "mdy": "3/11/2024"}.get(order, "2024-03-11")
