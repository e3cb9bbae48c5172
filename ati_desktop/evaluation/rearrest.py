"""The first qualifying new arrest after a person's first admission, and how long it was looked for.

An arrest qualifies when it is neither of the index case nor technical, and when its offence (or,
where the day of the offence is not known, the arrest) lies after the day of admission.
"""

from __future__ import annotations

import polars as pl

from ati_desktop.evaluation.variables import NOT_RECORDED

_NOT_COUNTED = ("not_admitted", "not_first", NOT_RECORDED, "not_followed")


def add_rearrest(
    frame: pl.DataFrame, events: pl.DataFrame, windows: tuple[int, ...]
) -> pl.DataFrame:
    """Add ``rearrest_followed``, one ``rearrest_<W>`` a window, and the times behind them.

    ``follow_days`` is the days from admission to the new arrest or to the day to which the
    arrest source is complete; ``new_arrest`` says which; ``death_days`` the days to death.
    People who died stay under observation, so what is estimated is the share of all admitted.
    """
    frame = frame.with_columns(pl.col("row").is_in(_first_rows(frame).implode()).alias("is_first"))
    found = _arrests(frame, events)
    frame = frame.join(found, on="row", how="left").sort("row")
    end = pl.col("arrest_complete_day") - pl.col("admitted_day")
    frame = frame.with_columns(_followed(end).alias("rearrest_followed"))
    counted = ~pl.col("rearrest_followed").is_in(_NOT_COUNTED)
    arrested = pl.col("rearrest_followed") == "new_arrest"
    frame = frame.with_columns(
        pl.when(counted)
        .then(pl.when(arrested).then("arrest_days").otherwise(end))
        .alias("follow_days"),
        pl.when(counted).then(arrested).alias("new_arrest"),
        *(_within(days, end, counted).alias(f"rearrest_{days}") for days in windows),
    )
    return frame.drop("arrest_days", "vague_arrest")


def _first_rows(frame: pl.DataFrame) -> pl.Series:
    """Return the row of each person's first admission among the rows of the cohort.

    An admission known by its month only may be the first of that month, so it counts as that:
    a clock that may start at the wrong admission is not started at all.
    """
    order = ["admitted_month", "admitted_day", "enrollment_no"]
    stays = frame.filter(pl.col("enrollment_no").is_not_null())
    stays = stays.sort(order, nulls_last=[True, False, False])
    return stays.unique("research_id", keep="first", maintain_order=True)["row"]


def _arrests(frame: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Return for each first admission the days to its first new arrest, and to death."""
    first = frame.filter(pl.col("is_first")).select(
        "row", "research_id", "admitted_day", "arrest_complete_day"
    )
    every = first.join(events, on="research_id", how="inner")
    arrests = every.filter(
        (pl.col("kind") == "arrest")
        & ~pl.col("index_case").fill_null(value=False)
        & ~pl.col("technical").fill_null(value=False)
    ).with_columns(pl.coalesce("offence_day", "day").alias("when"))
    known_by = pl.coalesce("day", "offence_day") <= pl.col("arrest_complete_day")
    new = (
        arrests.filter(known_by & (pl.col("when") > pl.col("admitted_day")))
        .group_by("row")
        .agg((pl.col("when") - pl.col("admitted_day")).min().alias("arrest_days"))
    )
    vague = arrests.filter(pl.col("when").is_null()).select("row").unique()
    deaths = (
        every.filter(pl.col("kind") == "death")
        .group_by("row")
        .agg((pl.col("day") - pl.col("admitted_day")).min().alias("death_days"))
    )
    return (
        first.select("row")
        .join(new, on="row", how="left")
        .join(deaths, on="row", how="left")
        .join(vague.with_columns(pl.lit(value=True).alias("vague_arrest")), on="row", how="left")
    )


def _followed(end: pl.Expr) -> pl.Expr:
    undated = pl.col("admitted_day").is_null()
    only_vague = pl.col("vague_arrest").is_not_null() & pl.col("arrest_days").is_null()
    return (
        pl.when(pl.col("result") == "not_admitted")
        .then(pl.lit("not_admitted"))
        .when(pl.col("result") == "admission_not_recorded")
        .then(pl.lit(NOT_RECORDED))
        .when(~pl.col("is_first"))
        .then(pl.lit("not_first"))
        .when(pl.col("arrest_complete_day").is_null())
        .then(pl.lit("not_followed"))
        .when(undated | only_vague)
        .then(pl.lit(NOT_RECORDED))
        .when(end <= 0)
        .then(pl.lit("not_followed"))
        .when(pl.col("arrest_days").is_not_null())
        .then(pl.lit("new_arrest"))
        .otherwise(pl.lit("no_new_arrest"))
    )


def _within(days: int, end: pl.Expr, counted: pl.Expr) -> pl.Expr:
    return (
        pl.when(~counted)
        .then("rearrest_followed")
        .when(end < days)
        .then(pl.lit("not_yet_observed"))
        .when(pl.col("arrest_days") <= days)
        .then(pl.lit("yes"))
        .otherwise(pl.lit("no"))
    )
