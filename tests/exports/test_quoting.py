"""Lines of a CSV file: the same bytes on every Python, and read back as they were."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.exports.rows import as_csv

AWKWARD = st.text(alphabet=st.sampled_from("a,\"\r\n; \t'é"), max_size=6)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\rtwo", '"one\rtwo"'),
        ("one\r\ntwo", '"one\r\ntwo"'),
        ("one\ntwo", '"one\ntwo"'),
        ("one\r", '"one\r"'),
        ('say "so"', '"say ""so"""'),
        ("one, two", '"one, two"'),
        (" one; two ", " one; two "),
        ("", '""'),
    ],
)
def test_a_cell_has_quotation_marks_where_a_reader_needs_them(text: str, line: str) -> None:
    assert as_csv(["a"], [[text]], demo=False) == f"a\n{line}\n".encode()
    beside = as_csv(["a", "b"], [[text, "x"]], demo=False).decode()
    assert beside == f"a,b\n{line if text else ''},x\n"


@given(rows=st.lists(st.tuples(AWKWARD, AWKWARD), max_size=4))
def test_what_is_written_is_read_back(rows: list[tuple[str, str]]) -> None:
    text = as_csv(["a", "b"], rows, demo=False).decode()
    found = list(csv.reader(io.StringIO(text, newline="")))[1:]
    shown = [[f"'{cell}" if cell[:1] in ("\t", "\r") and cell else cell for cell in row]
             for row in rows]  # fmt: skip
    assert found == shown
