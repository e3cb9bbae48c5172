"""What evaluation reads: de-identified frames of one store, checked when they are put together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

Schema = Mapping[str, type[pl.DataType]]

_PEOPLE: Schema = {
    "research_id": pl.String,
    "sex": pl.String,
    "gender_identity": pl.String,
    "ethnicity": pl.String,
    "birth_year": pl.Int32,
    "aged_90_plus": pl.Boolean,
    "anchor_month": pl.String,
    "as_of_day": pl.Int32,
    "arrest_complete_day": pl.Int32,
    "case_group": pl.String,
}
_REFERRALS: Schema = {
    "research_id": pl.String,
    "referral_no": pl.Int64,
    "program": pl.String,
    "source": pl.String,
    "justice_point": pl.String,
    "month": pl.String,
    "day": pl.Int32,
    "decision": pl.String,
    "decision_day": pl.Int32,
    "offence_section": pl.String,
    "offence_category": pl.String,
    "closed_day": pl.Int32,
    "doubts": pl.String,
}
_ENROLLMENTS: Schema = {
    "research_id": pl.String,
    "enrollment_no": pl.Int64,
    "referral_no": pl.Int64,
    "program": pl.String,
    "admitted_day": pl.Int32,
    "admitted_month": pl.String,
    "exited_day": pl.Int32,
    "exit_program": pl.String,
    "exit_treatment": pl.String,
    "exit_justice": pl.String,
    "exit_reason": pl.String,
}
_STAYS: Schema = {
    "research_id": pl.String,
    "start_day": pl.Int32,
    "end_day": pl.Int32,
}
_EVENTS: Schema = {
    "research_id": pl.String,
    "kind": pl.String,
    "day": pl.Int32,
    "offence_day": pl.Int32,
    "end_day": pl.Int32,
    "index_case": pl.Boolean,
    "technical": pl.Boolean,
}
SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        "people": _PEOPLE,
        "referrals": _REFERRALS,
        "enrollments": _ENROLLMENTS,
        "stays": _STAYS,
        "events": _EVENTS,
    }
)
"""The columns each frame must have; further ones are left aside, but kept in ``stays``."""

_MAY_LACK = {"people": ("aged_90_plus", "case_group")}
_DAYS_AND_MONTHS = (
    ("referrals", "day", "month"),
    ("enrollments", "admitted_day", "admitted_month"),
)
_KEYS = {
    "people": ("research_id",),
    "referrals": ("research_id", "referral_no"),
    "enrollments": ("research_id", "enrollment_no"),
}


@dataclass(frozen=True, slots=True)
class EvaluationData:
    """One evaluation store as frames; days are offsets from each person's own anchor.

    ``as_of`` and ``arrest_complete_to`` are ISO months. A coded column holds a code, one of the
    four missing answers, or null where nobody has entered anything. ``labels`` gives words for
    codes that no shipped list knows, such as the office's programs: variable, then code.
    """

    people: pl.DataFrame
    referrals: pl.DataFrame
    enrollments: pl.DataFrame
    stays: pl.DataFrame
    events: pl.DataFrame
    as_of: str
    arrest_complete_to: str | None = None
    demo: bool = False
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def from_frames(
    frames: Mapping[str, pl.DataFrame],
    *,
    as_of: str,
    arrest_complete_to: str | None = None,
    demo: bool = False,
    labels: Mapping[str, Mapping[str, str]] | None = None,
) -> EvaluationData:
    """Check frames named as in ``SCHEMAS`` and put them together; absent frames are empty.

    Raises:
        ValueError: a frame lacks a column, a column has another type, a key is there twice, a
            row names nobody, or an exact day has no month. These are faults of the reader; the
            words name columns and never a value.
    """
    checked = {name: _shaped(name, frames.get(name)) for name in SCHEMAS}
    for name, key in _KEYS.items():
        if checked[name].select(pl.struct(key).is_duplicated().any()).item():
            raise ValueError(f"{name}: the key {', '.join(key)} is there twice")
    for name, frame in checked.items():
        if name != "people" and not frame.join(checked["people"], "research_id", "anti").is_empty():
            raise ValueError(f"{name}: research_id names nobody among people")
    for name, day, month in _DAYS_AND_MONTHS:
        stray = checked[name].filter(pl.col(day).is_not_null() & pl.col(month).is_null())
        if not stray.is_empty():
            raise ValueError(f"{name}: {day} is given without {month}")
    return EvaluationData(
        **checked,
        as_of=as_of,
        arrest_complete_to=arrest_complete_to,
        demo=demo,
        labels=labels or {},
    )


def _shaped(name: str, frame: pl.DataFrame | None) -> pl.DataFrame:
    schema = SCHEMAS[name]
    if frame is None:
        return pl.DataFrame(schema=dict(schema))
    absent = [column for column in schema if column not in frame.columns]
    optional = [column for column in absent if column in _MAY_LACK.get(name, ())]
    frame = frame.with_columns(pl.lit(None).alias(column) for column in optional)
    if absent != optional:
        raise ValueError(f"{name}: no column {', '.join(absent)}")
    if name == "stays":
        return frame
    try:
        return frame.select(pl.col(column).cast(kind) for column, kind in schema.items())
    except pl.exceptions.PolarsError:
        kinds = ", ".join(column for column in schema if frame[column].dtype != schema[column])
        raise ValueError(f"{name}: wrong type in one of {kinds}") from None
