"""What a spreadsheet would run is guarded, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.imports.guards import freed, guarded

CELLS = st.text(alphabet="=+-@'\t\r\n1.,a ", max_size=8)


@given(CELLS)
def test_every_cell_comes_back_as_it_was(cell: str) -> None:
    assert freed(guarded(cell)) == cell


@given(CELLS)
def test_no_guarded_cell_is_run(cell: str) -> None:
    safe = guarded(cell)
    assert not safe.startswith(("=", "@", "\t", "\r"))
    assert not safe.startswith(("+", "-")) or float(safe.replace(",", ".")) is not None


@pytest.mark.parametrize("number", ["-9", "+4", "-1.5", "-1,5"])
def test_plain_numbers_are_not_guarded(number: str) -> None:
    assert guarded(number) == number


@pytest.mark.parametrize("formula", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)"])
def test_formulas_are(formula: str) -> None:
    assert guarded(formula) == f"'{formula}"
