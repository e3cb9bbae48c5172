"""The bands in which an extract tells ages and days, and what they are called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import polars as pl

from ati_desktop.evaluation.variables import NOT_RECORDED

AGED = "90+"
_OLDEST_TOLD = 89
_AGES = ((18, "under 18"), (21, "18-20"), (25, "21-24"), (30, "25-29"), (35, "30-34"),
         (40, "35-39"), (45, "40-44"), (50, "45-49"), (55, "50-54"), (65, "55-64"))  # fmt: skip
_ELDEST = "65 and over"
_ELDEST_FROM = 65
_STAYS = ((31, "0-30"), (91, "31-90"), (181, "91-180"), (366, "181-365"))
_WAITS = ((8, "0-7"), (15, "8-14"), (31, "15-30"), (91, "31-90"))
_BEYOND = {"stay_band": "366 and more", "wait_band": "91 and more"}
_NOT_ADMITTED = {"not_admitted": "Not admitted"}
AGE_BANDS: Mapping[str, str] = MappingProxyType(
    {band: f"{band} years" for _, band in _AGES} | {_ELDEST: "65 years and over"}
)
STAY_BANDS: Mapping[str, str] = MappingProxyType(
    {band: f"{band} days" for _, band in _STAYS}
    | {_BEYOND["stay_band"]: "366 days and more", "enrolled": "Still enrolled"}
    | _NOT_ADMITTED
)
WAIT_BANDS: Mapping[str, str] = MappingProxyType(
    {band: f"{band} days" for _, band in _WAITS}
    | {_BEYOND["wait_band"]: "91 days and more"}
    | _NOT_ADMITTED
)


def age_in_year(as_of_year: int) -> pl.Expr:
    """Return the age reached in the calendar ``year``, null where nothing tells it.

    Of people over 89 the year of birth is not known here; they are taken to be 90 in the year of
    the figures, which is the least they can be.
    """
    year = pl.col("year").cast(pl.Int32, strict=False)
    eldest = pl.when(pl.col("aged_90_plus")).then(as_of_year - _OLDEST_TOLD - 1)
    age = year - eldest.otherwise(pl.col("birth_year"))
    return pl.when(age >= 0).then(age)


def age_band(age: pl.Expr, *, aged: pl.Expr) -> pl.Expr:
    """Return the band of an age; the least age of people over 89 tells only the highest band."""
    vague = aged.fill_null(value=False) & (age < _ELDEST_FROM)
    return _band(pl.when(~vague).then(age), _AGES, _ELDEST)


def whole_age(age: pl.Expr, *, aged: pl.Expr) -> pl.Expr:
    """Return the age in years as text, ``90+`` for everybody over 89 when the figures were made."""
    over = aged.fill_null(value=False) | (age > _OLDEST_TOLD)
    return pl.when(over).then(pl.lit(AGED)).otherwise(age.cast(pl.String)).fill_null(NOT_RECORDED)


def stay_band() -> pl.Expr:
    """Return the band of the days from admission to exit."""
    days = pl.col("exited_day") - pl.col("admitted_day")
    return (
        pl.when(pl.col("result") == "not_admitted")
        .then(pl.lit("not_admitted"))
        .when(pl.col("result") == "enrolled")
        .then(pl.lit("enrolled"))
        .otherwise(_band(pl.when(days >= 0).then(days), _STAYS, _BEYOND["stay_band"]))
    )


def wait_band() -> pl.Expr:
    """Return the band of the days from referral to admission."""
    return (
        pl.when(pl.col("result") == "not_admitted")
        .then(pl.lit("not_admitted"))
        .otherwise(_band(pl.col("admission_days"), _WAITS, _BEYOND["wait_band"]))
    )


def _band(days: pl.Expr, bands: tuple[tuple[int, str], ...], beyond: str) -> pl.Expr:
    found: pl.Expr = pl.when(days.is_null()).then(pl.lit(NOT_RECORDED)).otherwise(pl.lit(beyond))
    for below, word in reversed(bands):
        found = pl.when(days < below).then(pl.lit(word)).otherwise(found)
    return found
