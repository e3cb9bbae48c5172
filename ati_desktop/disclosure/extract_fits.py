"""Which rows of two extracts fit each other, by the columns that tell of the same fact.

This module loads polars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

PERSON = "\x00person"
_ONE, _OTHER, _TIMES = "\x00one", "\x00other", "\x00times"
_FITTING = "\x00fitting"
_RARE = 20
"""One in so many of those with a value is rare."""

_FACTS = {
    "age_band": "age",
    "wait_band": "wait",
    "to_admission": "wait",
    "stay_band": "stay",
}
"""Columns that tell of the same fact in other words; all others tell of their own."""


@dataclass(frozen=True)
class Fit:
    """How the rows of one extract fit those of another.

    ``classes`` has each person of the first and every class of the second that the person's row
    fits. Of ``certain`` all rows that fit are of one class. ``single`` are people whose two rows
    fit each other and nothing else.
    """

    classes: pl.DataFrame
    certain: frozenset[str]
    single: frozenset[str]


def fitting(one: Sequence[pl.DataFrame], other: Sequence[pl.DataFrame], klass: str) -> Fit:
    """Return how rows fit.

    Args:
        one: parts of a first set of rows with all columns of a part filled; a column is named by
            the number of its extract, a point, and its name.
        other: likewise of a second.
        klass: the column of the class in ``other``.
    """
    classes, forth, back = [], [], []
    for left in one:
        for right in other:
            names = _related(left, right)
            keyed, fits, on = _keyed(left, right, names, one, other)
            near = keyed.select(PERSON, *on).join(fits.select(*on, klass).unique(), on=on)
            classes.append(near.select(PERSON, klass))
            forth.append(_times(keyed, fits, on))
            back.append(_times(fits, keyed, on))
    every = pl.concat(classes).unique()
    own = pl.concat([part.select(PERSON, klass) for part in other])
    alike = every.group_by(PERSON).len().filter(pl.col("len") == 1).select(PERSON)
    certain = every.join(alike, on=PERSON, how="semi").join(own, on=[PERSON, klass], how="semi")
    return Fit(every, frozenset(certain[PERSON]), _single(forth, back))


def apart(
    one: pl.DataFrame, other: pl.DataFrame, names: Sequence[str], group: str, few: int
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the people who are in one of two extracts only and could be found by subtraction.

    Where one extract has all people of the other, or they are the same but for a few, classes can
    be subtracted: what is left must be nobody or ``few``. A class that one of the two leaves out
    as a whole tells nothing that the other does not tell alone.

    Args:
        one: an extract; its columns are named as for ``fitting``.
        other: another one.
        names: the columns of both that count as known to others.
        group: the column of the group; people of one group count once.
        few: how many are enough.
    """
    mine = one.join(other, on=PERSON, how="anti")
    theirs = other.join(one, on=PERSON, how="anti")
    if min(mine.height, theirs.height) and max(mine.height, theirs.height) >= few:
        return frozenset(), frozenset()
    pairs = [pair for pair in _related(one, other) if {*pair} <= {*names}]
    left, right, on = _keyed(one, other, pairs, [one], [other])

    def found(own: pl.DataFrame, beyond: pl.DataFrame, there: pl.DataFrame) -> frozenset[str]:
        only = own.join(beyond, on=PERSON, how="semi").join(there, on=on, how="semi")
        sizes = only.group_by(on).agg(pl.col(group).n_unique())
        return frozenset(only.join(sizes.filter(pl.col(group) < few), on=on, how="semi")[PERSON])

    return found(left, mine, right), found(right, theirs, left)


def _related(left: pl.DataFrame, right: pl.DataFrame) -> list[tuple[str, str]]:
    return [
        (one, two)
        for one in left.columns
        for two in right.columns
        if one[0] != "\x00" and two[0] != "\x00" and _fact(one) == _fact(two)
    ]


def _fact(column: str) -> str:
    name = column.partition(".")[2]
    return _FACTS.get(name, name)


def _keyed(
    left: pl.DataFrame,
    right: pl.DataFrame,
    names: Sequence[tuple[str, str]],
    one: Sequence[pl.DataFrame],
    other: Sequence[pl.DataFrame],
) -> tuple[pl.DataFrame, pl.DataFrame, list[str]]:
    """Return both with columns that are equal where rows fit, and the names of these columns.

    Rows that fit none are gone. A row of the second can stand there several times.
    """
    on: list[str] = []
    left = left.with_columns(pl.lit(0).alias("\x00all"))
    right = right.with_columns(pl.lit(0).alias("\x00all"))
    for number, (first, second) in enumerate(names):
        key = f"\x00key{number}"
        on.append(key)
        pairs = _pairs(one, other, first, second)
        if pairs[_ONE].n_unique() == pairs.height:  # the second is the coarser, or the same
            left = left.join(pairs.rename({_OTHER: key}), left_on=first, right_on=_ONE)
            right = right.with_columns(pl.col(second).alias(key))
        else:
            left = left.with_columns(pl.col(first).alias(key))
            right = right.join(pairs.rename({_ONE: key}), left_on=second, right_on=_OTHER)
    on = on or ["\x00all"]
    return left, right, on


def _pairs(
    one: Sequence[pl.DataFrame], other: Sequence[pl.DataFrame], first: str, second: str
) -> pl.DataFrame:
    """Return which values of two columns fit each other, by the people who are in both."""
    mine = pl.concat([p.select(PERSON, pl.col(first).alias(_ONE)) for p in one if first in p])
    theirs = pl.concat(
        [p.select(PERSON, pl.col(second).alias(_OTHER)) for p in other if second in p]
    )
    counts = mine.join(theirs, on=PERSON).group_by(_ONE, _OTHER).len(_TIMES)
    often = (pl.col(_TIMES) * _RARE >= pl.col(_TIMES).sum().over(_ONE)) | (
        pl.col(_TIMES) * _RARE >= pl.col(_TIMES).sum().over(_OTHER)
    )
    return counts.filter(often).select(_ONE, _OTHER).sort(_ONE, _OTHER)


def _times(rows: pl.DataFrame, others: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """Return how many rows of the others each row fits, and one of these."""
    there = others.group_by(on).agg(pl.len().alias(_TIMES), pl.col(PERSON).first().alias(_OTHER))
    return rows.select(PERSON, *on).join(there, on=on).select(PERSON, _TIMES, _OTHER)


def _single(forth: Sequence[pl.DataFrame], back: Sequence[pl.DataFrame]) -> frozenset[str]:
    def alone(times: Sequence[pl.DataFrame]) -> pl.DataFrame:
        summed = pl.concat(times).group_by(PERSON).agg(pl.col(_TIMES).sum(), pl.col(_OTHER).first())
        return summed.filter((pl.col(_TIMES) == 1) & (pl.col(PERSON) == pl.col(_OTHER)))

    both = alone(forth).join(alone(back), on=PERSON, how="semi")
    return frozenset(both[PERSON])
