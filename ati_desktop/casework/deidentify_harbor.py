"""Rows by safe harbor: each column by what kind of thing it holds."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from ati_desktop.casework.deidentify_columns import NOT_RECORDED, describe_column
from ati_desktop.casework.deidentify_spec import DeidentifySpec
from ati_desktop.casework.deidentify_ways import Made, Told
from ati_desktop.disclosure.coded_rows import CodedRows, coded
from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.disclosure.deidentified import check_size
from ati_desktop.disclosure.places import ReadZips
from ati_desktop.disclosure.protect import THRESHOLD
from ati_desktop.disclosure.safe_harbor import apply_safe_harbor, may_be_said
from ati_desktop.disclosure.views import HIDDEN
from ati_desktop.errors import Refused

_DECIMALS = 6
_NUMBERS = frozenset({"number", "date", "birth_date"})


def harbor(frame: pl.DataFrame, spec: DeidentifySpec, beside: Path, progress: Told) -> Made:
    """Apply safe harbor by the kinds of the columns.

    Raises:
        Refused: there are too few people, or a kind or its list is not right.
    """
    check_size(frame.height)
    parts = spec.columns
    made = apply_safe_harbor(
        frame,
        {name: parts[name].kind for name in frame.columns},
        areas=_areas(beside / spec.areas) if spec.areas else None,
        codes={name: tuple(part.labels) for name, part in parts.items() if part.kind == "code"},
        today_year=spec.year,
    )
    progress(1.0)
    columns, fields = [], []
    for name in made.frame.columns:
        column = made.frame[name]
        numeric = parts[name].kind in _NUMBERS and column.dtype.is_numeric()
        if numeric:
            columns.append(coded(column, None))
            fields.append(_number(name, parts[name].title, column))
        else:
            columns.append(coded(column.cast(pl.String), NOT_RECORDED))
            fields.append(describe_column(name, parts[name], map(str, columns[-1].values)))
    return Made(
        rows=CodedRows(columns, frame.height),
        fields=tuple(fields),
        claim=None,
        facts={
            "model": spec.model,
            "rule": "45 CFR 164.514(b)(2)",
            "rows": frame.height,
            "columns": {name: made.done[name] for name in made.frame.columns},
            **_told_of_zips(made.zips),
        },
        notes=made.notes,
    )


def _told_of_zips(zips: Mapping[str, ReadZips]) -> dict[str, object]:
    """Return what a receipt may say of columns of ZIP codes: few rows are not counted."""

    def said(count: int, whole: int) -> int | str:
        return count if may_be_said(count, whole, THRESHOLD) else HIDDEN

    told = {
        name: {
            "got back a zero they had lost": said(zips[name].repaired, zips[name].read),
            "left empty, as they are no ZIP code": said(zips[name].blank, zips[name].empty),
        }
        for name in zips
    }
    return {"ZIP codes": told} if told else {}


def _number(name: str, title: str, column: pl.Series) -> Field:
    decimals = 0
    if column.dtype.is_float():
        texts = (f"{value:.{_DECIMALS}f}".rstrip("0") for value in column.drop_nulls().unique())
        decimals = max((len(text.partition(".")[2]) for text in texts), default=0)
    return Field(name, title or name, Kind.NUMBER, decimals=decimals)


def _areas(path: Path) -> dict[str, int]:
    """Return how many people live in each area, from a file of two columns."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            rows = [row for row in csv.reader(text) if row]
        return {row[0].strip(): int(row[1]) for row in rows if row[1].strip().isdigit()}
    except OSError:
        raise Refused("The file {file} of areas cannot be read.", file=path.name) from None
    except (ValueError, IndexError, csv.Error):
        raise Refused(
            "The file {file} of areas is not right: it has two columns, the area and how many"
            " people live in it.",
            file=path.name,
        ) from None
