"""How far a person can be told from others in rows as they stand: k, l and t, measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

SIZE_BANDS = (1, 2, 3, 5, 11, 20, 50, 100, 1_000)
"""Lower edges of the bands in which class sizes are told."""

_CLASS, _ROWS, _UNITS, _VALUE, _ALL = "class", "rows", "units", "value", "all"
_LARGEST = 1 << 62
_MANY = 10_000


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured.

    ``k`` is the size of the smallest class (rows, or groups where there is a group key); ``l`` the
    fewest different values of a sensitive column in a class; ``t`` the largest distance of a
    class's distribution from that of all rows, every two values being equally far apart. ``l``
    and ``t`` are the worst over the sensitive columns, None without any. ``sizes`` tells how many
    rows are in classes of each band of sizes.
    """

    k: int
    l: int | None  # noqa: E741 - the name that the field has given it
    t: float | None
    classes: int
    rows: int
    sizes: Mapping[str, int] = field(default_factory=dict)
    l_of: Mapping[str, int] = field(default_factory=dict)
    t_of: Mapping[str, float] = field(default_factory=dict)


def measure(
    frame: pl.DataFrame,
    quasi: Sequence[str],
    sensitive: Sequence[str],
    group: str | None = None,
    orders: Mapping[str, Sequence[str | None]] | None = None,
) -> Measured:
    """Measure k-anonymity, distinct l-diversity and t-closeness of a frame.

    A class is all rows with the same values in the columns ``quasi``; a value that is not recorded
    (null) is a value of its own, in sensitive columns too, and all rows without a group key count
    as one group. An empty frame has k = 0. For columns in ``orders``, which has all their values in
    order, t is the ordered distance.

    Sources: Sweeney 2002 (k), Machanavajjhala and others 2007 (distinct l), Li and others 2007
    (t, equal and ordered distance).
    """
    keys = _class_keys(frame, quasi)
    classes = keys.to_frame().group_by(_CLASS).agg(pl.len().alias(_ROWS))
    classes = classes.with_columns(pl.col(_ROWS).alias(_UNITS))
    if group is not None:
        classes = _totals(_pairs(keys, frame[group]))
    found = [_one(_pairs(keys, frame[name])) for name in sensitive] if frame.height else []
    for place, name in enumerate(sensitive if found and orders else ()):
        if name in (orders or {}):
            found[place] = found[place][0], _ordered(keys, frame[name], (orders or {})[name])
    return Measured(
        k=int(classes[_UNITS].min() or 0),  # type: ignore[arg-type]
        l=min((one[0] for one in found), default=None),
        t=max((one[1] for one in found), default=None),
        classes=classes.height,
        rows=frame.height,
        sizes=_bands(classes),
        l_of={name: one[0] for name, one in zip(sensitive, found, strict=False)},
        t_of={name: one[1] for name, one in zip(sensitive, found, strict=False)},
    )


def _class_keys(frame: pl.DataFrame, quasi: Sequence[str]) -> pl.Series:
    """Return one number a row, equal where and only where all columns are equal.

    Numbers are grouped many times faster than several columns of text.
    """
    keys = pl.Series(_CLASS, [0], dtype=pl.UInt64).new_from_index(0, frame.height)
    space = 1
    for name in quasi:
        codes, size = _codes(frame[name])
        if space * size > _LARGEST:
            keys, space = (keys.rank("dense") - 1).cast(pl.UInt64), frame.height
        keys = keys * size + codes
        space *= size
    return keys.alias(_CLASS)


def _codes(column: pl.Series) -> tuple[pl.Series, int]:
    text = column.cast(pl.String)
    values = text.drop_nulls().unique()
    if len(values) > _MANY:  # such as a group key
        codes = text.rank("dense") - 1
    else:
        codes = text.cast(pl.Enum(values)).to_physical()
    return codes.cast(pl.UInt64).fill_null(len(values)), len(values) + 1


def _pairs(keys: pl.Series, column: pl.Series) -> pl.DataFrame:
    """Return how many rows each class has of each value; null is a value."""
    both = pl.DataFrame([keys, _codes(column)[0].alias(_VALUE)])
    return both.group_by(_CLASS, _VALUE).agg(pl.len().alias(_ROWS))


def _totals(pairs: pl.DataFrame) -> pl.DataFrame:
    return pairs.group_by(_CLASS).agg(pl.col(_ROWS).sum(), pl.len().alias(_UNITS))


def _one(pairs: pl.DataFrame) -> tuple[int, float]:
    """Return l and t of one sensitive column.

    With equal distances t of a class is the sum, over the values it has, of how much more frequent
    each is in it than in all rows.
    """
    totals = _totals(pairs)
    overall = pairs.group_by(_VALUE).agg(pl.col(_ROWS).sum().alias(_ALL))
    joined = pairs.join(overall, on=_VALUE).join(totals, on=_CLASS, suffix="_of_class")
    share, usual = pl.col(_ROWS) / pl.col(f"{_ROWS}_of_class"), pl.col(_ALL) / overall[_ALL].sum()
    far = joined.group_by(_CLASS).agg((share - usual).clip(lower_bound=0).sum())
    return int(totals[_UNITS].min()), float(far[_ROWS].max())  # type: ignore[arg-type]


def _ordered(keys: pl.Series, column: pl.Series, order: Sequence[str | None]) -> float:
    """Return the largest earth mover's distance where values stand in an order."""
    if len(order) < 2:
        return 0.0
    classes = keys.rank("dense").to_numpy() - 1
    places = {value: place for place, value in enumerate(order)}
    at = np.array([places[value] for value in column.cast(pl.String)], dtype=np.int64)
    counts = np.zeros((int(classes.max()) + 1, len(order)))
    np.add.at(counts, (classes, at), 1.0)
    usual = counts.sum(axis=0) / len(at)
    shares = counts / counts.sum(axis=1, keepdims=True)
    steps = np.abs(np.cumsum(shares - usual, axis=1)).sum(axis=1)
    return float(steps.max() / (len(order) - 1))


def _bands(classes: pl.DataFrame) -> dict[str, int]:
    upper = [*(edge - 1 for edge in SIZE_BANDS[1:]), None]
    found: dict[str, int] = {}
    for low, high in zip(SIZE_BANDS, upper, strict=True):
        size = pl.col(_UNITS)
        within = size >= low if high is None else size.is_between(low, high)
        name = f"{low}+" if high is None else str(low) if low == high else f"{low}-{high}"
        found[name] = int(classes.filter(within)[_ROWS].sum())
    return found
