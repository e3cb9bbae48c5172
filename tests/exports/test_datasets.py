"""The four formats, opened by readers that this program has no part in."""

from __future__ import annotations

import csv
import io
import warnings
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.disclosure.datasets import DataSet, Field, Kind
from ati_desktop.exports.codes import cut, fit_names, number_codes
from ati_desktop.exports.datasets import dataset_files
from ati_desktop.exports.spss import hidden_number
from tests.exports.rows import AGE, EPISODES, PEOPLE, SEX
from tests.r import r_says

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # their own, while they are imported
    import pandas as pd
    import pyreadstat

TITLES = {
    "person": "Pseudonym",
    "sex": "Sex",
    "age_group": "Age in Jahren, größer",
    "days": "Days in the program",
    "cost": "Cost in dollars",
    "count": "Count",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    for path, data in dataset_files(PEOPLE).items():
        target = folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(data)
    return folder / "data"


def test_csv_has_codes_as_they_are_and_says_hidden_apart_from_not_recorded(folder: Path) -> None:
    with (folder / "participants.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["person", "sex", "age group", "days", "cost", "count"]
    assert rows[1] == ["K7F2A9", "1", "18-24", "3", "2.5", "s"]
    assert rows[2] == ["M2Q8ZT", "unknown", "25+", "", "", "14"]
    assert rows[3][4] == "1234567.25"


def test_parquet_is_plain_strings_and_numbers_in_one_row_group(folder: Path) -> None:
    file = pq.ParquetFile(folder / "participants.parquet")
    assert file.metadata.num_row_groups == 1
    assert set(file.metadata.metadata) == {b"ARROW:schema"}
    group = file.metadata.row_group(0)
    assert {group.column(at).compression for at in range(group.num_columns)} == {"ZSTD"}
    table = file.read()
    kinds = {pa.string(), pa.large_string(), pa.string_view()}
    for name in ("person", "sex", "age group", "state"):
        assert table.schema.field(name).type in kinds
    assert table.schema.field("days").type == pa.int64()
    assert table.schema.field("cost").type == pa.float64()
    assert table["count"].to_pylist() == [None, 14, 11]
    assert table["state"].to_pylist() == ["hidden", "shown", "shown"]
    assert table["cost"].to_pylist() == [2.5, None, 1234567.25]


def test_several_numbers_that_may_be_hidden_each_have_a_state(tmp_path: Path) -> None:
    total = Field("total", "Total", Kind.NUMBER, {"hidden": "hidden"}, ("hidden",))
    both = DataSet("t", "T", (PEOPLE.fields[5], total), ((1, None), (None, 2)))
    table = pq.read_table(io.BytesIO(dataset_files(both)["data/t.parquet"]))
    assert table.column_names == ["count", "count_state", "total", "total_state"]
    assert table["total_state"].to_pylist() == ["hidden", "shown"]


def test_spss_has_numbers_for_codes_labels_of_used_codes_and_user_missing(folder: Path) -> None:
    frame, words = pyreadstat.read_sav(
        folder / "participants.sav", user_missing=True, output_format="polars"
    )
    assert words.column_names_to_labels == TITLES
    assert words.variable_value_labels == {
        "sex": {1.0: "Male", 2.0: "Female", 97.0: "Not known"},
        "age_group": {1.0: "18 to 24", 2.0: '25 or "more", $HOME `x`'},
        "count": {-9.0: "hidden"},
    }
    assert words.missing_ranges == {
        "sex": [{"lo": 97.0, "hi": 97.0}],
        "count": [{"lo": -9.0, "hi": -9.0}],
    }
    assert frame["person"].to_list() == ["K7F2A9", "M2Q8ZT", "P9X4WC"]
    assert frame["sex"].to_list() == [1.0, 97.0, 2.0]
    assert frame["days"].to_list() == [3.0, None, 17.0]
    assert frame["count"].to_list() == [-9.0, 14.0, 11.0]
    assert words.original_variable_types["cost"].endswith(".2")
    assert words.variable_measure == {
        **dict.fromkeys(("person", "sex", "age_group"), "nominal"),
        **dict.fromkeys(("days", "cost", "count"), "scale"),
    }


def test_spss_opens_in_r(folder: Path) -> None:
    script = (
        "library(foreign); x <- suppressWarnings(read.spss('participants.sav', to.data.frame=TRUE,"
        "use.missings=TRUE, reencode=NA)); cat(as.character(x$sex), '|', levels(x$age_group)[1],"
        " '|', x$days, '|', attr(x, 'variable.labels')['cost'], '|', is.na(x$count))"
    )
    assert r_says(folder, "-e", script) == (
        "Male NA Female | 18 to 24 | 3 NA 17 | Cost in dollars | TRUE FALSE FALSE"
    )


def test_stata_has_extended_missing_values_with_labels(folder: Path) -> None:
    with pd.io.stata.StataReader(folder / "participants.dta", convert_categoricals=False,
                                 convert_missing=True) as reader:  # fmt: skip
        frame = reader.read()
        labels, titles = reader.value_labels(), reader.variable_labels()
        names = dict(zip(reader._varlist, reader._lbllist, strict=True))
        assert reader.time_stamp == "01 Jan 2000 00:00"
    assert titles == TITLES
    assert [str(each) for each in frame["sex"]] == ["1", ".a", "2"]
    assert [str(each) for each in frame["count"]] == [".a", "14", "11"]
    assert [str(each) for each in frame["days"]] == ["3.0", ".", "17.0"]
    assert sorted(labels[names["sex"]].values()) == ["Female", "Male", "Not known"]
    assert list(labels[names["age_group"]].values()) == ["18 to 24", '25 or "more", $HOME `x`']
    assert list(labels[names["count"]].values()) == ["hidden"]


def test_stata_opens_with_labels_as_categories(folder: Path) -> None:
    frame = pd.read_stata(folder / "participants.dta")
    assert list(frame["age_group"]) == ["18 to 24", '25 or "more", $HOME `x`', "18 to 24"]
    assert frame["sex"].isna().tolist() == [False, True, False]


def test_the_same_rows_give_the_same_bytes() -> None:
    assert dataset_files(PEOPLE) == dataset_files(PEOPLE)
    assert dataset_files(EPISODES) == dataset_files(EPISODES)


def test_demo_rows_say_so_in_every_format() -> None:
    for path, data in dataset_files(PEOPLE, demo=True).items():
        assert b"DEMO - invented data" in data, path


def test_a_code_that_is_not_on_its_list_is_a_fault() -> None:
    with pytest.raises(ValueError, match="not on its list"):
        dataset_files(replace(PEOPLE, rows=(("K7F2A9", "7", "18-24", 3, 2.5, None),)))


def test_no_rows_make_files_too() -> None:
    files = dataset_files(replace(EPISODES, rows=()))
    assert pq.read_table(io.BytesIO(files["data/episodes.parquet"])).num_rows == 0
    assert files["data/episodes.csv"] == b"person,spell,end\n"


def test_codes_keep_their_numbers_whichever_are_used() -> None:
    assert number_codes(SEX).numbers["2"] == 2
    assert number_codes(AGE).numbers == {"18-24": 1, "25+": 2, list(AGE.labels)[2]: 3}
    some = replace(PEOPLE, rows=PEOPLE.rows[2:])
    assert b"Female" in dataset_files(some)["data/participants.sav"]
    assert b"Male\0" not in dataset_files(some)["data/participants.sav"]


CODES = st.dictionaries(
    st.text("abc0123456789-.", min_size=1, max_size=6), st.text(max_size=30), min_size=1
)


@given(CODES, st.data())
def test_every_code_has_a_number_of_its_own_and_the_missing_stand_last(
    labels: dict[str, str], data: st.DataObject
) -> None:
    missing = tuple(data.draw(st.lists(st.sampled_from(sorted(labels)), unique=True)))
    numbers = number_codes(Field("x", "X", Kind.CODE, labels, missing)).numbers
    assert numbers.keys() == labels.keys()
    assert len(set(numbers.values())) == len(numbers)
    known = [numbers[code] for code in labels if code not in missing]
    unknown = [numbers[code] for code in labels if code in missing]
    assert not known or not unknown or max(known) < min(unknown)
    if unknown:
        assert max(unknown) - min(unknown) == len(unknown) - 1
        assert set(str(max(unknown))) == {"9"}


@given(st.lists(st.text(max_size=50), max_size=12))
def test_names_fit_spss_and_stata_and_none_comes_twice(titles: list[str]) -> None:
    names = fit_names(Field(title, title, Kind.NUMBER) for title in titles)
    assert len({name.lower() for name in names}) == len(titles)
    for name in names:
        assert len(name) <= 32
        assert name.isascii()
        assert name.isidentifier()
        assert name.lower() not in ("all", "with", "if", "in", "int", "long", "to")


@given(st.text(max_size=100), st.integers(0, 60))
def test_a_label_is_cut_between_characters(text: str, most: int) -> None:
    short = cut(text, most)
    assert text.startswith(short)
    assert len(short.encode()) <= most


@given(st.lists(st.floats(-1e6, 1e6) | st.none()))
def test_a_hidden_number_is_below_all_others(values: list[float | None]) -> None:
    number = hidden_number(list(values))
    assert number < 0
    assert all(number < value for value in values if value is not None)


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "z"]), st.integers(0, 10**9) | st.none()),
        min_size=1, max_size=30,
    )
)  # fmt: skip
def test_what_goes_in_comes_out_of_every_format(rows: list[tuple[str, int | None]]) -> None:
    fields = (
        Field("code", "Code", Kind.CODE, {"a": "A", "b": "B", "z": "Z"}, ("z",)),
        Field("number", "Number", Kind.NUMBER),
    )
    files = dataset_files(DataSet("t", "T", fields, tuple(rows)))
    table = pq.read_table(io.BytesIO(files["data/t.parquet"]))
    assert list(zip(*table.to_pydict().values(), strict=True)) == rows
    read = list(csv.reader(io.StringIO(files["data/t.csv"].decode())))[1:]
    assert [(code, int(n) if n else None) for code, n in read] == rows
    frame = pd.read_stata(io.BytesIO(files["data/t.dta"]))
    numbers = [None if pd.isna(n) else int(n) for n in frame["number"]]
    assert numbers == [number for _, number in rows]
