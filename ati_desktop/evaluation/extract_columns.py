"""The columns that an extract can have, and the ways in which days are told."""

from __future__ import annotations

from typing import Literal

from ati_desktop.evaluation.spec import Spec

ModelName = Literal["k-anonymity", "safe-harbor"]
DatesName = Literal["bands", "days", "weeks", "months", "shifted"]
LossName = Literal["dm", "precision", "classes"]
LOSSES: tuple[LossName, ...] = ("dm", "precision", "classes")
MODELS: tuple[ModelName, ...] = ("k-anonymity", "safe-harbor")
DATES: tuple[DatesName, ...] = ("bands", "days", "weeks", "months", "shifted")
KNOWN_TO_OTHERS = ("age_band", "sex", "ethnicity", "program", "year")
"""Columns that count as known to others where the specification does not say."""
ON_REQUEST = ("source", "justice_point", "gender_identity")
BANDS = ("wait_band", "stay_band")
INTERVALS = ("to_admission", "to_exit", "to_arrest")
SHIFTED = ("referred_on", "admitted_on", "exited_on", "arrested_on")
NUMBERS = (*INTERVALS, *SHIFTED)


def outcomes_of(cohort: Spec, dates: DatesName) -> tuple[str, ...]:
    """Return the code columns that say what came of somebody."""
    timed = (
        *(f"retained_{days}" for days in cohort.retention_days),
        *(f"rearrest_{days}" for days in cohort.windows_days),
    )
    # Whether somebody was observed for long enough is a date that was not shifted.
    bands = BANDS if dates == "bands" else ()
    return ("offence_section", "result", *bands, *(() if dates == "shifted" else timed))


def numbers_of(dates: DatesName) -> tuple[str, ...]:
    """Return the columns of days in the way that they are told."""
    return SHIFTED if dates == "shifted" else () if dates == "bands" else INTERVALS
