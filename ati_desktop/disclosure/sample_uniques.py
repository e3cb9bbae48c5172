"""Rows that a few of their columns already tell from all others, before anything is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import polars as pl

from ati_desktop.disclosure.column_codes import codes_of
from ati_desktop.disclosure.lattice_keys import fold

MOST_COLUMNS = 3


@dataclass(frozen=True, slots=True)
class Uniques:
    """How many rows are alone by so few columns.

    ``rows`` by the number of columns that suffice (the fewest for each row); ``columns`` tells in
    how many smallest combinations each column takes part.
    """

    rows: Mapping[int, int]
    columns: Mapping[str, int]


def sample_uniques(frame: pl.DataFrame, quasi: Sequence[str], most: int = MOST_COLUMNS) -> Uniques:
    """Count the minimal sample uniques of up to ``most`` columns; null is a value of its own.

    A combination of a row's values is a minimal sample unique when no other row has it and every
    part of it is shared with another row.

    Source: Elliot, Manning, Ford 2002 (special uniques detection).
    """
    names = sorted(quasi)
    coded = [codes_of(frame[name])[0] for name in names]
    sizes = [int(codes.max(initial=0)) + 1 for codes in coded]
    alone: dict[tuple[int, ...], np.ndarray[tuple[int], np.dtype[np.bool_]]] = {}
    fewest = np.zeros(frame.height, dtype=np.int64)
    columns = dict.fromkeys(names, 0)
    for size in range(1, min(most, len(names)) + 1):
        for places in combinations(range(len(names)), size):
            key = fold([coded[at] for at in places], [sizes[at] for at in places])
            _, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
            unique = counts[inverse] == 1
            alone[places] = unique
            minimal = unique.copy()
            for part in combinations(places, size - 1):
                minimal &= ~alone.get(part, np.zeros(frame.height, dtype=bool))
            fewest[minimal & (fewest == 0)] = size
            for at in places:
                columns[names[at]] += int(minimal.sum())
    return Uniques({size: int((fewest == size).sum()) for size in range(1, most + 1)}, columns)
