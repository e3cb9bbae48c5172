"""A cohort file is kept whole or not at all, and nothing in it points at anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from ati_desktop.errors import Refused
from ati_desktop.imports.cohort import CohortPlan, plan_cohort
from ati_desktop.imports.cohort_mapping import read_cohort_mapping
from ati_desktop.imports.identifying import looks_like_identifier, values_point_at_people
from ati_desktop.resources import resource

MAPPING = """\
name = "weeks"
version = 1
source = "made up"
covariates = ["prior"]
drop = ["id"]

[time]
column = "week"
unit = "weeks"

[event]
column = "arrest"

[[group]]
column = "aid"
[group.labels]
y = "With"
n = "Without"
"""


def plan(folder: Path, data: str, mapping: str = MAPPING) -> CohortPlan:
    (folder / "m.toml").write_text(mapping, encoding="utf-8")
    (folder / "c.csv").write_text(data, encoding="utf-8")
    return plan_cohort(folder / "c.csv", read_cohort_mapping(folder / "m.toml"))


def test_a_sound_file_is_a_table_by_columns(tmp_path: Path) -> None:
    found = plan(tmp_path, "id,week,arrest,aid,prior\n7,20,1,y,3\n8,52.5,0,n,\n")
    assert found.table is not None
    assert found.table.columns == {
        "week": (20, 52.5),
        "arrest": (1, 0),
        "aid": ("y", "n"),
        "prior": (3, ""),
    }


def test_every_problem_of_every_row_is_listed(tmp_path: Path) -> None:
    found = plan(
        tmp_path,
        "id,week,arrest,aid,prior\n1,-1,2,y,0\n2,soon,1,,0\n3,,0,q,0\n4,nan,1,y,0\n5,1,1,y\n",
    )
    assert found.table is None
    assert [(line, one.column) for line, one in found.problems] == [
        (2, "week"),
        (2, "arrest"),
        (3, "week"),
        (3, "aid"),
        (4, "week"),
        (4, "aid"),
        (5, "week"),
        (6, ""),
    ]


def test_columns_that_look_like_people_are_refused_unless_dropped(tmp_path: Path) -> None:
    header = "id,week,arrest,aid,prior,BirthDate\n1,1,1,y,0,x\n"
    with pytest.raises(Refused, match="BirthDate"):
        plan(tmp_path, header)
    dropped = MAPPING.replace('drop = ["id"]', 'drop = ["id", "BirthDate"]')
    assert plan(tmp_path, header, dropped).table is not None


@pytest.mark.parametrize(
    "values",
    [
        ["a@b.org"],
        ["123-45-6789"],
        ["1980-02-01"],
        ["555 123 4567"],
        [str(n) for n in range(30)],
        list(range(100, 230)),
    ],
)
def test_values_that_point_at_people_are_known(values: list[str | float]) -> None:
    assert values_point_at_people(values)


def test_ordinary_values_are_let_through() -> None:
    assert not values_point_at_people(list(range(18, 80)))
    assert not values_point_at_people(["y", "n"] * 20)
    assert not values_point_at_people([n / 7 for n in range(1, 50)])


@pytest.mark.parametrize("name", ["id", "person_id", "LastName", "DOB", "docket_no", "Email"])
def test_a_name_for_people_is_known(name: str) -> None:
    assert looks_like_identifier(name)


@pytest.mark.parametrize("name", ["week", "paro", "age", "wexp", "idle", "race", "residence"])
def test_an_ordinary_name_is_let_through(name: str) -> None:
    assert not looks_like_identifier(name)


def test_values_that_all_differ_are_refused_with_their_column(tmp_path: Path) -> None:
    rows = "".join(f"{n},{n},1,y,{1000 + n}\n" for n in range(130))
    with pytest.raises(Refused, match="prior"):
        plan(tmp_path, "id,week,arrest,aid,prior\n" + rows)


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ('unit = "weeks"', 'unit = "moons"', "days, weeks"),
        ('column = "week"', "", "column"),
        ('drop = ["id"]', 'drop = ["week"]', "named twice"),
        ('source = "made up"', "", "source"),
        ('column = "arrest"', 'column = "arrest"\nhappened = "0"', "both"),
        ("[event]", "[occasion]", "event"),
    ],
)
def test_a_mistake_in_its_mapping_is_named(tmp_path: Path, was: str, now: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        plan(tmp_path, "id,week,arrest,aid,prior\n1,1,1,y,0\n", MAPPING.replace(was, now))


def test_missing_columns_and_missing_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="prior"):
        plan(tmp_path, "id,week,arrest,aid\n1,1,1,y\n")
    with pytest.raises(Refused, match="no rows"):
        plan(tmp_path, "id,week,arrest,aid,prior\n")


@pytest.mark.real_data
def test_the_men_who_were_released_are_read_whole() -> None:
    path = Path(__file__).resolve().parents[3] / "shared" / "data" / "rossi.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    mapping = read_cohort_mapping(resource("mappings/rossi_cohort.toml"))
    found = plan_cohort(path, mapping)
    assert (found.rows, found.problems) == (432, ())
    assert found.table is not None
    assert sum(int(one) for one in found.table.columns["arrest"]) == 114
    assert "id" not in found.table.columns


def test_a_column_that_stands_there_twice_is_left_aside_unless_it_is_asked_for(
    tmp_path: Path,
) -> None:
    found = plan(tmp_path, "id,week,note,arrest,aid,prior,note,id\n7,20,x,1,y,3,z,8\n")
    assert found.table is not None
    assert found.table.columns["week"] == (20,)
    with pytest.raises(Refused, match="asked for: week"):
        plan(tmp_path, "id,week,arrest,aid,prior,week\n7,20,1,y,3,21\n")
