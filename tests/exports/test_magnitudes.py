"""Sums of amounts in a written package: in every format, hidden ones in none."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import polars as pl
import pytest

from ati_desktop.disclosure.magnitude_views import MagnitudeView
from ati_desktop.disclosure.sealed import protect, seal
from ati_desktop.exports.magnitudes import magnitude_datasets, magnitude_notes
from ati_desktop.exports.package import release_files
from tests.disclosure.amounts import costs, spending


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    payments = spending(4, 220, {"a": 4, "b": 4})
    evaluation = costs(payments, [("a", "b")], places=2, decimals=2)
    return release_files(seal(protect(evaluation, 5)))


def rows_of(files: dict[str, bytes]) -> list[dict[str, str]]:
    text = files["sums/M01_cost_a_by_b.csv"].decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_each_table_of_sums_is_a_file_of_its_own(files: dict[str, bytes]) -> None:
    rows = rows_of(files)
    assert list(rows[0]) == ["a", "b", "sum", "count", "mean"]
    assert len(rows) == 25
    assert "s" in {row["sum"] for row in rows}
    total = next(row for row in rows if row["a"] == row["b"] == "(all)")
    assert round(float(total["sum"]) / 220, 2) == float(total["mean"])
    for ending in ("parquet", "sav", "dta"):
        assert f"sums/M01_cost_a_by_b.{ending}" in files
    assert "codebook/M01_cost_a_by_b-metadata.json" in files


def test_formats_hide_the_same_sums(files: dict[str, bytes]) -> None:
    hidden = [row["sum"] == "s" for row in rows_of(files)]
    frame = pl.read_parquet(files["sums/M01_cost_a_by_b.parquet"])
    assert frame["sum"].is_null().to_list() == hidden
    assert (frame["sum_state"] == "hidden").to_list() == hidden
    book = openpyxl.load_workbook(io.BytesIO(files["tables.xlsx"]))
    cells = [row[2] for row in book["M01"].iter_rows(min_row=5, values_only=True)]
    assert [value == "s" for value in cells] == hidden


def test_the_rules_are_said(files: dict[str, bytes]) -> None:
    assert "the two largest amounts have 90 %" in files["README.txt"].decode()
    assert "sums/" in files["README.txt"].decode()
    assert "sums of amounts:" in files["receipt.txt"].decode()
    assert b'"dominance": "top 2 below 90 %"' in files["receipt.json"]


def test_a_package_without_sums_says_nothing_of_them() -> None:
    payments = spending(4, 90, {"a": 2, "b": 2})
    evaluation = costs(payments, [("a", "b")])
    sealed = seal(protect(replace(evaluation, sums=(), sum_columns=()), 5))
    assert magnitude_notes(sealed) == []
    assert not list(magnitude_datasets(sealed))
    files = release_files(sealed)
    assert b"sums/" not in files["README.txt"]
    assert not [name for name in files if name.startswith("sums")]


@pytest.mark.parametrize(
    ("units", "decimals", "text"),
    [(5, 2, "0.05"), (1234567890123456, 2, "12345678901234.56"), (7, 0, "7"), (0, 3, "0.000")],
)
def test_amounts_are_printed_exactly(units: int, decimals: int, text: str) -> None:
    view = MagnitudeView("t", "T", "c", "C", (), decimals, means=True, rows=())
    assert view.text(units) == text


def test_large_sums_keep_their_cents() -> None:
    payments = [({"a": a, "b": "x"}, str(n), 12_345_678_987) for n, a in enumerate("pq" * 40)]
    evaluation = costs(payments, [("a",)], places=2, decimals=2)
    written = release_files(seal(protect(evaluation, 5)))["sums/M01_cost_a.csv"].decode()
    assert "(all),9876543189.6,80,123456789.87" in written
