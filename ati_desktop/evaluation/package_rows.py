"""The rows behind one package of figures, known again in another by research ids and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ati_desktop.evaluation.base import build_base
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.cohort_files import CohortFile, cohort_rows
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.results import Evaluation, Where
from ati_desktop.evaluation.spec import Spec
from ati_desktop.evaluation.tables import where

Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]
Names = tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """The rows behind one package: a key for each, and its cell in every margin of its tables.

    ``people`` tells whose row each is.
    ``cells`` lists all cells of all margins; ``codes`` gives, for the variables of each margin,
    the place in it of each row's cell. ``sums`` tells, for each sum of several cells behind a
    figure, which rows it counts.
    """

    keys: pl.Series
    people: pl.Series
    cells: tuple[Where, ...]
    codes: Mapping[Names, Codes]
    sums: Mapping[tuple[Where, ...], Flags] = field(default_factory=dict)

    @property
    def places(self) -> dict[Where, int]:
        """The place of each cell."""
        return {cell: at for at, cell in enumerate(self.cells)}


def rows_behind(data: EvaluationData, spec: Spec, evaluation: Evaluation) -> Rows:
    """Return the rows behind an evaluation of ``data`` by ``spec``."""
    frame = build_base(data, choose_cohort(data, spec), spec).frame
    return rows_of(keys_of(data, spec, frame), frame, evaluation, frame["research_id"])


def rows_of_file(file: CohortFile, spec: Spec, evaluation: Evaluation) -> Rows:
    """Return the rows behind an evaluation of a cohort file, known again by their order in it."""
    frame = cohort_rows(file, spec)
    keys = pl.Series([f"row {at}" for at in range(frame.height)], dtype=pl.String)
    return rows_of(keys, frame, evaluation)


def rows_of(
    keys: pl.Series,
    frame: pl.DataFrame,
    evaluation: Evaluation,
    people: pl.Series | None = None,
) -> Rows:
    """Return the rows of a frame with a text column for each variable of an evaluation.

    Args:
        keys: by which each row is known again.
        frame: the rows.
        evaluation: of these rows.
        people: whose row each is; None where nobody has two.
    """
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
    sums = dict(_sums(evaluation, frame))
    return Rows(keys, keys if people is None else people, tuple(cells), codes, sums)


def _sums(evaluation: Evaluation, frame: pl.DataFrame) -> Iterator[tuple[tuple[Where, ...], Flags]]:
    """Yield the sums of several cells behind the figures, with the rows that each counts."""
    known = set(frame.columns)
    for figure in evaluation.figures:
        for cells in (figure.numerator_cells, figure.denominator_cells):
            if len(cells) > 1 and all(name in known for cell in cells for name, _ in cell):
                counted = np.zeros(frame.height, dtype=np.bool_)
                for cell in cells:
                    alike = np.ones(frame.height, dtype=np.bool_)
                    for name, value in cell:
                        alike &= (frame[name] == value).to_numpy()
                    counted |= alike
                yield tuple(sorted(cells)), counted


def _codes(frame: pl.DataFrame, variables: Mapping[str, Names], names: Names) -> Codes:
    """Return for each row the number of its combination of values, in the order of ``product``."""
    found = np.zeros(frame.height, dtype=np.int64)
    for name in names:
        numbers = {value: at for at, value in enumerate(variables[name])}
        column = frame[name].replace_strict(numbers, return_dtype=pl.Int64)
        found = found * len(numbers) + column.to_numpy()
    return found


def keys_of(data: EvaluationData, spec: Spec, frame: pl.DataFrame) -> pl.Series:
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
