"""Where people live, as coarse as it may be told: three digits of a ZIP code, a state, an area.

Rule: 45 CFR 164.514(b)(2)(i)(B). An area may be told where more than 20,000 people live.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ati_desktop.resources import resource

FEWEST_PEOPLE = 20_000
"""An area of so many people or fewer is not told."""
SMALL_ZIP = "000"
OTHER = "other"
_FIVE, _NINE, _FOUR, _THREE = 5, 9, 4, 3
_ZIP = re.compile(r"(\d{3,5})(?:[- ]?(\d{4}))?|(\d{8})")


@dataclass(frozen=True, slots=True)
class ZipTable:
    """People by the first three digits of the ZIP code, by one census."""

    census_year: int
    source: str
    people: Mapping[str, int]


@cache
def zip_table() -> ZipTable:
    """Return the table that ships with the program."""
    raw = json.loads(resource("geography/us_zip3.json").read_text(encoding="utf-8"))
    return ZipTable(raw["census_year"], raw["source"], raw["people"])


@cache
def state_names() -> Mapping[str, str]:
    """Return the code of each state and territory under its code and its name, in small letters."""
    raw = json.loads(resource("geography/us_states.json").read_text(encoding="utf-8"))
    codes: dict[str, str] = raw["states"]
    return {name.casefold(): code for code, name in codes.items()} | {
        code.casefold(): code for code in codes
    }


def coarsen_zips(values: Iterable[object], table: ZipTable) -> list[str | None]:
    """Return the first three digits of each ZIP code, ``000`` where they may not be told.

    ZIP+4 codes are cut; leading zeros that a spreadsheet took away are put back. Three digits are
    the first three already, and so are fewer where no value of the column has more than three.
    What is no ZIP code, and every prefix that the census does not know, becomes ``000``; nothing
    stays nothing.
    """
    texts = [_plain(value) for value in values]
    longest = max((len(text) for text in texts if text is not None), default=0)
    return [None if text is None else _prefix(text, longest <= _THREE, table) for text in texts]


def count_short_zips(values: Iterable[object]) -> int:
    """Return how many values of four digits are read as ZIP codes that lost their first zero."""
    found = (_ZIP.fullmatch(_plain(value) or "") for value in values)
    return sum(one is not None and len(one[1] or "") == _FOUR for one in found)


def _plain(value: object) -> str | None:
    """Return a cell as text without the ``.0`` that a column of numbers with gaps gains."""
    if value is None or value != value:  # noqa: PLR0124 - true of not-a-number only
        return None
    text = str(value).strip()
    return re.sub(r"\.0+$", "", text) or None


def _prefix(text: str, cut_already: bool, table: ZipTable) -> str:
    found = _ZIP.fullmatch(text)
    if cut_already or (len(text) == _THREE and text.isdigit()):
        digits = text.zfill(_THREE) if text.isascii() and text.isdigit() else ""
    elif found is None:
        digits = ""
    elif text.isdigit() and len(text) > _FIVE:
        digits = text.zfill(_NINE)
    else:
        digits = (found[1] or "").zfill(_FIVE)
    prefix = digits[:_THREE]
    return prefix if table.people.get(prefix, 0) > FEWEST_PEOPLE else SMALL_ZIP


def coarsen_states(values: Iterable[object]) -> list[str | None]:
    """Return the two-letter code of each state, ``other`` for anything that is none."""
    known = state_names()
    texts = (_plain(value) for value in values)
    return [None if text is None else known.get(text.casefold(), OTHER) for text in texts]


def coarsen_areas(values: Iterable[object], people: Mapping[str, int]) -> list[str | None]:
    """Return each area where more than 20,000 people live; the smaller ones together as ``other``.

    Args:
        values: names or codes of areas, whatever their capitals and spaces.
        people: how many live in each area of the country or office, by name or code.

    Where the smaller ones together have 20,000 people or fewer, the smallest of the others are
    joined to them, or ``other`` would be a small area by itself. An area that the table does not
    know is ``other``.
    """
    names = {_folded(name): name for name in people}
    told = {_folded(name) for name in told_areas(people)}
    areas = (_plain(value) for value in values)
    return [
        None if area is None else names[_folded(area)] if _folded(area) in told else OTHER
        for area in areas
    ]


def told_areas(people: Mapping[str, int]) -> frozenset[str]:
    """Return the areas that may be told by name."""
    by_size = sorted(people, key=lambda name: (people[name], name))
    joined = [name for name in by_size if people[name] <= FEWEST_PEOPLE]
    together = sum(people[name] for name in joined)
    while joined and together <= FEWEST_PEOPLE and len(joined) < len(by_size):
        together += people[by_size[len(joined)]]
        joined.append(by_size[len(joined)])
    return frozenset(by_size[len(joined) :])


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
