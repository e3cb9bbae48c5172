"""Who is in: the referrals or admissions that a specification asks for, one row each."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ati_desktop.errors import Refused
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.results import CohortNote, Exclusion
from ati_desktop.evaluation.spec import Spec

_PERSON = ("research_id", "sex", "ethnicity", "as_of_day", "arrest_complete_day")


@dataclass(frozen=True, slots=True)
class Cohort:
    """The rows of a cohort, who could not be placed in it, and the note that describes it.

    ``rows`` has one row a referral (with its first enrollment, if any) or, in a cohort of
    admissions, one row an enrollment (with its referral, if any), plus the person's columns and
    ``month``, by which the row was placed. ``unplaced`` could not be placed in the period;
    ``beyond`` are enrollments that no row of a referral cohort stands for.
    """

    rows: pl.DataFrame
    unplaced: tuple[Exclusion, ...]
    beyond: tuple[Exclusion, ...]
    note: CohortNote


def choose_cohort(data: EvaluationData, spec: Spec) -> Cohort:
    """Return the rows that ``spec`` asks for, in a fixed order.

    Raises:
        Refused: the specification names a program that no record names.
    """
    _check_programs(data, spec)
    by_referral = spec.kind == "referral"
    every = _referral_rows(data) if by_referral else _enrollment_rows(data)
    wanted = every.filter(pl.col("program").is_in(spec.programs)) if spec.programs else every
    placed = wanted.with_columns(_placed(spec).alias("placed"))
    rows = placed.filter(pl.col("placed") == "in").drop("placed")
    rows = rows.join(data.people.select(_PERSON), on="research_id", how="left")
    order = ["research_id", "referral_no", "enrollment_no"]
    rows = rows.sort(order, nulls_last=True).with_row_index("row")
    months = rows["month"].drop_nulls()
    note = CohortNote(
        name=spec.name,
        rule=_rule(spec),
        first_month=str(months.min()) if len(months) else None,
        last_month=str(months.max()) if len(months) else None,
        referrals=rows.height,
        people=rows["research_id"].n_unique(),
    )
    unplaced = placed.filter(pl.col("placed") == "unknown").height
    reason = f"{spec.kind.capitalize()} date too vague to tell whether it lies in the period"
    left_out = (Exclusion(reason, unplaced),) if unplaced else ()
    return Cohort(rows, left_out, _beyond(data, spec) if by_referral else (), note)


def _check_programs(data: EvaluationData, spec: Spec) -> None:
    known = set(data.referrals["program"]) | set(data.enrollments["program"])
    for program in spec.programs:
        if program not in known:
            raise Refused(
                "{name}: no record names the program {program}. The records name: {known}.",
                name=spec.name,
                program=program,
                known=", ".join(sorted(code for code in known if code)) or "none",
            )


def _ordered(enrollments: pl.DataFrame) -> pl.DataFrame:
    """Sort a person's enrollments by admission; a vague date counts from its first day on."""
    return enrollments.sort(
        ["research_id", "admitted_month", "admitted_day", "enrollment_no"],
        nulls_last=[False, True, False, False],
    )


_STAY = ("research_id", "referral_no", "enrollment_no", "admitted_day", "admitted_month",
         "exited_day", "exit_program")  # fmt: skip
_REFERRED = ("research_id", "referral_no", "program", "month", "day", "closed_day", "decision",
             "doubts")  # fmt: skip


def _referral_rows(data: EvaluationData) -> pl.DataFrame:
    stays = _ordered(data.enrollments).filter(pl.col("referral_no").is_not_null())
    first = stays.unique(["research_id", "referral_no"], keep="first", maintain_order=True)
    first = first.select(*_STAY, pl.col("program").alias("stay_program"))
    joined = data.referrals.select(_REFERRED).join(
        first, on=["research_id", "referral_no"], how="left"
    )
    program = pl.coalesce("program", "stay_program").alias("program")
    return joined.with_columns(program, pl.lit(value=True).alias("referred")).drop("stay_program")


def _enrollment_rows(data: EvaluationData) -> pl.DataFrame:
    referred = data.referrals.select(
        "research_id",
        "referral_no",
        pl.col("program").alias("referral_program"),
        "day",
        "closed_day",
        "decision",
        "doubts",
        pl.lit(value=True).alias("referred"),
    )
    joined = data.enrollments.select(*_STAY, "program").join(
        referred, on=["research_id", "referral_no"], how="left"
    )
    return joined.with_columns(
        pl.coalesce("program", "referral_program").alias("program"),
        pl.col("admitted_month").alias("month"),
        pl.col("referred").fill_null(value=False),
    ).drop("referral_program")


def _placed(spec: Spec) -> pl.Expr:
    """Say in, out or unknown for each row's ``month``, which may be a year alone or null."""
    if spec.first is None and spec.last is None:
        return pl.lit("in")
    first = f"{spec.first or '0000'}-01"[:7]
    last = f"{spec.last or '9999'}-12"[:7]
    month = pl.col("month")
    year_alone = month.str.len_chars() == 4
    earliest = pl.when(year_alone).then(month + "-01").otherwise(month)
    latest = pl.when(year_alone).then(month + "-12").otherwise(month)
    return (
        pl.when((earliest >= first) & (latest <= last))
        .then(pl.lit("in"))
        .when((latest < first) | (earliest > last))
        .then(pl.lit("out"))
        .otherwise(pl.lit("unknown"))
    )


def _beyond(data: EvaluationData, spec: Spec) -> tuple[Exclusion, ...]:
    """Count the enrollments of the same programs and period that no referral row stands for."""
    stays = _ordered(data.enrollments).with_columns(
        pl.col("admitted_month").alias("month"),
        pl.struct("research_id", "referral_no").is_first_distinct().alias("first"),
    )
    if spec.programs:
        stays = stays.filter(pl.col("program").is_in(spec.programs))
    stays = stays.with_columns(_placed(spec).alias("placed")).filter(pl.col("placed") == "in")
    linked = pl.col("referral_no").is_not_null()
    alone = stays.filter(~linked).height
    again = stays.filter(linked & ~pl.col("first")).height
    found = (
        ("Enrollment without a referral", alone),
        ("Second or later enrollment after the same referral", again),
    )
    return tuple(Exclusion(reason, count) for reason, count in found if count)


def _rule(spec: Spec) -> str:
    what = "Referrals received" if spec.kind == "referral" else "Admissions"
    if spec.first and spec.last:
        when = f" from {spec.first} to {spec.last}"
    elif spec.first:
        when = f" from {spec.first} on"
    else:
        when = f" up to {spec.last}" if spec.last else ", whenever they were"
    where = f" in the programs {', '.join(spec.programs)}" if spec.programs else " in any program"
    return f"{what}{when}{where}."
