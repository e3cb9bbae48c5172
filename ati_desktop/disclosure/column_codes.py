"""Columns of a frame as codes, and codes as columns of a frame with a closed list of labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ati_desktop.disclosure.hierarchies import Label

Codes = NDArray[np.integer]


def codes_of(column: pl.Series) -> tuple[Codes, list[Any]]:
    """Return each row's code and the distinct values, in order; null is one of them."""
    if isinstance(column.dtype, pl.Enum):
        return _codes_of_labels(column, column.dtype.categories.to_list())
    values = column.unique().sort(nulls_last=True)
    name = "\x00value"
    places = pl.DataFrame({name: values, "\x00code": np.arange(len(values), dtype=np.int32)})
    found = (
        column.alias(name)
        .to_frame()
        .join(places, on=name, how="left", nulls_equal=True, maintain_order="left")
    )
    return small(found["\x00code"].to_numpy(), len(values)), values.to_list()


def _codes_of_labels(column: pl.Series, labels: list[Any]) -> tuple[Codes, list[Any]]:
    physical = column.to_physical()
    if physical.null_count():
        physical = physical.cast(pl.UInt32).fill_null(len(labels))
        labels = [*labels, None]
    own = physical.to_numpy()
    used = np.flatnonzero(np.bincount(own, minlength=len(labels))).tolist()
    used.sort(key=lambda at: (labels[at] is None, labels[at]))
    places = np.zeros(len(labels), dtype=np.min_scalar_type(len(labels)))
    places[used] = np.arange(len(used))
    return small(places[own], len(used)), [labels[at] for at in used]


def labelled(name: str, labels: Sequence[Label], codes: Codes) -> pl.Series:
    """Return a column in which each row has one of these labels by its code; None is null."""
    places: dict[str, int] = {}
    for label in labels:
        if label is not None:
            places.setdefault(label, len(places))
    own = [None if label is None else places[label] for label in labels]
    kind = pl.UInt8 if len(places) < 1 << 8 else pl.UInt32
    return pl.Series(name, own, dtype=kind).gather(codes).cat.to(pl.Enum(list(places)))


def small(codes: Codes, size: int) -> Codes:
    """Return codes below ``size`` in the fewest bytes that hold them."""
    return codes.astype(np.min_scalar_type(max(size - 1, 0)), copy=False)
