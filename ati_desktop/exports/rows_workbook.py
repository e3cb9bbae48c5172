"""Rows as a workbook for people: labels in the cells, a sheet a data set, a sheet of codes.

This module loads xlsxwriter: import it only where a workbook is written.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from ati_desktop.disclosure.datasets import DataSet, Field, Kind, Value
from ati_desktop.disclosure.views import HIDDEN
from ati_desktop.exports.codes import hides, used_codes
from ati_desktop.exports.datasets import rounded
from ati_desktop.exports.rows import DEMO, harmless

MOST_ROWS = 1_000_000
"""A sheet holds a little more; longer data sets are in the other formats only."""

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def rows_workbook(
    title: str, datasets: Sequence[DataSet], notes: Sequence[str], *, demo: bool
) -> bytes:
    """Return the workbook; the same rows give the same bytes."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, _OPTIONS)
    book.set_properties({"author": "", "created": datetime(2000, 1, 1, tzinfo=UTC)})
    head = book.add_format({"bold": True, "bottom": 1})
    strong = book.add_format({"bold": True, "font_size": 13})
    first = book.add_worksheet("Notes")
    first.set_column(0, 0, 110)
    marks = [DEMO] if demo else []
    for row, line in enumerate([title, *marks, "", *notes]):
        first.write_string(row, 0, harmless(line), None if row else strong)
    for dataset in datasets:
        if len(dataset.rows) <= MOST_ROWS:
            _write_rows(book.add_worksheet(dataset.name[:31]), rounded(dataset), head, marks)
    codes = book.add_worksheet("Codes")
    codes.set_column(0, 3, 28)
    _write(codes, 0, ("Data set", "Column", "Code", "Label", *marks), head)
    for row, words in enumerate(_codes(datasets), start=1):
        _write(codes, row, words, None)
    codes.freeze_panes(1, 0)
    book.close()
    return content.getvalue()


def _write_rows(sheet: Any, dataset: DataSet, head: Any, marks: Sequence[str]) -> None:
    sheet.set_column(0, len(dataset.fields) - 1, 20)
    _write(sheet, 0, (*(field.title for field in dataset.fields), *marks), head)
    for at, row in enumerate(dataset.rows, start=1):
        _write(sheet, at, [_shown(f, v) for f, v in zip(dataset.fields, row, strict=True)], None)
    sheet.freeze_panes(1, 0)


def _shown(field: Field, value: Value) -> Value:
    if value is None:
        return HIDDEN if hides(field) else None
    return field.labels[str(value)] if field.kind is Kind.CODE else value


def _codes(datasets: Sequence[DataSet]) -> Iterator[tuple[str, ...]]:
    for dataset in datasets:
        for at, field in enumerate(dataset.fields):
            if field.kind is Kind.CODE:
                for code in used_codes(dataset, at):
                    yield dataset.title, field.title, code, field.labels[code]


def _write(sheet: Any, row: int, values: Sequence[Value], style: Any) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            sheet.write_string(row, column, harmless(value), style)
        elif value is not None:
            sheet.write_number(row, column, value, style)
