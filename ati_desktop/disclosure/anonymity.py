"""How far a person can be told from others in rows as they stand: k, l and t, measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

SIZE_BANDS = (1, 2, 3, 5, 11, 20, 50, 100, 1_000)
"""Lower edges of the bands in which class sizes are told."""

_ROWS, _KINDS_SEEN, _GROUPS = "\x00rows", "\x00kinds", "\x00groups"
_ALL, _VALUE = "\x00all", "\x00value"


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
    frame: pl.DataFrame, quasi: Sequence[str], sensitive: Sequence[str], group: str | None = None
) -> Measured:
    """Measure k-anonymity, distinct l-diversity and t-closeness of a frame.

    A class is all rows with the same values in the columns ``quasi``; a value that is not recorded
    (null) is a value of its own, in sensitive columns too, and all rows without a group key count
    as one group. An empty frame has k = 0.

    Sources: Sweeney 2002 (k), Machanavajjhala and others 2007 (distinct l), Li and others 2007
    (t, equal distance).
    """
    classes = _classes(frame, quasi, group)
    size = _GROUPS if group is not None else _ROWS
    found = [_one(frame, quasi, name) for name in sensitive] if frame.height else []
    return Measured(
        k=int(classes[size].min() or 0),  # type: ignore[arg-type]
        l=min((one[0] for one in found), default=None),
        t=max((one[1] for one in found), default=None),
        classes=classes.height,
        rows=frame.height,
        sizes=_bands(classes, size),
        l_of={name: one[0] for name, one in zip(sensitive, found, strict=False)},
        t_of={name: one[1] for name, one in zip(sensitive, found, strict=False)},
    )


def _classes(frame: pl.DataFrame, quasi: Sequence[str], group: str | None) -> pl.DataFrame:
    if group is None:
        return _by(frame, quasi, pl.len().alias(_ROWS))
    pairs = _by(
        frame.with_columns(pl.col(group).alias(_VALUE)), [*quasi, _VALUE], pl.len().alias(_ROWS)
    )
    return _by(pairs, quasi, pl.col(_ROWS).sum(), pl.len().alias(_GROUPS))


def _by(frame: pl.DataFrame, keys: Sequence[str], *told: pl.Expr) -> pl.DataFrame:
    if keys:
        return frame.group_by(list(keys)).agg(*told)
    return frame.select(*told) if frame.height else frame.select(*told).clear()


def _one(frame: pl.DataFrame, quasi: Sequence[str], name: str) -> tuple[int, float]:
    """Return l and t of one sensitive column.

    With equal distances t of a class is the sum, over the values it has, of how much more frequent
    each is in it than in all rows.
    """
    named = frame.with_columns(pl.col(name).alias(_VALUE))
    pairs = _by(named, [*quasi, _VALUE], pl.len().alias(_ROWS))
    overall = pairs.group_by(_VALUE).agg((pl.col(_ROWS).sum() / frame.height).alias(_ALL))
    joined = pairs.join(overall, on=_VALUE, nulls_equal=True)
    share = pl.col(_ROWS) / pl.col(_ROWS).sum()
    excess = (share - pl.col(_ALL)).clip(lower_bound=0).sum().alias(_ALL)
    told = _by(joined, quasi, pl.len().alias(_KINDS_SEEN), excess)
    return int(told[_KINDS_SEEN].min()), float(told[_ALL].max())  # type: ignore[arg-type]


def _bands(classes: pl.DataFrame, size: str) -> dict[str, int]:
    upper = [*(edge - 1 for edge in SIZE_BANDS[1:]), None]
    found: dict[str, int] = {}
    for low, high in zip(SIZE_BANDS, upper, strict=True):
        within = pl.col(size) >= low if high is None else pl.col(size).is_between(low, high)
        name = f"{low}+" if high is None else str(low) if low == high else f"{low}-{high}"
        found[name] = int(classes.filter(within)[_ROWS].sum())
    return found
