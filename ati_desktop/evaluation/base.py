"""The one base table: a row per referral (or admission), every variable closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ati_desktop.evaluation.cohort import Cohort
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.flags import add_flags
from ati_desktop.evaluation.joining import join_values
from ati_desktop.evaluation.rearrest import add_rearrest
from ati_desktop.evaluation.results import Variable
from ati_desktop.evaluation.spec import Spec
from ati_desktop.evaluation.variables import (
    NOT_RECORDED,
    group_variable,
    outcome_variable,
)

GROUPS = ("program", "sex", "ethnicity", "year", "decision")
_LEFT = ("completed", "not_completed", "other_exit", "exit_not_recorded")
ADMITTED_RESULTS = ("enrolled", *_LEFT)
"""The values of ``result`` that stand for an admission."""
_ADMITTED_DECISIONS = ("admitted", "unknown")


@dataclass(frozen=True, slots=True)
class BaseTable:
    """The closed variables of all rows of a cohort, and what measures in time need besides.

    ``frame`` holds a text column for each of ``variables``; ``closing_days`` and
    ``admission_days`` (null where ``closing``/``admission`` is not counted); ``follow_days`` and
    ``new_arrest`` (null except for first admissions that were followed). ``flags`` are what a
    receipt counts beside the tables.
    """

    frame: pl.DataFrame
    variables: Mapping[str, Variable]
    flags: Mapping[str, Variable]


def build_base(data: EvaluationData, cohort: Cohort, spec: Spec) -> BaseTable:
    """Classify every row of the cohort; nothing is dropped, a missing value is a value."""
    frame = cohort.rows.with_columns(
        pl.col("program", "sex", "ethnicity", "decision").fill_null(NOT_RECORDED),
        pl.col("month").str.slice(0, 4).fill_null(NOT_RECORDED).alias("year"),
        _result().alias("result"),
    )
    frame = frame.with_columns(
        (pl.coalesce("closed_day", "exited_day") - pl.col("day")).alias("closing_days"),
        (pl.col("admitted_day") - pl.col("day")).alias("admission_days"),
    )
    frame = frame.with_columns(_closing().alias("closing"), _admission().alias("admission"))
    frame = frame.with_columns(
        pl.when(pl.col("closing") == "closed").then("closing_days").alias("closing_days"),
        pl.when(pl.col("admission") == "admitted").then("admission_days").alias("admission_days"),
    )
    reached = [_retained(days).alias(f"retained_{days}") for days in spec.retention_days]
    if spec.completion_days is not None:
        reached.append(_completed(spec.completion_days).alias(f"completed_{spec.completion_days}"))
    frame = add_rearrest(frame.with_columns(reached), data.events, spec.windows_days)
    outcomes = ["result", "closing", "admission", "rearrest_followed"]
    outcomes += [column.meta.output_name() for column in reached]
    outcomes += [f"rearrest_{days}" for days in spec.windows_days]
    variables = {name: outcome_variable(name, frame[name].unique()) for name in outcomes}
    for name in GROUPS:
        words = data.labels.get(name, {})
        variables[name] = group_variable(name, frame[name].unique(), spec.kind, words)
    for join in spec.joins:
        frame, variables[join.variable] = join_values(frame, variables[join.variable], join)
    frame, flags = add_flags(frame)
    return BaseTable(frame, variables, flags)


def _result() -> pl.Expr:
    known = ("completed", "not_completed", "other_exit")
    exited = pl.col("exit_program").is_not_null() | pl.col("exited_day").is_not_null()
    return (
        pl.when(pl.col("enrollment_no").is_null() & pl.col("decision").is_in(_ADMITTED_DECISIONS))
        .then(pl.lit("admission_not_recorded"))
        .when(pl.col("enrollment_no").is_null())
        .then(pl.lit("not_admitted"))
        .when(~exited)
        .then(pl.lit("enrolled"))
        .when(pl.col("exit_program").is_in(known))
        .then(pl.col("exit_program"))
        .otherwise(pl.lit("exit_not_recorded"))
    )


def _closing() -> pl.Expr:
    dated = pl.col("closed_day").is_not_null() | pl.col("exited_day").is_not_null()
    return (
        pl.when(~dated & ~pl.col("result").is_in(_LEFT))
        .then(pl.lit("open"))
        .when(pl.col("closing_days").is_null())
        .then(pl.lit("closed_inexact"))
        .when(pl.col("closing_days") < 0)
        .then(pl.lit("closed_before_referral"))
        .otherwise(pl.lit("closed"))
    )


def _admission() -> pl.Expr:
    return (
        pl.when(pl.col("result") == "not_admitted")
        .then(pl.lit("not_admitted"))
        .when(pl.col("result") == "admission_not_recorded")
        .then(pl.lit(NOT_RECORDED))
        .when(~pl.col("referred"))
        .then(pl.lit("no_referral"))
        .when(pl.col("admission_days").is_null())
        .then(pl.lit("admitted_inexact"))
        .when(pl.col("admission_days") < 0)
        .then(pl.lit("admitted_before_referral"))
        .otherwise(pl.lit("admitted"))
    )


def _observed(days: int, verdict: pl.Expr) -> pl.Expr:
    """Give a verdict at a day after admission only for those admitted that long ago."""
    admitted, exited = pl.col("admitted_day"), pl.col("exited_day")
    return (
        pl.when(pl.col("result") == "not_admitted")
        .then(pl.lit("not_admitted"))
        .when(admitted.is_null() | pl.col("as_of_day").is_null() | (exited < admitted))
        .then(pl.lit(NOT_RECORDED))
        .when(admitted + days > pl.col("as_of_day"))
        .then(pl.lit("not_yet_observed"))
        .otherwise(verdict)
    )


def _retained(days: int) -> pl.Expr:
    stayed = pl.col("exited_day") - pl.col("admitted_day")
    verdict = (
        pl.when(pl.col("result").is_in(["completed", "enrolled"]) | (stayed >= days))
        .then(pl.lit("yes"))
        .when(stayed.is_null() | (pl.col("result") == "exit_not_recorded"))
        .then(pl.lit(NOT_RECORDED))
        .otherwise(pl.lit("no"))
    )
    return _observed(days, verdict)


def _completed(days: int) -> pl.Expr:
    stayed = pl.col("exited_day") - pl.col("admitted_day")
    verdict = (
        pl.when((pl.col("result") == "exit_not_recorded") & ~(stayed > days).fill_null(value=False))
        .then(pl.lit(NOT_RECORDED))
        .when((pl.col("result") == "completed") & stayed.is_null())
        .then(pl.lit(NOT_RECORDED))
        .when((pl.col("result") == "completed") & (stayed <= days))
        .then(pl.lit("yes"))
        .otherwise(pl.lit("no"))
    )
    return _observed(days, verdict)
