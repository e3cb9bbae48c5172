"""Columns that are kept or sensitive are closed lists; how every column is described."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import polars as pl

from ati_desktop.casework.deidentify_parts import ColumnPart
from ati_desktop.casework.hierarchy_files import load_hierarchy
from ati_desktop.disclosure.column_codes import codes_of, labelled
from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.errors import Refused

NOT_RECORDED = ""
"""The code of what is not recorded, as it stands in a file."""

_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?", re.ASCII)


def close(name: str, column: pl.Series, part: ColumnPart, beside: Path) -> pl.Series:
    """Return a kept or sensitive column at its level, after seeing that it is a closed list.

    Raises:
        Refused: it is not: it has too many values, values outside its labels, or, without
            labels and hierarchy, a value of one row alone. Values are counted and not said.
    """
    if part.hierarchy is not None or part.level:
        column = _lifted(name, column, part, beside)
    codes, values = codes_of(column)
    counts = Counter(
        {value: int(rows) for value, rows in zip(values, np.bincount(codes), strict=True)}
    )
    counts.pop(None, None)
    if part.labels:
        _check_listed(name, counts, part)
    elif len(counts) > part.most_values:
        raise Refused(
            "The column {column} has {count} different values, more than {most}: it looks like"
            " free text or exact numbers. Leave it out, give it a hierarchy with a level, or list"
            " its values under labels.",
            column=name,
            count=len(counts),
            most=part.most_values,
        )
    elif part.hierarchy is None and (alone := sum(rows == 1 for rows in counts.values())):
        raise Refused(
            "The column {column} has values that stand in one row alone ({count} of them), as words"
            " of free text do. List all its values under labels, give it a hierarchy with a level,"
            " or leave it out.",
            count=alone,
            column=name,
        )
    return column


def order_of(values: Iterable[str], part: ColumnPart) -> list[str]:
    """Return values in the order to show them in: as listed, by number, else as people sort.

    What is not recorded stands last.
    """
    listed = {value: place for place, value in enumerate(part.order or part.labels)}

    def place(value: str) -> tuple[bool, int, tuple[tuple[int, float, str], ...]]:
        pieces = re.split(r"(\d+(?:\.\d+)?)", value)
        return (
            value == NOT_RECORDED,
            listed.get(value, len(listed)),
            tuple((0, float(one), "") if one[:1].isdigit() else (1, 0.0, one) for one in pieces),
        )

    found = list(values)
    numbers = all(_NUMBER.fullmatch(value) for value in found if value)
    if numbers and not listed:
        return sorted(found, key=lambda value: (value == NOT_RECORDED, float(value or 0)))
    return sorted(found, key=place)


def describe_column(
    name: str, part: ColumnPart, values: Iterable[str], definition: str = ""
) -> Field:
    """Return the description of a column whose written values are these."""
    labels = {
        value: "Not recorded" if value == NOT_RECORDED else part.labels.get(value, value)
        for value in order_of(set(values), part)
    }
    missing = (NOT_RECORDED,) if NOT_RECORDED in labels else ()
    return Field(name, part.title or name, Kind.CODE, labels, missing, definition)


def _lifted(name: str, column: pl.Series, part: ColumnPart, beside: Path) -> pl.Series:
    codes, values = codes_of(column)
    hierarchy = load_hierarchy(name, part.hierarchy, values, beside).above(part.level)
    return labelled(name, [path[0] for path in hierarchy.paths_of(values)], codes)


def _check_listed(name: str, counts: Counter[str], part: ColumnPart) -> None:
    strange = counts.keys() - part.labels.keys()
    if strange:
        raise Refused(
            "{count} different values of the column {column} are not in its labels. Add them, or"
            " correct the file.",
            count=len(strange),
            column=name,
        )
