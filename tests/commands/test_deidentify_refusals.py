"""What deidentify refuses: one sentence, no value of the file in it, and nothing left behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Typed
from tests.commands.deidentified import SPEC, Case, Row, case, people
from tests.commands.test_usage import refused


@pytest.fixture
def given(tmp_path: Path) -> Case:
    return case(tmp_path / "case")


SPECS: dict[str, tuple[str, str]] = {
    "it is no TOML": ("model = ", "not valid TOML"),
    "it is empty": ("", "model is missing"),
    "there is no such model": ('model = "magic"', "k-anonymity, safe-harbor"),
    "there is no column": ('model = "k-anonymity"', 'role = "quasi"'),
    "all columns are dropped": (
        'model = "safe-harbor"',
        "no column is to be kept",
    ),
    "a setting is not known": ("seed = 7\n" + SPEC, "no setting seed"),
    "k is 1": (SPEC.replace("k = 5", "k = 1"), "whole number from 2"),
    "k is a text": (SPEC.replace("k = 5", 'k = "5"'), "whole number from 2"),
    "t is above 1": (SPEC.replace("t = 0.5", "t = 5"), "number from 0 to 1"),
    "t is no number": (SPEC.replace("t = 0.5", "t = nan"), "number from 0 to 1"),
    "everything may go": (SPEC.replace("0.05", "1.0"), "number from 0 to 0.99"),
    "the loss is not known": ('loss = "mine"\n' + SPEC, "dm, precision, classes"),
    "a role is not known": (SPEC.replace('"kept"', '"stay"'), "quasi, sensitive, kept"),
    "a column has no role": (SPEC + "[columns.court]\n", "role in [columns.court] is missing"),
    "two columns are groups": (
        SPEC + '[columns.ssn]\nrole = "group"\n[columns.name]\nrole = "group"\n',
        "only one column",
    ),
    "l is asked without a sensitive column": (
        SPEC.replace('role = "sensitive"', 'role = "kept"'),
        'none has role = "sensitive"',
    ),
    "a column is not in the file": (SPEC.replace("columns.sex", "columns.gender"), "gender"),
    "a hierarchy is not there": (SPEC.replace("race.csv", "races.csv"), "There is no file"),
    "a hierarchy is a number": (SPEC.replace('"race.csv"', "7"), "name of a file"),
    "a hierarchy does not ship": (
        SPEC.replace('"race.csv"', '{ kind = "shipped", name = "race" }'),
        "ships with the program",
    ),
    "a rule has a mistake": (SPEC.replace("[5, 10, 20]", "[5, 12]"), "multiple"),
    "a column that is kept is free text": (
        SPEC + '[columns.note]\nrole = "kept"\n',
        "600 different values",
    ),
    "a column that is kept holds exact numbers": (
        SPEC + '[columns.ssn]\nrole = "kept"\nmost_values = 100\n',
        "600 different values",
    ),
    "a value is not in the labels": (
        SPEC.replace('role = "kept"', 'role = "kept"\nlabels = { none = "None" }'),
        "not in its labels",
    ),
    "a level is not there": (
        SPEC.replace('role = "kept"', 'role = "kept"\nlevel = 3'),
        "levels 0 to 1",
    ),
    "l is more than there are values": (SPEC.replace("l = 2", "l = 9"), "No levels"),
    "row_ids is a word": ('row_ids = "yes"\n' + SPEC, "true or false"),
    "the loss is a number": ("loss = 7\n" + SPEC, "dm, precision, classes"),
    "a weight is nothing": (
        SPEC.replace('role = "kept"', 'role = "kept"\nweight = 0'),
        "whole number from 1",
    ),
    "k is more than there are rows": (SPEC.replace("k = 5", "k = 700"), "No levels"),
}


@pytest.mark.parametrize("why", SPECS)
def test_a_specification_is_refused_when(given: Case, typed: Typed, why: str) -> None:
    spec, told = SPECS[why]
    said = given.says(spec).run(typed, "--json")
    refused(said, told)
    assert "Jane" not in said.err
    assert "canary" not in said.err
    assert given.left() == []


def strange(change: Callable[[list[Row]], object]) -> list[Row]:
    rows = people()
    change(rows)
    return rows


DATA: dict[str, tuple[list[Row] | str, str]] = {
    "it is empty": ("", "is empty"),
    "it has a header only": ("age,sex,race,zip,offence,work\n", "no rows"),
    "fewer than fifty people are in it": (people(49), "fewer than 50 people"),
    "a row is short": ("age,sex,race,zip,offence,work\n1,f\n", "Line 2"),
    "a quotation mark is open": ('age,sex,race,zip,offence,work\n"1,f,a,1,x,y\n', "Line 2"),
    "a column is named twice": ("age,age,sex,race,zip,offence,work\n", "asked for: age."),
    "it has no header": ("Jane,f,a,606,drug,none\nJohn,m,a,606,drug,none\n", "none of the columns"),
    "a value is in no hierarchy": (
        strange(lambda rows: rows[3].update(race="Jane's own")),
        "1 different values of the column race",
    ),
    "an age is no number": (
        strange(lambda rows: rows[3].update(age="Jane's age")),
        "1 different values of the column age",
    ),
    "a word stands in one row alone": (
        strange(lambda rows: rows[3].update(work="works for Jane")),
        "one row alone",
    ),
    "it is a workbook": ("PK\x03\x04 something", "a workbook"),
}


@pytest.mark.parametrize("why", DATA)
def test_a_file_is_refused_when(given: Case, typed: Typed, why: str) -> None:
    data, told = DATA[why]
    said = given.has(data).run(typed)
    refused(said, told)
    assert "Jane" not in said.err
    assert given.left() == []


TABLES = {
    "has open quotation marks": ('a;"a;*\nb;b;*\n', "quotation marks"),
    "is in no encoding": (b"a;\xff\xfe\x00\x81;*\n" * 3, "."),
    "is a workbook": (b"PK\x03\x04", "a workbook"),
    "is empty": ("", "is empty"),
}


@pytest.mark.parametrize("why", TABLES)
def test_a_hierarchy_is_refused_when_it(given: Case, typed: Typed, why: str) -> None:
    table, told = TABLES[why]
    content = table.encode() if isinstance(table, str) else table
    (given.folder / "race.csv").write_bytes(content)
    refused(given.run(typed), told)
    assert given.left() == []


def test_a_column_of_the_name_of_row_ids_is_refused(given: Case, typed: Typed) -> None:
    rows = [{**row, "row_id": "a"} for row in people()]
    given.has(rows).says("row_ids = true\n" + SPEC + '[columns.row_id]\nrole = "kept"\n')
    refused(given.run(typed), "row_ids cannot be added")


def test_a_specification_that_is_too_large_is_refused(given: Case, typed: Typed) -> None:
    given.says("#" * 1_000_001)
    refused(given.run(typed), "too large")


def test_fewer_than_fifty_people_are_refused_though_they_have_more_rows(
    given: Case, typed: Typed
) -> None:
    rows = [{**row, "person": str(at % 49)} for at, row in enumerate(people())]
    given.has(rows).says(SPEC + '[columns.person]\nrole = "group"\n')
    refused(given.run(typed), "fewer than 50 people")


def test_what_the_first_line_says_is_not_told_where_it_may_be_a_record(
    given: Case, typed: Typed
) -> None:
    for first in ("Jane,f,a,606,drug,sex", "age,sex,Jane,Jane,drug,none"):
        said = given.has(f"{first}\nage,f,a,606,drug,none\n").run(typed)
        refused(said, "first line")
        assert "Jane" not in said.err
        assert "drug" not in said.err


def test_a_column_that_is_dropped_may_stand_there_twice(given: Case, typed: Typed) -> None:
    rows = people()
    names = list(rows[0])
    lines = [",".join(("note", *names, "note"))]
    lines += [",".join(("x", *(row[name] for name in names), "y")) for row in rows]
    said = given.has("\n".join(lines) + "\n").run(typed)
    assert said.code == 0, said.err
    assert said.err.count("note") + said.out.count("note") == 1


def few(grouped: bool) -> list[Row]:
    """Return 60 rows of 60 people: 45 alike, and 15 of whom each is alone at its age."""
    rows = [{"age": "30" if at < 45 else str(31 + at), "sex": "f"} for at in range(60)]
    return [{**row, "person": str(at)} for at, row in enumerate(rows)] if grouped else rows


@pytest.mark.parametrize("grouped", [False, True])
def test_enough_people_stay_where_a_coarser_level_keeps_them(
    given: Case, typed: Typed, grouped: bool
) -> None:
    spec = """
model = "k-anonymity"
k = 5
suppression = 0.5
[columns.age]
role = "quasi"
hierarchy = { kind = "intervals", widths = [100] }
"""
    group = '[columns.person]\nrole = "group"\n' if grouped else ""
    answer = given.has(few(grouped)).says(spec + group).answer(typed)
    assert answer["rows_written"] == 60
    assert answer["levels"] == {"age": 1}


def test_a_table_of_areas_that_is_not_there_or_not_right_is_told_apart(
    given: Case, typed: Typed
) -> None:
    spec = 'model = "safe-harbor"\nareas = "areas.csv"\n[columns.race]\nkind = "area"\n'
    refused(given.says(spec).run(typed), "The file areas.csv of areas cannot be read.")
    (given.folder / "areas.csv").write_text("a\n", encoding="utf-8")
    refused(given.run(typed), "it has two columns")


def test_a_file_or_folder_that_is_not_there_is_refused(given: Case, typed: Typed) -> None:
    words = ["deidentify", "--spec", given.spec, given.data, "--out", given.out]
    refused(typed(*words[:2], given.folder / "none.toml", *words[3:]), "cannot be read")
    refused(typed(*words[:2], given.folder, *words[3:]), "cannot be read")
    refused(typed(*words[:3], given.folder / "none.csv", *words[4:]), "There is no file")
    refused(typed(*words[:3], given.folder, *words[4:]), "is a folder")
    refused(typed(*words[:5], given.data), "already")
    refused(typed(*words[:5], given.folder / ("x" * 300)), "cannot be used")
    assert given.left() == []


@pytest.mark.parametrize("words", [[], ["--spec", "s.toml"], ["d.csv"], ["--home", "x"]], ids=str)
def test_wrong_usage_is_told_apart_from_a_refusal(typed: Typed, words: list[str]) -> None:
    assert typed("deidentify", *words).code == 2


HOSTILE = [
    "=cmd|' /C calc'!A0", "a\nb", 'quo"te', "<script>alert(1)</script>", "%s%n{0}", "ÿ\u202e\u0301",
    "x" * 300, "'; DROP TABLE rows; --", "all", "../../etc",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_hostile_names_and_values_leave_as_plain_text(given: Case, typed: Typed, name: str) -> None:
    rows = [
        {"age": row["age"], name: row["sex"], "offence": row["offence"].replace("drug", name)}
        for row in people(200)
    ]
    key = '"' + name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    given.has(rows).says(f"""
model = "k-anonymity"
k = 3
suppression = 0.2
[columns.age]
role = "quasi"
hierarchy = {{ kind = "shipped", name = "age" }}
[columns.{key}]
role = "quasi"
[columns.offence]
role = "sensitive"
""")
    said = given.run(typed)
    assert said.code in (0, 1), said.err
    if said.code == 0:
        page = (given.out / "codebook" / "codebook.html").read_text(encoding="utf-8")
        assert "<script>alert" not in page
        assert not any(cell.startswith("=") for row in given.written() for cell in row.values())
    assert given.left() == (["out"] if said.code == 0 else [])
