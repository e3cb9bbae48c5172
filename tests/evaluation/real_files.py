"""The real records, where they are there, as frames put together by hand."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from ati_desktop.evaluation.data import EvaluationData, from_frames

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data"


def real_file(name: str) -> Path:
    """Return the path of a real file; skips the test, saying so, where it is not there."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return path


def county_rows() -> pl.DataFrame:
    """Return the county's referrals with dates, day offsets and the doubts that are in them."""
    raw = pl.read_csv(
        gzip.decompress(real_file("cook_diversion_2011_2021.csv.gz").read_bytes()),
        infer_schema_length=0,
    )
    dates = {"received": "RECEIVED", "referred": "REFERRAL", "closed": "DIVERSION_CLOSED"}
    rows = raw.with_columns(
        pl.col(f"{column}_DATE").str.slice(0, 10).str.to_date("%m/%d/%Y").alias(name)
        for name, column in dates.items()
    ).rename({"CASE_PARTICIPANT_ID": "research_id", "DIVERSION_PROGRAM": "program"})
    anchor = pl.col("referred").min().over("research_id")
    doubts = {
        "referred_before_received": pl.col("referred") < pl.col("received"),
        "closed_on_day_of_referral": pl.col("closed") == pl.col("referred"),
        "implausible_date": pl.col("referred") < date(1990, 1, 1),
    }
    codes = [pl.when(found).then(pl.lit(code)) for code, found in doubts.items()]
    return rows.with_columns(
        pl.int_range(pl.len()).alias("number"),
        anchor.dt.strftime("%Y-%m").alias("anchor_month"),
        (pl.col("referred") - anchor).dt.total_days().alias("day"),
        (pl.col("closed") - anchor).dt.total_days().alias("closed_day"),
        (date(2021, 12, 31) - anchor).dt.total_days().alias("as_of_day"),
        pl.concat_str(codes, separator=",", ignore_nulls=True).alias("doubts"),
    )


def county() -> EvaluationData:
    """Return the county's file; it knows no day of admission and no arrests."""
    rows = county_rows()

    def empty(*names: str) -> list[pl.Expr]:
        return [pl.lit(None).alias(name) for name in names]

    number = pl.col("number")
    people = rows.unique("research_id", keep="first", maintain_order=True).select(
        "research_id",
        pl.col("GENDER").replace({"Male": "1", "Female": "2", "Unknown": "unknown"}).alias("sex"),
        pl.col("RACE").str.to_lowercase().alias("ethnicity"),
        "anchor_month",
        "as_of_day",
        *empty("gender_identity", "birth_year", "arrest_complete_day"),
    )
    referrals = rows.select(
        "research_id",
        number.alias("referral_no"),
        "program",
        pl.col("referred").dt.strftime("%Y-%m").alias("month"),
        "day",
        "closed_day",
        "doubts",
        *empty("source", "justice_point", "decision", "decision_day"),
        *empty("offence_section", "offence_category"),
    )
    enrollments = rows.select(
        "research_id",
        number.alias("enrollment_no"),
        number.alias("referral_no"),
        "program",
        pl.col("closed_day").alias("exited_day"),
        pl.when(pl.col("DIVERSION_RESULT") == "Graduated")
        .then(pl.lit("completed"))
        .when(pl.col("DIVERSION_RESULT").is_not_null())
        .then(pl.lit("not_completed"))
        .alias("exit_program"),
        *empty("admitted_day", "admitted_month", "exit_treatment", "exit_justice", "exit_reason"),
    )
    frames = {"people": people, "referrals": referrals, "enrollments": enrollments}
    return from_frames(frames, as_of="2021-12")
