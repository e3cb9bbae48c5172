"""Values of a breakdown counted as one, because too few people are behind each of them."""

from __future__ import annotations

from itertools import pairwise

import polars as pl

from ati_desktop.evaluation.results import Variable
from ati_desktop.evaluation.spec import Join

JOINED = "+"
"""Stands between the codes that were joined: 2023+2024 are the rows of both years."""


def join_values(
    frame: pl.DataFrame, variable: Variable, join: Join
) -> tuple[pl.DataFrame, Variable]:
    """Return the rows and the variable with the values that occur among ``join`` made one.

    The joined value stands where the first of them stood. Nothing changes where fewer than two
    of them occur.
    """
    there = [value for value in variable.values if value in join.values]
    if len(there) < 2:
        return frame, variable
    code = JOINED.join(there)
    column = pl.col(join.variable)
    joined = frame.with_columns(
        pl.when(column.is_in(there)).then(pl.lit(code)).otherwise(column).alias(join.variable)
    )
    values = [code if value == there[0] else value for value in variable.values]
    kept = tuple(value for value in values if value not in there)
    labels = dict(variable.labels) | {code: _words(there, variable)}
    shown = Variable(variable.name, variable.title, kept, {one: labels[one] for one in kept})
    return joined, shown


def _words(values: list[str], variable: Variable) -> str:
    if _is_run(values):
        return f"{values[0]} to {values[-1]}"
    *most, last = (variable.labels[value] for value in values)
    return f"{', '.join(most)} or {last}"


def _is_run(values: list[str]) -> bool:
    """Return whether the values are years, each the one after the other."""
    if not all(len(value) == 4 and value.isdecimal() for value in values):
        return False
    return all(int(after) == int(before) + 1 for before, after in pairwise(values))
