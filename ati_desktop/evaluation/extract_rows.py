"""The rows of an extract before anybody is protected: one a person, and one an episode.

They never leave as they are here: disclosure/ makes them coarser, measures and seals them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from ati_desktop.evaluation.base import build_base
from ati_desktop.evaluation.cohort import choose_cohort
from ati_desktop.evaluation.data import EvaluationData
from ati_desktop.evaluation.extract_bands import (
    age_band,
    age_in_year,
    stay_band,
    wait_band,
    whole_age,
)
from ati_desktop.evaluation.extract_columns import NUMBERS
from ati_desktop.evaluation.extract_spec import ExtractSpec
from ati_desktop.evaluation.extract_words import column_words
from ati_desktop.evaluation.results import CohortNote, Variable
from ati_desktop.evaluation.variables import NOT_RECORDED

PERSON = "research_id"
OTHER = "other_value"
_MID_MONTH = 15
_YEAR_MONTH = 7
EPISODE = ("episode", "program", "stay_band", "exit")


@dataclass(frozen=True, slots=True)
class ExtractRows:
    """What the cohort's people are like.

    ``people`` has ``research_id``, a text column for each of ``variables``, and a column of whole
    days for each of ``numbers`` (intervals, or ordinals of days that must still be shifted; null
    where not recorded). ``episodes`` has ``research_id`` and the columns of ``EPISODE``; it is
    empty where none are asked for. ``years`` counts the people of each year. ``groups`` gives
    people who share a case by its docket number the same word.
    """

    people: pl.DataFrame
    episodes: pl.DataFrame
    variables: Mapping[str, Variable]
    numbers: tuple[str, ...]
    episode_variables: Mapping[str, Variable]
    years: Mapping[str, int]
    groups: Mapping[str, str]
    note: CohortNote
    as_of: str
    demo: bool


def extract_rows(data: EvaluationData, spec: ExtractSpec) -> ExtractRows:
    """Return one row for each person of the cohort: the first referral (or admission) in it.

    Re-arrest is counted from the person's first admission in the cohort. Text columns hold only
    values that have words; anything else is ``other_value``.

    Raises:
        Refused: the specification names a program that no record names.
    """
    cohort = choose_cohort(data, spec.cohort)
    frame = build_base(data, cohort, spec.cohort).frame
    people = _persons(frame, data)
    codes = [name for name in spec.columns if name not in NUMBERS]
    numbers = tuple(name for name in spec.columns if name in NUMBERS)
    variables = {name: _variable(name, data, spec) for name in codes}
    years = people.group_by("year").len().sort("year")
    episodes = _episodes(data, people) if spec.episodes else pl.DataFrame(schema=_EPISODES)
    named = {name: _variable(name, data, spec) for name in ("program", "stay_band", "exit")}
    return ExtractRows(
        people=people.select(PERSON, *(_closed(variables[name]) for name in codes), *numbers),
        episodes=episodes.select(PERSON, "episode", *(_closed(one) for one in named.values())),
        variables=variables,
        numbers=numbers,
        episode_variables=named,
        years=dict(years.iter_rows()),
        groups=_groups(data, people),
        note=replace(cohort.note, people=people.height),
        as_of=data.as_of,
        demo=data.demo,
    )


def _groups(data: EvaluationData, people: pl.DataFrame) -> dict[str, str]:
    own = data.people.join(people.select(PERSON), on=PERSON, how="semi")
    return dict(own.select(PERSON, pl.col("case_group").fill_null(pl.col(PERSON))).iter_rows())


def _variable(name: str, data: EvaluationData, spec: ExtractSpec) -> Variable:
    title, words = column_words(name, data.labels.get(name, {}), spec)
    return Variable(name, title, tuple(words), words)


def _closed(variable: Variable) -> pl.Expr:
    """Return a column in which everything outside the closed list is ``other_value``."""
    column = pl.col(variable.name).fill_null(NOT_RECORDED)
    if not variable.values:
        return column
    told = pl.when(column.is_in(list(variable.values))).then(column)
    return told.otherwise(pl.lit(OTHER)).alias(variable.name)


def first_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the row of the base table at which an extract takes each person."""
    order = ["month", "day", "referral_no", "enrollment_no", "row"]
    return frame.sort(order, nulls_last=True).unique(PERSON, keep="first", maintain_order=True)


def _persons(frame: pl.DataFrame, data: EvaluationData) -> pl.DataFrame:
    first = first_rows(frame)
    timed = [name for name in frame.columns if name.startswith("rearrest_")]
    admission = frame.filter("is_first").select(
        PERSON,
        *timed,
        pl.col("admitted_day").alias("at_risk_from"),
        pl.when("new_arrest").then("follow_days").alias("to_arrest"),
    )
    facts = data.people.select(
        PERSON, "birth_year", "aged_90_plus", "anchor_month", "gender_identity"
    )
    referred = data.referrals.select(
        PERSON, "referral_no", "source", "justice_point", "offence_section"
    )
    people = (
        first.drop(timed)
        .join(admission, on=PERSON, how="left")
        .join(facts, on=PERSON, how="left")
        .join(referred, on=[PERSON, "referral_no"], how="left")
        .with_columns(pl.col(timed).fill_null("not_admitted"))
        .with_columns(_days(), stay_band=stay_band(), wait_band=wait_band())
        .with_columns(age_in_year(int(data.as_of[:4])).alias("years"))
    )
    age, aged = pl.col("years"), pl.col("aged_90_plus")
    people = people.with_columns(age=whole_age(age, aged=aged), age_band=age_band(age, aged=aged))
    return people.with_columns(_ordinals(people)).sort(PERSON)


def _days() -> list[pl.Expr]:
    exits = pl.col("exited_day") - pl.col("day")
    return [
        pl.col("admission_days").alias("to_admission"),
        pl.when(exits >= 0).then(exits).alias("to_exit"),
    ]


def _ordinals(people: pl.DataFrame) -> list[pl.Series]:
    """Return each day as an ordinal; the store knows the month of day 0, not the day of it."""
    anchors = [_mid_month(month) for month in people["anchor_month"]]
    days = people.select(
        referred_on="day",
        admitted_on="admitted_day",
        exited_on="exited_day",
        arrested_on=pl.col("at_risk_from") + pl.col("to_arrest"),
    )
    anchor = pl.Series("anchor", anchors, dtype=pl.Int64)
    return [(days[name] + anchor).alias(name) for name in days.columns]


def _mid_month(month: str | None) -> int | None:
    if month is None or len(month) != _YEAR_MONTH:
        return None
    return date.fromisoformat(f"{month}-{_MID_MONTH}").toordinal()


_EPISODES = {PERSON: pl.String, "episode": pl.Int64, **dict.fromkeys(EPISODE[1:], pl.String)}


def _episodes(data: EvaluationData, people: pl.DataFrame) -> pl.DataFrame:
    """Return all enrollments of the people, each person's numbered by admission."""
    known = pl.col("exit_program").is_not_null() | pl.col("exited_day").is_not_null()
    order = ["admitted_month", "admitted_day", "enrollment_no"]
    return (
        data.enrollments.join(people.select(PERSON), on=PERSON, how="semi")
        .sort([PERSON, *order], nulls_last=True)
        .with_columns(
            pl.int_range(1, pl.len() + 1).over(PERSON).alias("episode"),
            pl.when(known)
            .then(pl.col("exit_program").fill_null("exit_not_recorded"))
            .otherwise(pl.lit("enrolled"))
            .alias("result"),
        )
        .with_columns(stay_band=stay_band(), exit=pl.col("result"))
        .select(list(_EPISODES))
    )
