"""The tables of the evaluation store: codes, months and day offsets of nobody in particular.

A day is an offset from the anchor of a person: their first referral, order or admission that is
known to the day. Only dates known to the day have one. A month is ``2024-03``, or ``2024``
where only the year is known.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table
from sqlalchemy.types import TypeEngine

SCHEMA = 2
_CODE = String(40)
_ID = String(16)
_MONTH = String(7)

metadata = MetaData()


def _table(name: str, **columns: TypeEngine[Any]) -> Table:
    return Table(name, metadata, *(Column(*pair) for pair in columns.items()))


about = Table(
    "about", metadata, Column("key", String(40), primary_key=True), Column("value", String)
)
"""as_of and built_month (months), schema, store_id, generation, demo, arrest_complete_to (month),
labels (JSON: variable, code, word)."""

people = _table(
    "people",
    research_id=_ID,
    sex=_CODE,
    gender_identity=_CODE,
    ethnicity=_CODE,
    birth_year=Integer(),
    aged_90_plus=Boolean(),
    anchor_month=_MONTH,
    as_of_day=Integer(),
    arrest_complete_day=Integer(),
    case_group=_ID,
)
"""case_group is the same for people who share a docket number: the least of their research ids."""
referrals = _table(
    "referrals",
    research_id=_ID,
    referral_no=Integer(),
    program=_CODE,
    source=_CODE,
    justice_point=_CODE,
    month=_MONTH,
    day=Integer(),
    decision=_CODE,
    decision_day=Integer(),
    offence_section=_CODE,
    offence_category=_CODE,
    closed_day=Integer(),
    doubts=String(),
)
enrollments = _table(
    "enrollments",
    research_id=_ID,
    enrollment_no=Integer(),
    referral_no=Integer(),
    program=_CODE,
    ordered_day=Integer(),
    admitted_day=Integer(),
    admitted_month=_MONTH,
    exited_day=Integer(),
    exit_program=_CODE,
    exit_treatment=_CODE,
    exit_justice=_CODE,
    exit_reason=_CODE,
)
stays = _table(
    "stays",
    research_id=_ID,
    level_of_care=_CODE,
    setting=_CODE,
    in_custody=Boolean(),
    start_day=Integer(),
    end_day=Integer(),
)
events = _table(
    "events",
    research_id=_ID,
    kind=_CODE,
    day=Integer(),
    offence_day=Integer(),
    end_day=Integer(),
    section=_CODE,
    index_case=Boolean(),
    technical=Boolean(),
    source_kind=_CODE,
)

TABLES = (people, referrals, enrollments, stays, events)
"""The tables with rows of people, in the order in which they are written."""
