"""Rows kept as columns of codes are written byte for byte as the same rows kept as rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.disclosure import coded_rows as module
from ati_desktop.disclosure.datasets import DataSet, Field, Kind
from ati_desktop.exports.datasets import dataset_files
from ati_desktop.exports.described import describe
from tests.disclosure.coded import coded_rows
from tests.exports.rows import EPISODES, PEOPLE

AWKWARD = ["", "a", "1", "-9", "=1+1", "a,b", 'say "x"', "two\nlines", "cr\r", " space ", "é", "'q"]
LABELS = {code: f"Label of {at}" for at, code in enumerate(AWKWARD)}
CODES = Field("code", "Code", Kind.CODE, LABELS, ("",))
NUMBER = Field("n", "Number", Kind.NUMBER, decimals=1)
HIDDEN = Field("h", "Hidden", Kind.NUMBER, {"hidden": "hidden"}, ("hidden",))


def as_codes(dataset: DataSet) -> DataSet:
    return replace(dataset, rows=coded_rows(dataset.rows, len(dataset.fields)))


@pytest.mark.parametrize("demo", [False, True])
@pytest.mark.parametrize("dataset", [PEOPLE, EPISODES], ids=["people", "episodes"])
def test_every_format_has_the_same_bytes(dataset: DataSet, demo: bool) -> None:
    coded = as_codes(dataset)
    assert list(coded.rows) == list(dataset.rows)
    assert [coded.rows[at] for at in range(len(dataset.rows))] == list(dataset.rows)
    assert list(coded.rows[1:]) == list(dataset.rows[1:])
    assert dataset_files(coded, demo=demo) == dataset_files(dataset, demo=demo)
    assert describe(coded, "data", demo=demo) == describe(dataset, "data", demo=demo)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(AWKWARD),
            st.sampled_from([None, -0.04, 0.25, 3.0, 2.5, 1e6]),
            st.sampled_from([None, 5, -20]),
        ),
        min_size=1,
        max_size=50,
    )
)
def test_so_it_is_with_awkward_codes_and_numbers(rows: list[tuple[str, float, int]]) -> None:
    dataset = DataSet("t", "T", (CODES, NUMBER, HIDDEN), tuple(rows))
    assert dataset_files(as_codes(dataset)) == dataset_files(dataset)


@pytest.mark.parametrize("rows", [[("",)], [("a",), ("",), ("a,b",)], []])
def test_so_it_is_with_one_column(rows: list[tuple[str]]) -> None:
    dataset = DataSet("t", "T", (CODES,), tuple(rows))
    assert dataset_files(as_codes(dataset)) == dataset_files(dataset)


def test_so_it_is_with_more_rows_than_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BATCH", 7)
    rows = tuple((AWKWARD[at % len(AWKWARD)], at / 4, None if at % 3 else at) for at in range(100))
    dataset = DataSet("t", "T", (CODES, NUMBER, HIDDEN), rows)
    assert dataset_files(as_codes(dataset)) == dataset_files(dataset)


def test_a_code_that_is_not_on_its_list_is_a_fault_here_too() -> None:
    with pytest.raises(ValueError, match="not on its list"):
        dataset_files(as_codes(DataSet("t", "T", (CODES,), (("a",), ("b",)))))


def test_columns_of_other_lengths_are_a_fault() -> None:
    one, other = coded_rows([("a",)] * 3), coded_rows([("a",)] * 4)
    with pytest.raises(ValueError, match="same number of rows"):
        module.CodedRows([*one.columns, *other.columns], 3)
