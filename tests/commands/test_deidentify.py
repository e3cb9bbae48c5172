"""deidentify: what is written holds what is asked, and tells nothing else."""

from __future__ import annotations

import io
import json
import zlib
from collections import Counter
from hashlib import sha256
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from tests.commands.conftest import Typed, spawn
from tests.commands.deidentified import QUASI, SPEC, Case, case, people
from tests.commands.test_usage import refused
from tests.disclosure import anonymity_by_hand as by_hand


@pytest.fixture
def given(tmp_path: Path) -> Case:
    return case(tmp_path / "case")


def measured(rows, quasi=QUASI, sensitive="offence") -> tuple[int, int, float]:
    return (
        by_hand.k_of(rows, quasi),
        by_hand.l_of(rows, quasi, sensitive),
        by_hand.t_of(rows, quasi, sensitive),
    )


def test_what_is_written_holds_what_is_asked(given: Case, typed: Typed) -> None:
    answer = given.answer(typed)
    rows = given.written()
    k, l, t = measured(rows)  # noqa: E741
    assert (answer["k"], answer["l"]) == (k, l)
    assert answer["t"] == pytest.approx(t, abs=1e-12)
    assert k >= 5
    assert l >= 2
    assert t <= 0.5
    assert answer["rows"] == 600
    assert answer["rows_written"] == len(rows) == 600 - answer["suppressed"]
    assert answer["suppressed"] <= 30
    assert set(answer["levels"]) == set(QUASI)
    assert answer["nodes_searched"] <= answer["nodes_in_lattice"] == 5 * 2 * 3 * 4
    assert answer["optimal"] is True
    assert answer["dropped_columns"] == ["name", "ssn", "marital", "school", "court", "note"]


def test_the_same_rows_stand_in_every_format(given: Case, typed: Typed) -> None:
    given.answer(typed)
    rows = [tuple(row.values()) for row in given.written()]
    data = given.out / "data"
    parquet = pl.read_parquet(data / "rows.parquet").fill_null("")
    assert [tuple(map(str, row)) for row in parquet.rows()] == rows
    for name, read in (("rows.sav", pyreadstat.read_sav), ("rows.dta", pyreadstat.read_dta)):
        frame, _ = read(data / name, apply_value_formats=True, output_format="polars")
        shown = [
            tuple("" if value in (None, "Not recorded") else str(value) for value in row)
            for row in frame.rows()
        ]
        assert shown == rows


def test_no_name_number_or_note_is_in_any_byte(given: Case, typed: Typed) -> None:
    given.answer(typed)
    for path in given.out.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for canary in (b"canary", b"Jane Roe", b"900-00-", b"cousin"):
                assert canary not in content, path.name
    frame = pl.read_parquet(given.out / "data" / "rows.parquet")
    assert "canary" not in str(frame.to_dicts())


def test_a_value_that_no_written_row_has_is_in_no_codebook(given: Case, typed: Typed) -> None:
    rows = people()
    rows[7]["race"] = "zz-alone"
    given.has(rows)
    races = given.folder / "race.csv"
    races.write_text(races.read_text() + "zz-alone;zz-alone;*\n", encoding="utf-8")
    answer = given.answer(typed)
    kept = [row for row in given.written() if row["race"] == "zz-alone"]
    assert kept == []
    assert answer["suppressed"] > 0
    for path in given.out.rglob("*"):
        assert not path.is_file() or b"zz-alone" not in path.read_bytes()


def test_the_order_of_rows_tells_nothing_of_the_source(given: Case, typed: Typed) -> None:
    rows = sorted(people(), key=lambda row: (row["offence"], int(row["age"])))
    given.has(rows)
    given.answer(typed)
    written = given.written()
    for column in ("offence", "age", "work"):
        ranks = {value: at for at, value in enumerate(sorted({row[column] for row in written}))}
        codes = pl.Series([ranks[row[column]] for row in written])
        frame = pl.DataFrame({"place": range(len(written)), "code": codes})
        together = frame.select(pl.corr("place", "code", method="spearman")).item()
        assert abs(together) < 0.15


def test_the_same_people_in_another_order_are_the_same_bytes(
    given: Case, tmp_path: Path, typed: Typed
) -> None:
    given.answer(typed)
    other = case(tmp_path / "elsewhere").has([*reversed(people())])
    other.answer(typed)

    def sums(one: Case) -> dict[str, str]:
        return {
            path.relative_to(one.out).as_posix(): sha256(path.read_bytes()).hexdigest()
            for path in sorted(one.out.rglob("*"))
            if path.is_file()
        }

    assert sums(given) == sums(other)


def test_row_ids_are_drawn_anew_and_are_the_key(given: Case, tmp_path: Path, typed: Typed) -> None:
    given.says("row_ids = true\n" + SPEC).answer(typed)
    other = case(tmp_path / "again").says("row_ids = true\n" + SPEC)
    other.answer(typed)
    ids = [row["row_id"] for row in given.written()]
    assert len(set(ids)) == len(ids)
    assert not set(ids) & {row["row_id"] for row in other.written()}


def test_a_class_holds_k_groups_where_there_is_a_group_key(given: Case, typed: Typed) -> None:
    rows = people()
    for at, row in enumerate(rows):
        row["house"] = str(at // 4)
    given.has(rows).says(SPEC + '\n[columns.house]\nrole = "group"\n')
    answer = given.answer(typed)
    assert answer["k"] >= 5
    written = given.written()
    assert "house" not in written[0]
    assert by_hand.k_of(written, QUASI) >= answer["k"]


def test_rows_of_one_household_are_no_class(given: Case, typed: Typed) -> None:
    # Sixty households of ten alike: ten rows each, but one household.
    rows = [
        {"age": str(20 + house), "sex": "f", "offence": "xy"[row % 2], "house": str(house)}
        for house in range(60)
        for row in range(10)
    ]
    spec = """
model = "k-anonymity"
k = 5
[columns.age]
role = "quasi"
hierarchy = { kind = "intervals", widths = [5, 10] }
[columns.offence]
role = "sensitive"
"""
    given.has(rows).says(spec)
    assert given.answer(typed)["levels"] == {"age": 0}
    grouped = case(given.folder.parent / "grouped").has(rows)
    grouped.says(spec + '[columns.house]\nrole = "group"\n')
    answer = grouped.answer(typed)
    assert answer["levels"] == {"age": 1}
    assert answer["k"] == 5


def test_levels_of_kept_and_sensitive_columns_are_written(given: Case, typed: Typed) -> None:
    spec = SPEC.replace(
        '[columns.work]\nrole = "kept"\n',
        '[columns.school]\nrole = "kept"\nlevel = 1\nlabels = { s0 = "to year 9", s1 = "above" }\n'
        "hierarchy = { kind = 'groups', levels = [{ s0 = ["
        + ", ".join(f'"s{n:02}"' for n in range(1, 10))
        + '], s1 = ["s10", "s11", "s12", "s13", "s14", "s15", "s16"] }] }\n',
    )
    given.says(spec).answer(typed)
    assert {row["school"] for row in given.written()} == {"s0", "s1"}


def test_the_receipt_tells_how_and_the_manifest_what(given: Case, typed: Typed) -> None:
    answer = given.answer(typed)
    receipt = json.loads((given.out / "receipt.json").read_text())
    assert receipt["measured"]["k"] == answer["k"]
    assert receipt["rows left out"] == answer["suppressed"] >= 5
    assert "loss" not in receipt
    manifest = json.loads((given.out / "manifest.json").read_text())
    for entry in manifest["files"]:
        assert sha256((given.out / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
    told = (given.out / "receipt.txt").read_text()
    assert "nulls: a value of their own" in told
    assert "rows in classes of" in told


HARBOR = """
model = "safe-harbor"
year = 2026
[columns.name]
kind = "name"
[columns.ssn]
kind = "ssn"
[columns.age]
kind = "age"
[columns.zip]
kind = "zip"
[columns.offence]
kind = "code"
labels = { drug = "Drugs", theft = "Theft" }
[columns.note]
kind = "text"
"""


def test_safe_harbor_goes_by_the_kinds_of_columns(given: Case, typed: Typed) -> None:
    rows = people()
    rows[0]["age"] = "93"
    answer = given.has(rows).says(HARBOR).answer(typed)
    written = given.written()
    assert set(written[0]) == {"age", "zip", "offence"}
    assert {row["offence"] for row in written} == {"drug", "theft", "other"}
    assert "93" not in {row["age"] for row in written}
    assert (answer["model"], answer["k"], answer["levels"]) == ("safe-harbor", None, {})
    assert answer["rows_written"] == 600
    assert answer["notes"]


def test_the_receipt_counts_zip_codes_that_were_repaired_or_are_none(
    given: Case, typed: Typed
) -> None:
    typed_in = {0: "2139", 1: "N/A", 2: "501", 3: "K1A 0B1", 4: ""}
    rows = [
        {**row, "zip": typed_in.get(at, "3601" if at % 40 == 9 else "60601")}
        for at, row in enumerate(people())
    ]
    answer = given.has(rows).says(HARBOR).answer(typed)
    (note,) = [note for note in answer["notes"] if note.startswith("zip")]
    assert "16 of four digits lost a leading zero" in note
    assert "3 left empty" in note
    found = [row["zip"] for row in given.written()]
    assert Counter(found) == {"606": 580, "000": 15, "021": 1, "": 4}
    receipt = json.loads((given.out / "receipt.json").read_text(encoding="utf-8"))
    assert receipt["ZIP codes"] == {
        "zip": {"got back a zero they had lost": 16, "left empty, as they are no ZIP code": "s"}
    }


def test_safe_harbor_keeps_numbers_as_numbers(given: Case, typed: Typed) -> None:
    rows = [{**row, "days": "" if at == 3 else f"{at % 90}.5", "came": f"20{at % 20 + 10}-03-04"}
            for at, row in enumerate(people())]  # fmt: skip
    spec = """
model = "safe-harbor"
[columns.days]
kind = "number"
title = "Days in the program"
[columns.came]
kind = "date"
"""
    given.has(rows).says(spec).answer(typed)
    written = given.written()
    assert {row["came"] for row in written} == {str(year) for year in range(2010, 2030)}
    assert sorted(float(row["days"] or -1) for row in written)[:2] == [-1.0, 0.5]
    frame = pl.read_parquet(given.out / "data" / "rows.parquet")
    assert frame["days"].dtype.is_numeric()


def test_a_specification_without_l_is_told_what_k_does_not_hide(given: Case, typed: Typed) -> None:
    spec = SPEC.replace("l = 2\nt = 0.5\n", "")
    given.has([{**row, "offence": "x" if row["sex"] == "f" else "y"} for row in people()])
    said = given.says(spec.replace('[columns.sex]\nrole = "quasi"\n', "")).run(typed)
    assert said.code == 0
    crowd = "everybody has the same value"
    measured_l = next(line for line in said.out.splitlines() if line.startswith("l: "))
    assert (crowd in said.err) == (measured_l == "l: 1")


def test_a_newcomer_reads_what_was_done(given: Case) -> None:
    said = spawn("deidentify", "--spec", given.spec, given.data, "--out", given.out)
    assert said.code == 0, said.err
    assert "level of age: " in said.out
    assert "k: " in said.out
    assert "Left out, as the specification does not keep them: name, ssn" in said.err
    again = spawn("deidentify", "--spec", given.spec, given.data, "--out", given.out)
    refused(again, "already has something in it")


def test_no_library_is_loaded_for_help() -> None:
    said = spawn("deidentify", "--help")
    assert said.code == 0
    assert "nobody signs in" in said.out


def test_parquet_pages_hold_no_canary_either(given: Case, typed: Typed) -> None:
    given.answer(typed)
    frame = pl.read_parquet(io.BytesIO((given.out / "data" / "rows.parquet").read_bytes()))
    assert zlib.crc32(str(frame.schema).encode())  # it reads back as a table of named columns
    assert frame.columns == ["age", "zip", "sex", "race", "work", "offence"]
