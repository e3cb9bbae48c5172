"""Invented people and their courses as evaluation frames, written down in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl
from hypothesis import settings

from ati_desktop.evaluation.data import SCHEMAS, EvaluationData, from_frames

Row = Mapping[str, object]
unhurried = settings(deadline=None)
"""For properties: how long an example takes never decides a test."""

_DEFAULTS: Mapping[str, Row] = {
    "people": {"sex": "1", "anchor_month": "2020-01", "as_of_day": 2000},
    "referrals": {"program": "DC", "month": "2020-01", "day": 0, "decision": "admitted"},
    "enrollments": {"program": "DC"},
    "stays": {},
    "events": {"index_case": False, "technical": False},
}


def frame(name: str, rows: Iterable[Row]) -> pl.DataFrame:
    """Return a frame with the defaults above, nulls where nothing is said."""
    schema = SCHEMAS[name]
    full = [dict.fromkeys(schema) | dict(_DEFAULTS[name]) | dict(row) for row in rows]
    return pl.DataFrame(full, schema=dict(schema))


def person(name: str, **said: object) -> Row:
    return {"research_id": name, **said}


def referral(name: str, number: int = 1, **said: object) -> Row:
    return {"research_id": name, "referral_no": number, **said}


def enrollment(name: str, admitted: int | None = None, number: int = 1, **said: object) -> Row:
    """An enrollment from referral ``number``; the month follows from the day, 30 days each."""
    month = None
    if admitted is not None:
        months = admitted // 30
        month = f"{2020 + months // 12}-{months % 12 + 1:02}"
    return {
        "research_id": name,
        "enrollment_no": number,
        "referral_no": number,
        "admitted_day": admitted,
        "admitted_month": month,
        **said,
    }


def arrest(name: str, day: int | None, **said: object) -> Row:
    return {"research_id": name, "kind": "arrest", "day": day, **said}


def data(
    people: Sequence[Row] = (),
    referrals: Sequence[Row] = (),
    enrollments: Sequence[Row] = (),
    events: Sequence[Row] = (),
    **said: object,
) -> EvaluationData:
    """Put rows together; people who are only named elsewhere are there by default."""
    named = {row["research_id"] for rows in (referrals, enrollments, events) for row in rows}
    known = {row["research_id"] for row in people}
    everyone = [*people, *(person(str(name)) for name in sorted(map(str, named - known)))]
    frames = {
        "people": frame("people", everyone),
        "referrals": frame("referrals", referrals),
        "enrollments": frame("enrollments", enrollments),
        "events": frame("events", events),
    }
    return from_frames(frames, **{"as_of": "2025-06", **said})  # type: ignore[arg-type]
