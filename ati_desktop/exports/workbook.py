"""The tables as a workbook: a sheet of notes, a sheet a table, a sheet of measures.

This module loads xlsxwriter: import it only where a workbook is written.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from ati_desktop.disclosure.datasets import DataSet, Kind
from ati_desktop.disclosure.sealed import SealedRelease
from ati_desktop.disclosure.views import HIDDEN, TableView
from ati_desktop.exports.magnitudes import magnitude_datasets
from ati_desktop.exports.measures import HEADER, measure_rows
from ati_desktop.exports.rows import DEMO, Value, harmless
from ati_desktop.exports.tables import numbered

_TOTAL = "All"
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(release: SealedRelease, notes: Sequence[str]) -> bytes:
    """Return the workbook; the same release gives the same bytes."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, _OPTIONS)
    book.set_properties({"author": "", "created": datetime(2000, 1, 1, tzinfo=UTC)})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format({"bold": True, "bottom": 1}),
        "count": book.add_format({"num_format": "#,##0", "align": "right"}),
        "amount": book.add_format({"num_format": "#,##0.00", "align": "right"}),
        "text": book.add_format({}),
    }
    _write_notes(book.add_worksheet("Notes"), release, notes, styles)
    labels = {variable.name: variable.labels for variable in release.variables}
    titles = {variable.name: variable.title for variable in release.variables}
    for name, table in numbered(release):
        sheet = book.add_worksheet(name)
        top = _open(sheet, table.title, release, styles)
        if len(table.variables) == 2:
            _write_cross(sheet, table, labels, titles, top, styles)
        else:
            _write_long(sheet, table, labels, titles, top, styles)
    for dataset in magnitude_datasets(release):
        sheet = book.add_worksheet(dataset.name.partition("_")[0])
        _write_sums(sheet, dataset, _open(sheet, dataset.title, release, styles), styles)
    _write_measures(book.add_worksheet("Measures"), release, styles)
    book.close()
    return content.getvalue()


def _put(sheet: Any, row: int, column: int, value: Value, style: Any = None) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, harmless(value), style)
    elif value is not None:
        sheet.write_number(row, column, value, style)


def _open(sheet: Any, title: str, release: SealedRelease, styles: Mapping[str, Any]) -> int:
    """Write the title, and the mark on demo data; return the first free row."""
    _put(sheet, 0, 0, title, styles["title"])
    if release.demo:
        _put(sheet, 1, 0, DEMO, styles["title"])
    sheet.set_column(0, 0, 34)
    return 3


def _write_notes(
    sheet: Any, release: SealedRelease, notes: Sequence[str], styles: Mapping[str, Any]
) -> None:
    top = _open(sheet, release.title, release, styles)
    sheet.set_column(0, 0, 110)
    tables = [f"{name}: {table.title}" for name, table in numbered(release)]
    for row, line in enumerate([*notes, "", *tables], start=top):
        _put(sheet, row, 0, line)


def _label(labels: Mapping[str, Mapping[str, str]], name: str, value: str | None) -> str:
    return _TOTAL if value is None else labels[name].get(value, value)


def _count(count: int | None) -> Value:
    return HIDDEN if count is None else count


def _write_cross(
    sheet: Any,
    table: TableView,
    labels: Mapping[str, Mapping[str, str]],
    titles: Mapping[str, str],
    top: int,
    styles: Mapping[str, Any],
) -> None:
    """Write the first variable down and the second across, sums last."""
    down, across = table.variables
    lines = list(dict.fromkeys(row.key[0] for row in table.rows))
    columns = list(dict.fromkeys(row.key[1] for row in table.rows))
    _put(sheet, top, 0, f"{titles[down]} / {titles[across]}", styles["head"])
    for at, value in enumerate(columns, start=1):
        _put(sheet, top, at, _label(labels, across, value), styles["head"])
    for at, value in enumerate(lines, start=top + 1):
        _put(sheet, at, 0, _label(labels, down, value))
    for row in table.rows:
        line, column = lines.index(row.key[0]), columns.index(row.key[1])
        _put(sheet, top + 1 + line, 1 + column, _count(row.count), styles["count"])
    sheet.set_column(1, len(columns), 16)
    sheet.freeze_panes(top + 1, 1)


def _write_long(
    sheet: Any,
    table: TableView,
    labels: Mapping[str, Mapping[str, str]],
    titles: Mapping[str, str],
    top: int,
    styles: Mapping[str, Any],
) -> None:
    for at, name in enumerate(table.variables):
        _put(sheet, top, at, titles[name], styles["head"])
    _put(sheet, top, len(table.variables), "Count", styles["head"])
    for line, row in enumerate(table.rows, start=top + 1):
        for at, (name, value) in enumerate(zip(table.variables, row.key, strict=True)):
            _put(sheet, line, at, _label(labels, name, value))
        _put(sheet, line, len(table.variables), _count(row.count), styles["count"])
    sheet.freeze_panes(top + 1, 0)


def _write_sums(sheet: Any, dataset: DataSet, top: int, styles: Mapping[str, Any]) -> None:
    """Write sums of amounts with their counts and means, a line a cell."""
    for at, field in enumerate(dataset.fields):
        _put(sheet, top, at, field.title, styles["head"])
    for line, row in enumerate(dataset.rows, start=top + 1):
        for at, (field, value) in enumerate(zip(dataset.fields, row, strict=True)):
            if field.kind is Kind.NUMBER:
                style = styles["amount" if field.decimals else "count"]
                _put(sheet, line, at, HIDDEN if value is None else value, style)
            else:
                _put(sheet, line, at, field.labels.get(str(value), value))
    sheet.freeze_panes(top + 1, 0)


def _write_measures(sheet: Any, release: SealedRelease, styles: Mapping[str, Any]) -> None:
    top = _open(sheet, "Measures", release, styles)
    for at, name in enumerate(HEADER):
        _put(sheet, top, at, name, styles["head"])
    for line, row in enumerate(measure_rows(release), start=top + 1):
        for at, value in enumerate(row):
            _put(sheet, line, at, value)
    sheet.freeze_panes(top + 1, 0)
