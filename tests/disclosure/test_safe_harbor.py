"""The eighteen identifiers: each kind of column, and the values people really type."""

from __future__ import annotations

import json
from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.disclosure.ages import coarsen_ages, coarsen_births, coarsen_dates
from ati_desktop.disclosure.places import (
    FEWEST_PEOPLE,
    ZipTable,
    coarsen_areas,
    coarsen_states,
    read_zips,
    told_areas,
    zip_table,
)
from ati_desktop.disclosure.safe_harbor import DROPPED, KINDS, apply_safe_harbor
from ati_desktop.errors import Refused
from ati_desktop.resources import resource

SMALL_IN_2020 = [
    "036",
    "059",
    "102",
    "202",
    "203",
    "204",
    "205",
    "369",
    "556",
    "692",
    "753",
    "772",
    "821",
    "823",
    "878",
    "879",
    "884",
    "893",
]  # Health Resources and Services Administration, by the census of 2020


def one(kind: str, *values: object, **more: object) -> list[object]:
    frame = pl.DataFrame({"x": pl.Series(values, dtype=pl.Object if _mixed(values) else None)})
    return apply_safe_harbor(frame, {"x": kind}, **more).frame["x"].to_list()  # type: ignore[arg-type]


def _mixed(values: tuple[object, ...]) -> bool:
    return len({type(value) for value in values if value is not None}) > 1


@pytest.mark.parametrize("kind", sorted(DROPPED))
def test_an_identifier_is_dropped_whatever_it_holds(kind: str) -> None:
    frame = pl.DataFrame({"x": ["Ngozi Okonkwo", "", None], "n": [1, 2, 3]})
    safe = apply_safe_harbor(frame, {"x": kind, "n": "number"})
    assert safe.frame.columns == ["n"]
    assert safe.done == {"x": "dropped", "n": "kept"}
    assert "Okonkwo" not in " ".join(safe.notes)


def test_all_eighteen_identifiers_have_a_kind() -> None:
    assert set(KINDS) >= {
        "name", "address", "zip", "date", "age", "phone", "fax", "email", "ssn", "record_number",
        "plan_number", "account_number", "licence_number", "vehicle", "device", "url", "ip",
        "biometric", "photo", "other_code",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("03601", "000"),
        ("3601", "000"),  # a spreadsheet took the zero
        ("3601.0", "000"),
        (" 60601 ", "606"),
        ("60601-1234", "606"),
        ("60601 1234", "606"),
        ("606011234", "606"),
        ("36011234", None),  # eight digits may be anything
        ("3601-1234", None),
        ("02139", "021"),
        ("2139", "021"),
        ("00601", "006"),
        ("501", None),  # three digits, or two lost zeros
        ("606", None),
        ("21", None),
        ("09012", "000"),  # military mail: nobody is counted there
        ("N/A", None),
        ("K1A 0B1", None),
        ("SW1A 1AA", None),
        ("606012", None),
        ("60601-", None),
        ("unknown", None),
        ("99999999999", None),
        ("٦٠٦٠١", None),
        ("", None),
        (None, None),
    ],
)
def test_a_zip_code_is_cut_to_three_digits_where_enough_people_live(
    typed: str | None, told: str | None
) -> None:
    assert one("zip", typed, "60601") == [told, "606"]


def test_zip_codes_that_a_spreadsheet_made_numbers_of_get_their_zeros_back() -> None:
    assert one("zip", 2139, 501, 60601, None) == ["021", None, "606", None]
    assert one("zip", 2139.0, 3601.0, 60601.0, float("nan")) == ["021", "000", "606", None]


def test_four_digits_are_no_zip_code_where_nothing_in_the_column_has_five() -> None:
    assert one("zip", "2139", "8000", "501", "K1A 0B1") == [None] * 4


def test_what_was_repaired_and_what_is_no_zip_code_is_counted() -> None:
    """A spreadsheet took zeros away in some rows; people typed what they had in others."""
    typed = [
        "60601",
        "60602",
        "2139",
        "02139",
        "501",
        "00501",
        "N/A",
        "K1A 0B1",
        "60601-1234",
        None,
    ]
    safe = apply_safe_harbor(pl.DataFrame({"x": typed}), {"x": "zip"})
    assert safe.frame["x"].to_list() == [
        "606", "606", "021", "021", None, "000", None, None, "606", None,
    ]  # fmt: skip
    assert (safe.zips["x"].repaired, safe.zips["x"].blank) == (1, 3)
    assert "; 1 of four digits lost a leading zero and got it back; 3 left empty" in safe.notes[0]


def test_counts_of_few_rows_are_not_said_where_the_sentences_leave() -> None:
    typed = ["60601"] * 30 + ["2139"] * 12 + ["?"] * 3
    frame = pl.DataFrame({"x": typed, "d": ["1790-01-01"] * 3 + ["2020-01-01"] * 42})
    kinds = {"x": "zip", "d": "date"}
    near = apply_safe_harbor(frame, kinds, today_year=2026).notes
    assert "12 of four digits" in near[0]
    assert "3 left empty" in near[0]
    assert "3 not recorded" in near[1]
    away = apply_safe_harbor(frame, kinds, today_year=2026, least=11).notes
    assert "12 of four digits" in away[0]
    assert "some left empty" in away[0]
    assert "some not recorded" in away[1]


def test_years_that_cannot_be_are_not_recorded_and_counted() -> None:
    days = ["2027-01-01", "2026-05-01", "1906-01-01", "1905-12-31", "2021-13-40", None]
    safe = apply_safe_harbor(pl.DataFrame({"x": days}), {"x": "date"}, today_year=2026)
    assert safe.frame["x"].to_list() == [None, 2026, 1906, None, None, None]
    assert "; 3 not recorded" in safe.notes[0]
    assert "after 2026" in safe.notes[0]


def test_the_census_that_ships_is_that_of_2020_and_whole() -> None:
    table = zip_table()
    assert table.census_year == 2020
    assert "Census Bureau" in table.source
    raw = json.loads(resource("geography/us_zip3.json").read_text(encoding="utf-8"))
    assert sum(table.people.values()) == raw["total"] == 334_726_586
    assert len(table.people) == 894
    assert [zip3 for zip3, people in table.people.items() if people <= FEWEST_PEOPLE] == (
        SMALL_IN_2020
    )


def test_another_census_can_be_given() -> None:
    table = ZipTable(2030, "the next one", {"606": 20_000, "021": 20_001})
    assert one("zip", "60601", "02139", zip3=table) == ["000", "021"]


@given(st.lists(st.text(max_size=12) | st.none(), max_size=6))
def test_nothing_but_three_digits_ever_comes_out_of_a_zip_column(typed: list[str | None]) -> None:
    told = read_zips(typed, zip_table()).told
    assert all(zip3 is None or len(zip3) == 3 for zip3 in told)
    assert all(zip3 in (None, "000") or zip_table().people[zip3] > FEWEST_PEOPLE for zip3 in told)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (89, "89"),
        (90, "90+"),
        ("89", "89"),
        ("90", "90+"),
        ("89.9", "89"),
        (" 34 ", "34"),
        ("34 years old", "34"),
        ("34 yrs", "34"),
        ("91y", "90+"),
        (">89", "90+"),
        ("> 89", "90+"),
        (">=90", "90+"),
        ("≥ 90", "90+"),
        ("90+", "90+"),
        ("over 89", "90+"),
        ("95 and over", "90+"),
        ("65+", "65+"),
        (">65", ">65"),
        ("30-34", "30-34"),
        ("30 to 34", "30-34"),
        ("85-89", "85-89"),
        ("90-94", "90+"),
        ("85-94", None),  # some of them are over 89
        ("34-30", None),
        ("107", "90+"),
        ("999", None),
        ("-4", None),
        ("8 months", None),
        ("thirty", None),
        ("1931", None),
        ("", None),
        (None, None),
    ],
)
def test_nobody_is_told_to_be_over_89(typed: object, told: str | None) -> None:
    assert coarsen_ages([typed]) == [told]


@given(st.text(max_size=10) | st.integers(-10, 2000) | st.floats())
def test_no_age_over_89_comes_out(typed: object) -> None:
    (told,) = coarsen_ages([typed])
    assert told is None or told == "90+" or int(told.strip(">+").split("-")[-1]) <= 89


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("2024-03-11", 2024),
        ("2024-03-11T10:30:00", 2024),
        ("03/11/2024", 2024),
        ("11.03.2024", 2024),
        ("March 11, 2024", 2024),
        ("11 Mar 2024", 2024),
        ("20240311", 2024),
        ("2024-03", 2024),
        ("2024", 2024),
        ("2024~", 2024),
        (2024, 2024),
        (2024.0, 2024),
        (date(2024, 3, 11), 2024),
        (datetime(2024, 3, 11, 10), 2024),  # noqa: DTZ001 - as a data file holds it
        ("2021-13-40", None),
        ("20210230", None),
        ("2023-02-29", None),
        ("13/40/2021", None),
        ("13/12/2021", 2021),
        ("3/11/24", None),  # of which century?
        ("2023 or 2024", None),
        ("45362", None),  # a day number of a spreadsheet
        ("12024", None),
        ("not yet", None),
        ("", None),
        (None, None),
    ],
)
def test_of_a_date_only_the_year_is_told(typed: object, year: int | None) -> None:
    assert coarsen_dates([typed]) == [year]


def test_years_of_birth_do_not_tell_who_is_over_89() -> None:
    born = ["1937-01-01", "1936-12-31", "1901", "1990", "2027", "x", None]
    assert coarsen_births(born, 2026) == [
        "1937", "1936 or earlier", "1936 or earlier", "1990", None, None, None,
    ]  # fmt: skip


def test_without_a_year_to_count_from_years_of_birth_are_dropped() -> None:
    frame = pl.DataFrame({"born": ["1990-01-01"], "n": [1]})
    safe = apply_safe_harbor(frame, {"born": "birth_date", "n": "number"})
    assert safe.frame.columns == ["n"]
    assert safe.done["born"] == "dropped"


def test_what_is_no_state_is_not_told() -> None:
    assert coarsen_states(["CA", "california", " New  York", "Springfield", "", None]) == [
        "CA", "CA", "other", "other", None, None,
    ]  # fmt: skip
    assert coarsen_states(["new york", "PR"]) == ["NY", "PR"]


AREAS = {"North": 15_000, "South": 30_000, "East": 90_000, "West": 8_000}


def test_areas_of_few_people_are_joined() -> None:
    assert coarsen_areas(["north", " SOUTH ", "East", "West", "Elsewhere", None], AREAS) == [
        "other", "South", "East", "other", "other", None,
    ]  # fmt: skip


def test_what_is_joined_is_itself_large_enough() -> None:
    assert told_areas({"North": 15_000, "South": 30_000, "East": 90_000}) == {"East"}
    assert told_areas({"Only": 5_000}) == frozenset()
    assert told_areas({"A": 50_000, "B": 60_000}) == {"A", "B"}
    assert told_areas({"At": 20_000, "Over": 20_001, "Far": 40_000}) == {"Far"}


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.integers(0, 90_000), max_size=8))
def test_no_area_and_no_rest_of_few_people_can_be_told(people: dict[str, int]) -> None:
    told = told_areas(people)
    rest = sum(count for name, count in people.items() if name not in told)
    assert all(people[name] > FEWEST_PEOPLE for name in told)
    assert (
        not told
        or rest == 0
        or rest > FEWEST_PEOPLE
        or all(people[name] == 0 for name in people if name not in told)
    )


def test_a_column_of_areas_needs_a_table_and_uses_it() -> None:
    assert one("area", "South", "West", areas=AREAS) == ["South", "other"]
    with pytest.raises(Refused, match="how many people live"):
        one("area", "South")


def test_text_stays_only_against_a_closed_list() -> None:
    told = one("code", "DTC", "DTC ", "he said he knows Okonkwo", "", None, codes={"x": ["DTC"]})
    assert told == ["DTC", "DTC", "other", None, None]
    with pytest.raises(Refused, match="closed list"):
        one("code", "DTC")


def test_numbers_stay_numbers_and_a_number_of_its_own_in_each_row_is_doubted() -> None:
    frame = pl.DataFrame({"days": [3, 3, 5] * 5, "serial": range(15), "typed": ["4"] * 14 + ["x"]})
    safe = apply_safe_harbor(frame, dict.fromkeys(frame.columns, "number"))
    assert safe.frame["days"].to_list() == [3, 3, 5] * 5
    assert safe.frame["typed"].to_list() == [4.0] * 14 + [None]
    assert [note.split(":")[0] for note in safe.notes if "code of a person" in note] == ["serial"]
    assert "could not be read" in next(note for note in safe.notes if note.startswith("typed"))


def test_every_column_must_be_declared() -> None:
    frame = pl.DataFrame({"name": ["a"], "n": [1]})
    with pytest.raises(Refused, match="what the column n holds"):
        apply_safe_harbor(frame, {"name": "name"})
    with pytest.raises(Refused, match="what the column n holds"):
        apply_safe_harbor(frame, {"name": "name", "n": "nonsense"})
    with pytest.raises(Refused, match="no column z"):
        apply_safe_harbor(frame, {"name": "name", "n": "number", "z": "text"})


def test_it_is_said_that_knowledge_can_defeat_safe_harbor() -> None:
    assert (
        "actually knows" in apply_safe_harbor(pl.DataFrame({"n": [1]}), {"n": "number"}).notes[-1]
    )
