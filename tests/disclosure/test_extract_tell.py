"""People told of: coarser until k, l and t hold, with nobody left out who could be found by it."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ati_desktop.disclosure.datasets import Field, Kind
from ati_desktop.disclosure.dates import Window
from ati_desktop.disclosure.extract import Asked
from ati_desktop.disclosure.extract_datasets import inside_window, people_dataset
from ati_desktop.disclosure.extract_draft import Level
from ati_desktop.disclosure.extract_episodes import (
    LEVELS,
    course_column,
    course_hierarchy,
    courses,
    episode_dataset,
)
from ati_desktop.disclosure.extract_levels import People
from ati_desktop.disclosure.extract_safe import tell_safe_harbor
from ati_desktop.disclosure.extract_tell import tell_k_anonymous
from ati_desktop.disclosure.extract_vintages import (
    KeptExtract,
    as_text,
    classes_of,
    kept_from_text,
    too_few_alike,
)
from ati_desktop.disclosure.hierarchies import TOP
from ati_desktop.errors import Refused
from tests.disclosure.extracts import (
    K5,
    OFFICE_FIELDS,
    code,
    office_frame,
    people,
    pseudonyms,
    slow_k_l_t,
)
from tests.evaluation.courses import unhurried

QUASI = ("age_band", "sex", "year")
OFFICE = People(office_frame(), "research_id", OFFICE_FIELDS, QUASI, ("result",))


def rows_of(told: pl.DataFrame) -> list[dict[str, str]]:
    return [{name: str(value) for name, value in row.items()} for row in told.to_dicts()]


@pytest.mark.parametrize("k", [5, 11, 30])
def test_what_is_told_holds_counted_the_slow_way(k: int) -> None:
    told = tell_k_anonymous(OFFICE, replace(K5, k=k))
    quasi = [one.name for one in told.fields if one.name in QUASI]
    found = slow_k_l_t(rows_of(told.frame), quasi, ["result"])
    assert found[0] >= k
    assert found[1] >= 2
    assert told.left_out == 300 - told.frame.height
    assert told.left_out == 0 or told.left_out >= k


@unhurried
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["18-20", "25-29", "30-34", "65 and over"]),
            st.sampled_from(["1", "2", "not_recorded"]),
            st.sampled_from(["2019", "2020", "2023"]),
            st.sampled_from(["completed", "not_completed", "enrolled"]),
        ),
        min_size=8,
        max_size=60,
    ),
    k=st.integers(3, 6),
    far=st.sampled_from([None, 0.3, 0.6]),
    budget=st.sampled_from([0.0, 0.1, 0.5]),
)
def test_whatever_the_people_what_is_told_holds(
    rows: list[tuple[str, ...]], k: int, far: float | None, budget: float
) -> None:
    frame = pl.DataFrame(rows, schema=["age_band", "sex", "year", "result"], orient="row")
    frame = frame.with_columns(research_id=pl.int_range(len(rows)).cast(pl.String))
    asked = Asked("k-anonymity", k=k, l=2, t=far, suppression=budget)
    try:
        told = tell_k_anonymous(replace(OFFICE, frame=frame), asked)
    except Refused:
        return
    quasi = [one.name for one in told.fields if one.name in QUASI]
    found = slow_k_l_t(rows_of(told.frame), quasi, ["result"])
    assert found[0] >= k
    assert found[1] >= 2
    assert told.left_out == 0 or told.left_out >= k
    assert told.left_out <= budget * len(rows)
    assert far is None or found[2] <= far + 1e-9


def test_people_of_one_case_are_told_apart_from_nobody_as_one() -> None:
    groups = {one: f"case {at // 10}" for at, one in enumerate(office_frame()["research_id"])}
    told = tell_k_anonymous(replace(OFFICE, groups=groups), K5)
    quasi = [one.name for one in told.fields if one.name in QUASI]
    classes: dict[tuple[str, ...], set[str]] = {}
    for row in rows_of(told.frame):
        key = tuple(row[name] for name in quasi)
        classes.setdefault(key, set()).add(groups[row["research_id"]])
    assert min(map(len, classes.values())) >= 5


def test_labels_are_those_of_the_codes_that_are_told_in_order() -> None:
    told = tell_k_anonymous(OFFICE, replace(K5, k=20))
    for about in told.fields:
        assert set(about.labels) == set(told.frame[about.name])
    result = next(one for one in told.fields if one.name == "result")
    assert list(result.labels) == ["completed", "not_completed", "enrolled"]


def test_all_that_is_not_known_is_one_value_and_a_class_of_its_own() -> None:
    frame = office_frame().with_columns(
        sex=pl.when(pl.col("research_id") < "r00100").then(pl.lit("unknown")).otherwise("sex")
    )
    told = tell_k_anonymous(replace(OFFICE, frame=frame), K5)
    assert "unknown" not in set(told.frame["sex"])
    sex = next(one for one in told.fields if one.name == "sex")
    assert sex.missing == ("not_recorded",)


def test_few_are_never_left_out_alone() -> None:
    odd = pl.DataFrame(
        {
            "research_id": ["z1", "z2"], "age_band": ["65 and over"] * 2, "sex": ["2", "2"],
            "year": ["2030"] * 2, "result": ["completed"] * 2,
        }
    )  # fmt: skip
    frame = pl.concat([office_frame(), odd])
    rules = {name: {"kind": "plain"} for name in QUASI}
    fields = tuple(
        code("year", *(str(year) for year in range(2019, 2031))) if one.name == "year" else one
        for one in OFFICE_FIELDS
    )
    asked = People(frame, "research_id", fields, QUASI, ("result",))
    told = tell_k_anonymous(asked, replace(K5, suppression=0.3), rules=rules, keep=QUASI)
    assert told.left_out >= 5
    tight = tell_k_anonymous(asked, replace(K5, suppression=0.01), rules=rules)
    assert tight.left_out == 0


def test_what_must_stay_stays() -> None:
    told = tell_k_anonymous(OFFICE, replace(K5, k=40, suppression=0.0), keep=("year",))
    assert "year" in {one.name for one in told.fields}
    with pytest.raises(Refused, match="No levels"):
        tell_k_anonymous(OFFICE, replace(K5, k=200, suppression=0.0), keep=QUASI)


def test_a_hierarchy_that_was_given_is_used() -> None:
    rules = {"year": {"kind": "intervals", "widths": [5], "start": 2019}}
    told = tell_k_anonymous(OFFICE, replace(K5, k=20), rules=rules, keep=("year",))
    assert set(told.frame["year"]) <= {"2019-2023", "2019", "2020", "2021", "2022", "2023"}


def test_an_offices_own_codes_are_told_or_not() -> None:
    fields = (code("ethnicity", "ours", "theirs"), OFFICE_FIELDS[-1])
    frame = office_frame().with_columns(
        ethnicity=pl.when(pl.col("sex") == "1").then(pl.lit("ours")).otherwise(pl.lit("theirs"))
    )
    told = tell_k_anonymous(People(frame, "research_id", fields, ("ethnicity",), ("result",)), K5)
    assert told.levels["ethnicity"].highest == 1


def test_safe_harbor_tells_years_and_ages() -> None:
    frame = pl.DataFrame(
        {
            "research_id": ["b", "a", "c"], "age": ["34", "90+", "not_recorded"],
            "year": ["2024", "2023", "not_recorded"], "late": ["yes", "not_yet_observed", "no"],
            "result": ["completed", "shot", "enrolled"], "to_exit": [4, None, 6],
        }
    )  # fmt: skip
    fields = (
        code("age", "34", "90+", "not_recorded", missing=("not_recorded",)),
        code("year", "2023", "2024", "not_recorded", missing=("not_recorded",)),
        code("late", "yes", "no", "not_yet_observed"),
        code("result", "completed", "enrolled", "shot"),
        Field("to_exit", "To exit", Kind.NUMBER),
    )
    told = tell_safe_harbor(People(frame, "research_id", fields, (), ("late", "result")))
    assert [one.name for one in told.fields] == ["age", "year", "result", "to_exit"]
    assert told.frame["age"].to_list() == ["90+", "34", "not_recorded"]
    assert told.frame["year"].to_list() == ["2023", "2024", "not_recorded"]
    assert told.notes[0].startswith("late: left out")


COURSES = pl.DataFrame(
    {
        "research_id": ["a", "b", "a"],
        "episode": [2, 1, 1],
        "program": ["DC", "DC", "VC"],
        "stay_band": ["0-30", "31-90", "enrolled"],
        "exit": ["completed", "enrolled", "enrolled"],
    }
)
EPISODE_FIELDS = {
    "program": code("program", "DC", "VC", "MHC"),
    "stay_band": code("stay_band", "0-30", "31-90", "enrolled"),
    "exit": code("exit", "completed", "enrolled"),
}


def test_a_course_loses_a_column_at_each_level() -> None:
    found = courses(COURSES, "research_id")
    column = course_column(["a", "b", "c"], found)
    assert column[2] == "[]"
    hierarchy = course_hierarchy(column.to_list())
    path = hierarchy.path(column[0])
    assert path is not None
    assert path[-1] == TOP
    assert path[2] == '[["1", "VC"], ["2", "DC"]]'
    assert len(path) == len(LEVELS) + 1


def test_episodes_are_told_at_a_level_with_the_codes_that_are_used() -> None:
    names = pseudonyms(2)
    kept = {"a": names[1], "b": names[0]}
    found = courses(COURSES, "research_id")
    whole = episode_dataset(kept, found, EPISODE_FIELDS, 0)
    assert whole is not None
    assert [row[:3] for row in whole.rows] == [
        (names[0], 1, "DC"), (names[1], 1, "VC"), (names[1], 2, "DC"),
    ]  # fmt: skip
    assert list(whole.fields[2].labels) == ["DC", "VC"]
    short = episode_dataset({"b": names[0]}, found, EPISODE_FIELDS, 2)
    assert short is not None
    assert short.rows == ((names[0], 1, "DC"),)
    assert episode_dataset(kept, found, EPISODE_FIELDS, len(LEVELS)) is None


def test_rows_stand_in_the_order_of_their_pseudonyms_and_numbers_in_units() -> None:
    frame = pl.DataFrame({"research_id": ["a", "b"], "days": [13, None]})
    fields = [Field("days", "Days", Kind.NUMBER)]
    names = {"a": "Z" * 26, "b": "A" * 26}
    made = people_dataset(frame, fields, names, "research_id", dates="weeks")
    assert made.rows == (("A" * 26, None), ("Z" * 26, 1))


def test_shifted_days_move_together_and_never_stay() -> None:
    frame = pl.DataFrame({"research_id": ["a"], "one": [730_000], "two": [730_040]})
    fields = [Field("one", "One", Kind.NUMBER), Field("two", "Two", Kind.NUMBER)]
    names = {"a": "A" * 26}
    made = people_dataset(frame, fields, names, "research_id", dates="shifted", shifts={"a": -7})
    (_, one, two) = made.rows[0]
    assert (one, two) == (730_000 - 7 - 715_510, 730_040 - 7 - 715_510)
    with pytest.raises(ValueError, match="not shifted"):
        people_dataset(frame, fields, names, "research_id", dates="shifted", shifts={"a": 0})


def test_who_would_be_moved_out_of_the_window_is_left_out() -> None:
    frame = pl.DataFrame({"research_id": ["a", "b", "c"], "one": [10, 10, None]})
    kept = inside_window(frame, ["one"], {"a": 5, "b": -20, "c": 3}, Window(0, 1000), "research_id")
    assert kept["research_id"].to_list() == ["a", "c"]


def test_two_extracts_side_by_side_part_people_whom_each_alone_does_not() -> None:
    """Planted: each file has k = 6; whoever lays them side by side has k = 2."""
    keys = pseudonyms(12)
    by_sex = people([("1" if at < 6 else "2",) for at in range(12)], "sex", keys=keys)
    by_year = people([("20" if at % 6 < 4 else "21",) for at in range(12)], "year", keys=keys)
    first, second = classes_of([by_sex], ("sex",)), classes_of([by_year], ("year",))
    assert len(set(first.values())) == len(set(second.values())) == 2
    gone = too_few_alike(second, [first], 4)
    assert gone == {keys[4], keys[5], keys[10], keys[11]}
    assert too_few_alike(second, [first], 2) == frozenset()
    assert too_few_alike(first, [first], 6) == frozenset()


def test_people_of_one_case_count_once_in_two_extracts_too() -> None:
    keys = pseudonyms(6)
    now = dict.fromkeys(keys, 0)
    assert too_few_alike(now, [now], 5) == frozenset()
    assert too_few_alike(now, [now], 5, {keys[0]: "a", keys[1]: "a", keys[2]: "a"}) == set(keys)


def test_newcomers_are_a_class_of_their_own() -> None:
    keys = pseudonyms(10)
    now = dict.fromkeys(keys, 0)
    earlier = dict.fromkeys(keys[:8], 0)
    assert too_few_alike(now, [earlier], 5) == set(keys[8:])
    assert too_few_alike(now, [], 5) == frozenset()


def test_classes_and_levels_are_kept_and_read_back() -> None:
    classes, levels = {"A": 1, "B": 0}, {"sex": Level(0, 1), "year": Level(2, 4)}
    assert kept_from_text(as_text(classes, levels)) == KeptExtract(classes, levels)
    assert kept_from_text("") == KeptExtract()


def test_classes_from_before_levels_were_kept_are_read() -> None:
    assert kept_from_text('{"classes":{"A":1}}') == KeptExtract({"A": 1}, None)


def test_too_short_a_model_is_refused() -> None:
    with pytest.raises(Refused, match="No levels"):
        tell_k_anonymous(OFFICE, Asked("k-anonymity", k=301))
