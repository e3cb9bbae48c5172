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
_ZIP = re.compile(r"(\d{3})\d{2}(?:[- ]?\d{4})?", re.ASCII)
_FOUR = re.compile(r"\d{4}", re.ASCII)


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


@dataclass(frozen=True, slots=True)
class ReadZips:
    """A column of ZIP codes, each with its first three digits, ``000`` or nothing.

    ``repaired`` of them had lost a zero; ``blank`` are left empty, as they are no ZIP codes.
    """

    told: tuple[str | None, ...]
    repaired: int
    blank: int

    @property
    def empty(self) -> int:
        """How many values are left empty, those that were empty before among them."""
        return sum(one is None for one in self.told)

    @property
    def read(self) -> int:
        """How many values are ZIP codes."""
        return len(self.told) - self.empty


def read_zips(values: Iterable[object], table: ZipTable) -> ReadZips:
    """Return the first three digits of each ZIP code, ``000`` where they may not be told.

    A ZIP code is five digits, or nine (ZIP+4). Four digits lost a zero in a spreadsheet where
    others of the column have five, and get it back. Nothing else is one: three digits may be the
    first three or have lost two zeros. Such values are left empty, for ``000`` is a place, the one
    where few people live; so is every prefix that the census does not know.
    """
    texts = [_plain(value) for value in values]
    whole = any(text is not None and _ZIP.fullmatch(text) for text in texts)
    lost = [whole and text is not None and bool(_FOUR.fullmatch(text)) for text in texts]
    codes = [f"0{text}" if short else text for text, short in zip(texts, lost, strict=True)]
    told = tuple(None if code is None else _prefix(code, table) for code in codes)
    blank = sum(code is not None and made is None for code, made in zip(codes, told, strict=True))
    return ReadZips(told, sum(lost), blank)


def _plain(value: object) -> str | None:
    """Return a cell as text without the ``.0`` that a column of numbers with gaps gains."""
    if value is None or value != value:  # noqa: PLR0124 - true of not-a-number only
        return None
    text = str(value).strip()
    return re.sub(r"\.0+$", "", text) or None


def _prefix(code: str, table: ZipTable) -> str | None:
    found = _ZIP.fullmatch(code)
    if found is None:
        return None
    return found[1] if table.people.get(found[1], 0) > FEWEST_PEOPLE else SMALL_ZIP


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
