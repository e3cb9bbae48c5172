"""The cell key method: counts perturbed by noise that belongs to the people counted.

Everybody has a permanent random key. The keys of the people in a cell, added up without what is
before the point, are the cell's key, and the key and the count look the noise up. So the same
people are always printed as the same number, in every table and every month: asking again shows
nothing new. Who comes or goes changes the key, and with it the noise. Perturbed counts do not add
up to perturbed sums. (Handbook on Statistical Disclosure Control, chapter 5.)

Keys are whole numbers modulo 2 to the power of 64, never floats: a sum is exact, in any order.
This module loads polars.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from ati_desktop.disclosure.cells import Cell, Number
from ati_desktop.disclosure.noise import KEY_BITS, NoiseTable

KEY_BYTES = KEY_BITS // 8
_HALF = KEY_BITS // 2
_WHOLE = 1 << KEY_BITS


@dataclass(frozen=True, slots=True)
class Keyed:
    """How many rows a cell has, and the sum of their people's keys."""

    count: int = 0
    key: int = 0

    def __add__(self, other: Keyed) -> Keyed:
        return Keyed(self.count + other.count, (self.key + other.key) % _WHOLE)


def key_number(key: bytes) -> int:
    """Return a record key as it is kept, 8 random bytes, as a number.

    Raises:
        ValueError: it has another length; a fault.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a record key has 8 bytes")
    return int.from_bytes(key, "big")


def keyed_cells(
    frame: pl.DataFrame,
    tables: Iterable[tuple[str, ...]],
    keys: Mapping[str, bytes],
    *,
    person: str = "research_id",
) -> dict[Cell, Keyed]:
    """Return every cell of these tables and their margins that has a row.

    A person with two rows in a cell counts twice there, and so does the key.

    Args:
        frame: a text column for each variable, and one that says whose row it is.
        tables: the variables of each table.
        keys: everybody's record key.
        person: the name of that column.

    Raises:
        KeyError: somebody has no key; a fault.
    """
    numbers = {name: key_number(key) for name, key in keys.items()}
    people = frame[person].to_list()
    # Halves, so that no sum of a few million rows leaves 63 bits.
    parts = frame.with_columns(
        pl.Series("_high", [numbers[name] >> _HALF for name in people], dtype=pl.Int64),
        pl.Series("_low", [numbers[name] & ((1 << _HALF) - 1) for name in people], dtype=pl.Int64),
    )
    found: dict[Cell, Keyed] = {}
    margins = {frozenset(m) for names in tables for m in _subsets(names)}
    for names in sorted(margins, key=sorted):
        found |= _group(parts, sorted(names))
    return found


def sum_of(number: Iterable[Cell], cells: Mapping[Cell, Keyed]) -> Keyed:
    """Return count and key of a sum of disjoint cells."""
    return sum((cells.get(cell, Keyed()) for cell in number), Keyed())


def perturbed(number: Number, cells: Mapping[Cell, Keyed], noise: NoiseTable) -> int:
    """Return what is printed for a sum of disjoint cells: always the same for the same people."""
    keyed = sum_of(number, cells)
    return noise.printed(keyed.count, keyed.key)


def _subsets(names: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    for size in range(len(names) + 1):
        yield from combinations(names, size)


def _group(frame: pl.DataFrame, names: list[str]) -> dict[Cell, Keyed]:
    sums = (pl.len(), pl.col("_high").sum(), pl.col("_low").sum())
    grouped = frame.group_by(names).agg(*sums) if names else frame.select(*sums)
    return {
        frozenset(zip(names, key, strict=True)): Keyed(count, ((high << _HALF) + low) % _WHOLE)
        for *key, count, high, low in grouped.iter_rows()
        if count
    }
