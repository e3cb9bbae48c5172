"""Frames are checked when they are put together; what is wrong there is a fault of the reader."""

from __future__ import annotations

import polars as pl
import pytest

from ati_desktop.evaluation.data import SCHEMAS, from_frames
from tests.evaluation import courses
from tests.evaluation.courses import enrollment, person, referral


def test_frames_that_are_not_given_are_empty() -> None:
    found = from_frames({}, as_of="2025-06")
    assert found.people.schema == pl.Schema(dict(SCHEMAS["people"]))
    assert found.stays.is_empty()


def test_types_are_settled_and_stays_keep_what_else_they_carry() -> None:
    people = courses.frame("people", [person("a")]).with_columns(pl.col("as_of_day").cast(pl.Int64))
    stays = pl.DataFrame({"research_id": ["a"], "start_day": 1, "end_day": 2, "setting": "home"})
    found = from_frames({"people": people, "stays": stays}, as_of="2025-06", demo=True)
    assert found.people["as_of_day"].dtype == pl.Int32
    assert "setting" in found.stays.columns
    assert found.demo


def test_a_missing_column_is_named() -> None:
    people = courses.frame("people", [person("a")]).drop("sex", "birth_year")
    with pytest.raises(ValueError, match="people: no column sex, birth_year"):
        from_frames({"people": people}, as_of="2025-06")


def test_a_wrong_type_is_named_and_no_value_is() -> None:
    people = courses.frame("people", [person("a")]).with_columns(
        pl.lit("canary").alias("as_of_day")
    )
    with pytest.raises(ValueError, match="as_of_day") as fault:
        from_frames({"people": people}, as_of="2025-06")
    assert "canary" not in str(fault.value)
    assert fault.value.__cause__ is None


def test_a_key_may_not_be_there_twice() -> None:
    with pytest.raises(ValueError, match="people: the key research_id is there twice"):
        courses.data([person("a"), person("a")])
    with pytest.raises(ValueError, match="referrals: the key research_id, referral_no"):
        courses.data(referrals=[referral("a", 1), referral("a", 1)])


def test_every_row_must_name_somebody() -> None:
    frames = {"referrals": courses.frame("referrals", [referral("nobody")])}
    with pytest.raises(ValueError, match="referrals: research_id names nobody"):
        from_frames(frames, as_of="2025-06")


def test_a_day_without_its_month_is_a_fault() -> None:
    with pytest.raises(ValueError, match="enrollments: admitted_day is given without"):
        courses.data(enrollments=[enrollment("a", 3, admitted_month=None)])
