"""Who came into each cell and who left it, from one package of figures to another.

Every package has a specification and a state of the evaluation store of its own. Rows are known
again by research ids and by their numbers, never by what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np
import polars as pl

from ati_desktop.evaluation.changed_people import changed_people
from ati_desktop.evaluation.changes import changes_between, in_both
from ati_desktop.evaluation.package_rows import Codes, Rows
from ati_desktop.evaluation.results import Move, Overlap, Region, Where


def overlap_of(packages: Sequence[Rows]) -> Overlap:
    """Return how the rows behind these packages overlap; the newest comes last.

    Args:
        packages: the rows behind each.
    """
    patterns, codes = _regions(packages)
    regions = tuple(
        Region(
            tuple(at for at in range(len(packages)) if pattern >> at & 1),
            _counts(packages, codes, number, pattern),
        )
        for number, pattern in enumerate(patterns)
    )
    moves = tuple(
        move
        for first, second in combinations(range(len(packages)), 2)
        for move in _moves(packages, codes, first, second)
    )
    pairs = list(combinations(range(len(packages)), 2))
    changes = tuple(each for pair in pairs for each in changes_between(packages, *pair))
    return Overlap(regions, moves, changes, tuple(changed_people(packages)))


def _regions(packages: Sequence[Rows]) -> tuple[list[int], list[Codes]]:
    """Return the patterns of membership that occur, and each row's pattern by number."""
    frames = [
        pl.DataFrame(
            {"key": rows.keys, "bit": pl.Series([1 << at] * len(rows.keys), dtype=pl.Int64)}
        )
        for at, rows in enumerate(packages)
    ]
    every = pl.concat(frames).group_by("key").agg(pl.col("bit").sum())
    patterns = sorted(every["bit"].unique().to_list())
    numbers = {pattern: at for at, pattern in enumerate(patterns)}
    codes = [
        frame.select("key")
        .join(every, on="key", how="left", maintain_order="left")["bit"]
        .replace_strict(numbers, return_dtype=pl.Int64)
        .to_numpy()
        for frame in frames
    ]
    return patterns, codes


def _counts(
    packages: Sequence[Rows], codes: list[Codes], number: int, pattern: int
) -> tuple[Mapping[Where, int], ...]:
    found = []
    for at, rows in enumerate(packages):
        if not pattern >> at & 1:
            continue
        among = codes[at] == number
        counts = np.zeros(len(rows.cells), dtype=np.int64)
        for places in rows.codes.values():
            counts += np.bincount(places[among], minlength=len(rows.cells))
        found.append({cell: int(counts[place]) for place, cell in enumerate(rows.cells)})
    return tuple(found)


def _moves(packages: Sequence[Rows], codes: list[Codes], first: int, second: int) -> Iterator[Move]:
    one, other = packages[first], packages[second]
    left, right = in_both(one, other)
    places = other.places
    here = np.array([places.get(cell, -1) for cell in one.cells], dtype=np.int64)
    size = len(other.cells)
    known_before = one.places
    regions = codes[first][left]
    for names in sorted(one.codes.keys() & other.codes.keys()):
        before, after = one.codes[names][left], other.codes[names][right]
        moved = here[before] != after
        known = moved & (here[before] >= 0)
        lost = np.bincount(regions[known] * size + here[before][known])
        gained = np.bincount(regions[moved] * size + after[moved])
        for place in sorted({*np.flatnonzero(lost).tolist(), *np.flatnonzero(gained).tolist()}):
            if other.cells[place % size] not in known_before:
                continue
            counts = [int(each[place]) if place < len(each) else 0 for each in (gained, lost)]
            yield Move(place // size, first, second, other.cells[place % size], *counts)
