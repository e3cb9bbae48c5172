"""Who came into each cell and who left it, from one package of figures to another.

Every package has a specification and a state of the evaluation store of its own. Rows are known
again by research ids and by their numbers, never by what stands in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ati_desktop.evaluation.base import build_base
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.cohort_files import CohortFile, cohort_rows
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.results import Evaluation, Move, Near, Overlap, Region, Where
from ati_desktop.evaluation.spec import Spec
from ati_desktop.evaluation.tables import where

Codes = NDArray[np.int64]
Names = tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """The rows behind one package: a key for each, and its cell in every margin of its tables.

    ``cells`` lists all cells of all margins; ``codes`` gives, for the variables of each margin,
    the place in it of each row's cell.
    """

    keys: pl.Series
    cells: tuple[Where, ...]
    codes: Mapping[Names, Codes]

    @property
    def places(self) -> dict[Where, int]:
        """The place of each cell."""
        return {cell: at for at, cell in enumerate(self.cells)}


def rows_behind(data: EvaluationData, spec: Spec, evaluation: Evaluation) -> Rows:
    """Return the rows behind an evaluation of ``data`` by ``spec``."""
    frame = build_base(data, choose_cohort(data, spec), spec).frame
    return rows_of(_keys(data, spec, frame), frame, evaluation)


def rows_of_file(file: CohortFile, spec: Spec, evaluation: Evaluation) -> Rows:
    """Return the rows behind an evaluation of a cohort file, known again by their order in it."""
    frame = cohort_rows(file, spec)
    keys = pl.Series([f"row {at}" for at in range(frame.height)], dtype=pl.String)
    return rows_of(keys, frame, evaluation)


def rows_of(keys: pl.Series, frame: pl.DataFrame, evaluation: Evaluation) -> Rows:
    """Return the rows of a frame with a text column for each variable of an evaluation."""
    variables = {variable.name: variable.values for variable in evaluation.variables}
    margins = sorted(
        {
            names
            for table in evaluation.tables
            for size in range(len(table.variables) + 1)
            for names in combinations(sorted(table.variables), size)
        }
    )
    cells: list[Where] = []
    codes: dict[Names, Codes] = {}
    for names in margins:
        codes[names] = len(cells) + _codes(frame, variables, names)
        spans = [variables[name] for name in names]
        cells += [where(*zip(names, key, strict=True)) for key in product(*spans)]
    return Rows(keys, tuple(cells), codes)


def _codes(frame: pl.DataFrame, variables: Mapping[str, Names], names: Names) -> Codes:
    """Return for each row the number of its combination of values, in the order of ``product``."""
    found = np.zeros(frame.height, dtype=np.int64)
    for name in names:
        numbers = {value: at for at, value in enumerate(variables[name])}
        column = frame[name].replace_strict(numbers, return_dtype=pl.Int64)
        found = found * len(numbers) + column.to_numpy()
    return found


def _keys(data: EvaluationData, spec: Spec, frame: pl.DataFrame) -> pl.Series:
    """Return by what a row is known again: person and referral, or person and enrollment.

    The first admission after a referral is the row of that referral in either kind of cohort.
    """
    if spec.kind == "referral":
        frame = frame.with_columns(pl.lit(value=True).alias("stands_for_it"))
    else:
        every = choose_cohort(data, Spec(title="", kind="referral")).rows
        first = every.select("research_id", "referral_no", "enrollment_no").drop_nulls()
        first = first.with_columns(pl.lit(value=True).alias("stands_for_it"))
        keys = ["research_id", "referral_no", "enrollment_no"]
        frame = frame.join(first, on=keys, how="left", maintain_order="left")
    by_referral = pl.format("{} r{}", "research_id", "referral_no")
    by_enrollment = pl.format("{} e{}", "research_id", "enrollment_no")
    key = pl.when("stands_for_it").then(by_referral).otherwise(by_enrollment)
    return frame.select(key.alias("key"))["key"]


def overlap_of(packages: Sequence[Rows], few: int) -> Overlap:
    """Return how the rows behind these packages overlap; the newest comes last.

    Args:
        packages: the rows behind each.
        few: fewer rows than this make two cells almost the same.
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
    near = tuple(
        each
        for package in range(len(packages) - 1)
        for each in _near(packages[package], packages[-1], package, few)
    )
    return Overlap(regions, moves, near)


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


def _together(one: Rows, other: Rows) -> tuple[Codes, Codes]:
    """Return the places in both of the rows that both have."""
    left = pl.DataFrame({"key": one.keys}).with_row_index("left")
    right = pl.DataFrame({"key": other.keys}).with_row_index("right")
    both = left.join(right, on="key", how="inner")
    return both["left"].cast(pl.Int64).to_numpy(), both["right"].cast(pl.Int64).to_numpy()


def _moves(packages: Sequence[Rows], codes: list[Codes], first: int, second: int) -> Iterator[Move]:
    one, other = packages[first], packages[second]
    left, right = _together(one, other)
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


def _near(old: Rows, new: Rows, package: int, few: int) -> Iterator[Near]:
    """Yield the pairs of cells, each with enough rows to be printed, that differ by a few rows."""
    left, right = _together(old, new)
    sizes_old, sizes_new = _sizes(old), _sizes(new)
    width = len(new.cells)
    for (names, before), (others, after) in product(old.codes.items(), new.codes.items()):
        pairs = np.bincount(before[left] * width + after[right])
        for place in np.flatnonzero(pairs):
            one, two = divmod(int(place), width)
            both = int(pairs[place])
            gained, lost = int(sizes_new[two]) - both, int(sizes_old[one]) - both
            if min(sizes_old[one], sizes_new[two]) < few:
                continue
            inside = min(gained, lost) == 0 and 0 < max(gained, lost) < few
            changed = names == others and 0 < abs(gained - lost) < few
            if inside or (changed and old.cells[one] == new.cells[two]):
                then, now = int(sizes_old[one]), int(sizes_new[two])
                yield Near(package, old.cells[one], new.cells[two], then, now, gained, lost)


def _sizes(rows: Rows) -> Codes:
    sizes = np.zeros(len(rows.cells), dtype=np.int64)
    for places in rows.codes.values():
        sizes += np.bincount(places, minlength=len(rows.cells))
    return sizes
